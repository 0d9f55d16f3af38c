"""Versions of criteria: what is kept of a file, its fingerprint, and reading it back."""

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.criteria_thaw import criteria_from
from qa_app.domain.plain_json import plain_from_json, plain_to_json

Plain = Mapping[str, Any]


class Stage(StrEnum):
    """How far a centre has come; each has a set of criteria in force."""

    CANDIDATE = "candidate"
    PROVISIONAL = "provisional"
    FULL = "full"


STAGES: Final = tuple(Stage)
_MOST_KEPT = 16


def content_of(plain: Plain) -> str:
    """Give what is kept of a checked file.

    Args:
        plain: Its data without errors.

    Returns:
        JSON with exact numbers and keys in their order, which is that of sets on screen; without
        `status`, since a version is published or not.
    """
    return plain_to_json({name: entry for name, entry in plain.items() if name != "status"})


def fingerprint_of(content: str) -> str:
    """Give the fingerprint of a version.

    Args:
        content: What `content_of` gave.

    Returns:
        SHA-256 (hex).
    """
    return hashlib.sha256(content.encode()).hexdigest()


@lru_cache(maxsize=_MOST_KEPT)
def file_of(content: str) -> CriteriaFile:
    """Read a version back.

    Args:
        content: What `content_of` gave.

    Returns:
        Its criteria.
    """
    return criteria_from(plain_from_json(content))
