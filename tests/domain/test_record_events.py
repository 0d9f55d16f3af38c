"""What the journal is told of records: codes and numbers, never words."""

from datetime import UTC, datetime

from qa_app.domain.people import system_actor
from qa_app.domain.record_events import RecordSaved, WellBeingNoted

AT = datetime(2026, 4, 9, tzinfo=UTC)


def test_details() -> None:
    actor = system_actor("operator")
    saved = RecordSaved(actor=actor, at=AT, block="cases", revision=2)
    assert saved.detail() == {"block": "cases", "revision": 2, "name_reason": None}
    assert WellBeingNoted(actor=actor, at=AT, object_id=7).detail() == {}
