"""How many hours of training somebody needs, by their months in post."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from qa_app.domain.month_grid import months_on


@dataclass(frozen=True, slots=True)
class HoursAsked:
    """The rule.

    Attributes:
        hours: Hours within the window for who was in post all the time.
        months: The window.
        least_months: Months in post before anything is asked.
    """

    hours: int
    months: int
    least_months: int


def months_in_post(started_on: date, as_of: date) -> int:
    """Count whole months in post.

    Args:
        started_on: First day in post, not after `as_of`.
        as_of: The day that is looked from.

    Returns:
        Months that are over by the end of the day.
    """
    count = (as_of.year - started_on.year) * 12 + as_of.month - started_on.month
    return count if months_on(started_on, count) <= as_of else count - 1


def hours_needed(rule: HoursAsked, started_on: date, as_of: date) -> Fraction | None:
    """Say how many hours somebody needs within the window.

    Args:
        rule: The rule.
        started_on: First day in post.
        as_of: Last day of the window.

    Returns:
        Hours, exact: those of the rule times months in post, of the months of the window; None
        for who is not in post long enough to be asked.

    Source: criterion E04, pro rata.
    """
    months = months_in_post(started_on, as_of)
    if months < rule.least_months or months <= 0:
        return None
    return Fraction(rule.hours * min(months, rule.months), rule.months)
