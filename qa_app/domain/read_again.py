"""On which day the item of an action is best read again."""

from datetime import date, timedelta

from qa_app.domain.actions import Action, owes_reading
from qa_app.domain.defaults import RE_READ_DAYS
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar

_A_DAY = timedelta(days=1)


def day_to_read_again(action: Action, today: date, calendar: WorkingCalendar) -> date:
    """Propose a day; whoever plans may choose another.

    Args:
        action: The action whose item is read again.
        today: Local day.
        calendar: Working days of the centre's region.

    Returns:
        For a red line that owes a reading its last working day within the limit; for others,
        `RE_READ_DAYS` from today or the next working day after it. Never before tomorrow: what
        is read on the day on which harm was contained keeps no limit. Where the table of
        holidays does not reach so far, the day as it is counted.
    """
    tomorrow = today + _A_DAY
    try:
        if owes_reading(action) and action.re_read_on is not None:
            day = action.re_read_on
            while day > tomorrow and not calendar.is_working(day):
                day -= _A_DAY
            return day if day >= tomorrow else calendar.same_or_next(tomorrow)
        return calendar.same_or_next(today + timedelta(days=RE_READ_DAYS))
    except CalendarYearMissingError:
        return max(tomorrow, action.re_read_on or today + timedelta(days=RE_READ_DAYS))
