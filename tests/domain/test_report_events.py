"""The journal keeps of a report what it is, never what it says."""

from qa_app.domain.report_events import ReportMade, ReportOpened
from tests.people import NOON, OPERATOR


def test_details_of_a_report_made_and_opened() -> None:
    made = ReportMade(
        actor=OPERATOR,
        at=NOON,
        kind="quarter",
        scope="c:1",
        first_month=24312,
        version=1,
        digest="ab",
    )
    assert made.detail() == {
        "kind": "quarter",
        "scope": "c:1",
        "first_month": 24312,
        "version": 1,
        "digest": "ab",
    }
    assert ReportOpened(actor=OPERATOR, at=NOON, object_id=1).detail() == {}
