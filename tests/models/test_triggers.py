from itertools import groupby
from typing import Any

import pytest
from psycopg.errors import RaiseException
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.supervision import CancelReason, SessionState
from qa_app.models.audits import AuditEntryRow, AuditOperationRow, AuditRow
from qa_app.models.base import Base
from qa_app.models.cases import DrawnFileRow, DrawRow
from qa_app.models.journal import JournalHeadRow, JournalRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.transaction import journal_head
from qa_app.models.trigger_kinds import Trigger
from qa_app.models.triggers import TRIGGERS
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE, Desk, a_draft, a_signed_desk, all_met, minutes_later
from tests.people import NOON, OPERATOR
from tests.sessions import DAY, Scene, a_scene, a_session, some_files

MONTH = 60 * 24 * 30


def refused(session: Session, *statements: Any) -> None:
    for statement in statements:
        with pytest.raises(DBAPIError):
            session.execute(statement)
        session.rollback()


@pytest.fixture
def desk(session: Session) -> Desk:
    """A signed, provisional review."""
    return a_signed_desk(session)


def test_a_signed_audit_keeps_its_reader_and_who_took_part(session: Session, desk: Desk) -> None:
    change = update(AuditRow).where(AuditRow.id == desk.audit)
    refused(
        session,
        change.values(reader_id=None),
        change.values(assessors=["centre", "judicial"]),
        delete(AuditRow).where(AuditRow.id == desk.audit),
    )


def test_an_audit_becomes_void_only_by_one_who_asks_and_one_who_confirms(
    session: Session, desk: Desk
) -> None:
    change = update(AuditRow).where(AuditRow.id == desk.audit)
    whole = {
        "state": "void",
        "void_reason": "wrong_file",
        "void_asked_by": desk.reader.account_id,
        "voided_by": desk.second.account_id,
        "voided_at": NOON,
    }
    refused(
        session,
        *(
            change.values(whole | {missing: None})
            for missing in ("void_reason", "void_asked_by", "voided_by", "voided_at")
        ),
    )
    session.execute(change.values(whole))


def test_a_final_result_stays_final(session: Session, desk: Desk) -> None:
    assert finalise_audits(session, OPERATOR, ZONE, at=minutes_later(MONTH)) == 1
    change = update(AuditRow).where(AuditRow.id == desk.audit)
    refused(
        session,
        change.values(result_state="provisional"),
        change.values(result_state=None),
        change.values(state="draft"),
    )


@pytest.mark.parametrize("state", ["locked", "replaced", "dropped"])
def test_a_reading_that_is_not_counted_is_frozen_like_a_signed_one(
    session: Session, desk: Desk, state: str
) -> None:
    other = a_draft(session, desk.centre, desk.rubric, desk.reader, desk.file)
    change = update(AuditRow).where(AuditRow.id == other)
    save_entries(session, desk.reader, other, all_met(), ZONE, at=NOON)
    for step in ("signed", "replaced") if state == "replaced" else (state,):
        session.execute(change.values(state=step))
    session.commit()
    entries = update(AuditEntryRow).where(AuditEntryRow.audit_id == other)
    refused(
        session,
        change.values(reader_id=None),
        change.values(score_millionths=1),
        entries.values(value=None),
        delete(AuditEntryRow).where(AuditEntryRow.audit_id == other),
        delete(AuditRow).where(AuditRow.id == other),
    )
    if state != "locked":
        refused(session, change.values(state="signed"), change.values(state="draft"))


def test_a_second_reading_never_counts(session: Session, desk: Desk) -> None:
    other = a_draft(
        session, desk.centre, desk.rubric, desk.reader, desk.file, reading="second", state="locked"
    )
    change = update(AuditRow).where(AuditRow.id == other)
    refused(session, change.values(state="signed"), change.values(state="void"))
    signed = update(AuditRow).where(AuditRow.id == desk.audit)
    refused(session, signed.values(state="locked"), signed.values(reading="second"))


def test_saves_are_kept(session: Session, desk: Desk) -> None:
    refused(session, update(AuditOperationRow).values(value=None), delete(AuditOperationRow))


def test_a_row_of_the_journal_is_not_replaced(session: Session, desk: Desk) -> None:
    first = session.execute(select(JournalRow.__table__).where(JournalRow.seq == 1)).one()
    other = {**first._mapping, "actor_name": "someone else"}
    session.rollback()
    refused(session, insert(JournalRow).values(other))
    if session.get_bind().dialect.name == "sqlite":
        refused(session, insert(JournalRow).values(other).prefix_with("OR REPLACE"))
    name = session.execute(select(JournalRow.actor_name).where(JournalRow.seq == 1)).scalar_one()
    assert name == first.actor_name


