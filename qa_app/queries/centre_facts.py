"""What the register says of centres, for those who read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.models.centre_register import CentreDocumentRow, CentreProfileRow, VacancyRow
from qa_app.models.places import AreaRow, CentreRow, PlaceRow
from qa_app.models.recorded import known
from qa_app.queries.centre_papers import (
    HeldPaper,
    HeldSanction,
    areas_of,
    papers_of,
    sanctions_of,
)
from qa_app.queries.reach import centres_within, open_on


@dataclass(frozen=True, slots=True)
class RegisteredCentre:
    """A centre with what the register says of it.

    Attributes:
        id: The centre.
        code: Its code.
        name: Its name.
        kind: Kind of organisation.
        place: Name of its place.
        areas: Codes of its areas.
        papers: Its papers, oldest first.
        sanctions: Its sanctions, oldest first.
    """

    id: int
    code: str
    name: BilingualText
    kind: str
    place: BilingualText
    areas: tuple[str, ...]
    papers: tuple[HeldPaper, ...]
    sanctions: tuple[HeldSanction, ...]


@dataclass(frozen=True, slots=True)
class PartnerProfile:
    """What kind of partner a centre is, and by which route it is reached."""

    partner: str
    contact: BilingualText


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post that is to be filled, with its area, its tier and since when it is vacant."""

    code: str
    area: str
    tier: str
    opened_on: date


def centres_with_papers(
    session: Session,
    actor: Actor,
    at: datetime,
    today: date,
    centre_id: int | None = None,
    *,
    permission: Permission = Permission.REGISTER_READ,
) -> tuple[RegisteredCentre, ...]:
    """List centres with their papers.

    Args:
        session: A database session.
        actor: Who asks.
        at: The present.
        today: The local day.
        centre_id: One centre; None for all that are open.
        permission: What the actor wants to do there.

    Returns:
        Those where the actor may, by place and code; no imported provider.
    """
    within = centres_within(actor, permission)
    if centre_id is not None:
        within = within & (CentreRow.id == centre_id)
    query = (
        select(CentreRow, PlaceRow.name_zh, PlaceRow.name_en)
        .join(PlaceRow, PlaceRow.id == CentreRow.place_id)
        .where(within, CentreRow.source == "")
        .order_by(PlaceRow.code, CentreRow.code)
    )
    if centre_id is None:
        query = query.where(open_on(today))
    papers, sanctions = papers_of(session, within, at), sanctions_of(session, within, at)
    areas = areas_of(session, within)
    return tuple(
        RegisteredCentre(
            row.id,
            row.code,
            BilingualText(row.name_zh, row.name_en),
            row.kind,
            BilingualText(place_zh, place_en),
            areas.get(row.id, ()),
            papers.get(row.id, ()),
            sanctions.get(row.id, ()),
        )
        for row, place_zh, place_en in session.execute(query)
    )


def has_papers(session: Session, actor: Actor, at: datetime) -> bool:
    """Tell whether any paper of the centres that an actor writes for is recorded.

    Args:
        session: A database session.
        actor: Who asks.
        at: The present.

    Returns:
        False while nobody has begun to record papers there.
    """
    row = CentreDocumentRow
    query = (
        select(row.id)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(centres_within(actor, Permission.REGISTER_WRITE), known(row, at))
        .limit(1)
    )
    return session.execute(query).first() is not None


def profile_of(session: Session, centre_id: int, at: datetime) -> PartnerProfile | None:
    """Read what kind of partner a centre is.

    Args:
        session: A database session.
        centre_id: A centre that the reader may see.
        at: The present.

    Returns:
        Its profile; None when nobody has said it.
    """
    row = session.execute(
        select(CentreProfileRow).where(
            CentreProfileRow.centre_id == centre_id, known(CentreProfileRow, at)
        )
    ).scalar_one_or_none()
    if row is None:
        return None
    return PartnerProfile(row.partner, BilingualText(row.contact_zh, row.contact_en))


def vacancies_of(session: Session, centre_id: int, at: datetime) -> tuple[Vacancy, ...]:
    """List the posts of a centre that are to be filled.

    Args:
        session: A database session.
        centre_id: A centre that the reader may see.
        at: The present.

    Returns:
        Those that are open, by code.
    """
    rows = session.execute(
        select(VacancyRow)
        .where(
            VacancyRow.centre_id == centre_id,
            VacancyRow.filled_on.is_(None),
            known(VacancyRow, at),
        )
        .order_by(VacancyRow.code)
    ).scalars()
    return tuple(Vacancy(row.code, row.area_code, row.tier, row.opened_on) for row in rows)


def area_names_of(session: Session) -> Mapping[str, BilingualText]:
    """Name every area.

    Args:
        session: A database session.

    Returns:
        Code to name, in order.
    """
    rows = session.execute(select(AreaRow).order_by(AreaRow.position, AreaRow.code)).scalars()
    return {row.code: BilingualText(row.name_zh, row.name_en) for row in rows}
