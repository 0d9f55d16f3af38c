"""Actions within reach, by keyset."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select, true, union_all
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionKind, ActionState, Owner, Party, Waits
from qa_app.domain.agreed import agreed_place
from qa_app.domain.citations import Citation, citations_of
from qa_app.domain.defaults import COUNT_MOST, ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import (
    Permission,
    may,
    reach_of,
    reach_over_agreed,
    reach_over_others,
)
from qa_app.domain.requirements import requirement_of
from qa_app.domain.rubric import Rubric
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.domain.working_days import NATIONAL_REGION
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import CentreRow
from qa_app.models.sealing import sealer_of
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.agreed import WORKER_OF_AGREED
from qa_app.queries.reach import centre_column_in, of_centres_or_theirs
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.queries.shared_duties import done_by_others


class ShownActions(StrEnum):
    """Which actions a list shows."""

    DUE = "due"
    LATE = "late"
    READINGS = "readings"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """What a list shows.

    Attributes:
        shown: Which actions.
        parties: For whom they wait; empty for anybody.
        is_red_first: True puts red lines before all others where what waits is listed.
        is_ones_own: True leaves out what somebody else who led a session took upon themselves.
    """

    shown: ShownActions = ShownActions.DUE
    parties: tuple[Party, ...] = ()
    is_red_first: bool = False
    is_ones_own: bool = False


@dataclass(frozen=True, slots=True)
class ActionPlaceInList:
    """The last row of a page, after which the next begins."""

    next_on: date | None
    id: int
    is_red: bool = False


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action in a list.

    Attributes:
        id: It.
        audit_id: Its reading; None for what was agreed in a session.
        reference: The file's reference; None when the whole centre was read.
        centre_name: The centre's name.
        items: Codes of its items; none for what was agreed.
        requirement: Text of the first of them, or what was agreed.
        kind: What made it necessary.
        owner: Who does it.
        state: Where it stands.
        waits_by: Who must act next; None while nobody must.
        waits_for: What must happen next.
        next_on: By when; None without a limit.
        opened_on: Local day on which its limits began; None while they do not run.
        region: Whose working days count.
        verified_on: When it was verified; None unless it is.
        recurrences: How often the fault came back.
        session_id: The session in which it was agreed; None for what follows from a reading.
        agreed_on: Day of that session; None likewise.
        worker: Code of the worker whom it is about; empty for what follows from a reading, and
            where it is about nobody.
        cited: Clauses on which its items rest, whether the library holds them or not.
    """

    id: int
    audit_id: int | None
    reference: str | None
    centre_name: BilingualText
    items: tuple[str, ...]
    requirement: BilingualText
    kind: ActionKind
    owner: Owner
    state: ActionState
    waits_by: Party | None
    waits_for: Waits
    next_on: date | None
    opened_on: date | None
    region: str
    verified_on: date | None
    recurrences: int
    session_id: int | None = None
    agreed_on: date | None = None
    worker: str = ""
    cited: tuple[Citation, ...] = ()


ACTION_LINE = (
    CorrectiveActionRow,
    CaseFileRow.reference,
    CentreRow.name_zh,
    CentreRow.name_en,
    AuditRow.rubric_version_id,
    SupervisionSessionRow.planned_on.label("agreed_on"),
    WORKER_OF_AGREED.label("worker"),
)


def actions_page(
    session: Session,
    actor: Actor,
    chosen: ActionFilter,
    after: ActionPlaceInList | None,
    today: date,
    most: int = ROWS_PER_PAGE,
) -> tuple[ActionLine, ...]:
    """List actions within reach: what waits by its day, what does not newest first.

    Red lines come before all others where the filter says so; each of both parts is late first,
    then by its day.

    Args:
        session: A database session.
        actor: Who asks.
        chosen: What is shown.
        after: Last row of the page before; None starts at the top.
        today: Local day.
        most: Rows of a page.

    Returns:
        One row more than a page, when there are more.
    """
    if not may(actor, Permission.ACTION_READ):
        return ()
    # first which, by an index, then what there is to tell of them
    found = _found(actor, chosen, after, today, most + 1)
    query = (
        joined_actions(select(*ACTION_LINE))
        .where(CorrectiveActionRow.id.in_(found))
        .order_by(*_order(chosen))
        .limit(most + 1)
    )
    return tuple(action_line(session, row) for row in session.execute(query).all())


