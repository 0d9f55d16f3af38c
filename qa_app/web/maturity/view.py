"""Puts the page of a region's year together."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from qa_app.domain.defaults import MATURITY_YEARS
from qa_app.domain.maturity import SOURCES, Evidence, RegionFacts, Source, evidence_of, years_over
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rounding import display
from qa_app.domain.rubric import Item, Rubric, Section
from qa_app.extensions import database
from qa_app.queries.region_evidence import region_facts
from qa_app.queries.region_reviews import (
    Region,
    RegionReview,
    draft_in_hand,
    may_review_region,
    region_reviews,
    region_rubric,
)
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.reports.level_bar import level_bar_svg
from qa_app.web.guard import current_actor
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
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
from qa_app.wording.maturity import said_evidence, said_source
from qa_app.wording.trends import paragraph


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
    found = region_reviews(session, region.id)
    shown = next((one for one in found if one.year == year), None)
    rubric = _rubric(shown)
    facts = region_facts(session, region, year, today)
    own = draft_in_hand(session, actor, region.id, year)
    is_over = year < today.year
    return MaturityPage(
        region=region,
        year=year,
        heading=_heading(words, region, year, shown, rubric),
        state=_state(words, shown),
        rule=_(
            "A dimension's level is the mean of its items, a half going down."
            " The lowest level counts."
        ),
        overall=""
        if shown is None or rubric is None
        else _level(words, rubric, shown.profile.overall),
        mean="" if shown is None or shown.profile.mean is None else display(shown.profile.mean, 2),
        years=tuple(
            Choice(url_for("maturity.show", place_id=region.id, year=one), str(one), one == year)
            for one in (today.year, *years_over(today, MATURITY_YEARS))
        ),
        dimensions=()
        if rubric is None
        else tuple(_dimension(words, rubric, one, shown, facts) for one in rubric.sections),
        trend=_trend(words, region, found, rubric),
        report_address="" if shown is None else url_for("papers.report", audit_id=shown.audit_id),
        draft_address="" if own is None else url_for("audits.workspace", audit_id=own),
        may_begin=is_over
        and shown is None
        and own is None
        and rubric is not None
        and may_review_region(actor, region.path),
        fault=fault,
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
}


def _rubric(shown: RegionReview | None) -> Rubric | None:
    if shown is not None:
        return rubric_in_words(database(), shown.version_id)
    row = region_rubric(database(), local_today())
    return None if row is None else rubric_in_words(database(), row.id)


def _heading(
    words: Words, region: Region, year: int, shown: RegionReview | None, rubric: Rubric | None
) -> str:
    name = plain(region.name)
    if shown is None or rubric is None or shown.profile.overall is None:
        return str(_("%(region)s %(year)s: not rated yet", region=name, year=year))
    low = [
        words.text(one.title)
        for one in rubric.sections
        if shown.profile.levels.get(one.code) == shown.profile.overall
    ]
    return str(
        _(
            "%(region)s %(year)s: level %(level)s, the lowest being %(lowest)s",
            region=name,
            year=year,
            level=shown.profile.overall,
            lowest=words.listed(low),
        )
    )


def _state(words: Words, shown: RegionReview | None) -> str:
    if shown is None:
        return ""
    day = "" if shown.signed_on is None else words.day(shown.signed_on)
    said = str(_("Rated by %(who)s, signed on %(day)s.", who=shown.reader, day=day))
    second = (
        _("%(who)s looked at it as second person and let it stand.", who=shown.second)
        if shown.second
        else _("It waits for a second person to look at it.")
    )
    standing = _("The result is final.") if shown.is_final else _("The result is provisional.")
    return paragraph(words, [said, str(second), str(standing)])


def _level(words: Words, rubric: Rubric, level: int | None) -> str:
    options = rubric.sections[0].items[0].scale.options
    label = next((one.label for one in options if one.score == level), None)
    return str(level or "") if label is None else words.text(label)


def _dimension(
    words: Words, rubric: Rubric, section: Section, shown: RegionReview | None, facts: RegionFacts
) -> DimensionShown:
    profile = None if shown is None else shown.profile
    level = None if profile is None else profile.levels.get(section.code)
    return DimensionShown(
        code=section.code,
        title=section.title,
        level=_level(words, rubric, level) if level else "",
        bar=_bar(words, rubric, section, level, section.code),
        is_lowest=profile is not None and level is not None and level == profile.overall,
        items=tuple(
            ItemShown(
                one.code,
                one.text,
                _given(words, one, None if profile is None else profile.codes.get(one.code)),
                evidence_shown(words, facts, one.code),
            )
            for one in section.items
        ),
    )


def _given(words: Words, item: Item, code: str | None) -> str:
    option = next((one for one in item.scale.options if one.code == code), None)
    return "" if option is None else words.text(option.label)


def _bar(
    words: Words, rubric: Rubric, section: Section, level: int | None, key: str
) -> Markup | None:
    if not level:
        return None
    most = max(one.score or 0 for one in section.items[0].scale.options)
    said = _level(words, rubric, level)
    svg = level_bar_svg(f"level-{key}", words.text(section.title), said, level, int(most))
    return Markup(svg)  # noqa: S704 - escaped there


def _trend(
    words: Words, region: Region, found: Sequence[RegionReview], rubric: Rubric | None
) -> tuple[YearShown, ...]:
    if rubric is None:
        return ()
    versions = {one.version_id: rubric_in_words(database(), one.version_id) for one in found}
    return tuple(
        YearShown(
            one.year,
            url_for("maturity.show", place_id=region.id, year=one.year),
            own.version,
            tuple(
                (
                    str(one.profile.levels.get(part.code, "–")),
                    _bar(
                        words,
                        rubric,
                        part,
                        one.profile.levels.get(part.code),
                        f"{part.code}-{one.year}",
                    ),
                )
                for part in rubric.sections
            ),
            str(one.profile.overall or "–"),
            "–" if one.profile.mean is None else display(one.profile.mean, 2),
            str(_("final") if one.is_final else _("provisional")),
        )
        for one in found
        if (own := versions[one.version_id]) is not None
    )
