"""Sessions held of those due: what is entered later changes nothing of a day before."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select, true
from sqlalchemy.orm import Session

from qa_app.domain.rules.tree import Leaf
from qa_app.domain.session_blocks import Block
from qa_app.domain.session_coverage import CoverageOf, total_of
from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.supervision import CancelReason, SessionState, SessionType
from qa_app.domain.text import BilingualText
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.measures.ground import Measured, MeasureGround
from qa_app.queries.measures.supervised import supervision_held
from qa_app.queries.session_required import required_by_month
from qa_app.services.agreements.change_agreement import change_agreement
from qa_app.services.places.end_practitioner import end_practitioner
from qa_app.services.supervision.move_session import move_session
from qa_app.services.supervision.plan_session import NewSession, plan_session
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.agreements import TERMS, a_team, an_agreement, more_workers
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.records import EVENING, MEETING, a_talk, begin, save, sign
from tests.sessions import Scene, a_scene, a_weekday_from

LEAF = Leaf("share_supervision_held_6m", "")
HELD = SessionSettlement(SessionState.HELD, is_meant=True)
START = date(2026, 4, 1)


def measured(session: Session, as_of: date, at: datetime, *, is_now: bool = False) -> Measured:
    ground = MeasureGround(true(), as_of, at, True, is_now, ZONE)
    found = supervision_held(session, ground, LEAF)
    session.rollback()
    return found


def planned(session: Session, scene: Scene, day: date, at: datetime, worker: int) -> int:
    new = NewSession(
        centre_id=scene.centre,
        type=SessionType.INDIVIDUAL,
        planned_on=day,
        supervisor_id=scene.supervisor.account_id or 0,
        rubric_version_id=None,
        files_wanted=0,
        area=None,
        people=(worker,),
        is_meant=True,
    )
    return plan_session(session, scene.supervisor, new, zone=ZONE, at=at)


def test_held_counts_from_when_it_was_said(session: Session) -> None:
    scene = a_scene(session)
    worker = scene.workers["W2"]
    one = planned(session, scene, date(2026, 4, 9), NOON, worker)
    two = planned(session, scene, date(2026, 4, 10), NOON, worker)
    day = date(2026, 5, 1)
    said_at = datetime(2026, 5, 20, 4, tzinfo=NOON.tzinfo)
    key = (scene.centre, "legal_aid")
    before = datetime(2026, 5, 1, tzinfo=NOON.tzinfo)
    found = measured(session, day, before)[key]
    assert (found.value, found.n) == (0, 6)  # one in each month from November on
    settle_session(session, scene.supervisor, one, HELD, ZONE, at=said_at)
    away = SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, date(2026, 6, 4), True)
    settle_session(session, scene.supervisor, two, away, ZONE, at=said_at)
    # what was known on 1 May stays; from 20 May on one of six is held
    assert measured(session, day, before)[key] == found
    later = measured(session, day, said_at)[key]
    assert (later.value, later.n, later.count) == (Fraction(1, 6), 6, 1)
    # a session put down a month late was not known either
    planned(session, scene, date(2026, 5, 21), said_at, worker)
    assert measured(session, day, before)[key] == found


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=NOON.tzinfo)


def test_what_nobody_planned_is_due_as_coverage_says(session: Session) -> None:
    """April to September 2026: of 20 due 17 were held, though all 18 that were planned were."""
    scene = a_scene(session)
    first, second, third = more_workers(session, 3)
    end_practitioner(session, OPERATOR, second, date(2026, 8, 31), ZONE, at=NOON)
    end_practitioner(session, OPERATOR, third, date(2026, 6, 30), ZONE, at=NOON)
    seen = {
        scene.workers["W2"]: (4, 6, 6, 7, 8, 9),  # 5 of 6: the second in June stands for no May
        first: (4, 5, 6, 7, 9),  # 5 of 6
        second: (4, 5, 6, 7, 8),  # 5 of 5: left at the end of August
        third: (4, 6),  # 2 of 3: left at the end of June
    }
    for place, (worker, months) in enumerate(seen.items()):
        for number, month in enumerate(months):
            day = date(2026, month, 1 + 5 * place + number % 2)
            made = planned(session, scene, day, noon(day), worker)
            settle_session(session, scene.supervisor, made, HELD, ZONE, at=noon(day))
    day = date(2026, 10, 1)
    found = measured(session, day, noon(day))
    assert found == measured(session, day, noon(day), is_now=True)
    told = {area: (one.value, one.n, one.count) for (_, area), one in found.items()}
    # on its last day September is not over, asked on that day and of it later
    for is_now in (True, False):
        eve = measured(session, date(2026, 9, 30), noon(day), is_now=is_now)
        assert eve[scene.centre, "legal_aid"].last_day == date(2026, 8, 31)
    # W1 of social work was never planned for: six months, none held
    assert told == {"legal_aid": (Fraction(17, 20), 20, 17), "social_work": (0, 6, 0)}
    of = CoverageOf(SessionScope.CENTRE, scene.centre, BilingualText("", ""))
    months = [date(2026, month, 1) for month in range(4, 10)]
    due = total_of([one for _, one in required_by_month(session, of, months)])
    assert (due.due, due.held) == (26, 17)


def test_another_rhythm_agreed_later_was_not_known(session: Session) -> None:
    team = a_team(session)
    planned(session, team.scene, date(2026, 4, 9), NOON, team.worker("W1"))
    fortnightly = replace(TERMS, every_days=14)
    made = an_agreement(session, team, from_on=date(2026, 4, 1), terms=fortnightly)
    day, key = date(2026, 5, 1), (team.scene.centre, "social_work")
    before, later = noon(date(2026, 5, 1)), noon(date(2026, 5, 20))
    # five months of one session, and 30 days of one in 14
    assert measured(session, day, before)[key].n == 7
    weekly = replace(TERMS, every_days=7)
    change_agreement(session, team.city, made, (weekly, 1), at=later)
    change_agreement(session, team.city, made, (TERMS, 2), at=later + timedelta(hours=1))
    assert [measured(session, day, at)[key].n for at in (before, later)] == [7, 9]
    assert measured(session, day, later + timedelta(hours=1))[key].n == 6


def test_who_was_there_is_known_once_the_record_is_signed(session: Session) -> None:
    talk = a_talk(session)
    settle_session(session, talk.lead, talk.session_id, HELD, ZONE, at=EVENING)
    day, later = date(2026, 5, 1), noon(date(2026, 5, 20))

    def held(at: datetime, *, is_now: bool = False) -> dict[str, int | None]:
        found = measured(session, day, at, is_now=is_now)
        return {area: one.count for (_, area), one in found.items()}

    before = noon(date(2026, 5, 1))
    assert held(before) == {"social_work": 1, "legal_aid": 0}
    begin(session, talk, at=later)
    rows = ({"person": "W1", "minutes": "0"}, {"person": "W2", "minutes": "90"})
    save(session, talk, Block.MEETING, MEETING, rows, at=later)
    save(session, talk, Block.SUPPORT, {"workload": "6"}, at=later)
    other = frozenset({talk.scene.workers["W2"]})
    sign(session, talk, on_paper=other, at=later)
    assert held(before) == {"social_work": 1, "legal_aid": 0}
    assert held(later) == held(later, is_now=True) == {"social_work": 0, "legal_aid": 1}


class Acting:
    """A supervisor plans, moves, holds and cancels individual sessions."""

    def __init__(self, session: Session, scene: Scene, chance: random.Random) -> None:
        self.session, self.scene, self.chance = session, scene, chance

    def step(self, at: datetime) -> None:
        row = SupervisionSessionRow
        waiting = self.session.execute(
            select(row.id, row.planned_on, row.starts_at_time).where(row.state == "planned")
        ).all()
        self.session.rollback()
        act = self.chance.choice(["plan", "plan", "move", "hold", "hold", "cancel"])
        day = a_weekday_from(at.date() + timedelta(days=self.chance.randint(1, 20)))
        if act == "plan" or not waiting:
            worker = self.scene.workers[self.chance.choice(["W1", "W2"])]
            planned(self.session, self.scene, day, at, worker)
            return
        one = self.chance.choice(waiting)
        lead = self.scene.supervisor
        if act == "move" and day != one.planned_on:
            seen = SessionDay(one.planned_on, one.starts_at_time)
            move = Move(seen, SessionDay(day), MoveReason.TRAVEL, is_meant=True)
            move_session(self.session, lead, one.id, move, ZONE, at=at)
        elif act == "hold" and one.planned_on <= at.date():
            settle_session(self.session, lead, one.id, HELD, ZONE, at=at)
        elif act == "cancel" and day != one.planned_on:
            away = SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, day, True)
            settle_session(self.session, lead, one.id, away, ZONE, at=at)


@pytest.mark.parametrize(
    ("seed", "acts"),
    [(1, 25), *(pytest.param(seed, 120, marks=pytest.mark.nightly) for seed in (2, 3, 4))],
)
def test_no_later_act_changes_a_past_day_and_totals_say_the_same(
    session: Session, seed: int, acts: int
) -> None:
    acting = Acting(session, a_scene(session), random.Random(seed))
    at = datetime(START.year, START.month, START.day, 4, tzinfo=NOON.tzinfo)
    kept: list[tuple[date, datetime, Measured]] = []
    for _ in range(acts):
        at += timedelta(days=acting.chance.choice([4, 9, 16]), hours=1)
        acting.step(at)
        for back in (0, 31):
            day = at.date() - timedelta(days=back)
            known = measured(session, day, at)
            assert known == measured(session, day, at, is_now=True)
            kept.append((day, at, known))
    for day, then, known in kept:
        assert measured(session, day, then) == known
    assert len({str(known) for _, _, known in kept}) >= acts // 5  # it did move
