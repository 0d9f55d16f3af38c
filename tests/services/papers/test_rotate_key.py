"""A new key signs; the old ones verify, and nobody but the system changes them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Role
from qa_app.domain.signatures import is_signed, key_code, public_part
from qa_app.models.engine import make_engine
from qa_app.models.journal import JournalCheckpointRow, JournalRow
from qa_app.models.sealing import Sealer
from qa_app.models.signing_keys import SigningKeyRow
from qa_app.queries.signing_keys import (
    may_change_keys,
    published_keys,
    signed_by,
    signing_key,
)
from qa_app.services.papers.rotate_key import rotate_key
from tests.conftest import FIELD_KEY
from tests.people import NOON, OPERATOR, person
from tests.postgresql import as_app, as_owner, owning


@pytest.fixture
def database_url(database_url: str) -> str:
    """Keys are changed by the owner of their table alone."""
    return as_owner(database_url)


@pytest.fixture
def app_session(database_url: str) -> Iterator[Session]:
    """A session of the role that serves."""
    engine = make_engine(as_app(database_url))
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as opened:
        yield opened
    engine.dispose()


def test_the_newest_signs_and_all_are_published(session: Session) -> None:
    assert signing_key(session) is None
    session.rollback()
    first = rotate_key(session, OPERATOR, 1, at=NOON)
    second = rotate_key(session, OPERATOR, 2, at=NOON + timedelta(days=1))
    seed = (2).to_bytes(32, "big")
    assert second == key_code(public_part(seed))
    newest, oldest = published_keys(session, "Asia/Shanghai")
    assert (newest.code, newest.retired_at) == (second, None)
    assert (oldest.code, oldest.retired_at) == (first, NOON + timedelta(days=1))
    key = signing_key(session)
    assert key is not None
    assert is_signed(public_part(seed), "text", signed_by(session, key, "text"))
    # the private part stands sealed, nowhere in the open
    assert seed not in key.private_key
    actions = session.execute(select(JournalRow.action, JournalRow.detail)).all()[-2:]
    assert [one.action for one in actions] == ["key:rotate"] * 2
    assert second in actions[-1].detail


@pytest.mark.parametrize("role", list(Role))
def test_no_person_changes_keys(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        rotate_key(session, person(role), 1, at=NOON)


def test_the_database_keeps_keys(session: Session) -> None:
    rotate_key(session, OPERATOR, 1, at=NOON)
    for values in ({"public_key": "0" * 64}, {"code": "x"}):
        with pytest.raises(DatabaseError):
            session.execute(update(SigningKeyRow).values(**values))
        session.rollback()


@pytest.mark.both_databases
def test_the_role_that_serves_signs_and_changes_no_key(app_session: Session) -> None:
    with owning(app_session) as owner:
        code = rotate_key(owner, OPERATOR, 1, at=NOON)
        assert may_change_keys(owner)
    is_kept = app_session.get_bind().dialect.name == "postgresql"
    assert may_change_keys(app_session) is not is_kept
    # it holds the key while it signs
    key = signing_key(app_session)
    assert key is not None
    assert (key.code, len(signed_by(app_session, key, "text"))) == (code, 128)
    app_session.rollback()
    if not is_kept:
        return
    made = insert(SigningKeyRow).values(
        code="x", public_key="0" * 64, private_key=b"", made_at=NOON, retired_at=None
    )
    change = update(SigningKeyRow)
    for statement in (
        made,
        delete(SigningKeyRow),
        change.values(retired_at=NOON),
        change.values(revoked_at=NOON, revoked_from=NOON.date(), revoked_why="stolen"),
        change.values(private_key=b""),
        change.values(code="x"),
        text("INSERT INTO sealed_pass (id) VALUES (1); UPDATE signing_key SET private_key = ''"),
        text("INSERT INTO sealed_pass (id) VALUES (1); UPDATE signing_key SET code = 'x'"),
        text("TRUNCATE signing_key CASCADE"),
        text("UPDATE journal SET actor_name = 'x'"),
        text("DELETE FROM journal"),
        text("INSERT INTO journal_head (id, seq, hash) VALUES (2, 0, '')"),
        text("DELETE FROM journal_head"),
        text("UPDATE journal_head SET seq = seq + 1"),
        text("UPDATE journal_head SET id = 2"),
        text("UPDATE journal_head SET hash = 'f'"),
        text("DELETE FROM journal_checkpoint"),
        text("UPDATE journal_checkpoint SET signature = ''"),
        insert(JournalCheckpointRow).values(
            first_seq=1,
            last_seq=1,
            first_hash="",
            last_hash="",
            first_at=NOON,
            last_at=NOON,
            made_at=NOON,
            key_id=1,
            signature="",
        ),
    ):
        with pytest.raises(DatabaseError):
            app_session.execute(statement)
        app_session.rollback()
    assert [one.code for one in published_keys(app_session, "Asia/Shanghai")] == [code]
