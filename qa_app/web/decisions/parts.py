"""Parts that several pages of decisions show."""

from dataclasses import dataclass
from datetime import date

from qa_app.domain.text import BilingualText
from qa_app.web.held_criteria import VerdictWord


@dataclass(frozen=True, slots=True)
class Chip:
    """A word with its look."""

    look: str
    word: BilingualText


@dataclass(frozen=True, slots=True)
class RedLine:
    """A red line in an area: in words, what its evidence proposes, and that evidence if frozen."""

    words: str
    proposed: Chip | None = None
    snapshot_id: int | None = None


@dataclass(frozen=True, slots=True)
class SetAsideShown:
    """A decision that was set aside: which, that it was, and how it goes on."""

    decision_id: int
    words: str
    goes_on: str


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A criterion of the frozen evidence.

    Attributes:
        code: Its code.
        text: What is asked, of this area and kind of centre.
        asked: From what on it is met, in words; empty without a number.
        milder: From what on it is met on conditions; empty where that cannot be.
        kind: What it does to a decision, in words.
        shown: Its verdict.
        own: That its value rests on the word of the centre; empty where it does not.
        mixed: That its number puts versions of a rubric together, for who reads the files; else
            empty.
        is_counted: False of what stands beside the counts: evidence of the review programme, and
            what is recorded nowhere.
    """

    code: str
    text: BilingualText
    asked: str
    milder: str
    kind: str
    shown: VerdictWord
    own: str
    mixed: str
    is_counted: bool


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """Frozen evidence.

    Attributes:
        id: It.
        as_of: Its day.
        digest: Its digest.
        version: Criteria and their version.
        set_name: Name of the set.
        chip: What follows from it.
        because: The row of the decision table by which it follows, in words.
        lines: Its criteria.
        counts: How many stand how, in words.
        address: Where criteria are shown as of its day, or of the last one before it that its
            reader may ask for; None where they may not read criteria, or no such day is shown.
        told_there: What its reader finds there; empty without an address.
        dossier: Address of its dossier; None where their reader is given none.
        has_numbers: True where that dossier has the numbers.
        has_intervals: True where the intervals of means were kept when it was frozen.
    """

    id: int
    as_of: date
    digest: str
    version: str
    set_name: BilingualText
    chip: Chip
    because: str
    lines: tuple[VerdictLine, ...]
    counts: str
    address: str | None
    told_there: str
    dossier: str | None
    has_numbers: bool
    has_intervals: bool