def test_a_new_row_of_the_journal_moves_its_head(session: Session, desk: Desk) -> None:
    last = session.execute(select(JournalRow.__table__).order_by(JournalRow.seq.desc())).first()
    assert last is not None
    assert journal_head(session) == (last.seq, last.hash)
    follows = {**last._mapping, "seq": last.seq + 1, "prev_hash": last.hash, "hash": "f"}
    session.execute(insert(JournalRow).values(follows))
    assert journal_head(session) == (last.seq + 1, "f")


def test_the_journal_is_append_only_and_without_gaps(session: Session, desk: Desk) -> None:
    last = session.execute(select(JournalRow.__table__).order_by(JournalRow.seq.desc())).first()
    assert last is not None
    row = {**last._mapping, "prev_hash": last.hash, "hash": "f"}
    refused(
        session,
        update(JournalRow).values(actor_name="x"),
        delete(JournalRow).where(JournalRow.seq == last.seq),
        delete(JournalRow).where(JournalRow.seq == 1),
        update(JournalHeadRow).values(seq=0),
        delete(JournalHeadRow),
        insert(JournalRow).values(row | {"seq": last.seq + 2}),
        insert(JournalRow).values(row | {"seq": last.seq + 1, "prev_hash": last.prev_hash}),
        insert(JournalRow).values(row | {"seq": last.seq}),
    )
    if session.get_bind().dialect.name == "sqlite":
        # deletes first, and would slip past a trigger that is not recursive
        again = {**last._mapping, "actor_name": "x"}
        refused(session, insert(JournalRow).prefix_with("OR REPLACE").values(again))
    else:
        tables = ("journal", "journal_head", "journal_checkpoint")
        refused(session, *(text(f"TRUNCATE {name} CASCADE") for name in tables))
    assert journal_head(session) == (last.seq, last.hash)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def drawn(session: Session, scene: Scene) -> int:
    some_files(session, scene.centre, 12)
    made = a_session(session, scene)
    reader = scene.supervisor.account_id or 0
    draw_sample(session, scene.supervisor, made, 3, reader, lambda: "4f1c", zone=ZONE, at=NOON)
    return made


def test_a_drawn_sample_is_frozen(session: Session, scene: Scene) -> None:
    drawn(session, scene)
    refused(
        session,
        update(DrawRow).values(seed="5a5a"),
        update(DrawRow).values(drawn_at=None),
        update(DrawRow).values(frame=["KM-26-0000-00001"]),
        update(DrawRow).values(filters={}),
        delete(DrawRow),
        update(DrawnFileRow).values(is_reserve=True),
        delete(DrawnFileRow),
    )


def test_a_cancelled_session_still_hands_its_sample_on(session: Session, scene: Scene) -> None:
    made = drawn(session, scene)
    moved = SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, DAY.replace(day=16))
    new = settle_session(session, scene.supervisor, made, moved, ZONE, at=NOON)
    assert session.execute(select(DrawRow.session_id)).scalar_one() == new
    session.rollback()
    change = update(SupervisionSessionRow).where(SupervisionSessionRow.id == made)
    refused(session, change.values(state="planned"), change.values(state="held"))


def test_a_held_session_stays_held(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    held = update(SupervisionSessionRow).where(SupervisionSessionRow.id == made)
    session.execute(held.values(state="held", settled_at=NOON))
    session.commit()
    refused(session, held.values(state="planned"))


@pytest.mark.parametrize("database_kind", ["postgresql"])  # a file reads conditions when made
def test_every_condition_can_be_asked(session: Session) -> None:
    """PL/pgSQL reads a condition when it is first asked, and some are asked once in years."""
    asked = sorted((one for one in TRIGGERS if isinstance(one, Trigger)), key=lambda one: one.table)
    for table, triggers in groupby(asked, key=lambda one: one.table):
        session.execute(text(f"CREATE TEMP TABLE tried AS SELECT * FROM {table} LIMIT 0"))
        session.execute(text("INSERT INTO tried DEFAULT VALUES"))
        column = next(iter(Base.metadata.tables[table].columns)).name
        acts = {
            "INSERT": "INSERT INTO tried DEFAULT VALUES",
            "UPDATE": f'UPDATE tried SET "{column}" = "{column}"',
            "DELETE": "DELETE FROM tried",
        }
        for one in triggers:
            when = f"BEFORE {one.action} ON tried FOR EACH ROW EXECUTE FUNCTION {one.name}()"
            session.execute(text(f"CREATE OR REPLACE TRIGGER tried {when}"))
            tried = session.begin_nested()
            try:
                session.execute(text(acts[one.action]))
            except DBAPIError as refusal:
                if not isinstance(refusal.orig, RaiseException):
                    raise
            tried.rollback()
        session.execute(text("DROP TABLE tried"))
    assert len(asked) > 100
