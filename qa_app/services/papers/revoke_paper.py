"""Say that a paper does not count any more."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.certificate_events import PaperRevoked
from qa_app.domain.errors import ConflictError, NotAllowedError
from qa_app.domain.papers import Revoked
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.transaction import transaction
from qa_app.queries.register_papers import paper_in_reach
from qa_app.queries.signing_keys import signing_key


def revoke_paper(
    session: Session, actor: Actor, paper_id: int, why: Revoked, *, at: datetime
) -> None:
    """Revoke a paper; revoking it again for the same reason changes nothing.

    Args:
        session: A database session.
        actor: Who revokes.
        paper_id: The paper.
        why: Why.
        at: The present.

    Raises:
        NotAllowedError: The actor issues no papers.
        OutOfReachError: There is no such paper in reach.
        ConflictError: It was revoked before for another reason (`paper_revoked`).
    """
    if actor.account_id is None or not may(actor, Permission.PAPER_ISSUE):
        raise NotAllowedError(Permission.PAPER_ISSUE.value)
    event = PaperRevoked(actor=actor, at=at, object_id=paper_id, why=why.value)
    try:
        with transaction(session, event) as act:
            # papers change one at a time
            signing_key(session)
            row = paper_in_reach(session, actor, paper_id, Permission.PAPER_ISSUE)
            _refuse_again(row.revoked_why, why)
            row.revoked_at, row.revoked_by, row.revoked_why = at, actor.account_id, why.value
            act.learn(centre_id=row.centre_id)
    except _SameAgainError:
        return


class _SameAgainError(Exception):
    """The same was said before."""


def _refuse_again(before: str | None, why: Revoked) -> None:
    if before == why.value:
        raise _SameAgainError
    if before is not None:
        raise ConflictError("paper_revoked")
