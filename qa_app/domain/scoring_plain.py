"""A score in its plain form: the line that the command prints and the part an audit freezes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from math import gcd
from operator import attrgetter
from typing import Any

from qa_app.domain.journal import canonical_json
from qa_app.domain.rounding import display
from qa_app.domain.rubric import Method
from qa_app.domain.scoring_result import (
    AppliedCap,
    AuditScore,
    Explanation,
    ItemExplanation,
    Limit,
    Ratio,
    RuleExplanation,
    SectionExplanation,
    State,
)

_WITH_POINTS = (Method.WEIGHTED_SECTIONS, Method.DEDUCTION)
_MOST_WRITTEN = 20_000


def ratio_text(value: Fraction | None) -> str | None:
    """Write an exact number.

    Args:
        value: The number; None = not defined.

    Returns:
        `a/b` in lowest terms, whole numbers as `a/1`; None = not defined.
    """
    return None if value is None else f"{value.numerator}/{value.denominator}"


def read_ratio(text: str | None) -> Fraction | None:
    """Read an exact number back.

    Args:
        text: What `ratio_text` wrote.

    Returns:
        The number; None = not defined.
    """
    return None if text is None else Fraction(text)


def plain_score(score: AuditScore, method: Method) -> dict[str, Any]:
    """Give what the engine returns for one case.

    Args:
        score: The result.
        method: The rubric's method.

    Returns:
        JSON values with the fields that the schema defines for the method.
    """
    plain = _without_items(score, method)
    if method in _WITH_POINTS and score.explanation is not None:
        takes_off = method is Method.DEDUCTION
        items = score.explanation.items
        plain["items"] = {item.item: _points(item, takes_off=takes_off) for item in items}
    return plain


def _without_items(score: AuditScore, method: Method) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "status": score.status.value,
        "stop": score.stop,
        "gate": score.gate,
        "codes": score.codes,
        "open": score.open,
        "not_assessed": score.not_assessed,
        "counts": score.counts,
        "reported": score.reported,
    }
    match method:
        case Method.WEIGHTED_SECTIONS | Method.DEDUCTION:
            return plain | _weighted(score)
        case Method.DIMENSION_PROFILE:
            return plain | {
                "sections": _ratios(score.section_ratios),
                "levels": score.levels,
                "overall": score.overall,
                "mean_exact": ratio_text(score.mean),
            }
        case Method.LOWEST:
            return plain | {
                "lowest_exact": ratio_text(score.lowest),
                "lowest_items": score.lowest_items,
                "grade": score.grade,
            }
        case Method.RULES:
            return plain | {"ratings": score.ratings, "outcomes": score.outcomes}


def _ratios(values: Mapping[str, Ratio | None]) -> dict[str, str | None]:
    return {code: _reduced(value) for code, value in values.items()}


def _weighted(score: AuditScore) -> dict[str, Any]:
    percent = score.percent
    plain: dict[str, Any] = {
        "percent_exact": ratio_text(percent),
        "percent": None if percent is None else float(display(percent)),
        "band_uncapped": score.band_uncapped,
        "band": score.band,
        "sections": _ratios(score.section_ratios),
    }
    if score.caps is not None:
        plain["caps"] = [_cap(cap) for cap in score.caps]
    return plain


def _cap(cap: AppliedCap) -> dict[str, Any]:
    return {
        "cap": cap.place,
        "at_most": cap.at_most,
        "items": list(cap.items),
        "facts": list(cap.facts),
        "lowers": cap.lowers,
    }


def _points(item: ItemExplanation, *, takes_off: bool) -> dict[str, str | None]:
    if item.state is not State.SCORED:
        return {"excluded": None if item.why is None else item.why.value}
    points = {"possible": _reduced(item.possible_ratio), "earned": _reduced(item.earned_ratio)}
    if takes_off and item.possible is not None and item.earned is not None:
        points["taken_off"] = ratio_text(item.possible - item.earned)
    return points


def written_score(score: AuditScore, method: Method, more: Mapping[str, Any]) -> str:
    """Write a score with its explanation as the text that a signed audit keeps.

    Args:
        score: The result.
        method: The rubric's method.
        more: What is kept besides.

    Returns:
        Canonical JSON of `plain_score`, `explanation` (`plain_explanation`) and `more`, sign
        by sign; parts that many audits have alike are written only once.
    """
    told = score.explanation
    if told is None:
        return canonical_json({**plain_score(score, method), **more})
    if told.rules:
        plain = plain_score(score, method)
        return canonical_json({**plain, **more, "explanation": plain_explanation(told)})
    untimed = tuple(map(_without_instants, told.items))
    written = {"explanation": _written_explanation(told, untimed)}
    plain = _without_items(score, method)
    if method in _WITH_POINTS:
        takes_off = method is Method.DEDUCTION
        places = _in_order(tuple([item.item for item in told.items]))
        parts = [_written_points(untimed[place], takes_off) for place in places]
        written["items"] = f"{{{','.join(parts)}}}"
    return _joined({**plain, **more}, written)


def _joined(plain: Mapping[str, Any], written: Mapping[str, str]) -> str:
    # keys in order, runs of those that are not written yet together
    parts: list[str] = []
    run: dict[str, Any] = {}
    for name in sorted((*plain, *written)):
        if name not in written:
            run[name] = plain[name]
            continue
        if run:
            parts.append(canonical_json(run)[1:-1])
            run = {}
        parts.append(f'"{name}":{written[name]}')  # a field's own name has nothing to escape
    if run:
        parts.append(canonical_json(run)[1:-1])
    return f"{{{','.join(parts)}}}"


def _written_explanation(told: Explanation, untimed: Sequence[ItemExplanation]) -> str:
    items = ",".join(map(_written_item, told.items, untimed))
    sections = ",".join(map(_written_section, told.sections))
    whole, limits = _written_whole(told.coverage, told.floor, told.caps, told.limits)
    return f'{{{whole},"items":[{items}],{limits},"sections":[{sections}]}}'


def _written_item(item: ItemExplanation, untimed: ItemExplanation) -> str:
    # its instants are its own, everything else many audits have alike
    text = _written_untimed(untimed)
    if item.started_at is None:
        return text
    for name in ("started_at", "limit_at", "done_at"):
        instant = _instant(getattr(item, name))
        if instant is not None:
            text = text.replace(f'"{name}":null', f'"{name}":"{instant}"', 1)
    return text


_all_but_instants = attrgetter(
    "item",
    "section",
    "state",
    "why",
    "because",
    "code",
    "source",
    "weight",
    "value_ratio",
    "possible_ratio",
    "earned_ratio",
    "cases",
    "trips",
)


def _without_instants(item: ItemExplanation) -> ItemExplanation:
    return item if item.started_at is None else _untimed(*_all_but_instants(item))


@lru_cache(maxsize=_MOST_WRITTEN)
def _untimed(*fields: Any) -> ItemExplanation:
    *head, cases, trips = fields
    return ItemExplanation(*(*head, None, None, None, cases, trips))


@lru_cache(maxsize=_MOST_WRITTEN)
def _written_untimed(item: ItemExplanation) -> str:
    return canonical_json(_item(item))


@lru_cache(maxsize=_MOST_WRITTEN)
def _written_section(section: SectionExplanation) -> str:
    return canonical_json(_section(section))


@lru_cache(maxsize=_MOST_WRITTEN)
def _written_points(item: ItemExplanation, takes_off: bool) -> str:  # noqa: FBT001 - a key
    text = canonical_json(_points(item, takes_off=takes_off))
    return f"{canonical_json(item.item)}:{text}"


@lru_cache(maxsize=1_000)
def _written_whole(
    coverage: Fraction | None,
    floor: Fraction | None,
    caps: tuple[str, ...],
    limits: tuple[Limit, ...],
) -> tuple[str, str]:
    # what stands before the items and what stands after them, in the order of keys
    told = Explanation((), coverage, caps, limits=limits, floor=floor)
    plain = _whole(told)
    after = {"limits": plain.pop("limits")}
    return canonical_json(plain)[1:-1], canonical_json(after)[1:-1]


@lru_cache(maxsize=1_000)
def _in_order(codes: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(sorted(range(len(codes)), key=codes.__getitem__))


def plain_explanation(explanation: Explanation) -> dict[str, Any]:
    """Give the explanation that a signed audit keeps.

    Args:
        explanation: The explanation.

    Returns:
        JSON values; numbers as `a/b`, local instants as ISO text. Rule rubrics keep which rule
        rated what; the others keep items, sections, coverage and what limits the band.
    """
    if explanation.rules:
        return {"rules": [_rule(rule) for rule in explanation.rules]}
    return {
        **_whole(explanation),
        "sections": [_section(section) for section in explanation.sections],
        "items": [_item(item) for item in explanation.items],
    }


def _whole(explanation: Explanation) -> dict[str, Any]:
    return {
        "coverage": ratio_text(explanation.coverage),
        "floor": ratio_text(explanation.floor),
        "caps": list(explanation.caps),
        "limits": [_limit(limit) for limit in explanation.limits],
    }


def _rule(rule: RuleExplanation) -> dict[str, Any]:
    return {
        "code": rule.code,
        "rating": rule.rating,
        "rule": rule.rule,
        "because": list(rule.because),
    }


def _limit(limit: Limit) -> dict[str, Any]:
    return {
        "kind": limit.kind.value,
        "at_most": limit.at_most,
        "items": list(limit.items),
        "facts": list(limit.facts),
        "lowers": limit.lowers,
    }


def _section(section: SectionExplanation) -> dict[str, Any]:
    return {
        "section": section.section,
        "why": None if section.why is None else section.why.value,
        "weight": ratio_text(section.weight),
        "full_weight": ratio_text(section.full_weight),
        "scored_weight": ratio_text(section.scored_weight),
        "unscored_weight": ratio_text(section.unscored_weight),
        "scored_count": section.scored_count,
        "value": _reduced(section.value_ratio),
        "possible": _reduced(section.possible_ratio),
        "earned": _reduced(section.earned_ratio),
    }


def _reduced(ratio: Ratio | None) -> str | None:
    if ratio is None:
        return None
    numerator, denominator = ratio
    common = gcd(numerator, denominator)
    return f"{numerator // common}/{denominator // common}"


def _item(item: ItemExplanation) -> dict[str, Any]:
    cases = item.cases
    return {
        "item": item.item,
        "section": item.section,
        "state": item.state.value,
        "why": None if item.why is None else item.why.value,
        "because": list(item.because),
        "code": item.code,
        "source": None if item.source is None else item.source.value,
        "value": _reduced(item.value_ratio),
        "weight": ratio_text(item.weight),
        "possible": _reduced(item.possible_ratio),
        "earned": _reduced(item.earned_ratio),
        "started_at": _instant(item.started_at),
        "limit_at": _instant(item.limit_at),
        "done_at": _instant(item.done_at),
        "cases": None
        if cases is None
        else {
            "top": cases.top_count,
            "scored": cases.scored_count,
            "failed": cases.failed_count,
            "open": cases.open_count,
        },
        "trips": item.trips,
    }


def _instant(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="minutes")
