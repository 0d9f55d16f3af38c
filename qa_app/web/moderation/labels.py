"""Words of second readings, moderation and agreement."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.background import background_of
from qa_app.domain.errors import RefusedError
from qa_app.domain.rounding import display
from qa_app.domain.rubric import Critical, Item, Rubric
from qa_app.domain.statistics.agreement_parts import Coefficient
from qa_app.web.locale import page_language
from qa_app.wording import Words

_PERCENT = 100
_INSTANT = re.compile(r"^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2})?$")


def alike_words(alike: int, count: int) -> str:
    """Say how many items are alike.

    Args:
        alike: On which both gave the same.
        count: All.

    Returns:
        Such as `35 of 40 items alike`; no share for one file.
    """
    return str(_("%(alike)s of %(count)s items alike", alike=alike, count=count))


def refusal(fault: RefusedError) -> str:
    """Say why something was refused.

    Args:
        fault: The refusal.

    Returns:
        What to do.
    """
    key = str(fault.params.get("key", ""))
    words = {
        "undecided": _("Decide on every difference first, or let small ones be settled together."),
        "reason_missing": _("Write why for %(key)s.", key=key),
        "unknown_answer": _("Choose another answer for %(key)s.", key=key),
        "not_an_answer": _("Choose one of the two readings for %(key)s.", key=key),
        "not_ready": _("The rubric demands a note or an answer for %(key)s.", key=key),
        "text_too_long": _("A reason holds at most 1,000 characters."),
        "phone": _("Do not enter phone numbers or e-mail addresses. Nothing was saved."),
        "mail": _("Do not enter phone numbers or e-mail addresses. Nothing was saved."),
        "id_number": _(
            "This looks like an ID number; one with a wrong digit counts as well. Leave it out."
            " If it is a number of another kind, leave out its first six digits. Nothing was saved."
        ),
        "likely_name": _("This looks like a person's name. Write the role instead."),
        "settled": _("This pair is settled already."),
        "not_proposed": _("The other reviewer has proposed nothing that waits for you."),
        "barred": _("You may not judge this file: something ties you to it."),
        "barred_own": _("You worked on this file; others settle it."),
        "own_reading": _("Whoever reads files of this sample does not choose who reads again."),
        "unfit_reader": _("This person may not review files of this centre."),
        "own_case": _("This person worked on the files that are left."),
        "own_centre": _("This person belongs or belonged to this centre."),
        "declared_conflict": _("This person declared a conflict with this centre."),
        "nothing_to_read": _("No file is left that this person may read a second time."),
        "chosen_before": _("Files of this sample were chosen before."),
        "not_drawn": _("Draw the files first."),
        "not_open": _("Both readings are done, or the pair was given up before."),
        "same_reader": _("Name somebody else."),
        "not_planned": _("This session is cancelled."),
    }
    return str(words.get(fault.code, _("This was not possible. Nothing was saved.")))


def answer_words(item: Item | None, code: Any) -> str:
    """Name an answer.

    Args:
        item: Its item; None for what is no answer to an item.
        code: The answer.

    Returns:
        Its words; a dash for none.
    """
    if code is None:
        return "–"
    if item is not None:
        words = Words(page_language())
        labels = {one.code: words.text(one.label) for one in item.scale.options}
        return labels.get(str(code)) or str(code)
    return value_words(code, {})


def value_words(value: Any, labels: Mapping[str, str]) -> str:
    """Write what was entered besides answers.

    Args:
        value: A fact, an instant, a list of dates, a number.
        labels: Codes of a fact to their words.

    Returns:
        The words; parts of lists one after the other.
    """
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(value, list):
        return str(_(", ")).join(value_words(one, labels) for one in value) or "–"
    if isinstance(value, dict):
        return " ".join(value_words(one, labels) for one in value.values())
    text = str(value)
    return labels.get(text) or _INSTANT.sub(r"\1 \2", text)


def fact_words(rubric: Rubric, kind: str, key: str) -> dict[str, str]:
    """Name the codes that a fact may have.

    Args:
        rubric: The rubric, in words.
        kind: Kind of the entry.
        key: Its key.

    Returns:
        Code to words; empty for what has no codes.
    """
    words = Words(page_language())
    if kind == EntryKind.HOLISTIC and rubric.holistic is not None:
        return {one.code: words.text(one.label) for one in rubric.holistic.scale.options}
    facts = (one for one in rubric.facts if kind == EntryKind.FACT and one.code == key)
    return {code: words.text(label) for one in facts for code, label in one.options}


def entry_words(rubric: Rubric, kind: str, key: str) -> str:
    """Name an entry.

    Args:
        rubric: The rubric, in words.
        kind: Its kind.
        key: Its key.

    Returns:
        Label of a fact, a date or a log; code of an item.
    """
    if kind == EntryKind.HOLISTIC:
        return str(_("Overall"))
    labels = {(one.kind.value, one.key): one.label for one in background_of(rubric)}
    label = labels.get((kind, key))
    return key if label is None else Words(page_language()).text(label) or key


def tag_words(item: Item | None, *, is_small: bool) -> str:
    """Name what makes a difference weigh more or less.

    Args:
        item: Its item; None without one.
        is_small: True for one step that is not critical.

    Returns:
        The word; empty for neither.
    """
    if item is not None and item.critical is Critical.STOP:
        return str(_("Red line"))
    if item is not None and item.critical is Critical.GATE:
        return str(_("Must pass"))
    return str(_("one step apart")) if is_small else ""


def share_words(alike: int, count: int, *, is_few: bool) -> str:
    """Say how many answers are alike.

    Args:
        alike: That are.
        count: All.
        is_few: True where no share is told.

    Returns:
        Such as `18 of 20 (90%)`.
    """
    if not count:
        return "–"
    if is_few:
        return str(_("%(alike)s of %(count)s", alike=alike, count=count))
    pct = display(Fraction(alike * _PERCENT, count), 0)
    return str(_("%(alike)s of %(count)s (%(pct)s%%)", alike=alike, count=count, pct=pct))


def figure_words(found: Coefficient | None, name: str) -> str:
    """Write a coefficient with its interval.

    Args:
        found: The coefficient; None below the floor.
        name: Its name, such as `AC1`.

    Returns:
        Such as `AC1 0.82 (0.61 to 0.97)`; what stands in its place otherwise.
    """
    if found is None:
        return "–"
    if found.value is None:
        return str(_("not defined"))
    value = _signed(found.value)
    if found.low is None or found.high is None:
        return f"{name} {value}"
    low, high = _signed(Fraction(found.low)), _signed(Fraction(found.high))
    return str(
        _("%(name)s %(value)s (%(low)s to %(high)s)", name=name, value=value, low=low, high=high)
    )


def _signed(value: Fraction) -> str:
    digits = display(abs(value), 2)
    return f"−{digits}" if value < 0 and digits.strip("0.") else digits


def points_words(mean: Fraction) -> str:
    """Write a mean difference of scores.

    Args:
        mean: -1..1.

    Returns:
        Points with their sign, such as `+2.4`.
    """
    digits = display(abs(mean) * _PERCENT, 1)
    return f"−{digits}" if mean < 0 else f"+{digits}"
