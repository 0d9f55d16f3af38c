from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.events import PlacesChanged
from qa_app.domain.journal_anchors import Anchor, checkpoint_anchor, read_anchors
from qa_app.domain.journal_checkpoints import Checkpoint, checkpoint_text
from qa_app.domain.people import Role
from qa_app.domain.register_decisions import Proposal
from qa_app.domain.rules.decision import Status
from qa_app.domain.signatures import key_code, public_part, signature_of
from qa_app.models.journal import JournalCheckpointRow, JournalRow
from qa_app.models.signing_keys import SigningKeyRow
from qa_app.models.transaction import transaction
from qa_app.queries.journal import verified_journal
from qa_app.queries.journal_checkpoints import checkpoints
from qa_app.queries.signing_keys import signed_by
from qa_app.services.decisions.confirm_decision import confirm_decision
from qa_app.services.journal.make_checkpoint import make_checkpoint
from qa_app.services.papers.rotate_key import rotate_key
from tests import decisions
from tests.people import NOON, OPERATOR, person

ZONE = "Asia/Shanghai"
TODAY = date(2026, 3, 23)
CHANCE = 7**90 % 2**256


def act(session: Session, days_ago: int) -> None:
    at = NOON - timedelta(days=days_ago)
    with transaction(session, PlacesChanged(actor=OPERATOR, at=at, what="test", count=1)):
        pass


@pytest.fixture
def old(session: Session) -> Session:
    """A journal whose first five rows are over, with a key that signs."""
    rotate_key(session, OPERATOR, CHANCE, at=NOON - timedelta(days=900))
    for days in (800, 700, 400, 184, 183, 100, 1):
        act(session, days)
    return session


def expire(session: Session, days: int = 183, today: date = TODAY) -> int:
    at = NOON + (today - TODAY)
    return make_checkpoint(session, OPERATOR, today, days, ZONE, at=at)


def count(session: Session) -> int:
    return session.execute(select(func.count()).select_from(JournalRow)).scalar_one()


def test_a_prefix_is_replaced_by_one_signed_row_and_the_chain_goes_on(old: Session) -> None:
    anchors = [
        Anchor(3, digest_of(old, 3)),
        Anchor(5, digest_of(old, 5)),
        Anchor(7, digest_of(old, 7)),
    ]
    assert expire(old) == 5
    found = verified_journal(old, OPERATOR, anchors)
    assert (found.is_whole, found.chain.count, found.chain.before, found.chain.last_seq) == (
        True,
        4,
        5,
        9,
    )
    assert found.anchors is not None
    states = [str(one.state) for one in found.anchors.judged]
    assert states == ["under_checkpoint", "right", "right"]
    # nothing is over any more; a year later more is
    assert expire(old) == 0
    assert expire(old, today=TODAY + timedelta(days=400)) == 3
    again = verified_journal(old, OPERATOR)
    assert (again.is_whole, again.chain.before, again.chain.last_seq) == (True, 8, 10)


def digest_of(session: Session, seq: int) -> str:
    return session.execute(select(JournalRow.hash).where(JournalRow.seq == seq)).scalar_one()[:12]


def test_nothing_is_replaced_early_by_people_or_of_a_broken_chain(old: Session) -> None:
    with pytest.raises(InvalidError):
        expire(old, days=182)
    with pytest.raises(NotAllowedError):
        make_checkpoint(old, person(Role.AUDIT_ADMIN), TODAY, 183, ZONE, at=NOON)
    on = "" if old.get_bind().dialect.name == "sqlite" else " ON journal"
    old.execute(text(f"DROP TRIGGER journal_no_update{on}"))
    old.execute(update(JournalRow).where(JournalRow.seq == 7).values(actor_name="x"))
    old.commit()
    with pytest.raises(ConflictError):
        expire(old)
    assert count(old) == 8


def test_without_a_key_nothing_is_replaced(session: Session) -> None:
    act(session, 900)
    act(session, 1)
    with pytest.raises(ConflictError):
        expire(session)
    assert count(session) == 2


def test_a_decision_that_waits_keeps_its_row(session: Session) -> None:
    desk = decisions.a_desk(session)
    rotate_key(session, OPERATOR, CHANCE, at=NOON)
    decisions.applied(session, desk)
    waits = decisions.proposed(session, desk, Proposal(Status.ENDORSED, decisions.TODAY))
    act(session, 0)
    act(session, -400)
    told = select(JournalRow.seq).where(JournalRow.action == "register:decide")
    seq = session.execute(told).scalar_one()
    year_on = TODAY + timedelta(days=400)
    assert expire(session, today=year_on) == seq - 1
    assert expire(session, today=year_on) == 0
    confirm_decision(session, desk["decider"], waits, ZONE, at=NOON)
    # its own row and the one after it; what comes then is of that year
    assert expire(session, today=year_on) == 2


