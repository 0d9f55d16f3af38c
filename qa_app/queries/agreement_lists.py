"""Who has a supervisor and who has nobody, person by person and centre by centre."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Reach
from qa_app.domain.supervision_agreements import AgreementKind, reach_over_agreements
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import AreaRow, CentreRow, PractitionerRow
from qa_app.queries.agreements import in_force, in_post
from qa_app.queries.reach import centres_in, open_on


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """A practitioner with or without a supervisor.

    Attributes:
        id: The practitioner.
        code: Their code.
        area_code: Their area.
        area: Its name.
        centre_id: Their centre.
        centre: Its name.
        started_on: First day in post.
        agreement_id: The standing agreement of today; None without one.
        supervisor: Who supervises; empty without one.
    """

    id: int
    code: str
    area_code: str
    area: BilingualText
    centre_id: int
    centre: BilingualText
    started_on: date
    agreement_id: int | None = None
    supervisor: str = ""


@dataclass(frozen=True, slots=True)
class CentreCount:
    """How many people of a centre have a supervisor.

    Attributes:
        id: The centre.
        name: Its name.
        workers: Practitioners in post.
        supervised: Those of them with a standing agreement and an active supervisor.
    """

    id: int
    name: BilingualText
    workers: int
    supervised: int


def _standing(day: date) -> ColumnElement[bool]:
    return and_(
        SupervisionAgreementRow.practitioner_id == PractitionerRow.id,
        SupervisionAgreementRow.kind == AgreementKind.STANDING.value,
        in_force(day),
    )


def _workers_in_post(own: Reach, day: date) -> tuple[ColumnElement[bool], ...]:
    return (
        centres_in(own),
        CentreRow.source == "",
        open_on(day),
        PractitionerRow.started_on <= day,
        in_post(day),
    )


def count_unsupervised(session: Session, actor: Actor, day: date) -> int:
    """Count the practitioners in post whom nobody supervises.

    Args:
        session: A database session.
        actor: Who asks.
        day: Today.

    Returns:
        Those within reach without a standing agreement, or whose supervisor's account is disabled.
    """
    query = (
        select(func.count())
        .select_from(PractitionerRow)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(*_workers_in_post(reach_over_agreements(actor), day), _unsupervised(day))
    )
    return session.execute(query).scalar_one()


def unsupervised(
    session: Session, actor: Actor, day: date, most: int, page: int = 1
) -> tuple[WorkerLine, ...]:
    """List the practitioners in post whom nobody supervises.

    Args:
        session: A database session.
        actor: Who asks.
        day: Today.
        most: So many on a page.
        page: Page, from 1.

    Returns:
        As `count_unsupervised`, whoever is longest in post last; with the agreement of a
        supervisor who has left.
    """
    query = (
        _workers(day)
        .where(*_workers_in_post(reach_over_agreements(actor), day), _unsupervised(day))
        .order_by(PractitionerRow.started_on.desc(), CentreRow.code, PractitionerRow.code)
        .limit(most)
        .offset((page - 1) * most)
    )
    return tuple(_worker(row) for row in session.execute(query))


def workers_at(session: Session, actor: Actor, centre_id: int, day: date) -> tuple[WorkerLine, ...]:
    """List the practitioners of a centre with their supervisors.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: The centre.
        day: Today.

    Returns:
        Those in post, by code; nothing where the actor sees no agreements.
    """
    query = (
        _workers(day)
        .where(
            *_workers_in_post(reach_over_agreements(actor), day),
            PractitionerRow.centre_id == centre_id,
        )
        .order_by(PractitionerRow.code)
    )
    return tuple(_worker(row) for row in session.execute(query))


def centre_counts(session: Session, actor: Actor, day: date) -> tuple[CentreCount, ...]:
    """Count by centre who has a supervisor, with one query.

    Args:
        session: A database session.
        actor: Who asks.
        day: Today.

    Returns:
        Open centres with practitioners in post: those with people whom nobody supervises first.
    """
    is_supervised = (
        select(SupervisionAgreementRow.id)
        .join(AccountRow, AccountRow.id == SupervisionAgreementRow.supervisor_id)
        .where(_standing(day), AccountRow.is_active)
        .exists()
    )
    rows = session.execute(
        select(
            CentreRow.id,
            CentreRow.code,
            CentreRow.name_zh,
            CentreRow.name_en,
            func.count().label("workers"),
            func.count(PractitionerRow.id).filter(is_supervised).label("supervised"),
        )
        .join(PractitionerRow, PractitionerRow.centre_id == CentreRow.id)
        .where(*_workers_in_post(reach_over_agreements(actor), day))
        .group_by(CentreRow.id, CentreRow.code, CentreRow.name_zh, CentreRow.name_en)
    ).all()
    ordered = sorted(rows, key=lambda row: (row.supervised - row.workers, row.code))
    return tuple(
        CentreCount(row.id, BilingualText(row.name_zh, row.name_en), row.workers, row.supervised)
        for row in ordered
    )


def _workers(day: date) -> Any:
    return (
        select(
            PractitionerRow.id,
            PractitionerRow.code,
            PractitionerRow.area_code,
            PractitionerRow.centre_id,
            PractitionerRow.started_on,
            AreaRow.name_zh.label("area_zh"),
            AreaRow.name_en.label("area_en"),
            CentreRow.name_zh,
            CentreRow.name_en,
            SupervisionAgreementRow.id.label("agreement_id"),
            AccountRow.display_name,
        )
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .join(AreaRow, AreaRow.code == PractitionerRow.area_code)
        .outerjoin(SupervisionAgreementRow, _standing(day))
        .outerjoin(AccountRow, AccountRow.id == SupervisionAgreementRow.supervisor_id)
    )


def _unsupervised(day: date) -> ColumnElement[bool]:
    return ~(
        select(SupervisionAgreementRow.id)
        .join(AccountRow, AccountRow.id == SupervisionAgreementRow.supervisor_id)
        .where(_standing(day), AccountRow.is_active)
        .correlate(PractitionerRow)
        .exists()
    )


def _worker(row: Any) -> WorkerLine:
    return WorkerLine(
        row.id,
        row.code,
        row.area_code,
        BilingualText(row.area_zh, row.area_en),
        row.centre_id,
        BilingualText(row.name_zh, row.name_en),
        row.started_on,
        row.agreement_id,
        row.display_name or "",
    )
