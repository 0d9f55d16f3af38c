"""An objection that somebody is about to decide, found within reach and held."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.objections import ObjectionState, ObjectionStep, Side, side_of, step_after
from qa_app.domain.parties import is_manager, is_worker
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.findings import ObjectionRow
from qa_app.models.transaction import locked
from qa_app.queries.result_place import HeldResult, held_result
from qa_app.queries.who_took_part import proposer_of, took_part


@dataclass(frozen=True, slots=True)
class HeldObjection:
    """An objection.

    Attributes:
        objection_id: It.
        result: The result that it is about.
        state: Where it stands.
        ground: Code of its ground.
        proposer_id: Who proposed the amendment that waits; None without one.
    """

    objection_id: int
    result: HeldResult
    state: ObjectionState
    ground: str
    proposer_id: int | None


def held_objection(session: Session, actor: Actor, audit_id: int) -> HeldObjection:
    """Find the objection to a result within reach.

    Args:
        session: A session inside `transaction`.
        actor: Who wants to decide.
        audit_id: The result.

    Returns:
        The objection.

    Raises:
        OutOfReachError: There is none within reach, or the actor may not decide any.
    """
    result = held_result(session, actor, audit_id, Permission.OBJECTION_DECIDE)
    found = objection_to(session, result)
    if found is None:
        raise OutOfReachError("objection")
    return found


def objection_to(session: Session, result: HeldResult) -> HeldObjection | None:
    """Find the objection to a result that is held.

    Args:
        session: A session inside `transaction`.
        result: The result.

    Returns:
        The objection, held as well; None when there is none.
    """
    query = select(ObjectionRow).where(ObjectionRow.audit_id == result.audit_id)
    row = session.execute(locked(session, query, ObjectionRow)).scalar_one_or_none()
    if row is None:
        return None
    state, proposer = ObjectionState(row.state), proposer_of(session, result.audit_id)
    return HeldObjection(row.id, result, state, row.ground, proposer)


def stepped(
    session: Session, actor: Actor, held: HeldObjection, step: ObjectionStep
) -> ObjectionState:
    """Take a step with an objection, as somebody who took no part.

    Args:
        session: A session inside `transaction`.
        actor: Who takes it.
        held: The objection.
        step: What happens.

    Returns:
        Where it stands after.

    Raises:
        NotAllowedError: The actor took part or acts for the centre.
        ConflictError: The step cannot be taken now, or not by who proposed.
    """
    side = side_to(session, actor, held.result)
    is_proposer = held.proposer_id is not None and held.proposer_id == actor.account_id
    return step_after(held.state, step, side, is_proposer=is_proposer)


def side_to(session: Session, actor: Actor, result: HeldResult) -> Side:
    """Tell how somebody stands to a result that is held.

    Args:
        session: A session inside `transaction`.
        actor: Who.
        result: The result.

    Returns:
        The centre's side, or somebody who took part, or an outsider.
    """
    own_side = is_manager(actor, result.place) or is_worker(actor, result.place)
    return side_of(actor.account_id, took_part(session, result.audit_id), is_centre=own_side)
