"""Papers about decisions: number, token, check code, signed text, how they stand now."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from qa_app.domain.base32 import SIGN, base32_of, understood
from qa_app.domain.journal import canonical_json
from qa_app.domain.key_lists import SignatureFlaw
from qa_app.domain.rules.decision import IN_REGISTER, Status
from qa_app.domain.signatures import ALGORITHM
from qa_app.domain.text import BilingualText

SCHEMA: Final = "qa.paper/1"
TOKEN_BITS: Final = 128
"""Unpredictable bits of the token that a paper's code holds."""

_TOKEN_SIGNS, _CHECK_SIGNS, _GROUP = 26, 10, 5
_TOKEN = re.compile(rf"{SIGN}{{{_TOKEN_SIGNS}}}")
_NUMBER = re.compile(r"[A-Z0-9-]{1,28}-[0-9]{4}-[0-9]{6}", re.ASCII)
_CHECK = re.compile(rf"{SIGN}{{{_CHECK_SIGNS}}}")


class Revoked(StrEnum):
    """Why a paper does not count any more."""

    REPLACED = "replaced"
    MISTAKE = "mistake"
    LOST = "lost"
    DECISION = "decision"


class PublicStanding(StrEnum):
    """What anyone is told about a paper."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REMOVED = "removed"
    NOT_YET = "not_yet"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    VOID = "void"
    KEY_REVOKED = "key_revoked"
    OUTSIDE_KEY = "outside_key"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What a paper says.

    Attributes:
        number: Its number, such as `YN-KM-2026-000123`.
        token_digest: SHA-256 (hex) of its token.
        centre: Name of the centre.
        area: Code of the area.
        area_name: Its name.
        status: `endorsed` or `conditional`.
        set: Code of the set of criteria.
        set_name: Its name.
        criteria: Code, version and fingerprint of the criteria.
        valid_from: First day.
        valid_until: Last day.
        conditions: How many conditions the decision has.
        body: Which body decided.
        evidence_digest: Digest of the evidence that the decision rests on.
        issued_on: Local day of issue.
        key: Short name of the key that signs.
        replaces: Number of the paper that it stands for; empty without one.
        departs_from: What the computed result was called, where the decision is another one than
            follows from it; None where it follows.
        reasons: Why it departs, without references of cases; empty where it follows.
    """

    number: str
    token_digest: str
    centre: BilingualText
    area: str
    area_name: BilingualText
    status: Status
    set: str
    set_name: BilingualText
    criteria: tuple[str, str, str]
    valid_from: date
    valid_until: date
    conditions: int
    body: BilingualText
    evidence_digest: str
    issued_on: date
    key: str
    replaces: str = ""
    departs_from: BilingualText | None = None
    reasons: str = ""


def paper_number(prefix: str, year: int, sequence: int) -> str:
    """Write the number of a paper.

    Args:
        prefix: Setting of the installation, such as `YN-KM`.
        year: Year of issue.
        sequence: Which paper of that year, from 1.

    Returns:
        Such as `YN-KM-2026-000123`.
    """
    return f"{prefix}-{year:04}-{sequence:06}"


def paper_token(bits: int) -> str:
    """Write the token of a paper.

    Args:
        bits: `TOKEN_BITS` unpredictable bits.

    Returns:
        26 signs of Crockford's base 32.
    """
    return base32_of(bits, _TOKEN_SIGNS)


def read_token(typed: str) -> str | None:
    """Read a token from an address.

    Args:
        typed: The last part of the address.

    Returns:
        The token; None for what can be none.
    """
    token = understood(typed[: _TOKEN_SIGNS + 1].upper())
    return token if _TOKEN.fullmatch(token) else None


def digest_of_token(token: str) -> str:
    """Give the digest by which a paper is found from its token.

    Args:
        token: The token.

    Returns:
        SHA-256 (hex).
    """
    return hashlib.sha256(f"plumbline paper|{token}".encode()).hexdigest()


def check_code(token: str) -> str:
    """Give the code that stands beside a paper's number, for who cannot scan.

    Args:
        token: Its token, which cannot be found from the code.

    Returns:
        50 bits as two groups of five signs.
    """
    digest = hashlib.sha256(f"plumbline check|{token}".encode()).digest()
    signs = base32_of(int.from_bytes(digest, "big"), _CHECK_SIGNS)
    return f"{signs[:_GROUP]}-{signs[_GROUP:]}"


def digest_of_check(number: str, check: str) -> str:
    """Give the digest by which a paper is found from what is typed.

    Args:
        number: Its number as typed; width, case and blanks do not matter.
        check: Its check code as typed, likewise.

    Returns:
        SHA-256 (hex). What can be no number or code gives a digest too, which finds nothing, so
        that every question costs the same.
    """
    read = _plain(number)
    code = understood(_plain(check).replace("-", ""))
    is_one = _NUMBER.fullmatch(read) and _CHECK.fullmatch(code)
    text = f"{read}|{code}" if is_one else "|"
    return hashlib.sha256(f"plumbline number|{text}".encode()).hexdigest()


