"""What accounts may do is what the last row about it sealed: no row, no role."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import ActFault, Held, Kind
from qa_app.domain.passwords import PasswordProfile
from qa_app.domain.people import Actor, NewGrant, Role
from qa_app.models.journal import JournalRow
from qa_app.models.places import PractitionerRow
from qa_app.models.triggers import drop_triggers
from qa_app.models.ways_in import AccountLinkRow
from qa_app.queries.act_accounts import hold_accounts
from qa_app.queries.act_check import held_acts
from qa_app.queries.told_acts import since
from qa_app.queries.waiting_roles import roles_waiting
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.services.accounts.answer_roles import answer_roles
from qa_app.services.accounts.confirm_owner import confirm_owner
from qa_app.services.accounts.link_worker import link_worker
from qa_app.services.accounts.make_link import make_link
from qa_app.services.accounts.set_account_state import set_account_state
from qa_app.services.accounts.set_grants import set_grants
from qa_app.services.accounts.take_link import take_link
from tests.people import NOON, OPERATOR, person
from tests.postgresql import as_owner
from tests.queries.test_act_check import copied, each_is_named
from tests.queries.test_act_forgery import appended, faults
from tests.register import two_centres
from tests.services.accounts.conftest import CHEAP, an_account

ACCOUNT = Kind.ACCOUNT
UNTOLD, CHANGED, LOST = (
    (ACCOUNT, ActFault.UNTOLD),
    (ACCOUNT, ActFault.CHANGED),
    (ACCOUNT, ActFault.LOST),
)
OTHERWISE, STATE = (ACCOUNT, ActFault.OTHERWISE), (ACCOUNT, ActFault.STATE)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def database_url(database_url: str) -> str:
    """Triggers are the owner's: whoever drops them may do everything."""
    return as_owner(database_url)


def somebody(session: Session, name: str, role: Role) -> Actor:
    return person(role, account_id=an_account(session, name, role))


def test_roles_and_who_may_sign_in(session: Session) -> None:
    giver, other = (somebody(session, name, Role.SEC_ADMIN) for name in ("giver", "other"))
    plain, given = (an_account(session, name) for name in ("plain", "given"))
    for account, role in ((plain, Role.MODERATOR), (given, Role.REGISTRAR)):
        set_grants(session, giver, account, [NewGrant(role)], at=NOON + MINUTE)
    (waits,) = roles_waiting(session, other)
    session.rollback()
    answer_roles(session, other, waits.id, is_confirmed=True, at=NOON + 2 * MINUTE)
    closed = an_account(session, "closed")
    for is_active in (True, False):
        set_account_state(session, OPERATOR, closed, is_active=is_active, at=NOON + 3 * MINUTE)
    first = "(SELECT id FROM role_grant ORDER BY id LIMIT 1)"
    each_is_named(
        session,
        hold_accounts,
        {
            copied(session, "role_grant", account_id=str(plain), role="'sys_admin'"): {OTHERWISE},
            copied(session, "role_grant", account_id=str(plain), role="'moderator'"): {CHANGED},
            f"UPDATE role_grant SET place_path = '/1/' WHERE account_id = {given}": {CHANGED},
            f"DELETE FROM role_grant WHERE account_id = {given}": {OTHERWISE},
            f"UPDATE role_grant SET role = 'auditor' WHERE id = {first}": {OTHERWISE},
            f"UPDATE account SET is_active = true WHERE id = {closed}": {STATE},
            copied(session, "account", id="900", login_name="'x'"): {UNTOLD},
        },
    )


def test_whose_an_account_is(session: Session) -> None:
    two_centres(session)
    account = an_account(session, role=Role.CASEWORKER)
    admin = somebody(session, "admin", Role.SYS_ADMIN)
    worker = session.scalars(select(PractitionerRow.id).order_by(PractitionerRow.id)).first()
    session.rollback()
    link_worker(session, admin, account, worker or 0, at=NOON + MINUTE)
    grant = copied(session, "role_grant", account_id=str(account), role="'moderator'")
    forgeries = {"UPDATE account SET practitioner_id = NULL": {CHANGED}, grant: {CHANGED}}
    each_is_named(session, hold_accounts, forgeries)


