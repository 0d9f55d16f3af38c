"""What owners of accounts are told about them, as reminders."""

from collections.abc import Iterable
from datetime import date, timedelta

from qa_app.domain.reminders import Reminder, ReminderKind

_NOTE_DAYS = 7


def of_notes(notes: Iterable[tuple[int, str, date]], today: date) -> list[Reminder]:
    """Tell the owner of an account what was done to it, each once.

    Args:
        notes: Number, kind and local day of each note.
        today: Local day.

    Returns:
        One reminder for each note, worth sending for a week from its day.
    """
    found = []
    for number, kind, day in notes:
        until = day + timedelta(days=_NOTE_DAYS)
        if until >= today:
            content = {"note": kind, "day": day.isoformat(), "until": until.isoformat()}
            found.append(Reminder(f"account:{number}", ReminderKind.ACCOUNT, content))
    return found
