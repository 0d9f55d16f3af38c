"""A draft as the reviewer will see it, and a made-up file scored against it; nothing is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import request
from flask.typing import ResponseReturnValue
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
from qa_app.domain.permissions import Permission
from qa_app.domain.problems import Severity
from qa_app.domain.rubric import Assessor, Rubric
from qa_app.domain.rubric_freeze import fingerprint_of
from qa_app.domain.rubric_thaw import thaw
from qa_app.extensions import database
from qa_app.queries.holidays import working_calendar
from qa_app.queries.rubric_drafts import Draft
from qa_app.web.asking.answers import typed_answer
from qa_app.web.asking.background import Fields, field_views, value_of
from qa_app.web.asking.field_html import field_html
from qa_app.web.asking.item_html import ItemView, TypedNote, item_html
from qa_app.web.asking.result import (
    caps_in_words,
    missing_year_words,
    result_words,
    section_scores,
)
from qa_app.web.asking.states import item_views
from qa_app.web.drafting.blueprint import bp
from qa_app.web.drafting.editor_pages import Came, FaultLine, TrialPage, TrialSection
from qa_app.web.drafting.editor_screen import found_in
from qa_app.web.drafting.reading import ground, the_draft
from qa_app.web.guard import requires
from qa_app.web.labels import plain as said_plain
from qa_app.web.locale import page_language
from qa_app.web.settings import installation, local_today

_EVENING = time(23, 59)
_FOUND = "found"


@bp.route("/drafts/<int:draft_id>/try", methods=["GET", "POST"])
@requires(Permission.RUBRIC_WRITE)
def try_out(draft_id: int) -> ResponseReturnValue:
    draft, on = the_draft(draft_id), ground()
    problems = on.problems(draft.plain)
    if any(one.severity is Severity.ERROR for one in problems):
        found = found_in(draft.plain, problems)
        return _page(draft, read_on=local_today(), faults=found.faults).render()
    content = on.content(draft.plain)
    rubric = thaw(content, fingerprint_of(content))
    read_on = _read_on(request.form.get("read_on", ""))
    entries, refused = _usable(rubric, tuple(_entries(rubric, request.form)), read_on)
    scored = _scored(rubric, entries, read_on)
    page = replace(
        _page(draft, read_on=read_on),
        sections=tuple(_sections(scored)),
        controls=tuple(
            field_html(rubric, one, page_language()) for one in field_views(rubric, entries)
        ),
        came=_came(scored) if request.method == "POST" else None,
        refused=refused,
    )
    return page.render()


def _page(draft: Draft, *, read_on: date, faults: tuple[FaultLine, ...] = ()) -> TrialPage:
    return TrialPage(
        draft=draft,
        title=said_plain(draft.line.title) or draft.line.code,
        faults=tuple(one for one in faults if one.is_error),
        sections=(),
        controls=(),
        came=None,
        refused=(),
        read_on=read_on,
    )


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
        is_echo = typed == form.get(f"{_FOUND}.{item.code}")
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
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Leave out what no review would take, and name it."""
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
            refused.append(entry.key)
            continue
        kept.append(entry)
    return tuple(kept), tuple(refused)


def _sections(scored: Scored) -> Iterator[TrialSection]:
    rubric, language = scored.rubric, page_language()
    views = item_views(scored, language)
    entries = {(one.kind, one.key): one for one in scored.entries}

    def shown(item: AskedItem) -> Markup:
        entry = entries.get((item.kind, item.code))
        note, read = (entry.note, entry.read) if entry else ("", ())
        view = views[item.kind, item.code]
        html = item_html(rubric, item, language, view, TypedNote(note), read)
        return _found(scored, item, view) + html

    for section in asked_sections(rubric):
        yield TrialSection(
            section.code,
            section.title,
            "" if section.weight is None else str(section.weight),
            Markup("").join(shown(item) for item in section.items),
        )
    whole = asked_whole(rubric)
    if whole is not None:
        yield TrialSection("whole", None, "", shown(whole))


def _found(scored: Scored, item: AskedItem, view: ItemView) -> Markup:
    """Carry along what dates, a log or a number gave, so that it is found anew when sent."""
    found = view.chosen if view.mode == "found" else scored.found.get(item.code)
    if item.kind is not EntryKind.ANSWER or found is None:
        return Markup("")
    name = f"{_FOUND}.{item.code}"
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, found)


def _came(scored: Scored) -> Came:
    language = page_language()
    alert = "" if scored.missing_year is None else missing_year_words(scored.missing_year)
    return Came(
        result=result_words(scored, language),
        band=scored.score.band or "",
        caps=caps_in_words(scored, language),
        sections=section_scores(scored, language),
        alert=alert or (str(_("Nothing was answered yet.")) if not _any(scored) else ""),
    )


def _any(scored: Scored) -> bool:
    return any(one.value is not None for one in scored.entries)
