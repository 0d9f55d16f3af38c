"""What is left of a text when its time is over: its codes, and a mark where words stood."""

import json
import re
from collections.abc import Mapping

from qa_app.domain.journal import canonical_json

MARK = "〔—〕"
"""Stands where words were taken out; pages and papers show it as it is."""

_CODED = frozenset({"code", "key", "kind", "value", "choice", "item", "at", "on", "id", "owner"})
_CODE = re.compile(r"[A-Za-z0-9_.:+-]{1,64}")


def codes_only(content: bytes) -> bytes:
    """Take the words out of a text or of JSON.

    Args:
        content: A text, or a JSON object or array, as UTF-8; a file that is neither is words.

    Returns:
        JSON of the same shape with its numbers, switches and codes, and a mark for every other
        text; the mark alone for what is no JSON.
    """
    try:
        plain = json.loads(content)
    except ValueError:
        return MARK.encode()
    if not isinstance(plain, dict | list):
        return MARK.encode()
    return canonical_json(_without_words(plain, is_coded=False)).encode()


def _without_words(plain: object, *, is_coded: bool) -> object:
    if isinstance(plain, Mapping):
        return {key: _without_words(value, is_coded=key in _CODED) for key, value in plain.items()}
    if isinstance(plain, list):
        return [_without_words(one, is_coded=is_coded) for one in plain]
    if isinstance(plain, str) and plain and not (is_coded and _CODE.fullmatch(plain)):
        return MARK
    return plain
