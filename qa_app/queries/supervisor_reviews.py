"""Who may review which supervisor's quarter, and what such a review is about."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor, Reach
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.quarters import Quarter, quarter_of
from qa_app.domain.rubric import Rubric
from qa_app.domain.session_coverage import CoverageOf, quarter_window
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.supervision_agreements import contains
from qa_app.domain.supervision_measures import Measure
from qa_app.domain.supervisor_quarter import SUPERVISOR_QUARTER, computed_entries, items_asked
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervisor_reviews import SupervisorReviewRow
from qa_app.queries.agreement_fitness import paths_of
from qa_app.queries.agreements import in_force
from qa_app.queries.reach import centres_in
from qa_app.queries.rubric_places import CountingPlace, counting_places
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.queries.staff import StaffLine, account_as_actor, people_with
from qa_app.queries.supervision_measures import supervised_people, supervision_measures
from qa_app.queries.versions_in_force import in_force_on, version_for


@dataclass(frozen=True, slots=True)
class ReviewSubject:
    """Whom a review is about.

    Attributes:
        supervisor_id: The supervisor.
        name: Their name.
        quarter: The quarter.
    """

    supervisor_id: int
    name: str
    quarter: Quarter


@dataclass(frozen=True, slots=True)
class QuarterRubric:
    """A rubric that is read for a supervisor's quarter.

    Attributes:
        code: Its code.
        title: Its title.
    """

    code: str
    title: BilingualText


def quarter_rubrics(session: Session, actor: Actor, today: date) -> tuple[QuarterRubric, ...]:
    """List the rubrics in force that are read for a supervisor's quarter.

    Args:
        session: A database session.
        actor: Who would review.
        today: The present.

    Returns:
        By code, those that count at a centre within the actor's reach.
    """
    rows = session.scalars(_in_force(today).order_by(RubricVersionRow.rubric_code)).all()
    places = counting_places(session, [row.id for row in rows])
    own = centres_in(reach_of(actor, Permission.AUDIT_SCORE))
    return tuple(
        QuarterRubric(row.rubric_code, BilingualText(row.title_zh, row.title_en or ""))
        for row in rows
        if row.id not in places or _has_centre(session, own, places[row.id])
    )


def _has_centre(session: Session, own: ColumnElement[bool], place: CountingPlace) -> bool:
    there = CentreRow.place_path.startswith(place.path, autoescape=True)
    return session.execute(select(CentreRow.id).where(own, there).limit(1)).first() is not None


def quarter_version(session: Session, code: str, quarter: Quarter, today: date) -> RubricVersionRow:
    """Find the version under which a quarter is read: the one in force on its last day.

    Args:
        session: A database session.
        code: The rubric, in force today.
        quarter: The quarter.
        today: The present.

    Returns:
        The version; the first one for a quarter before it.

    Raises:
        InvalidError: There is no such rubric in force (`unknown_rubric`).
    """
    query = _in_force(today).where(RubricVersionRow.rubric_code == code)
    row = session.execute(query).scalar_one_or_none()
    if row is None:
        raise InvalidError("unknown_rubric")
    return session.get_one(RubricVersionRow, version_for(session, row, quarter.last))


def _in_force(today: date) -> Any:
    return select(RubricVersionRow).where(
        RubricVersionRow.unit == SUPERVISOR_QUARTER,
        RubricVersionRow.status == "published",
        RubricVersionRow.is_hidden.is_(False),
        in_force_on(today),
    )


def items_of_measures(session: Session, today: date) -> dict[Measure, str]:
    """Find which items ask for what records answer, by the rubric in force.

    Args:
        session: A database session.
        today: The present.

    Returns:
        Measure to item; empty while no rubric on a supervisor's quarter is in force that counts
        everywhere. Of several the one published last counts.
    """
    rows = session.scalars(_in_force(today).order_by(RubricVersionRow.id.desc())).all()
    places = counting_places(session, [row.id for row in rows])
    newest = next((row.id for row in rows if row.id not in places), None)
    rubric = None if newest is None else rubric_in_words(session, newest)
    return {} if rubric is None else items_asked(rubric)


def supervisors_to_review(session: Session, actor: Actor, today: date) -> tuple[StaffLine, ...]:
    """List whose quarters somebody may review: never their own, nor their own supervisor's.

    Args:
        session: A database session.
        actor: Who would review.
        today: The present.

    Returns:
        Supervisors by name whose whole work lies within the actor's reach.
    """
    if actor.account_id is None:
        return ()
    people = people_with(session, Permission.SESSION_PLAN)
    reaches = {one.account_id or 0: reach_of(one, Permission.SESSION_PLAN) for one in people}
    outer = reach_of(actor, Permission.SUPERVISOR_REVIEW)
    single = frozenset[int]().union(*(one.centre_ids for one in reaches.values()))
    paths = paths_of(session, single)
    barred = {actor.account_id, *_supervisors_of(session, actor, today)}
    return tuple(
        StaffLine(one.account_id, one.name)
        for one in people
        if one.account_id is not None
        and one.account_id not in barred
        and contains(outer, reaches[one.account_id], paths)
    )


def _supervisors_of(session: Session, actor: Actor, today: date) -> frozenset[int]:
    row = SupervisionAgreementRow
    about = [row.account_id == actor.account_id]
    if actor.practitioner_id is not None:
        about.append(row.practitioner_id == actor.practitioner_id)
    found = session.execute(select(row.supervisor_id).where(in_force(today), or_(*about)))
    return frozenset(found.scalars())


def supervisor_to_review(session: Session, actor: Actor, account_id: int, today: date) -> StaffLine:
    """Find a supervisor whose quarters somebody may review.

    Args:
        session: A database session.
        actor: Who would review.
        account_id: The supervisor.
        today: The present.

    Returns:
        The supervisor.

    Raises:
        OutOfReachError: There is no such supervisor whose whole work lies within reach.
        InvalidError: It is the actor themself (`own_quarter`), or who supervises them
            (`own_supervisor`).
    """
    if account_id == actor.account_id:
        raise InvalidError("own_quarter")
    found = {one.id: one for one in supervisors_to_review(session, actor, today)}
    if account_id in found:
        return found[account_id]
    if account_id in _supervisors_of(session, actor, today):
        raise InvalidError("own_supervisor")
    raise OutOfReachError("account")


def centre_to_file(session: Session, actor: Actor, account_id: int, quarter: Quarter) -> int:
    """Choose the centre under which a review of a supervisor is filed.

    It decides nothing but through whose reach the review is found: where most of those work whom
    they supervised, else the first centre in which both may act.

    Args:
        session: A database session.
        actor: Who reviews.
        account_id: The supervisor, within the actor's reach.
        quarter: The quarter.

    Returns:
        The centre.

    Raises:
        InvalidError: There is none (`no_centre`).
    """
    person = account_as_actor(session, account_id)
    theirs = Reach() if person is None else reach_of(person, Permission.SESSION_PLAN)
    row, own = SupervisionAgreementRow, reach_of(actor, Permission.AUDIT_SCORE)
    count = (
        select(PractitionerRow.centre_id, func.count().label("people"))
        .join(row, row.practitioner_id == PractitionerRow.id)
        .where(row.supervisor_id == account_id, in_force(quarter.last))
        .group_by(PractitionerRow.centre_id)
        .subquery()
    )
    found = session.execute(
        select(CentreRow.id)
        .outerjoin(count, count.c.centre_id == CentreRow.id)
        .where(centres_in(own), centres_in(theirs), CentreRow.source == "")
        .order_by(func.coalesce(count.c.people, 0).desc(), CentreRow.code)
        .limit(1)
    ).scalar_one_or_none()
    if found is None:
        raise InvalidError("no_centre")
    return found


def subject_of(session: Session, audit_id: int) -> ReviewSubject | None:
    """Read whom a review is about.

    Args:
        session: A database session.
        audit_id: The review; the caller knows that it is in reach.

    Returns:
        The supervisor and quarter; None for a review of something else.
    """
    row = session.execute(
        select(
            SupervisorReviewRow.supervisor_id,
            SupervisorReviewRow.first_on,
            AccountRow.display_name,
        )
        .join(AccountRow, AccountRow.id == SupervisorReviewRow.supervisor_id)
        .where(SupervisorReviewRow.audit_id == audit_id)
    ).one_or_none()
    if row is None:
        return None
    return ReviewSubject(row.supervisor_id, row.display_name, quarter_of(row.first_on))


def entries_from_records(
    session: Session,
    rubric: Rubric,
    supervisor_id: int,
    quarter: Quarter,
    local: datetime,
    zone: str,
) -> tuple[Entry, ...]:
    """Compute what records answer of a supervisor's quarter, with ten queries at most.

    Args:
        session: A database session.
        rubric: The version it is read against.
        supervisor_id: The supervisor; the caller knows that they are in reach.
        quarter: The quarter, which is over.
        local: The present, local time.
        zone: Local time zone.

    Returns:
        Entries as `computed_entries` gives them.
    """
    of = CoverageOf(SessionScope.SUPERVISOR, supervisor_id, BilingualText("", ""))
    window = quarter_window(quarter.year, quarter.number, local.date())
    measured = supervision_measures(session, of, window, zone)
    people = supervised_people(session, supervisor_id, quarter.first, quarter.last)
    return computed_entries(rubric, quarter, measured, people, local)
