"""Complaints about a centre as they stand; texts are opened one by one."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from qa_app.domain.complaints import Channel, Complainant, Outcome, Topic
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.sealing import sealer_of
from qa_app.models.service_records import ComplaintRow
from qa_app.queries.service_records import After, SeenVersion, records_page, standing


@dataclass(frozen=True, slots=True)
class KeptComplaint:
    """A complaint as it stands, without its texts.

    Attributes:
        seen: Its thread and the version that was read.
        centre_id: The centre.
        received_on: When it came.
        channel: How.
        topic: What about.
        complainant: From whom.
        due_on: Last day in time to answer; None where the holiday table ends before.
        answered_on: When it was answered; None before.
        outcome: What came of it; None before.
    """

    seen: SeenVersion
    centre_id: int
    received_on: date
    channel: Channel
    topic: Topic
    complainant: Complainant
    due_on: date | None
    answered_on: date | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class OpenedComplaint:
    """A complaint with its texts.

    Attributes:
        kept: It.
        text: What was said.
        answer: What was answered; empty before.
    """

    kept: KeptComplaint
    text: str
    answer: str


def complaints_page(
    session: Session, centre_id: int, *, is_open: bool, after: After | None = None
) -> tuple[KeptComplaint, ...]:
    """List complaints about a centre that was found within reach, the newest first.

    Args:
        session: A database session.
        centre_id: The centre.
        is_open: True for those that wait for an answer, False for the others.
        after: The last one of the page before; None starts.

    Returns:
        One row more than a page, when there are more.
    """
    is_waiting = ComplaintRow.answered_on.is_(None)
    wanted = (ComplaintRow.centre_id == centre_id, is_waiting if is_open else ~is_waiting)
    rows = records_page(session, ComplaintRow, ComplaintRow.received_on, wanted, after)
    return tuple(_kept(row) for row in rows)


def one_complaint(session: Session, actor: Actor, thread: str) -> OpenedComplaint | None:
    """Open a complaint within reach.

    Args:
        session: A database session.
        actor: Who asks.
        thread: The complaint.

    Returns:
        It; None when there is none, it was taken back, or its centre is out of reach.
    """
    row = standing(session, actor, ComplaintRow, thread, Permission.SERVICE_READ)
    if row is None:
        return None
    answer = b"" if row.sealed_answer is None else row.sealed_answer
    return OpenedComplaint(
        _kept(row),
        opened_text(session, row.sealed_text, complaint_place(thread)),
        opened_text(session, answer, complaint_place(thread)) if answer else "",
    )


def complaint_place(thread: str) -> str:
    """Say to what the texts of a complaint belong.

    Args:
        thread: The complaint.

    Returns:
        What they are sealed with.
    """
    return f"complaint/{thread}"


def opened_text(session: Session, sealed: bytes, place: str) -> str:
    """Open a sealed text.

    Args:
        session: A session that was made with a sealer.
        sealed: The text, with the reason why a name is kept where there is one.
        place: What it belongs to.

    Returns:
        The text.
    """
    return str(json.loads(sealer_of(session).open(sealed, place))["text"])


def _kept(row: ComplaintRow) -> KeptComplaint:
    return KeptComplaint(
        seen=SeenVersion(row.thread, row.id),
        centre_id=row.centre_id,
        received_on=row.received_on,
        channel=Channel(row.channel),
        topic=Topic(row.topic),
        complainant=Complainant(row.complainant),
        due_on=row.due_on,
        answered_on=row.answered_on,
        outcome=None if row.outcome is None else Outcome(row.outcome),
    )
