"""Sessions held of those due: what is entered later changes nothing of a day before."""

import random
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select, true
from sqlalchemy.orm import Session

from qa_app.domain.rules.tree import Leaf
from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.domain.supervision import CancelReason, SessionState, SessionType
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.measures.ground import Ground, Measured
from qa_app.queries.measures.supervised import supervision_held
from qa_app.services.supervision.move_session import move_session
from qa_app.services.supervision.plan_session import NewSession, plan_session
from qa_app.services.supervision.settle_session import Settlement, settle_session
from tests.audits import ZONE
from tests.people import NOON
from tests.sessions import Scene, a_scene, a_weekday_from

LEAF = Leaf("share_supervision_held_6m", "")
HELD = Settlement(SessionState.HELD, is_meant=True)
START = date(2026, 4, 1)


def measured(session: Session, as_of: date, at: datetime, *, is_now: bool = False) -> Measured:
    ground = Ground(true(), as_of, at, True, is_now, ZONE)
    found = supervision_held(session, ground, LEAF)
    session.rollback()
    return found


def planned(session: Session, scene: Scene, day: date, at: datetime, area: str | None) -> int:
    new = NewSession(
        centre_id=scene.centre,
        type=SessionType.INDIVIDUAL,
        planned_on=day,
        supervisor_id=scene.supervisor.account_id or 0,
        rubric_version_id=None,
        files_wanted=0,
        area=area,
        is_meant=True,
    )
    return plan_session(session, scene.supervisor, new, zone=ZONE, at=at)


def test_held_counts_from_when_it_was_said(session: Session) -> None:
    scene = a_scene(session)
    one = planned(session, scene, date(2026, 4, 9), NOON, "legal_aid")
    two = planned(session, scene, date(2026, 4, 10), NOON, "legal_aid")
    day = date(2026, 4, 30)
    said_at = datetime(2026, 5, 20, 4, tzinfo=NOON.tzinfo)
    key = (scene.centre, "legal_aid")
    before = datetime(2026, 5, 1, tzinfo=NOON.tzinfo)
    found = measured(session, day, before)[key]
    assert (found.value, found.n) == (0, 2)
    settle_session(session, scene.supervisor, one, HELD, ZONE, at=said_at)
    away = Settlement(SessionState.CANCELLED, CancelReason.TRAVEL, date(2026, 6, 4), True)
    settle_session(session, scene.supervisor, two, away, ZONE, at=said_at)
    # what was known on 1 May stays; from 20 May on one of two is held, the other still due
    assert measured(session, day, before)[key] == found
    later = measured(session, day, said_at)[key]
    assert (later.value, later.n, later.count) == (Fraction(1, 2), 2, 1)
    # a session put down a month late was not known either
    planned(session, scene, date(2026, 5, 21), said_at, "legal_aid")
    assert measured(session, day, before)[key] == found


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
            area = self.chance.choice(["legal_aid", "social_work", None])
            planned(self.session, self.scene, day, at, area)
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
            away = Settlement(SessionState.CANCELLED, CancelReason.TRAVEL, day, True)
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
