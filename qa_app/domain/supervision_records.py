"""The life of a supervision record: written, signed, acknowledged, disagreed with."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from qa_app.domain.defaults import RECORD_ANSWER_WORKING_DAYS, RECORD_LATE_HOURS
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.journal import canonical_json
from qa_app.domain.record_content import BlockContent, plain_content
from qa_app.domain.session_blocks import BY_ONE, Block
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar


class RecordState(StrEnum):
    """Where a record stands: it is written, waits for who signs after its writer, is signed."""

    DRAFT = "draft"
    AWAITED = "awaited"
    SIGNED = "signed"


class SignPart(StrEnum):
    """As what somebody signs; on paper, the leader attests a signature that they have seen."""

    LEADER = "leader"
    SUPERVISED = "supervised"
    ON_PAPER = "on_paper"


class AnswerKind(StrEnum):
    """What a supervised person says to a record."""

    ACKNOWLEDGED = "acknowledged"
    DISAGREED = "disagreed"


@dataclass(frozen=True, slots=True)
class Supervised:
    """Somebody who was supervised in a session.

    Attributes:
        practitioner_id: The practitioner; None for a supervised supervisor.
        name: Code of the practitioner, or name of the account.
        account_id: Their active account; None for who has none.
    """

    practitioner_id: int | None
    name: str
    account_id: int | None


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature under a record; `practitioner_id` names whose was seen on paper."""

    part: SignPart
    account_id: int
    practitioner_id: int | None
    at: datetime


def may_be_written(state: SessionState, planned_on: date, today: date) -> None:
    """Refuse a record of a session that cannot have taken place.

    Args:
        state: Where the session stands.
        planned_on: Its day.
        today: The present.

    Raises:
        ConflictError: It was cancelled (`session_cancelled`).
        InvalidError: Its day has not come (`not_yet`).
    """
    if state is SessionState.CANCELLED:
        raise ConflictError("session_cancelled")
    if planned_on > today:
        raise InvalidError("not_yet")


def is_late(held_on: date, written: datetime) -> bool:
    """Tell whether a record was written late.

    Args:
        held_on: The day of the session.
        written: Local time at which its writer signed it; for one that is not signed, the
            present.

    Returns:
        True from `RECORD_LATE_HOURS` after the end of the day on.
    """
    end = datetime.combine(held_on + timedelta(days=1), time())
    return written > end + timedelta(hours=RECORD_LATE_HOURS)


def in_time_until(held_on: date) -> date:
    """Give the last day on which a record is signed in time.

    Args:
        held_on: The day of the session.

    Returns:
        The last whole day of `RECORD_LATE_HOURS` after the end of the day.
    """
    return held_on + timedelta(hours=RECORD_LATE_HOURS)


def check_over(held_on: date, ended_at: time, local: datetime) -> None:
    """Refuse a signature under the record of a session that is still going on.

    Args:
        held_on: The day of the session, by its record.
        ended_at: Local time at which it ended, by its record.
        local: The present, local time.

    Raises:
        InvalidError: It has not ended (`not_over`, with `ends`, the local time).
    """
    ends = datetime.combine(held_on, ended_at)
    if local < ends:
        raise InvalidError("not_over", ends=ends)


def answer_until(signed_on: date, calendar: WorkingCalendar) -> date | None:
    """Give the last day on which a record should be acknowledged.

    Args:
        signed_on: Local day on which its writer signed.
        calendar: Working days.

    Returns:
        The day; None where the holiday table lacks a year: nothing is guessed.
    """
    try:
        return calendar.nth_after(signed_on, RECORD_ANSWER_WORKING_DAYS)
    except CalendarYearMissingError:
        return None


def signers(fine: SessionType, there: Collection[Supervised]) -> tuple[Supervised, ...]:
    """Tell who signs a record besides its leader.

    Args:
        fine: What kind of session.
        there: Who was supervised in it.

    Returns:
        Nobody for kinds that only the leader signs.
    """
    return () if fine in BY_ONE else tuple(there)


def owed_on_paper(
    fine: SessionType, there: Collection[Supervised], attested: Collection[int]
) -> tuple[Supervised, ...]:
    """Tell whose signature on paper the leader still has to attest.

    Args:
        fine: What kind of session.
        there: Who was supervised in it.
        attested: Practitioners whose signature the leader attests.

    Returns:
        Those who sign and have no account.
    """
    return tuple(
        one
        for one in signers(fine, there)
        if one.account_id is None and one.practitioner_id not in attested
    )


def still_to_sign(
    fine: SessionType, there: Collection[Supervised], signatures: Collection[Signature]
) -> tuple[Supervised, ...]:
    """Tell whose signature is missing after the leader's.

    Args:
        fine: What kind of session.
        there: Who was supervised in it.
        signatures: What stands under it.

    Returns:
        Those who did not sign; what was attested on paper stands, and so does the signature of
        somebody whose account was closed since.
    """
    by_account = {one.account_id for one in signatures if one.part is SignPart.SUPERVISED}
    signed = {one.practitioner_id for one in signatures if one.part is not SignPart.LEADER}
    return tuple(
        one
        for one in signers(fine, there)
        if one.account_id not in by_account
        and (one.practitioner_id is None or one.practitioner_id not in signed)
    )


def record_digest(session_id: int, fine: SessionType, blocks: Mapping[Block, BlockContent]) -> str:
    """Give the fingerprint of what is signed.

    Args:
        session_id: The session.
        fine: What kind of session.
        blocks: Everything that stands in the record.

    Returns:
        SHA-256 (hex) over the same JSON for the same content.
    """
    whole = {
        "session": session_id,
        "type": fine.value,
        "blocks": {block.value: plain_content(one) for block, one in blocks.items()},
    }
    return hashlib.sha256(canonical_json(whole).encode()).hexdigest()


def block_place(session_id: int, block: Block) -> str:
    """Name what a block belongs to, for its encryption.

    Args:
        session_id: The session.
        block: The block.

    Returns:
        Such as `record/12/cases`.
    """
    return f"record/{session_id}/{block.value}"


def case_place(session_id: int, case_file_id: int) -> str:
    """Name what a decision about a case belongs to, for its encryption.

    Args:
        session_id: The session.
        case_file_id: The case.

    Returns:
        Such as `record/12/case/7`. The text is JSON of the texts of a row by code (`decision`,
        `reason`, `progress`, `options`, `allocated_to`).
    """
    return f"record/{session_id}/case/{case_file_id}"


def answer_place(session_id: int) -> str:
    """Name what a disagreement belongs to, for its encryption.

    Args:
        session_id: The session.

    Returns:
        Such as `record/12/answer`.
    """
    return f"record/{session_id}/answer"


def answer_text(text: str, name_reason: str) -> str:
    """Put a text together with the reason why what looks like a name stands in it.

    Args:
        text: As typed.
        name_reason: The reason; empty for none.

    Returns:
        JSON, to be sealed.
    """
    return json.dumps([text, name_reason], ensure_ascii=False)


def text_in(kept: str) -> str:
    """Take a text out of what `answer_text` gave.

    Args:
        kept: JSON.

    Returns:
        The text.
    """
    text: str = json.loads(kept)[0]
    return text


def note_place(session_id: int, supervisor_id: int, supervised_id: int) -> str:
    """Name what a well-being note belongs to, for its encryption.

    Args:
        session_id: The session.
        supervisor_id: One of its two people.
        supervised_id: The other.

    Returns:
        Such as `well_being/12/3/9`.
    """
    return f"well_being/{session_id}/{supervisor_id}/{supervised_id}"
