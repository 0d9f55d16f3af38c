"""A form to start from: every name with an example, and what may stand in one."""

from collections.abc import Sequence

from qa_app.domain.own_form_names import FORM_NAMES, KEY_NAMES, FormName, Key
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.centres import area_names
from qa_app.queries.own_forms import scope_by_code
from qa_app.queries.register import centres_to_choose
from qa_app.queries.trends import rubrics_used
from qa_app.reports.workbooks import Sheet, workbook
from qa_app.web.guard import current_actor
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording import own_forms as wording


def sample_workbook(words: Words) -> bytes:
    """Make a form to start from.

    Args:
        words: The language in which it is written.

    Returns:
        An XLSX file: a form with every name, then what names, keys, areas and periods there are.
    """
    language, year = words.language, local_today().year
    which = _rubric(language)
    rows = [
        (words.say(wording.SAID_NAMES[one]), wording.name_example(language, one, which, year))
        for one in FormName
    ]
    names = [
        (one.value, FORM_NAMES[one], words.say(wording.SAID_NAMES[one])) for one in FormName
    ] + [(f"{one.value}=", f"{KEY_NAMES[one]}=", words.say(wording.KEYS[one])) for one in Key]
    areas = [(code, words.text(name)) for code, name in area_names(database())]
    periods = [(words.say(kind), " / ".join(ways)) for kind, ways in wording.PERIODS]
    title = (words.say(wording.TEMPLATE_TITLE),)
    return workbook(
        (
            _sheet(words, wording.FORM_SHEET, wording.TEMPLATE_HEADS, rows, title),
            _sheet(words, wording.LIST_SHEET, wording.LIST_HEADS, names),
            _sheet(words, wording.AREA_SHEET, wording.AREA_HEADS, areas),
            _sheet(words, wording.PERIOD_SHEET, wording.PERIOD_HEADS, periods),
        )
    )


def _sheet(
    words: Words,
    name: str,
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    title: tuple[str, ...] = (),
) -> Sheet:
    return Sheet(words.say(name), tuple(map(words.say, heads)), rows, title)


def _rubric(language: str) -> str:
    # one of which there are numbers, so that the form shows some when it comes back
    actor = current_actor()
    centres = centres_to_choose(database(), actor, Permission.CENTRE_READ, local_today())
    scope = scope_by_code(database(), actor, centres[0].code, local_today()) if centres else None
    used = rubrics_used(database(), scope) if scope is not None else ()
    if not used:
        return wording.key_example(language, Key.AREA, "legal_aid")
    return wording.key_example(language, Key.RUBRIC, used[0][1])
