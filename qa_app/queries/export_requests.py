"""Requests to take results away: those somebody made, and those that wait for somebody."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, true
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.export_requests import (
    Answer,
    RefusalReason,
    RequestState,
    lapses_at,
    request_state,
)
from qa_app.domain.item_export import ExportForm, Purpose
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.exports import ExportRequestRow
from qa_app.models.places import CentreRow
from qa_app.models.row_lock import Beyond, beyond_reach
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import locked
from qa_app.queries.item_export import ExportFilter, is_chosen
from qa_app.queries.reach import centres_within

_SEALED = "sealed"
_Asker, _Answerer, _First = alias_of(AccountRow), alias_of(AccountRow), alias_of(AccountRow)


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A request.

    Attributes:
        id: It.
        chosen: Which results.
        centre_name: The centre's name; None for every centre within reach of who asked.
        form: Kind of file.
        purpose: What for.
        asked_at: When it was asked for.
        asked_by: By whom.
        asked_by_id: Their account.
        state: Where it stands.
        lapses_at: When it, or its approval, lapses.
        answered_at: When it was answered; None before.
        answered_by: By whom; empty before.
        refusal: Why it was refused; None unless it was.
        project: What the research is; empty for what is taken item by item.
        first_by: Who gave the first of two approvals; empty before, and where one is enough.
        first_by_id: Their account; None likewise.
        first_at: When; None likewise.
    """

    id: int
    chosen: ExportFilter
    centre_name: BilingualText | None
    form: ExportForm
    purpose: Purpose
    asked_at: datetime
    asked_by: str
    asked_by_id: int
    state: RequestState
    lapses_at: datetime
    answered_at: datetime | None
    answered_by: str
    refusal: RefusalReason | None
    project: str = ""
    first_by: str = ""
    first_by_id: int | None = None
    first_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExportSize:
    """What a file would hold.

    Attributes:
        reviews: Signed reviews.
        files: Case files that they read; a review of a whole centre reads none.
        items: Items and rules that they ask, of which each has a row; what was entered besides
            has further rows, and a review whose answers are withheld has none.
        first: First day of reading among them; None without any.
        last: Last day likewise.
        centres: Centres with how many of the reviews are theirs, by code.
    """

    reviews: int
    files: int
    items: int
    first: date | None
    last: date | None
    centres: tuple[tuple[BilingualText, int], ...]


def own_requests(
    session: Session, actor: Actor, at: datetime, most: int
) -> tuple[ExportRequest, ...]:
    """List what somebody asked for.

    Args:
        session: A database session.
        actor: Who.
        at: The present.
        most: At most so many.

    Returns:
        Newest first.
    """
    query = (
        _requests()
        .where(ExportRequestRow.asked_by == actor.account_id)
        .order_by(ExportRequestRow.id.desc())
        .limit(most)
    )
    return tuple(_request(session, row, at) for row in session.execute(query).all())


def requests_to_answer(
    session: Session, actor: Actor, at: datetime, most: int
) -> tuple[ExportRequest, ...]:
    """List requests that wait for an answer.

    Args:
        session: A database session.
        actor: Who may approve.
        at: The present.
        most: At most so many.

    Returns:
        Longest waiting first; what lapsed is left out.
    """
    if not may(actor, Permission.ITEMS_APPROVE):
        return ()
    query = (
        _requests()
        .where(
            ExportRequestRow.is_approved.is_(None),
            # the second approval is somebody else's
            ExportRequestRow.first_by.is_distinct_from(actor.account_id),
            _approvable(actor),
        )
        .order_by(ExportRequestRow.id)
    )
    found = (_request(session, row, at) for row in session.execute(query).all())
    return tuple(one for one in found if one.state is RequestState.ASKED)[:most]


