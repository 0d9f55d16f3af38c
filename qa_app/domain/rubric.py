"""A rubric as the product works with it: frozen values, every reference resolved."""

from dataclasses import dataclass, field, fields
from enum import StrEnum
from fractions import Fraction

from typing_extensions import override

from qa_app.domain.conditions import Condition
from qa_app.domain.rubric_limits import Clock
from qa_app.domain.rubric_rhythm import Frequency
from qa_app.domain.rubric_rules import (
    NO_AGGREGATE,
    NO_NARRATIVE,
    NO_RULE_WORDS,
    Aggregate,
    Narrative,
    Outcome,
    RuleItem,
    RuleWords,
)
from qa_app.domain.text import NO_TEXT, BilingualText

SHARE, NUMBER = "share", "number"
"""What a measure may be."""
COUNTRY = "CN"
"""Region of an installation that names no other."""


class Method(StrEnum):
    """How codes become a result (`scoring.method`)."""

    WEIGHTED_SECTIONS = "weighted_sections"
    DEDUCTION = "deduction"
    DIMENSION_PROFILE = "dimension_profile"
    LOWEST = "lowest"
    RULES = "rules"


class FactType(StrEnum):
    """What a fact may hold."""

    BOOL = "bool"
    INT = "int"
    DATE = "date"
    CHOICE = "choice"
    MULTI = "multi"
    HISTORY = "history"


class Critical(StrEnum):
    """What a failed item does to the band; `stop` is a red line, `gate` a must-pass item."""

    STOP = "stop"
    GATE = "gate"


class Basis(StrEnum):
    """What an item leans on."""

    LAW = "law"
    RULE = "rule"
    STANDARD = "standard"
    BENCHMARK = "benchmark"
    PROPOSED = "proposed"


class Assessor(StrEnum):
    """Who reads a section."""

    CENTRE = "centre"
    SUPERVISOR = "supervisor"
    JUDICIAL = "judicial"


class OptionRole(StrEnum):
    """What an option looks like on screen and paper; derived from its place in the scale."""

    MET = "met"
    PART = "part"
    UNMET = "unmet"
    NO_RECORD = "norec"
    NOT_APPLICABLE = "na"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that a scale offers.

    Attributes:
        code: Stored answer.
        score: Position in the scale; None = not scored.
        rank: Order of a holistic scale (1 is best); None for scales that score.
        key: The keystroke printed in the rubric file.
        label: The words.
        means: When to choose it; empty when the file says nothing.
    """

    code: str
    score: Fraction | None
    label: BilingualText
    key: str = ""
    rank: int | None = None
    means: BilingualText = NO_TEXT


@dataclass(frozen=True, slots=True)
class Scale:
    """A response scale, options in file order.

    Attributes:
        code: Name in `scales.yaml`.
        kind: `points` or `holistic`.
        options: In file order.
        auto: `clock` or `frequency` when the engine finds the code; None otherwise.
    """

    code: str
    kind: str
    options: tuple[Option, ...]
    auto: str | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A grade band of a file; `start_pct` is inclusive, compared with the exact percentage."""

    code: str
    start_pct: Fraction
    label: BilingualText


