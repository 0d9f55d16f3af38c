"""A reply as it is kept, once for each asking."""

from datetime import date, datetime

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError
from qa_app.domain.feedback import Reply
from qa_app.domain.text import has_words
from qa_app.models.sealing import sealer_of
from qa_app.models.service_records import ReplyRow
from qa_app.models.transaction import hold_journal


def keep_reply(
    session: Session, asking_id: int, reply: Reply, place: str, on: date, at: datetime
) -> None:
    """Keep a reply that was checked before.

    One after another, so that answers are numbered in the order in which they can be seen: batches
    of answers are counted off by it.

    Args:
        session: A session inside `transaction`.
        asking_id: What was answered.
        reply: What was said.
        place: What its words are sealed with.
        on: Local day.
        at: The present.

    Raises:
        ConflictError: The asking was answered meanwhile (`answered_before`).
    """
    hold_journal(session)
    first, second, third, fourth, fifth = reply.answers
    words = reply.words.strip()
    sealed = sealer_of(session).seal(words, place) if has_words(words) else None
    try:
        session.execute(
            insert(ReplyRow).values(
                asking_id=asking_id,
                replied_on=on,
                first=first,
                second=second,
                third=third,
                fourth=fourth,
                fifth=fifth,
                sealed_words=sealed,
                recorded_at=at,
            )
        )
    except IntegrityError as fault:
        raise ConflictError("answered_before") from fault
