"""Whether a round can take place as it is planned: its centres, rubrics and people."""

from collections.abc import Collection, Mapping

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.rounds import RoundPlan
from qa_app.domain.supervision import UNIT_CASE_FILE
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditOperationRow, AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreAreaRow, CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.readers import capacities
from qa_app.queries.round_plans import all_within
from qa_app.queries.rubric_places import counting_places, counts_at
from qa_app.queries.staff import account_as_actor
from qa_app.queries.versions_in_force import IN_USE


def check_round_people(session: Session, actor: Actor, plan: RoundPlan) -> None:
    """Refuse a round whose centres, rubrics or people do not go together.

    Args:
        session: A database session.
        actor: Who plans.
        plan: The plan.

    Raises:
        OutOfReachError: The actor may not plan at one of the centres.
        InvalidError: All that does not fit, together: a rubric is not in use or goes with none
            of the centres (`unfit_rubric`), a centre has none of the rubrics' areas or lies
            where none of those counts (`unfit_centre`, `centres` names them), the owner may not
            plan at every centre (`unfit_owner`), somebody may not read at any of them or reads in
            none of the areas (`unfit_reader`, `readers` names them), or the moderator may not
            decide at any of them (`unfit_moderator`).
    """
    if not all_within(session, actor, plan.centres):
        raise OutOfReachError("centre")
    places = _places(session, plan.centres)
    read = _read_there(session, plan, dict(places))
    visited = frozenset[int]().union(*(centres for _, centres in read.values()))
    unfit_centres = tuple(one for one in plan.centres if one not in visited)
    areas = {area for area, _ in read.values()}
    unfit_readers = _unfit_readers(session, plan, areas, places)
    owner = account_as_actor(session, plan.owner_id)
    faults = []
    if set(read) != set(plan.rubrics):
        faults.append("unfit_rubric")
    # with a rubric that nobody can read by, nothing can be said of the centres
    elif unfit_centres:
        faults.append("unfit_centre")
    if owner is None or not all(_covers(owner, Permission.ROUND_PLAN, places)):
        faults.append("unfit_owner")
    if unfit_readers:
        faults.append("unfit_reader")
    if not _may_moderate(session, plan.moderator_id, places):
        faults.append("unfit_moderator")
    if faults:
        raise InvalidError(*faults, centres=unfit_centres, readers=unfit_readers)


def _may_moderate(
    session: Session, account_id: int | None, places: Collection[tuple[int, str]]
) -> bool:
    if account_id is None:
        return True
    person = account_as_actor(session, account_id)
    return person is not None and any(_covers(person, Permission.MODERATE_DECIDE, places))


def _unfit_readers(
    session: Session, plan: RoundPlan, areas: set[str], places: Collection[tuple[int, str]]
) -> tuple[int, ...]:
    said = capacities(session, plan.readers)
    unfit = []
    for account_id in plan.readers:
        reader = account_as_actor(session, account_id)
        reads_in = said[account_id][1]
        if (
            reader is None
            or not any(_covers(reader, Permission.AUDIT_SCORE, places))
            or (areas and reads_in and not areas & set(reads_in))
        ):
            unfit.append(account_id)
    return tuple(unfit)


def _covers(
    person: Actor, permission: Permission, places: Collection[tuple[int, str]]
) -> tuple[bool, ...]:
    reach = reach_of(person, permission)
    return tuple(reach.covers(centre_id, path) for centre_id, path in places)


def _places(session: Session, centres: Collection[int]) -> list[tuple[int, str]]:
    rows = session.execute(
        select(CentreRow.id, CentreRow.place_path).where(CentreRow.id.in_(centres))
    )
    return [(row.id, row.place_path) for row in rows]


def _read_there(
    session: Session, plan: RoundPlan, paths: Mapping[int, str]
) -> dict[int, tuple[str, frozenset[int]]]:
    # of each rubric that can be read by at one of the centres its area, and at which
    found = session.execute(
        select(RubricVersionRow.id, RubricVersionRow.area_code).where(
            RubricVersionRow.id.in_(plan.rubrics),
            RubricVersionRow.status.in_(IN_USE),
            RubricVersionRow.is_hidden.is_(False),
            RubricVersionRow.kind == UNIT_CASE_FILE,
        )
    ).all()
    having: dict[str, set[int]] = {}
    for centre_id, area in session.execute(
        select(CentreAreaRow.centre_id, CentreAreaRow.area_code).where(
            CentreAreaRow.centre_id.in_(plan.centres)
        )
    ):
        having.setdefault(area, set()).add(centre_id)
    places = counting_places(session, plan.rubrics)
    read = {
        row.id: (
            row.area_code,
            frozenset(
                one
                for one in having.get(row.area_code, ())
                if counts_at(places, row.id, paths[one])
            ),
        )
        for row in found
    }
    return {one: (area, centres) for one, (area, centres) in read.items() if centres}


def is_frozen(session: Session, round_id: int) -> bool:
    """Tell whether a frame of a round is frozen.

    Args:
        session: A database session.
        round_id: The round.

    Returns:
        True from the first frame on, also while its files are not drawn yet.
    """
    query = (
        select(DrawRow.id)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == DrawRow.session_id)
        .where(SupervisionSessionRow.round_id == round_id)
    )
    return session.execute(query.limit(1)).first() is not None


def visited_centres(session: Session, round_id: int) -> frozenset[int]:
    """List the centres at which a round has sessions that count.

    Args:
        session: A database session.
        round_id: The round.

    Returns:
        Centres with a session that is planned or held.
    """
    query = select(SupervisionSessionRow.centre_id).where(
        SupervisionSessionRow.round_id == round_id, SupervisionSessionRow.state != "cancelled"
    )
    return frozenset(session.execute(query).scalars())


def has_readings(session: Session, round_id: int) -> bool:
    """Tell whether files of a round are given to be read, drawn or added by hand.

    Args:
        session: A database session.
        round_id: The round.

    Returns:
        True when there is any reading at one of its sessions.
    """
    at_round = exists().where(
        SupervisionSessionRow.id == AuditRow.session_id, SupervisionSessionRow.round_id == round_id
    )
    return session.execute(select(AuditRow.id).where(at_round).limit(1)).first() is not None


def reads_in_round(session: Session, round_id: int, account_id: int) -> bool:
    """Tell whether somebody read files of a round or has some in hand.

    Args:
        session: A database session.
        round_id: The round.
        account_id: The person.

    Returns:
        True for whoever reads, signed or saved an answer in a reading of it, the first or the
        second of a file; also when it has passed to somebody else or was void since. False
        when all that was given to them was taken away before they began.
    """
    first = alias_of(AuditRow)
    again = (
        select(ReadingPairRow.second_id)
        .join(first, first.id == ReadingPairRow.first_id)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == first.session_id)
        .where(SupervisionSessionRow.round_id == round_id)
    )
    at_round = select(SupervisionSessionRow.id).where(SupervisionSessionRow.round_id == round_id)
    saved = exists().where(
        AuditOperationRow.audit_id == AuditRow.id, AuditOperationRow.saved_by == account_id
    )
    has_it = and_(
        AuditRow.reader_id == account_id,
        or_(AuditRow.state != "dropped", AuditRow.started_at.is_not(None)),
    )
    query = select(AuditRow.id).where(
        or_(AuditRow.session_id.in_(at_round), AuditRow.id.in_(again)),
        or_(has_it, AuditRow.signed_by == account_id, saved),
    )
    return session.execute(query.limit(1)).first() is not None
