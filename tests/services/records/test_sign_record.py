from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.session_blocks import Block
from qa_app.domain.session_standing import Standing, standing_of
from qa_app.domain.supervision import SessionType
from qa_app.domain.supervision_records import RecordState, SignPart
from qa_app.models.accounts import AccountRow
from qa_app.models.journal import JournalRow
from qa_app.models.records import RecordPresenceRow, SupervisionRecordRow
from qa_app.models.session_changes import SessionMoveRow
from qa_app.models.session_totals import SessionMonthRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.records import signatures_of
from qa_app.queries.session_courses import course_of
from qa_app.queries.session_recount import checked_session_totals
from qa_app.services.records.sign_record import SignSent, sign_record
from tests.audits import ZONE
from tests.records import EVENING, MEETING, Talk, a_talk, begin, digest_of, fill, save, sign
from tests.sessions import DAY, given_to_supervisor

NEXT_DAY = datetime(2026, 4, 10, 2, 0, tzinfo=UTC)


@pytest.fixture
def talk(session: Session) -> Talk:
    made = a_talk(session)
    begin(session, made)
    return made


def state_of(session: Session, talk: Talk) -> tuple[str, datetime | None]:
    session.rollback()
    row = session.get_one(SupervisionRecordRow, talk.session_id)
    return row.state, row.signed_at


def test_first_the_leader_then_the_worker(session: Session, talk: Talk) -> None:
    fill(session, talk)
    seen = digest_of(session, talk)
    assert sign(session, talk) is RecordState.AWAITED
    row = session.get_one(SupervisionRecordRow, talk.session_id)
    assert (row.digest, row.written_at, row.signed_at) == (seen, EVENING, None)
    planned = session.get_one(SupervisionSessionRow, talk.session_id)
    assert (planned.state, planned.settled_at, planned.settled_by) == (
        "held",
        EVENING,
        talk.lead.account_id,
    )
    session.rollback()
    assert sign(session, talk, talk.worker, at=NEXT_DAY) is RecordState.SIGNED
    assert state_of(session, talk) == ("signed", NEXT_DAY)
    assert [(one.part, one.account_id) for one in signatures_of(session, talk.session_id)] == [
        (SignPart.LEADER, talk.lead.account_id),
        (SignPart.SUPERVISED, talk.worker.account_id),
    ]
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.centre_id) == ("record:sign", talk.scene.centre)


def test_time_is_credited_by_rule(session: Session, talk: Talk) -> None:
    fill(session, talk)
    sign(session, talk)
    assert session.scalars(select(RecordPresenceRow.credited_seconds)).all() == [90 * 60]


def test_a_group_of_two_is_credited_half(session: Session) -> None:
    talk = a_talk(session, SessionType.GROUP)
    begin(session, talk)
    rows = tuple({"person": code, "minutes": "60"} for code in ("W1", "W2"))
    save(session, talk, Block.MEETING, MEETING, rows)
    save(session, talk, Block.THEME, {"theme": "先听孩子说"})
    with pytest.raises(InvalidError, match="paper_missing") as fault:
        sign(session, talk)
    assert fault.value.params["names"] == ("W2",)
    paper = frozenset({talk.scene.workers["W2"]})
    assert sign(session, talk, on_paper=paper) is RecordState.AWAITED
    assert set(session.scalars(select(RecordPresenceRow.credited_seconds))) == {1800}
    attested = [
        one for one in signatures_of(session, talk.session_id) if one.part is SignPart.ON_PAPER
    ]
    assert [(one.practitioner_id, one.account_id) for one in attested] == [
        (talk.scene.workers["W2"], talk.lead.account_id)
    ]


def test_a_meeting_is_signed_by_its_leader_alone(session: Session) -> None:
    talk = a_talk(session, SessionType.CASE_MEETING)
    begin(session, talk)
    save(session, talk, Block.MEETING, MEETING, ({"person": "W1", "minutes": "60"},))
    assert sign(session, talk) is RecordState.SIGNED
    assert session.scalars(select(RecordPresenceRow.credited_seconds)).all() == [None]
    with pytest.raises(ConflictError, match="nothing_to_sign"):
        sign(session, talk, talk.worker)


def test_a_supervised_supervisor_signs(session: Session) -> None:
    talk = a_talk(session, SessionType.GROUP, people=())
    other = talk.scene.elsewhere
    given_to_supervisor(session, talk.session_id, other.account_id)
    begin(session, talk)
    save(session, talk, Block.MEETING, MEETING)
    save(session, talk, Block.SUPPORT, {"workload": "3"})
    save(session, talk, Block.PRACTICE, {"plan": "每月一次小组督导"})
    assert sign(session, talk) is RecordState.AWAITED
    assert sign(session, talk, other) is RecordState.SIGNED


