"""Who may go on with a draft, a session or a supervised person, by the rule that the act asks.

`services.audits.hand_over` and `services.supervision.reassign_session` refuse everybody who is
not offered here, and nobody who is. Who is offered to supervise somebody may still be refused by
what else is agreed: a circle, or too many people without a reason.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.bars import counts_for_endorsement
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.rounds import AuditRoundRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.agreement_fitness import supervised_person, supervisor_refusal
from qa_app.queries.bars import tied
from qa_app.queries.reading_place import ReaderRule
from qa_app.queries.round_plans import round_readers
from qa_app.queries.session_fitness import lead_refusal, workers_read_at
from qa_app.queries.staff import StaffLine, everyone
from qa_app.queries.well_being import is_begun


@dataclass(frozen=True, slots=True)
class Successors:
    """Who may take something over, and why others may not.

    Attributes:
        people: Who may, by name.
        refused: Code of a refusal to how many others with a role at the centre it keeps from it;
            each is counted once, under what is told first.
    """

    people: tuple[StaffLine, ...] = ()
    refused: Mapping[str, int] = field(default_factory=dict)


def reading_successors(session: Session, audits: Collection[int]) -> dict[int, Successors]:
    """Tell who may go on with each of some drafts in place of whoever has it.

    Args:
        session: A database session.
        audits: First readings that are drafts; the caller knows that they are in reach. Who reads
            a file of theirs again plays no part: a blind pair is given up.

    Returns:
        Every one of the drafts. The number of queries grows with the rounds, never with the
        drafts.
    """
    rows = _drafts(session, audits)
    if not rows:
        return {}
    people = everyone(session)
    ties = tied(session, {one.account_id for one in people if one.account_id is not None})
    rounds = {row.round_id: round_readers(session, row.round_id) for row in rows}
    active = {one.account_id: one for one in people}
    found: dict[int, Successors] = {}
    for row in rows:
        rule = ReaderRule(
            row.centre_id,
            row.place_path,
            row.planned_on or row.due_on or date.max,
            rounds[row.round_id],
            row.moderator_id,
            active.get(row.supervisor_id),
        )
        counts = counts_for_endorsement(row.sample_type)
        fit, refused = [], Counter[str]()
        for one in _near(people, row.centre_id, row.place_path, row.reader_id):
            why = rule.of_file(one, ties[one.account_id or 0], row.practitioner_id, counts=counts)
            if why is None:
                fit.append(StaffLine(one.account_id or 0, one.name))
            else:
                refused[why.code] += 1
        found[row.id] = Successors(tuple(fit), dict(refused))
    return found


def _drafts(session: Session, audits: Collection[int]) -> Sequence[Any]:
    return session.execute(
        select(
            AuditRow.id,
            AuditRow.reader_id,
            AuditRow.sample_type,
            AuditRow.due_on,
            CaseFileRow.practitioner_id,
            CentreRow.id.label("centre_id"),
            CentreRow.place_path,
            SupervisionSessionRow.planned_on,
            SupervisionSessionRow.supervisor_id,
            SupervisionSessionRow.round_id,
            AuditRoundRow.moderator_id,
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .outerjoin(SupervisionSessionRow, SupervisionSessionRow.id == AuditRow.session_id)
        .outerjoin(AuditRoundRow, AuditRoundRow.id == SupervisionSessionRow.round_id)
        .where(AuditRow.id.in_(audits))
        .order_by(AuditRow.id)
    ).all()


def lead_successors(session: Session, sessions: Collection[int]) -> dict[int, Successors]:
    """Tell who may lead each of some planned sessions in place of whoever leads it.

    Args:
        session: A database session.
        sessions: Planned sessions; the caller knows that they are in reach.

    Returns:
        Every one of the sessions; nobody may where its record was begun (`record_begun`) or the
        centre is closed by its day (`centre_closed`), and that is what is told of everybody.
    """
    rows = session.execute(
        select(
            SupervisionSessionRow.id,
            SupervisionSessionRow.planned_on,
            SupervisionSessionRow.supervisor_id,
            CentreRow.id.label("centre_id"),
            CentreRow.place_path,
            CentreRow.closed_on,
            is_begun().label("is_begun"),
        )
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(SupervisionSessionRow.id.in_(sessions))
        .order_by(SupervisionSessionRow.id)
    ).all()
    people = everyone(session) if rows else ()
    found: dict[int, Successors] = {}
    for row in rows:
        if row.is_begun:
            near = _near(people, row.centre_id, row.place_path, row.supervisor_id)
            found[row.id] = Successors(refused={"record_begun": len(near)})
            continue
        workers = workers_read_at(session, row.id, row.centre_id)
        is_closed = row.closed_on is not None and row.closed_on <= row.planned_on
        fit, refused = [], Counter[str]()
        for one in _near(people, row.centre_id, row.place_path, row.supervisor_id):
            why = lead_refusal(one, row.centre_id, row.place_path, workers)
            if is_closed:
                refused["centre_closed"] += 1
            elif why:
                refused[why] += 1
            else:
                fit.append(StaffLine(one.account_id or 0, one.name))
        found[row.id] = Successors(tuple(fit), dict(refused))
    return found


def supervising_successors(
    session: Session,
    actor: Actor,
    who: tuple[int | None, int | None],
    besides: int,
    day: date,
) -> Successors:
    """Tell who may supervise a person in place of whoever does.

    Args:
        session: A database session.
        actor: Who hands it on; the person is in their reach.
        who: The practitioner, or the account of a supervisor; None for the other one.
        besides: Who supervises now.
        day: Today.

    Returns:
        Who may, by name; somebody who would have too many people is offered, and asked for a
        reason when it comes to it.
    """
    try:
        person = supervised_person(session, actor, *who)
    except OutOfReachError:
        # a supervisor whose account is disabled, or who leads nothing any more
        return Successors()
    people = everyone(session)
    if person.centre_id is None:
        near = [one for one in people if may(one, Permission.SESSION_PLAN)]
        near = [one for one in near if one.account_id not in {None, besides}]
    else:
        near = _near(people, person.centre_id, person.place_path, besides)
    ties = tied(session, {one.account_id for one in near if one.account_id is not None})
    fit, refused = [], Counter[str]()
    for one in near:
        why = supervisor_refusal(person, one, ties[one.account_id or 0], day)
        if why:
            refused[why] += 1
        else:
            fit.append(StaffLine(one.account_id or 0, one.name))
    return Successors(tuple(fit), dict(refused))


def _near(
    people: Collection[Actor], centre_id: int, place_path: str, besides: int | None
) -> list[Actor]:
    # whoever has no role at the centre at all is nobody whom anybody would think of
    return [
        one
        for one in people
        if one.account_id not in {None, besides}
        and any(grant.reach.covers(centre_id, place_path) for grant in one.grants)
    ]
