"""Whether a series can go on at its centre, and who of its people works there on each day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.session_series import PlacedDay, SeriesTerms, check_terms
from qa_app.domain.supervision import MUST_READ_FILES, SessionType
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import CentreAreaRow, CentreRow
from qa_app.queries.reach import centres_within
from qa_app.queries.session_fitness import check_session_day, workers_on


@dataclass(frozen=True, slots=True)
class SeriesPlace:
    """Where and about what a series is; this never changes.

    Attributes:
        centre_id: The centre.
        type: What kind of session.
        area: Area of expertise; None for all.
        agreement_id: The agreement that it carries out; None without one.
    """

    centre_id: int
    type: SessionType
    area: str | None = None
    agreement_id: int | None = None


def check_series(
    session: Session, actor: Actor, place: SeriesPlace, terms: SeriesTerms, today: date
) -> None:
    """Refuse a series that cannot take place.

    Args:
        session: A database session.
        actor: Who plans it.
        place: Where and about what it is.
        terms: How it goes on.
        today: The present.

    Raises:
        OutOfReachError: There is no such centre where the actor may plan.
        InvalidError: Files are drawn for each session of this type, so that none of it repeats by
            itself (`type_reads_files`); the centre does not work in the area (`unknown_area`);
            the agreement is not one of this centre (`unknown_agreement`); somebody does not
            work there on the first day (`unknown_person`); or `check_terms` or
            `check_session_day` refuse.
    """
    within = centres_within(actor, Permission.SESSION_PLAN)
    centre = select(CentreRow.id).where(CentreRow.id == place.centre_id, within)
    if session.execute(centre).first() is None:
        raise OutOfReachError("centre")
    if place.type in MUST_READ_FILES:
        raise InvalidError("type_reads_files")
    check_terms(terms, today)
    check_session_day(session, place.centre_id, terms.starts_on, terms.supervisor_id)
    areas = select(CentreAreaRow.area_code).where(CentreAreaRow.centre_id == place.centre_id)
    if place.area is not None and place.area not in set(session.execute(areas).scalars()):
        raise InvalidError("unknown_area")
    if not workers_on(session, place.centre_id, terms.starts_on).issuperset(terms.people):
        raise InvalidError("unknown_person")
    if place.agreement_id is not None:
        agreed = session.execute(
            select(SupervisionAgreementRow.centre_id).where(
                SupervisionAgreementRow.id == place.agreement_id
            )
        ).scalar_one_or_none()
        if agreed != place.centre_id:
            raise InvalidError("unknown_agreement")


def people_by_day(
    session: Session, centre_id: int, people: Sequence[int], days: Sequence[PlacedDay]
) -> dict[int, frozenset[int]]:
    """Tell who of some people still works at a centre on each of some days.

    Args:
        session: A database session.
        centre_id: The centre; the caller knows that it is in reach.
        people: Practitioners.
        days: The days.

    Returns:
        Place of the day to practitioners.
    """
    wanted = frozenset(people)
    return {
        place: workers_on(session, centre_id, one.day) & wanted if wanted else wanted
        for place, one in enumerate(days)
    }
