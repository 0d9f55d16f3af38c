"""The frozen content of a rubric back to values; content that was checked never fails here."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from qa_app.domain.citations import source_ref
from qa_app.domain.conditions import Condition
from qa_app.domain.conditions_thaw import thaw_condition
from qa_app.domain.journal import canonical_json
from qa_app.domain.rubric import (
    Assessor,
    Band,
    BandCap,
    Basis,
    CaseSample,
    ClockEvent,
    ConfirmedFor,
    Critical,
    Fact,
    FactType,
    Holistic,
    Item,
    Log,
    Measure,
    Method,
    Option,
    Rubric,
    Scale,
    Section,
    Share,
    Threshold,
)
from qa_app.domain.rubric_limits import Clock, Responsible, Span, SpanIf
from qa_app.domain.rubric_rhythm import Frequency, TenureStep
from qa_app.domain.rubric_thaw_rules import (
    thaw_aggregate,
    thaw_narrative,
    thaw_outcomes,
    thaw_rule_items,
    thaw_rule_words,
)
from qa_app.domain.shapes import exact
from qa_app.domain.spans import parse_span, parse_threshold
from qa_app.domain.text import text_from

Plain = Mapping[str, Any]
_T = TypeVar("_T")


def thaw(content: Plain, fingerprint: str) -> Rubric:
    """Rebuild a rubric from its frozen content.

    Args:
        content: What `rubric_freeze.resolve` gave, straight or read back from JSON.
        fingerprint: SHA-256 (hex) of the content.

    Returns:
        The rubric.
    """
    scales = {name: _scale(name, plain) for name, plain in content["scales"].items()}
    scoring = content["scoring"]
    floor = scoring.get("min_applicable")
    holistic = content.get("holistic")
    sample = content.get("case_sample")
    rubric = Rubric(
        code=content["id"],
        version=content["version"],
        status=content["status"],
        kind=content["kind"],
        area=content["area"],
        unit=content["unit"],
        access=content["access"],
        title=text_from(content["title"]),
        method=Method(scoring["method"]),
        fingerprint=fingerprint,
        sections=tuple(_section(plain, scales) for plain in content.get("sections", ())),
        min_applicable=None if floor is None else exact(floor),
        bands=tuple(_band(plain) for plain in content.get("bands", ())),
        facts=tuple(_fact(plain) for plain in content.get("facts", ())),
        clocks=tuple(
            ClockEvent(plain["id"], text_from(plain)) for plain in content.get("clocks", ())
        ),
        logs=tuple(
            Log(plain["id"], text_from(plain), plain.get("value"))
            for plain in content.get("logs", ())
        ),
        case_sample=None if sample is None else _case_sample(sample),
        holistic=None if holistic is None else _holistic(holistic, scales),
        rule_items=thaw_rule_items(content),
        outcomes=thaw_outcomes(content),
        rule_words=thaw_rule_words(content),
        narrative=thaw_narrative(content),
        aggregate=thaw_aggregate(content),
        purpose=text_from(content.get("purpose")),
        note=text_from(content.get("note")),
        is_hidden=content["hidden"],
        caps=tuple(
            BandCap(thaw_condition(plain["when"]), plain["at_most"])
            for plain in scoring.get("caps", ())
        ),
        total=_maybe(exact, scoring.get("total")),
        band_region=content.get("region", ""),
        band_sets=_band_sets(scoring.get("bands"), content.get("regional_bands", {})),
    )
    whole = f"{fingerprint} {canonical_json(content)}"
    object.__setattr__(rubric, "digest", hashlib.sha256(whole.encode()).hexdigest())
    return rubric


def _band_sets(
    named: Any, sets: Mapping[str, list[Plain]]
) -> tuple[tuple[str, tuple[Band, ...]], ...]:
    regions = named.items() if isinstance(named, Mapping) else ()
    return tuple((region, tuple(map(_band, sets[name]))) for region, name in regions)


def _scale(name: str, plain: Plain) -> Scale:
    return Scale(
        name,
        plain["kind"],
        tuple(
            Option(
                code=option["code"],
                score=None if option.get("score") is None else exact(option["score"]),
                label=text_from(option),
                key=str(option.get("key", "")),
                rank=option.get("rank"),
                means=text_from(option.get("means")),
            )
            for option in plain["options"]
        ),
        plain.get("auto"),
    )


def _band(plain: Plain) -> Band:
    return Band(plain["code"], exact(plain["from"]), text_from(plain))


def _fact(plain: Plain) -> Fact:
    return Fact(
        plain["id"],
        FactType(plain["type"]),
        text_from(plain),
        tuple((code, text_from(words)) for code, words in plain.get("options", {}).items()),
    )


def _case_sample(plain: Plain) -> CaseSample:
    return CaseSample(
        plain["unit"],
        plain["size"],
        text_from(plain.get("from")),
        tuple(_fact(fact) for fact in plain.get("facts", ())),
    )


def _holistic(plain: Plain, scales: Mapping[str, Scale]) -> Holistic:
    return Holistic(
        scales[plain["scale"]],
        is_required=plain.get("required", False),
        differ_by=plain.get("differ_by", 0),
        then=plain.get("then", ""),
        bands=tuple(
            (band, tuple(str(code) for code in codes))
            for band, codes in plain.get("map", {}).items()
        ),
    )


def _section(plain: Plain, scales: Mapping[str, Scale]) -> Section:
    return Section(
        code=plain["id"],
        title=text_from(plain["title"]),
        weight=exact(plain["weight"]),
        items=tuple(_item(item, plain["id"], scales) for item in plain["items"]),
        assessor=Assessor(plain["assessor"]),
        applies_if=_maybe(thaw_condition, plain.get("applies_if")),
    )


def _maybe(read: Callable[[Any], _T], plain: Any) -> _T | None:
    return None if plain is None else read(plain)


def _item(plain: Plain, section: str, scales: Mapping[str, Scale]) -> Item:
    return Item(
        code=plain["id"],
        section=section,
        text=text_from(plain["text"]),
        scale=scales[plain["scale"]],
        basis=Basis(plain["basis"]),
        weight=exact(plain["weight"]),
        evidence=text_from(plain.get("evidence")),
        anchors=tuple((code, text_from(words)) for code, words in plain.get("anchors", {}).items()),
        read=tuple((entry["id"], text_from(entry)) for entry in plain.get("read", ())),
        applies_if=_maybe(thaw_condition, plain.get("applies_if")),
        critical=_maybe(Critical, plain.get("critical")),
        critical_fail=frozenset(plain.get("critical_fail", ())),
        per_case=plain.get("per_case", False),
        share=_maybe(_share, plain.get("share")),
        trips_at=plain.get("trips_at", 1),
        clocks=tuple(_clock(clock) for clock in plain.get("clocks", ())),
        frequency=_maybe(_frequency, plain.get("frequency")),
        measure=_maybe(thaw_measure, plain.get("measure")),
        sources=tuple(source_ref(reference) for reference in plain.get("std", ())),
        tags=tuple(plain.get("tags", ())),
        quote=plain.get("quote", ""),
        addressee=text_from(plain.get("addressee")),
        confirmed_for=_maybe(_confirmed, plain.get("confirmed_for")),
    )


def _share(plain: Plain) -> Share:
    return Share(exact(plain["met"]), exact(plain["partly"]))


def _confirmed(plain: Plain) -> ConfirmedFor:
    return ConfirmedFor(tuple(plain["kinds"]), plain["article"], str(plain["by"]))


def _span(plain: str) -> Span:
    return Span(*parse_span(plain))


def _clock(plain: Plain) -> Clock:
    return Clock(
        start=plain["from"],
        end=plain["to"],
        within=_span(plain["within"]),
        late_until=_maybe(_span, plain.get("late_until")),
        count_from=plain["count_from"],
        end_on=plain["end_on"],
        responsible=Responsible(plain["responsible"]),
        within_if=tuple(_span_if(rule) for rule in plain.get("within_if", ())),
    )


def _span_if(plain: Plain) -> SpanIf:
    when: Condition = thaw_condition(plain["when"])
    return SpanIf(when, _span(plain["within"]), _maybe(_span, plain.get("late_until")))


def _frequency(plain: Plain) -> Frequency:
    every = plain.get("every")
    return Frequency(
        log=plain["log"],
        start=plain["start"],
        end=plain.get("end"),
        every_days=_days(every) if isinstance(every, str) and every != "calendar_month" else None,
        calendar_month=every == "calendar_month",
        by_fact=plain.get("by_fact"),
        every_by_value=_by_value(every),
        tenure_from=plain.get("tenure_from"),
        by_tenure=_tenure(plain.get("by_tenure", ())),
        minimum=exact(plain.get("minimum", 1)),
    )


def _by_value(every: Any) -> tuple[tuple[str, int], ...]:
    if not isinstance(every, Mapping):
        return ()
    return tuple((value, _days(span)) for value, span in every.items())


def _tenure(steps: Sequence[Plain]) -> tuple[TenureStep, ...]:
    return tuple(TenureStep(_days(step["every"]), step.get("to_day")) for step in steps)


def _days(span: str) -> int:
    return parse_span(span)[0]


def thaw_measure(plain: Plain) -> Measure:
    """Rebuild the measure of an item.

    Args:
        plain: What its file says of it, of the right shape.

    Returns:
        The measure.
    """
    partly = _maybe(_threshold, plain.get("partly"))
    return Measure(plain["name"], _threshold(plain["met"]), partly, plain.get("unit", ""))


def _threshold(plain: str) -> Threshold:
    operator, number = parse_threshold(plain)
    return Threshold(operator, Fraction(number))
