"""Answer on the centre's device: whoever holds the token, once, within its minutes."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.feedback import Reply, check_reply
from qa_app.domain.people import Actor
from qa_app.domain.service_events import FeedbackGiven
from qa_app.models.replies import keep_reply
from qa_app.models.row_lock import Beyond, beyond_reach
from qa_app.models.transaction import transaction
from qa_app.queries.feedback import asking_of_token, reply_place

_DEVICE = Actor(None, "device")


def give_reply(
    session: Session, token_digest: str, reply: Reply, zone: str, *, at: datetime
) -> None:
    """Keep what somebody said; nothing tells who they are.

    Args:
        session: A database session.
        token_digest: SHA-256 of the token of the page.
        reply: What was said.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: No asking is open under this token: there is none, its time is over, or it
            was answered; all read the same.
        InvalidError: The reply is refused (`feedback.check_reply`).
        ConflictError: It was answered at the same moment (`answered_before`).
    """
    with transaction(session, FeedbackGiven(actor=_DEVICE, at=at, step="device")) as act:
        asking = asking_of_token(session, token_digest, at)
        if asking is None:
            raise OutOfReachError("asking")
        check_reply(reply)
        act.learn(object_id=asking.id, centre_id=asking.centre_id)
        with beyond_reach(session, Beyond.ANONYMOUS):
            keep_reply(session, asking.id, reply, reply_place(asking.id), local_day(at, zone), at)