def test_what_is_missing_is_named(session: Session, talk: Talk) -> None:
    with pytest.raises(InvalidError, match="record_not_ready") as fault:
        sign(session, talk)
    assert [(one.block, one.field, one.row) for one in fault.value.params["missing"]] == [
        (Block.MEETING, "functions", None),
        (Block.MEETING, "began_at", None),
        (Block.MEETING, "ended_at", None),
        (Block.MEETING, "mode", None),
        (Block.MEETING, "minutes", 1),
        (Block.SUPPORT, "workload", None),
    ]
    assert state_of(session, talk)[0] == "draft"


def test_nobody_signs_before_the_session_has_ended(session: Session, talk: Talk) -> None:
    # 10:30 in Shanghai is 2:30 of UTC: the hour is the local one
    early, ended = (datetime(2026, 4, 9, 2, minute, tzinfo=UTC) for minute in (29, 30))
    fill(session, talk)
    with pytest.raises(InvalidError, match="not_over"):
        sign(session, talk, at=early)
    assert state_of(session, talk)[0] == "draft"
    assert sign(session, talk, at=ended) is RecordState.AWAITED


def test_nobody_is_observed_who_did_not_agree(session: Session) -> None:
    talk = a_talk(session, SessionType.OBSERVATION)
    begin(session, talk)
    save(session, talk, Block.MEETING, MEETING, ({"person": "W1", "minutes": "60"},))
    seen = {
        "child_agreed": "yes",
        "caregiver_agreed": "no",
        "stage": "intake",
        "contact": "met",
        "safety": "met",
        "childs_voice": "partly",
        "strengths": "蹲下来说话",
        "gaps": "没有说清保密",
    }
    save(session, talk, Block.OBSERVED, seen)
    with pytest.raises(InvalidError, match="not_agreed"):
        sign(session, talk)
    save(session, talk, Block.OBSERVED, {**seen, "caregiver_agreed": "yes"})
    assert sign(session, talk) is RecordState.AWAITED


def test_nobody_signs_what_they_did_not_see(session: Session, talk: Talk) -> None:
    fill(session, talk)
    sent = SignSent(digest_of(session, talk))
    save(session, talk, Block.LEARNING, {"learned": "后来补的"})
    with pytest.raises(ConflictError, match="record_changed"):
        sign_record(session, talk.lead, talk.session_id, sent, ZONE, at=EVENING)
    sign(session, talk)
    with pytest.raises(ConflictError, match="record_changed"):
        sign_record(session, talk.worker, talk.session_id, sent, ZONE, at=EVENING)


def test_nobody_signs_twice(session: Session, talk: Talk) -> None:
    fill(session, talk)
    sign(session, talk)
    with pytest.raises(ConflictError, match="record_signed"):
        sign(session, talk)
    sign(session, talk, talk.worker)
    with pytest.raises(ConflictError, match="nothing_to_sign"):
        sign(session, talk, talk.worker)
    assert len(signatures_of(session, talk.session_id)) == 2


def test_only_who_was_in_it(session: Session, talk: Talk) -> None:
    fill(session, talk)
    with pytest.raises(OutOfReachError):
        sign(session, talk, talk.worker)
    sign(session, talk)
    for other in (talk.scene.elsewhere, talk.scene.reader):
        with pytest.raises(OutOfReachError):
            sign(session, talk, other)


def test_who_has_left_is_not_waited_for(session: Session, talk: Talk) -> None:
    fill(session, talk)
    session.get_one(AccountRow, talk.worker.account_id).is_active = False
    session.commit()
    with pytest.raises(InvalidError, match="paper_missing"):
        sign(session, talk)
    paper = frozenset({talk.scene.workers["W1"]})
    assert sign(session, talk, on_paper=paper) is RecordState.SIGNED


def test_the_day_that_the_record_names_is_the_day_of_the_session(
    session: Session, talk: Talk
) -> None:
    late = datetime(2026, 4, 16, 12, 0, tzinfo=UTC)
    there = ({"person": "W1", "minutes": "90"},)
    save(session, talk, Block.MEETING, {**MEETING, "held_on": "2026-04-15"}, there, at=late)
    save(session, talk, Block.SUPPORT, {"workload": "6"}, at=late)
    sign(session, talk, at=late)
    line = session.get_one(SupervisionSessionRow, talk.session_id)
    assert (line.planned_on, line.moved_from_on) == (date(2026, 4, 15), DAY)
    assert standing_of(course_of(line, {}), date(2026, 4, 20)) is Standing.HELD_LATE
    month = session.scalars(
        select(SessionMonthRow).where(SessionMonthRow.scope == "practitioner")
    ).one()
    assert (month.month, month.held, month.held_late) == (date(2026, 4, 1), 1, 1)
    move = session.scalars(select(SessionMoveRow)).one()
    assert (move.from_on, move.to_on, move.reason) == (DAY, date(2026, 4, 15), "recorded")
    session.rollback()
    assert checked_session_totals(session) == ()
