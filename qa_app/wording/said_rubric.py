"""A rubric version in words of one language: what its page shows."""

from dataclasses import dataclass

from qa_app.domain.rubric import OptionRole


@dataclass(frozen=True, slots=True)
class SaidOption:
    """One answer: look, digit, label and when to choose it (empty when nothing says so)."""

    role: OptionRole
    digit: str
    label: str
    means: str


@dataclass(frozen=True, slots=True)
class SaidScale:
    """A response scale."""

    code: str
    options: tuple[SaidOption, ...]


@dataclass(frozen=True, slots=True)
class SaidSource:
    """What an item leans on.

    Attributes:
        code: Its code.
        name: Title of the source, or its code.
        locus: Clause as it is written, or that it is to be filled in; empty for a proposal
            of our own.
        loci: Single clauses; empty when none is named.
    """

    code: str
    name: str
    locus: str
    loci: tuple[str, ...] = ()

    @property
    def is_gap(self) -> bool:
        """True when the clause is missing."""
        return bool(self.locus) and not self.loci


@dataclass(frozen=True, slots=True)
class SaidRubricItem:
    """One requirement.

    Attributes:
        code: Its code.
        text: The requirement.
        critical: `Red line` or `Must pass` in words; empty for others.
        is_red: True for a red line.
        lines: Label and words of everything else that is said of it.
        options: Answers, with what they mean for this item; empty when the scale says it all.
        scale: Code of its scale; empty for items of rule rubrics.
        basis: What it leans on, in words.
        sources: Where.
        quote: Words of the law; empty for others.
        gloss: Our translation of them; empty on a Chinese page.
    """

    code: str
    text: str
    critical: str
    is_red: bool
    lines: tuple[tuple[str, str], ...]
    options: tuple[SaidOption, ...]
    scale: str
    basis: str
    sources: tuple[SaidSource, ...]
    quote: str
    gloss: str


@dataclass(frozen=True, slots=True)
class SaidRubricSection:
    """One section with its items; `lines` as in an item."""

    code: str
    title: str
    lines: tuple[tuple[str, str], ...]
    items: tuple[SaidRubricItem, ...]


@dataclass(frozen=True, slots=True)
class SaidAsked:
    """Things asked before the items: a heading, and name and words of each."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SaidBand:
    """A grade band: its letter, its place (1 is best) and its words."""

    code: str
    position: int
    words: str


@dataclass(frozen=True, slots=True)
class SaidRubric:
    """A rubric version in words.

    Attributes:
        title: Its name.
        purpose: What it is for; empty when nothing says so.
        note: A remark; empty for none.
        lines: Label and words of kind, unit, method, access and the like.
        bands: Best first; empty when the method has none.
        asked: Facts, dates, lists and sampled cases.
        scales: Scales used, in order of use.
        sections: Sections; one without a title for rule rubrics.
        outcomes: Rule rubrics: outcomes.
        judgement: The judgement of the whole; None when none is asked.
    """

    title: str
    purpose: str
    note: str
    lines: tuple[tuple[str, str], ...]
    bands: tuple[SaidBand, ...]
    asked: tuple[SaidAsked, ...]
    scales: tuple[SaidScale, ...]
    sections: tuple[SaidRubricSection, ...]
    outcomes: tuple[SaidRubricItem, ...]
    judgement: SaidScale | None
