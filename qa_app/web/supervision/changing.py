"""Puts together who may go on in place of whom at one session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.supervision import SessionState, may_end_for_good
from qa_app.extensions import database
from qa_app.queries.draws import Draw, SessionFile
from qa_app.queries.hand_overs import PassedOn, passed_on
from qa_app.queries.staff import StaffLine
from qa_app.queries.successors import Successors, lead_successors, reading_successors
from qa_app.queries.supervision import SessionHead
from qa_app.web.locale import page_language
from qa_app.web.session_labels import hand_over_words
from qa_app.web.successor_labels import nobody_words
from qa_app.web.supervision.forms import (
    HandOverForm,
    LeadForm,
    ReaderForm,
    ReplaceForm,
    offer_hand_over,
)
from qa_app.web.supervision.pages import Changes, HandOverLine
from qa_app.wording import Words


@dataclass(frozen=True, slots=True)
class Sent:
    """Forms of this page that were sent; None for a fresh one.

    Attributes:
        hand: Hands a draft over.
        reader: Names another reviewer.
        lead: Names another supervisor.
        replace: Replaces a file.
        moved: Readings that have just changed hands, as the address names them; empty for none.
    """

    hand: HandOverForm | None = None
    reader: ReaderForm | None = None
    lead: LeadForm | None = None
    replace: ReplaceForm | None = None
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a session stands for the one who looks.

    Attributes:
        head: The session.
        draw: Its draw; None without one.
        files: What is read at it.
        readers: Who may read there, in a round those whom it names; empty when the person may
            not give files to read.
        leaders: Who may lead sessions there; empty when the person may not plan.
        today: The present.
    """

    head: SessionHead
    draw: Draw | None
    files: Sequence[SessionFile]
    readers: Sequence[StaffLine]
    leaders: Sequence[StaffLine]
    today: date


NOTHING_SENT = Sent()


def changes_of(standing: Standing, sent: Sent) -> Changes:
    """Put together who may go on in place of whom.

    Args:
        standing: How the session stands.
        sent: Forms that were sent.

    Returns:
        The forms, and what changed hands so far.
    """
    head = standing.head
    drafts = [one for one in standing.files if one.state == "draft" and one.reader_id is not None]
    fit = {one.id for one in standing.readers}
    unfit = [one for one in drafts if one.reader_id not in fit] if fit else []
    # what nobody can go on with is offered first
    drafts.sort(key=lambda one: one.reader_id in fit)
    leaders = {one.id for one in standing.leaders}
    may_end = may_end_for_good(head.closed_on, head.line.planned_on, standing.today)
    is_led = bool(leaders) and head.line.state is SessionState.PLANNED and not may_end
    is_told = bool(standing.readers or standing.leaders)
    reader_form, reader_words = _reader_form(standing, unfit, sent.reader) if fit else (None, "")
    takers = reading_successors(database(), [one.audit_id for one in drafts] if fit else ())
    free = [one for one in drafts if one.audit_id in takers and takers[one.audit_id].people]
    lead = lead_successors(database(), [head.line.id])[head.line.id] if is_led else Successors()
    is_unfit = is_led and head.line.supervisor_id not in leaders
    return Changes(
        hand_form=_hand_form(free, takers, standing, sent.hand) if free else None,
        stuck=_stuck(drafts, takers),
        unfit_readers=tuple(dict.fromkeys(one.reader or "" for one in unfit)),
        reader_form=reader_form,
        reader_words=reader_words,
        lead_form=_lead_form(standing, lead, sent.lead) if lead.people else None,
        lead_words=nobody_words(lead) if is_unfit or "record_begun" in lead.refused else "",
        is_lead_unfit=is_unfit,
        may_end=may_end,
        passed_on=_lines(passed_on(database(), head.line.id), standing.files) if is_told else (),
    )


def _stuck(
    drafts: Sequence[SessionFile], takers: Mapping[int, Successors]
) -> tuple[tuple[str, str], ...]:
    # files that nobody may take for the same reasons stand together
    found: dict[str, list[str]] = {}
    for one in drafts:
        why = nobody_words(takers[one.audit_id]) if one.audit_id in takers else ""
        if why:
            found.setdefault(why, []).append(one.reference or str(_("the whole centre")))
    words = Words(page_language())
    return tuple((words.listed(references), why) for why, references in found.items())


