"""Names of what rubrics, criteria and the register call by a code."""

import json
from collections.abc import Iterable, Mapping

from flask_babel import gettext as _

from qa_app.domain.totals import NETWORK
from qa_app.extensions import database
from qa_app.queries.journal import JournalLine
from qa_app.queries.rubric_list import known_areas, newest_versions
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.web.held_criteria import criteria_in_force
from qa_app.wording import Words

Named = dict[tuple[str, str], str]
_CRITERIA = frozenset({"criteria", "set", "standing"})
_DATED = frozenset({"event", "fact"})


def known_names(words: Words, lines: Iterable[JournalLine]) -> Named:
    """Look up what the codes of some rows are called today.

    Args:
        words: The language.
        lines: The rows.

    Returns:
        Detail and code to the name; nothing for what is no longer there.
    """
    details = [(line.action, json.loads(line.detail)) for line in lines]
    asked = {name for _action, detail in details for name in detail}
    found = _scopes(details)
    if "area" in asked:
        found |= {("area", one.code): words.text(one.name) for one in known_areas(database())}
    if "rubric" in asked:
        newest = newest_versions(database())
        found |= {("rubric", one.code): words.text(one.title) for one in newest}
    if asked & _CRITERIA:
        found |= _of_criteria(words)
    if any(action.startswith("limit:") and detail.keys() & _DATED for action, detail in details):
        found |= _of_open_cases(words)
    return found


def _scopes(details: Iterable[tuple[str, Mapping[str, object]]]) -> Named:
    keys = {str(detail["scope"]) for _action, detail in details if detail.get("scope")}
    return {("scope", key): _scope(key) for key in keys}


def _scope(key: str) -> str:
    if key == NETWORK:
        return str(_("the whole network"))
    kind, _colon, number = key.partition(":")
    said = {
        "c": _("centre %(number)s", number=number),
        "p": _("place %(number)s", number=number),
        "w": _("worker %(number)s", number=number),
    }
    return str(said.get(kind, key))


def _of_criteria(words: Words) -> Named:
    file = criteria_in_force()
    found = {("criteria", file.code): words.text(file.title)}
    found |= {("set", one.code): words.text(one.name) for one in file.sets}
    states = file.terms.states.items()
    return found | {("standing", status.value): words.text(name) for status, name in states}


def _of_open_cases(words: Words) -> Named:
    found: Named = {}
    for one in newest_versions(database()):
        rubric = rubric_in_words(database(), one.id)
        if rubric is not None:
            found |= {("event", event.code): words.text(event.label) for event in rubric.clocks}
            found |= {("fact", fact.code): words.text(fact.label) for fact in rubric.facts}
    return found
