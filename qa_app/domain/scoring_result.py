"""What scoring an audit gives: codes, alerts, the exact score and its explanation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

Ratio = tuple[int, int]
"""Numerator and denominator, not yet in lowest terms: making Fractions costs more than scoring."""


class Status(StrEnum):
    """How far a result is a result."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    NOT_RATED = "not_rated"


class State(StrEnum):
    """What became of an item; the order of checks of the schema."""

    OFF = "off"
    REPORTED = "reported"
    OPEN = "open"
    EXCLUDED = "excluded"
    UNSCORED = "unscored"
    SCORED = "scored"


class Why(StrEnum):
    """Why an item adds nothing to the score."""

    NOT_ASSESSED = "not_assessed"
    SECTION_FALSE = "section_false"
    CONDITION_FALSE = "condition_false"
    NO_CASES = "no_cases"
    REPORTED = "reported"
    SECTION_UNKNOWN = "section_unknown"
    CONDITION_UNKNOWN = "condition_unknown"
    NO_SAMPLE = "no_sample"
    CODE_UNKNOWN = "code_unknown"
    NOT_DUE = "not_due"
    NOT_SCORED = "not_scored"
    NOT_ANSWERED = "not_answered"


class CodeSource(StrEnum):
    """Who set an item's code."""

    READER = "reader"
    CLOCK = "clock"
    FREQUENCY = "frequency"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class CaseShare:
    """What the sampled cases say of a per-case item.

    Attributes:
        top_count: Cases at the top option.
        scored_count: Cases with a scored code.
        failed_count: Cases with a code that trips the item.
        open_count: Cases whose condition or code is unknown.
    """

    top_count: int = 0
    scored_count: int = 0
    failed_count: int = 0
    open_count: int = 0


@dataclass(frozen=True, slots=True)
class AppliedCap:
    """A cap of the rubric whose condition holds.

    Attributes:
        place: Which of the rubric's caps it is, from 0.
        at_most: The best band that it leaves.
        items: Items whose answers make it hold.
        facts: Facts that make it hold.
        lowers: True when it keeps the band below that of the percentage.
    """

    place: int
    at_most: str
    items: tuple[str, ...]
    facts: tuple[str, ...]
    lowers: bool


@dataclass(frozen=True, slots=True, eq=False)
class ItemExplanation:
    """Everything the score says of one item; equal ones are shared between audits.

    Attributes:
        item: Its code.
        section: Its section.
        state: What became of it.
        why: Why it adds nothing; None when it is scored.
        because: Facts, answers or events that decided a condition or are missing.
        code: The code that stands; None when there is none.
        source: Who set the code; None without one.
        weight: As the rubric gives it.
        value_ratio: 0..1; None unless scored.
        possible_ratio: Points of the overall it could earn; None unless scored in a
            complete audit with a percentage.
        earned_ratio: Points it earned; None likewise. Deduction: what is taken off is the
            difference of the two.
        started_at: Time items: instant the limit ran from.
        limit_at: Time items: last instant in time.
        done_at: Time items: when it was done.
        cases: Per-case items: what the cases say.
        trips: True when it is critical and failed.
    """

    item: str
    section: str
    state: State
    why: Why | None = None
    because: tuple[str, ...] = ()
    code: str | None = None
    source: CodeSource | None = None
    weight: Fraction = Fraction(1)
    value_ratio: Ratio | None = None
    possible_ratio: Ratio | None = None
    earned_ratio: Ratio | None = None
    started_at: datetime | None = None
    limit_at: datetime | None = None
    done_at: datetime | None = None
    cases: CaseShare | None = None
    trips: bool = False

    @property
    def value(self) -> Fraction | None:
        """The exact item value, 0..1; None unless scored."""
        return None if self.value_ratio is None else Fraction(*self.value_ratio)

    @property
    def possible(self) -> Fraction | None:
        """Exact points of the overall that the item could earn; None when undefined."""
        return None if self.possible_ratio is None else Fraction(*self.possible_ratio)

    @property
    def earned(self) -> Fraction | None:
        """Exact points of the overall that the item earned; None when undefined."""
        return None if self.earned_ratio is None else Fraction(*self.earned_ratio)


@dataclass(frozen=True, slots=True, eq=False)
class SectionExplanation:
    """Everything the score says of one section; equal ones are shared between audits.

    Attributes:
        section: Its code.
        why: Why the whole section adds nothing: nobody present may assess it, or its condition
            is false or unknown; None otherwise.
        weight: Among the sections, as the rubric gives it.
        full_weight: Weight of all its items.
        scored_weight: Weight of its scored items.
        unscored_weight: Weight of its items in force whose answer is outside the score.
        scored_count: How many of its items are scored.
        value_ratio: Its own result, as in `AuditScore.section_ratios`; None where not defined.
        possible_ratio: Points of the overall it could add; None unless it counts in a complete
            audit with a percentage. Deduction: a section always counts, in full when nothing of
            it is scored.
        earned_ratio: Points it added; None likewise.
    """

    section: str
    why: Why | None
    weight: Fraction
    full_weight: Fraction
    scored_weight: Fraction
    unscored_weight: Fraction
    scored_count: int
    value_ratio: Ratio | None
    possible_ratio: Ratio | None
    earned_ratio: Ratio | None


