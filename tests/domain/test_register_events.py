from qa_app.domain.register_events import (
    ConsultationMoved,
    RegisterListImported,
    RegisterRowChanged,
)
from tests.people import NOON, OPERATOR


def test_events_of_the_register_hold_codes_and_counts_alone() -> None:
    taken = RegisterListImported(
        actor=OPERATOR, at=NOON, object_id="documents", added=1, updated=2, unchanged=3
    )
    assert taken.detail() == {"added": 1, "updated": 2, "unchanged": 3, "centres": ()}
    ended = RegisterRowChanged(actor=OPERATOR, at=NOON, object_id="documents", change="over")
    assert ended.detail() == {"change": "over"}
    assert ConsultationMoved(actor=OPERATOR, at=NOON, step="ask").detail() == {"step": "ask"}
