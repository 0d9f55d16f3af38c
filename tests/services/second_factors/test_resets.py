from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.passwords import PasswordProfile
from qa_app.domain.people import Role
from qa_app.models.accounts import LoginSessionRow
from qa_app.models.second_factors import CardCodeRow, FactorResetRow, FactorStateRow
from qa_app.models.ways_in import AccountLinkRow, AccountNoteRow
from qa_app.queries.account_links import open_link
from qa_app.queries.factor_resets import is_reset_waiting, resets_waiting
from qa_app.queries.second_factors import factor_standing, has_second_factor
from qa_app.services.accounts.make_link import make_link
from qa_app.services.accounts.take_link import take_link
from qa_app.services.second_factors.ask_reset import ask_reset
from qa_app.services.second_factors.decide_reset import decide_reset
from qa_app.services.second_factors.make_card import make_card
from tests.one_hand import refuses_one_hand
from tests.people import NOON
from tests.services.accounts.conftest import CHEAP, end_of
from tests.services.second_factors.conftest import a_phone, a_session_of, acts, an_account, owner

LATER = NOON + timedelta(minutes=5)
REASON = "lost the phone, came in person"


def test_a_reset_takes_everything_and_leaves_no_days_of_grace(
    session: Session, account: int
) -> None:
    a_phone(session, account)
    state = session.get_one(FactorStateRow, account)
    state.failed_count, state.last_failed_at = 100, NOON
    session.commit()
    one = a_session_of(session, account, "3" * 64)
    helper = owner(an_account(session, "helper", Role.SEC_ADMIN), Role.SEC_ADMIN)
    assert ask_reset(session, helper, account, f" {REASON} ", at=LATER)
    standing = factor_standing(session, account, at=LATER)
    assert (standing.has_one, standing.recovery_left, standing.reset_at) == (False, 0, LATER)
    assert standing.due_since == LATER - timedelta(days=14)
    assert session.get_one(FactorStateRow, account, populate_existing=True).failed_count == 0
    assert end_of(session, one) == "factor"
    assert "factor_reset" in session.scalars(select(AccountNoteRow.kind)).all()
    row = session.scalars(select(FactorResetRow)).one()
    assert REASON.encode() not in row.reason
    assert acts(session)[-1] == "factor:reset"
    with pytest.raises(ConflictError, match="no_factor"):
        ask_reset(session, helper, account, REASON, at=LATER)


def test_a_role_of_weight_waits_for_a_second_person(session: Session) -> None:
    decider = an_account(session, "decider", Role.JUDICIAL_DECIDER)
    a_phone(session, decider)
    helper = owner(an_account(session, "helper", Role.SEC_ADMIN), Role.SEC_ADMIN)
    second = owner(an_account(session, "second", Role.SYS_ADMIN), Role.SYS_ADMIN)
    assert not ask_reset(session, helper, decider, REASON, at=NOON)
    assert has_second_factor(session, decider)
    assert is_reset_waiting(session, decider)
    with pytest.raises(ConflictError, match="reset_waits"):
        ask_reset(session, helper, decider, REASON, at=NOON)
    lines = resets_waiting(session, second)
    assert [(line.reason, line.is_mine) for line in lines] == [(REASON, False)]
    assert [line.is_mine for line in resets_waiting(session, helper)] == [True]
    assert resets_waiting(session, owner(decider, Role.JUDICIAL_DECIDER)) == ()
    number = lines[0].id
    with pytest.raises(InvalidError, match="same_person"):
        decide_reset(session, helper, number, is_agreed=True, at=NOON)
    with pytest.raises(NotAllowedError):
        decide_reset(
            session, owner(decider, Role.JUDICIAL_DECIDER), number, is_agreed=True, at=NOON
        )
    with pytest.raises(OutOfReachError):
        decide_reset(session, second, 10**6, is_agreed=True, at=NOON)
    assert decide_reset(session, second, number, is_agreed=False, at=NOON) == decider
    assert has_second_factor(session, decider)
    with pytest.raises(ConflictError, match="reset_decided"):
        decide_reset(session, second, number, is_agreed=True, at=NOON)
    assert not ask_reset(session, helper, decider, REASON, at=LATER)
    number = resets_waiting(session, second)[0].id
    session.rollback()
    refuses_one_hand(
        session,
        lambda: decide_reset(session, second, number, is_agreed=True, at=LATER),
        second,
        helper,
    )
    decide_reset(session, second, number, is_agreed=True, at=LATER)
    assert not has_second_factor(session, decider)


def test_who_resets_nothing(session: Session, account: int) -> None:
    a_phone(session, account)
    helper = owner(an_account(session, "helper", Role.SEC_ADMIN), Role.SEC_ADMIN)
    with pytest.raises(NotAllowedError):
        ask_reset(session, owner(account), account, REASON, at=NOON)
    with pytest.raises(InvalidError, match="own_account"):
        ask_reset(session, helper, helper.account_id or 0, REASON, at=NOON)
    for reason in ("lost", "x" * 301):
        with pytest.raises(InvalidError, match="factor_reason"):
            ask_reset(session, helper, account, reason, at=NOON)
    with pytest.raises(OutOfReachError):
        ask_reset(session, helper, 10**6, REASON, at=NOON)
    assert has_second_factor(session, account)


