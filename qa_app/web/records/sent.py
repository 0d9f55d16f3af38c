"""Blocks of a record as a form or a script sends them."""

import json
import re
from collections.abc import Mapping

from flask import abort, request
from werkzeug.datastructures import MultiDict

from qa_app.domain.defaults import NAME_REASON_MOST, RECORD_ROWS_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.record_content import BlockContent, content_from, plain_content
from qa_app.domain.session_blocks import Block, Field, fields_beside, fields_of_rows
from qa_app.domain.supervision import SessionType
from qa_app.services.records.save_block import BlockChange
from qa_app.web.forms import sent_key
from qa_app.web.numbers import number_or_none
from qa_app.web.text import storable_json

_ROW = re.compile(r"r(\d{1,3})-")
_OPERATION = re.compile(r"[A-Za-z0-9-]{8,40}")
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def change_of_form(fine: SessionType, block: Block) -> BlockChange:
    """Read a block from the form that was sent.

    Args:
        fine: What kind of session.
        block: The block.

    Returns:
        The change; a form without its revision ends the request with 400.
    """
    form = request.form
    base = number_or_none(form.get("base", ""))
    if base is None:
        abort(400)
    return BlockChange(block, content_of_form(form, fine, block), base, sent_key())


def content_of_form(form: MultiDict[str, str], fine: SessionType, block: Block) -> BlockContent:
    """Read what stands in the fields of a form.

    Args:
        form: The form.
        fine: What kind of session.
        block: The block.

    Returns:
        The block as typed; rows that nothing was typed into are left out.
    """
    values = _filled(form, fields_beside(fine, block), "v-")
    numbers = sorted({int(found[1]) for name in form if (found := _ROW.match(name))})
    fields = fields_of_rows(block)
    rows = [_filled(form, fields, f"r{number}-") for number in numbers[: RECORD_ROWS_MOST + 1]]
    reason = form.get("name_reason", "")[: NAME_REASON_MOST + 1]
    return BlockContent(values, tuple(row for row in rows if row), reason)


def change_of_script() -> BlockChange:
    """Read a block as the script sends it.

    Returns:
        The change.

    Raises:
        InvalidError: It is malformed (`unfit_value`) or names no block (`unknown_block`).
    """
    plain = request.get_json(silent=True)
    if not isinstance(plain, Mapping):
        raise InvalidError("unfit_value")
    block, base, key, note = (plain.get(name) for name in ("block", "base", "op", "note"))
    if not isinstance(block, str) or block not in tuple(Block):
        raise InvalidError("unknown_block")
    is_key = isinstance(key, str) and _OPERATION.fullmatch(key)
    if type(base) is not int or not is_key or not isinstance(note, str):
        raise InvalidError("unfit_value")
    try:
        content = content_from(storable_json(note))
    except ValueError:
        raise InvalidError("unfit_value") from None
    return BlockChange(Block(block), content, base, str(key))


def script_text(content: BlockContent) -> str:
    """Write a block as the script writes it.

    Args:
        content: The block.

    Returns:
        JSON.
    """
    return _JSON(plain_content(content))


def _filled(form: MultiDict[str, str], fields: tuple[Field, ...], prefix: str) -> dict[str, str]:
    typed = {one.code: form.get(prefix + one.code, "").strip() for one in fields}
    return {code: value for code, value in typed.items() if value}
