"""Whatever is put in, changed or taken away behind the product's back is named, kind by kind."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import ActFault, Held, Kind, Since
from qa_app.domain.answer_texts import AmendmentSent, Settling
from qa_app.domain.papers import Revoked
from qa_app.domain.reading_pairs import Choice, PairDecision
from qa_app.models.journal import JournalRow
from qa_app.models.records import RecordBlockRow
from qa_app.models.sealing import sealer_of
from qa_app.models.triggers import drop_triggers
from qa_app.queries.act_check import held_acts
from qa_app.queries.act_records import hold_records
from qa_app.queries.act_register import hold_register
from qa_app.queries.act_reviews import hold_reviews
from qa_app.queries.told_acts import since
from qa_app.services.answers.propose_amendment import propose_amendment
from qa_app.services.answers.settle_amendment import settle_amendment
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.moderation.settle_pair import PairSettlement, settle_pair
from qa_app.services.papers.issue_paper import NewPaper, issue_paper
from qa_app.services.papers.revoke_paper import revoke_paper
from tests import decisions, pairs, records
from tests.audits import ZONE, a_signed_desk, minutes_later
from tests.follow_up import a_followed
from tests.follow_up import sign as sign_followed
from tests.issued import CHANCE, TERMS, a_decision, a_key
from tests.people import NOON
from tests.postgresql import as_owner

Hold = Callable[[Session, Held, Since], None]
Forgeries = dict[str, set[tuple[Kind, ActFault]]]
REVIEW, STEP, DECISION, PAPER = Kind.REVIEW, Kind.STEP, Kind.DECISION, Kind.PAPER
UNTOLD, CHANGED, LOST = ActFault.UNTOLD, ActFault.CHANGED, ActFault.LOST
OTHERWISE, STATE = ActFault.OTHERWISE, ActFault.STATE


@pytest.fixture
def database_url(database_url: str) -> str:
    """Triggers are the owner's: whoever drops them may do everything."""
    return as_owner(database_url)


def copied(session: Session, table: str, **changes: str) -> str:
    """The statement that puts a row in that is like the first one but for some columns."""
    row = session.execute(text(f"SELECT * FROM {table}"))
    columns = list(row.keys())
    names = [name for name in columns if name != "id" or "id" in changes]
    values = ", ".join(changes.get(name, name) for name in names)
    first = f"(SELECT * FROM {table} ORDER BY 1 LIMIT 1) f"
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {first}"


def each_is_named(session: Session, hold: Hold, forgeries: Forgeries) -> None:
    found = held_acts(session)
    assert (found.unlike, found.unsealed, found.expired) == ([], 0, 0)
    assert found.acts
    drop_triggers(session.connection())
    for forgery, faults in forgeries.items():
        tried, found = session.begin_nested(), Held()
        session.execute(text(forgery))
        session.expire_all()
        hold(session, found, since(session))
        tried.rollback()
        assert {(one.kind, one.fault) for one in found.unlike} == faults, forgery


def test_reviews(session: Session) -> None:
    desk = a_signed_desk(session)
    of = f"WHERE id = {desk.audit}"
    each_is_named(
        session,
        hold_reviews,
        {
            copied(session, "audit", id="900"): {(REVIEW, UNTOLD)},
            f"UPDATE audit SET explanation_digest = 'x' {of}": {(REVIEW, CHANGED)},
            f"UPDATE audit SET reviewed_on = '2025-12-31' {of}": {(REVIEW, CHANGED)},
            f"UPDATE audit SET sample_type = 'added' {of}": {(REVIEW, CHANGED)},
            f"UPDATE audit SET signed_by = NULL {of}": {(REVIEW, OTHERWISE)},
            f"UPDATE audit SET state = 'dropped' {of}": {(REVIEW, STATE)},
            f"UPDATE audit SET state = 'replaced' {of}": {(REVIEW, STATE)},
            f"UPDATE audit SET state = 'locked' {of}": {(REVIEW, STATE)},
            f"UPDATE audit SET reading = 'amended' {of}": {(REVIEW, STATE), (REVIEW, LOST)},
            f"UPDATE audit SET state = 'draft', signed_at = NULL {of}": {(REVIEW, LOST)},
            f"UPDATE audit SET state = 'void', void_reason = 'wrong_file', void_asked_at = signed_at,"
            f" voided_at = signed_at {of}": {(REVIEW, UNTOLD), (REVIEW, STATE)},
            f"UPDATE audit SET source = 'elsewhere', source_key = '1' {of}": {
                (REVIEW, UNTOLD),
                (REVIEW, LOST),
                (REVIEW, STATE),
            },
        },
    )


