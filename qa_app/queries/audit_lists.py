"""Lists of audits within reach: pages by keyset, counts that stop at a bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from qa_app.domain.defaults import COUNT_MOST, ROWS_PER_PAGE
from qa_app.domain.month_grid import first_day
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.series import Coverage, Period
from qa_app.domain.text import BilingualText
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.audits import own_drafts_within, told_state
from qa_app.queries.item_counts import sample_kinds
from qa_app.queries.pairs import is_compared
from qa_app.queries.reach import own_locked, reference_or_subject, signed_within

DRAFT, PROVISIONAL, FINAL, VOID = "draft", "provisional", "final", "void"
STATES = (DRAFT, PROVISIONAL, FINAL, VOID)
_NEVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class PointFiles:
    """The signed audits behind a point of a centre's trend, as `queries.behind_points` counts them.

    Attributes:
        centre_id: Whose.
        rubric: Code of the rubric.
        version: Its version.
        period: When they were read.
        coverage: How the files were chosen.
    """

    centre_id: int
    rubric: str
    version: str
    period: Period
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What a list shows.

    Attributes:
        state: One of `STATES`; None for every state.
        is_mine: Only audits that the actor reads.
        point: Only what stands behind this point, which is neither a draft nor void.
    """

    state: str | None = None
    is_mine: bool = False
    point: PointFiles | None = None


@dataclass(frozen=True, slots=True)
class AuditPlace:
    """The last row of a page, after which the next begins."""

    due_on: date | None
    id: int


