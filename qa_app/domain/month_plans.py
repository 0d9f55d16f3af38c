"""A plan of a month as it is kept: its states, who may agree to it, what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from qa_app.domain.defaults import BENT_WORDS_MOST
from qa_app.domain.due import Tier
from qa_app.domain.due_needs import DueNeed, NeedKind, why_from
from qa_app.domain.month_proposal import ExtraDay, ProposedMonth, Unplaced
from qa_app.domain.plan_rules import Obstacle, PlanRule
from qa_app.domain.profiles import Profile
from qa_app.domain.supervision import SessionType


class PlanState(StrEnum):
    """Where the plan of a month stands; any change makes it a draft again."""

    DRAFT = "draft"
    AGREED = "agreed"
    PUBLISHED = "published"


class LineState(StrEnum):
    """Where a line of it stands."""

    PROPOSED = "proposed"
    DROPPED = "dropped"
    PUBLISHED = "published"


UNBENDING = frozenset(
    {
        PlanRule.OWN_CENTRE,
        PlanRule.CONFLICT,
        PlanRule.NO_REACH,
        PlanRule.NOT_AGREED,
        PlanRule.CENTRE_CLOSED,
        PlanRule.ABSENT,
    }
)
"""Rules that nobody sets aside by hand; the others are said, and may be set aside knowingly."""


def flaw_of_words(words: str) -> str | None:
    """Find what speaks against the words with which rules are set aside.

    Args:
        words: Why they are.

    Returns:
        `no_words` for none, `long_words` for more than `BENT_WORDS_MOST` characters; None for
        words that may be kept.
    """
    if not words.strip():
        return "no_words"
    return "long_words" if len(words) > BENT_WORDS_MOST else None


@dataclass(frozen=True, slots=True)
class Found:
    """What a proposal said of itself.

    Attributes:
        unplaced: What was not placed, with the rules in the way.
        extra_days: What one more day of a supervisor would bring.
        is_proven: True when no plan places more.
    """

    unplaced: tuple[tuple[DueNeed, tuple[Obstacle, ...]], ...]
    extra_days: tuple[ExtraDay, ...]
    is_proven: bool


def may_agree(actor_id: int | None, proposed_by: int | None, profile: Profile) -> bool:
    """Tell whether somebody may agree to a plan.

    Args:
        actor_id: Who would; None for the system.
        proposed_by: Who proposed it.
        profile: How large the team is.

    Returns:
        True for anybody but who proposed it, and for that person in a small team.
    """
    return actor_id != proposed_by or profile is Profile.SMALL


def found_plain(proposal: ProposedMonth, needs: Sequence[DueNeed]) -> dict[str, Any]:
    """Write what a proposal says of itself as plain data.

    Args:
        proposal: The proposal.
        needs: What was due.

    Returns:
        What `found_from` reads.
    """
    of_key = {need.key: need for need in needs}
    return {
        "proven": proposal.is_proven,
        "unplaced": [_plain(of_key[one.need], one) for one in proposal.unplaced],
        "extra": [{"who": one.supervisor, "needs": list(one.needs)} for one in proposal.extra_days],
    }


def _plain(need: DueNeed, unplaced: Unplaced) -> dict[str, Any]:
    return {
        "kind": need.kind.value,
        "id": need.id,
        "centre": need.centre_id,
        "type": need.type.value,
        "due_on": need.due_on.isoformat(),
        "tier": need.tier.value,
        "why": need.why.plain(),
        "obstacles": [[one.rule.value, one.supervisors, one.days] for one in unplaced.obstacles],
    }


def found_from(plain: Mapping[str, Any]) -> Found:
    """Read what `found_plain` wrote.

    Args:
        plain: The data.

    Returns:
        What the proposal said of itself.
    """
    return Found(
        tuple((_need(one), _obstacles(one["obstacles"])) for one in plain["unplaced"]),
        tuple(ExtraDay(one["who"], tuple(one["needs"])) for one in plain["extra"]),
        plain["proven"],
    )


def _need(one: Mapping[str, Any]) -> DueNeed:
    return DueNeed(
        NeedKind(one["kind"]),
        one["id"],
        one["centre"],
        SessionType(one["type"]),
        date.fromisoformat(one["due_on"]),
        Tier(one["tier"]),
        why_from(one["why"]),
    )


def _obstacles(plain: Sequence[Any]) -> tuple[Obstacle, ...]:
    return tuple(Obstacle(PlanRule(rule), people, days) for rule, people, days in plain)
