"""What stands behind a point of a trend: files, answers by option, findings, actions."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from flask import abort
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.access_events import FindingsRead, shown_digest
from qa_app.domain.citations import Citation
from qa_app.domain.defaults import FILES_PER_POINT
from qa_app.domain.option_shares import option_share
from qa_app.domain.period_codes import period_of_code
from qa_app.domain.requirements import requirement_of
from qa_app.domain.rubric import Rubric
from qa_app.domain.score_axis import axis_of
from qa_app.domain.series import (
    NO_SERIES,
    NOTHING_CLOSED,
    Coverage,
    Period,
    Point,
    PointStanding,
    Series,
)
from qa_app.domain.standing import bands_shown
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import WHOLE_FILE
from qa_app.domain.trend_findings import Finding, FindingCode
from qa_app.extensions import database
from qa_app.queries.behind_points import Behind, PointAsked, ToldFinding, behind_point
from qa_app.queries.item_counts import AnswersAsked, item_counts
from qa_app.queries.trends import RubricTrend, Scope, ScopeKind, rubric_trend
from qa_app.services.access.note_once import note_once
from qa_app.web.centre_links import Tab, tabs_of_centre, tabs_of_place
from qa_app.web.centres.area_lines import PeriodLine, period_line
from qa_app.web.centres.item_addresses import behind_address, item_address, reviews_address
from qa_app.web.centres.option_bars import OptionBar, option_bar
from qa_app.web.centres.shown_items import seen_trend
from qa_app.web.centres.trend_pages import address_of, name_of
from qa_app.web.clause_links import clauses_behind
from qa_app.web.filters import chosen, chosen_number
from qa_app.web.guard import current_actor
from qa_app.web.locale import page_language
from qa_app.web.pages import Page
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording import trends as wording
from qa_app.wording.follow_up import LOOKS, STATES


@dataclass(frozen=True, slots=True)
class ItemAnswers:
    """How an item was answered in the period.

    Attributes:
        code: The item.
        text: What it asks.
        bar: The answers.
        trend: Its trend.
        behind: The same page for this item alone; empty where that is the page.
        rests_on: Clauses on which it rests.
    """

    code: str
    text: BilingualText
    bar: OptionBar
    trend: str
    behind: str
    rests_on: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding, what it rests on, and what came of it, in words.

    Attributes:
        told: The finding.
        requirements: Codes and texts of its items.
        state: Where its action stands; empty without one.
        look: How that is shown; empty likewise.
    """

    told: ToldFinding
    requirements: tuple[tuple[str, BilingualText], ...]
    state: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindPage(Page):
    """What stands behind a point.

    Attributes:
        scope_name: Whose files.
        tabs: The pages beside it.
        heading: What the point shows.
        rubric: The version.
        about: The section or the item that the page is narrowed to; empty for whole files.
        line: The point as the trend's table shows it.
        coverage: Which files.
        trend_address: The trend of which it is a point.
        whole_address: The same period for whole files; empty where that is the page.
        items: Answers, item by item.
        findings: Findings, not strengths.
        strengths: Strengths.
        actions: State, look and count of what came of all findings of the period.
        next_address: The next page of findings; empty on the last one.
        is_open: True for those who may see counts of answers in general.
        is_held: True where there are too few files that this reader may not open to tell of them
            what was found.
        keeps_answers: True where for the same reason no answers are counted.
        has_unnamed: True where a finding of such a file stands there, without file and day.
        reviews_address: The list of its reviews, from which one is opened or asked for; empty for
            places, and for those who may not list them.
        is_place: True for places, whose findings are read centre by centre.
        least: Files from which on findings are told to those who may not read the files.
    """

    template: ClassVar[str] = "centres/behind.html"

    scope_name: str
    tabs: list[Tab]
    heading: str
    rubric: Rubric
    about: BilingualText
    line: PeriodLine
    coverage: str
    trend_address: str
    whole_address: str
    items: tuple[ItemAnswers, ...]
    findings: tuple[FindingLine, ...]
    strengths: tuple[FindingLine, ...]
    actions: tuple[tuple[str, str, int], ...]
    next_address: str
    is_open: bool
    is_held: bool
    keeps_answers: bool
    has_unnamed: bool
    reviews_address: str
    is_place: bool
    least: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Which point the address names."""

    trend: RubricTrend
    version_id: int
    period: Period
    coverage: Coverage
    section: str
    item: str

    @property
    def rubric(self) -> Rubric:
        return self.trend.versions[self.version_id]

    @property
    def items(self) -> tuple[str, ...]:
        rubric = self.rubric
        if self.item:
            return (self.item,)
        known = {code: one.section for code, one in rubric.items.items()}
        known |= {one.code: "" for one in rubric.rule_items}
        return tuple(code for code, section in known.items() if self.section in {"", section})

    @property
    def series(self) -> Series:
        return self.trend.series.get((self.coverage, self.section or WHOLE_FILE), NO_SERIES)


def behind_page(scope: Scope, code: str, version: str, period: str) -> ResponseReturnValue:
    """Answer with what stands behind a point.

    Args:
        scope: Whose trend.
        code: The rubric.
        version: Its version.
        period: As `domain.period_codes` writes it.

    Returns:
        The page; a period without files, and whatever the version has not, is not found.
    """
    place = _whole_point(_place(scope, code, version, period))
    point = _point(place) or abort(404)
    words = Words(page_language())
    rubric, seen = place.rubric, seen_trend(scope, place.trend)
    is_place = scope.kind is not ScopeKind.CENTRE
    told = _told(scope, place)
    keeps_answers = seen.holds(place.version_id, place.period, place.coverage)
    lines = [_line(words, rubric, one) for one in told.findings]
    if lines or told.tells_closed:
        _note(scope, place, told)
    here = behind_address(
        scope, rubric, place.period, section=place.section, item=place.item, coverage=place.coverage
    )
    return BehindPage(
        scope_name=name_of(scope),
        tabs=_tabs(scope),
        heading=_heading(words, place, point),
        rubric=rubric,
        about=_about(place),
        line=period_line(words, point, rubric),
        coverage=words.say(wording.COVERAGES[place.coverage]),
        trend_address=item_address(scope, code, place.item)
        if place.item
        else address_of(scope, rubric=code, section=place.section),
        whole_address=behind_address(scope, rubric, place.period, coverage=place.coverage)
        if place.item or place.section
        else "",
        items=_items(scope, place, point.file_count) if seen.is_open and not keeps_answers else (),
        findings=tuple(one for one in lines if one.told.kind == "finding"),
        strengths=tuple(one for one in lines if one.told.kind == "strength"),
        actions=tuple(
            (words.say(STATES[state]), LOOKS[state], count)
            for state, count in (told.actions or {}).items()
        ),
        next_address=""
        if told.next_skip is None
        else f"{here}{'&' if '?' in here else '?'}skip={told.next_skip}",
        is_open=seen.is_open,
        is_held=told.is_held,
        keeps_answers=keeps_answers,
        has_unnamed=any(one.audit_id is None for one in told.findings),
        reviews_address=reviews_address(scope, rubric, place.period, place.coverage),
        is_place=is_place,
        least=FILES_PER_POINT,
    ).render()


def _note(scope: Scope, place: _Place, told: Behind) -> None:
    # what was written about files stands on it: who read it is told, once in a quarter of an hour
    # for each page of a point and each choice of reviews that it shows
    first, last = place.period.first_month, place.period.last_month
    part, skip = place.item or place.section, chosen_number("skip") or 0
    named = tuple(sorted({one.audit_id for one in told.findings if one.audit_id is not None}))
    point = f"{scope.object_id}/{place.version_id}/{first}-{last}/{place.coverage}/{part}/{skip}"
    event = FindingsRead(
        actor=current_actor(),
        at=clock.now(),
        object_id=f"{point}/{shown_digest(named, told.unnamed)}",
        centre_id=scope.object_id,
        view="behind",
        count=len(told.findings),
        named=named,
        unnamed=told.unnamed,
    )
    note_once(database(), event)


def _place(scope: Scope, code: str, version: str, period: str) -> _Place:
    trend = rubric_trend(database(), scope, code) or abort(404)
    versions = {rubric.version: version_id for version_id, rubric in trend.versions.items()}
    wanted = period_of_code(period)
    if version not in versions or wanted is None:
        abort(404)
    place = _Place(
        trend,
        versions[version],
        wanted.while_runs(scope.running),
        Coverage(chosen("coverage", set(Coverage), Coverage.SAMPLED)),
        chosen("section"),
        chosen("item"),
    )
    sections = {one.code for one in place.rubric.sections}
    items = {*place.rubric.items, *(one.code for one in place.rubric.rule_items)}
    if place.section not in {"", *sections} or place.item not in {"", *items}:
        abort(404)
    return place


def _whole_point(place: _Place) -> _Place:
    # an item may stand by month where files stand by quarter, because few of them have it
    if not place.item:
        return place
    first, last = place.period.first_month, place.period.last_month
    around = [
        one.period
        for one in place.series.points
        if one.version_id == place.version_id
        and one.period.first_month <= first
        and last <= one.period.last_month
    ]
    return replace(place, period=around[0]) if around else place


def _point(place: _Place) -> Point | None:
    """Put the points of the series together that lie within the period."""
    within = _within(place, place.series)
    if not within:
        return None
    rated = [(one.value, one.scored_count) for one in within if one.value is not None]
    scored = sum(one.scored_count for one in within)
    is_rated = len(rated) == len(within) and scored > 0
    return Point(
        place.period,
        within[-1].last_used,
        place.version_id,
        PointStanding.RATED if is_rated else within[-1].standing,
        sum((value * n for value, n in rated), Fraction(0)) / scored if is_rated else None,
        sum(one.file_count for one in within),
        scored,
        sum(one.final_count for one in within),
        # a sum of which one part is not told would tell it beside the others
        tuple(map(sum, zip(*(bands_shown(one) or () for one in within), strict=False))),
        sum(one.stop_count for one in within),
        sum((one.closed for one in within), NOTHING_CLOSED),
    )


def _within(place: _Place, series: Series) -> list[Point]:
    first, last = place.period.first_month, place.period.last_month
    return [
        one
        for one in series.points
        if one.version_id == place.version_id
        and first <= one.period.first_month
        and one.period.last_month <= last
    ]


def _told(scope: Scope, place: _Place) -> Behind:
    asked = AnswersAsked(place.version_id, place.period, frozenset(place.items), place.coverage)
    # the points of whole files, of which there may be more than of a section or an item
    whole = _within(place, place.trend.whole(place.coverage)) or _within(place, place.series)
    parts = tuple((one.period, one.file_count) for one in whole)
    wanted = PointAsked(place.rubric, asked, parts, chosen_number("skip") or 0)
    return behind_point(
        database(), current_actor(), scope, wanted, at=clock.now(), on=local_today()
    )


def _items(scope: Scope, place: _Place, files: int) -> tuple[ItemAnswers, ...]:
    rubric = place.rubric
    items = [code for code in place.items if code in rubric.items]
    asked = AnswersAsked(place.version_id, place.period, frozenset(items), place.coverage)
    counts = item_counts(database(), scope, [asked])
    cited = clauses_behind(rubric, items)
    return tuple(
        ItemAnswers(
            code,
            rubric.items[code].text,
            option_bar(f"item-{at}", code, option_share(rubric, counts, [code]), files),
            item_address(scope, rubric.code, code),
            ""
            if place.item
            else behind_address(scope, rubric, place.period, item=code, coverage=place.coverage),
            cited.get(code, ()),
        )
        for at, code in enumerate(items)
    )


def _line(words: Words, rubric: Rubric, told: ToldFinding) -> FindingLine:
    state = told.action_state
    return FindingLine(
        told,
        tuple((code, requirement_of(rubric, code)) for code in told.items),
        "" if state is None else words.say(STATES[state]),
        "" if state is None else LOOKS[state],
    )


def _heading(words: Words, place: _Place, point: Point) -> str:
    code = {
        PointStanding.RATED: FindingCode.FIRST,
        PointStanding.FEW: FindingCode.FEW,
        PointStanding.NO_NUMBER: FindingCode.NO_NUMBER,
    }[point.standing]
    is_visits = place.series.segments[-1].is_visits
    finding = Finding(code, point, is_visits=is_visits)
    return wording.sentence(words, finding, axis_of(place.rubric))


def _about(place: _Place) -> BilingualText:
    if place.item:
        return requirement_of(place.rubric, place.item)
    titles = {one.code: one.title for one in place.rubric.sections}
    return titles.get(place.section, BilingualText())


def _tabs(scope: Scope) -> list[Tab]:
    if scope.kind is ScopeKind.CENTRE:
        return tabs_of_centre(scope.object_id, "centres.behind")
    return tabs_of_place(scope.object_id, "centres.place_behind")
