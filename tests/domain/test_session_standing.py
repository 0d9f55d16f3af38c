"""Where a session stands on a day."""

from datetime import date

import pytest

from qa_app.domain.session_standing import SessionCourse, Standing, standing_of
from qa_app.domain.supervision import SessionState

TODAY = date(2026, 3, 2)
BEFORE, AFTER = date(2026, 2, 27), date(2026, 3, 6)
PLANNED, HELD, CANCELLED = SessionState.PLANNED, SessionState.HELD, SessionState.CANCELLED


@pytest.mark.parametrize(
    ("course", "standing"),
    [
        (SessionCourse(PLANNED, AFTER), Standing.PLANNED),
        (SessionCourse(PLANNED, TODAY), Standing.DUE),
        (SessionCourse(PLANNED, BEFORE), Standing.MISSED),
        (SessionCourse(HELD, BEFORE), Standing.HELD),
        (SessionCourse(HELD, TODAY, moved_from_on=BEFORE), Standing.HELD_LATE),
        (SessionCourse(HELD, BEFORE, moved_from_on=TODAY), Standing.HELD),
        (SessionCourse(HELD, TODAY, moved_from_on=BEFORE, due_on=AFTER), Standing.HELD),
        (SessionCourse(HELD, TODAY, due_on=BEFORE), Standing.HELD_LATE),
        (SessionCourse(CANCELLED, BEFORE), Standing.ENDED),
        (SessionCourse(CANCELLED, BEFORE, replacement=Standing.PLANNED), Standing.MISSED),
        (SessionCourse(CANCELLED, AFTER, replacement=Standing.PLANNED), Standing.MISSED),
        (SessionCourse(CANCELLED, BEFORE, replacement=Standing.HELD), Standing.MADE_UP),
        (SessionCourse(CANCELLED, BEFORE, replacement=Standing.MADE_UP), Standing.MADE_UP),
        (SessionCourse(CANCELLED, BEFORE, replacement=Standing.ENDED), Standing.ENDED),
    ],
)
def test_standing(course: SessionCourse, standing: Standing) -> None:
    assert standing_of(course, TODAY) is standing