def test_a_void_review(session: Session) -> None:
    desk = a_signed_desk(session)
    ask_void(session, desk.reader, desk.audit, "wrong_file", at=NOON)
    confirm_void(session, desk.second, desk.audit, ZONE, at=NOON)
    each_is_named(
        session,
        hold_reviews,
        {
            "UPDATE audit SET state = 'signed', voided_at = NULL": {
                (REVIEW, LOST),
                (REVIEW, STATE),
            },
            "UPDATE audit SET state = 'signed', voided_at = NULL, counted_until = NULL": {
                (REVIEW, LOST)
            },
            "UPDATE audit SET counted_until = NULL": {(REVIEW, STATE)},
            "UPDATE audit SET voided_by = void_asked_by": {(REVIEW, OTHERWISE)},
        },
    )


def test_amendments(session: Session) -> None:
    one = a_followed(session)
    sign_followed(session, one, "A2")
    at = minutes_later(3 * 24 * 60)
    sent = AmendmentSent({"A2": "met"}, "附件二中有当日的计划")
    propose_amendment(session, one.outsider, one.audit, sent, ZONE, at=at)
    made = settle_amendment(session, one.third, one.audit, Settling(True, ""), ZONE, at=at)
    kind = Kind.AMENDMENT
    each_is_named(
        session,
        hold_reviews,
        {
            copied(session, "amendment"): {(kind, UNTOLD)},
            "UPDATE amendment SET asked_by = NULL": {(kind, OTHERWISE), (kind, CHANGED)},
            f"UPDATE audit SET band = 'D' WHERE id = {made}": {(kind, CHANGED)},
            "DELETE FROM amendment": {(kind, LOST), (REVIEW, STATE)},
        },
    )


def test_pairs_of_readings(session: Session) -> None:
    twice = pairs.a_drawn_sample(session)
    pair = pairs.a_complete_pair(session, twice, A1="unmet")
    said = PairSettlement({("answer", "A1"): PairDecision(Choice.SECOND, reason="记录里确实没有")})
    made = settle_pair(session, twice.moderator, pair.id, said, ZONE, at=pairs.LATER)
    kind = Kind.PAIR
    each_is_named(
        session,
        hold_reviews,
        {
            "UPDATE reading_pair SET settled_by = NULL": {(kind, OTHERWISE)},
            f"UPDATE audit SET score_millionths = 1 WHERE id = {made}": {(kind, CHANGED)},
            "UPDATE pair_decision SET choice = 'first'": {(kind, CHANGED)},
            "UPDATE reading_pair SET moderated_id = NULL": {
                (kind, LOST),
                (kind, STATE),
                (REVIEW, STATE),
            },
            "UPDATE reading_pair SET chosen_by = NULL": {(kind, OTHERWISE)},
            "UPDATE reading_pair SET ticket = 'x'": {(kind, CHANGED)},
        },
    )


def test_decisions_and_steps(session: Session) -> None:
    desk = decisions.a_desk(session)
    made = decisions.endorsed(session, desk)
    decisions.proposed(session, desk, decisions.on_conditions())
    of = f"WHERE id = {made}"
    each_is_named(
        session,
        hold_register,
        {
            copied(session, "register_decision"): {(DECISION, UNTOLD), (DECISION, STATE)},
            copied(session, "register_step", number="2"): {(STEP, UNTOLD), (DECISION, CHANGED)},
            copied(session, "register_step", number="2", cause="'expiry'"): {(STEP, UNTOLD)},
            copied(session, "register_step", number="2", cause="'objection'"): {(STEP, UNTOLD)},
            f"UPDATE register_decision SET computed = 'refused' {of}": {(DECISION, CHANGED)},
            f"UPDATE register_decision SET decided_by = proposed_by {of}": {
                (DECISION, OTHERWISE),
                (STEP, UNTOLD),
            },
            "UPDATE register_step SET until = NULL": {(STEP, UNTOLD), (DECISION, CHANGED)},
            "UPDATE register_step SET number = 5": {(STEP, UNTOLD), (DECISION, CHANGED)},
            "DELETE FROM register_step": {(DECISION, STATE), (DECISION, CHANGED)},
            "UPDATE register_decision SET state = 'overtaken', decided_at = proposed_at"
            " WHERE state = 'proposed'": {(DECISION, STATE)},
            "UPDATE decision_condition SET due_on = '2030-01-01'": {(DECISION, CHANGED)},
        },
    )


