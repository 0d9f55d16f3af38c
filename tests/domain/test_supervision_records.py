"""Who signs a record, when it is late, by when it is answered, and its fingerprint."""

from datetime import UTC, date, datetime, time

import pytest

from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.record_content import BlockContent
from qa_app.domain.session_blocks import Block
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_records import (
    Signature,
    SignPart,
    Supervised,
    answer_place,
    answer_text,
    answer_until,
    block_place,
    case_place,
    check_over,
    is_late,
    may_be_written,
    note_place,
    owed_on_paper,
    record_digest,
    signers,
    still_to_sign,
    text_in,
)
from tests.builders import CHINA_2026

DAY = date(2026, 4, 9)
NOW = datetime(2026, 4, 9, 4, tzinfo=UTC)
WITH, WITHOUT = Supervised(1, "W1", 11), Supervised(2, "W2", None)
INDIVIDUAL, MEETING = SessionType.INDIVIDUAL, SessionType.CASE_MEETING


@pytest.mark.parametrize(
    ("at", "late"),
    [
        # 24 hours after the end of 9 April is midnight at the end of 10 April
        (datetime(2026, 4, 11, 0, 0), False),
        (datetime(2026, 4, 11, 0, 0, 1), True),
        (datetime(2026, 4, 9, 15, 59), False),
    ],
)
def test_late(at: datetime, *, late: bool) -> None:
    assert is_late(DAY, at) is late


def test_nobody_signs_before_the_end() -> None:
    check_over(DAY, time(10, 30), datetime(2026, 4, 9, 10, 30))
    check_over(DAY, time(10, 30), datetime(2026, 4, 10, 0, 5))
    with pytest.raises(InvalidError, match="not_over") as fault:
        check_over(DAY, time(10, 30), datetime(2026, 4, 9, 10, 29, 59))
    assert fault.value.params["ends"] == datetime(2026, 4, 9, 10, 30)


def test_five_working_days_over_labour_day() -> None:
    # Wednesday 29 April 2026: 30 April, then 6, 7, 8 May, and Saturday 9 May is worked
    assert answer_until(date(2026, 4, 29), CHINA_2026) == date(2026, 5, 9)
    assert answer_until(date(2026, 12, 30), CHINA_2026) is None


def test_what_did_not_take_place_has_no_record() -> None:
    may_be_written(SessionState.PLANNED, DAY, DAY)
    may_be_written(SessionState.HELD, DAY, date(2027, 1, 1))
    with pytest.raises(InvalidError, match="not_yet"):
        may_be_written(SessionState.PLANNED, DAY, date(2026, 4, 8))
    with pytest.raises(ConflictError, match="session_cancelled"):
        may_be_written(SessionState.CANCELLED, DAY, DAY)


def test_who_signs() -> None:
    there = (WITH, WITHOUT)
    assert signers(INDIVIDUAL, there) == there
    assert signers(MEETING, there) == ()
    assert owed_on_paper(INDIVIDUAL, there, ()) == (WITHOUT,)
    assert owed_on_paper(INDIVIDUAL, there, {2}) == ()
    assert owed_on_paper(MEETING, there, ()) == ()
    lead = Signature(SignPart.LEADER, 9, None, NOW)
    paper = Signature(SignPart.ON_PAPER, 9, 2, NOW)
    own = Signature(SignPart.SUPERVISED, 11, 1, NOW)
    assert still_to_sign(INDIVIDUAL, there, (lead, paper)) == (WITH,)
    assert still_to_sign(INDIVIDUAL, there, (lead, paper, own)) == ()
    assert still_to_sign(MEETING, there, (lead,)) == ()
    # who signed and left since is not waited for
    assert still_to_sign(INDIVIDUAL, (Supervised(1, "W1", None),), (lead, own)) == ()


def test_the_fingerprint_tells_contents_apart_and_nothing_else() -> None:
    blocks = {Block.AGENDA: BlockContent({"topics": "一"}), Block.LEARNING: BlockContent()}
    digest = record_digest(7, INDIVIDUAL, blocks)
    assert len(digest) == 64
    assert digest == record_digest(7, INDIVIDUAL, dict(reversed(blocks.items())))
    assert digest != record_digest(8, INDIVIDUAL, blocks)
    assert digest != record_digest(7, INDIVIDUAL, {Block.AGENDA: BlockContent({"topics": "二"})})


def test_places_and_texts() -> None:
    assert block_place(7, Block.CASES) == "record/7/cases"
    assert case_place(7, 3) == "record/7/case/3"
    assert answer_place(7) == "record/7/answer"
    assert note_place(7, 3, 9) == "well_being/7/3/9"
    assert text_in(answer_text("说过", "因为")) == "说过"
