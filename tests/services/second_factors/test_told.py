"""Owners are told of every change to how they sign in; security administrators of roles."""

from datetime import timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.one_time_codes import RECOVERY_BITS
from qa_app.domain.people import NewGrant, Role
from qa_app.domain.second_factors import Way
from qa_app.models.accounts import AccountRow
from qa_app.models.ways_in import AccountNoteRow
from qa_app.services.accounts.set_grants import set_grants
from qa_app.services.reminders.set_mail_address import MailWish, set_mail_address
from qa_app.services.second_factors.end_factor import end_factor
from qa_app.services.second_factors.renew_recovery_codes import renew_recovery_codes
from tests.people import NOON, OPERATOR
from tests.services.second_factors.conftest import (
    a_card,
    a_half,
    a_phone,
    an_account,
    answered,
    owner,
)


def told(session: Session, account_id: int) -> list[str]:
    query = select(AccountNoteRow.kind).where(AccountNoteRow.account_id == account_id)
    return list(session.scalars(query.order_by(AccountNoteRow.id)))


def test_a_factor_that_comes_or_goes_is_told(session: Session, account: int) -> None:
    a_phone(session, account)
    assert told(session, account) == ["factor_added"]
    a_card(session, account)
    assert told(session, account)[1:] == ["factor_added"]
    end_factor(session, owner(account), Way.CODE, "nist", at=NOON)
    assert told(session, account)[2:] == ["factor_removed"]


def test_recovery_codes_made_and_used_are_told_and_a_wrong_one_is_not(
    session: Session, account: int
) -> None:
    _, codes = a_phone(session, account)
    half, at = a_half(session, account, "1" * 64), NOON + timedelta(minutes=1)
    assert not answered(session, account, half, Way.RECOVERY, "0000000000", at).is_in
    assert told(session, account) == ["factor_added"]
    assert answered(session, account, half, Way.RECOVERY, codes[0], at).is_in
    assert told(session, account)[1:] == ["recovery_used"]
    renew_recovery_codes(session, owner(account), Random(1).getrandbits(RECOVERY_BITS), at=at)
    assert told(session, account)[2:] == ["recovery_renewed"]


def test_another_mail_address_is_told_and_a_switch_is_not(session: Session, account: int) -> None:
    set_mail_address(session, owner(account), MailWish("a@example.org"), at=NOON)
    assert told(session, account) == []
    set_mail_address(session, owner(account), MailWish("b@example.org"), at=NOON)
    assert told(session, account) == ["mail_address"]
    set_mail_address(session, owner(account), MailWish(is_on=False), at=NOON)
    assert told(session, account) == ["mail_address"]
    set_mail_address(session, owner(account), MailWish(is_removed=True), at=NOON)
    assert told(session, account) == ["mail_address", "mail_address"]


def test_security_administrators_are_told_of_roles_of_weight(
    session: Session, account: int
) -> None:
    guards = [an_account(session, "guard1"), an_account(session, "guard2")]
    for one in guards:
        set_grants(session, OPERATOR, one, [NewGrant(Role.SEC_ADMIN)], at=NOON)
    before = told(session, guards[0])
    # a role without weight is told to nobody
    set_grants(session, OPERATOR, account, [NewGrant(Role.AUTHORITY_READER)], at=NOON)
    assert told(session, guards[0]) == before
    asked = owner(guards[0], Role.SEC_ADMIN)
    assert not set_grants(session, asked, account, [NewGrant(Role.JUDICIAL_DECIDER)], at=NOON)
    for one in guards:
        assert told(session, one)[-1] == "roles_asked"
    session.get_one(AccountRow, guards[1]).is_active = False
    session.commit()
    set_grants(session, OPERATOR, account, [NewGrant(Role.JUDICIAL_DECIDER)], at=NOON)
    assert told(session, guards[0])[-1] == "roles_given"
    assert told(session, guards[1])[-1] == "roles_asked"
