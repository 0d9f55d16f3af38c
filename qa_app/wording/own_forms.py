"""Forms that people bring, in words: what each name gives, and why a cell has no value."""

from collections.abc import Mapping

from qa_app.domain.own_form_names import (
    ABOUT_RESULTS,
    ABOUT_SESSIONS,
    FORM_NAMES,
    KEY_NAMES,
    FormName,
    Key,
)
from qa_app.domain.own_forms import FormValue, Gap
from qa_app.domain.rounding import display
from qa_app.wording.catalogue import message as _
from qa_app.wording.trends import period
from qa_app.wording.words import Words

SAID_NAMES: Mapping[FormName, str] = {
    FormName.SCORE: _("Score as on the trend page, with one digit; a number"),
    FormName.FILES: _("Files that the score stands on; a number, also where they are too few"),
    FormName.FINAL: _("Files whose result is final; a number"),
    FormName.PROVISIONAL: _("Files whose result may still change; a number"),
    FormName.RED_LINES: _("Files in which a red line was crossed; a number"),
    FormName.GOOD: _("Files at band B or above; a number"),
    FormName.PERIOD: _("Name of the period; words"),
    FormName.RUBRIC: _("Title of the rubric; words"),
    FormName.VERSION: _("Version of the rubric; words"),
    FormName.CENTRE: _("Name of the centre or place; words"),
    FormName.TODAY: _("The day on which the form is filled; words"),
    FormName.SESSIONS_DUE: _("Planned sessions whose day has passed; a number"),
    FormName.SESSIONS_HELD: _("How many of these were held; a number"),
    FormName.SESSIONS_LATE: _("How many were held after the day by which they were due; a number"),
    FormName.SESSIONS_MISSED: _("How many were not held; a number"),
    FormName.RHYTHM_DUE: _(
        "Individual sessions due by the rhythm in months that are over; a number"
    ),
    FormName.RHYTHM_HELD: _("How many of these were held; a number"),
    FormName.RHYTHM_LATE: _("How many of these were held late; a number"),
    FormName.RHYTHM_MISSED: _("How many of these were not held; a number"),
    FormName.HOURS: _("Hours of supervision credited, with one digit; a number"),
}
"""What each name gives."""

KEYS: Mapping[Key, str] = {
    Key.CENTRE: _("Code of a centre; without it the one chosen on this page"),
    Key.PLACE: _("Code of a place, instead of a centre"),
    Key.AREA: _("Code or name of an area of expertise, as listed below"),
    Key.RUBRIC: _("Code of a rubric, where an area has several"),
    Key.SECTION: _("Code of a section; without it whole files"),
    Key.VERSION: _("Version of the rubric, where a period has two"),
    Key.PERIOD: _("Month, quarter, year or latest, as listed below; supervision needs one"),
}
"""What each key narrows."""

PERIODS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (_("A month"), ("2026-07", "2026年7月", "Jul 2026")),
    (_("A quarter"), ("2026Q3", "2026年第三季度", "Q3 2026")),
    (_("A year"), ("2026", "2026年")),
    (_("The latest period with a score; not for supervision"), ("latest", "最近")),
)
"""Kinds of periods with ways to write them, alike in forms of every language."""

