"""Who supervises somebody on a day: standing agreements, deputies and deployments together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qa_app.domain.supervision_agreements import AgreementKind


@dataclass(frozen=True, slots=True)
class AgreedStretch:
    """An agreement about one person, as far as it says who, where and when.

    Attributes:
        id: The agreement.
        kind: What it is.
        supervisor_id: Who supervises.
        centre_id: Where the person works under it; None for a supervised supervisor.
        from_on: First day.
        until_on: Last day; None while it lasts.
        every_days: Days from one session to the next; None leaves it to the time in post.
        deputy_of_id: The agreement that somebody stands in for; None for others.
        place_path: Path of the node where it applies; empty for the whole network.
    """

    id: int
    kind: AgreementKind
    supervisor_id: int
    centre_id: int | None
    from_on: date
    until_on: date | None
    every_days: int | None = None
    deputy_of_id: int | None = None
    place_path: str = ""

    def holds_on(self, day: date) -> bool:
        """Tell whether it holds on a day.

        Args:
            day: The day.

        Returns:
            True from its first to its last day.
        """
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


def agreed_on(about: Iterable[AgreedStretch], day: date) -> tuple[AgreedStretch, ...]:
    """List the agreements under which one person is supervised on a day.

    Args:
        about: Every agreement about the person.
        day: The day.

    Returns:
        Only the deployment while there is one: what is agreed at home rests meanwhile. Else what
        stands, and its deputies on their days; earlier ones first. Empty when nobody supervises.
    """
    holding = sorted(
        (one for one in about if one.holds_on(day)), key=lambda one: (one.from_on, one.id)
    )
    deployed = tuple(one for one in holding if one.kind is AgreementKind.DEPLOYMENT)
    if deployed:
        return deployed
    standing = tuple(one for one in holding if one.kind is AgreementKind.STANDING)
    stood_for = {one.id for one in standing}
    return standing + tuple(one for one in holding if one.deputy_of_id in stood_for)


def agreed_for(about: Iterable[AgreedStretch], day: date) -> AgreedStretch | None:
    """Find the agreement that a session on a day is held under.

    Args:
        about: Every agreement about the person.
        day: The day.

    Returns:
        The deployment or the standing agreement of the day; where none holds, the next one to
        begin; None when none does.
    """
    of_day = agreed_on(about, day)
    if of_day:
        return of_day[0]
    later = [
        one
        for one in about
        # what ended before it began never holds
        if one.from_on > day and one.holds_on(one.from_on) and one.kind is not AgreementKind.DEPUTY
    ]
    return min(later, key=lambda one: (one.from_on, one.id), default=None)


def agreed_since(about: Iterable[AgreedStretch]) -> date:
    """Find the first day on which somebody's supervision was agreed on.

    Args:
        about: Agreements about the person, one that holds on some day at least.

    Returns:
        The first day of the earliest one: who passes to somebody else is not due later for it.

    Raises:
        ValueError: None of them holds on any day.
    """
    return min(
        one.from_on
        for one in about
        if one.holds_on(one.from_on) and one.kind is not AgreementKind.DEPUTY
    )