def _hand_form(
    drafts: Sequence[SessionFile],
    takers: Mapping[int, Successors],
    standing: Standing,
    sent: HandOverForm | None,
) -> HandOverForm:
    form = sent or HandOverForm(prefix="hand", formdata=None)
    form.reading.choices = [
        (
            f"{one.audit_id}:{one.reader_id or 0}",
            f"{one.reference or _('the whole centre')}  {one.reader or ''}",
        )
        for one in drafts
    ]
    if sent is None:
        form.reader_id.choices = _takers(drafts, takers)
    else:
        # whoever was chosen on a page that is old by now is refused in words
        form.reader_id.choices = [(one.id, one.name) for one in standing.readers]
    offer_hand_over(form)
    return form


def _takers(
    drafts: Sequence[SessionFile], takers: Mapping[int, Successors]
) -> list[tuple[int, str]]:
    """Everybody who may take one of the drafts, with those that they may not take."""
    people = {one.id: one.name for draft in drafts for one in takers[draft.audit_id].people}
    words, choices = Words(page_language()), []
    for person, name in people.items():
        # their own are not theirs to take either, and need no words
        kept = [
            one.reference or str(_("the whole centre"))
            for one in drafts
            if one.reader_id != person
            and person not in {each.id for each in takers[one.audit_id].people}
        ]
        listed = words.listed(kept)
        told = _("%(name)s (may not take %(files)s)", name=name, files=listed) if kept else name
        choices.append((person, str(told)))
    return sorted(choices, key=lambda one: one[1])


def _reader_form(
    standing: Standing, unfit: Sequence[SessionFile], sent: ReaderForm | None
) -> tuple[ReaderForm | None, str]:
    found = standing.draw
    untouched = [one for one in unfit if one.add_reason is None and not one.is_begun]
    fit = {one.id for one in standing.readers}
    if found is not None and found.drawn_at is None:
        is_stuck = found.reader_id not in fit
        from_id = found.reader_id if is_stuck else None
        words = _("The frame is frozen for a reviewer who may no longer read here.")
    else:
        from_id = untouched[0].reader_id if untouched else None
        count = sum(one.reader_id == from_id for one in untouched)
        words = ngettext(
            "%(num)d untouched file belongs to a reviewer who may no longer read here.",
            "%(num)d untouched files belong to a reviewer who may no longer read here.",
            count,
        )
    if from_id is None:
        return None, ""
    form = sent or ReaderForm(prefix="reader", formdata=None, from_id=from_id)
    form.reader_id.choices = [(one.id, one.name) for one in standing.readers]
    return form, str(words)


def _lead_form(standing: Standing, lead: Successors, sent: LeadForm | None) -> LeadForm:
    now = standing.head.line.supervisor_id
    form = sent or LeadForm(prefix="lead", formdata=None, from_id=now)
    # whoever was chosen on a page that is old by now is refused in words
    people = lead.people if sent is None else standing.leaders
    form.supervisor_id.choices = [(one.id, one.name) for one in people if one.id != now]
    offer_hand_over(form)
    return form


def _lines(told: Sequence[PassedOn], files: Sequence[SessionFile]) -> tuple[HandOverLine, ...]:
    references = {one.audit_id: one.reference for one in files}
    # who reads a file of the sample a second time learns of nobody who reads it
    is_blind = any(one.is_hidden for one in files)
    return tuple(
        HandOverLine(
            at=one.at,
            what=_what(one),
            reference=references.get(one.audit_id or 0) or "",
            from_name=one.from_name,
            to_name=one.to_name,
            reason=hand_over_words(one.reason),
        )
        for one in told
        if not is_blind or (one.audit_id is None and one.file_count is None)
    )


def _what(one: PassedOn) -> str:
    if one.audit_id is not None:
        return str(_("review"))
    if one.file_count is None:
        return str(_("supervision session"))
    if not one.file_count:
        return str(_("frozen frame"))
    return str(ngettext("%(num)d untouched file", "%(num)d untouched files", one.file_count))
