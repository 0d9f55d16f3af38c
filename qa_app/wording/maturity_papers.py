"""A region's year in four dimensions as a paper of one language."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from qa_app.domain.maturity import RegionFacts, RegionReview, evidence_of
from qa_app.domain.rounding import display
from qa_app.domain.rubric import Rubric, Section
from qa_app.domain.text import BilingualText
from qa_app.wording.audit_reports import CLOSING, HEADS
from qa_app.wording.catalogue import message as _
from qa_app.wording.maturity import (
    RULE,
    said_counts,
    said_evidence,
    said_given,
    said_level,
    said_result,
    said_source,
    said_standing,
)
from qa_app.wording.said import SaidLine
from qa_app.wording.said_printed import SaidPart, SaidPrinted, SaidTable, texts_of
from qa_app.wording.words import Words

_TITLE = _("System maturity")
_REGION, _YEAR, _RUBRIC, _COUNTED = (
    _("Name of the region"),
    _("Year"),
    _("Rubric and version"),
    _("Counts of"),
)
_LEVELS, _TREND = _("Levels by dimension"), _("Year by year")
_LEVEL_HEADS = (_("Dimension"), _("Level"))
_ITEM_HEADS = (_("Item"), _("Level given"), _("What the platform knows"))
_TREND_HEADS = (_("Whole"), _("Mean"), _("Result"), _("Rubric version"))
_LOWEST = _("%(level)s (lowest)")
_WHOLE = _("Level of the whole: %(level)s. Mean of the dimensions: %(mean)s.")
_NOT_RATED = _("not rated")
_WITH_LEVEL = _("%(title)s: %(level)s")
_WITH_SOURCE = _("%(said)s (%(source)s)")
_STATES = {True: _("final"), False: _("provisional")}
_DRAFT = _("Draft for approval")
_MADE = _("Made on %(at)s")
_INWARD = _("Internal")
_DIGEST = _("Digest of the content")
_NONE = "–"


@dataclass(frozen=True, slots=True)
class RegionYear:
    """What a paper is about.

    Attributes:
        region: Name of the region.
        year: The year.
        rubric: The version that the review was read under, or the one in force.
        review: The signed review; None without one.
        facts: What the platform counted.
        counted_on: When.
        is_kept: True where the counts are those kept with the review.
        years: Signed reviews with the number of their version, the latest first.
    """

    region: BilingualText
    year: int
    rubric: Rubric
    review: RegionReview | None
    facts: RegionFacts
    counted_on: date
    is_kept: bool
    years: tuple[tuple[RegionReview, str], ...]


def said_region_year(words: Words, of: RegionYear, made: tuple[datetime, str]) -> SaidPrinted:
    """Put a region's year into words.

    Args:
        words: The language.
        of: What it is about.
        made: When it is made, and the local time zone.

    Returns:
        The paper.
    """
    title = words.say(_TITLE)
    rubric = f"{words.text(of.rubric.title)} {of.rubric.version}"
    identity = (
        SaidLine(words.say(_REGION), words.text(of.region), is_content=True),
        SaidLine(words.say(_YEAR), str(of.year)),
        SaidLine(words.say(_RUBRIC), rubric, is_content=True),
        SaidLine(words.say(_COUNTED), words.day(of.counted_on)),
    )
    counts = said_counts(words, of.counted_on, is_kept=of.is_kept)
    remarks = (counts,) if of.review is None else (said_standing(words, of.review), counts)
    parts = (
        *_levels(words, of),
        *_trend(words, of),
        *(_dimension(words, of, one) for one in of.rubric.sections),
    )
    subject = said_result(words, of.region, of.year, of.review, of.rubric)
    told = "\n".join(texts_of(subject, identity, remarks, parts))
    digest = hashlib.sha256(told.encode()).hexdigest()
    return SaidPrinted(
        language=words.language,
        title=title,
        subject=subject,
        draft=words.say(_DRAFT),
        is_draft=False,
        identity=identity,
        remarks=remarks,
        parts=parts,
        closing=words.say(CLOSING),
        verification=(SaidLine(words.say(_DIGEST), f"SHA-256 {digest}"),),
        verification_head=words.say(HEADS["verification"]),
        foot=words.say(_MADE, at=words.instant(*made)),
        page=words.say(HEADS["page"]),
        class_mark=words.say(_INWARD),
    )


def _levels(words: Words, of: RegionYear) -> tuple[SaidPart, ...]:
    if of.review is None:
        return ()
    profile = of.review.profile
    rows = []
    for one in of.rubric.sections:
        level = profile.levels.get(one.code)
        told = said_level(words, of.rubric, level) or words.say(_NOT_RATED)
        is_lowest = level is not None and level == profile.overall
        cell = words.say(_LOWEST, level=told) if is_lowest else told
        rows.append((words.text(one.title), cell))
    whole = words.say(
        _WHOLE,
        level=said_level(words, of.rubric, profile.overall) or words.say(_NOT_RATED),
        mean=_NONE if profile.mean is None else display(profile.mean, 2),
    )
    heads = tuple(words.say(one) for one in _LEVEL_HEADS)
    table = SaidTable(heads, (60, 40), tuple(rows))
    return (SaidPart(words.say(_LEVELS), (whole, words.say(RULE)), table),)


def _trend(words: Words, of: RegionYear) -> tuple[SaidPart, ...]:
    if len(of.years) < 2:  # noqa: PLR2004 - one year is no trend
        return ()
    sections = of.rubric.sections
    heads = (
        words.say(_YEAR),
        *(words.text(one.title) for one in sections),
        *(words.say(one) for one in _TREND_HEADS),
    )
    rows = tuple(
        (
            str(one.year),
            *(str(one.profile.levels.get(part.code, _NONE)) for part in sections),
            str(one.profile.overall or _NONE),
            _NONE if one.profile.mean is None else display(one.profile.mean, 2),
            words.say(_STATES[one.is_final]),
            version,
        )
        for one, version in of.years
    )
    shares = (10, *(16 for _part in sections), 9, 9, 14, 12)
    return (SaidPart(words.say(_TREND), (), SaidTable(heads, shares, rows)),)


def _dimension(words: Words, of: RegionYear, section: Section) -> SaidPart:
    profile = None if of.review is None else of.review.profile
    level = None if profile is None else profile.levels.get(section.code)
    title = words.text(section.title)
    if level is not None:
        title = words.say(_WITH_LEVEL, title=title, level=said_level(words, of.rubric, level))
    rows = tuple(
        (
            f"{item.code} {words.text(item.text)}",
            said_given(words, item, None if profile is None else profile.codes.get(item.code))
            or words.say(_NOT_RATED),
            "\n".join(_known(words, of.facts, item.code)),
        )
        for item in section.items
    )
    heads = tuple(words.say(one) for one in _ITEM_HEADS)
    return SaidPart(title, (), SaidTable(heads, (42, 16, 42), rows))


def _known(words: Words, facts: RegionFacts, item: str) -> list[str]:
    told = []
    for one in evidence_of(facts, item):
        said, source = said_evidence(words, one), said_source(words, one.code)
        told.append(words.say(_WITH_SOURCE, said=said, source=source) if source else said)
    return told
