"""A new key seals everything, wherever it was cut short; digests go on matching."""

from contextlib import nullcontext

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine, LargeBinary, func, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

import qa_app.services.privacy.seal_anew as module
from qa_app.domain.errors import ConflictError, NotAllowedError
from qa_app.domain.people import Role
from qa_app.domain.privacy_events import DigestKeyKept
from qa_app.models import Base
from qa_app.models.audits import AuditEntryRow
from qa_app.models.journal import JournalRow
from qa_app.models.privacy_rows import SealedPassRow
from qa_app.models.sealed_pass import OPEN_BYTES, SEALED, sealed_pass
from qa_app.models.sealing import Sealer, WrongKeyError, is_reduced, key_of
from qa_app.models.transaction import transaction
from qa_app.queries.audits import entries_of
from qa_app.queries.cases import number_digest
from qa_app.queries.field_keys import key_counts
from qa_app.services.papers.rotate_key import rotate_key
from qa_app.services.privacy.keep_digest_key import keep_digest_key
from qa_app.services.privacy.seal_anew import seal_anew
from tests.conftest import FIELD_KEY
from tests.follow_up import a_followed, sign
from tests.people import NOON, OPERATOR, person
from tests.postgresql import as_owner

NEW, THIRD = b"n" * 32, b"t" * 32


@pytest.fixture
def database_url(database_url: str) -> str:
    """Keys are changed by the owner of their table alone."""
    return as_owner(database_url)


def opened(engine: Engine, *keys: bytes) -> Session:
    return Session(engine, info={"sealer": Sealer(keys[0], keys[1:])})


@pytest.fixture
def audit(session: Session) -> int:
    """A signed review with notes, and a key that signs papers, under the first key."""
    followed = a_followed(session)
    sign(session, followed, "B1")
    rotate_key(session, OPERATOR, 7, at=NOON)
    session.rollback()
    return followed.audit


def notes(session: Session, audit: int) -> set[str]:
    found = {one.note for one in entries_of(session, audit)}
    session.rollback()
    return found


def test_everything_is_sealed_anew_and_the_old_key_may_go(
    session: Session, engine: Engine, audit: int
) -> None:
    number = number_digest(session, 1, "2026-0042")
    session.rollback()
    keep_digest_key(session, OPERATOR, at=NOON)
    with opened(engine, NEW, FIELD_KEY) as both:
        count = seal_anew(both, OPERATOR, at=NOON)
        assert count > 3
        assert seal_anew(both, OPERATOR, at=NOON) == 0
    with opened(engine, NEW) as alone:
        assert notes(alone, audit) == {"见案卷第3页"}
        assert set(key_counts(alone)) == {Sealer(NEW).key}
        assert number_digest(alone, 1, "2026-0042") == number
        alone.rollback()
        told = alone.execute(
            select(JournalRow.detail)
            .where(JournalRow.action == "key:seal")
            .order_by(JournalRow.seq)
        ).scalars()
        assert f'"count":{count},"is_whole":true,"key":"{Sealer(NEW).key}"' in list(told)[-1]
        assert alone.execute(select(func.count()).select_from(SealedPassRow)).scalar_one() == 0
    # once more, and digests still match
    with opened(engine, THIRD, NEW) as both:
        assert seal_anew(both, OPERATOR, at=NOON) == count
    with opened(engine, THIRD) as alone:
        assert number_digest(alone, 1, "2026-0042") == number


