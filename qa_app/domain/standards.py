"""The library's values: documents, their clauses, the life of a document, and what is wrong."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from qa_app.domain.defaults import (
    STANDARD_CODE_MOST,
    STANDARD_QUOTE_MOST,
    STANDARD_REVIEW_DAYS,
    STANDARD_TEXT_MOST,
)
from qa_app.domain.text import NO_TEXT, REQUIRED_LANGUAGE, BilingualText

KINDS: Final = ("law", "interpretation", "rule", "standard", "procedure", "guide")
"""Kinds of documents, the most binding first; `procedure` has steps instead of clauses."""

SEEN: Final = ("read", "partly", "title-only")
"""How much of a text was read by whoever paraphrased it."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_REGION = re.compile(r"[A-Z]{2,3}(?:-[0-9A-Z]{1,6})?")
_NAME_MOST, _NUMBER_MOST, _VERSION_MOST = 200, 80, 40
_LOCUS_MOST, _WITHIN_MOST = 64, 40


class DocumentState(StrEnum):
    """The life of a document; it never goes back."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


STATES: Final = tuple(state.value for state in DocumentState)


@dataclass(frozen=True, slots=True)
class About:
    """What a document is.

    Attributes:
        code: Its code, as items cite it, such as `MPL`.
        kind: One of `KINDS`.
        region: Where it holds: a country, `CN-53` for a province, `INT`.
        title: Its title.
        seen: How much of its text was read, one of `SEEN`.
        area: Area of expertise; None when it is not about one.
        issuer: Who issued it; empty when not known.
        number: Its official number; empty without one.
        version: Day or year of the text that the clauses follow; empty when not known.
        in_force_from: First day on which this text holds; None when not known.
        in_force_until: First day on which it no longer holds; None while it does.
        review_on: Day on which somebody looks whether it has changed; None for no day.
        where: Where to read the rest.
    """

    code: str
    kind: str
    region: str
    title: BilingualText
    seen: str = "read"
    area: str | None = None
    issuer: BilingualText = NO_TEXT
    number: str = ""
    version: str = ""
    in_force_from: date | None = None
    in_force_until: date | None = None
    review_on: date | None = None
    where: BilingualText = NO_TEXT


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, or a step of a working procedure.

    Attributes:
        locus: Its number, as items cite it, such as `11` or `37-1`.
        text: What it says, in our own words.
        quote: The few words that bind, verbatim; empty for none.
        where: Where in the document it stands; empty when the number says it.
        who: Who acts; steps only.
        within: The limit as the procedure writes it, such as `24h` or `by_risk`; steps only.
        seen: How much of this clause was read; empty = as much as of the document.
    """

    locus: str
    text: BilingualText
    quote: str = ""
    where: BilingualText = NO_TEXT
    who: BilingualText = NO_TEXT
    within: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its clauses, as a file brings it.

    Attributes:
        about: What it is.
        state: Its state.
        clauses: In order; empty when none is written yet.
    """

    about: About
    state: DocumentState = DocumentState.IN_FORCE
    clauses: tuple[Clause, ...] = field(default=())

    @property
    def digest(self) -> str:
        """Give the digest by which a file that is brought again is known.

        The state and the days in force are left out: putting a document in force here is no
        reason to refuse a better text of it.
        """
        about = replace(self.about, in_force_from=None, in_force_until=None)
        said = [asdict(about), [asdict(clause) for clause in self.clauses]]
        plain = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(plain.encode()).hexdigest()


def faults_of_about(about: About, required: str = REQUIRED_LANGUAGE) -> tuple[str, ...]:
    """Find what is wrong with what is said of a document.

    Args:
        about: What is said.
        required: Language in which the title must be written.

    Returns:
        Codes: `code`, `kind`, `region`, `seen`, `title`, `dates`, `too_long`; empty when
        nothing is wrong.
    """
    return tuple(_about_faults(about, required))


def _about_faults(about: About, required: str) -> Iterator[str]:
    if not _CODE.fullmatch(about.code) or len(about.code) > STANDARD_CODE_MOST:
        yield "code"
    if about.kind not in KINDS:
        yield "kind"
    if about.seen not in SEEN:
        yield "seen"
    if not _REGION.fullmatch(about.region):
        yield "region"
    if not about.title.has(required):
        yield "title"
    start, end = about.in_force_from, about.in_force_until
    if start is not None and end is not None and end <= start:
        yield "dates"
    if (
        _longest(about.title, about.issuer) > _NAME_MOST
        or len(about.number) > _NUMBER_MOST
        or len(about.version) > _VERSION_MOST
        or _longest(about.where) > STANDARD_TEXT_MOST
    ):
        yield "too_long"


def faults_of_clause(clause: Clause, required: str = REQUIRED_LANGUAGE) -> tuple[str, ...]:
    """Find what is wrong with a clause.

    Args:
        clause: The clause.
        required: Language in which its text must be written.

    Returns:
        Codes: `locus`, `text`, `seen`, `quote_long`, `too_long`; empty when nothing is wrong.
    """
    return tuple(_clause_faults(clause, required))


def _clause_faults(clause: Clause, required: str) -> Iterator[str]:
    if not _CODE.fullmatch(clause.locus) or len(clause.locus) > _LOCUS_MOST:
        yield "locus"
    if not clause.text.has(required):
        yield "text"
    if clause.seen not in {"", *SEEN}:
        yield "seen"
    if len(clause.quote) > STANDARD_QUOTE_MOST:
        yield "quote_long"
    if (
        _longest(clause.text, clause.where) > STANDARD_TEXT_MOST
        or _longest(clause.who) > _NAME_MOST
        or len(clause.within) > _WITHIN_MOST
    ):
        yield "too_long"


def _longest(*texts: BilingualText) -> int:
    return max(len(words) for text in texts for words in (text.zh, text.en))


def tidied_about(about: About) -> About:
    """Take blanks away around what was typed.

    Args:
        about: As typed.

    Returns:
        The same, trimmed; an empty area as None.
    """
    return replace(
        about,
        code=about.code.strip(),
        region=about.region.strip(),
        title=_trimmed(about.title),
        area=(about.area or "").strip() or None,
        issuer=_trimmed(about.issuer),
        number=about.number.strip(),
        version=about.version.strip(),
        where=_trimmed(about.where),
    )


def tidied_clause(clause: Clause) -> Clause:
    """Take blanks away around what was typed.

    Args:
        clause: As typed.

    Returns:
        The same, trimmed.
    """
    return replace(
        clause,
        locus=clause.locus.strip(),
        text=_trimmed(clause.text),
        quote=clause.quote.strip(),
        where=_trimmed(clause.where),
        who=_trimmed(clause.who),
        within=clause.within.strip(),
    )


def _trimmed(text: BilingualText) -> BilingualText:
    # browsers send line ends as two signs, files as one
    return BilingualText(*(words.replace("\r\n", "\n").strip() for words in (text.zh, text.en)))


def clause_fields(clause: Clause) -> dict[str, str | date | None]:
    """Lay a clause out flat, as forms and tables hold it.

    Args:
        clause: The clause.

    Returns:
        Field to value; neither document, position nor revision.
    """
    return {
        "locus": clause.locus,
        "text_zh": clause.text.zh,
        "text_en": clause.text.en,
        "quote": clause.quote,
        "where_zh": clause.where.zh,
        "where_en": clause.where.en,
        "who_zh": clause.who.zh,
        "who_en": clause.who.en,
        "within": clause.within,
        "seen": clause.seen,
    }


def remind_until(today: date) -> date:
    """Give the last review date of which people are reminded.

    Args:
        today: The local date.

    Returns:
        `STANDARD_REVIEW_DAYS` days ahead; dates that are over count as well.
    """
    return today + timedelta(days=STANDARD_REVIEW_DAYS)