def test_whoever_may_know_the_password_resets_no_role_of_weight(session: Session) -> None:
    decider = an_account(session, "decider", Role.JUDICIAL_DECIDER)
    a_phone(session, decider)
    helper = owner(an_account(session, "helper", Role.SEC_ADMIN), Role.SEC_ADMIN)
    second = owner(an_account(session, "second", Role.SYS_ADMIN), Role.SYS_ADMIN)
    make_link(session, second, decider, "a" * 64, at=NOON)
    take_link(
        session, "a" * 64, "quite another set of words", CHEAP, PasswordProfile.NIST, "", at=NOON
    )
    assert not ask_reset(session, helper, decider, REASON, at=NOON)
    number = resets_waiting(session, second)[0].id
    with pytest.raises(ConflictError, match="reset_link_maker"):
        decide_reset(session, second, number, is_agreed=True, at=NOON)
    assert has_second_factor(session, decider)
    decide_reset(session, second, number, is_agreed=False, at=NOON)
    asker = replace(second, grants=helper.grants)
    with pytest.raises(ConflictError, match="reset_link_maker"):
        ask_reset(session, asker, decider, REASON, at=NOON)
    # neither does another account of theirs, nor do they once they made a link that nobody used
    owner_of = owner(an_account(session, "theirs"), Role.SEC_ADMIN)
    make_link(session, second, owner_of.account_id or 0, "b" * 64, at=NOON)
    take_link(session, "b" * 64, "a third set of words", CHEAP, PasswordProfile.NIST, "", at=NOON)
    session.execute(
        update(AccountLinkRow).where(AccountLinkRow.account_id == decider).values(seen_at=NOON)
    )
    session.commit()
    make_link(session, second, decider, "c" * 64, at=NOON)
    for one in (owner_of, asker):
        with pytest.raises(ConflictError, match="reset_link_maker"):
            ask_reset(session, one, decider, REASON, at=NOON)
    # an owner who has been inside since knows the password
    inside = a_session_of(session, decider, "9" * 64)
    session.execute(
        update(LoginSessionRow)
        .where(LoginSessionRow.id == inside)
        .values(strength="two", created_at=LATER)
    )
    session.commit()
    assert not ask_reset(session, asker, decider, REASON, at=LATER)


def test_a_link_made_before_a_reset_opens_nothing_after_it(session: Session) -> None:
    decider = an_account(session, "decider", Role.JUDICIAL_DECIDER)
    a_phone(session, decider)
    helper = owner(an_account(session, "helper", Role.SEC_ADMIN), Role.SEC_ADMIN)
    second = owner(an_account(session, "second", Role.SYS_ADMIN), Role.SYS_ADMIN)
    make_link(session, second, decider, "a" * 64, at=NOON)
    assert open_link(session, "a" * 64, NOON) is not None
    session.rollback()
    ask_reset(session, helper, decider, REASON, at=NOON)
    number = resets_waiting(session, second)[0].id
    decide_reset(session, second, number, is_agreed=True, at=NOON)
    assert open_link(session, "a" * 64, NOON) is None


def test_a_card_that_nobody_answered_from_keeps_no_link_maker_out(session: Session) -> None:
    decider = an_account(session, "decider", Role.JUDICIAL_DECIDER)
    printer = owner(an_account(session, "helper", Role.SEC_ADMIN), Role.SEC_ADMIN)
    maker = owner(an_account(session, "second", Role.SYS_ADMIN), Role.SYS_ADMIN)
    make_card(session, printer, decider, 7, at=NOON)
    assert has_second_factor(session, decider)
    with pytest.raises(InvalidError, match="link_weighs"):
        make_link(session, maker, decider, "a" * 64, at=NOON)
    first = select(CardCodeRow.id).order_by(CardCodeRow.turn).limit(1).scalar_subquery()
    session.execute(update(CardCodeRow).where(CardCodeRow.id == first).values(used_at=NOON))
    session.commit()
    make_link(session, maker, decider, "b" * 64, at=NOON)
    # whoever printed the card saw its codes, and may use them under another account of theirs
    both = replace(printer, grants=(*printer.grants, *maker.grants))
    theirs = owner(an_account(session, "theirs"), Role.SYS_ADMIN)
    make_link(session, both, theirs.account_id or 0, "d" * 64, at=NOON)
    take_link(session, "d" * 64, "a third set of words", CHEAP, PasswordProfile.NIST, "", at=NOON)
    for one in (both, theirs):
        with pytest.raises(InvalidError, match="link_weighs"):
            make_link(session, one, decider, "c" * 64, at=NOON)
