"""Puts the pages of the plan and of one session together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort
from flask_babel import gettext as _

from qa_app.domain.bars import Judged
from qa_app.domain.defaults import ROWS_AT_A_GLANCE, ROWS_PER_PAGE
from qa_app.domain.month_grid import month_after
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of, reach_over_others
from qa_app.domain.supervision import SessionState, may_end_for_good
from qa_app.domain.supervision_records import RecordState
from qa_app.domain.working_days import NATIONAL_REGION
from qa_app.extensions import database
from qa_app.queries.bars import tied
from qa_app.queries.draws import Draw, SessionFile, draw_of, files_of
from qa_app.queries.holidays import MarkedDays, marked_days
from qa_app.queries.moderation import PairLine, pairs_to_settle
from qa_app.queries.pairs import twice_read
from qa_app.queries.records import record_head
from qa_app.queries.round_parts import NextToDraw, next_to_draw
from qa_app.queries.round_plans import of_round
from qa_app.queries.staff import StaffLine, staff_of
from qa_app.queries.supervision import SessionHead, SessionLine, session_head
from qa_app.web.agenda import AgendaShown, agenda_shown
from qa_app.web.due_side import DueSide
from qa_app.web.session_filters import ShownFilter
from qa_app.web.session_labels import near_day
from qa_app.web.settings import local_today
from qa_app.web.supervision.changing import NOTHING_SENT, Sent, Standing, changes_of
from qa_app.web.supervision.forms import (
    AddForm,
    CancelForm,
    DrawForm,
    offer_readers,
    offer_reasons,
)
from qa_app.web.supervision.labels import (
    behind_words,
    day_sentence,
    draw_sentence,
    left_out_sentence,
    month_finding,
    month_lede,
    readers_words,
    session_finding,
)
from qa_app.web.supervision.pages import (
    DayCell,
    HandOverLine,
    MonthPage,
    MovedFile,
    SessionPage,
)
from qa_app.web.supervision.sampling import sample_side

_IN_A_CELL = 3
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a month page asks for.

    Attributes:
        first: First day of the month.
        today: The present day.
        day: Only this day in the list; None for the whole month.
        page: Page of the list, from 1.
        shown: What the lists are narrowed to.
        may_plan: The person may plan.
    """

    first: date
    today: date
    day: date | None
    page: int
    shown: ShownFilter
    may_plan: bool


