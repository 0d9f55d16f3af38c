"""Files read of those drawn and due: what was final counts, and what changes later nothing."""

import random
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import insert, literal, select, true, update
from sqlalchemy.orm import Session

from qa_app.domain.answer_texts import AmendmentSent, Settling
from qa_app.domain.people import Role
from qa_app.domain.replacements import ReplaceReason
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.domain.supervision import CancelReason, SessionState, SessionType
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.known_readings import known_finals
from qa_app.queries.measures.ground import MeasureGround
from qa_app.queries.measures.reviews import audits_done, period_of
from qa_app.services.answers.propose_amendment import propose_amendment
from qa_app.services.answers.settle_amendment import settle_amendment
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.replace_file import replace_file
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.operations.rebuild_totals import rebuild_totals
from qa_app.services.supervision.move_session import move_session
from qa_app.services.supervision.plan_session import NewSession, plan_session
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE, all_met, someone
from tests.pairs import Twice, a_drawn_sample
from tests.people import NOON, OPERATOR

LEAF = Leaf("share_audits_done", "")
DUE = date(2026, 4, 16)  # the session is planned for 9 April, and readings are due a week later


def noon(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 4, tzinfo=NOON.tzinfo)


def measured(session: Session, scene: Twice, as_of: date, at: datetime) -> Measurement:
    ground = MeasureGround(true(), as_of, at, has_records=True, zone=ZONE)
    found = audits_done(session, ground, LEAF)[scene.centre, "legal_aid"]
    session.rollback()
    return found


def told(session: Session, scene: Twice, as_of: date, at: datetime) -> tuple[int, int | None]:
    found = measured(session, scene, as_of, at)
    return found.n or 0, found.count


def finals(session: Session, as_of: date, at: datetime) -> int:
    found = known_finals(session, period_of(MeasureGround(true(), as_of, at)), at)
    session.rollback()
    return found.get("legal_aid", 0)


def drafts(session: Session) -> list[int]:
    query = select(AuditRow.id).where(AuditRow.state == "draft").order_by(AuditRow.id)
    found = list(session.execute(query).scalars())
    session.rollback()
    return found


def sign(session: Session, scene: Twice, audit: int, at: datetime) -> None:
    save_entries(session, scene.first, audit, all_met(), ZONE, at=at)
    sign_audit(session, scene.first, audit, ZONE, at=at)


def read_whole(session: Session, scene: Twice, audits: list[int]) -> None:
    """Let drafts be of the centre as a whole, which is no file; each but the first drawn anew."""
    planner = scene.planner.account_id or 0
    own = {"id", "session_id"}
    kept = [one for one in DrawRow.__table__.columns if one.name not in own]
    names = ["session_id", *(one.name for one in kept)]
    rows = update(AuditRow).where(AuditRow.id.in_(audits))
    session.execute(rows.values(case_file_id=None))
    session.commit()
    for audit in audits[1:]:
        new = NewSession(
            scene.centre,
            SessionType.CASE_FILE_CHECK,
            DUE,
            planner,
            rubric_version_id=scene.rubric,
            files_wanted=1,
        )
        made = plan_session(session, scene.planner, new, zone=ZONE, at=NOON)
        session.execute(insert(DrawRow).from_select(names, select(literal(made), *kept).limit(1)))
        draw = select(DrawRow.id).where(DrawRow.session_id == made).scalar_subquery()
        session.execute(update(AuditRow).where(AuditRow.id == audit).values(draw_id=draw))
        session.commit()


def made_final(session: Session, at: datetime) -> bool:
    """Let every result that waits become final, without the days of an objection."""
    waiting = update(AuditRow).where(AuditRow.state == "signed", AuditRow.final_at.is_(None))
    done = session.execute(waiting.values(result_state="final", final_at=at))
    session.commit()
    rebuild_totals(session, OPERATOR, at=at)
    return bool(done.rowcount)


