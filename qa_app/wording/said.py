"""An audit report in words of one language: what the page and the paper both show."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.audit_report import Standing
from qa_app.domain.rubric import OptionRole


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A label and its value; `is_content` when the value is a name or code of the register."""

    label: str
    value: str
    is_content: bool = False


@dataclass(frozen=True, slots=True)
class SaidItem:
    """One item.

    Attributes:
        code: Its code.
        text: The requirement.
        critical: `Red line` or `Must pass` in words; empty for others.
        is_red: True for a red line.
        role: Look of its answer; None without one.
        digit: Digit printed beside the answer; empty without one.
        answer: The answer in words, or why there is none.
        note: The reader's note; empty for none.
        details: Dates, cases, what was read, the fact that turned it off.
        points: Points earned of those possible, such as `6.3 / 8.3`; empty without points.
        lost: Points it cost, in words; empty when it cost none.
        counts: False when it adds nothing to the score.
    """

    code: str
    text: str
    critical: str
    is_red: bool
    role: OptionRole | None
    digit: str
    answer: str
    note: str
    details: tuple[str, ...]
    points: str
    lost: str
    counts: bool


@dataclass(frozen=True, slots=True)
class SaidSection:
    """One section with its items.

    Attributes:
        code: Its code.
        title: Its title.
        value: Its score or level in words, or why it has none.
        fill: How far its bar reaches, 0..1; None without a bar.
        items: Its items.
    """

    code: str
    title: str
    value: str
    fill: Fraction | None
    items: tuple[SaidItem, ...]


@dataclass(frozen=True, slots=True)
class SaidRating:
    """One line of a rule rubric: code, title and rating, or question, answer and note."""

    code: str
    title: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SaidWorkingItem:
    """One item of how a score came about.

    Attributes:
        code: Its code.
        answer: The answer in words.
        why: Why it adds nothing, where the answer does not say so; empty otherwise.
        value: Its value in percent; empty unless scored.
        weight: Its weight; empty unless scored.
        points: Points of the overall it earned of those it could; empty without points.
        counts: False when it adds nothing to the score.
    """

    code: str
    answer: str
    why: str
    value: str
    weight: str
    points: str
    counts: bool


@dataclass(frozen=True, slots=True)
class SaidWorkingSection:
    """One section of how a score came about: what it is made of and what it adds."""

    code: str
    title: str
    how: str
    points: str
    items: tuple[SaidWorkingItem, ...]


@dataclass(frozen=True, slots=True)
class SaidWorking:
    """How a score came about.

    Attributes:
        sentences: The method, the coverage, what limits the band.
        sections: Sections with their items.
        total: Points of all sections; empty without points.
        rounding: How the shown points add up; empty without points.
        rules: Rule rubrics: code, title, and which rule rated it why.
        heads: Headings, by name.
    """

    sentences: tuple[str, ...]
    sections: tuple[SaidWorkingSection, ...]
    total: str
    rounding: str
    rules: tuple[tuple[str, str, str], ...]
    heads: Mapping[str, str]

    @property
    def has_points(self) -> bool:
        """True when sections add points to a percentage."""
        return any(section.points for section in self.sections)


@dataclass(frozen=True, slots=True)
class SaidReport:
    """A signed audit in words.

    Attributes:
        language: `zh` or `en`.
        title: What the paper is.
        subject: The file or centre it is about.
        standing: How far it counts.
        standing_words: The same in words.
        identity: Who, what, when.
        band_code: Letter of the band; empty without one.
        band_position: Its place, 1 is best; None without one.
        result: The result in a few large words.
        sentence: The result in a sentence.
        remarks: Caps, coverage, sections not assessed, the judgement of the whole.
        sections: Sections with their items.
        caps: Failed red lines and must-pass items.
        findings: Items that cost most.
        strengths: Items at their best.
        outcomes: Rule rubrics: outcomes.
        ratings: Rule rubrics: items.
        questions: Rule rubrics: questions and answers.
        verification: Facts to check the paper by.
        closing: The sentence that ends every paper.
        number: The document's number.
        version: Version of the rubric and standing of the result.
        class_mark: Who may read it.
        heads: Headings, by name.
        working: How the score came about.
    """

    language: str
    title: str
    subject: str
    standing: Standing
    standing_words: str
    identity: tuple[SaidLine, ...]
    band_code: str
    band_position: int | None
    result: str
    sentence: str
    remarks: tuple[str, ...]
    sections: tuple[SaidSection, ...]
    caps: tuple[SaidItem, ...]
    findings: tuple[SaidItem, ...]
    strengths: tuple[SaidItem, ...]
    outcomes: tuple[SaidRating, ...]
    ratings: tuple[SaidRating, ...]
    questions: tuple[SaidRating, ...]
    verification: tuple[SaidLine, ...]
    closing: str
    number: str
    version: str
    class_mark: str
    heads: Mapping[str, str]
    working: SaidWorking

    @property
    def items_follow(self) -> bool:
        """True when the report goes item by item; rule rubrics do not."""
        return any(section.items for section in self.sections)
