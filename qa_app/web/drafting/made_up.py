"""A made-up file of a draft: read from a form, scored as a review would be; nothing is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from markupsafe import Markup

from qa_app import clock
from qa_app.domain.asked import AskedItem, asked_sections, asked_whole
from qa_app.domain.audit_entries import Entry, EntryChange, EntryKind
from qa_app.domain.background import background_of
from qa_app.domain.draft import Draft as Scored
from qa_app.domain.draft import scored_draft
from qa_app.domain.entry_check import check_changes
from qa_app.domain.errors import InvalidError
from qa_app.domain.report_working import rules_of
from qa_app.domain.rubric import Assessor, Rubric
from qa_app.domain.rubric_freeze import fingerprint_of
from qa_app.domain.rubric_thaw import thaw
from qa_app.extensions import database
from qa_app.queries.document_titles import Titles, document_titles
from qa_app.queries.holidays import working_calendar
from qa_app.web.asking.answers import typed_answer
from qa_app.web.asking.background import Fields, FieldView, field_views, value_of
from qa_app.web.asking.field_html import field_html
from qa_app.web.asking.item_html import Grounds, ItemView, TypedNote, item_html
from qa_app.web.asking.result import (
    caps_in_words,
    missing_year_words,
    result_words,
    section_scores,
)
from qa_app.web.asking.states import item_views
from qa_app.web.asking.taken import entry_name, rule_words
from qa_app.web.drafting.editor_pages import Came, LeftOut, TrialSection
from qa_app.web.locale import page_language
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.score_working import said_rules

_EVENING = time(23, 59)
FOUND = "found"
"""Begin of the name of a field that brings back what dates, a log or a number gave."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A made-up file, scored.

    Attributes:
        scored: It, with its score.
        refused: What no review would take, as it was entered; it was not scored.
        read_on: Day on which the file is read.
    """

    scored: Scored
    refused: tuple[Entry, ...]
    read_on: date

    @property
    def rubric(self) -> Rubric:
        return self.scored.rubric

    def fields(self) -> tuple[FieldView, ...]:
        # what was refused stays to be mended
        again = {(one.kind, one.key) for one in self.refused}
        usable = [one for one in self.scored.entries if (one.kind, one.key) not in again]
        return field_views(self.rubric, (*usable, *self.refused))

    def left_out(self) -> tuple[LeftOut, ...]:
        """Name what was not scored, with what it takes."""
        return tuple(self._left_out(one) for one in self.refused)

    def _left_out(self, entry: Entry) -> LeftOut:
        name = entry_name(self.rubric, entry.kind, entry.key, page_language())
        value = "" if isinstance(entry.value, list | dict) else str(entry.value or "")
        is_field = entry.kind not in {EntryKind.ANSWER, EntryKind.HOLISTIC, EntryKind.APPLICABLE}
        rule = rule_words(self.rubric, entry.kind, entry.key) if is_field else ""
        return LeftOut(name, value, rule.strip(), f"f-{entry.key}" if is_field else "")

    def control(self, field: FieldView) -> Markup:
        return field_html(self.rubric, field, page_language())

    def sections(self) -> Iterator[TrialSection]:
        for section in asked_sections(self.rubric):
            weight = "" if section.weight is None else str(section.weight)
            yield TrialSection(section.code, section.title, weight, self.shown(section.items))
        whole = asked_whole(self.rubric)
        if whole is not None:
            yield TrialSection("whole", None, "", self.shown((whole,)))

    def shown(self, items: Sequence[AskedItem]) -> Markup:
        """Show items as their reviewer will see them."""
        views = item_views(self.scored, page_language())
        entries = {(one.kind, one.key): one for one in (*self.scored.entries, *self.refused)}
        titles = document_titles(database())
        return Markup("").join(
            _shown(self.scored, item, views[item.kind, item.code], entries, titles)
            for item in items
        )

    def came(self) -> Came:
        language = page_language()
        year = self.scored.missing_year
        alert = "" if year is None else missing_year_words(year)
        return Came(
            result=result_words(self.scored, language),
            band=self.scored.score.band or "",
            caps=caps_in_words(self.scored, language),
            sections=section_scores(self.scored, language),
            rules=self._rules(Words(language)),
            alert=alert or (str(_("Nothing was answered yet.")) if self.is_empty else ""),
        )

    def _rules(self, words: Words) -> tuple[tuple[str, str, str], ...]:
        told = self.scored.score.explanation
        return () if told is None else said_rules(words, rules_of(self.rubric, told.rules))

    @property
    def is_empty(self) -> bool:
        return all(one.value is None for one in self.scored.entries)


def made_up(content: Mapping[str, Any], form: Fields) -> MadeUp:
    """Read a made-up file and score it.

    Args:
        content: Resolved content of the draft.
        form: Fields as `asking` names them, and `read_on`.

    Returns:
        The file; what no review would take is not scored, but kept and named.
    """
    rubric = thaw(content, fingerprint_of(content))
    read_on = _read_on(form.get("read_on", ""))
    entries, refused = _usable(rubric, tuple(_entries(rubric, form)), read_on)
    return MadeUp(_scored(rubric, entries, read_on), refused, read_on)


def _read_on(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return local_today()


def _moment(read_on: date) -> datetime:
    # today the file is read now, on another day at the end of it
    if read_on != local_today():
        return datetime.combine(read_on, _EVENING)
    local = clock.now().astimezone(ZoneInfo(installation().timezone))
    return local.replace(tzinfo=None, second=0, microsecond=0)


def _scored(rubric: Rubric, entries: Sequence[Entry], read_on: date) -> Scored:
    calendar = working_calendar(database(), rubric.region)
    assessors = [one.value for one in Assessor]
    return scored_draft(rubric, entries, assessors, _moment(read_on), calendar)


def _entries(rubric: Rubric, form: Fields) -> Iterator[Entry]:
    for field in background_of(rubric):
        try:
            yield Entry(field.kind, field.key, value_of(field, form))
        except InvalidError:
            continue  # more rows than a review takes
    for item in _items(rubric):
        key = f"{item.kind.value}.{item.code}"
        typed = form.get(key)
        # what the page itself had found and chosen comes back with the form: no reader's answer
        is_echo = typed == form.get(f"{FOUND}.{item.code}")
        yield Entry(
            item.kind,
            item.code,
            None if is_echo else typed_answer(rubric, item.kind, item.code, typed),
            form.get(f"note.{item.code}", ""),
            tuple(form.getlist(f"read.{item.code}")),
        )


def _items(rubric: Rubric) -> Iterator[AskedItem]:
    for section in asked_sections(rubric):
        yield from (item for item in section.items if not item.is_per_case)
    whole = asked_whole(rubric)
    if whole is not None:
        yield whole


def _usable(
    rubric: Rubric, entries: Sequence[Entry], read_on: date
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Part what a review would take from what it would refuse."""
    kept, refused = [], []
    for entry in entries:
        change = EntryChange(
            kind=entry.kind,
            key=entry.key,
            value=entry.value,
            base_revision=0,
            operation_id="made-up-file",
            note=entry.note,
            read=entry.read,
        )
        try:
            check_changes(rubric, (change,), _moment(read_on))
        except InvalidError:
            refused.append(entry)
            continue
        kept.append(entry)
    return tuple(kept), tuple(refused)


def _shown(
    scored: Scored,
    item: AskedItem,
    view: ItemView,
    entries: Mapping[tuple[EntryKind, str], Entry],
    titles: Titles,
) -> Markup:
    entry = entries.get((item.kind, item.code))
    note, read = (entry.note, entry.read) if entry else ("", ())
    typed = TypedNote(note, read=read)
    html = item_html(scored.rubric, item, page_language(), view, typed, Grounds(titles))
    return _found(scored, item, view) + html


def _found(scored: Scored, item: AskedItem, view: ItemView) -> Markup:
    """Carry along what dates, a log or a number gave, so that it is found anew when sent."""
    found = view.chosen if view.mode == "found" else scored.found.get(item.code)
    if item.kind is not EntryKind.ANSWER or found is None:
        return Markup("")
    name = f"{FOUND}.{item.code}"
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, found)
