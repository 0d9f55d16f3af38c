"""What goes by the other checks of the databases and is named all the same: each needs no key."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import Update, insert, select, text, update
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import EVERY, ActFault, Held, Kind, Unlike
from qa_app.domain.events import AuditSigned, PlacesChanged
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.journal import JournalEntry, digest_of
from qa_app.domain.journal_checkpoints import Checkpoint, checkpoint_text
from qa_app.domain.reading_pairs import DissolveReason
from qa_app.domain.record_events import RecordSigned
from qa_app.domain.signatures import key_code, public_part, signature_of
from qa_app.models.act_contents import Contents, in_parts
from qa_app.models.audits import AuditRow
from qa_app.models.criteria_versions import EvidenceSnapshotRow
from qa_app.models.journal import JournalCheckpointRow, JournalHeadRow, JournalRow
from qa_app.models.packed import packed
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.records import SupervisionRecordRow
from qa_app.models.signing_keys import SigningKeyRow
from qa_app.models.transaction import transaction
from qa_app.models.triggers import drop_triggers
from qa_app.queries import act_records
from qa_app.queries.act_check import held_acts
from qa_app.queries.act_register import hold_register
from qa_app.queries.act_reviews import hold_reviews
from qa_app.queries.journal import verified_journal
from qa_app.queries.told_acts import since
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.hand_over import hand_over
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.journal.make_checkpoint import make_checkpoint
from qa_app.services.moderation.redraw_pair import Redraw, redraw_pair
from tests import decisions, pairs, records
from tests.audits import ZONE, a_signed_desk, minutes_later
from tests.issued import a_key
from tests.people import NOON, OPERATOR
from tests.postgresql import as_owner
from tests.queries.test_act_check import copied

Faults = set[tuple[Kind, ActFault]]
DECISION = Kind.DECISION


@pytest.fixture
def database_url(database_url: str) -> str:
    """Triggers are the owner's: whoever drops them may do everything."""
    return as_owner(database_url)


def faults(session: Session) -> Faults:
    session.commit()
    return {(one.kind, one.fault) for one in held_acts(session).unlike}


def appended(session: Session, **changes: object) -> None:
    """Put a row at the end of the journal, chained as everybody can who works out a digest."""
    head = session.execute(select(JournalHeadRow.seq, JournalHeadRow.hash)).one()
    plain = {
        "seq": head.seq + 1,
        "at": NOON,
        "actor_id": None,
        "actor_name": "x",
        "session_digest": None,
        "address": None,
        "centre_id": None,
        "outcome": "done",
        "detail": "{}",
        "prev_hash": head.hash,
    }
    entry = JournalEntry(**{**plain, **changes})  # type: ignore[arg-type]
    row = asdict(entry) | {"hash": digest_of(entry)}
    session.execute(insert(JournalRow).values(row))
    session.execute(update(JournalHeadRow).values(seq=row["seq"], hash=row["hash"]))


def as_draft(session: Session, audit: int) -> None:
    nothing = dict.fromkeys(("signed_at", "signed_by", "read_at", "reviewed_on", "result_state"))
    change = update(AuditRow).where(AuditRow.id == audit)
    session.execute(change.values(state="draft", explanation_digest=None, **nothing))


def test_no_row_without_a_seal_takes_a_signature_back(session: Session) -> None:
    desk = a_signed_desk(session)
    drop_triggers(session.connection())
    as_draft(session, desk.audit)
    about = {"action": "audit:withdraw", "object_type": "audit", "object_id": str(desk.audit)}
    appended(session, **about, actor_id=desk.reader.account_id)
    lost = {(Kind.REVIEW, ActFault.UNSEALED), (Kind.REVIEW, ActFault.LOST)}
    assert faults(session) == lost
    assert verified_journal(session, OPERATOR).is_whole


def test_a_withdrawal_takes_back_the_signing_before_it_and_no_other(session: Session) -> None:
    desk = a_signed_desk(session)
    ask_void(session, desk.reader, desk.audit, "wrong_file", at=NOON)
    withdraw_audit(session, desk.reader, desk.audit, at=minutes_later(30))
    assert faults(session) == set()
    told = select(JournalRow).where(JournalRow.action == "audit:withdraw")
    row = session.scalars(told).one()
    names = ("at", "actor_id", "action", "object_type", "object_id", "detail")
    again = {name: getattr(row, name) for name in names}
    sign_audit(session, desk.reader, desk.audit, ZONE, at=minutes_later(31))
    assert faults(session) == set()
    drop_triggers(session.connection())
    as_draft(session, desk.audit)
    appended(session, **again)
    assert faults(session) == {(Kind.REVIEW, ActFault.CHANGED), (Kind.REVIEW, ActFault.LOST)}