def test_it_counts_files_of_a_draw_that_fell_due_and_are_final(session: Session) -> None:
    scene = a_drawn_sample(session)
    assert measured(session, scene, date(2026, 4, 15), noon(4, 15)).gap == "no_sample"
    first, second, *_ = drafts(session)
    sign(session, scene, first, noon(4, 10))
    made_final(session, noon(4, 14))
    sign(session, scene, second, noon(4, 20))
    made_final(session, noon(4, 25))
    # read and waiting for its result, a file is neither read nor owed
    assert told(session, scene, DUE, noon(4, 13)) == (4, 0)
    found = measured(session, scene, DUE, noon(4, 16))
    assert (found.value, found.n, found.count) == (Fraction(1, 5), 5, 1)
    assert told(session, scene, date(2026, 4, 20), noon(4, 20)) == (4, 1)
    assert told(session, scene, date(2026, 4, 25), noon(4, 25)) == (5, 2)
    # what was read after the day counts as of no day before, however much is known by now
    for day, count in ((9, 0), (10, 1), (19, 1), (20, 2)):
        assert finals(session, date(2026, 4, day), noon(4, 25)) == count, day
    assert finals(session, date(2026, 4, 20), noon(4, 24)) == 1
    # every file is named that counts, each with what was counted of it
    by_then = {one.key: one.digest for one in found.records}
    later = {one.key: one.digest for one in measured(session, scene, DUE, noon(4, 25)).records}
    assert len(by_then) == 5
    assert {key for key in by_then if by_then[key] != later[key]} == {str(second)}
    # April 2026 is the first of the twelve months up to March 2027
    assert told(session, scene, date(2027, 3, 31), noon(12, 31)) == (5, 2)
    assert measured(session, scene, date(2027, 4, 1), noon(12, 31)).gap == "no_sample"


def test_nothing_is_told_while_every_result_waits(session: Session) -> None:
    scene = a_drawn_sample(session)
    for audit in drafts(session):
        sign(session, scene, audit, noon(4, 16))
    assert measured(session, scene, DUE, noon(4, 16)) == Measurement(
        gap="none_final", first_day=date(2025, 5, 1), last_day=DUE
    )


@pytest.mark.both_databases
def test_an_amended_result_counts_and_a_void_one_is_owed(session: Session) -> None:
    scene = a_drawn_sample(session)
    first, second, third, *_ = drafts(session)
    # the centre was drawn twice: what became of it in one draw is told of that one alone
    read_whole(session, scene, [first, second])
    for one in (first, second, third):
        sign(session, scene, one, noon(4, 10))
    made_final(session, noon(4, 17))
    other, another = (
        someone(session, name, Role.SENIOR_SUPERVISOR, "A", scene.centre)
        for name in ("other", "another")
    )
    sent = AmendmentSent({"A1": "partly"}, "第5页写明了经过")
    propose_amendment(session, scene.moderator, first, sent, ZONE, at=noon(4, 20))
    settle_amendment(session, other, first, Settling(), ZONE, at=noon(4, 20))
    amended = session.scalar(select(AuditRow.id).where(AuditRow.replaces_id == first)) or 0
    session.rollback()
    for day, void in ((22, second), (22, third), (24, amended)):
        ask_void(session, scene.planner, void, "wrong_file", at=noon(4, day))
        confirm_void(session, another, void, ZONE, at=noon(4, day))
    for day, count in ((17, 3), (20, 3), (22, 1), (24, 0)):
        as_of = date(2026, 4, day)
        found = measured(session, scene, as_of, noon(4, day))
        assert (found.n, found.count, len(found.records)) == (5, count, 5), day
        assert finals(session, as_of, noon(4, day)) == count, day
    # what ceased to count later still counts as of no day before it was read
    assert finals(session, date(2026, 4, 9), noon(4, 21)) == 0
    assert finals(session, date(2026, 4, 10), noon(4, 21)) == 3
    # on the day before they were final they waited, whatever became of them
    assert told(session, scene, DUE, noon(4, 16)) == (2, 0)


def test_what_is_replaced_later_was_due_until_then(session: Session) -> None:
    scene = a_drawn_sample(session)
    waiting = drafts(session)
    # five drawn, two in reserve: they and then nobody take the place of three
    for audit in waiting[:3]:
        replace_file(session, scene.planner, audit, ReplaceReason.NOT_FOUND, at=noon(4, 21))
    assert told(session, scene, DUE, noon(4, 16)) == (5, 0)
    assert told(session, scene, date(2026, 4, 20), noon(4, 20)) == (5, 0)
    assert told(session, scene, date(2026, 4, 21), noon(4, 21)) == (4, 0)


def test_what_is_moved_later_was_due_on_its_day(session: Session) -> None:
    scene = a_drawn_sample(session)
    dropped, *_ = drafts(session)
    replace_file(session, scene.planner, dropped, ReplaceReason.NOT_FOUND, at=noon(4, 13))
    move = Move(
        SessionDay(date(2026, 4, 9)),
        SessionDay(date(2026, 4, 28)),
        MoveReason.TRAVEL,
        is_meant=True,
    )
    move_session(session, scene.planner, scene.session, move, ZONE, at=noon(4, 20))
    assert told(session, scene, DUE, noon(4, 16)) == (5, 0)
    assert measured(session, scene, DUE, noon(4, 20)).gap == "no_sample"
    away = SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, date(2026, 5, 12), True)
    settle_session(session, scene.planner, scene.session, away, ZONE, at=noon(5, 7))
    # 28 April and 12 May, a week later each: nothing is due twice, nor what was given up
    assert told(session, scene, date(2026, 5, 6), noon(5, 6)) == (5, 0)
    assert measured(session, scene, date(2026, 5, 6), noon(5, 7)).gap == "no_sample"
    assert told(session, scene, date(2026, 5, 19), noon(5, 19)) == (5, 0)
    assert told(session, scene, DUE, noon(4, 16)) == (5, 0)