class LimitKind(StrEnum):
    """What may keep a band down."""

    STOP = "stop"
    GATE = "gate"
    CAP = "cap"


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that keeps the band from being better than one.

    Attributes:
        kind: Red lines, must-pass items, or a cap of the rubric.
        at_most: The best band that it leaves.
        items: Items that cause it.
        facts: Facts that cause it besides; empty for red lines and must-pass items.
        lowers: True when it keeps the band below that of the percentage.
    """

    kind: LimitKind
    at_most: str
    items: tuple[str, ...]
    facts: tuple[str, ...]
    lowers: bool


@dataclass(frozen=True, slots=True)
class RuleExplanation:
    """Which rule rated an item, sub-item or outcome.

    Attributes:
        code: What was rated.
        rating: Its rating; None = unknown.
        rule: Place of the rule that decided, from 0; when the rating is unknown, of the rule
            that nobody can judge yet; None when no rule was asked or none holds.
        because: Answers, facts and ratings that made the rule hold, or that it waits for; of a
            thing that does not apply, what made it so.
    """

    code: str
    rating: str | None
    rule: int | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a score comes from.

    Attributes:
        items: Every item, in the rubric's order; empty for rule rubrics.
        coverage: Weight scored over weight scored and unscored, 0..1; None without either.
        caps: Items whose failure lowered the band: red lines, must-pass items, then those
            that a cap of the rubric names.
        sections: Every section, in the rubric's order; empty for rule rubrics.
        limits: What keeps the band down, red lines first; empty unless complete with a band.
        floor: Coverage below which nothing is rated; None without a floor.
        rules: Rule rubrics: every item and sub-item, then every outcome.
    """

    items: tuple[ItemExplanation, ...]
    coverage: Fraction | None
    caps: tuple[str, ...]
    sections: tuple[SectionExplanation, ...] = ()
    limits: tuple[Limit, ...] = ()
    floor: Fraction | None = None
    rules: tuple[RuleExplanation, ...] = ()


@dataclass(slots=True)
class AuditScore:
    """The result of scoring one audit; fields of other methods keep their defaults.

    Attributes:
        status: Complete, incomplete or not rated.
        stop: Tripped red-line items, sorted.
        gate: Tripped must-pass items, sorted.
        codes: Item to the code that counts; per-case items left out.
        open: Items that wait for an answer, in the rubric's order.
        not_assessed: Sections that nobody present may assess.
        counts: Code to how many items have it.
        reported: Items whose limit others are responsible for, to their code.
        percent_ratio: Share of points, 0..1, as a ratio; None unless complete.
        band_uncapped: Band of the percentage alone.
        band: Band after red lines, must-pass items and caps.
        caps: Caps of the rubric that hold, in its order, known once nothing is open; None for
            a rubric without caps.
        section_ratios: Every section to its share 0..1 (weighted sections), to what is left of
            its own points, 0..1 (deduction), or to its mean (profile);
            None where it is not defined.
        levels: Profile: every section to its whole level; None where it is not defined.
        overall: Profile: the lowest level.
        mean_ratio: Profile: mean of the section means.
        lowest_ratio: Lowest: the smallest item value, 0..1.
        lowest_items: Lowest: the items that have it.
        grade: Lowest: the option code of the lowest grade in force.
        ratings: Rules: item to rating; None = unknown.
        outcomes: Rules: outcome to rating; None = unknown.
        explanation: Present when asked for.
    """

    status: Status
    stop: list[str] = field(default_factory=list)
    gate: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    not_assessed: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    reported: dict[str, str | None] = field(default_factory=dict)
    percent_ratio: Ratio | None = None
    band_uncapped: str | None = None
    band: str | None = None
    caps: list[AppliedCap] | None = None
    section_ratios: dict[str, Ratio | None] = field(default_factory=dict)
    levels: dict[str, int | None] = field(default_factory=dict)
    overall: int | None = None
    mean_ratio: Ratio | None = None
    lowest_ratio: Ratio | None = None
    lowest_items: list[str] = field(default_factory=list)
    grade: str | None = None
    ratings: Mapping[str, str | None] = field(default_factory=dict)
    outcomes: Mapping[str, str | None] = field(default_factory=dict)
    explanation: Explanation | None = None

    @property
    def percent(self) -> Fraction | None:
        """The exact percentage, 0..100; None unless complete."""
        return None if self.percent_ratio is None else 100 * Fraction(*self.percent_ratio)

    @property
    def sections(self) -> dict[str, Fraction]:
        """Section to its exact share or mean; sections without a scored item left out."""
        return {code: Fraction(*ratio) for code, ratio in self.section_ratios.items() if ratio}

    @property
    def lowest(self) -> Fraction | None:
        """The smallest item value, 0..1; None when nothing is in force."""
        return None if self.lowest_ratio is None else Fraction(*self.lowest_ratio)

    @property
    def mean(self) -> Fraction | None:
        """Mean of the section means of a profile; None unless complete."""
        return None if self.mean_ratio is None else Fraction(*self.mean_ratio)
