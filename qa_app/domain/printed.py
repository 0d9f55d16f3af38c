"""What the papers of rounds and actions are put together from."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from qa_app.domain.actions import ActionKind, ActionState
from qa_app.domain.agreement_table import SharedCount
from qa_app.domain.audit_stage import Stage
from qa_app.domain.defaults import ITEMS_ON_ROUND_REPORT
from qa_app.domain.findings import ActionPlan
from qa_app.domain.follow_up import ActionTold
from qa_app.domain.profiles import Safeguard
from qa_app.domain.replacements import SampleNote
from qa_app.domain.round_results import SampleResult
from qa_app.domain.rounds import RoundCancelReason
from qa_app.domain.sample_design import SampleDesign
from qa_app.domain.statistics.lqas import LqasRule
from qa_app.domain.text import BilingualText


@dataclass(frozen=True, slots=True)
class ListedAction:
    """An action as a paper lists it.

    Attributes:
        audit_id: Its reading; None for what was agreed in a session.
        reference: The file's reference; None when the whole centre was read.
        items: Codes of its items; none for what was agreed.
        requirement: Text of the first of them; empty likewise.
        kind: What made it necessary.
        finding: The reader's words; empty for none, and where they are withheld.
        plan: What has to be done; its texts are empty where they are withheld.
        told: The action with its limits.
        is_withheld: True when texts are not for this reader.
        agreed_on: Day of the session in which it was agreed; None for what follows from a reading.
    """

    audit_id: int | None
    reference: str | None
    items: tuple[str, ...]
    requirement: BilingualText
    kind: ActionKind
    finding: str
    plan: ActionPlan
    told: ActionTold
    is_withheld: bool
    agreed_on: date | None = None


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


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """One rubric at one centre of a round, as a report prints it."""

    rubric: BilingualText
    version: str
    stage: Stage
    signed_count: int
    twice_count: int
    added_count: int
    note: SampleNote | None
    result: SampleResult | None
    rule: LqasRule | None


@dataclass(frozen=True, slots=True)
class PrintedAgreement:
    """How far readers of a round agree on one version of a rubric.

    Attributes:
        rubric: Its title.
        version: Its number.
        count: Answers alike, and alpha; alpha is None below the floor of files.
    """

    rubric: BilingualText
    version: str
    count: SharedCount


@dataclass(frozen=True, slots=True)
class PrintedRound:
    """What the report of a round tells.

    Attributes:
        number: The round.
        period: First and last day of the period under review.
        reading: First and last day of reading.
        stage: How far it stands.
        cancelled: Why it is cancelled; None while it takes place.
        owner: Who answers for it.
        moderator: Who decides where readers differ; None while open.
        readers: Who reads.
        design: How samples are made.
        counts: Files signed, and files given to be read.
        relaxed: Safeguards given up since its reading began.
        centres: Each centre with its rubrics.
        agreement: How far readers agree, version by version.
        found: Items that were found wanting.
        uncounted: Signed files whose findings these do not count, since the reader would have to
            ask for them.
        actions: How the actions stand that followed.
        draws: Name of the centre, digest of the frame and seed of each draw.
    """

    number: int
    period: tuple[date, date]
    reading: tuple[date, date]
    stage: Stage
    cancelled: RoundCancelReason | None
    owner: str
    moderator: str | None
    readers: tuple[str, ...]
    design: SampleDesign
    counts: tuple[int, int]
    relaxed: Collection[Safeguard]
    centres: tuple[tuple[BilingualText, tuple[PrintedPart, ...]], ...]
    agreement: tuple[PrintedAgreement, ...]
    found: tuple[FoundItem, ...]
    uncounted: int
    actions: ActionCounts
    draws: tuple[tuple[BilingualText, str, str], ...]


@dataclass(frozen=True, slots=True)
class PrintedActions:
    """What a paper about the actions of a centre tells.

    Attributes:
        centre: The centre's name.
        actions: The actions, in order.
        left_out: How many more there are.
        relaxed: Safeguards given up since the oldest of their readings.
        today: Local day; what is late is told against it.
    """

    centre: BilingualText
    actions: tuple[ListedAction, ...]
    left_out: int
    relaxed: Collection[Safeguard]
    today: date


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
