"""Reviews that one person read and a moderator looks at: why, and that they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qa_app.domain.defaults import (
    FIRST_READINGS_MODERATED,
    JUDGEMENT_BANDS_APART,
    PACE_ANSWERS_LEAST,
    PACE_SECONDS_LEAST,
    PAIR_REASON_MOST,
)
from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import check_text
from qa_app.domain.rubric import Rubric
from qa_app.domain.text import has_words


class CauseKind(StrEnum):
    """Why a moderator looks at a review; the gravest first."""

    STOP = "stop"
    GATE = "gate"
    JUDGEMENT = "judgement"
    FLAG = "flag"
    PACE = "pace"
    FIRST_READINGS = "first_readings"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause.

    Attributes:
        kind: What it is.
        items: Items that it rests on; empty where it is about the whole review.
        number: Bands between judgement and score; seconds in which it was filled in, from 1;
            which of the reader's reviews it is, from 1. 0 for other causes.
    """

    kind: CauseKind
    items: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class SingleFacts:
    """What decides about one signed review.

    Attributes:
        stop: Red-line items that failed.
        gate: Must-pass items that failed.
        band: Band of its score; None without one.
        judgement: Code of the reader's judgement of the whole; None without one.
        flagged: Items that the reader flagged.
        earlier: How many reviews the reader had signed before.
        is_region: True for a review of a region's year.
        answered: How many items were answered.
        seconds: How long that took at most, by the seconds that were kept or from the first saved
            answer to the signature; None where it says nothing, as what was filled in on paper.
    """

    stop: Sequence[str]
    gate: Sequence[str]
    band: str | None
    judgement: str | None
    flagged: Sequence[str]
    earlier: int
    is_region: bool = False
    answered: int = 0
    seconds: int | None = None


def causes_of(rubric: Rubric, facts: SingleFacts) -> tuple[Cause, ...]:
    """Tell why a moderator looks at a review.

    Args:
        rubric: The version it was read against.
        facts: What is known of it once it is signed.

    Returns:
        Every cause, the gravest first; empty when nobody needs to look.

    Source: docs/defaults.md. A moderator looks where a red line or must-pass item failed, where
        the judgement lies `JUDGEMENT_BANDS_APART` bands from the score or as far as the rubric
        says, at the first `FIRST_READINGS_MODERATED` reviews of a reader, at what a reader
        flagged, at what was filled in faster than it can be read (OWASP ASVS 5.0, 2.4.2), and at
        every review of a region's year: no level of it is one person's word.
    """
    found = []
    if facts.stop:
        found.append(Cause(CauseKind.STOP, tuple(facts.stop)))
    if facts.gate:
        found.append(Cause(CauseKind.GATE, tuple(facts.gate)))
    apart = bands_apart(rubric, facts.band, facts.judgement)
    limit = (rubric.holistic and rubric.holistic.differ_by) or JUDGEMENT_BANDS_APART
    if apart is not None and apart >= limit:
        found.append(Cause(CauseKind.JUDGEMENT, number=apart))
    if facts.flagged:
        found.append(Cause(CauseKind.FLAG, tuple(facts.flagged)))
    if _is_hasty(facts):
        found.append(Cause(CauseKind.PACE, number=max(facts.seconds or 0, 1)))
    if facts.earlier < FIRST_READINGS_MODERATED:
        found.append(Cause(CauseKind.FIRST_READINGS, number=facts.earlier + 1))
    if facts.is_region:
        found.append(Cause(CauseKind.REGION))
    return tuple(found)


def _is_hasty(facts: SingleFacts) -> bool:
    if facts.seconds is None or facts.answered < PACE_ANSWERS_LEAST:
        return False
    return facts.seconds < PACE_SECONDS_LEAST * facts.answered


def bands_apart(rubric: Rubric, band: str | None, judgement: str | None) -> int | None:
    """Count the bands between a score and the reader's judgement of the whole.

    Args:
        rubric: The version, with its bands and how grades of the judgement stand for them.
        band: Band of the score; None without one.
        judgement: Code of the judgement; None without one.

    Returns:
        0 for the same band; None where one of the two is missing or stands for no band.
    """
    if rubric.holistic is None or band is None or judgement is None:
        return None
    order = [one.code for one in rubric.bands]
    by_grade = {code: name for name, codes in rubric.holistic.bands for code in codes}
    judged = by_grade.get(judgement, judgement)
    if judged not in order or band not in order:
        return None
    return abs(order.index(judged) - order.index(band))


def plain_causes(causes: Sequence[Cause]) -> list[dict[str, Any]]:
    """Turn causes into data to be kept.

    Args:
        causes: The causes.

    Returns:
        One object for each.
    """
    return [
        {"kind": one.kind.value, "items": list(one.items), "number": one.number} for one in causes
    ]


def causes_from(plain: Sequence[Mapping[str, Any]]) -> tuple[Cause, ...]:
    """Read causes back.

    Args:
        plain: As `plain_causes` gave it.

    Returns:
        The causes.
    """
    return tuple(Cause(CauseKind(one["kind"]), tuple(one["items"]), one["number"]) for one in plain)


def check_upheld(reason: str) -> str:
    """Refuse to let a review stand without saying why.

    Args:
        reason: As typed.

    Returns:
        Without outer blanks.

    Raises:
        InvalidError: It is missing (`reason_missing`) or its words may not be kept (as
            `domain.findings.check_text`).
    """
    kept = reason.strip()
    if not has_words(kept):
        raise InvalidError("reason_missing")
    check_text(kept, PAIR_REASON_MOST, name_reason="")
    return kept


def reason_place(audit_id: int) -> str:
    """Name the place that the reason is sealed to.

    Args:
        audit_id: The review.

    Returns:
        The place.
    """
    return f"single_moderation:{audit_id}"
