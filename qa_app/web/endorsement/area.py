"""Route of the page of one centre's area against the criteria."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.criteria_list import is_missing, told_of
from qa_app.domain.criteria_period import days_offered, end_of_half_before, owed_until
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
from qa_app.queries.criteria_versions import SetInForce
from qa_app.queries.endorsement import (
    EvidenceBounds,
    criteria_place,
    criteria_within,
    works_within,
)
from qa_app.queries.evaluations import EvaluatedArea, evaluate_area
from qa_app.queries.versions_in_force import rubrics_of_area
from qa_app.web.endorsement.area_pages import (
    AreaCriteriaPage,
    CriterionShown,
    GroupShown,
    HalfShown,
)
from qa_app.web.endorsement.blueprint import bp
from qa_app.web.evaluated import (
    Seen,
    apart_in,
    asking_on,
    closed_within,
    day_asked,
    known_sets,
    seen_on,
    sets_of,
    tests_shown,
    without_safeguards,
)
from qa_app.web.guard import current_actor, requires
from qa_app.web.held_criteria import FIRST_SET, counts_listed, verdict_word
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.changes_needed import Scene, WayShown, ways_shown
from qa_app.wording.criteria import TYPES
from qa_app.wording.criterion_names import name_of
from qa_app.wording.decision_rows import said_row
from qa_app.wording.own_entries import said_own_entries


@bp.get("/criteria/<int:centre_id>/<area>")
@requires(Permission.CRITERIA_READ)
def area_criteria(centre_id: int, area: str) -> ResponseReturnValue:
    actor, today, words = current_actor(), local_today(), Words(page_language())
    path = criteria_place(database(), actor, centre_id)
    if path is None:
        abort(404)
    is_case_level = reach_over_others(actor).covers(centre_id, path)
    as_of, days = day_asked(request.args.get("as_of", ""), today, is_case_level=is_case_level)
    sets = sets_of(known_sets(as_of), path)
    code = request.args.get("set") or (FIRST_SET if FIRST_SET in sets else next(iter(sets), ""))
    if code not in sets:
        abort(404)

    def evaluated(day: date) -> EvaluatedArea | None:
        # each day by the set that was in force on it
        asked = sets_of(known_sets(day), path).get(code)
        if asked is None:
            return None
        asking = asking_on(asked, day, today, is_case_level=is_case_level)
        return evaluate_area(database(), centre_id, area, asking)

    found = evaluated(as_of)
    if found is None:
        abort(404)
    before = end_of_half_before(as_of - timedelta(days=1))
    subject = found.evaluation.subject
    within = criteria_within(database(), actor, as_of, EvidenceBounds(centre_id=centre_id))
    seen = replace(
        seen_on(as_of, is_case_level=is_case_level),
        apart=apart_in(sets.values(), subject.area, subject.kind),
        is_closed=(centre_id, area) in closed_within(within, as_of)
        or works_within(actor).covers(centre_id, path),
    )
    halves = {as_of: found, before: evaluated(before)}
    # each of them is worked out anew from records, so only whoever asks waits for it
    with_history = "history" in request.args
    for day in days_offered(today, is_by_halves=True) if with_history else ():
        if day not in halves:
            halves[day] = evaluated(day)
    return _page(words, _View(halves, as_of, before, seen, days, sets, code, with_history))


@dataclass(frozen=True, slots=True)
class _View:
    # what was found, and what was asked for
    halves: Mapping[date, EvaluatedArea | None]
    as_of: date
    before_day: date
    seen: Seen
    days: tuple[date, ...]
    sets: Mapping[str, SetInForce]
    code: str
    with_history: bool


def _page(words: Words, view: _View) -> ResponseReturnValue:
    found, seen = view.halves[view.as_of], view.seen
    if found is None:
        abort(404)
    evaluation, file = found.evaluation, view.sets[view.code].file
    before = _verdicts(view.halves[view.before_day])
    shown = [
        (one, _criterion(words, one, criterion.text, found, before, seen))
        for one, criterion in zip(evaluation.judged, found.criteria, strict=True)
    ]
    missing = [line for one, line in shown if is_missing(one)]
    ours = {one.asked.code for one in told_of(evaluation.judged)}
    told = [(one, line) for one, line in shown if one.asked.code in ours]
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
        because=said_row(
            words,
            file.decision.rows[evaluation.row],
            {one.asked.type for one in evaluation.judged},
        ),
        counts=_counts(words, evaluation),
        without=without_safeguards(words, evaluation.judged, evaluation.subject.as_of),
        as_of=evaluation.subject.as_of,
        days=view.days,
        before_day=view.before_day,
        set_code=view.code,
        sets=tuple((name, one.set.name) for name, one in view.sets.items()),
        rules=file.title,
        version=file.version,
        terms=file.terms,
        groups=groups,
        owed=tuple(
            line for one, line in shown if one.asked.code not in ours and line not in missing
        ),
        missing=tuple(missing),
        ways=_ways(words, file, found, seen),
        history=_history(view, file) if view.with_history else (),
        digest=digest_of_evaluation(plain_evaluation(evaluation)),
        is_past=owed_until(view.as_of) < local_today(),
        is_whole=seen.is_case_level,
    ).render()


def _history(view: _View, file: CriteriaFile) -> tuple[HalfShown, ...]:
    shown = []
    for day, found in sorted(view.halves.items(), reverse=True):
        if found is None or end_of_half_before(day) != day:
            continue
        told = told_of(found.evaluation.judged)
        shown.append(
            HalfShown(
                day,
                file.terms.states[found.evaluation.status],
                sum(one.standing.verdict is Verdict.MET for one in told),
                len(told),
                digest_of_evaluation(plain_evaluation(found.evaluation)),
                day in view.days,
            )
        )
    return tuple(shown)


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
    # the same criteria as in the lists below and on every other page
    for one in told_of(evaluation.judged):
        counts[one.standing.verdict] += 1
    return counts_listed(words, counts)


def _verdicts(found: EvaluatedArea | None) -> dict[str, Verdict]:
    judged = () if found is None else found.evaluation.judged
    return {one.asked.code: one.standing.verdict for one in judged if not is_missing(one)}


def _criterion(
    words: Words,
    one: Judged,
    text: BilingualText,
    found: EvaluatedArea,
    before: Mapping[str, Verdict],
    seen: Seen,
) -> CriterionShown:
    earlier = before.get(one.asked.code)
    return CriterionShown(
        code=one.asked.code,
        kind=words.say(TYPES[one.asked.type]),
        is_stop=one.asked.type is CriterionType.STOP,
        text=text,
        shown=verdict_word(one.standing.verdict),
        before=None if earlier is None else verdict_word(earlier),
        tests=tests_shown(words, one, seen),
        waits_for=_waits(words, one, found),
        own=said_own_entries(words, (leaf.metric for leaf in leaves_in(one.asked.rule))),
    )


def _waits(words: Words, one: Judged, found: EvaluatedArea) -> str:
    names = {criterion.code: name_of(words, criterion) for criterion in found.criteria}
    waits = [names.get(code, code) for code in sorted(one.standing.waits_for)]
    if not waits:
        return ""
    until = owed_until(found.evaluation.subject.as_of)
    if until < local_today():
        said = _(
            "By %(until)s the review programme owed evidence that was not there; that never"
            " counts against the centre: %(names)s."
        )
    else:
        said = _(
            "Waits for evidence that the review programme owes by %(until)s, and never counts"
            " against the centre: %(names)s."
        )
    return str(said) % {"until": words.day(until), "names": words.listed(waits)}


def _ways(
    words: Words, file: CriteriaFile, found: EvaluatedArea, seen: Seen
) -> tuple[WayShown, ...]:
    evaluation = found.evaluation
    as_of = evaluation.subject.as_of
    rubrics = rubrics_of_area(database(), found.centre_id, evaluation.subject.area, as_of)
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
        Scene(as_of, rubrics, seen.is_case_level, seen.is_year, seen.apart, seen.is_closed),
    )
