from datetime import date, timedelta

from qa_app.domain.account_notes import of_notes
from qa_app.domain.reminders import Reminder, ReminderKind, is_worth_sending

DAY = date(2026, 3, 23)


def test_each_note_is_told_once_for_a_week() -> None:
    notes = [(7, "reset", DAY), (8, "password", DAY - timedelta(days=8))]
    (found,) = of_notes(notes, DAY)
    content = {"note": "reset", "day": "2026-03-23", "until": "2026-03-30"}
    assert found == Reminder("account:7", ReminderKind.ACCOUNT, content)
    assert is_worth_sending(content, DAY + timedelta(days=7))
    assert of_notes(notes, DAY + timedelta(days=7)) == [found]
    assert of_notes(notes, DAY + timedelta(days=8)) == []
