from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.passwords import PasswordProfile
from qa_app.domain.people import Actor, NewGrant, Role
from qa_app.models.accounts import RoleGrantRow
from qa_app.models.journal import JournalRow
from qa_app.models.second_factors import CodeSeedRow
from qa_app.queries.account_links import open_link
from qa_app.queries.hands import unseen_links
from qa_app.queries.waiting_roles import roles_told, roles_waiting, who_confirms
from qa_app.services.accounts.answer_roles import answer_roles
from qa_app.services.accounts.confirm_owner import confirm_owner
from qa_app.services.accounts.make_link import make_link
from qa_app.services.accounts.set_grants import set_grants
from qa_app.services.accounts.take_link import take_link
from qa_app.services.second_factors.begin_codes import begin_codes
from tests.one_hand import refuses_one_hand
from tests.people import NOON, person
from tests.services.accounts.conftest import CHEAP, a_session_of, an_account, end_of

LATER = NOON + timedelta(days=1)


def admin(session: Session, name: str, role: Role) -> Actor:
    return person(role, account_id=an_account(session, name, role))


@pytest.fixture
def giver(session: Session) -> Actor:
    return admin(session, "giver", Role.SEC_ADMIN)


def waits(session: Session, giver: Actor, account: int, role: Role = Role.REGISTRAR) -> int:
    assert not set_grants(session, giver, account, [NewGrant(role)], at=NOON)
    return roles_waiting(session, giver)[0].id


def roles(session: Session, account: int) -> list[str]:
    query = select(RoleGrantRow.role).where(RoleGrantRow.account_id == account)
    return sorted(session.execute(query).scalars())


@pytest.mark.parametrize("second", [Role.SEC_ADMIN, Role.SYS_ADMIN])
def test_a_second_administrator_lets_them_be_held(
    session: Session, account: int, giver: Actor, second: Role
) -> None:
    living, request = a_session_of(session, account), waits(session, giver, account)
    other = admin(session, "other", second)
    refuses_one_hand(
        session,
        lambda: answer_roles(session, other, request, is_confirmed=True, at=LATER),
        other,
        giver,
    )
    assert answer_roles(session, other, request, is_confirmed=True, at=LATER) == account
    assert roles(session, account) == ["registrar"]
    assert end_of(session, living) == "roles"
    # every security administrator is told for a week, and nobody else
    (told,) = roles_told(session, giver, LATER)
    assert (told.account_id, told.asked_by_id, told.is_confirmed) == (
        account,
        giver.account_id,
        True,
    )
    assert roles_told(session, person(Role.SYS_ADMIN), LATER) == ()
    assert roles_told(session, giver, LATER + timedelta(days=8)) == ()
    row = session.execute(select(JournalRow).order_by(JournalRow.seq.desc())).scalars().first()
    assert row is not None
    assert (row.action, row.object_id) == ("account:answer_roles", str(account))
    assert f'"request":{request},"roles":["registrar"],"seal":' in row.detail
    assert '"step":"confirm"' in row.detail
    with pytest.raises(ConflictError, match="roles_answered"):
        answer_roles(session, other, request, is_confirmed=True, at=LATER)


def test_who_gave_them_only_drops_them(session: Session, account: int, giver: Actor) -> None:
    request = waits(session, giver, account)
    with pytest.raises(ConflictError, match="same_person"):
        answer_roles(session, giver, request, is_confirmed=True, at=LATER)
    answer_roles(session, giver, request, is_confirmed=False, at=LATER)
    assert roles(session, account) == ["auditor"]
    assert roles_waiting(session, giver) == ()


def test_nobody_confirms_their_own_roles(session: Session, giver: Actor) -> None:
    other = admin(session, "other", Role.SYS_ADMIN)
    request = waits(session, giver, other.account_id or 0, Role.AUDIT_ADMIN)
    with pytest.raises(InvalidError, match="own_account"):
        answer_roles(session, other, request, is_confirmed=True, at=LATER)
    assert roles(session, other.account_id or 0) == ["sys_admin"]


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.SYS_ADMIN, Role.SEC_ADMIN}]
)
def test_no_other_role_confirms(session: Session, account: int, giver: Actor, role: Role) -> None:
    request = waits(session, giver, account)
    with pytest.raises(NotAllowedError):
        answer_roles(session, person(role), request, is_confirmed=True, at=LATER)
    assert roles_waiting(session, person(role)) == ()


def test_what_is_not_there_cannot_be_confirmed(session: Session, giver: Actor) -> None:
    with pytest.raises(OutOfReachError):
        answer_roles(session, giver, 10**6, is_confirmed=True, at=LATER)


def test_whoever_saw_the_last_link_does_not_confirm(
    session: Session, account: int, giver: Actor
) -> None:
    maker = admin(session, "maker", Role.SYS_ADMIN)
    other = admin(session, "other", Role.SYS_ADMIN)
    make_link(session, maker, account, "a" * 64, at=NOON)
    request = waits(session, giver, account)
    # nobody is named who would be refused: neither who gave them nor who made the link
    (waiting,) = roles_waiting(session, giver)
    named = [one.account_id for one in who_confirms(session, waiting, NOON)]
    assert named == [other.account_id]
    session.rollback()
    with pytest.raises(ConflictError, match="link_maker"):
        answer_roles(session, maker, request, is_confirmed=True, at=NOON)
    answer_roles(session, other, request, is_confirmed=True, at=NOON)
    # the reset that was made before opens no role of weight, and nobody alone makes another
    assert open_link(session, "a" * 64, NOON) is None
    session.rollback()
    with pytest.raises(InvalidError, match="link_weighs"):
        make_link(session, maker, account, "b" * 64, at=NOON)
    # a second factor keeps out whoever has the link alone
    begin_codes(session, person(Role.REGISTRAR, account_id=account), 7, at=NOON)
    session.execute(update(CodeSeedRow).values(confirmed_at=NOON))
    session.commit()
    make_link(session, maker, account, "c" * 64, at=NOON)
    assert open_link(session, "c" * 64, NOON) is not None


@pytest.mark.parametrize("is_used", [False, True])
def test_another_account_of_whoever_saw_the_link_does_not_confirm(
    session: Session, account: int, giver: Actor, is_used: bool
) -> None:
    maker = admin(session, "maker", Role.SYS_ADMIN)
    # no link is made for an administrator without a second factor: it was before the role
    other = person(Role.SYS_ADMIN, account_id=an_account(session, "other"))
    for owner, digest in ((other.account_id or 0, "a" * 64), (account, "b" * 64)):
        make_link(session, maker, owner, digest, at=NOON)
        if is_used or owner != account:
            words = "quite another set of words"
            take_link(session, digest, words, CHEAP, PasswordProfile.NIST, "", at=NOON)
    request = waits(session, giver, account)
    with pytest.raises(ConflictError, match="link_maker"):
        answer_roles(session, other, request, is_confirmed=True, at=NOON)
    link = unseen_links(session, other.account_id or 0, NOON)[0].id
    session.rollback()
    confirm_owner(session, giver, other.account_id or 0, link, at=NOON)
    answer_roles(session, other, request, is_confirmed=True, at=NOON)
