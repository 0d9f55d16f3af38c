"""A new key signs; the old ones verify, and nobody but the system changes them."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Role
from qa_app.domain.signatures import is_signed, key_code, public_part
from qa_app.models.journal import JournalRow
from qa_app.models.signing_keys import SigningKeyRow
from qa_app.queries.signing_keys import published_keys, signed_by, signing_key
from qa_app.services.papers.rotate_key import rotate_key
from tests.people import NOON, OPERATOR, person


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
