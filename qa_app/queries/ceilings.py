"""How much an account may be shown at most, for the second lock below all that decides."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import ADMIN_ROLES, Actor, Reach, Role
from qa_app.models.places import CentreRow
from qa_app.models.row_lock import WHOLE_NETWORK, Beyond, Ceiling, beyond_reach, hold_to
from qa_app.queries.reach import centres_in

_OF_CONTENT = frozenset(Role) - ADMIN_ROLES


def hold_to_reach(session: Session, actor: Actor) -> None:
    """Let a session show no more than what some role of an account reaches.

    Whether a role may see a row is not asked here but by `queries.reach`, above: this is the most
    that any of them could see. Administrators reach no content.

    Args:
        session: A session.
        actor: For whom it works from now on.
    """
    reach = actor.reach_as(_OF_CONTENT)
    if reach.is_everything:
        hold_to(session, WHOLE_NETWORK)
        return
    hold_to(
        session,
        Ceiling(
            centre_ids=_centres_in(session, reach),
            account_id=actor.account_id,
            person_id=actor.practitioner_id,
        ),
    )


def _centres_in(session: Session, reach: Reach) -> tuple[int, ...]:
    if not reach.place_paths:
        return tuple(sorted(reach.centre_ids))
    return tuple(session.scalars(select(CentreRow.id).where(centres_in(reach))))


__all__ = ["Beyond", "beyond_reach", "hold_to_reach"]
