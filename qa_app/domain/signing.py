"""What signing freezes: the result as text, its number, its place among the totals."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from qa_app.domain.defaults import ANSWER_WINDOW_WORKING_DAYS, WITHDRAW_MINUTES
from qa_app.domain.errors import ConflictError
from qa_app.domain.file_losses import Loss, codes_by_case, losses_of
from qa_app.domain.rounding import millionths
from qa_app.domain.rubric import Method, Rubric, Scale
from qa_app.domain.rubric_rules import item_name, outcome_name
from qa_app.domain.scoring_plain import read_ratio, written_score
from qa_app.domain.scoring_result import AuditScore
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar

_CODES, _SECTIONS = '"codes":', '"sections":'
_BELOW, _BY_CASE = "below", "by_case"
"""Names that stand before the codes, so that they are read with little."""
_DECODER = json.JSONDecoder()


def is_withdrawable(signed_at: datetime | None, at: datetime) -> bool:
    """Tell whether the time for taking a signature back is not over.

    Args:
        signed_at: When it was signed; None for what nobody signed here.
        at: The present.

    Returns:
        True for `WITHDRAW_MINUTES` minutes after the signature.
    """
    return signed_at is not None and at <= signed_at + timedelta(minutes=WITHDRAW_MINUTES)


def refuse_withdrawable(signed_at: datetime | None, at: datetime) -> None:
    """Refuse a reader an act on what they signed while they may take their signature back.

    An act that is answered otherwise where the file is read twice would tell its first reader
    so, and they could withdraw and read with more care. Afterwards it tells nothing that helps.

    Args:
        signed_at: When it was signed; None for what nobody signed here.
        at: The present.

    Raises:
        ConflictError: It was signed less than `WITHDRAW_MINUTES` minutes ago (`withdrawable`).
    """
    if is_withdrawable(signed_at, at):
        raise ConflictError("withdrawable", minutes=WITHDRAW_MINUTES)


def last_day_to_answer(calendar: WorkingCalendar, signed_on: date) -> date | None:
    """Find the last day on which a provisional result can be answered.

    Args:
        calendar: Working days where the centre is.
        signed_on: Local day of the signature; it does not count itself.

    Returns:
        The day, after which the result is final; None when the holiday table ends before it.
    """
    try:
        return calendar.nth_after(signed_on, ANSWER_WINDOW_WORKING_DAYS)
    except CalendarYearMissingError:
        return None


@dataclass(frozen=True, slots=True)
class Frozen:
    """A score as an audit keeps it.

    Attributes:
        status: `complete` or `not_rated`.
        score_millionths: Ratio 0..1 in millionths; None without a number.
        band: Code of the band; None without one.
        band_position: Its place, 1 is best; None without one.
        stop: Red-line items that tripped.
        gate: Must-pass items that tripped.
        sections: Section to its ratio in millionths.
        codes: Item to its code.
        explanation: The whole result as canonical JSON.
        digest: SHA-256 (hex) of the explanation.
    """

    status: str
    score_millionths: int | None
    band: str | None
    band_position: int | None
    stop: tuple[str, ...]
    gate: tuple[str, ...]
    sections: Mapping[str, int]
    codes: Mapping[str, str]
    explanation: str
    digest: str


def frozen_score(
    rubric: Rubric, score: AuditScore, read_on: date, computed: Sequence[Mapping[str, Any]] = ()
) -> Frozen:
    """Freeze a score.

    Args:
        rubric: The version the file was read against.
        score: The score, with its explanation.
        read_on: Local day of reading.
        computed: What records answered, as `frozen_computed` tells it.

    Returns:
        What the audit keeps. The number is the percentage, the smallest item value
        (lowest) or the lowest level's place in its scale (profile), as a ratio 0..1; rule
        rubrics give none.
    """
    more: dict[str, Any] = {
        "rubric": {
            "code": rubric.code,
            "version": rubric.version,
            "fingerprint": rubric.fingerprint,
        },
        "read_on": read_on.isoformat(),
    }
    if computed:
        more["computed"] = list(computed)
    if losses := losses_of(score, rubric.method):
        more[_BELOW] = losses
    if by_case := codes_by_case(score):
        more[_BY_CASE] = by_case
    text = written_score(score, rubric.method, more)
    ratio = _ratio(rubric, score)
    codes = [band.code for band in rubric.bands]
    return Frozen(
        status=score.status.value,
        score_millionths=None if ratio is None else millionths(ratio),
        band=score.band,
        band_position=None if score.band is None else codes.index(score.band) + 1,
        stop=tuple(score.stop),
        gate=tuple(score.gate),
        sections=_sections(rubric, score.sections),
        codes=dict(score.codes),
        explanation=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _ratio(rubric: Rubric, score: AuditScore) -> Fraction | None:
    if score.percent_ratio is not None:
        return Fraction(*score.percent_ratio)
    if score.lowest_ratio is not None:
        return Fraction(*score.lowest_ratio)
    if score.overall is not None:
        return place_in_scale(rubric.sections[0].items[0].scale, Fraction(score.overall))
    return None


def place_in_scale(scale: Scale, position: Fraction) -> Fraction:
    """Tell how far up a scale a position lies.

    Args:
        scale: The scale.
        position: Between its lowest and its highest score.

    Returns:
        0 at the lowest, 1 at the highest, and for the only one that there is.
    """
    scores = [option.score for option in scale.options if option.score is not None]
    span = max(scores) - min(scores)
    return (position - min(scores)) / span if span else Fraction(1)


@dataclass(frozen=True, slots=True)
class FrozenParts:
    """What of a frozen score is counted besides its number.

    Attributes:
        sections: Section to its ratio in millionths.
        codes: Item to its code.
        losses: Item to what it cost, those that cost nothing left out.
        by_case: Item that was scored case by case to what stands for its code.
        ratings: What rules rated to the rating, under the names of `rubric_rules`.
    """

    sections: Mapping[str, int]
    codes: Mapping[str, str]
    losses: Mapping[str, Loss]
    by_case: Mapping[str, str]
    ratings: Mapping[str, str]


def frozen_parts(rubric: Rubric, explanation: str) -> tuple[dict[str, int], dict[str, str]]:
    """Read back from a frozen score what its sections and items gave.

    Args:
        rubric: The version the file was read against.
        explanation: The frozen result, as `frozen_score` wrote it.

    Returns:
        Section to its ratio in millionths, and item to its code.
    """
    parts = counted_parts(rubric, explanation)
    return dict(parts.sections), dict(parts.codes)


def counted_parts(rubric: Rubric, explanation: str) -> FrozenParts:
    """Read back from a frozen score what the totals count besides its number.

    Args:
        rubric: The version the file was read against.
        explanation: The frozen result, as `frozen_score` wrote it.

    Returns:
        Its parts.
    """
    head, codes, told = _short_parts(explanation)
    if rubric.method is Method.DIMENSION_PROFILE:
        exact = {code: Fraction(text) for code, text in told.items() if text is not None}
        sections = _sections(rubric, exact)
    else:
        # as `_sections` has it, each ratio worked out once for the many files that have it
        sections = {code: _told_millionths(text) for code, text in told.items() if text is not None}
    losses = {code: Loss(*loss) for code, loss in head.get(_BELOW, {}).items()}
    ratings = named_ratings(head) if rubric.method is Method.RULES else {}
    return FrozenParts(sections, codes, losses, head.get(_BY_CASE, {}), ratings)


def named_ratings(plain: Mapping[str, Any]) -> dict[str, str]:
    """Read what rules rated from a frozen score.

    Args:
        plain: The frozen result of a rule rubric.

    Returns:
        Items and outcomes to their rating, under the names of `rubric_rules`; what waits for an
        answer is left out.
    """
    rated = (
        *((item_name(code), one) for code, one in plain["ratings"].items()),
        *((outcome_name(code), one) for code, one in plain["outcomes"].items()),
    )
    return {name: rating for name, rating in rated if rating is not None}


def _short_parts(
    explanation: str,
) -> tuple[dict[str, Any], dict[str, str], dict[str, str | None]]:
    # how a score came about is nine tenths of what is frozen; codes stand before it and sections
    # behind, and what is cut off there is whole only if they are parts of the outermost object
    head, _, rest = explanation.partition(_CODES)
    try:
        first = json.loads(f"{head.rstrip(',')}}}")
        codes, _ = _DECODER.raw_decode(rest)
        tail = json.loads(f"{{{explanation[explanation.rindex(_SECTIONS) :]}")
    except ValueError:
        plain = json.loads(explanation)
        return plain, dict(plain["codes"]), plain.get("sections", {})
    return first, dict(codes), tail["sections"]


@lru_cache(maxsize=4096)
def _told_millionths(ratio: str) -> int:
    return millionths(Fraction(ratio))


def frozen_codes(explanation: str | None) -> dict[str, str]:
    """Read back from a frozen score which code stood for which item.

    Args:
        explanation: The frozen result, as `frozen_score` wrote it; None without one.

    Returns:
        Item to its code; items that did not apply are left out.
    """
    return {} if explanation is None else dict(json.loads(explanation)["codes"])


def tripped_parts(explanation: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read back from a frozen score which critical items tripped.

    Args:
        explanation: The frozen result, as `frozen_score` wrote it; None without one.

    Returns:
        Red-line items, and must-pass items.
    """
    plain = json.loads(explanation or "{}")
    return tuple(plain.get("stop", ())), tuple(plain.get("gate", ()))


def frozen_percent(explanation: str | None) -> Fraction | None:
    """Read back the percentage of a frozen score.

    Args:
        explanation: The frozen result, as `frozen_score` wrote it; None for none.

    Returns:
        The exact percentage; None where the method gives none, or nothing was frozen.
    """
    told = None if explanation is None else json.loads(explanation).get("percent_exact")
    return read_ratio(told)


def _sections(rubric: Rubric, sections: Mapping[str, Fraction]) -> dict[str, int]:
    if rubric.method is Method.DIMENSION_PROFILE:
        scale = rubric.sections[0].items[0].scale
        return {code: millionths(place_in_scale(scale, mean)) for code, mean in sections.items()}
    return {code: millionths(ratio) for code, ratio in sections.items()}