def _plain(typed: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", typed[:100])).upper()


def plain_paper(facts: PaperFacts) -> dict[str, Any]:
    """Give what a paper says as plain data.

    Args:
        facts: What it says.

    Returns:
        Data whose `canonical_json` is signed.
    """
    code, version, fingerprint = facts.criteria
    return {
        "schema": SCHEMA,
        "number": facts.number,
        "token_digest": facts.token_digest,
        "centre": _both(facts.centre),
        "area": facts.area,
        "area_name": _both(facts.area_name),
        "status": facts.status.value,
        "set": facts.set,
        "set_name": _both(facts.set_name),
        "criteria_version": {"code": code, "version": version, "fingerprint": fingerprint},
        "valid_from": facts.valid_from.isoformat(),
        "valid_until": facts.valid_until.isoformat(),
        "conditions": facts.conditions,
        "body": _both(facts.body),
        "evidence_digest": facts.evidence_digest,
        "issued_on": facts.issued_on.isoformat(),
        "key": facts.key,
        "replaces": facts.replaces,
        "departs_from": None if facts.departs_from is None else _both(facts.departs_from),
        "reasons": facts.reasons,
    }


def facts_from(plain: Mapping[str, Any]) -> PaperFacts:
    """Read a paper back.

    Args:
        plain: What `plain_paper` gave.

    Returns:
        What it says.

    Raises:
        KeyError, TypeError, ValueError: It is no such data.
    """
    version, departs_from = plain["criteria_version"], plain.get("departs_from")
    return PaperFacts(
        number=plain["number"],
        token_digest=plain["token_digest"],
        centre=_text(plain["centre"]),
        area=plain["area"],
        area_name=_text(plain["area_name"]),
        status=Status(plain["status"]),
        set=plain["set"],
        set_name=_text(plain["set_name"]),
        criteria=(version["code"], version["version"], version["fingerprint"]),
        valid_from=date.fromisoformat(plain["valid_from"]),
        valid_until=date.fromisoformat(plain["valid_until"]),
        conditions=plain["conditions"],
        body=_text(plain["body"]),
        evidence_digest=plain["evidence_digest"],
        issued_on=date.fromisoformat(plain["issued_on"]),
        key=plain["key"],
        replaces=plain["replaces"],
        # papers of before said nothing of it
        departs_from=None if departs_from is None else _text(departs_from),
        reasons=plain.get("reasons", ""),
    )


def _both(text: BilingualText) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _text(plain: Mapping[str, str]) -> BilingualText:
    return BilingualText(plain["zh"], plain["en"])


def digest_of_paper(payload: str) -> str:
    """Give the digest of what is signed.

    Args:
        payload: The canonical text.

    Returns:
        SHA-256 (hex); in a list of revoked papers it tells nobody which ones they are.
    """
    return hashlib.sha256(payload.encode()).hexdigest()


def signed_file(payload: str, key: str, signature: str) -> str:
    """Write the file that travels with a paper.

    Args:
        payload: The canonical text that was signed.
        key: Short name of the key.
        signature: The signature.

    Returns:
        Canonical JSON with the signed text as text, so that whoever checks it need not write it
        anew.
    """
    return canonical_json(
        {"algorithm": ALGORITHM, "key": key, "payload": payload, "signature": signature}
    )


def public_standing(
    status: Status | None,
    days: tuple[date, date],
    today: date,
    *,
    is_revoked: bool,
    is_overtaken: bool,
    flaw: SignatureFlaw | None = None,
) -> PublicStanding:
    """Say how a paper stands now.

    Args:
        status: Where the area of the centre stands now; None where it stands nowhere.
        days: First and last day that the paper names.
        today: The present.
        is_revoked: True when the paper itself was revoked.
        is_overtaken: True when a later decision, or an objection, took the place of its own.
        flaw: Why its signature does not count; None while it does.

    Returns:
        What anyone is told. A suspension and a removal are told before anything else, so that
        another paper never hides them; of a paper that begins later, only a suspension is.
    """
    first, last = days
    if status is Status.SUSPENDED:
        return PublicStanding.SUSPENDED
    off = _off(flaw, is_revoked=is_revoked)
    if today < first and not is_overtaken:
        return off or PublicStanding.NOT_YET
    if status is Status.EXPIRED:
        return PublicStanding.EXPIRED
    if status is None and is_overtaken:
        # its decision was set aside and nothing came before it: nobody removed the centre
        return off or PublicStanding.SUPERSEDED
    if status not in IN_REGISTER:
        return PublicStanding.REMOVED
    if off is not None or is_overtaken:
        return off or PublicStanding.SUPERSEDED
    return PublicStanding.EXPIRED if last < today else PublicStanding.VALID


def own_flaw(
    told: PublicStanding, *, is_revoked: bool, flaw: SignatureFlaw | None = None
) -> PublicStanding | None:
    """Say why a paper itself does not count, where the standing of its area is told first.

    Args:
        told: What `public_standing` says.
        is_revoked: True when the paper itself was revoked.
        flaw: Why its signature does not count; None while it does.

    Returns:
        Why; None while it counts, or where that is what is told.
    """
    off = _off(flaw, is_revoked=is_revoked)
    return None if off is told else off


def told_as_argued(told: PublicStanding, *, is_standing_argued: bool, is_own_argued: bool) -> bool:
    """Say whether anyone is told that a panel looks at a decision again.

    Args:
        told: What `public_standing` says.
        is_standing_argued: True while a panel looks at the decision by which the area stands now.
        is_own_argued: True while one looks at the decision of the paper.

    Returns:
        True where what is told follows from such a decision: the one by which the area stands, or
        the paper's own before its first day. An entry that ran out, and a paper that does not
        count for a reason of its own, are told without it.
    """
    if told is PublicStanding.NOT_YET:
        return is_own_argued
    return is_standing_argued and told in _STANDS_BY_DECISION


_STANDS_BY_DECISION = (PublicStanding.VALID, PublicStanding.SUSPENDED, PublicStanding.REMOVED)


def _off(flaw: SignatureFlaw | None, *, is_revoked: bool) -> PublicStanding | None:
    if flaw is not None:
        return PublicStanding(flaw.value)
    return PublicStanding.VOID if is_revoked else None