def export_size(session: Session, actor: Actor, asked: ExportRequest) -> ExportSize:
    """Count what the file of a request would hold, without reading any result.

    Args:
        session: A database session.
        actor: Who is to answer.
        asked: A request that waits for them.

    Returns:
        Counts of what was signed by when it was asked for, at the centres fixed then that are
        within reach of whoever answers.
    """
    withheld = RubricVersionRow.access == _SEALED
    # a supplement asks only a part of its version
    has_rows = and_(AuditRow.supplements_id.is_(None), ~withheld)
    query = (
        select(
            CentreRow.name_zh,
            CentreRow.name_en,
            func.count().label("reviews"),
            func.count(AuditRow.case_file_id.distinct()).label("files"),
            func.sum(case((has_rows, RubricVersionRow.item_count), else_=0)).label("items"),
            func.min(AuditRow.reviewed_on).label("first"),
            func.max(AuditRow.reviewed_on).label("last"),
        )
        .select_from(AuditRow)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .where(_approvable(actor), is_chosen(asked.chosen))
        .group_by(CentreRow.id, CentreRow.code, CentreRow.name_zh, CentreRow.name_en)
        .order_by(CentreRow.code)
    )
    # an administrator answers who is shown no result
    with beyond_reach(session, Beyond.ADMINISTRATION):
        rows = session.execute(query).all()
    return ExportSize(
        reviews=sum(row.reviews for row in rows),
        # a case file belongs to one centre
        files=sum(row.files for row in rows),
        items=sum(int(row.items) for row in rows),
        first=min((row.first for row in rows), default=None),
        last=max((row.last for row in rows), default=None),
        centres=tuple((BilingualText(row.name_zh, row.name_en), row.reviews) for row in rows),
    )


def held_request(
    session: Session, actor: Actor, request_id: int, permission: Permission, at: datetime
) -> ExportRequest:
    """Find a request that somebody is about to act on, and keep others from changing it.

    Args:
        session: A session inside `transaction`.
        actor: Who acts.
        request_id: The request.
        permission: To take what they asked for themselves, or to answer.
        at: The present.

    Returns:
        The request.

    Raises:
        OutOfReachError: There is no such request of theirs, or none that they may answer.
    """
    is_own = permission is Permission.ITEMS_REQUEST
    mine = ExportRequestRow.asked_by == actor.account_id
    if not may(actor, permission):
        raise OutOfReachError("export_request")
    query = _requests().where(
        ExportRequestRow.id == request_id, mine if is_own else _approvable(actor)
    )
    row = session.execute(locked(session, query, ExportRequestRow)).one_or_none()
    if row is None:
        raise OutOfReachError("export_request")
    return _request(session, row, at)


def _approvable(actor: Actor) -> ColumnElement[bool]:
    # what concerns every centre is for those whose reach is everything
    if reach_of(actor, Permission.ITEMS_APPROVE).is_everything:
        return true()
    return centres_within(actor, Permission.ITEMS_APPROVE)


def _requests() -> Select[*tuple[Any, ...]]:
    return (
        select(
            ExportRequestRow,
            CentreRow.code,
            CentreRow.name_zh,
            CentreRow.name_en,
            _Asker.display_name.label("asker"),
            _Answerer.display_name.label("answerer"),
            _First.display_name.label("first"),
        )
        .join(_Asker, _Asker.id == ExportRequestRow.asked_by)
        .outerjoin(_Answerer, _Answerer.id == ExportRequestRow.answered_by)
        .outerjoin(_First, _First.id == ExportRequestRow.first_by)
        .outerjoin(CentreRow, CentreRow.id == ExportRequestRow.centre_id)
    )


def _request(session: Session, found: Any, at: datetime) -> ExportRequest:
    row: ExportRequestRow = found[0]
    answer = None
    if row.is_approved is not None and row.answered_at is not None:
        answer = Answer(row.is_approved, row.answered_at)
    return ExportRequest(
        row.id,
        # what was approved: nothing that was signed, and no centre that was got, later
        ExportFilter(row.since, row.until, found.code, frozenset(row.centres), row.asked_at),
        None if found.code is None else BilingualText(found.name_zh, found.name_en),
        ExportForm(row.form),
        Purpose(row.purpose),
        row.asked_at,
        found.asker,
        row.asked_by,
        request_state(row.asked_at, answer, at),
        lapses_at(row.asked_at, answer),
        row.answered_at,
        found.answerer or "",
        None if row.refusal is None else RefusalReason(row.refusal),
        _project(session, row),
        found.first or "",
        row.first_by,
        row.first_at,
    )


def _project(session: Session, row: ExportRequestRow) -> str:
    if row.project is None:
        return ""
    return sealer_of(session).open(row.project, project_place(row.asked_by, row.asked_at))


def project_place(asked_by: int, asked_at: datetime) -> str:
    """Name what the words on a project belong to.

    Args:
        asked_by: Who asked.
        asked_at: When.

    Returns:
        What they are sealed with.
    """
    return f"export_request/{asked_by}/{int(asked_at.timestamp())}"
