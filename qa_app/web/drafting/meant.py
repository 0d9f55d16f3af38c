"""Words of people in the form of a draft, brought to what the draft calls it; faults of values."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from qa_app.domain.cap_rows import CapRow
from qa_app.domain.cap_scopes import row_in_text, with_caps_following
from qa_app.domain.condition_words import (
    Meanings,
    Values,
    codes_from,
    form_with_codes,
    line_with_codes,
    map_with_codes,
    values_meant,
)
from qa_app.domain.draft_meanings import answer_words_in, meanings_of
from qa_app.domain.draft_parts import value_at
from qa_app.domain.problems import Problem
from qa_app.domain.region_names import region_from
from qa_app.domain.rubric_limits import Span
from qa_app.domain.spans import SPAN, parse_span
from qa_app.web.drafting.rating_rows import ratings_in_codes
from qa_app.web.regions import known_regions, languages
from qa_app.wording import Words
from qa_app.wording.fault_names import VALUES
from qa_app.wording.limits import span
from qa_app.wording.names import CODES
from qa_app.wording.rubric_places import fault_words

Plain = Mapping[str, Any]
_LINES = {
    re.compile(r"answers\.\d+\.values|questions\.\d+\.options"): "answer",
}
"""Fields that list codes in one line, to what the codes are."""
_BANDS = "scoring.bands"
_CAPS, _EVERY = "scoring.caps", "frequency.every"
_MONTH = "calendar_month"
_OF_SPANS = frozenset({"not_a_span", "not_in_days"})
_SUBJECTS = ("fact", "answer", "item")


def meanings_in(plain: Plain, scales: Mapping[str, Any]) -> Meanings:
    """Tell what words mean in a draft.

    Args:
        plain: The draft's data.
        scales: Scales that it can use; those of the draft itself count before them.

    Returns:
        What they mean, words of every language of the product.
    """
    return meanings_of(plain, scales_in(plain, scales), _named, languages())


def scales_in(plain: Plain, scales: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the scales that a draft can use, its own before those of the product."""
    own = plain.get("scales")
    return {**scales, **own} if isinstance(own, Mapping) else scales


def following(before: Plain, now: dict[str, Any], scales: Mapping[str, Any]) -> dict[str, Any]:
    """Let caps on every item follow the items."""
    return with_caps_following((before, scales_in(before, scales)), (now, scales_in(now, scales)))


def _named(kind: str, code: str) -> tuple[str, ...]:
    every = [Words(one) for one in languages()]
    if kind == "truth":
        return tuple(one.yes_or_no(is_yes=code == "true") for one in every)
    is_named = f"{kind}:{code}" in CODES
    return tuple(one.named(kind, code) for one in every) if is_named else ()


def _codes(kind: str) -> Values:
    start = f"{kind}:"
    codes = [one.removeprefix(start) for one in CODES if one.startswith(start)]
    return {code: _named(kind, code) for code in codes}


def in_codes(
    typed: dict[str, list[str]], plain: Plain, scales: Mapping[str, Any]
) -> dict[str, list[str]]:
    """Bring what was typed into a form of a draft to codes."""
    coded = ratings_in_codes(form_with_codes(typed, meanings_in(plain, scales)), plain)
    for name, values in coded.items():
        kind = next((kind for field, kind in _LINES.items() if field.fullmatch(name)), "")
        if kind:
            answers = dict(_codes(kind))
            answers.update(answer_words_in(plain, languages()))
            coded[name] = [codes_from(one, answers) for one in values]
    typed_code = coded.pop("region.other", [""])
    if typed_code[0].strip():
        coded["region"] = typed_code
    for name in {"region", f"{_BANDS}.region"} & coded.keys():
        coded[name] = [region_from(one, known_regions()) for one in coded[name]]
    if _EVERY in coded:
        fact = next(iter(coded.get("frequency.by_fact", ())), "")
        known = meanings_in(plain, scales).values.get(f"fact:{fact}", {})
        coded[_EVERY] = [map_with_codes(one, known) for one in coded[_EVERY]]
    return _with_caps(coded, plain, scales_in(plain, scales))


def _with_caps(
    coded: dict[str, list[str]], plain: Plain, scales: Mapping[str, Any]
) -> dict[str, list[str]]:
    names = [f"{_CAPS}.{one}" for one in ("when", "what", "value", "other", "band")]
    if not all(name in coded for name in names):
        return coded
    columns = zip(*(coded[name] for name in names), strict=False)
    rows = [row_in_text(plain, scales, CapRow(*parts)) for parts in columns]
    lines = [line_with_codes(row.when, meanings_in(plain, scales)) for row in rows]
    made = ([getattr(row, name.rpartition(".")[2]) for row in rows] for name in names[1:])
    return {**coded, **dict(zip(names, [lines, *made], strict=True))}


def value_fault(words: Words, plain: Plain, meanings: Meanings, problem: Problem) -> str:
    """Say what is wrong; of a value that fits nothing, or several, what may be meant."""
    if problem.path[:2] == tuple(_CAPS.split(".")) and (of_cap := _cap_fault(plain, problem)):
        return of_cap
    if problem.code in _OF_SPANS and (of_span := _span_fault(words, problem)):
        return of_span
    holder = value_at(plain, problem.path[:-1]) if problem.code == "value_does_not_fit" else None
    kind = next((one for one in _SUBJECTS if isinstance(holder, Mapping) and one in holder), "")
    subject = f"{kind}:{problem.params.get('name', '')}"
    values = meanings.values.get(subject)
    if not values:
        return fault_words(words, problem)
    typed = problem.params["value"]
    meant = values_meant(typed, values)
    named = meanings.subjects.get(subject) or (problem.params["name"],)
    said = {
        "value": typed,
        "name": named[0],
        "allowed": words.listed(
            _said(str(one), next(iter(values[one]), ""), is_alike=len(meant) > 1)
            for one in meant or values
        ),
    }
    if len(meant) > 1:
        return str(_("“%(value)s” may mean several of “%(name)s”: %(allowed)s", **said))
    if not typed:
        return str(_("choose a value of “%(name)s”: %(allowed)s", **said))
    return str(_("“%(value)s” is no value of “%(name)s”; it may be: %(allowed)s", **said))


def _span_fault(words: Words, problem: Problem) -> str:
    value = problem.params["value"]
    if value != _MONTH and not SPAN.fullmatch(value):
        return ""
    said = (
        words.say(VALUES["every"][_MONTH])
        if value == _MONTH
        else span(words, Span(*parse_span(value)))
    )
    if "frequency" in problem.path:
        return str(_("“%(value)s” does not fit here: write days, such as 7 days", value=said))
    return str(
        _(
            "“%(value)s” does not fit here: write hours, days or working days, such as 7 days",
            value=said,
        )
    )


def _cap_fault(plain: Plain, problem: Problem) -> str:
    if problem.path[3:] == ("at_most",) and not value_at(plain, problem.path):
        return str(_("choose the best band that the result can be"))
    if problem.code in {"not_a_condition", "missing_field"}:
        return str(_("choose the item and the answer that keep the band down"))
    return ""


def _said(code: str, label: str, *, is_alike: bool) -> str:
    if not label:
        return code
    return str(_("%(name)s (%(code)s)", name=label, code=code)) if is_alike else label