def test_no_row_of_before_is_put_in_again(session: Session) -> None:
    account = an_account(session, role=Role.SYS_ADMIN)
    set_grants(session, OPERATOR, account, [NewGrant(Role.AUDITOR)], at=NOON + MINUTE)
    assert faults(session) == set()
    drop_triggers(session.connection())
    row = session.scalars(select(JournalRow).where(JournalRow.action == "account:create")).one()
    names = ("at", "actor_id", "action", "object_type", "object_id", "detail")
    again = {name: getattr(row, name) for name in names}
    session.connection().exec_driver_sql("UPDATE role_grant SET role = 'sys_admin'")
    appended(session, **again)
    assert faults(session) == {CHANGED}
    appended(session, **(again | {"detail": '{"roles":["sys_admin"]}'}))
    assert faults(session) == {(ACCOUNT, ActFault.UNSEALED)}


def test_links_and_who_confirmed_their_owners(session: Session) -> None:
    admin, security = (
        somebody(session, name, role)
        for name, role in (("admin", Role.SYS_ADMIN), ("security", Role.SEC_ADMIN))
    )
    new = NewAccount("invited", "", None, (), link_digest="1" * 64)
    invited = add_account(session, admin, new, CHEAP, at=NOON)
    owner = an_account(session, "owner")
    make_link(session, admin, owner, "2" * 64, at=NOON + MINUTE)
    for digest in ("1" * 64, "2" * 64):
        words, profile = "quite another set of words", PasswordProfile.NIST
        take_link(session, digest, words, CHEAP, profile, "", at=NOON + 2 * MINUTE)
    link = session.scalars(select(AccountLinkRow.id).order_by(AccountLinkRow.id.desc())).first()
    session.rollback()
    confirm_owner(session, security, owner, link or 0, at=NOON + 3 * MINUTE)
    first = f"UPDATE account_link SET {{}} WHERE account_id = {invited}"
    last = f"UPDATE account_link SET {{}} WHERE account_id = {owner}"
    by = security.account_id
    each_is_named(
        session,
        hold_accounts,
        {
            first.format("made_by = NULL"): {OTHERWISE},
            last.format("made_by = NULL"): {OTHERWISE},
            last.format("kind = 'invitation'"): {CHANGED, UNTOLD, LOST},
            first.format("was_used = false"): {LOST},
            first.format("closed_at = NULL"): {STATE, LOST},
            first.format("seen_at = closed_at"): {STATE},
            first.format(f"seen_at = closed_at, seen_by = {by}"): {UNTOLD},
            last.format(f"seen_by = {owner}"): {OTHERWISE},
            last.format("seen_by = NULL"): {STATE, LOST},
            f"DELETE FROM account_link WHERE account_id = {owner}": {LOST},
        },
    )


def test_links_that_were_used_before_anybody_was_asked_stand_as_they_are(session: Session) -> None:
    owner = an_account(session)
    make_link(
        session, somebody(session, "admin", Role.SYS_ADMIN), owner, "1" * 64, at=NOON + MINUTE
    )
    words, at = "quite another set of words", NOON + 2 * MINUTE
    take_link(session, "1" * 64, words, CHEAP, PasswordProfile.NIST, "", at=at)
    session.connection().exec_driver_sql("UPDATE account_link SET seen_at = closed_at")
    assert {(one.kind, one.fault) for one in _held(session).unlike} == {STATE}
    drop_triggers(session.connection())
    # as a version of before seals left it, which had no role of another name
    session.connection().exec_driver_sql(
        "UPDATE journal SET detail = replace(detail, '\"seal\":', '\"then\":')"
    )
    session.commit()
    found = held_acts(session)
    assert (found.unlike, found.unsealed) == ([], found.acts)


def _held(session: Session) -> Held:
    found = Held()
    hold_accounts(session, found, since(session))
    return found
