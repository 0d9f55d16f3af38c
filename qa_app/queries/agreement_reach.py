"""Which agreements of supervision somebody sees, and which they may change."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor, Reach
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.supervision_agreements import reach_over_agreements
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.transaction import locked


def agreements_seen(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that keeps a query to agreements somebody may see.

    Args:
        actor: Who asks.

    Returns:
        A condition on `SupervisionAgreementRow`: those of centres and branches in reach for roles
        that see others, and one's own, whoever supervises.
    """
    parts = [agreements_in(reach_over_agreements(actor))]
    if actor.account_id is not None:
        parts += [
            SupervisionAgreementRow.supervisor_id == actor.account_id,
            SupervisionAgreementRow.account_id == actor.account_id,
        ]
    if actor.practitioner_id is not None:
        parts.append(SupervisionAgreementRow.practitioner_id == actor.practitioner_id)
    return or_(*parts)


def agreements_shown(session: Session, actor: Actor, ids: Collection[int]) -> frozenset[int]:
    """Tell which agreements somebody may open.

    Args:
        session: A database session.
        actor: Who asks.
        ids: The agreements.

    Returns:
        Those of them that the actor sees.
    """
    row = SupervisionAgreementRow
    query = select(row.id).where(row.id.in_(sorted(ids)), agreements_seen(actor))
    return frozenset(session.execute(query).scalars())


def agreements_in(reach: Reach) -> ColumnElement[bool]:
    """Give the condition that an agreement lies within a reach.

    Args:
        reach: What covers its centre, or the branch of a supervised supervisor.

    Returns:
        A condition on `SupervisionAgreementRow`.
    """
    if reach.is_everything:
        return true()
    parts: list[ColumnElement[bool]] = [
        SupervisionAgreementRow.place_path.startswith(path, autoescape=True)
        for path in sorted(reach.place_paths)
    ]
    if reach.centre_ids:
        parts.append(SupervisionAgreementRow.centre_id.in_(sorted(reach.centre_ids)))
    return or_(*parts) if parts else false()


def agreement_to_change(
    session: Session, actor: Actor, agreement_id: int
) -> SupervisionAgreementRow:
    """Find an agreement that somebody is about to change, and keep others from it.

    Args:
        session: A session inside `transaction`.
        actor: Who changes it.
        agreement_id: It.

    Returns:
        The agreement.

    Raises:
        OutOfReachError: There is none where the actor makes agreements.
    """
    query = select(SupervisionAgreementRow).where(
        SupervisionAgreementRow.id == agreement_id,
        agreements_in(reach_of(actor, Permission.AGREEMENT_MAKE)),
    )
    row = session.execute(locked(session, query, SupervisionAgreementRow)).scalar_one_or_none()
    if row is None:
        raise OutOfReachError("agreement")
    return row
