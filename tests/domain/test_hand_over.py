from qa_app.domain.hand_over import (
    HandOver,
    HandOverReason,
)
from qa_app.domain.reader_events import AuditHandedOver, ReaderNamed, SessionReassigned
from tests.people import NOON, OPERATOR


def test_the_journal_is_told_from_whom_to_whom_and_why() -> None:
    change = HandOver(3, 4, HandOverReason.AWAY)
    told = {"from_account": 3, "to_account": 4, "reason": "away"}
    for kind in (AuditHandedOver, SessionReassigned):
        event = kind(
            actor=OPERATOR,
            at=NOON,
            object_id=7,
            from_account=change.from_id,
            to_account=change.to_id,
            reason=change.reason.value,
        )
        assert event.detail() == told


def test_a_reader_named_for_a_draw_is_told_with_how_many_files() -> None:
    event = ReaderNamed(actor=OPERATOR, at=NOON, from_account=3, to_account=4, count=2)
    assert event.detail() == {"from_account": 3, "to_account": 4, "count": 2}
    assert (event.action, event.object_type) == ("sample:name_reader", "draw")
