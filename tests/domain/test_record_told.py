"""What a record tells of credited time."""

from datetime import date

import pytest

from qa_app.domain.record_told import RecordTold, ToldPresence, credited_minutes
from qa_app.domain.supervision import SessionType
from qa_app.domain.supervision_records import RecordState
from qa_app.domain.text import BilingualText


def told(*there: ToldPresence) -> RecordTold:
    return RecordTold(
        7,
        SessionType.GROUP,
        BilingualText("甲中心", "Centre A"),
        "督导甲",
        RecordState.SIGNED,
        date(2026, 4, 9),
        None,
        {},
        there,
        (),
        (),
        (),
        None,
        None,
    )


@pytest.mark.parametrize(
    ("credited", "minutes"),
    [((), None), ((None,), None), ((1800, 1859), 60), ((0,), 0)],
)
def test_credited(credited: tuple[int | None, ...], minutes: int | None) -> None:
    assert credited_minutes(told(*(ToldPresence("W1", 60, one) for one in credited))) == minutes
