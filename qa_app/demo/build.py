"""Builds the whole demonstration: two years of visits, told day by day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from qa_app.clock import local_day
from qa_app.demo.acting import Stage, plan_and_draw, read_and_sign
from qa_app.demo.asked_access import ask_for_access
from qa_app.demo.coming import leave_work, plan_ahead
from qa_app.demo.competent import tell_competencies
from qa_app.demo.decided import tell_decisions
from qa_app.demo.dice import Dice
from qa_app.demo.editions import Edition
from qa_app.demo.following_up import act_again, act_on_findings, answer_results, ask_for_results
from qa_app.demo.founding import Founding, found
from qa_app.demo.looked_at import look_at_reviews
from qa_app.demo.network import centres
from qa_app.demo.past_sessions import hold_past_sessions
from qa_app.demo.people_story import tell_of_workers
from qa_app.demo.read_twice import choose_some, read_again, settle
from qa_app.demo.region_years import rate_city
from qa_app.demo.registered import register_centres
from qa_app.demo.reminding import remind
from qa_app.demo.round_story import AREA, hold_round
from qa_app.demo.running_cases import run_limits
from qa_app.demo.service_story import tell_of_service
from qa_app.demo.used_accounts import use_accounts
from qa_app.demo.visits import MONTHS, READ_TWICE, Visit
from qa_app.demo.who_reads import count_readers, set_small_team, tell_who_reads
from qa_app.demo.who_supervises import tell_who_supervises
from qa_app.demo.written_records import write_records
from qa_app.domain.defaults import SANDBOX_MONTHS
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_draft import DraftSeen
from qa_app.domain.simulation import CENTRES
from qa_app.domain.supervision import UNIT_CASE_FILE
from qa_app.queries.opening import Session
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.findings.judge_actions import judge_actions
from qa_app.services.operations.end_story import end_story
from qa_app.services.reports.make_reports import make_reports
from qa_app.services.standards.publish_rubric import publish_rubric
from qa_app.services.standards.publish_rubric_draft import DraftPublication, publish_rubric_draft
from qa_app.services.standards.start_rubric_draft import NewDraft, start_rubric_draft
from qa_app.services.standards.submit_rubric_draft import submit_rubric_draft

SEED = "plumbline"
_CHANGE_AFTER_MONTHS = 14
_SUPERVISOR_READS_PCT = 40
_LOOKED_AT_DAYS = 7
_GATE_MONTHS = 13
"""For so many months nobody is relieved of the gate and files are read twice: longer than criteria
look back."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was built.

    Attributes:
        centres: Centres of the network.
        signed: Audits signed.
        waiting: Drafts that wait for their readers.
        planned: Sessions to come.
    """

    centres: int
    signed: int
    waiting: int
    planned: int


@dataclass(frozen=True, slots=True)
class Story:
    """What happens up to today.

    Attributes:
        today: Its last day.
        visits: In order of days.
        tried: On how many simulated centres of each area, and over how many past months, the draft
            of criteria is tried.
    """

    today: date
    visits: tuple[Visit, ...]
    tried: tuple[int, int] = CENTRES, SANDBOX_MONTHS


def build(
    session: Session,
    founding: Founding,
    editions: Sequence[Edition],
    told: Story,
    tell: Callable[[str], None],
) -> Built:
    """Found the network and act out its story up to today.

    Args:
        session: A database session on a migrated database with its holidays.
        founding: What the founding needs.
        editions: The rubrics.
        told: The story.
        tell: Hears how far the story is.

    Returns:
        What was built.
    """
    network = centres()
    versions = _publish(session, founding, [one for one in editions if not one.is_later])
    later = [one for one in editions if one.is_later]
    stage = found(session, founding, network)
    change_month = month_of(told.today) - MONTHS + _CHANGE_AFTER_MONTHS
    set_small_team(stage, founding.operator, founding.at, is_relieved=True)
    signed = 0
    for month, visits_of_month in groupby(told.visits, key=lambda visit: month_of(visit.day)):
        at = stage.instant(first_day(month), 7)
        if _is_gated(month, told.today):
            set_small_team(stage, founding.operator, at, is_relieved=False)
        if month >= change_month and later:
            versions |= dict(_publish_next(stage, one, at) for one in later)
            later = []
        signed += sum(_act(stage, visit, versions, told.today) for visit in visits_of_month)
        _follow_results(stage, founding, editions, at)
        act_again(stage, first_day(month), told.today, Dice(f"{SEED}|again|{month}"))
        tell(f"{first_day(month):%Y-%m}  {signed}")
    waiting = leave_work(stage, told.today, versions, Dice(f"{SEED}|today"))
    planned = plan_ahead(stage, told.today, versions)
    if AREA in versions:
        read, left = hold_round(stage, told.today, versions[AREA], Dice(f"{SEED}|round"))
        signed, waiting, planned = signed + read, waiting + left, planned + 1
    midnight = stage.instant(told.today, 0)
    judge_actions(session, founding.operator, founding.zone, at=midnight)
    look_at_reviews(stage, stage.instant(told.today - timedelta(days=_LOOKED_AT_DAYS), 17))
    finalise_audits(session, founding.operator, founding.zone, at=midnight)
    _act_on_results(stage, told.today)
    _tell_of_people(stage, founding, told)
    _end_the_story(stage, founding, told.today)
    return Built(len(network), signed, waiting, planned)


def _follow_results(
    stage: Stage, founding: Founding, editions: Sequence[Edition], at: datetime
) -> None:
    finalise_audits(stage.session, founding.operator, founding.zone, at=at)
    judge_actions(stage.session, founding.operator, founding.zone, at=at)
    look_at_reviews(stage, at)
    rate_city(stage, editions, at)


def _tell_of_people(stage: Stage, founding: Founding, told: Story) -> None:
    today = told.today
    # after the objection: who is tied to the first centre by then decides none of its objections
    tell_who_reads(stage, today)
    led = tell_who_supervises(stage, founding, today)
    count_readers(stage, founding.operator, today)
    hold_past_sessions(stage, founding, led, today)
    tell_of_workers(stage, today)
    tell_competencies(stage, founding, led, today)
    register_centres(stage, founding, centres(), today)
    tell_decisions(stage, told.today, told.tried)


def _act_on_results(stage: Stage, today: date) -> None:
    answer_results(stage, today)
    ask_for_results(stage, today)
    write_records(stage, today)
    run_limits(stage, today)
    tell_of_service(stage, today)


def _end_the_story(stage: Stage, founding: Founding, today: date) -> None:
    midnight = stage.instant(today, 0)
    finalise_audits(stage.session, founding.operator, founding.zone, at=midnight)
    make_reports(stage.session, founding.operator, founding.zone, at=midnight)
    remind(stage, founding.operator, today)
    ask_for_access(stage, today)
    use_accounts(stage, founding, today)
    end_story(stage.session)


def _publish(
    session: Session, founding: Founding, editions: Sequence[Edition]
) -> dict[str, tuple[int, Rubric]]:
    versions = {}
    for one in editions:
        rubric, content = one.file.rubric, one.file.content
        done = publish_rubric(
            session, founding.operator, rubric, content, at=founding.at, area=one.area
        )
        if rubric.kind == UNIT_CASE_FILE and rubric.access == "ordinary":
            versions[rubric.area] = (done.version_id, rubric)
    return versions


def _publish_next(stage: Stage, one: Edition, at: datetime) -> tuple[str, tuple[int, Rubric]]:
    # by way of a draft and two people, so that its items are compared with those before
    if one.draft is None:
        raise ValueError(one.file.rubric.code)
    (plain, ground), session = one.draft, stage.session
    new = NewDraft(plain=plain)
    draft_id = start_rubric_draft(session, stage.supervisor, new, ground.library, at=at)
    seen = DraftSeen(draft_id, 1)
    submit_rubric_draft(session, stage.supervisor, seen, ground, at=at)
    day = local_day(at, stage.zone)
    publication = DraftPublication(seen, day, stage.zone)
    version_id = publish_rubric_draft(session, stage.second, publication, ground, at=at)
    return one.file.rubric.area, (version_id, one.file.rubric)


def _is_gated(month: int, today: date) -> bool:
    return month > month_of(today) - _GATE_MONTHS


def _act(
    stage: Stage, visit: Visit, versions: Mapping[str, tuple[int, Rubric]], today: date
) -> int:
    dice = Dice(f"{SEED}|{visit.centre}|{visit.area}|{visit.day}")
    # then the supervisor decides where readers differ
    is_twice = visit.area == READ_TWICE and _is_gated(month_of(visit.day), today)
    is_own = dice.hits(_SUPERVISOR_READS_PCT) and not is_twice
    version_id, rubric = versions[visit.area]
    drawn = plan_and_draw(
        stage, visit, version_id, stage.supervisor if is_own else stage.reader, dice
    )
    again = choose_some(stage, drawn, visit) if is_twice else {}
    signed = read_and_sign(stage, drawn, visit, rubric, dice)
    if again:
        read_again(stage, again, drawn, visit, rubric)
        settle(stage, visit.day, most=len(again))
    act_on_findings(stage, drawn, visit, today, Dice(f"{SEED}|after|{visit.centre}|{visit.day}"))
    return signed