def test_a_checkpoint_stays_and_is_no_licence_to_forge(old: Session) -> None:
    expire(old)
    row = select(JournalCheckpointRow.__table__)
    kept = dict(old.execute(row).one()._mapping)
    forged = kept | {"id": 2, "first_seq": 6, "last_seq": 8}
    for statement in (
        update(JournalCheckpointRow).values(last_hash="f" * 64),
        delete(JournalCheckpointRow),
        insert(JournalCheckpointRow).values(forged),  # ends with no such row
        insert(JournalCheckpointRow).values(forged | {"first_seq": 9, "last_seq": 9}),
        delete(JournalRow).where(JournalRow.seq == 6),
    ):
        with pytest.raises(DBAPIError):
            old.execute(statement)
        old.rollback()
    # whoever may write can put down one that ends with a row, and take rows away under it:
    # without the private part of the key it shows
    ends = old.execute(select(JournalRow.hash).where(JournalRow.seq == 8)).scalar_one()
    old.execute(insert(JournalCheckpointRow).values(forged | {"last_hash": ends}))
    old.execute(delete(JournalRow).where(JournalRow.seq <= 8))
    old.commit()
    found = verified_journal(old, OPERATOR)
    assert (found.is_whole, found.chain.broken_seq, found.chain.flaw) == (False, 6, "checkpoint")


def test_a_key_put_into_the_database_signs_no_checkpoint(old: Session) -> None:
    # everything that the database holds may be written, and all that is missing is the field key
    expire(old)
    for table in ("journal", "signing_key"):
        forget_triggers(old, table)
    seed = b"A" * 32
    public = public_part(seed)
    ends = old.execute(
        select(JournalRow.seq, JournalRow.hash, JournalRow.at).where(JournalRow.seq.in_((6, 7)))
    ).all()
    first, last = sorted(ends)
    forged = Checkpoint(6, 7, first.hash, last.hash, first.at, last.at, NOON + timedelta(days=900))
    sealed = old.execute(select(SigningKeyRow.private_key)).scalar_one()
    key = SigningKeyRow(
        code=key_code(public), public_key=public, private_key=sealed, made_at=NOON, retired_at=NOON
    )
    old.add(key)
    old.flush()
    columns = {name: getattr(forged, name) for name in Checkpoint.__slots__}
    columns |= {"key_id": key.id, "signature": signature_of(seed, checkpoint_text(forged))}
    old.execute(insert(JournalCheckpointRow).values(columns))
    old.execute(delete(JournalRow).where(JournalRow.seq <= 7))
    old.commit()
    found = verified_journal(old, OPERATOR)
    assert (found.is_whole, found.chain.broken_seq, found.chain.flaw) == (False, 6, "checkpoint")


def forget_triggers(session: Session, table: str) -> None:
    if session.get_bind().dialect.name == "sqlite":
        names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
        for (name,) in session.execute(text(names), {"table": table}).all():
            session.execute(text(f"DROP TRIGGER {name}"))
    else:
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))


def test_of_two_at_once_one_replaces_and_the_other_finds_nothing(
    old: Session, engine: Engine
) -> None:
    old.rollback()
    ready = Barrier(2)

    def run(_one: int) -> int:
        with Session(engine, info=dict(old.info)) as other:
            ready.wait()
            return expire(other)

    with ThreadPoolExecutor(2) as pool:
        replaced = sorted(pool.map(run, range(2)))
    assert replaced == [0, 5]
    found = verified_journal(old, OPERATOR)
    assert (found.is_whole, found.chain.before) == (True, 5)


def test_a_checkpoint_put_in_the_place_of_another_is_seen_by_its_anchor(old: Session) -> None:
    assert expire(old) == 5
    (one,) = checkpoints(old)
    kept = read_anchors(checkpoint_anchor(one.checkpoint))
    found = verified_journal(old, OPERATOR, kept)
    assert found.is_whole
    assert found.anchors is not None
    assert found.anchors.anchored_to == 5
    # whoever holds key and database lets one checkpoint stand for more rows, and signs it anew
    old.rollback()
    on = "" if old.get_bind().dialect.name == "sqlite" else " ON journal_checkpoint"
    old.execute(text(f"DROP TRIGGER checkpoint_no_delete{on}"))
    old.execute(delete(JournalCheckpointRow))
    last = old.execute(select(JournalRow.seq, JournalRow.hash, JournalRow.at)).all()[0]
    more = replace(
        one.checkpoint,
        last_seq=last.seq,
        last_hash=last.hash,
        last_at=last.at,
        made_at=last.at + timedelta(days=200),
    )
    key = old.execute(select(SigningKeyRow)).scalar_one()
    fields = {field.name: getattr(more, field.name) for field in dataclass_fields(more)}
    signature = signed_by(old, key, checkpoint_text(more))
    old.execute(text("DROP TRIGGER checkpoint_goes_on" + on))
    old.execute(insert(JournalCheckpointRow).values(**fields, key_id=key.id, signature=signature))
    old.execute(delete(JournalRow).where(JournalRow.seq <= last.seq))
    old.commit()
    assert verified_journal(old, OPERATOR).is_whole
    found = verified_journal(old, OPERATOR, kept)
    assert not found.is_whole
    assert found.anchors is not None
    assert found.anchors.doubtful == (1, 5)
