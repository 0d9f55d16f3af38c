"""Enter the answers of a paper that came back."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import NotAllowedError, OutOfReachError
from qa_app.domain.feedback import Reply, check_reply
from qa_app.domain.people import Actor
from qa_app.domain.service_events import FeedbackGiven
from qa_app.models.replies import keep_reply
from qa_app.models.transaction import transaction
from qa_app.queries.feedback import paper_asking, reply_place
from qa_app.queries.hands import refuse_one_person


def enter_reply(
    session: Session, actor: Actor, asking_id: int, reply: Reply, zone: str, *, at: datetime
) -> None:
    """Keep what somebody wrote on paper.

    Args:
        session: A database session.
        actor: A manager of the centre who did not hand the paper out.
        asking_id: The paper.
        reply: What stands on it.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: There is no such paper that waits where the actor may record.
        InvalidError: The reply is refused (`feedback.check_reply`).
        NotAllowedError: They handed the paper out themselves (`own_paper`).
        ConflictError: It was entered at the same moment (`answered_before`).
        OnePersonError: One person may be behind who handed it out and who enters it
            (`queries.hands`).
    """
    event = FeedbackGiven(actor=actor, at=at, object_id=asking_id, step="paper")
    with transaction(session, event) as act:
        asking = paper_asking(session, actor, asking_id)
        if asking is None:
            raise OutOfReachError("asking")
        if asking.asked_by == actor.account_id:
            raise NotAllowedError("own_paper")
        refuse_one_person(session, actor.account_id, at, (asking.asked_by, asking.asked_at))
        check_reply(reply)
        act.learn(centre_id=asking.centre_id)
        keep_reply(session, asking_id, reply, reply_place(asking_id), local_day(at, zone), at)