def test_a_run_that_is_cut_short_goes_on(
    session: Session, engine: Engine, audit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_digest_key(session, OPERATOR, at=NOON)
    monkeypatch.setattr(module, "SEALED_ROWS_AT_ONCE", 1)
    real, calls = module.change_sealed, []

    def dies(*args: object) -> object:
        calls.append(args)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(module, "change_sealed", dies)
    with opened(engine, NEW, FIELD_KEY) as both:
        with pytest.raises(KeyboardInterrupt):
            seal_anew(both, OPERATOR, at=NOON)
        # what was done stays, what was begun is undone, and everything can be read
        counts = key_counts(both)
        assert counts[Sealer(NEW).key]
        assert counts[Sealer(FIELD_KEY).key]
        assert notes(both, audit) == {"见案卷第3页"}
        assert both.execute(select(func.count()).select_from(SealedPassRow)).scalar_one() == 0
        both.rollback()
        seal_anew(both, OPERATOR, at=NOON)
        assert set(key_counts(both)) == {Sealer(NEW).key}


def test_a_key_that_is_not_at_hand_is_named(session: Session, engine: Engine, audit: int) -> None:
    keep_digest_key(session, OPERATOR, at=NOON)
    with opened(engine, NEW, THIRD) as wrong:
        with pytest.raises(WrongKeyError, match=Sealer(FIELD_KEY).key) as told:
            seal_anew(wrong, OPERATOR, at=NOON)
        assert told.value.held == (Sealer(NEW).key, Sealer(THIRD).key)
        with pytest.raises(WrongKeyError, match="QA_FIELD_KEYS_OLD"):
            notes(wrong, audit)


def test_not_before_digests_have_a_key_of_their_own(session: Session) -> None:
    with pytest.raises(ConflictError, match="digest_key"):
        seal_anew(session, OPERATOR, at=NOON)
    assert keep_digest_key(session, OPERATOR, at=NOON)
    assert not keep_digest_key(session, OPERATOR, at=NOON)


@pytest.mark.parametrize("role", [Role.SYS_ADMIN, Role.SEC_ADMIN, Role.SENIOR_SUPERVISOR])
def test_no_person_changes_keys(session: Session, role: Role) -> None:
    for act in (seal_anew, keep_digest_key):
        with pytest.raises(NotAllowedError):
            act(session, person(role), at=NOON)


def test_a_pass_lets_sealed_columns_change_and_nothing_else(session: Session, audit: int) -> None:
    note = update(AuditEntryRow).where(AuditEntryRow.audit_id == audit)
    event = DigestKeyKept(actor=OPERATOR, at=NOON, key="")
    with transaction(session, event), sealed_pass(session):
        session.execute(note.values(note=Sealer(FIELD_KEY).seal("x", "y")))
    for is_open, values in ((True, {"value": '"met"'}), (False, {"note": b"x"})):
        with (
            pytest.raises(DatabaseError, match="frozen"),
            transaction(session, event),
            sealed_pass(session) if is_open else nullcontext(),
        ):
            session.execute(note.values(**values))


def test_every_column_of_bytes_is_known() -> None:
    columns = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    sealed = {(table, column) for table, names in SEALED.items() for column in names}
    assert columns == sealed | OPEN_BYTES
    assert not sealed & OPEN_BYTES


def test_a_text_stays_where_it_belongs_and_as_it_was() -> None:
    sealer = Sealer(NEW)
    sealed = sealer.seal("说明", "audit/1/A1")
    assert (key_of(sealed), is_reduced(sealed)) == (sealer.key, False)
    with pytest.raises(InvalidTag):
        sealer.open(sealed, "audit/2/A1")
    with pytest.raises(InvalidTag):
        sealer.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "audit/1/A1")
    with pytest.raises(InvalidTag):
        sealer.open(b"", "audit/1/A1")
    left = sealer.reduce(sealed)
    assert (sealer.open(left, "audit/1/A1"), sealer.reduce(left)) == ("〔—〕", left)
    later = Sealer(THIRD, (NEW,)).anew(left)
    assert sealer.stood(left, "说明", "audit/1/A1")
    assert Sealer(THIRD, (NEW,)).stood(later, "说明", "audit/1/A1")
    assert not sealer.stood(left, "說明", "audit/1/A1")
    assert not sealer.stood(left, "说明", "audit/1/A2")
    assert not sealer.stood(sealed, "说明", "audit/1/A1")
