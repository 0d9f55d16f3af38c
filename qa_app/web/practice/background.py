"""Facts, dates and logs that a practice file gives, in words."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.practice import PracticeFile
from qa_app.domain.rubric import Fact, Rubric
from qa_app.domain.text import BilingualText
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.wording import Words


def background_lines(practice: PracticeFile, rubric: Rubric) -> Iterator[tuple[str, str]]:
    """Name every fact, event and log with what the file gives.

    Args:
        practice: The file.
        rubric: The rubric it is read against.

    Yields:
        Name and value.
    """
    facts = {one.code: one for one in rubric.facts}
    clocks: Mapping[str, BilingualText] = {one.code: one.label for one in rubric.clocks}
    logs: Mapping[str, BilingualText] = {one.code: one.label for one in rubric.logs}
    for entry in practice.background:
        if entry.kind is EntryKind.FACT and entry.key in facts:
            yield plain(facts[entry.key].label), _fact(facts[entry.key], entry.value)
        elif entry.kind is EntryKind.CLOCK and entry.key in clocks:
            yield plain(clocks[entry.key]), _moment(entry.value)
        elif entry.kind is EntryKind.LOG and entry.key in logs:
            days = _(", ").join(_moment(row["at"]) for row in entry.value)
            yield plain(logs[entry.key]), days or str(_("none"))


def _fact(fact: Fact, value: Any) -> str:
    options = dict(fact.options)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return str(_(", ")).join(_part(options, one) for one in value)
    if isinstance(value, str) and value in options:
        return plain(options[value])
    return str(value)


def _part(options: Mapping[str, BilingualText], one: Any) -> str:
    if isinstance(one, dict):
        said = plain(options[one["is"]])
        return str(_("%(what)s from %(day)s", what=said, day=_moment(one["from"])))
    return plain(options[one])


def _moment(text: str) -> str:
    day, _sep, time = text.partition("T")
    said = Words(page_language()).day(date.fromisoformat(day))
    return f"{said} {time}".strip()