def count_actions(session: Session, actor: Actor, chosen: ActionFilter, today: date) -> int:
    """Count actions within reach; counting stops at `COUNT_MOST`.

    Args:
        session: A database session.
        actor: Who asks.
        chosen: What is counted.
        today: Local day.

    Returns:
        How many, at most one more than the bound.
    """
    if not may(actor, Permission.ACTION_READ):
        return 0
    found = (
        select(CorrectiveActionRow.id)
        .where(_within(actor), *_shown(actor, chosen, today))
        .limit(COUNT_MOST + 1)
        .subquery()
    )
    return session.execute(select(func.count()).select_from(found)).scalar_one()


def _found(
    actor: Actor,
    chosen: ActionFilter,
    after: ActionPlaceInList | None,
    today: date,
    most: int,
) -> Select[tuple[int]]:
    row = CorrectiveActionRow
    within = (_within(actor), *_shown(actor, chosen, today))
    if not _is_sliced(chosen):
        page = (
            select(row.id)
            .where(*within, _beyond(chosen, after))
            .order_by(*_order(chosen))
            .limit(most)
        )
        return select(page.subquery().c.id)
    # every kind, and for some parties every party, gives a page of its own by an index
    parts = [
        select(row.id)
        .where(*within, row.kind == kind.value, of_party, _beyond(chosen, place))
        .order_by(row.next_on, row.id)
        .limit(most)
        .subquery()
        for kind, place in _places_by_kind(chosen, after)
        for of_party in [row.waits_by == one.value for one in chosen.parties] or [true()]
    ]
    return select(union_all(*(select(one.c.id) for one in parts)).subquery().c.id)


def _is_sliced(chosen: ActionFilter) -> bool:
    is_by_day = chosen.shown in {ShownActions.DUE, ShownActions.LATE}
    return is_by_day and (chosen.is_red_first or bool(chosen.parties))


def _places_by_kind(
    chosen: ActionFilter, after: ActionPlaceInList | None
) -> list[tuple[ActionKind, ActionPlaceInList | None]]:
    if not _is_red_first(chosen):
        return [(kind, after) for kind in ActionKind]
    return [
        (kind, _after_of(kind, after))
        for kind in ActionKind
        if kind is not ActionKind.RED_LINE or after is None or after.is_red
    ]


def _after_of(kind: ActionKind, after: ActionPlaceInList | None) -> ActionPlaceInList | None:
    # what is no red line begins at its top behind the last of them
    is_red = kind is ActionKind.RED_LINE
    return after if after is not None and after.is_red == is_red else None


def _is_red_first(chosen: ActionFilter) -> bool:
    return chosen.is_red_first and chosen.shown in {ShownActions.DUE, ShownActions.LATE}