@pytest.mark.both_databases
def test_a_signature_that_is_taken_back_stood_until_then(session: Session) -> None:
    scene = a_drawn_sample(session)
    first, *_ = drafts(session)
    signed_at = noon(4, 17)
    sign(session, scene, first, signed_at)
    back_at = signed_at + timedelta(minutes=20)
    withdraw_audit(session, scene.first, first, at=back_at)
    again_at = signed_at + timedelta(minutes=25)
    sign_audit(session, scene.first, first, ZONE, at=again_at)
    for minutes, waiting in ((-1, 0), (0, 1), (19, 1), (20, 0), (24, 0), (25, 1)):
        at = signed_at + timedelta(minutes=minutes)
        assert told(session, scene, date(2026, 4, 17), at) == (5 - waiting, 0), minutes


ACTS = ("read", "read", "read", "back", "back", "replace", "replace", "move", "cancel", "final")
SEED = 2


class Acting:
    """People read, take back, replace, move and cancel, and results become final."""

    def __init__(self, session: Session, scene: Twice, chance: random.Random) -> None:
        self.session, self.scene, self.chance = session, scene, chance
        self.done: dict[str, int] = dict.fromkeys(ACTS, 0)

    def step(self, act: str, at: datetime) -> None:
        row = SupervisionSessionRow
        waiting = self.session.execute(
            select(row.id, row.planned_on, row.starts_at_time).where(row.state == "planned")
        ).all()
        files = drafts(self.session)
        has_signed = self.session.scalar(
            select(AuditRow.id).where(AuditRow.state.in_(("signed", "locked"))).limit(1)
        )
        self.session.rollback()
        day = at.date() + timedelta(days=self.chance.randint(1, 3))
        planner = self.scene.planner
        is_due = bool(waiting) and waiting[0].planned_on <= at.date()
        if act in {"read", "back"} and files and is_due:
            audit = self.chance.choice(files)
            if self.is_new(audit):
                sign(self.session, self.scene, audit, at)
            else:
                sign_audit(self.session, self.scene.first, audit, ZONE, at=at)
            if act == "back":
                later = at + timedelta(minutes=9)
                withdraw_audit(self.session, self.scene.first, audit, at=later)
        elif act == "replace" and any(self.is_new(one) for one in files):
            audit = self.chance.choice([one for one in files if self.is_new(one)])
            replace_file(self.session, planner, audit, ReplaceReason.NOT_FOUND, at=at)
        elif act == "move" and waiting and day != waiting[0].planned_on:
            one = waiting[0]
            seen = SessionDay(one.planned_on, one.starts_at_time)
            move = Move(seen, SessionDay(day), MoveReason.TRAVEL, is_meant=True)
            move_session(self.session, planner, one.id, move, ZONE, at=at)
        elif act == "cancel" and waiting and not has_signed and day != waiting[0].planned_on:
            away = SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, day, True)
            settle_session(self.session, planner, waiting[0].id, away, ZONE, at=at)
        elif act != "final" or not made_final(self.session, at):
            return
        self.done[act] += 1

    def is_new(self, audit: int) -> bool:
        query = select(AuditRow.started_at).where(AuditRow.id == audit)
        started = self.session.scalar(query)
        self.session.rollback()
        return started is None


@pytest.mark.parametrize(
    "seed", [SEED, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(20, 32))]
)
def test_no_later_act_changes_a_past_day(session: Session, seed: int) -> None:
    scene = a_drawn_sample(session)
    acting = Acting(session, scene, random.Random(seed))
    at = noon(4, 1)
    kept: list[tuple[date, datetime, Measurement, int]] = []
    for act in acting.chance.sample(ACTS, len(ACTS)):
        at += timedelta(days=acting.chance.choice([1, 3, 6]), hours=1)
        acting.step(act, at)
        for minutes, day in ((0, at.date()), (20, at.date()), (20, at.date() - timedelta(days=9))):
            known_at = at + timedelta(minutes=minutes)
            known = measured(session, scene, day, known_at)
            kept.append((day, known_at, known, finals(session, day, known_at)))
    for day, then, known, count in kept:
        assert measured(session, scene, day, then) == known
        assert finals(session, day, then) == count
    # what was said did change from day to day, and by day nothing was left undone
    assert len({(known.n, known.count) for _, _, known, _ in kept}) > 1
    assert seed != SEED or min(acting.done.values()) > 0, acting.done
