"""Who has signed and acknowledged a record, and who is still to."""

from datetime import UTC, datetime

from qa_app.domain.record_people import (
    AnswerStands,
    GivenAnswer,
    SignStands,
    people_of,
    still_to_acknowledge,
)
from qa_app.domain.supervision import SessionType
from qa_app.domain.supervision_records import AnswerKind, Signature, SignPart, Supervised

AT, LATER = datetime(2026, 4, 9, 4, tzinfo=UTC), datetime(2026, 4, 10, 4, tzinfo=UTC)
LEAD = Signature(SignPart.LEADER, 9, None, AT)
W1, W2, W3 = Supervised(1, "W1", 11), Supervised(2, "W2", None), Supervised(3, "W3", 13)
STAFF = Supervised(None, "乙", 14)
GROUP, MEETING = SessionType.GROUP, SessionType.CASE_MEETING


def stands(*args: object) -> list[tuple[str, SignStands, AnswerStands]]:
    return [(one.code, one.sign, one.answer) for one in people_of(*args)]  # type: ignore[arg-type]


def test_each_stands_once_with_what_is_still_theirs() -> None:
    signed = (
        LEAD,
        Signature(SignPart.ON_PAPER, 9, 2, AT),
        Signature(SignPart.SUPERVISED, 11, 1, LATER),
    )
    said = (GivenAnswer(11, AnswerKind.DISAGREED, LATER),)
    assert stands(GROUP, (W1, W2, W3), signed, said) == [
        ("", SignStands.SIGNED, AnswerStands.NOT_ASKED),
        ("W1", SignStands.SIGNED, AnswerStands.GIVEN),
        ("W2", SignStands.ON_PAPER, AnswerStands.ON_PAPER),
        ("W3", SignStands.AWAITED, AnswerStands.AWAITED),
    ]
    people = people_of(GROUP, (W1, W2, W3), signed, said)
    assert [one.signed_at for one in people] == [AT, LATER, AT, None]
    assert [one.code for one in still_to_acknowledge(people)] == ["W3"]


def test_a_meeting_asks_only_its_leader_to_sign() -> None:
    assert stands(MEETING, (W1, W2), (LEAD,), ())[1:] == [
        ("W1", SignStands.NOT_ASKED, AnswerStands.AWAITED),
        ("W2", SignStands.NOT_ASKED, AnswerStands.NO_ACCOUNT),
    ]


def test_a_supervised_supervisor_is_known_by_the_account() -> None:
    fine = SessionType.SUPERVISION_OF_SUPERVISORS
    signed = (LEAD, Signature(SignPart.SUPERVISED, 14, None, LATER))
    assert stands(fine, (STAFF,), signed, ())[1:] == [
        ("乙", SignStands.SIGNED, AnswerStands.AWAITED)
    ]


def test_who_signed_and_left_has_signed() -> None:
    left = Supervised(1, "W1", None)
    signed = (LEAD, Signature(SignPart.SUPERVISED, 11, 1, LATER))
    said = (GivenAnswer(11, AnswerKind.ACKNOWLEDGED, LATER),)
    assert stands(GROUP, (left,), signed, said)[1:] == [
        ("W1", SignStands.SIGNED, AnswerStands.GIVEN)
    ]