GAPS: Mapping[Gap, str] = {
    Gap.UNKNOWN_NAME: _("no such name: %(about)s"),
    Gap.UNKNOWN_KEY: _("not understood: %(about)s"),
    Gap.KEY_TWICE: _("given twice: %(about)s"),
    Gap.NOT_A_PERIOD: _("not a period: %(about)s"),
    Gap.NO_PERIOD: _("no period is given"),
    Gap.NO_SCOPE: _("no centre is given"),
    Gap.TWO_SCOPES: _("both a centre and a place are given"),
    Gap.UNKNOWN_CENTRE: _("no centre within your reach has this code: %(about)s"),
    Gap.UNKNOWN_PLACE: _("no place within your reach has this code: %(about)s"),
    Gap.UNKNOWN_AREA: _("no such area: %(about)s"),
    Gap.NOTHING_READ: _("no file was read there yet"),
    Gap.NO_RUBRIC: _("no file was read there in this area"),
    Gap.SEVERAL_RUBRICS: _("several rubrics are in use there: name one by rubric="),
    Gap.UNKNOWN_RUBRIC: _("no file was read there against this rubric: %(about)s"),
    Gap.OTHER_AREA: _("this rubric belongs to another area: %(about)s"),
    Gap.UNKNOWN_VERSION: _("no file was read there against this version"),
    Gap.UNKNOWN_SECTION: _("no such section: %(about)s"),
    Gap.SEVERAL_VERSIONS: _("two versions of the rubric in this period: name one by version="),
    Gap.NO_FILES: _("no file was read in this period"),
    Gap.TOO_FEW: _("too few files: not shown"),
    Gap.NO_NUMBER: _("no score: nothing in these files counts towards one"),
    Gap.ONLY_QUARTER: _("too few files in a month: only its quarter is shown"),
    Gap.HELD_BACK: _("small number: not shown"),
    Gap.NOT_YOURS: _("this supervision is not yours to see"),
    Gap.AHEAD: _("this period has not begun"),
    Gap.FORMULA: _("stands in a formula, which stays as it is"),
}
"""Why a cell has no value."""

_IN_CELL = _("[%(why)s]")
_WHOLE = _("Whole network")


def said_value(words: Words, value: FormValue) -> str:
    """Write what stands in place of a placeholder.

    Args:
        words: The language.
        value: The value.

    Returns:
        Digits, words, or in square brackets why there is no value.
    """
    if value.gap is not None:
        return words.say(_IN_CELL, why=said_gap(words, value))
    if value.number is not None:
        return display(value.number, value.digits)
    if value.day is not None:
        return words.day(value.day)
    if value.periods:
        return words.listed(period(words, one) for one in value.periods)
    return "" if value.text is None else words.text(value.text) or words.say(_WHOLE)


def said_gap(words: Words, value: FormValue) -> str:
    """Say why a placeholder has no value.

    Args:
        words: The language.
        value: A value with a gap.

    Returns:
        A few words; empty when it has a value.
    """
    return "" if value.gap is None else words.say(GAPS[value.gap], about=value.about)


def name_in(language: str, form_name: FormName) -> str:
    """Name a form_name as a form in a language writes it.

    Args:
        language: `zh` or `en`.
        form_name: The form_name.

    Returns:
        The name.
    """
    return FORM_NAMES[form_name] if language == "zh" else form_name.value


def key_in(language: str, key: Key) -> str:
    """Name a key as a form in a language writes it.

    Args:
        language: `zh` or `en`.
        key: The key.

    Returns:
        The name.
    """
    return KEY_NAMES[key] if language == "zh" else key.value


_LATEST = {"zh": "最近", "en": "latest"}


def name_example(language: str, form_name: FormName, which: str, year: int) -> str:
    """Show how a form asks for a form_name.

    Args:
        language: `zh` or `en`, in which the form is written.
        form_name: The form_name.
        which: What narrows a result, as `key_example` gives it.
        year: A year.

    Returns:
        A placeholder in braces that says all that its form_name needs.
    """
    parts = [name_in(language, form_name)]
    if form_name in ABOUT_RESULTS:
        parts += [which, key_example(language, Key.PERIOD, _LATEST[language])]
    elif form_name in ABOUT_SESSIONS:
        parts.append(key_example(language, Key.PERIOD, str(year)))
    return "{{" + "|".join(parts) + "}}"


def key_example(language: str, key: Key, value: str) -> str:
    """Show how a form sets a key.

    Args:
        language: `zh` or `en`, in which the form is written.
        key: The key.
        value: What it is set to.

    Returns:
        Such as `area=legal_aid`.
    """
    return f"{key_in(language, key)}={value}"


TEMPLATE_HEADS = (_("What"), _("Value"))
TEMPLATE_TITLE = _("Your form: change it as you like, keep what stands in braces")
LIST_HEADS = (_("Name"), _("In Chinese"), _("What it gives"))
AREA_HEADS, PERIOD_HEADS = (_("Code"), _("Area")), (_("Period"), _("Ways to write it"))
FORM_SHEET, LIST_SHEET = _("Form"), _("Names")
AREA_SHEET, PERIOD_SHEET = _("Areas"), _("How to write a period")
FILLED = _("filled")
"""End of the name of a form that was filled."""
