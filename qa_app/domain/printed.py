"""What the papers of rounds and actions are put together from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from qa_app.domain.actions import ActionKind, ActionState
from qa_app.domain.defaults import ITEMS_ON_ROUND_REPORT
from qa_app.domain.findings import ActionPlan
from qa_app.domain.follow_up import ActionTold
from qa_app.domain.text import BilingualText


@dataclass(frozen=True, slots=True)
class ListedAction:
    """An action as a paper lists it.

    Attributes:
        audit_id: Its reading.
        reference: The file's reference; None when the whole centre was read.
        items: Codes of its items.
        requirement: Text of the first of them.
        kind: What made it necessary.
        finding: The reader's words; empty for none, and where they are withheld.
        plan: What has to be done; its texts are empty where they are withheld.
        told: The action with its limits.
        is_withheld: True when texts are not for this reader.
    """

    audit_id: int
    reference: str | None
    items: tuple[str, ...]
    requirement: BilingualText
    kind: ActionKind
    finding: str
    plan: ActionPlan
    told: ActionTold
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class FoundItem:
    """How often an item was found wanting.

    Attributes:
        rubric: Title of its rubric.
        code: The item.
        requirement: Its text.
        files: Counted readings with a finding about it.
    """

    rubric: BilingualText
    code: str
    requirement: BilingualText
    files: int


@dataclass(frozen=True, slots=True)
class ActionCounts:
    """How actions stand: how many there are, are overdue, wait for later readings, are verified."""

    total: int
    late: int
    waiting: int
    verified: int


def count_by_state(states: Iterable[tuple[ActionState, date | None]], today: date) -> ActionCounts:
    """Count actions by how they stand.

    Args:
        states: State of each, and the day until which somebody must act; None without a limit.
        today: Local day.

    Returns:
        The counts; dropped actions and those of drafts are in none of them.
    """
    left_out = {ActionState.DRAFT, ActionState.DROPPED}
    kept = [one for one in states if one[0] not in left_out]
    return ActionCounts(
        total=len(kept),
        late=sum(until is not None and until < today for _state, until in kept),
        waiting=sum(state is ActionState.DONE and until is None for state, until in kept),
        verified=sum(state is ActionState.VERIFIED for state, _until in kept),
    )


def most_found(found: Sequence[FoundItem]) -> tuple[FoundItem, ...]:
    """Choose the items that a round's report names.

    Args:
        found: All items with a finding.

    Returns:
        Those found in most files first, by code where equal; at most `ITEMS_ON_ROUND_REPORT`.
    """
    ordered = sorted(found, key=lambda one: (-one.files, one.rubric.en, one.code))
    return tuple(ordered[:ITEMS_ON_ROUND_REPORT])
