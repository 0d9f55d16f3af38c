"""Puts a rubric version into words of one language."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from qa_app.domain.rounding import display
from qa_app.domain.rubric import Assessor, Band, Fact, Method, Rubric, Section
from qa_app.domain.rubric_freeze import DEFAULT_BANDS, bands_for
from qa_app.domain.sources import Source
from qa_app.wording.catalogue import message as _
from qa_app.wording.conditions import Conditions
from qa_app.wording.names import ASSESSORS, METHODS
from qa_app.wording.rubric_items import RubricItems
from qa_app.wording.said_rubric import (
    SaidAsked,
    SaidBand,
    SaidRubric,
    SaidRubricSection,
    SaidScale,
)
from qa_app.wording.words import Words

_KIND, _UNIT, _METHOD, _ACCESS = _("Kind"), _("One review covers"), _("Scored by"), _("Access")
_SEALED = _("sealed: only for people named for the case")
_NOT_HERE = _("Bands not used here")
_COUNTS = _(
    "%(bands)s, for every centre here: the region set for this installation (%(region)s) counts"
    " when a version is published, not the place of a centre"
)
_COUNTS_AROUND = _(
    "%(bands)s, given for %(around)s, for every centre here: the region set for this installation"
    " (%(region)s) lies in it and has no bands of its own; it counts when a version is published,"
    " not the place of a centre"
)
_COUNTS_THERE = _("%(bands)s: only in an installation whose region is %(region)s")
_COUNTS_ELSEWHERE = _("%(bands)s: in installations of all regions without bands of their own")
_FLOOR = _("Rated from")
_FLOOR_OF = _("%(percent)s%% of the weight in force")
_HOLISTIC = _("Judgement of the whole")
_HOLISTIC_OF = _("asked beside the score, never part of it")
_NOTED, _ALSO_NOTED = _("Notes on questions"), _("Notes besides")
_NOTED_OF = _("needed where the answer is %(answer)s")
_RESTS_ON = _("What answers rest on, to be ticked")
_WHERE = _("Only for the region")
_START, _REGION, _CAP = _("Starts from"), _("Bands of the region"), _("Cap")
_START_OF = _("%(points)s points; what an item misses is taken off by its weight")
_CAP_OF = _("at most %(band)s when %(condition)s")
_WEIGHT, _APPLIES, _READ_BY = _("Weight"), _("Applies when"), _("Read by")
_BAND = _("%(label)s, from %(start)s%%")
_BAND_FROM = _("%(label)s from %(start)s%%")
_FACTS, _EVENTS, _LOGS = _("Facts asked once"), _("Dates entered"), _("Dated lists")
_SAMPLED = _("Sampled cases")
_SAMPLED_FROM, _SAMPLE_SIZE = _("Sampled from"), _("How many")
_SIZES = {"lqas": _("by the sampling table"), "all": _("all of them")}
_IN_HOURS = _("with hours")
_RULES = _("Items")
_DIGITS_MOST = 3
NO_REGIONS: Mapping[str, str] = {}
"""Names of regions where none are known: they are called by their codes."""


def said_rubric(
    words: Words,
    rubric: Rubric,
    sources: Mapping[str, Source],
    regions: Mapping[str, str] = NO_REGIONS,
) -> SaidRubric:
    """Put a rubric into words.

    Args:
        words: The language.
        rubric: The rubric.
        sources: The register of sources.
        regions: Regions to their names.

    Returns:
        What its page shows.
    """
    items = RubricItems(words, rubric, sources)
    return SaidRubric(
        title=words.text(rubric.title),
        purpose=words.text(rubric.purpose),
        note=words.text(rubric.note),
        lines=tuple(_lines(words, rubric, regions)),
        bands=tuple(
            SaidBand(
                band.code,
                position,
                words.say(_BAND, label=words.text(band.label), start=_exact(band.start_pct)),
            )
            for position, band in enumerate(rubric.bands, 1)
        ),
        asked=tuple(_asked(words, rubric)),
        scales=_scales(rubric, items),
        sections=_sections(words, rubric, items),
        outcomes=tuple(items.outcome(outcome) for outcome in rubric.outcomes),
        judgement=None
        if rubric.holistic is None
        else SaidScale(rubric.holistic.scale.code, items.options(rubric.holistic.scale, {})),
    )


def _lines(words: Words, rubric: Rubric, regions: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    yield words.say(_KIND), words.named("kind", rubric.kind)
    yield words.say(_UNIT), words.named("unit", rubric.unit)
    if rubric.band_region and not rubric.band_sets:
        yield words.say(_WHERE), regions.get(rubric.band_region, rubric.band_region)
    yield words.say(_METHOD), words.say(METHODS[rubric.method])
    if rubric.min_applicable is not None:
        percent = display(100 * rubric.min_applicable, 0)
        yield words.say(_FLOOR), words.say(_FLOOR_OF, percent=percent)
    if rubric.total is not None:
        yield words.say(_START), words.say(_START_OF, points=_exact(rubric.total))
    yield from region_lines(words, rubric, regions)
    yield from _caps(words, rubric)
    if rubric.access == "sealed":
        yield words.say(_ACCESS), words.say(_SEALED)
    if rubric.holistic is not None:
        yield words.say(_HOLISTIC), words.say(_HOLISTIC_OF)
    yield from _notes(words, rubric)


def _notes(words: Words, rubric: Rubric) -> Iterable[tuple[str, str]]:
    told = rubric.narrative
    if told.noted_answer:
        own = rubric.rule_words.of_answer(told.noted_answer)
        answer = Conditions(words, rubric).quoted(words.answer(told.noted_answer, own))
        yield words.say(_NOTED), words.say(_NOTED_OF, answer=answer)
    for label, listed in ((_ALSO_NOTED, told.also), (_RESTS_ON, told.sources)):
        if listed:
            yield words.say(label), words.listed(words.noted(code, own) for code, own in listed)


def region_lines(
    words: Words, rubric: Rubric, regions: Mapping[str, str] = NO_REGIONS
) -> Iterable[tuple[str, str]]:
    """Say which bands count where, of a rubric that has bands by region.

    Args:
        words: The language.
        rubric: The rubric, resolved for one region.
        regions: Regions to their names; one without a name is called by its code.

    Yields:
        Label and words: the set that counts here first, then those that do not.
    """
    here = rubric.band_region
    sets = dict(rubric.band_sets)
    if not here or not sets:
        return
    mine = bands_for(here, sets)
    is_around = mine not in {here, DEFAULT_BANDS}
    counts = words.say(
        _COUNTS_AROUND if is_around else _COUNTS,
        region=regions.get(here, here),
        around=regions.get(mine, mine),
        bands=_band_set(words, sets[mine]),
    )
    yield words.say(_REGION), counts
    for region, bands in rubric.band_sets:
        if region == mine:
            continue
        is_rest = region == DEFAULT_BANDS
        message = _COUNTS_ELSEWHERE if is_rest else _COUNTS_THERE
        yield (
            words.say(_NOT_HERE),
            words.say(message, region=regions.get(region, region), bands=_band_set(words, bands)),
        )


def _band_set(words: Words, bands: Iterable[Band]) -> str:
    return " / ".join(
        words.say(_BAND_FROM, label=words.text(band.label), start=_exact(band.start_pct))
        for band in bands
    )


def _caps(words: Words, rubric: Rubric) -> Iterable[tuple[str, str]]:
    conditions = Conditions(words, rubric)
    labels = {band.code: words.text(band.label) for band in rubric.bands}
    for cap in rubric.caps:
        band, when = conditions.quoted(labels[cap.at_most]), conditions.said(cap.when)
        yield words.say(_CAP), words.say(_CAP_OF, band=band, condition=when)


def _exact(number: Fraction) -> str:
    # with the digits that it has: 62.5 % is not 63 %
    digits = next((n for n in range(_DIGITS_MOST) if (number * 10**n).denominator == 1), None)
    return display(number, _DIGITS_MOST if digits is None else digits)


def _asked(words: Words, rubric: Rubric) -> Iterable[SaidAsked]:
    if rubric.facts:
        yield _facts(words, _FACTS, rubric.facts)
    if rubric.clocks:
        events = tuple((one.code, words.text(one.label)) for one in rubric.clocks)
        yield SaidAsked(words.say(_EVENTS), events)
    if rubric.logs:
        logs = tuple(
            (
                one.code,
                words.text(one.label)
                if one.value is None
                else words.sequence([words.text(one.label), words.say(_IN_HOURS)]),
            )
            for one in rubric.logs
        )
        yield SaidAsked(words.say(_LOGS), logs)
    sample = rubric.case_sample
    if sample is not None:
        size = _SIZES.get(str(sample.size))
        how_many = str(sample.size) if size is None else words.say(size)
        head = (
            (words.say(_SAMPLED_FROM), words.text(sample.source)),
            (words.say(_SAMPLE_SIZE), how_many),
        )
        facts = _facts(words, _SAMPLED, sample.facts)
        yield SaidAsked(facts.title, (*head, *facts.lines))


def _facts(words: Words, title: str, facts: Iterable[Fact]) -> SaidAsked:
    return SaidAsked(
        words.say(title),
        tuple(
            (
                fact.code,
                words.pair(
                    words.text(fact.label),
                    words.listed(words.text(label) for _code, label in fact.options),
                )
                if fact.options
                else words.text(fact.label),
            )
            for fact in facts
        ),
    )


def _scales(rubric: Rubric, items: RubricItems) -> tuple[SaidScale, ...]:
    used = {item.scale.code: item.scale for item in rubric.items.values()}
    return tuple(SaidScale(code, items.options(scale, {})) for code, scale in used.items())


def _sections(words: Words, rubric: Rubric, items: RubricItems) -> tuple[SaidRubricSection, ...]:
    if rubric.method is Method.RULES:
        said = tuple(one for item in rubric.rule_items for one in items.ruled(item))
        return (SaidRubricSection("", words.say(_RULES), (), said),)
    return tuple(
        SaidRubricSection(
            section.code,
            words.text(section.title),
            tuple(_section_lines(words, section, items)),
            tuple(items.said(item) for item in section.items),
        )
        for section in rubric.sections
    )


def _section_lines(words: Words, section: Section, items: RubricItems) -> Iterable[tuple[str, str]]:
    yield words.say(_WEIGHT), str(section.weight)
    if section.assessor is not Assessor.CENTRE:
        yield words.say(_READ_BY), words.say(ASSESSORS[section.assessor])
    if section.applies_if is not None:
        yield words.say(_APPLIES), items.conditions.said(section.applies_if)
