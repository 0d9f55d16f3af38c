"""Caps that look at every item of a rubric or of a section: one choice, and the condition it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from qa_app.domain.cap_rows import VALUES_MOST, CapRow
from qa_app.domain.condition_text import ConditionTextError, condition_text, parse_condition
from qa_app.domain.draft_meanings import scale_code
from qa_app.domain.draft_parts import code_of, entries_of, value_at, with_value

Plain = Mapping[str, Any]
Scales = Mapping[str, Any]
SCOPE = "*"
"""What stands before the code of a section that is meant with all its items; alone: every item."""
LOWEST = "*"
"""Instead of an answer: those of each item that give the least."""
_CAPS = ("scoring", "caps")


def scope_condition(
    plain: Plain, scales: Scales, scope: str, answers: Sequence[str]
) -> dict[str, Any] | None:
    """Write out a cap that looks at many items.

    Args:
        plain: The draft's data.
        scales: Scales that it can use, its own included.
        scope: `*` for every item, or `*` and the code of a section.
        answers: Answers that bring the cap about, or only `LOWEST`.

    Returns:
        The condition; items answered for each sampled case and items without such an answer are
        left out. None when no item is left.
    """
    tests = []
    for item in _items(plain, scope.removeprefix(SCOPE)):
        can_be = _scores(scales.get(scale_code(plain, item)))
        least = min((one for one in can_be.values() if one is not None), default=None)
        is_least = tuple(answers) == (LOWEST,)
        codes = (
            [code for code, score in can_be.items() if score is not None and score == least]
            if is_least
            else [code for code in answers if code in can_be]
        )
        if codes:
            test = {"is": codes[0]} if len(codes) == 1 else {"in": codes}
            tests.append({"answer": code_of(item), **test})
    return None if not tests else tests[0] if len(tests) == 1 else {"any": tests}


def _items(plain: Plain, section: str) -> Iterator[Plain]:
    for one in entries_of(plain.get("sections")):
        if isinstance(one, Mapping) and section in {"", code_of(one)}:
            items = entries_of(one.get("items"))
            yield from (i for i in items if isinstance(i, Mapping) and not i.get("per_case"))


def _scores(scale: Any) -> dict[str, Any]:
    options = scale.get("options") if isinstance(scale, Mapping) else None
    return {
        str(one.get("code")): _number(one.get("score"))
        for one in entries_of(options)
        if isinstance(one, Mapping)
    }


def _number(score: Any) -> int | Fraction | None:
    # a draft may hold anything while it is written
    is_number = isinstance(score, int | Fraction) and not isinstance(score, bool)
    return score if is_number else None


def scope_of(plain: Plain, scales: Scales, when: Any) -> tuple[str, tuple[str, ...]] | None:
    """Tell whether a condition is that of a cap that looks at many items.

    Args:
        plain: The draft's data.
        scales: Scales that it can use, its own included.
        when: The condition.

    Returns:
        Which items, and which answers; None for any other condition.
    """
    tests = when.get("any") if isinstance(when, Mapping) else None
    if not isinstance(tests, list) or not all(isinstance(one, Mapping) for one in tests):
        return None
    listed = [one.get("in", [one.get("is")]) for one in tests]
    if not all(isinstance(one, list) for one in listed):
        return None
    codes = tuple(dict.fromkeys(str(code) for one in listed for code in one))
    sections = [one for one in entries_of(plain.get("sections")) if code_of(one)]
    for scope in (SCOPE, *(f"{SCOPE}{code_of(one)}" for one in sections)):
        for answers in ((LOWEST,), codes):
            if scope_condition(plain, scales, scope, answers) == when:
                return scope, answers
    return None


def row_in_choices(plain: Plain, scales: Scales, row: CapRow) -> CapRow:
    """Show a cap that looks at many items as choices.

    Args:
        plain: The draft's data.
        scales: Scales that it can use, its own included.
        row: As `shown_caps` gives it.

    Returns:
        The row; with its condition as a line of text when choices cannot say it.
    """
    try:
        found = scope_of(plain, scales, parse_condition(row.when)) if row.when else None
    except ConditionTextError:
        found = None
    if found is None or len(found[1]) > VALUES_MOST:
        return row
    scope, answers = found
    return CapRow("", scope, answers[0], "".join(answers[1:]), row.band)


def row_in_text(plain: Plain, scales: Scales, row: CapRow) -> CapRow:
    """Write a cap that looks at many items as a line of text.

    Args:
        plain: The draft's data.
        scales: Scales that it can use, its own included.
        row: As it was chosen; without an answer the lowest ones are meant.

    Returns:
        The row, as `cap_rows` reads it.
    """
    if not row.what.startswith(SCOPE):
        return row
    chosen = [one for one in (row.value, row.other) if one]
    answers = (LOWEST,) if LOWEST in chosen or not chosen else tuple(dict.fromkeys(chosen))
    when = scope_condition(plain, scales, row.what, answers)
    if when is None:
        return row
    return replace(row, when=condition_text(when), what="", value="", other="")


def with_caps_following(
    before: tuple[Plain, Scales], now: tuple[dict[str, Any], Scales]
) -> dict[str, Any]:
    """Let caps that looked at every item look at every item that there is now.

    Args:
        before: The draft's data as it stood, and its scales.
        now: The draft's data with items added, taken away or changed, and its scales.

    Returns:
        The data; a cap without an item left stays as it is, for the check to name it.
    """
    (old, old_scales), (new, scales) = before, now
    caps = value_at(new, _CAPS)
    if not isinstance(caps, list):
        return new
    made = [_following(old, old_scales, new, scales, cap) for cap in caps]
    written: dict[str, Any] = new if made == caps else with_value(new, _CAPS, made)
    return written


def _following(old: Plain, old_scales: Scales, new: Plain, scales: Scales, cap: Any) -> Any:
    found = scope_of(old, old_scales, cap.get("when")) if isinstance(cap, Mapping) else None
    when = None if found is None else scope_condition(new, scales, *found)
    return cap if when is None else {**cap, "when": when}
