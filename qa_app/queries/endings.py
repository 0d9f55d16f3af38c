"""What ends soon for whom: standings in the register, papers, checks, what the library says."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.asked_papers import asked_papers
from qa_app.domain.centre_register import last_day, latest
from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.criteria_versions import Stage
from qa_app.domain.defaults import STANDING_WARNING_DAYS
from qa_app.domain.endings import Ending, Ends, of_red_line, of_set_aside, told_in
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.register_status import step_on
from qa_app.domain.reminders import Reminder, ReminderKind, is_worth_sending
from qa_app.domain.rules.decision import IN_REGISTER, Status
from qa_app.domain.standards import DocumentState
from qa_app.domain.worker_lacks import Lack
from qa_app.models.reminders import OutboxMessageRow
from qa_app.models.standards import StandardDocumentRow
from qa_app.queries.centre_facts import centres_with_papers
from qa_app.queries.criteria_versions import sets_in_force
from qa_app.queries.red_lines import crossed_areas
from qa_app.queries.register_standings import AreaStanding, area_standings
from qa_app.queries.set_asides import set_asides
from qa_app.queries.workers_at import of_centres, people_centres, people_of

_TOLD = (Permission.STANDING_DECIDE, Permission.STANDING_RECORD, Permission.STANDING_APPLY)
_OF_WORKERS = {Lack.LICENCE_ENDS: Ending.LICENCE, Lack.CHECK_DUE: Ending.CHECK}


def criteria_on(session: Session, today: date) -> CriteriaFile | None:
    """Read the criteria that ask for papers everywhere.

    Args:
        session: A database session.
        today: Local day.

    Returns:
        Their file; None while none is in force.
    """
    found = sets_in_force(session, today).of("", Stage.FULL)
    return None if found is None else found.file


def endings_for(
    session: Session, actor: Actor, criteria: CriteriaFile | None, today: date, at: datetime
) -> tuple[Ends, ...]:
    """List what ends for somebody, however far off it is.

    Args:
        session: A database session.
        actor: Who.
        criteria: What asks for papers and certificates; None where nothing does.
        today: Local day.
        at: The present.

    Returns:
        Standings in the register for who decides about them, records decisions on paper or manages
        the centre; papers, certificates and checks of the centre for who manages it; review dates
        of documents of the library for who may change it.
    """
    found = _standings(session, actor, today)
    if criteria is not None and _manages(actor, Permission.REGISTER_WRITE):
        found += _papers(session, actor, criteria, today, at)
    if criteria is not None and _manages(actor, Permission.WORKER_RECORD):
        found += _workers(session, actor, criteria, today, at)
    if may(actor, Permission.STANDARD_EDIT):
        found += _documents(session, today)
    return tuple(found)


def _manages(actor: Actor, permission: Permission) -> bool:
    # who keeps the register of the whole network is no manager of a centre
    reach = reach_of(actor, permission)
    return not reach.is_everything and bool(reach.centre_ids or reach.place_paths)


def told_of_endings(
    session: Session, people: Collection[int]
) -> Mapping[int, set[tuple[int, Ends]]]:
    """Tell of what messages were put into the outbox before, with one query.

    Args:
        session: A database session.
        people: Accounts that get mail.

    Returns:
        Account to what it was told, whatever became of the message.
    """
    row = OutboxMessageRow
    rows = session.execute(
        select(row.account_id, row.content).where(
            row.kind == ReminderKind.ENDS.value, row.account_id.in_(sorted(people))
        )
    )
    told: dict[int, set[tuple[int, Ends]]] = defaultdict(set)
    for one in rows:
        told[one.account_id or 0] |= told_in(one.content)
    return told


def red_lines_for(session: Session, actor: Actor, today: date, zone: str) -> list[Reminder]:
    """List evaluations because of a red line that somebody is told of.

    Args:
        session: A database session.
        actor: Who.
        today: Local day.
        zone: Local time zone of the installation.

    Returns:
        One reminder for each area that who decides about it, records decisions on paper or manages
        the centre, as long as it is worth sending.
    """
    areas = _areas(session, actor)
    found = crossed_areas(session, list(areas.values()), today, zone) if areas else ()
    reminders = [
        of_red_line(one.snapshot_id, one.evaluated_on)
        for one in found
        if one.snapshot_id is not None and one.evaluated_on is not None
    ]
    return [one for one in reminders if is_worth_sending(one.content, today)]


def set_asides_for(session: Session, actor: Actor, today: date, zone: str) -> list[Reminder]:
    """List decisions that were set aside, of which somebody is told.

    Args:
        session: A database session.
        actor: Who.
        today: Local day.
        zone: Local time zone of the installation.

    Returns:
        One reminder for each objection that ended so, for who decides about the area, records
        decisions on paper or manages the centre, as long as it is worth sending.
    """
    areas = _areas(session, actor)
    found = [of_set_aside(one.objection_id, one.on) for one in set_asides(session, areas, zone)]
    return [one for one in found if is_worth_sending(one.content, today)]


def _areas(session: Session, actor: Actor) -> dict[tuple[int, str], AreaStanding]:
    found = {}
    for permission in _TOLD:
        if may(actor, permission):
            for one in area_standings(session, actor, permission):
                found[one.place.centre_id, one.place.area_code] = one
    return found


def _standings(session: Session, actor: Actor, today: date) -> list[Ends]:
    found = []
    for (centre_id, area), one in _areas(session, actor).items():
        step = step_on(one.steps, today)
        if step is None or step.until is None:
            continue
        if step.status in {*IN_REGISTER, Status.SUSPENDED}:
            found.append(Ends(Ending.STANDING, f"{centre_id}.{area}", step.until))
    return found


def _papers(
    session: Session, actor: Actor, criteria: CriteriaFile, today: date, at: datetime
) -> list[Ends]:
    found = []
    need = Permission.REGISTER_WRITE
    for centre in centres_with_papers(session, actor, at, today, permission=need):
        for asked in asked_papers(criteria, centre.kind, centre.areas):
            there = (one.paper for one in centre.papers if one.paper.issued_on <= today)
            paper = latest(there, asked.kind, asked.area)
            until = None if paper is None else last_day(paper, asked.months)
            if until is not None:
                thing = f"{centre.id}.{asked.kind}.{asked.area}"
                found.append(Ends(Ending.PAPER, thing, until))
    return found


def _documents(session: Session, today: date) -> list[Ends]:
    until = today + timedelta(days=max(STANDING_WARNING_DAYS))
    row = StandardDocumentRow
    rows = session.execute(
        select(row.code, row.review_on).where(
            row.review_on.between(today, until), row.state != DocumentState.SUPERSEDED.value
        )
    )
    return [Ends(Ending.DOCUMENT, one.code, one.review_on) for one in rows]


def _workers(
    session: Session, actor: Actor, criteria: CriteriaFile, today: date, at: datetime
) -> list[Ends]:
    centres = people_centres(session, actor, today, permission=Permission.WORKER_RECORD)
    certified = frozenset(one.area for one in criteria.terms.certificates)
    people = people_of(session, of_centres(one.id for one in centres), certified, today, at)
    return [
        Ends(_OF_WORKERS[lack.what], str(person.worker.id), lack.by)
        for person in people
        for lack in person.lacks
        if lack.what in _OF_WORKERS and lack.by is not None
    ]