def test_papers(session: Session) -> None:
    a_key(session)
    one = a_decision(session)
    paper = issue_paper(session, one.registrar, NewPaper(one.id, CHANCE), TERMS, at=NOON)
    copy = copied(
        session,
        "register_paper",
        number="'X'",
        token_digest="'x'",
        check_digest="'x'",
    )
    found = Held()
    hold_register(session, found, since(session))
    # the scene's decision was put down past the product
    assert {one.kind for one in found.unlike} == {DECISION}
    revoke_paper(session, one.registrar, paper, Revoked.MISTAKE, at=NOON)
    drop_triggers(session.connection())
    for forgery, faults in {
        copy: {UNTOLD},
        "UPDATE register_paper SET valid_until = '2040-01-01'": {CHANGED},
        "UPDATE register_paper SET payload = (SELECT content FROM evidence_snapshot)": {
            CHANGED,
            ActFault.SIGNATURE,
        },
        "UPDATE register_paper SET signature = 'x'": {CHANGED, ActFault.SIGNATURE},
        "UPDATE register_paper SET revoked_at = NULL, revoked_by = NULL": {LOST},
    }.items():
        tried, found = session.begin_nested(), Held()
        session.execute(text(forgery))
        session.expire_all()
        hold_register(session, found, since(session))
        tried.rollback()
        assert {one.fault for one in found.unlike if one.kind is PAPER} == faults, forgery


def test_records_of_sessions(session: Session) -> None:
    talk = records.a_talk(session)
    records.begin(session, talk)
    records.fill(session, talk)
    records.sign(session, talk)
    kind = Kind.RECORD
    each_is_named(
        session,
        hold_records,
        {
            copied(session, "record_signature"): {(kind, CHANGED)},
            copied(session, "record_signature", account_id=str(talk.worker.account_id)): {
                (kind, UNTOLD)
            },
            "UPDATE record_presence SET minutes = 600": {(kind, CHANGED)},
            "UPDATE supervision_record SET held_on = '2026-01-01'": {(kind, CHANGED)},
            "UPDATE supervision_record SET state = 'signed'": {(kind, STATE)},
            "UPDATE supervision_record SET state = 'draft'": {(kind, STATE)},
            "DELETE FROM record_block": {(kind, CHANGED)},
            "DELETE FROM record_signature": {(kind, STATE), (kind, LOST)},
        },
    )
    session.rollback()
    # words whose time is over go, and the seal holds without them
    drop_triggers(session.connection())
    rows = session.scalars(select(RecordBlockRow)).all()
    for row in rows:
        change = update(RecordBlockRow).where(RecordBlockRow.block == row.block)
        session.execute(change.values(body=sealer_of(session).reduce(row.body)))
    session.commit()
    assert rows
    assert held_acts(session).unlike == []


def test_an_act_put_into_the_journal_as_well_bears_no_seal(session: Session) -> None:
    desk = decisions.a_desk(session)
    decisions.endorsed(session, desk)
    drop_triggers(session.connection())
    session.execute(
        text(copied(session, "register_decision", state="'proposed'", decided_at="NULL"))
    )
    row = session.scalars(select(JournalRow).where(JournalRow.action == "register:decide")).first()
    assert row is not None
    forged = {
        "seq": "9000",
        "object_id": "'2'",
        "detail": """replace(detail, '"seal":"', '"steal":"')""",
    }
    names = ", ".join(column.name for column in JournalRow.__table__.columns)
    values = ", ".join(
        forged.get(column.name, column.name) for column in JournalRow.__table__.columns
    )
    session.execute(
        text(f"INSERT INTO journal ({names}) SELECT {values} FROM journal WHERE seq = {row.seq}")
    )
    session.commit()
    found = held_acts(session)
    assert [(one.kind, one.number, one.fault) for one in found.unlike] == [
        (DECISION, 2, ActFault.UNSEALED)
    ]
    session.execute(delete(JournalRow).where(JournalRow.seq == 9000))
    session.commit()
    assert {one.fault for one in held_acts(session).unlike} == {UNTOLD}