@dataclass(frozen=True, slots=True)
class _After:
    """Such a row, and when it was signed."""

    place: AuditPlace
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An audit in a list.

    Attributes:
        id: The audit.
        reference: The case file's reference; None when the unit is the whole centre.
        centre_name: The centre's name.
        rubric_title: The rubric's title.
        rubric_version: Its version.
        state: One of `STATES`; `second` for a second reading whose pair is complete.
        answered_count: Items answered so far.
        item_count: Items of the rubric.
        due_on: When it should be signed.
        signed_at: When it was signed.
        band: Band of the file.
        sample_type: How the file was chosen.
        is_mine: True when the actor reads it.
    """

    id: int
    reference: str | None
    centre_name: BilingualText
    rubric_title: BilingualText
    rubric_version: str
    state: str
    answered_count: int
    item_count: int
    due_on: date | None
    signed_at: datetime | None
    band: str | None
    sample_type: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class AuditCount:
    """How many audits a filter finds; counting stops at `COUNT_MOST`.

    Attributes:
        total: How many, at most one more than the bound.
        overdue: Drafts among them whose day has passed.
    """

    total: int
    overdue: int


def audits_page(
    session: Session, actor: Actor, chosen: AuditFilter, after: AuditPlace | None
) -> tuple[AuditLine, ...]:
    """List audits within reach: drafts by the day they are due, results by their signing.

    In a list of every state drafts come before what is signed, and the newest first of both.

    Args:
        session: A database session.
        actor: Who asks.
        chosen: What is shown.
        after: Last row of the page before; None starts at the top.

    Returns:
        One row more than a page, when there are more.
    """
    if not may(actor, Permission.AUDIT_READ):
        return ()
    query = (
        select(
            AuditRow.id,
            reference_or_subject(),
            CentreRow.name_zh,
            CentreRow.name_en,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
            RubricVersionRow.version,
            AuditRow.state,
            AuditRow.result_state,
            AuditRow.answered_count,
            RubricVersionRow.item_count,
            AuditRow.due_on,
            AuditRow.signed_at,
            AuditRow.band,
            AuditRow.sample_type,
            AuditRow.reader_id,
            is_compared().label("is_compared"),
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(AuditRow.id.in_(select(_first(actor, chosen, _after(session, after)).c.id)))
        .order_by(*_order(chosen))
        .limit(ROWS_PER_PAGE + 1)
    )
    return tuple(
        AuditLine(
            row.id,
            row.reference,
            BilingualText(row.name_zh, row.name_en),
            BilingualText(row.title_zh, row.title_en),
            row.version,
            _told(row),
            row.answered_count,
            row.item_count,
            row.due_on,
            row.signed_at,
            row.band,
            row.sample_type,
            row.reader_id == actor.account_id,
        )
        for row in session.execute(query)
    )


def _told(row: Any) -> str:
    if row.is_compared:
        return "second"
    state: str = row.result_state if told_state(row.state) == "signed" else row.state
    return state


def count_audits(session: Session, actor: Actor, chosen: AuditFilter, today: date) -> AuditCount:
    """Count audits within reach.

    Args:
        session: A database session.
        actor: Who asks.
        chosen: What is shown.
        today: Local day.

    Returns:
        The counts.
    """
    if not may(actor, Permission.AUDIT_READ):
        return AuditCount(0, 0)
    some = [one.limit(COUNT_MOST + 1) for one in _kinds(actor, chosen)]
    found = _together(some).limit(COUNT_MOST + 1).subquery()
    is_late = and_(found.c.state == DRAFT, found.c.due_on < today)
    row = session.execute(
        select(func.count(), func.coalesce(func.sum(case((is_late, 1), else_=0)), 0)).select_from(
            found
        )
    ).one()
    return AuditCount(row[0], row[1])


def _after(session: Session, place: AuditPlace | None) -> _After | None:
    if place is None:
        return None
    query = select(AuditRow.signed_at).where(AuditRow.id == place.id)
    return _After(place, session.execute(query).scalar_one_or_none())


def _first(actor: Actor, chosen: AuditFilter, after: _After | None) -> Subquery:
    # as many of each kind as a page can hold
    return _together(
        [
            one.where(_beyond(chosen, after)).order_by(*_within(chosen)).limit(ROWS_PER_PAGE + 1)
            for one in _kinds(actor, chosen)
        ]
    ).subquery()


def _kinds(actor: Actor, chosen: AuditFilter) -> list[Select[int, str, date | None]]:
    # own drafts and what is signed have an index each; under one condition with an `or` the
    # database would read every audit there is
    columns = select(AuditRow.id, AuditRow.state, AuditRow.due_on)
    query = columns.join(CentreRow, CentreRow.id == AuditRow.centre_id)
    kinds = []
    if chosen.point is not None:
        query = query.where(*_behind(chosen.point))
    elif chosen.state in {None, DRAFT}:
        kinds.append(query.where(own_drafts_within(actor)))
    if chosen.point is None and chosen.state in {None, PROVISIONAL}:
        # a second reading whose pair is complete is no result that waits
        own = query.where(own_locked(actor))
        kinds.append(own.where(~is_compared()) if chosen.state == PROVISIONAL else own)
    for settled in _settled(chosen.state):
        signed = query.where(settled, signed_within(actor))
        if chosen.is_mine:
            signed = signed.where(AuditRow.reader_id == actor.account_id)
        kinds.append(signed)
    return kinds


def _behind(point: PointFiles) -> tuple[ColumnElement[bool], ...]:
    versions = select(RubricVersionRow.id).where(
        RubricVersionRow.rubric_code == point.rubric, RubricVersionRow.version == point.version
    )
    return (
        AuditRow.centre_id == point.centre_id,
        AuditRow.state == "signed",
        AuditRow.rubric_version_id.in_(versions),
        AuditRow.sample_type.in_(sample_kinds(point.coverage)),
        AuditRow.reviewed_on >= first_day(point.period.first_month),
        AuditRow.reviewed_on < first_day(point.period.last_month + 1),
    )


def _together(
    kinds: Sequence[Select[int, str, date | None]],
) -> Select[int, str, date | None]:
    found = union_all(*(select(*one.subquery().c) for one in kinds)).subquery()
    return select(found.c.id, found.c.state, found.c.due_on)


def _settled(state: str | None) -> tuple[ColumnElement[bool], ...]:
    # each by itself, so that an index gives it in the order of signing
    if state is None:
        return AuditRow.state == "signed", AuditRow.state == VOID
    if state == DRAFT:
        return ()
    if state == VOID:
        return (AuditRow.state == VOID,)
    return (and_(AuditRow.state == "signed", AuditRow.result_state == state),)


def _order(chosen: AuditFilter) -> tuple[ColumnElement[Any], ...]:
    if chosen.state == DRAFT:
        return func.coalesce(AuditRow.due_on, _NEVER), AuditRow.id.asc()
    return AuditRow.signed_at.desc().nulls_first(), AuditRow.id.desc()


def _within(chosen: AuditFilter) -> tuple[ColumnElement[Any], ...]:
    # of one kind all are signed or none is: without a word on NULL an index gives the order
    return (
        _order(chosen) if chosen.state == DRAFT else (AuditRow.signed_at.desc(), AuditRow.id.desc())
    )


def _beyond(chosen: AuditFilter, after: _After | None) -> ColumnElement[bool]:
    if after is None:
        return true()
    number = after.place.id
    if chosen.state == DRAFT:
        due, last = func.coalesce(AuditRow.due_on, _NEVER), after.place.due_on or _NEVER
        return or_(due > last, and_(due == last, AuditRow.id > number))
    if after.signed_at is None:
        return or_(AuditRow.signed_at.is_not(None), AuditRow.id < number)
    return and_(
        AuditRow.signed_at <= after.signed_at,
        or_(AuditRow.signed_at < after.signed_at, AuditRow.id < number),
    )
