"""Objection to a decision and its review: when, on what ground, by which panel, with what end."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.register_terms import Appeal


class Seat(StrEnum):
    """Who names a member of the panel: each side one, the lot the others."""

    CENTRE = "centre"
    BODY = "body"
    LOT = "lot"


SEATS: Final = (Seat.CENTRE, Seat.BODY, Seat.LOT)
"""Seats of the panel of three, in the order in which they are filled; the lot comes last."""


class Vote(StrEnum):
    """How a member, or the panel, ends."""

    STANDS = "stands"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the panel.

    Attributes:
        account_id: Who.
        seat: Who named them.
        vote: How they voted; None before.
    """

    account_id: int
    seat: Seat
    vote: Vote | None = None


def last_day_to_file(decided_on: date, appeal: Appeal) -> date:
    """Give the last day on which an objection is taken.

    Args:
        decided_on: Local day of the decision.
        appeal: The rules.

    Returns:
        The day.
    """
    return decided_on + timedelta(days=appeal.days_to_file)


def check_filing(
    ground: str, decided_on: date | None, today: date, appeal: Appeal, *, is_repeated: bool
) -> None:
    """Refuse an objection that cannot be filed.

    Args:
        ground: Code of the ground.
        decided_on: Local day of the decision; None while it is only proposed.
        today: Local day.
        appeal: The rules.
        is_repeated: True when the centre has objected already.

    Raises:
        ConflictError: Nothing is decided (`not_decided`), it was objected to before
            (`objected_before`), or it is too late (`objection_late`).
        InvalidError: The ground is none of the list (`unknown_ground`).
    """
    if decided_on is None:
        raise ConflictError("not_decided")
    if is_repeated:
        raise ConflictError("objected_before")
    if today > last_day_to_file(decided_on, appeal):
        raise ConflictError("objection_late", days=appeal.days_to_file)
    if ground not in appeal.grounds:
        raise InvalidError("unknown_ground")


def check_seat(
    seat: Seat, account_id: int | None, panel: Iterable[Member], free: Collection[int]
) -> None:
    """Refuse to seat somebody on the panel.

    Args:
        seat: Which seat.
        account_id: Who is named; None for a seat that the lot fills.
        panel: Who sits there already.
        free: Accounts that may sit: they took no part and sit on no seat yet.

    Raises:
        ConflictError: The seat is taken (`seat_taken`), the lot is drawn before both sides have
            named theirs (`lot_last`), or nobody is left (`nobody_free`).
        InvalidError: Whoever is named took part or may not sit (`not_free`).
    """
    taken = {member.seat for member in panel}
    if seat in taken:
        raise ConflictError("seat_taken")
    if seat is Seat.LOT:
        if taken != {Seat.CENTRE, Seat.BODY}:
            raise ConflictError("lot_last")
        if not free:
            raise ConflictError("nobody_free")
    elif account_id not in free:
        raise InvalidError("not_free")


def drawn(free: Collection[int], lot: int) -> int:
    """Draw the third member.

    Args:
        free: Accounts that may sit, at least one.
        lot: A random number that nobody chose.

    Returns:
        The account.
    """
    ordered = sorted(free)
    return ordered[lot % len(ordered)]


def check_vote(account_id: int | None, panel: Collection[Member], *, is_settled: bool) -> None:
    """Refuse a vote.

    Args:
        account_id: Who votes.
        panel: The panel.
        is_settled: True when the panel has ended.

    Raises:
        NotAllowedError: They do not sit on it (`not_on_panel`).
        ConflictError: The panel is not complete (`panel_open`), has ended (`panel_ended`), or
            they voted (`voted_before`).
    """
    own = next((one for one in panel if one.account_id == account_id), None)
    if own is None:
        raise NotAllowedError("not_on_panel")
    if is_settled:
        raise ConflictError("panel_ended")
    if len(panel) < len(SEATS):
        raise ConflictError("panel_open")
    if own.vote is not None:
        raise ConflictError("voted_before")


def outcome_of(votes: Iterable[Vote | None]) -> Vote | None:
    """Find how a panel ends.

    Args:
        votes: The votes of its members; None for one who has not voted.

    Returns:
        What more than half of the three say; None while that is open.
    """
    counts = Counter(vote for vote in votes if vote is not None)
    return next((vote for vote, count in counts.items() if 2 * count > len(SEATS)), None)