def month_page(
    asked: Asked,
    weeks: Sequence[Sequence[date]],
    sessions: Sequence[SessionLine],
    marked: MarkedDays,
    due: DueSide | None,
) -> MonthPage:
    """Put the month page together.

    Args:
        asked: What the address asks for.
        weeks: The weeks of the grid.
        sessions: Sessions of all days of the grid.
        marked: What the holiday table says about them.
        due: What is still due, for who plans.

    Returns:
        The page.
    """
    following = month_after(asked.first, 1)
    today = asked.today
    own = tuple(one for one in sessions if asked.first <= one.planned_on < following)
    by_day: dict[date, list[SessionLine]] = {}
    for one in sessions:
        if one.state is not SessionState.CANCELLED:
            by_day.setdefault(one.planned_on, []).append(one)
    wanted = [one for one in own if asked.day in {None, one.planned_on}]
    # what is still to be done comes first; the sort keeps the days in order
    listed = sorted(wanted, key=lambda one: _is_behind(one, today))
    pages = max(1, -(-len(listed) // ROWS_PER_PAGE))
    page = min(max(1, asked.page), pages)
    shown = listed[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    return MonthPage(
        finding=due.finding if due else month_finding(asked.first, own, today),
        lede=due.lede if due else month_lede(own),
        first=asked.first,
        previous=month_after(asked.first, -1),
        following=following,
        weeks=tuple(tuple(_cell(on, asked, by_day, marked, due) for on in week) for week in weeks),
        ahead=tuple(one for one in shown if not _is_behind(one, today)),
        behind=tuple(one for one in shown if _is_behind(one, today)),
        behind_words=behind_words([one for one in wanted if _is_behind(one, today)]),
        page=page,
        pages=pages,
        day_shown=asked.day,
        shown=asked.shown,
        today=today,
        may_plan=asked.may_plan,
        missing_years=marked.missing_years,
        due=due,
    )


def _is_behind(one: SessionLine, today: date) -> bool:
    return one.state is not SessionState.PLANNED and one.planned_on < today


def _cell(
    on: date,
    asked: Asked,
    by_day: Mapping[date, list[SessionLine]],
    marked: MarkedDays,
    due: DueSide | None,
) -> DayCell:
    named = marked.days.get(on)
    is_worked = named is not None and named.is_working
    is_off = named is not None and not named.is_working
    here = by_day.get(on, [])
    proposed = due.proposed.get(on, ()) if due is not None else ()
    count = len(here) + len(proposed)
    # a cell that overflows gives its last line to the number of those that do not fit in
    fits = _IN_A_CELL if count <= _IN_A_CELL else _IN_A_CELL - 1
    return DayCell(
        on=on,
        is_outside=on.month != asked.first.month,
        is_free=is_off or (on.weekday() >= _SATURDAY and not is_worked),
        is_worked=is_worked,
        is_off=is_off,
        is_today=on == asked.today,
        name=named.name if named is not None else None,
        sessions=tuple(here[:fits]),
        proposed=proposed[: max(fits - len(here), 0)],
        more=max(count - fits, 0),
    )


def session_page(
    actor: Actor,
    session_id: int,
    *,
    draw_form: DrawForm | None = None,
    add_form: AddForm | None = None,
    cancel_form: CancelForm | None = None,
    changing: Sent = NOTHING_SENT,
) -> SessionPage:
    """Put the page of one session together.

    Args:
        actor: Who looks.
        session_id: The session; one out of reach answers as one that does not exist.
        draw_form: A form that was sent; None for a fresh one.
        add_form: Likewise.
        cancel_form: Likewise.
        changing: Forms by which somebody else goes on, likewise, and what has just changed hands.

    Returns:
        The page.
    """
    head = session_head(database(), actor, session_id)
    if head is None:
        abort(404)
    line, today = head.line, local_today()
    may_draw = _reaches(actor, Permission.SAMPLE_DRAW, head)
    found = draw_of(database(), session_id)
    listed = files_of(database(), session_id, actor.account_id)
    files = _seen(actor, head, listed)
    voided = sum(one.state == "void" and one.add_reason is None for one in listed)
    drawn = tuple(one for one in files if one.add_reason is None)
    standing = Standing(
        head=head,
        draw=found,
        files=files,
        readers=of_round(
            database(),
            head.round_id,
            _staff(actor, head, Permission.SAMPLE_DRAW, Permission.AUDIT_SCORE),
        ),
        leaders=_staff(actor, head, Permission.SESSION_PLAN, Permission.SESSION_PLAN),
        today=today,
    )
    on = line.planned_on
    marked = marked_days(database(), NATIONAL_REGION, on, on, line.centre_id)
    free, changes = _free(standing.readers, head), changes_of(standing, changing)
    return SessionPage(
        finding=session_finding(head, found, today),
        head=head,
        draw=found,
        drawn_words="" if found is None else draw_sentence(head, found, voided),
        left_out_words="" if found is None else left_out_sentence(found),
        drawn=drawn,
        added=tuple(one for one in files if one.add_reason is not None),
        day_note=day_sentence(line.planned_on, marked),
        today=today,
        account_id=actor.account_id,
        may_draw=may_draw,
        may_plan=_reaches(actor, Permission.SESSION_PLAN, head),
        draw_form=_draw_form(draw_form, head, standing.readers if draw_form else free, actor),
        add_form=_add_form(add_form, standing.readers if add_form else free, actor),
        readers_words=readers_words([one.name for one in free] if head.round_id else ()),
        cancel_form=_cancel_form(cancel_form, head, today),
        hold_words=_hold_words(head, today),
        changes=changes,
        sample=sample_side(actor, head, found, files if may_draw else (), changing.replace),
        may_read_twice=may_draw and twice_read(database(), actor, session_id) is not None,
        to_settle=_to_settle(actor, session_id),
        moved=_moved(files, changes.passed_on, changing.moved) if may_draw else (),
        next_to_draw=_next_to_draw(actor, head, found) if may_draw else None,
        record_words=_record_words(actor, head),
        agenda=_agenda(actor, head),
    )


def _agenda(actor: Actor, head: SessionHead) -> tuple[AgendaShown, ...]:
    # before the session, and for its own people alone, as the record is
    is_ahead = head.line.state is SessionState.PLANNED
    if not is_ahead or record_head(database(), actor, head.line.id) is None:
        return ()
    return agenda_shown(actor, head.line.id, head.line.centre_id)


def _record_words(actor: Actor, head: SessionHead) -> str:
    # only its own people are told of a record
    found = record_head(database(), actor, head.line.id)
    if found is None or head.line.state is SessionState.CANCELLED:
        return ""
    if found.is_leader and found.state in {None, RecordState.DRAFT}:
        return str(_("Write the record"))
    return str(_("Record of the session"))


def _next_to_draw(actor: Actor, head: SessionHead, draw: Draw | None) -> NextToDraw | None:
    if head.round_id is None or draw is None or draw.drawn_at is None:
        return None
    return next_to_draw(database(), actor, head.round_id)


def _moved(
    files: Sequence[SessionFile], passed: Sequence[HandOverLine], said: str
) -> tuple[MovedFile, ...]:
    named = set(said.split(","))
    # the last change of hands stands last; a division among reviewers is not one of these
    had = {(one.reference, one.to_name): one.from_name for one in passed if one.reference}
    return tuple(
        MovedFile(one.reference, had.get((one.reference or "", one.reader), ""), one.reader)
        for one in files
        if str(one.audit_id) in named and one.reader is not None
    )


def _to_settle(actor: Actor, session_id: int) -> tuple[PairLine, ...]:
    if not may(actor, Permission.AUDIT_SIGN) and not may(actor, Permission.MODERATE_DECIDE):
        return ()
    return pairs_to_settle(database(), actor, ROWS_AT_A_GLANCE, [session_id])


def _staff(
    actor: Actor, head: SessionHead, chooses: Permission, does: Permission
) -> tuple[StaffLine, ...]:
    is_over = head.line.state is SessionState.CANCELLED
    if is_over or not _reaches(actor, chooses, head):
        return ()
    return staff_of(database(), does, head.line.centre_id, head.place_path)


def _free(readers: Sequence[StaffLine], head: SessionHead) -> tuple[StaffLine, ...]:
    """Those of the readers whom nothing keeps from every file of the centre."""
    people = tied(database(), {one.id for one in readers})
    judged = Judged(head.line.centre_id, None, head.line.planned_on, is_for_endorsement=False)
    return tuple(one for one in readers if not people[one.id].bars(judged))


def _reaches(actor: Actor, permission: Permission, head: SessionHead) -> bool:
    return reach_of(actor, permission).covers(head.line.centre_id, head.place_path)


def _seen(
    actor: Actor, head: SessionHead, files: tuple[SessionFile, ...]
) -> tuple[SessionFile, ...]:
    # a caseworker sees which of their own files are read, not those of others
    if reach_over_others(actor).covers(head.line.centre_id, head.place_path):
        return files
    return tuple(
        one
        for one in files
        if one.practitioner_id is not None and one.practitioner_id == actor.practitioner_id
    )


def _hold_words(head: SessionHead, today: date) -> str:
    if head.line.planned_on <= today:
        return ""
    return str(
        _("It can be recorded as held from %(day)s on.", day=near_day(head.line.planned_on, today))
    )


def _draw_form(
    sent: DrawForm | None, head: SessionHead, readers: Sequence[StaffLine], actor: Actor
) -> DrawForm:
    form = sent or DrawForm(prefix="draw", formdata=None, wanted=head.line.files_wanted or 1)
    if head.round_id is not None and "wanted" in form:
        # the round's rule decides
        del form.wanted
    offer_readers(form, readers, actor.account_id)
    return form


def _add_form(sent: AddForm | None, readers: Sequence[StaffLine], actor: Actor) -> AddForm:
    form = sent or AddForm(prefix="add", formdata=None)
    offer_readers(form, readers, actor.account_id)
    return form


def _cancel_form(sent: CancelForm | None, head: SessionHead, today: date) -> CancelForm:
    form = sent or CancelForm(prefix="cancel", formdata=None)
    may_end = may_end_for_good(head.closed_on, head.line.planned_on, today)
    offer_reasons(form, head.closed_on if may_end else None, today)
    return form
