"""Whether a paper is genuine, found out without a network."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from qa_app.domain.key_lists import KeyDays, listed_key
from qa_app.domain.papers import (
    SCHEMA,
    PaperFacts,
    digest_of_paper,
    facts_from,
)
from qa_app.domain.signatures import ALGORITHM, is_signed

LONGEST: Final = 2_000_000
"""Longest text that is looked at, in characters."""


class Outcome(StrEnum):
    """What came of it."""

    GENUINE = "genuine"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"
    KEY_REVOKED = "key_revoked"
    OUTSIDE_KEY = "outside_key"
    ALTERED = "altered"
    FORGED = "forged"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """A paper and what came of it.

    Attributes:
        outcome: The first thing that speaks against it, or `genuine`.
        facts: What the signed text says; None unless its signature holds.
        payload: The signed text; empty likewise.
    """

    outcome: Outcome
    facts: PaperFacts | None = None
    payload: str = ""


def checked_paper(file: str, keys: Mapping[str, Any], today: date) -> CheckedPaper:
    """Check a paper.

    Args:
        file: The JSON that travels with it.
        keys: The published list of keys and revoked papers.
        today: The present.

    Returns:
        `unreadable` for what is no such file; `forged` where the list has no such key; `altered`
        where the signature is not that of this key for this text: which of them is another one,
        whoever holds the file cannot tell; `outside_key` where the paper names a day
        of issue on which its key did not sign, `key_revoked` where the key counts no more for it;
        then, as of the list, `revoked`; then `expired` or `not_yet`; else `genuine`.
    """
    parts = _parts(file)
    if parts is None:
        return CheckedPaper(Outcome.UNREADABLE)
    payload, code, signature = parts
    key = listed_key(keys, code)
    if key is None:
        return CheckedPaper(Outcome.FORGED)
    if not is_signed(key.public_key, payload, signature):
        return CheckedPaper(Outcome.ALTERED)
    facts = _facts(payload, code)
    if facts is None:
        return CheckedPaper(Outcome.UNREADABLE)
    outcome = _flaw(facts, payload, key) or _standing(facts, payload, keys, today)
    return CheckedPaper(outcome, facts, payload)


def _parts(file: str) -> tuple[str, str, str] | None:
    try:
        plain = json.loads(file) if len(file) <= LONGEST else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(plain, Mapping) or plain.get("algorithm") != ALGORITHM:
        return None
    payload, code, signature = plain.get("payload"), plain.get("key"), plain.get("signature")
    if isinstance(payload, str) and isinstance(code, str) and isinstance(signature, str):
        return payload, code, signature
    return None


def _facts(payload: str, code: str) -> PaperFacts | None:
    try:
        plain = json.loads(payload)
        facts = facts_from(plain)
    except (KeyError, TypeError, ValueError):
        return None
    return facts if plain.get("schema") == SCHEMA and facts.key == code else None


def _flaw(facts: PaperFacts, payload: str, key: KeyDays) -> Outcome | None:
    found = key.flaw(facts.issued_on, digest_of_paper(payload))
    return None if found is None else Outcome(found.value)


def _standing(facts: PaperFacts, payload: str, keys: Mapping[str, Any], today: date) -> Outcome:
    if digest_of_paper(payload) in keys["revoked"]:
        return Outcome.REVOKED
    if facts.valid_until < today:
        return Outcome.EXPIRED
    return Outcome.NOT_YET if today < facts.valid_from else Outcome.GENUINE
