"""Numbers behind indicators of the workforce: workers, certificates, agreements, children."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import INDICATOR_YEARS, POPULATION_YEARS_BACK
from qa_app.domain.indicators import CountedWorker, Population, Year, year_of, years_told
from qa_app.domain.maturity import RegionReview
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.text import BilingualText
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.populations import PlacePopulationRow
from qa_app.models.recorded import known
from qa_app.queries.agreements import in_force
from qa_app.queries.reach import centres_in
from qa_app.queries.region_reviews import region_reviews
from qa_app.queries.workers import Licence, in_post, licences_of


@dataclass(frozen=True, slots=True)
class District:
    """A place that centres stand in.

    Attributes:
        id: The place.
        name: Its name.
        path: Its path.
    """

    id: int
    name: BilingualText
    path: str


@dataclass(frozen=True, slots=True)
class Maturity:
    """How a place's quality-assurance system was rated last.

    Attributes:
        name: The place.
        review: Its latest signed review.
    """

    name: BilingualText
    review: RegionReview


@dataclass(frozen=True, slots=True)
class Indicators:
    """Everything the page of indicators tells.

    Attributes:
        districts: Districts within reach, in the order of the tree.
        years: Years, the latest first.
        is_open: True for who may read the workers themselves.
        maturity: Places above or at these districts whose system was rated.
    """

    districts: tuple[District, ...]
    years: tuple[Year, ...]
    is_open: bool
    maturity: tuple[Maturity, ...]


def indicators(
    session: Session, actor: Actor, today: date, at: datetime, years: int = INDICATOR_YEARS
) -> Indicators:
    """Count what is within reach.

    There is one view for each person: districts are not chosen, so that no two views can be held
    against each other.

    Args:
        session: A database session.
        actor: Who asks.
        today: Local date; the present year is counted as of it.
        at: The present.
        years: How many years.

    Returns:
        The numbers as this person may see them.
    """
    reach, workers = (
        reach_of(actor, Permission.INDICATOR_READ),
        reach_of(actor, Permission.PRACTITIONER_READ),
    )
    within = centres_in(reach)
    districts = _districts(session, within)
    is_open = reach == workers
    places = session.execute(select(CentreRow.id, CentreRow.place_id).where(within))
    homes = {row.id: row.place_id for row in places}
    licences = licences_of(session, within, at)
    # a place that holds other districts would count their children twice
    leaves = [one.id for one in districts if not _holds_another(one, districts)]
    populations = _populations(session, leaves, at)
    ground = _Ground(within, homes, licences, populations, districts, _first_agreement(session))
    counted = [
        _year(
            session,
            year,
            ground,
            min(today, date(year, 12, 31)),
            at,
            is_open=is_open,
        )
        for year in range(today.year, today.year - years, -1)
    ]
    return Indicators(districts, years_told(counted), is_open, _maturity(session, districts))


@dataclass(frozen=True, slots=True)
class _Ground:
    within: ColumnElement[bool]
    homes: Mapping[int, int]
    licences: Mapping[int, tuple[Licence, ...]]
    populations: Mapping[int, tuple[Population, ...]]
    districts: tuple[District, ...]
    agreed_from: date | None


def _year(
    session: Session, year: int, ground: _Ground, day: date, at: datetime, *, is_open: bool
) -> Year:
    people = [
        one
        for one in in_post(session, ground.within, day, at)
        if one.is_worker and one.meets_children
    ]
    supervised = set(
        session.execute(
            select(SupervisionAgreementRow.practitioner_id).where(
                SupervisionAgreementRow.practitioner_id.is_not(None), in_force(day)
            )
        ).scalars()
    )
    counted = year_of(
        year,
        [
            CountedWorker(
                ground.homes[one.centre_id],
                "" if one.profile is None else one.profile.tier.value,
                any(
                    licence.area == one.area and licence.holds_on(day)
                    for licence in ground.licences.get(one.id, ())
                ),
                one.id in supervised,
            )
            for one in people
        ],
        {
            place: found
            for place, own in ground.populations.items()
            if (found := _of_year(own, year)) is not None
        },
        [one.id for one in ground.districts],
        frozenset(ground.homes[one.centre_id] for one in people if ground.licences.get(one.id)),
        is_open=is_open,
    )
    begun = ground.agreed_from is not None and ground.agreed_from <= day
    return replace(counted, has_agreements=begun)


def _first_agreement(session: Session) -> date | None:
    row = SupervisionAgreementRow
    first: date | None = session.scalar(
        select(func.min(row.from_on)).where(row.practitioner_id.is_not(None))
    )
    return first


def _of_year(numbers: Sequence[Population], year: int) -> Population | None:
    # the newest that is not newer than the year, as long as it is not too old
    found = [one for one in numbers if year - POPULATION_YEARS_BACK <= one.year <= year]
    return max(found, key=lambda one: one.year, default=None)


def _districts(session: Session, within: ColumnElement[bool]) -> tuple[District, ...]:
    rows = session.execute(
        select(PlaceRow.id, PlaceRow.name_zh, PlaceRow.name_en, PlaceRow.path)
        .where(PlaceRow.id.in_(select(CentreRow.place_id).where(within)))
        .order_by(PlaceRow.code)
    )
    return tuple(District(one, BilingualText(zh, en), path) for one, zh, en, path in rows)


def _holds_another(one: District, districts: Sequence[District]) -> bool:
    return any(other.path != one.path and other.path.startswith(one.path) for other in districts)


def _populations(
    session: Session, places: Sequence[int], at: datetime
) -> dict[int, tuple[Population, ...]]:
    row = PlacePopulationRow
    found: dict[int, tuple[Population, ...]] = {}
    query = select(row).where(row.place_id.in_(places), known(row, at))
    for one in session.execute(query).scalars():
        number = Population(one.child_count, one.year, one.source)
        found[one.place_id] = (*found.get(one.place_id, ()), number)
    return found


def _maturity(session: Session, districts: Sequence[District]) -> tuple[Maturity, ...]:
    above = {int(one) for district in districts for one in district.path.split("/") if one}
    rows = session.execute(
        select(PlaceRow.id, PlaceRow.name_zh, PlaceRow.name_en)
        .where(PlaceRow.id.in_(above))
        .order_by(PlaceRow.code)
    ).all()
    found = []
    for place, zh, en in rows:
        reviews = [one for one in region_reviews(session, place) if one.is_final]
        if reviews:
            found.append(Maturity(BilingualText(zh, en), reviews[0]))
    return tuple(found)
