"""Puts the page of a region's year together."""

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from qa_app.domain.defaults import MATURITY_YEARS
from qa_app.domain.maturity import (
    SOURCES,
    Evidence,
    RegionFacts,
    RegionReview,
    Source,
    evidence_of,
    years_over,
)
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rounding import display
from qa_app.domain.rubric import Rubric, Section
from qa_app.extensions import database
from qa_app.queries.region_evidence import evidence_kept, region_facts
from qa_app.queries.region_reviews import (
    Region,
    draft_in_hand,
    may_review_region,
    region_reviews,
    region_rubric,
)
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.reports.level_bar import level_bar_svg
from qa_app.web.guard import current_actor
from qa_app.web.locale import LANGUAGE_NAMES, page_language
from qa_app.web.maturity.pages import (
    DimensionShown,
    EvidenceShown,
    ItemShown,
    MaturityPage,
    YearShown,
)
from qa_app.web.pages import Choice
from qa_app.web.settings import local_today
from qa_app.wording import Words
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
from qa_app.wording.maturity_papers import RegionYear


def region_year(region: Region, year: int) -> RegionYear | None:
    """Gather what is known of a region's year.

    Args:
        region: The region, which is known to be in reach.
        year: The year.

    Returns:
        Its signed review with what was counted when it was signed, or what is counted today;
        None where no rubric is in force.
    """
    session, today = database(), local_today()
    found = region_reviews(session, region.id)
    review = next((one for one in found if one.year == year), None)
    rubric = _rubric(region, review)
    if rubric is None:
        return None
    kept = None if review is None else evidence_kept(session, review.audit_id)
    numbers = {one.version_id: rubric_in_words(session, one.version_id) for one in found}
    return RegionYear(
        region.name,
        year,
        rubric,
        review,
        region_facts(session, region, year, today) if kept is None else kept.facts,
        today if kept is None else kept.counted_on,
        kept is not None,
        tuple((one, own.version) for one in found if (own := numbers[one.version_id]) is not None),
    )


def maturity_page(actor: Actor, region: Region, year: int, fault: str = "") -> MaturityPage:
    """Put the page together.

    Args:
        actor: Who looks.
        region: The region, which is known to be in reach.
        year: The year.
        fault: Why a review could not be begun; empty for nothing.

    Returns:
        The page.
    """
    session, today, words = database(), local_today(), Words(page_language())
    of = region_year(region, year)
    shown = None if of is None else of.review
    own = draft_in_hand(session, actor, region.id, year)
    profile = None if shown is None else shown.profile
    return MaturityPage(
        region=region,
        year=year,
        heading=said_result(words, region.name, year, shown, None if of is None else of.rubric),
        state="" if shown is None else said_standing(words, shown),
        rule=words.say(RULE),
        counts="" if of is None else said_counts(words, of.counted_on, is_kept=of.is_kept),
        overall=""
        if of is None or profile is None
        else said_level(words, of.rubric, profile.overall),
        mean="" if profile is None or profile.mean is None else display(profile.mean, 2),
        years=tuple(
            Choice(url_for("maturity.show", place_id=region.id, year=one), str(one), one == year)
            for one in (today.year, *years_over(today, MATURITY_YEARS))
        ),
        dimensions=()
        if of is None
        else tuple(_dimension(words, of, one) for one in of.rubric.sections),
        trend=() if of is None else _trend(words, region, of),
        report_address="" if shown is None else url_for("papers.report", audit_id=shown.audit_id),
        draft_address="" if own is None else url_for("audits.workspace", audit_id=own),
        may_begin=year < today.year
        and shown is None
        and own is None
        and of is not None
        and may_review_region(actor, region.path),
        files=() if of is None else _files(region, year),
        fault=fault,
    )


def _files(region: Region, year: int) -> tuple[tuple[str, str, str], ...]:
    kinds = (("pdf", "PDF"), ("docx", _("Draft in Word")))
    return tuple(
        (
            url_for("maturity.file", place_id=region.id, form=form, year=year, lang=code),
            f"{kind} · {name}",
            code,
        )
        for form, kind in kinds
        for code, name in LANGUAGE_NAMES
    )


def evidence_shown(words: Words, facts: RegionFacts, item: str) -> tuple[EvidenceShown, ...]:
    """Write out what is known of an item.

    Args:
        words: The page's language.
        facts: What was counted.
        item: Code of the item.

    Returns:
        Counts with their sources, then gaps.
    """
    return tuple(_evidence(words, one) for one in evidence_of(facts, item))


def _evidence(words: Words, one: Evidence) -> EvidenceShown:
    source, address = SOURCES.get(one.code), ""
    if source is not None:
        endpoint, needed = _PLACES[source]
        address = url_for(endpoint) if may(current_actor(), needed) else ""
    return EvidenceShown(said_evidence(words, one), said_source(words, one.code), address)


_PLACES = {
    Source.LIBRARY: ("library.index", Permission.RUBRIC_READ),
    Source.RUBRICS: ("standards.index", Permission.RUBRIC_READ),
    Source.REGISTER: ("centres.index", Permission.CENTRE_READ),
    Source.AGREEMENTS: ("agreements.index", Permission.AGREEMENT_READ),
    Source.SESSIONS: ("coverage.index", Permission.COVERAGE_READ),
    Source.REVIEWS: ("centres.index", Permission.CENTRE_READ),
    Source.ACTIONS: ("actions.index", Permission.ACTION_READ),
    Source.STANDINGS: ("decisions.index", Permission.STANDING_READ),
}


def _rubric(region: Region, shown: RegionReview | None) -> Rubric | None:
    if shown is not None:
        return rubric_in_words(database(), shown.version_id)
    row = region_rubric(database(), region.path, local_today())
    return None if row is None else rubric_in_words(database(), row.id)


def _dimension(words: Words, of: RegionYear, section: Section) -> DimensionShown:
    profile = None if of.review is None else of.review.profile
    level = None if profile is None else profile.levels.get(section.code)
    return DimensionShown(
        code=section.code,
        title=section.title,
        level=said_level(words, of.rubric, level) if level else "",
        bar=_bar(words, of.rubric, section, level, section.code),
        is_lowest=profile is not None and level is not None and level == profile.overall,
        items=tuple(
            ItemShown(
                one.code,
                one.text,
                said_given(words, one, None if profile is None else profile.codes.get(one.code)),
                evidence_shown(words, of.facts, one.code),
            )
            for one in section.items
        ),
    )


def _bar(
    words: Words, rubric: Rubric, section: Section, level: int | None, key: str
) -> Markup | None:
    if not level:
        return None
    most = max(one.score or 0 for one in section.items[0].scale.options)
    said = said_level(words, rubric, level)
    svg = level_bar_svg(f"level-{key}", words.text(section.title), said, level, int(most))
    return Markup(svg)  # noqa: S704 - escaped there


def _trend(words: Words, region: Region, of: RegionYear) -> tuple[YearShown, ...]:
    return tuple(
        YearShown(
            one.year,
            url_for("maturity.show", place_id=region.id, year=one.year),
            version,
            tuple(
                (
                    str(one.profile.levels.get(part.code, "–")),
                    _bar(
                        words,
                        of.rubric,
                        part,
                        one.profile.levels.get(part.code),
                        f"{part.code}-{one.year}",
                    ),
                )
                for part in of.rubric.sections
            ),
            str(one.profile.overall or "–"),
            "–" if one.profile.mean is None else display(one.profile.mean, 2),
            str(_("final") if one.is_final else _("provisional")),
        )
        for one, version in of.years
    )