@dataclass(frozen=True, slots=True)
class BandCap:
    """A band that no result passes while a condition over answers and facts holds."""

    when: Condition
    at_most: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A question answered once per audit (or per sampled case)."""

    code: str
    type: FactType
    label: BilingualText
    options: tuple[tuple[str, BilingualText], ...] = ()


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """A dated event entered for an audit."""

    code: str
    label: BilingualText


@dataclass(frozen=True, slots=True)
class Log:
    """A dated list; `value` is `hours` when its entries carry a number."""

    code: str
    label: BilingualText
    value: str | None = None


@dataclass(frozen=True, slots=True)
class CaseSample:
    """What a site visit samples for its per-case items.

    Attributes:
        unit: What one sampled thing is.
        size: `lqas`, `all` or a number of cases.
        source: From what it is drawn.
        facts: Asked of each sampled case.
    """

    unit: str
    size: str | int
    source: BilingualText
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """A test on an exact number: `>=`, `<=`, `>`, `<` or `==`, and the number."""

    operator: str
    number: Fraction


@dataclass(frozen=True, slots=True)
class Measure:
    """A named number that decides met, partly met or not met.

    Attributes:
        name: What cases call it.
        met: From where on the item is met.
        partly: From where on it is partly met; None = then not met.
        unit: `share`, of which 0 to 1 or per cent is entered, or `number`; empty when its file
            does not say.
    """

    name: str
    met: Threshold
    partly: Threshold | None = None
    unit: str = ""

    @property
    def is_share(self) -> bool:
        """Tell whether it is a share.

        Returns:
            What its file says; where it says nothing, True for a threshold between 0 and 1 and
            none above: `>=0.9`, but not `<=6`, nor `>=1` alone, which may be a count.
        """
        if self.unit:
            return self.unit == SHARE
        numbers = [test.number for test in (self.met, self.partly) if test is not None]
        return max(numbers) <= 1 and any(0 < number < 1 for number in numbers)


@dataclass(frozen=True, slots=True)
class Share:
    """Shares of cases at the top option that a per-case item needs (0..1)."""

    met: Fraction
    partly: Fraction


@dataclass(frozen=True, slots=True)
class ConfirmedFor:
    """Which kinds of organisation a law binds, by which article, and who says so."""

    kinds: tuple[str, ...]
    article: str
    by: str


@dataclass(frozen=True, slots=True)
class SourceRef:
    """What an item rests on; `locus` None = clause to be filled in."""

    source: str
    locus: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement of a rubric, everything the file says of it resolved."""

    code: str
    section: str
    text: BilingualText
    scale: Scale
    basis: Basis
    weight: Fraction = Fraction(1)
    evidence: BilingualText = NO_TEXT
    anchors: tuple[tuple[str, BilingualText], ...] = ()
    read: tuple[tuple[str, BilingualText], ...] = ()
    applies_if: Condition | None = None
    critical: Critical | None = None
    critical_fail: frozenset[str] = frozenset()
    per_case: bool = False
    share: Share | None = None
    trips_at: int = 1
    clocks: tuple[Clock, ...] = ()
    frequency: Frequency | None = None
    measure: Measure | None = None
    sources: tuple[SourceRef, ...] = ()
    tags: tuple[str, ...] = ()
    quote: str = ""
    addressee: BilingualText = NO_TEXT
    confirmed_for: ConfirmedFor | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a rubric; `weight` is its share among the sections that are scored."""

    code: str
    title: BilingualText
    weight: Fraction
    items: tuple[Item, ...]
    assessor: Assessor = Assessor.CENTRE
    applies_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class Holistic:
    """The reader's one judgement of the whole; never part of the arithmetic."""

    scale: Scale
    is_required: bool
    differ_by: int
    then: str
    bands: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Rubric:
    """One rubric version, checked and resolved.

    Attributes:
        code: The file's `id`.
        version: Semantic version.
        status: `draft`, `published`, `retired` or `reference`.
        kind: `case_file`, `site`, `practice` or `system`.
        area: Code of the expertise area.
        unit: What one audit covers.
        access: `ordinary` or `sealed`.
        title: Its name.
        method: How it scores.
        fingerprint: SHA-256 (hex) of the content, status and translations left out.
        sections: Empty for rule rubrics.
        min_applicable: Share (0..1) of weight that must be scored; None = no floor.
        bands: Best first, those of `band_region`; empty when the method has none.
        band_region: Region whose bands count; empty when the rubric has the same for all.
        band_sets: Region, or `default`, to its bands, best first; empty likewise.
        caps: What keeps the band down besides red lines and must-pass items.
        total: Deduction: the points of a file without fault; None for other methods.
        rule_items, outcomes: Rule rubrics only.
        rule_words: Rule rubrics: words of its ratings and answers, where the file gives any.
        narrative: Rule rubrics: which notes are wanted, and what an answer may rest on.
        aggregate: Rule rubrics: which ratings are counted over many files.
        is_hidden: Off the everyday lists.
        region: Region code of the holiday table that its working days use.
    """

    code: str
    version: str
    status: str
    kind: str
    area: str
    unit: str
    access: str
    title: BilingualText
    method: Method
    fingerprint: str
    sections: tuple[Section, ...] = ()
    min_applicable: Fraction | None = None
    bands: tuple[Band, ...] = ()
    facts: tuple[Fact, ...] = ()
    clocks: tuple[ClockEvent, ...] = ()
    logs: tuple[Log, ...] = ()
    case_sample: CaseSample | None = None
    holistic: Holistic | None = None
    rule_items: tuple[RuleItem, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    rule_words: RuleWords = NO_RULE_WORDS
    narrative: Narrative = NO_NARRATIVE
    aggregate: Aggregate = NO_AGGREGATE
    purpose: BilingualText = NO_TEXT
    note: BilingualText = NO_TEXT
    is_hidden: bool = False
    caps: tuple[BandCap, ...] = ()
    total: Fraction | None = None
    band_region: str = ""
    band_sets: tuple[tuple[str, tuple[Band, ...]], ...] = ()
    region: str = COUNTRY
    items: dict[str, Item] = field(init=False, compare=False, repr=False, hash=False)
    digest: str = field(init=False, compare=False, repr=False, hash=False)
    """SHA-256 (hex) of all that it was thawed from, words and status too; empty for one that was
    put together otherwise."""

    @override
    def __hash__(self) -> int:
        # by fingerprint: hashing every item would cost more than scoring does
        return hash(self.fingerprint)

    @override
    def __eq__(self, other: object) -> bool:
        # as for the hash: what is kept is looked up by another object of the same content too
        if self is other:
            return True
        if not isinstance(other, Rubric):
            return NotImplemented
        if self.digest and other.digest:
            return self.digest == other.digest
        compared = (one.name for one in fields(self) if one.compare)
        return all(getattr(self, name) == getattr(other, name) for name in compared)

    def __post_init__(self) -> None:
        """Index the items by code, in file order."""
        items = {item.code: item for section in self.sections for item in section.items}
        object.__setattr__(self, "items", items)
        object.__setattr__(self, "digest", "")