def after(session: Session, *statements: str | Update) -> Faults:
    """What is named once all this was put in; nothing of it stays."""
    tried = session.begin_nested()
    for statement in statements:
        session.execute(text(statement) if isinstance(statement, str) else statement)
    session.expire_all()
    found, from_where = Held(), since(session)
    for hold in (hold_reviews, hold_register):
        hold(session, found, from_where)
    tried.rollback()
    return {(one.kind, one.fault) for one in found.unlike}


def test_no_draft_and_no_invented_pair_takes_a_review_away(session: Session) -> None:
    twice = pairs.a_drawn_sample(session)
    pairs.a_pair(session, twice)
    firsts = select(AuditRow.id).where(
        AuditRow.reading == "first", AuditRow.id.not_in(select(ReadingPairRow.first_id))
    )
    victim = session.scalars(firsts.order_by(AuditRow.id).limit(1)).one()
    session.rollback()
    pairs.read(session, twice.first, victim, pairs.MET)
    assert faults(session) == set()
    drop_triggers(session.connection())
    session.commit()
    nothing = dict.fromkeys(("draw_id", "session_id", "signed_at", "signed_by"), "NULL")
    draft = copied(session, "audit", id="900", state="'draft'", reading="'second'", **nothing)
    pair = copied(session, "reading_pair", first_id=str(victim), second_id="900")
    session.rollback()
    to = f"UPDATE audit SET state = '{{}}', counted_until = {{}} WHERE id = {victim}"
    replaces = f"UPDATE audit SET replaces_id = {victim} WHERE id = 900"
    state, many = (Kind.REVIEW, ActFault.STATE), (Kind.PAIR, ActFault.OTHERWISE)
    assert after(session, draft, replaces, to.format("replaced", "signed_at")) == {state}
    assert after(session, draft, pair, to.format("locked", "NULL")) == {many}
    gone = (
        "UPDATE reading_pair SET state = 'dissolved', settled_at = chosen_at,"
        " dissolve_reason = 'left' WHERE second_id = 900"
    )
    untold = (Kind.PAIR, ActFault.UNTOLD)
    assert after(session, draft, pair, gone, to.format("dropped", "NULL")) == {state, many, untold}


def test_pairs_that_were_given_up(session: Session) -> None:
    twice = pairs.a_drawn_sample(session)
    one = pairs.a_pair(session, twice)
    change = Redraw(twice.third.account_id or 0, DissolveReason.LEFT, "r" * 32)
    assert redraw_pair(session, twice.planner, one.id, change, ZONE, at=minutes_later(1))
    new = pairs.the_pair(session)
    away = HandOver(twice.first.account_id or 0, twice.third.account_id or 0, HandOverReason.AWAY)
    by, at = twice.planner, minutes_later(2)
    hand_over(session, by, new.first_id, away, at=at)
    assert faults(session) == set()
    drop_triggers(session.connection())
    session.commit()
    old, late = f"WHERE id = {one.id}", f"WHERE id = {new.id}"
    untold, changed = (Kind.PAIR, ActFault.UNTOLD), (Kind.PAIR, ActFault.CHANGED)
    back = "UPDATE reading_pair SET state = 'open', settled_at = NULL, dissolve_reason = NULL "
    assert after(session, back + old) == {(Kind.PAIR, ActFault.LOST)}
    assert after(session, f"UPDATE reading_pair SET dissolve_reason = 'away' {old}") == {changed}
    assert after(session, f"UPDATE reading_pair SET seed = 'x' {late}") == {changed}
    assert after(session, f"UPDATE reading_pair SET settled_at = chosen_at {late}") == {untold}
    assert after(session, f"UPDATE reading_pair SET dissolve_reason = 'replaced' {late}") == {
        changed
    }


def test_frozen_evidence_is_what_its_digest_and_the_seal_say(session: Session) -> None:
    desk = decisions.a_desk(session)
    decisions.endorsed(session, desk)
    drop_triggers(session.connection())
    session.commit()
    seal, digest = (DECISION, ActFault.CHANGED), (DECISION, ActFault.EVIDENCE)
    change = "UPDATE evidence_snapshot SET "
    assert after(session, change + "intervals = '[1]'") == {seal}
    assert after(session, change + "status = 'refused'") == {seal}
    assert after(session, change + "as_of = '2020-01-01'") == {seal}
    for content in (packed("{}"), b"x"):
        assert after(session, update(EvidenceSnapshotRow).values(content=content)) == {digest}


