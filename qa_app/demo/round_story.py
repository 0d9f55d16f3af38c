"""A review round over three centres: one read whole, one half read, one still to come."""

from dataclasses import replace
from datetime import date, timedelta

from qa_app.demo.acting import Drawn, Stage, account_of, drawn_at, list_cases, read_and_sign
from qa_app.demo.coming import near_working_day, working_day_before
from qa_app.demo.dice import Dice
from qa_app.demo.network import FIRST_CENTRE
from qa_app.demo.read_twice import choose_some, read_again, settle
from qa_app.demo.visits import Visit
from qa_app.domain.people import Actor
from qa_app.domain.replacements import ReplaceReason
from qa_app.domain.rounds import RoundPlan
from qa_app.domain.rubric import Rubric
from qa_app.domain.sample_design import SampleDesign, SizeRule
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.replace_file import replace_file
from qa_app.services.rounds.plan_round import plan_round
from qa_app.services.rounds.plan_round_visit import NewVisit, plan_round_visit

AREA = "social_work"
CENTRES = (FIRST_CENTRE, "530126-A", "530128-A")
"""The first is that of the account that manages a centre, so that it has results to answer."""
_FILES = 12
_MET_PCT = (94, 88)
_PERIOD_DAYS = 180
_PLANNED_DAYS = 12
_READING_DAYS = 21
_DAYS_AGO = (5, 2)
_COMES_IN_DAYS = 6
_TOLD = 2


def hold_round(
    stage: Stage, today: date, version: tuple[int, Rubric], dice: Dice
) -> tuple[int, int]:
    """Plan a round and act it out up to today.

    Args:
        stage: What actors need.
        today: Last day of the story.
        version: The rubric's version in force, and the rubric.
        dice: Chance that can be repeated.

    Returns:
        How many files were signed, and how many wait for their reader.
    """
    version_id, rubric = version
    begun = today - timedelta(days=_PLANNED_DAYS)
    plan = RoundPlan(
        period_from=today - timedelta(days=_PERIOD_DAYS),
        period_until=today - timedelta(days=1),
        starts_on=begun,
        ends_on=today + timedelta(days=_READING_DAYS),
        centres=tuple(stage.centre_ids[one] for one in CENTRES),
        rubrics=(version_id,),
        design=SampleDesign(rule=SizeRule.LQAS),
        owner_id=account_of(stage.supervisor),
        # who decides where two of them differ reads nothing of the round
        moderator_id=stage.supervisor.account_id,
        readers=tuple(sorted(account_of(one) for one in (stage.second, stage.reader))),
    )
    at = stage.instant(begun, 9)
    round_id = plan_round(stage.session, stage.supervisor, plan, stage.zone, key=None, at=at)
    first, second = (
        _draw(stage, round_id, _visit(stage, today, number), reader, dice)
        for number, reader in enumerate((stage.second, stage.reader))
    )
    signed = read_and_sign(
        stage, replace(first, on_paper=True), _visit(stage, today, 0), rubric, dice
    )
    again = choose_some(stage, second, _visit(stage, today, 1))
    in_turn = sorted(second.audits.items(), key=lambda one: one[1] not in again.values())
    half = dict(in_turn[: len(second.audits) // 2])
    signed += read_and_sign(
        stage, replace(second, audits=half), _visit(stage, today, 1), rubric, dice
    )
    # of more than two the last is left to its reader
    told = dict(list(again.items())[: max(_TOLD, len(again) - 1)])
    read_again(stage, told, second, _visit(stage, today, 1), rubric)
    settle(stage, _visit(stage, today, 1).day, most=1)
    day = near_working_day(today + timedelta(days=_COMES_IN_DAYS), stage.calendar)
    _put_on(stage, round_id, CENTRES[-1], day)
    return signed, len(second.audits) - len(half)


def _visit(stage: Stage, today: date, number: int) -> Visit:
    later = today - timedelta(days=_DAYS_AGO[number] - 1)
    day = working_day_before(later, stage.calendar)
    return Visit(CENTRES[number], AREA, day, _FILES, _MET_PCT[number])


def _put_on(stage: Stage, round_id: int, centre: str, day: date) -> int:
    visit = NewVisit(stage.centre_ids[centre], day, account_of(stage.supervisor))
    at = stage.instant(day - timedelta(days=_PLANNED_DAYS), 10)
    (made,) = plan_round_visit(
        stage.session, stage.supervisor, round_id, visit, zone=stage.zone, at=at
    )
    return made


def _draw(stage: Stage, round_id: int, visit: Visit, reader: Actor, dice: Dice) -> Drawn:
    list_cases(stage, visit, dice)
    session_id, at = _put_on(stage, round_id, visit.centre, visit.day), stage.instant(visit.day, 8)
    drawn = draw_sample(
        stage.session,
        stage.supervisor,
        session_id,
        None,
        account_of(reader),
        lambda: f"{dice.number():016x}",
        zone=stage.zone,
        at=at,
    )
    reason = ReplaceReason.NOT_FOUND
    replace_file(
        stage.session, stage.supervisor, drawn.audit_ids[0], reason, at=stage.instant(visit.day, 9)
    )
    return drawn_at(stage, session_id, reader)
