"""What ends sessions (SE-02 to SE-04), and accounts that rest (AU-12)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor, NewGrant, Reach, Role
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.journal import JournalRow
from qa_app.models.ways_in import AccountNoteRow
from qa_app.queries.account_notes import own_notes
from qa_app.queries.accounts import past_session, sessions_of, signed_in
from qa_app.services.accounts.change_password import change_password
from qa_app.services.accounts.close_dormant import close_dormant
from qa_app.services.accounts.end_other_sessions import end_other_sessions
from qa_app.services.accounts.end_session import end_session
from qa_app.services.accounts.end_sessions_of import end_sessions_of
from qa_app.services.accounts.make_link import make_link
from qa_app.services.accounts.put_note_away import put_note_away
from qa_app.services.accounts.set_account_state import set_account_state
from qa_app.services.accounts.set_grants import set_grants
from qa_app.services.accounts.sign_in import Attempt, sign_in
from qa_app.services.accounts.take_link import take_link
from tests.people import NOON, OPERATOR, person
from tests.services.accounts.conftest import CHEAP, PASSWORD, an_account
from tests.services.accounts.test_make_link import NIST, digest

NEW = "quite another set of words"
SECOND = timedelta(seconds=1)
KEEPER = person(Role.SEC_ADMIN, account_id=10**6)


def comes_in(session: Session, token: str, at: datetime = NOON, name: str = "someone") -> None:
    attempt = Attempt(name, PASSWORD, token * 64, "", "10.0.0.7")
    assert sign_in(session, attempt, CHEAP, at=at).is_in


def lives(session: Session, token: str, at: datetime = NOON) -> bool:
    return signed_in(session, token * 64, at=at) is not None


def own(session: Session, token: str) -> tuple[Actor, int]:
    found = signed_in(session, token * 64, at=NOON)
    assert found is not None
    return found.actor, found.session_id


def by_signing_out(session: Session, account: int) -> None:
    actor, number = own(session, "a")
    end_session(session, actor, number, "signed_out", at=NOON)


def by_password(session: Session, account: int) -> None:
    comes_in(session, "b")
    actor, number = own(session, "b")
    change_password(session, actor, number, PASSWORD, NEW, CHEAP, at=NOON)
    assert lives(session, "b")


def by_reset(session: Session, account: int) -> None:
    make_link(session, OPERATOR, account, digest("t"), at=NOON)
    take_link(session, digest("t"), NEW, CHEAP, NIST, None, at=NOON)


def by_roles(session: Session, account: int) -> None:
    set_grants(session, OPERATOR, account, [NewGrant(Role.JUDICIAL_READER)], at=NOON)


def by_disabling(session: Session, account: int) -> None:
    set_account_state(session, OPERATOR, account, is_active=False, at=NOON)


def by_administrator(session: Session, account: int) -> None:
    assert end_sessions_of(session, KEEPER, account, at=NOON) == 1


def by_owner_elsewhere(session: Session, account: int) -> None:
    comes_in(session, "b")
    assert end_other_sessions(session, own(session, "b")[0], at=NOON) == 1
    assert lives(session, "b")


WAYS = {
    "signed_out": by_signing_out,
    "password": by_password,
    "reset": by_reset,
    "roles": by_roles,
    "disabled": by_disabling,
    "ended_by_admin": by_administrator,
    "ended_by_owner": by_owner_elsewhere,
}


@pytest.mark.parametrize("why", WAYS)
def test_se_02_no_cookie_outlives_what_ends_it(session: Session, account: int, why: str) -> None:
    way: Callable[[Session, int], None] = WAYS[why]
    comes_in(session, "a")
    assert lives(session, "a")
    way(session, account)
    assert not lives(session, "a")
    past = past_session(session, "a" * 64, at=NOON)
    assert past is not None
    assert past.why == ("password" if why == "reset" else why)


LIMITS = [
    (Role.AUDITOR, timedelta(minutes=30), timedelta(), "idle"),
    (Role.SYS_ADMIN, timedelta(minutes=10), timedelta(), "idle"),
    (Role.SEC_ADMIN, timedelta(minutes=10), timedelta(), "idle"),
    (Role.AUDITOR, timedelta(hours=12), timedelta(hours=11, minutes=59), "absolute"),
]


@pytest.mark.parametrize(("role", "after", "used", "why"), LIMITS)
def test_se_03_limits_are_exact(
    session: Session, role: Role, after: timedelta, used: timedelta, why: str
) -> None:
    an_account(session, role=role)
    comes_in(session, "a")
    session.execute(update(LoginSessionRow).values(last_seen_at=NOON + used))
    session.commit()
    assert lives(session, "a", NOON + after - SECOND)
    assert not lives(session, "a", NOON + after)
    assert not lives(session, "a", NOON + after + SECOND)
    past = past_session(session, "a" * 64, at=NOON + after)
    assert past is not None
    assert past.why == why


def test_se_04_a_fourth_session_ends_the_oldest_which_is_told_why(
    session: Session, account: int
) -> None:
    for number, token in enumerate("abcde"):
        comes_in(session, token, NOON + number * SECOND)
        now = NOON + number * SECOND
        living = "".join(one for one in "abcde" if lives(session, one, now))
        assert living == "abcde"[max(0, number - 2) : number + 1]
    past = past_session(session, "a" * 64, at=NOON)
    assert past is not None
    assert past.why == "too_many"
    # what ran out makes room by itself
    later = NOON + timedelta(minutes=31)
    comes_in(session, "f", later)
    reasons = dict(
        session.execute(select(LoginSessionRow.token_digest, LoginSessionRow.end_reason)).all()
    )
    assert [reasons[one * 64] for one in "abcdef"] == [
        "too_many",
        "too_many",
        "ran_out",
        "ran_out",
        "ran_out",
        None,
    ]


def test_signing_in_again_in_one_browser_ends_its_session_before(
    session: Session, account: int
) -> None:
    comes_in(session, "a")
    again = Attempt("someone", PASSWORD, "b" * 64, "", None, None, "a" * 64)
    assert sign_in(session, again, CHEAP, at=NOON).is_in
    assert not lives(session, "a")
    assert lives(session, "b")


def test_who_ends_sessions_of_others(session: Session, account: int) -> None:
    comes_in(session, "a")
    for role in set(Role) - {Role.SEC_ADMIN}:
        with pytest.raises(NotAllowedError):
            end_sessions_of(session, person(role, account_id=10**6), account, at=NOON)
        assert sessions_of(session, person(role), account, at=NOON) == ()
    elsewhere = person(Role.SEC_ADMIN, account_id=10**6, reach=Reach(centre_ids=frozenset({9})))
    for actor, who in ((elsewhere, account), (KEEPER, 10**7)):
        with pytest.raises(OutOfReachError):
            end_sessions_of(session, actor, who, at=NOON)
    with pytest.raises(InvalidError):
        end_sessions_of(session, person(Role.SEC_ADMIN, account_id=account), account, at=NOON)
    assert [one.address for one in sessions_of(session, KEEPER, account, at=NOON)] == ["10.0.0.7"]
    assert end_sessions_of(session, KEEPER, account, at=NOON) == 1
    # a second time there is nothing, and nobody is told twice
    assert end_sessions_of(session, KEEPER, account, at=NOON) == 0
    kinds = session.execute(select(AccountNoteRow.kind)).scalars().all()
    assert kinds == ["sessions_ended"]


def test_a_note_is_put_away_by_its_owner_once(session: Session, account: int) -> None:
    set_account_state(session, OPERATOR, account, is_active=False, at=NOON)
    set_account_state(session, OPERATOR, account, is_active=True, at=NOON)
    owner = person(Role.AUDITOR, account_id=account)
    (note,) = own_notes(session, owner)
    assert note.kind == "enabled"
    with pytest.raises(OutOfReachError):
        put_note_away(session, person(Role.AUDITOR, account_id=10**6), note.id, at=NOON)
    put_note_away(session, owner, note.id, at=NOON)
    assert own_notes(session, owner) == ()
    with pytest.raises(OutOfReachError):
        put_note_away(session, owner, note.id, at=NOON)


def test_au_12_accounts_that_nobody_uses_are_closed_and_told(session: Session) -> None:
    admin = an_account(session, "admin", Role.SYS_ADMIN)
    used, unused = an_account(session, "used"), an_account(session, "unused")
    days = timedelta(days=60)
    comes_in(session, "a", NOON + timedelta(days=1), "used")
    assert close_dormant(session, OPERATOR, at=NOON + days) == 0
    at = NOON + days + SECOND
    # the one who could open the others again stays
    assert close_dormant(session, OPERATOR, at=at) == 1
    assert close_dormant(session, OPERATOR, at=at) == 0
    states = dict(session.execute(select(AccountRow.id, AccountRow.is_active)).all())
    assert states == {admin: True, used: True, unused: False}
    row = session.execute(select(JournalRow).order_by(JournalRow.seq.desc())).scalars().first()
    assert row is not None
    assert (row.action, row.object_id) == ("account:change", str(unused))
    assert row.detail.startswith('{"change":"dormant","roles":[],"seal":"')
    assert [one.kind for one in own_notes(session, person(Role.AUDITOR, account_id=unused))] == [
        "dormant"
    ]
    attempt = Attempt("unused", PASSWORD, "z" * 64, "", None)
    assert not sign_in(session, attempt, CHEAP, at=at).is_in
    set_account_state(session, OPERATOR, unused, is_active=True, at=at)
    # enabled again, it may rest as long again
    assert close_dormant(session, OPERATOR, at=at + timedelta(days=1)) == 1  # the other one
    assert close_dormant(session, OPERATOR, at=at + days) == 0
    with pytest.raises(NotAllowedError):
        close_dormant(session, person(Role.SYS_ADMIN), at=at)