def _within(actor: Actor) -> ColumnElement[bool]:
    # what `signed_within` says, by what an action knows itself, so that nothing is joined
    row = CorrectiveActionRow
    others = _of_others(actor)
    if actor.practitioner_id is None:
        return others
    own = row.audit_id.in_(
        select(AuditRow.id)
        .join(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(CaseFileRow.practitioner_id == actor.practitioner_id)
    )
    agreed = and_(row.session_id.is_not(None), row.practitioner_id == actor.practitioner_id)
    reach = centre_column_in(row.centre_id, reach_of(actor, Permission.AUDIT_READ))
    return or_(others, and_(reach, or_(own, agreed)))


def _of_others(actor: Actor) -> ColumnElement[bool]:
    row = CorrectiveActionRow
    reading, agreed = reach_over_others(actor), reach_over_agreed(actor)
    is_whole = reach_of(actor, Permission.SUPERVISOR_REVIEW).is_everything
    if is_whole and reading == agreed:
        return centre_column_in(row.centre_id, reading)
    found = and_(row.session_id.is_(None), centre_column_in(row.centre_id, reading))
    if not is_whole:
        of_row = select(AuditRow.id).where(AuditRow.id == row.audit_id, of_centres_or_theirs(actor))
        found = and_(found, of_row.correlate(row).exists())
    return or_(found, and_(row.session_id.is_not(None), centre_column_in(row.centre_id, agreed)))


def joined_actions(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join what there is to tell of actions.

    Args:
        query: A query for `ACTION_LINE` and more.

    Returns:
        The query with centre, reading and file, or session.
    """
    row = CorrectiveActionRow
    return (
        query.join(CentreRow, CentreRow.id == row.centre_id)
        .outerjoin(AuditRow, AuditRow.id == row.audit_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .outerjoin(SupervisionSessionRow, SupervisionSessionRow.id == row.session_id)
    )


def _shown(actor: Actor, chosen: ActionFilter, today: date) -> Sequence[ColumnElement[bool]]:
    row = CorrectiveActionRow
    by: ColumnElement[bool] = true()
    if chosen.parties:
        by = row.waits_by.in_([one.value for one in chosen.parties])
    if chosen.is_ones_own:
        by = and_(by, not_(done_by_others(actor)))
    match chosen.shown:
        case ShownActions.DUE:
            return (row.next_on.is_not(None), by)
        case ShownActions.LATE:
            return (row.next_on < today, by)
        case ShownActions.READINGS:
            done = row.state == ActionState.DONE.value
            return (done, row.waits_for == Waits.READINGS.value)
        case ShownActions.CLOSED:
            return (row.state.in_([ActionState.VERIFIED.value, ActionState.DROPPED.value]),)


def _order(chosen: ActionFilter) -> tuple[ColumnElement[Any], ...]:
    row = CorrectiveActionRow
    if _is_red_first(chosen):
        is_other = case((row.kind == ActionKind.RED_LINE.value, 0), else_=1)
        return is_other, row.next_on.asc(), row.id.asc()
    if chosen.shown in {ShownActions.DUE, ShownActions.LATE}:
        return row.next_on.asc(), row.id.asc()
    return (CorrectiveActionRow.id.desc(),)


def _beyond(chosen: ActionFilter, after: ActionPlaceInList | None) -> ColumnElement[bool]:
    row = CorrectiveActionRow
    if after is None:
        return true()
    if chosen.shown not in {ShownActions.DUE, ShownActions.LATE} or after.next_on is None:
        return row.id < after.id
    return or_(row.next_on > after.next_on, and_(row.next_on == after.next_on, row.id > after.id))


def action_line(session: Session, row: Any) -> ActionLine:
    """Make a row of `ACTION_LINE` what a list tells of it.

    Args:
        session: A database session.
        row: The row.

    Returns:
        The line.
    """
    action: CorrectiveActionRow = row[0]
    items = tuple(action.items)
    # versions are kept in memory: a list asks for each of its few versions at most once
    rubric = None if action.audit_id is None else rubric_in_words(session, row.rubric_version_id)
    return ActionLine(
        id=action.id,
        audit_id=action.audit_id,
        session_id=action.session_id,
        agreed_on=row.agreed_on,
        worker=row.worker or "",
        reference=row.reference,
        centre_name=BilingualText(row.name_zh, row.name_en),
        items=items,
        requirement=requirement_of(rubric, items[0]) if items else _agreed(session, action),
        kind=ActionKind(action.kind),
        owner=Owner(action.owner),
        state=ActionState(action.state),
        waits_by=None if action.waits_by is None else Party(action.waits_by),
        waits_for=Waits(action.waits_for),
        next_on=action.next_on,
        opened_on=action.opened_on,
        region=NATIONAL_REGION if rubric is None else rubric.region,
        verified_on=action.verified_on,
        recurrences=action.recurrences,
        cited=_cited(rubric, items),
    )


def _cited(rubric: Rubric | None, items: tuple[str, ...]) -> tuple[Citation, ...]:
    known = {} if rubric is None else rubric.items
    return citations_of(source for code in items if code in known for source in known[code].sources)


def _agreed(session: Session, action: CorrectiveActionRow) -> BilingualText:
    # people wrote it in one language, and it is shown as they wrote it
    if action.what is None or action.session_id is None:
        return NO_TEXT
    text = sealer_of(session).open(action.what, agreed_place(action.session_id, "what"))
    return BilingualText(text, text)
