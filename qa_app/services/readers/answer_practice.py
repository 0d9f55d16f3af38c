"""Keep a reader's answers to a practice file, and hand them in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.calibration import compared, likeness_of
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.practice import PracticeFile
from qa_app.domain.reader_events import PracticeHandedIn, PracticeKept
from qa_app.domain.rubric import Rubric
from qa_app.models.transaction import locked, transaction
from qa_app.models.who_reads import PracticeReadingRow


@dataclass(frozen=True, slots=True)
class PracticeAnswers:
    """What a reader answered.

    Attributes:
        practice: The file.
        rubric: The version it is read against.
        asked: Items that are asked.
        codes: Item to the option chosen; other items are left out.
        is_handed_in: True to have it compared, for good.
    """

    practice: PracticeFile
    rubric: Rubric
    asked: frozenset[str]
    codes: Mapping[str, str]
    is_handed_in: bool


def answer_practice(
    session: Session, actor: Actor, answers: PracticeAnswers, *, at: datetime
) -> int:
    """Keep answers to a practice file in the actor's open reading; handing it in ends it.

    Args:
        session: A database session.
        actor: The reader.
        answers: What was answered.
        at: The present.

    Returns:
        The reading.

    Raises:
        OutOfReachError: The actor takes no calibration.
        InvalidError: Nothing is asked (`nothing_asked`), or it is handed in with items left
            open (`open_items`, with their codes).
    """
    if actor.account_id is None or not may(actor, Permission.CALIBRATION_TAKE):
        raise OutOfReachError("practice")
    if not answers.asked:
        raise InvalidError("nothing_asked")
    codes = {code: one for code, one in answers.codes.items() if code in answers.asked and one}
    missing = [one for one in answers.practice.answers if one in answers.asked and one not in codes]
    if answers.is_handed_in and missing:
        raise InvalidError("open_items", items=tuple(missing))
    lines = compared(answers.practice, answers.rubric, answers.asked, codes)
    likeness = likeness_of(lines)
    event = PracticeHandedIn(
        actor=actor,
        at=at,
        rubric=answers.practice.rubric,
        version=answers.rubric.version,
        is_passed=likeness.is_passed,
    )
    kept = PracticeKept(actor=actor, at=at, rubric=answers.practice.rubric)
    with transaction(session, event if answers.is_handed_in else kept) as act:
        row = _open(session, actor, answers, at)
        row.answers = codes
        if answers.is_handed_in:
            row.outcome, row.handed_in_at = dict(likeness.plain()), at
        session.flush()
        act.learn(object_id=row.id)
        return row.id


def _open(
    session: Session, actor: Actor, answers: PracticeAnswers, at: datetime
) -> PracticeReadingRow:
    query = select(PracticeReadingRow).where(
        PracticeReadingRow.account_id == actor.account_id,
        PracticeReadingRow.practice_code == answers.practice.code,
        PracticeReadingRow.handed_in_at.is_(None),
    )
    row = session.execute(locked(session, query.limit(1), PracticeReadingRow)).scalar_one_or_none()
    if row is None:
        row = PracticeReadingRow(
            account_id=actor.account_id,
            practice_code=answers.practice.code,
            rubric_code=answers.practice.rubric,
            started_at=at,
        )
        session.add(row)
    row.rubric_version, row.asked = answers.rubric.version, sorted(answers.asked)
    return row
