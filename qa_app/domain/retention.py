"""How long what is kept of people stays, and from which day on it does not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qa_app.domain.trust_defaults import (
    KEEP_CHILD_YEARS,
    KEEP_FORM_KEY_DAYS,
    KEEP_INSTITUTION_YEARS,
    KEEP_MESSAGE_DAYS,
    KEEP_NETWORK_DAYS,
    KEEP_NETWORK_DAYS_LEAST,
    KEEP_PERSONNEL_YEARS,
    KEEP_TRY_DAYS,
    KEEP_YEARS_LEAST,
    KEEP_YEARS_MOST,
)


class Rule(StrEnum):
    """What of the installation one period is for.

    The first three take words out of texts and leave codes; the others remove.
    """

    CHILD = "child"
    PERSONNEL = "personnel"
    INSTITUTION = "institution"
    ACCOUNTS = "accounts"
    NETWORK = "network"
    MESSAGES = "messages"
    FORM_KEYS = "form_keys"
    TRIES = "tries"


TEXTS = (Rule.CHILD, Rule.PERSONNEL, Rule.INSTITUTION)
"""Rules that reduce sealed texts."""
ROWS = (Rule.NETWORK, Rule.MESSAGES, Rule.FORM_KEYS, Rule.TRIES)
"""Rules that remove rows."""


class PeriodError(ValueError):
    """A period cannot be set.

    Attributes:
        name: The setting.
        least: The least that it may be.
        most: The most that it may be.
    """

    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__(name)
        self.name, self.least, self.most = name, least, most


_YEARS = (KEEP_YEARS_LEAST, KEEP_YEARS_MOST)
SETTINGS: Mapping[str, tuple[int, int, int]] = {
    "QA_KEEP_CHILD_YEARS": (KEEP_CHILD_YEARS, *_YEARS),
    "QA_KEEP_PERSONNEL_YEARS": (KEEP_PERSONNEL_YEARS, *_YEARS),
    "QA_KEEP_INSTITUTION_YEARS": (KEEP_INSTITUTION_YEARS, *_YEARS),
    "QA_KEEP_NETWORK_DAYS": (KEEP_NETWORK_DAYS, KEEP_NETWORK_DAYS_LEAST, KEEP_YEARS_MOST * 366),
}
"""Setting to its default, its least and its most, in the order of `Periods`."""
_DIGITS_MOST = 6


@dataclass(frozen=True, slots=True)
class Periods:
    """How long things stay.

    Attributes:
        child_years: Years from the signature under a review, or from the end of what it belongs
            to, until texts on children are reduced to codes.
        personnel_years: Years after the end of employment for texts on workers and for the names
            and addresses of accounts.
        institution_years: Years for texts on centres and decisions.
        network_days: Days for sign-ins, with address and device, after they ended.
    """

    child_years: int = KEEP_CHILD_YEARS
    personnel_years: int = KEEP_PERSONNEL_YEARS
    institution_years: int = KEEP_INSTITUTION_YEARS
    network_days: int = KEEP_NETWORK_DAYS

    @staticmethod
    def from_texts(texts: Mapping[str, str]) -> "Periods":
        """Read them.

        Args:
            texts: Name of a setting to its text; others are left alone.

        Returns:
            The periods, the defaults where nothing is set.

        Raises:
            PeriodError: One is no whole number or out of its bounds; network logs may never be
                kept for less than `KEEP_NETWORK_DAYS_LEAST` days.

        Source: Cybersecurity Law of the PRC: network logs for six months or more.
        """
        read = []
        for name, (usual, least, most) in SETTINGS.items():
            text = texts.get(name, str(usual))
            if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS_MOST):
                raise PeriodError(name, least, most)
            if not least <= int(text) <= most:
                raise PeriodError(name, least, most)
            read.append(int(text))
        return Periods(*read)

    def last_day(self, rule: Rule, today: date) -> date:
        """Give the first local day that is still kept.

        Args:
            rule: What for.
            today: The local day.

        Returns:
            What ended before this day is over.
        """
        years = {
            Rule.CHILD: self.child_years,
            Rule.PERSONNEL: self.personnel_years,
            Rule.ACCOUNTS: self.personnel_years,
            Rule.INSTITUTION: self.institution_years,
        }
        days = {
            Rule.NETWORK: self.network_days,
            Rule.MESSAGES: KEEP_MESSAGE_DAYS,
            Rule.FORM_KEYS: KEEP_FORM_KEY_DAYS,
            Rule.TRIES: KEEP_TRY_DAYS,
        }
        return (
            years_before(today, years[rule])
            if rule in years
            else today - timedelta(days=days[rule])
        )


def years_before(day: date, years: int) -> date:
    """Go back some years.

    Args:
        day: From which day.
        years: How many.

    Returns:
        The same day of that year; the last of February for the 29th.
    """
    year = day.year - years
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
