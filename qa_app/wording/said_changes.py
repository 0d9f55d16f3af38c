"""What changed between two versions of a rubric, in words of one language."""

from dataclasses import dataclass
from datetime import datetime

from qa_app.domain.rubric_diff import ItemKind
from qa_app.domain.word_diff import Segment


@dataclass(frozen=True, slots=True)
class SaidText:
    """Words that differ.

    Attributes:
        label: Which text.
        language: `zh` or `en`: what the words are written in.
        segments: Kept, removed and added pieces in reading order.
    """

    label: str
    language: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class SaidField:
    """A property before and after; empty where it was not, or is not, there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SaidDecision:
    """What a person said of a reworded item: the sentence, why, who and when."""

    sentence: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SaidItemChange:
    """How one item stands to the version before.

    Attributes:
        code: The item.
        text: Its requirement, as it is or was.
        kind: What can be derived.
        kind_words: The same in words.
        look: Look of its chip.
        texts: Words that differ.
        fields: Properties that differ.
        notes: What else there is to say.
        decision: What a person said; None without.
        is_undecided: A person has still to say whether it stays comparable.
    """

    code: str
    text: str
    kind: ItemKind
    kind_words: str
    look: str
    texts: tuple[SaidText, ...]
    fields: tuple[SaidField, ...]
    notes: tuple[str, ...]
    decision: SaidDecision | None
    is_undecided: bool


@dataclass(frozen=True, slots=True)
class SaidPartChange:
    """How a section, a band or another part changed; as in an item."""

    label: str
    kind_words: str
    texts: tuple[SaidText, ...]
    fields: tuple[SaidField, ...]


@dataclass(frozen=True, slots=True)
class SaidShare:
    """How much of the whole score an item is, before and after; empty where it is not there.

    Attributes:
        code: The item.
        text: Its requirement, as it is or was.
        before: Its share in per cent.
        after: Likewise.
        difference: After less before, in percentage points, with its sign.
    """

    code: str
    text: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True)
class SaidChanges:
    """Everything that changed.

    Attributes:
        effect: What it means for scores and trends, sentence by sentence.
        items: The items that changed in any respect.
        unchanged: How many did not.
        parts: Everything else that changed.
        shares: The items whose share of the whole score is another one.
        undecided: How many reworded items wait for a person's word.
    """

    effect: tuple[str, ...]
    items: tuple[SaidItemChange, ...]
    unchanged: int
    parts: tuple[SaidPartChange, ...]
    shares: tuple[SaidShare, ...]
    undecided: int