@pytest.mark.parametrize("has_key", [True, False])
def test_a_checkpoint_that_nobody_signed_excuses_nothing(
    session: Session, *, has_key: bool
) -> None:
    desk = a_signed_desk(session)
    drop_triggers(session.connection())
    number = 9999
    made = Checkpoint(
        1, 1, "x", "x", NOON, NOON + timedelta(days=9000), NOON + timedelta(days=9999)
    )
    seed = b"A" * 32
    if has_key:
        public = public_part(seed)
        code = key_code(public)
        key = SigningKeyRow(code=code, public_key=public, private_key=b"x" * 80, made_at=NOON)
        session.add(key)
        session.flush()
        number = key.id
    elif session.get_bind().dialect.name == "sqlite":
        session.commit()
        session.execute(text("PRAGMA foreign_keys = OFF"))
    else:
        name = "journal_checkpoint_key_id_fkey"
        found = session.execute(
            text(
                "SELECT conname FROM pg_constraint WHERE conrelid = 'journal_checkpoint'::regclass"
            )
        )
        name = next(one for (one,) in found if "key_id" in one)
        session.execute(text(f"ALTER TABLE journal_checkpoint DROP CONSTRAINT {name}"))
    columns = asdict(made) | {"key_id": number}
    columns["signature"] = signature_of(seed, checkpoint_text(made))
    session.execute(insert(JournalCheckpointRow).values(columns))
    session.execute(text(copied(session, "audit", id="900")))
    assert faults(session) == {(Kind.REVIEW, ActFault.UNTOLD)}
    found = verified_journal(session, OPERATOR)
    assert (found.chain.broken_seq, found.chain.flaw) == (1, "checkpoint")
    assert desk.audit != 900


def test_a_clock_that_was_set_back_leaves_no_act_without_its_checkpoint(session: Session) -> None:
    desk = a_signed_desk(session)
    # the clock ran three days ahead, and was put right
    ask_void(session, desk.second, desk.audit, "wrong_file", at=NOON + timedelta(days=3))
    a_key(session)
    late = NOON + timedelta(days=9000)
    with transaction(session, PlacesChanged(actor=OPERATOR, at=late, what="test", count=1)):
        pass
    assert faults(session) == set()
    assert make_checkpoint(session, OPERATOR, late.date(), 183, ZONE, at=late)
    assert faults(session) == set()


def test_more_records_than_one_statement_takes_values_for(session: Session) -> None:
    contents, many = Contents(session), range(66_000)
    assert contents.objections(many) == contents.revoked(many) == {}
    assert [len(part) for part in in_parts([3, 1, 2])] == [3]


def test_what_cannot_be_read_is_named(session: Session) -> None:
    desk = a_signed_desk(session)
    drop_triggers(session.connection())
    appended(session, action="audit:sign", object_type="audit", object_id="x")
    about = {"action": "audit:sign", "object_type": "audit", "object_id": str(desk.audit)}
    appended(session, **about, detail="no JSON")
    assert faults(session) == {(Kind.REVIEW, ActFault.LOST)}
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("UPDATE audit SET signed_at = 'noon'"))
        session.commit()
        assert Unlike(Kind.REVIEW, EVERY, ActFault.UNREADABLE) in held_acts(session).unlike


def test_a_row_about_a_review_or_a_record_that_is_not_there(session: Session) -> None:
    desk = a_signed_desk(session)
    drop_triggers(session.connection())
    for event in (AuditSigned, RecordSigned):
        appended(session, action=event.action, object_type=event.object_type, object_id="999")
    assert faults(session) == {(Kind.REVIEW, ActFault.LOST), (Kind.RECORD, ActFault.LOST)}
    assert desk.audit != 999


def test_records_beyond_the_first_part_are_held_too(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = records.a_talk(session)
    records.begin(session, talk)
    records.fill(session, talk)
    records.sign(session, talk)
    records.sign(session, talk, talk.worker)
    assert faults(session) == set()
    drop_triggers(session.connection())
    later = update(SupervisionRecordRow).where(SupervisionRecordRow.state == "signed")
    session.execute(later.values(signed_at=NOON))
    assert faults(session) == {(Kind.RECORD, ActFault.STATE)}
    session.execute(text(copied(session, "supervision_session", id="900")))
    session.execute(text(copied(session, "supervision_record", session_id="900")))
    session.execute(text(copied(session, "record_signature", session_id="900")))
    monkeypatch.setattr(act_records, "_AT_ONCE", 1)
    assert (Kind.RECORD, ActFault.UNTOLD) in faults(session)
