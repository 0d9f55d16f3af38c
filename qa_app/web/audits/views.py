"""Puts the workspace together."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from markupsafe import Markup

from qa_app import clock
from qa_app.domain.asked import HOLISTIC_KEY, AskedItem, AskedSection, asked_sections, asked_whole
from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.case_sampling import sampled_cases
from qa_app.domain.computed_entries import has_changed
from qa_app.domain.draft import Draft, Progress, progress_of, whole_progress
from qa_app.domain.phrases import Phrase
from qa_app.domain.rubric import Assessor, Rubric
from qa_app.domain.scoring_result import State
from qa_app.domain.supervisor_quarter import FROM_RECORDS, Computed, computed_of
from qa_app.extensions import database
from qa_app.queries import drafts
from qa_app.queries.document_titles import titles_as_of
from qa_app.queries.item_phrases import phrases_as_of
from qa_app.queries.supervisor_reviews import entries_from_records, subject_of
from qa_app.queries.supplements import Supplemented, supplemented
from qa_app.web.asking.background import FieldView, OnPaper, base_of, field_views
from qa_app.web.asking.field_html import field_html
from qa_app.web.asking.item_html import Grounds, ItemView, TypedNote, item_html
from qa_app.web.asking.result import missing_year_words
from qa_app.web.asking.states import chosen_code, item_views
from qa_app.web.audits.foot_html import foot_html
from qa_app.web.audits.pages import Clash, SectionView, WorkspacePage
from qa_app.web.audits.region import region_beside
from qa_app.web.audits.script_words import script_words
from qa_app.web.audits.section_html import (
    BACKGROUND,
    WHOLE,
    background_form,
    section_forms,
    section_links,
)
from qa_app.web.audits.states import rating_words
from qa_app.web.guard import current_signed
from qa_app.web.kept_here import owner_for, seal_for
from qa_app.web.session import form_token
from qa_app.web.session_labels import due_words, near_day
from qa_app.web.settings import installation, local_today
from qa_app.web.steady import address
from qa_app.wording import Words
from qa_app.wording.case_sampling import said_sampling
from qa_app.wording.names import ASSESSORS
from qa_app.wording.said_computed import said_measure

_MINUTE = 60
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Trouble:
    """What kept a form from being saved.

    Attributes:
        clashes: Entries that stand otherwise than the form was based on.
        fault: Why a value was refused; empty otherwise.
        typed: What the form holds that is not saved.
        asked: Keys of items whose note holds what looks like a name.
    """

    clashes: tuple[Clash, ...] = ()
    fault: str = ""
    typed: tuple[Entry, ...] = ()
    asked: frozenset[str] = frozenset()


def workspace_page(
    head: drafts.DraftAudit, draft: Draft, language: str, wanted: str | None, trouble: Trouble
) -> WorkspacePage:
    """Put the workspace together.

    Args:
        head: The draft as it was found.
        draft: The draft, scored.
        language: Language of the page.
        wanted: Section to be shown first; None chooses one.
        trouble: What kept a form from being saved.

    Returns:
        The page.
    """
    rubric = draft.rubric
    progress = progress_of(draft)
    shown = _shown(draft, trouble)
    views = item_views(draft, language) | _typed(draft, trouble, language)
    # what records gave is shown with what it stands on, and not typed over
    fields = tuple(
        _on_paper(one, draft, head) for one in field_views(rubric, shown) if _is_typed(one, head)
    )
    computed = computed_of(draft.entries)
    current = _current(wanted, progress, fields, draft)
    entries = {(entry.kind, entry.key): entry for entry in shown}
    ratings = rating_words(draft, language)
    phrases = phrases_as_of(database(), rubric.code, head.phrases_changed)
    grounds = Grounds(titles_as_of(database(), head.titles_changed), head.centre_kind)
    builder = _Sections(
        rubric, views, entries, language, current, ratings, trouble.asked, phrases, grounds
    )
    sections = [
        builder.section(section, progress[section.code]) for section in asked_sections(rubric)
    ]
    if rubric.holistic is not None:
        sections.append(builder.whole())
    background = _background(fields, draft, current)
    forms = section_forms(rubric, language, head.id, sections)
    if background is not None:
        forms = _facts_form(head, draft, language, fields, background) + forms
    today = local_today()
    return WorkspacePage(
        draft=head,
        rubric=rubric,
        due=due_words(head.due_on, today) if head.due_on else "",
        is_late=head.due_on is not None and head.due_on < today,
        progress=whole_progress(progress.values()),
        links=section_links(rubric, language, sections),
        forms=forms,
        foot=foot_html(head, language, _clock(head.saved_at), _time_used(head.seconds_spent)),
        background=background,
        island=_island(head, draft, language),
        alert=alert_words(draft),
        clashes=trouble.clashes,
        fault=trouble.fault,
        earlier=_earlier(head),
        computed=tuple(said_measure(Words(language), one) for one in computed),
        has_changed=bool(computed) and _has_changed(head, rubric, computed),
        region=region_beside(head.id, rubric, language),
    )


def _is_typed(one: FieldView, head: drafts.DraftAudit) -> bool:
    # what a judicial officer answered is entered by somebody from outside the centre
    is_paper = one.asked.kind is EntryKind.ASSESSOR
    return FROM_RECORDS not in one.entry.read and (
        not is_paper or Assessor.SUPERVISOR.value in head.assessors
    )


def _on_paper(one: FieldView, draft: Draft, head: drafts.DraftAudit) -> FieldView:
    # answers of a judicial officer are entered once their paper is named
    sections = [s.code for s in draft.rubric.sections if s.assessor is Assessor.JUDICIAL]
    items = tuple(item.code for item in one.asked.items if item.section in sections)
    if not items:
        return one
    is_named = sections[0] not in draft.score.not_assessed
    may_name = Assessor.SUPERVISOR.value in head.assessors
    return replace(one, on_paper=OnPaper(items, is_named=is_named, may_name=may_name))


def _has_changed(head: drafts.DraftAudit, rubric: Rubric, computed: tuple[Computed, ...]) -> bool:
    subject, zone = subject_of(database(), head.id), installation().timezone
    if subject is None:
        return False
    local = clock.now().astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    fresh = entries_from_records(
        database(), rubric, subject.supervisor_id, subject.quarter, local, zone
    )
    return has_changed(computed, computed_of(fresh))


def _earlier(head: drafts.DraftAudit) -> Supplemented | None:
    if head.supplements_id is None:
        return None
    return supplemented(
        database(), head.supplements_id, head.rubric_version_id, head.supplement_asks
    )


def _shown(draft: Draft, trouble: Trouble) -> tuple[Entry, ...]:
    # what a refused form holds stays on the screen, based on what stands now
    typed = {(entry.kind, entry.key): entry for entry in trouble.typed}
    kept = [entry for entry in draft.entries if (entry.kind, entry.key) not in typed]
    return (*kept, *typed.values())


def _typed(draft: Draft, trouble: Trouble, language: str) -> dict[tuple[EntryKind, str], ItemView]:
    views = item_views(draft, language) if trouble.typed else {}
    return {
        (entry.kind, entry.key): replace(
            views[entry.kind, entry.key], chosen=chosen_code(entry.value)
        )
        for entry in trouble.typed
        if (entry.kind, entry.key) in views
    }


def _current(
    wanted: str | None,
    progress: Mapping[str, Progress],
    fields: tuple[FieldView, ...],
    draft: Draft,
) -> str:
    known = [*progress, *([WHOLE] if draft.rubric.holistic else [])]
    if fields:
        known.insert(0, BACKGROUND)
    if wanted in known:
        return str(wanted)
    # the facts come first, as they decide what is asked; later only those that an item waits for
    unfilled = {field.asked.key for field in fields if not field.is_filled}
    if unfilled and (not _is_begun(draft) or unfilled & _waited_for(draft)):
        return BACKGROUND
    unfinished = [code for code, part in progress.items() if part.done < part.of]
    return unfinished[0] if unfinished else known[-1]


def _waited_for(draft: Draft) -> set[str]:
    told = draft.told.values()
    return {code for one in told if one.state is State.OPEN for code in one.because}


def _is_begun(draft: Draft) -> bool:
    return any(entry.kind is EntryKind.ANSWER for entry in draft.entries)


@dataclass(frozen=True, slots=True)
class _Sections:
    rubric: Rubric
    views: Mapping[tuple[EntryKind, str], ItemView]
    entries: Mapping[tuple[EntryKind, str], Entry]
    language: str
    current: str
    ratings: Mapping[str, str]
    asked: frozenset[str]
    phrases: Mapping[str, tuple[Phrase, ...]]
    grounds: Grounds

    def section(self, section: AskedSection, progress: Progress) -> SectionView:
        keys = [(item.kind, item.code) for item in section.items]
        own = [self.entries[key] for key in keys if key in self.entries]
        return SectionView(
            section.code,
            self._hint(section),
            progress,
            # each is escaped, which joining them as marked text would look at once more
            Markup("".join([self._item(item) for item in section.items])),  # noqa: S704 - see above
            base_of(own),
            section.code == self.current,
        )

    def _hint(self, section: AskedSection) -> str:
        if section.assessor is not Assessor.CENTRE:
            return str(_(ASSESSORS[section.assessor]))
        rating = self.ratings.get(section.code, "")
        if rating or section.weight is None:
            return rating
        return str(_("weight %(n)s", n=section.weight))

    def whole(self) -> SectionView:
        asked = asked_whole(self.rubric)
        entry = self.entries.get((EntryKind.HOLISTIC, HOLISTIC_KEY))
        is_done = entry is not None and entry.value is not None
        return SectionView(
            WHOLE,
            "",
            Progress(int(is_done), 1),
            Markup("") if asked is None else self._item(asked),
            base_of([entry] if entry else []),
            self.current == WHOLE,
        )

    def _item(self, item: AskedItem) -> Markup:
        entry = self.entries.get((item.kind, item.code))
        note, read = (entry.note, entry.read) if entry else ("", ())
        view = self.views[item.kind, item.code]
        phrases = self.phrases.get(item.code)
        words = tuple(one.in_language(self.language) for one in phrases) if phrases else ()
        typed = TypedNote(note, is_asked=item.code in self.asked, phrases=words, read=read)
        return item_html(self.rubric, item, self.language, view, typed, self.grounds)


def _background(fields: tuple[FieldView, ...], draft: Draft, current: str) -> SectionView | None:
    if not fields:
        return None
    own = {(field.asked.kind, field.asked.key) for field in fields}
    return SectionView(
        BACKGROUND,
        "",
        Progress(sum(field.is_filled for field in fields), len(fields)),
        Markup(""),
        base_of(entry for entry in draft.entries if (entry.kind, entry.key) in own),
        current == BACKGROUND,
    )


def _facts_form(
    head: drafts.DraftAudit,
    draft: Draft,
    language: str,
    fields: tuple[FieldView, ...],
    background: SectionView,
) -> Markup:
    controls = [(one.asked.kind, field_html(draft.rubric, one, language)) for one in fields]
    sampled = sampled_cases(draft.rubric, draft.entries)
    said = "" if sampled is None else said_sampling(Words(language), sampled)
    return background_form(draft.rubric, language, head.id, background, controls, said)


def _clock(at: datetime | None) -> str:
    if at is None:
        return ""
    local, today = at.astimezone(ZoneInfo(installation().timezone)), local_today()
    time = f"{local:%H:%M:%S}"
    return time if local.date() == today else f"{near_day(local.date(), today)} {time}"


def _time_used(seconds: int) -> str:
    minutes, rest = divmod(seconds, _MINUTE)
    return str(_("%(minutes)s min %(seconds)s s", minutes=minutes, seconds=rest))


def alert_words(draft: Draft) -> str:
    """Say what keeps time limits from being judged.

    Args:
        draft: The draft.

    Returns:
        What happened and what to do; empty when nothing does.
    """
    return "" if draft.missing_year is None else missing_year_words(draft.missing_year)


def _island(head: drafts.DraftAudit, draft: Draft, language: str) -> str:
    signed = current_signed()
    plain = {
        "owner": owner_for(str(head.id)),
        "seal": seal_for(str(head.id)),
        "csrf": form_token(),
        "save": address("audits.save", audit_id=head.id),
        "state": address("audits.state", audit_id=head.id),
        "signIn": address("accounts.sign_in", next=address("audits.workspace", audit_id=head.id)),
        "check": address("audits.check", audit_id=head.id),
        "keys": signed is not None and signed.has_single_keys,
        "seconds": head.seconds_spent,
        "revisions": {f"{e.kind.value}/{e.key}": e.revision for e in draft.entries},
        "saves": sum(one.revision for one in head.entries),
    }
    return f"{_script_json(plain)[:-1]},{_island_of_all(draft.rubric, language)[1:]}"


@lru_cache(maxsize=400)
def _island_of_all(rubric: Rubric, language: str) -> str:
    # the same for every draft of a rubric
    other = "en" if language == "zh" else "zh"
    said = Words(other)
    plain = {
        "lang": {"zh": "zh-CN", "en": "en"}[other],
        "other": {
            item.code: said.text(item.text)
            for section in asked_sections(rubric)
            for item in section.items
            if item.kind is EntryKind.ANSWER
        },
        "words": script_words(),
    }
    return _script_json(plain)


def _script_json(plain: Mapping[str, object]) -> str:
    # the closing sign of a script element must not stand inside it
    return _JSON(plain).replace("<", "\\u003c")
