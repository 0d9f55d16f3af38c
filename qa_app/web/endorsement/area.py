"""Route of the page of one centre's area against the criteria."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.criteria_period import days_offered, end_of_half_before
from qa_app.domain.criteria_versions import Stage
from qa_app.domain.defaults import MONTH_RESTS_DAYS, SHARE_DENOMINATOR
from qa_app.domain.permissions import Permission, reach_over_others
from qa_app.domain.rules.change import ways_to_better
from qa_app.domain.rules.evaluation import (
    Evaluation,
    Judged,
    digest_of_evaluation,
    plain_evaluation,
)
from qa_app.domain.rules.tree import leaves_in
from qa_app.domain.text import BilingualText
from qa_app.domain.verdicts import WORST_FIRST, CriterionType, Verdict
from qa_app.extensions import database
from qa_app.queries.criteria_versions import SetInForce, sets_in_force
from qa_app.queries.endorsement import criteria_place
from qa_app.queries.evaluations import EvaluatedArea, asking_of, evaluate_area
from qa_app.web.endorsement.area_pages import (
    AreaCriteriaPage,
    CriterionShown,
    GroupShown,
    TestShown,
)
from qa_app.web.endorsement.blueprint import bp
from qa_app.web.guard import current_actor, requires
from qa_app.web.held_criteria import FIRST_SET, verdict_word
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.changes_needed import WayShown, ways_shown
from qa_app.wording.criteria import TYPES
from qa_app.wording.measured_sentences import (
    NOT_COLLECTED,
    Sight,
    column_of,
    sentence_of,
    sight_of,
    threshold_of,
    value_of,
)


@dataclass(frozen=True, slots=True)
class _Sight:
    # who looks, at which day: others than those who read the files see less
    is_case_level: bool
    is_year: bool


@bp.get("/criteria/<int:centre_id>/<area>")
@requires(Permission.CRITERIA_READ)
def area_criteria(centre_id: int, area: str) -> ResponseReturnValue:
    actor, today, words = current_actor(), local_today(), Words(page_language())
    path = criteria_place(database(), actor, centre_id)
    if path is None:
        abort(404)
    is_case_level = reach_over_others(actor).covers(centre_id, path)
    days = days_offered(today, is_by_halves=False) if is_case_level else _halves(today)
    as_of = _day(days, request.args.get("as_of", ""))
    sets = _sets(path, as_of)
    code = request.args.get("set") or (FIRST_SET if FIRST_SET in sets else next(iter(sets), ""))
    if code not in sets:
        abort(404)
    found = _evaluated(centre_id, area, sets[code], as_of, today, is_case_level=is_case_level)
    if found is None:
        abort(404)
    before = end_of_half_before(as_of - timedelta(days=1))
    earlier = _evaluated(centre_id, area, sets[code], before, today, is_case_level=is_case_level)
    sight = _Sight(is_case_level, is_case_level or as_of.month == _DECEMBER)
    return _page(words, _View(found, earlier, before, sight, days, sets, code))


_DECEMBER = 12


def _halves(today: date) -> tuple[date, ...]:
    # views close to each other could be subtracted: others see ends of half-years alone, each as
    # it was known three weeks after it for ever, so that nothing moves between two looks
    newest = end_of_half_before(today - timedelta(days=MONTH_RESTS_DAYS))
    days = [newest]
    while len(days) < _HALVES:
        days.append(end_of_half_before(days[-1] - timedelta(days=1)))
    return tuple(days)


_HALVES = 4


def _day(days: tuple[date, ...], given: str) -> date:
    if not given:
        return days[0]
    try:
        asked = date.fromisoformat(given)
    except ValueError:
        abort(404)
    if asked not in days:
        abort(404)
    return asked


def _sets(path: str, day: date) -> dict[str, SetInForce]:
    # a day before any criteria were in force is held against the first ones there were
    known = sets_in_force(database(), max(day, local_today()))
    found = (known.of(path, stage) for stage in Stage)
    return {one.set.code: one for one in found if one is not None}


def _evaluated(
    centre_id: int, area: str, asked: SetInForce, as_of: date, today: date, *, is_case_level: bool
) -> EvaluatedArea | None:
    is_now = as_of == today
    zone = installation().timezone
    if is_now:
        known_at = clock.now()
    else:
        rests = timedelta(days=1 if is_case_level else MONTH_RESTS_DAYS + 1)
        known_at = datetime.combine(as_of + rests, time(), ZoneInfo(zone))
    asking = asking_of(asked, as_of, known_at, zone, is_now=is_now)
    return evaluate_area(database(), centre_id, area, asking)


@dataclass(frozen=True, slots=True)
class _View:
    # what was found, and what was asked for
    found: EvaluatedArea
    earlier: EvaluatedArea | None
    before_day: date
    sight: _Sight
    days: tuple[date, ...]
    sets: Mapping[str, SetInForce]
    code: str


def _page(words: Words, view: _View) -> ResponseReturnValue:
    found, sight = view.found, view.sight
    evaluation, file = found.evaluation, view.sets[view.code].file
    before = _verdicts(view.earlier)
    shown = [
        (one, _criterion(words, one, criterion.text, found, before, sight))
        for one, criterion in zip(evaluation.judged, found.criteria, strict=True)
    ]
    missing = [line for one, line in shown if _is_missing(one)]
    told = [(one, line) for one, line in shown if not _is_missing(one)]
    groups = tuple(
        GroupShown(verdict_word(verdict), lines)
        for verdict in WORST_FIRST
        if (lines := tuple(line for one, line in told if one.standing.verdict is verdict))
    )
    proposal = file.terms.states[evaluation.status]
    return AreaCriteriaPage(
        title=_title(words, found, proposal),
        centre_id=found.centre_id,
        area=evaluation.subject.area,
        centre_name=found.name,
        because=file.decision.rows[evaluation.row].words,
        counts=_counts(words, evaluation),
        as_of=evaluation.subject.as_of,
        days=view.days,
        before_day=view.before_day,
        set_code=view.code,
        sets=tuple((name, one.set.name) for name, one in view.sets.items()),
        version=f"{file.code} {file.version}",
        terms=file.terms,
        groups=groups,
        missing=tuple(missing),
        ways=_ways(words, file, found, is_case_level=sight.is_case_level),
        digest=digest_of_evaluation(plain_evaluation(evaluation)),
        is_whole=sight.is_case_level,
    ).render()


def _title(words: Words, found: EvaluatedArea, proposal: BilingualText) -> str:
    return str(
        _(
            "%(centre)s, %(area)s: the criteria propose “%(proposal)s” as of %(day)s",
            centre=plain(found.name),
            area=plain(found.area_name),
            proposal=plain(proposal),
            day=words.day(found.evaluation.subject.as_of),
        )
    )


def _counts(words: Words, evaluation: Evaluation) -> str:
    counts = dict.fromkeys(Verdict, 0)
    for one in evaluation.judged:
        if one.asked.type is not CriterionType.EVIDENCE:
            counts[one.standing.verdict] += 1
    return words.listed(
        f"{plain(verdict_word(verdict).word)} {count}" for verdict, count in counts.items() if count
    )


def _is_missing(one: Judged) -> bool:
    return bool(one.found) and all(found.gap == NOT_COLLECTED for found in one.found)


def _verdicts(found: EvaluatedArea | None) -> dict[str, Verdict]:
    judged = () if found is None else found.evaluation.judged
    return {one.asked.code: one.standing.verdict for one in judged if not _is_missing(one)}


def _criterion(
    words: Words,
    one: Judged,
    text: BilingualText,
    found: EvaluatedArea,
    before: Mapping[str, Verdict],
    sight: _Sight,
) -> CriterionShown:
    tests = []
    for leaf, measured in zip(leaves_in(one.asked.rule), one.found, strict=True):
        seen = sight_of(leaf, measured, is_case_level=sight.is_case_level)
        if not sight.is_year and measured.count is not None:
            seen = Sight(max(seen.held_below, _HELD))
        tests.append(
            TestShown(
                threshold_of(words, leaf.metric, leaf.met),
                threshold_of(words, leaf.metric, leaf.conditional),
                value_of(words, leaf, measured, seen),
                sentence_of(words, leaf, measured, one.standing.without_gaps, seen),
                len(measured.records) if sight.is_case_level else 0,
            )
        )
    earlier = before.get(one.asked.code)
    return CriterionShown(
        code=one.asked.code,
        kind=words.say(TYPES[one.asked.type]),
        is_stop=one.asked.type is CriterionType.STOP,
        text=text,
        shown=verdict_word(one.standing.verdict),
        before=None if earlier is None else verdict_word(earlier),
        tests=tuple(tests),
        waits_for=_waits(words, one, found),
    )


_HELD = SHARE_DENOMINATOR


def _waits(words: Words, one: Judged, found: EvaluatedArea) -> str:
    names = {criterion.code: column_of(words, criterion.metric) for criterion in found.criteria}
    waits = [names.get(code, code) for code in sorted(one.standing.waits_for)]
    if not waits:
        return ""
    return str(
        _(
            "Waits for evidence that the review programme owes by %(until)s, and never counts"
            " against the centre: %(names)s.",
            until=words.day(_owed_until(found.evaluation.subject.as_of)),
            names=words.listed(waits),
        )
    )


def _owed_until(as_of: date) -> date:
    return date(as_of.year, 6, 30) if as_of.month <= _DECEMBER // 2 else date(as_of.year, 12, 31)


def _ways(
    words: Words, file: CriteriaFile, found: EvaluatedArea, *, is_case_level: bool
) -> tuple[WayShown, ...]:
    evaluation = found.evaluation
    ways = ways_to_better(
        file.decision,
        evaluation.standings,
        is_in_register=evaluation.subject.is_in_register,
    )
    return ways_shown(
        words,
        file.terms,
        ways,
        found.criteria,
        evaluation.judged,
        is_case_level=is_case_level,
    )
