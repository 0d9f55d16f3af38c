"""A supervision record as a page or a paper tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from qa_app.domain.record_content import BlockContent
from qa_app.domain.record_people import PersonStands
from qa_app.domain.session_blocks import Block
from qa_app.domain.supervision import SessionType
from qa_app.domain.supervision_records import AnswerKind, RecordState
from qa_app.domain.text import BilingualText


@dataclass(frozen=True, slots=True)
class ToldPresence:
    """Who was there, for how many minutes, and the seconds credited by rule; None for none."""

    name: str
    minutes: int
    credited: int | None


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """Somebody in the session: the name to show, how it stands, who attested their paper.

    Attributes:
        name: The name of the account, the code of the practitioner, or both.
        stands: How it stands with their signature and their word.
        by: Who attests their signature on paper; empty without one.
    """

    name: str
    stands: PersonStands
    by: str = ""


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """What somebody said to a record; `text` is empty where they acknowledged it."""

    kind: AnswerKind
    name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordTold:
    """A record.

    Attributes:
        session_id: The session.
        type: What kind of session.
        centre: Its centre.
        leader: Who led it.
        state: Where the record stands.
        held_on: The day of the session.
        late_days: Days from the session to its record, where it was written late; None in time.
        blocks: What stands in it; blocks in the order of the form.
        there: Who was there.
        people: Who has signed and acknowledged it and who is still to; empty before its leader
            signed.
        waits_for: Whose signature is missing.
        answers: What was said to it, in order.
        answer_until: Last day to acknowledge it; None before it is signed, and where the holiday
            table lacks the year.
        digest: Fingerprint of what was signed; None before.
    """

    session_id: int
    type: SessionType
    centre: BilingualText
    leader: str
    state: RecordState
    held_on: date
    late_days: int | None
    blocks: Mapping[Block, BlockContent]
    there: tuple[ToldPresence, ...]
    people: tuple[ToldPerson, ...]
    waits_for: tuple[str, ...]
    answers: tuple[ToldAnswer, ...]
    answer_until: date | None
    digest: str | None
