"""One administrator who made two links is not two people, until somebody else knows the owners."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OnePersonError
from qa_app.domain.passwords import PasswordProfile
from qa_app.domain.people import Actor, Role
from qa_app.domain.register_names import NAMED
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.ways_in import AccountLinkRow
from qa_app.queries.hands import (
    owner_to_confirm,
    people_behind,
    refuse_one_person,
    unconfirmed,
    unseen_link,
)
from qa_app.services.accounts.confirm_owner import confirm_owner
from qa_app.services.accounts.make_link import make_link
from qa_app.services.accounts.take_link import take_link
from qa_app.services.decisions.answer_names import answer_names
from qa_app.services.decisions.propose_names import propose_names
from qa_app.services.second_factors.ask_reset import ask_reset
from tests.people import NOON, OPERATOR, person
from tests.services.accounts.conftest import CHEAP, an_account
from tests.services.second_factors.conftest import a_phone

NUMBERS = count(1)
MINUTE = timedelta(minutes=1)
LATER = NOON + timedelta(hours=1)
GIVEN = {name: BilingualText(f"名{name}", f"name of {name}") for name in NAMED}


def somebody(session: Session, name: str, role: Role) -> Actor:
    return person(role, account_id=an_account(session, name, role))


def opened(session: Session, maker: Actor, owner: Actor, at=NOON) -> int:
    """Let somebody make a link and whoever has it open it; give the link."""
    digest = f"{next(NUMBERS):064}"
    account = owner.account_id or 0
    make_link(session, maker, account, digest, at=at)
    new = "quite another set of words"
    take_link(session, digest, new, CHEAP, PasswordProfile.NIST, "", at=at)
    return session.scalars(select(func.max(AccountLinkRow.id))).one()


def may_be_one(session: Session, one: Actor, other: Actor, first_at=NOON, at=LATER) -> bool:
    try:
        refuse_one_person(session, other.account_id, at, (one.account_id, first_at))
    except OnePersonError:
        return True
    return False


@pytest.fixture
def cast(session: Session) -> tuple[Actor, Actor, Actor, Actor]:
    return (
        somebody(session, "admin", Role.SYS_ADMIN),
        somebody(session, "security", Role.SEC_ADMIN),
        somebody(session, "first", Role.SENIOR_SUPERVISOR),
        somebody(session, "second", Role.SENIOR_SUPERVISOR),
    )


def test_two_links_of_one_administrator_are_one_hand_until_somebody_else_knows_an_owner(
    session: Session, cast: tuple[Actor, Actor, Actor, Actor]
) -> None:
    admin, security, first, second = cast
    assert not may_be_one(session, first, second)
    opened(session, admin, first)
    # one link alone makes nobody two, but its maker and that account are one
    assert not may_be_one(session, first, second)
    assert may_be_one(session, first, admin)
    link = opened(session, admin, second)
    assert may_be_one(session, first, second)
    both = frozenset({first.account_id, second.account_id})
    assert unconfirmed(session, LATER) == both
    asked = owner_to_confirm(session, security, second.account_id or 0, LATER)
    assert asked is not None
    assert (asked.link_id, asked.opened_at, asked.may_confirm) == (link, NOON, True)
    session.rollback()
    confirm_owner(session, security, second.account_id or 0, link, at=LATER)
    assert not may_be_one(session, first, second)
    assert unconfirmed(session, LATER) == {first.account_id}
    last = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (last.action, last.actor_id) == ("account:change", security.account_id)
    assert '"change":"owner_confirmed"' in last.detail
    session.rollback()
    with pytest.raises(ConflictError, match="owner_answered"):
        confirm_owner(session, security, second.account_id or 0, link, at=LATER)
    # the next link is asked about anew; what was done before it was done by the owner
    opened(session, admin, second, at=LATER)
    assert may_be_one(session, first, second, at=LATER + MINUTE)
    assert not may_be_one(session, second, first, first_at=NOON + MINUTE, at=LATER + MINUTE)


def test_one_account_for_both_hands_of_an_act_is_refused_and_nothing_is_saved(
    session: Session, cast: tuple[Actor, Actor, Actor, Actor]
) -> None:
    admin, security, first, second = cast
    opened(session, admin, first)
    link = opened(session, admin, second)
    names = propose_names(session, first, GIVEN, at=LATER)
    with pytest.raises(OnePersonError, match="one_person"):
        answer_names(session, second, names, is_agreed=True, at=LATER)
    with pytest.raises(OnePersonError):  # who made the link is no second person either
        answer_names(session, admin, names, is_agreed=True, at=LATER)
    confirm_owner(session, security, second.account_id or 0, link, at=LATER)
    answer_names(session, second, names, is_agreed=True, at=LATER)


def test_who_confirms_an_owner(session: Session, cast: tuple[Actor, Actor, Actor, Actor]) -> None:
    admin, security, first, second = cast
    journal = somebody(session, "journal", Role.AUDIT_ADMIN)
    # no link is made for an administrator without a second factor: it was before the role
    third = person(Role.SYS_ADMIN, account_id=an_account(session, "third"))
    account, link = first.account_id or 0, opened(session, admin, first)
    for nobody in (second, somebody(session, "manager", Role.CENTRE_MANAGER)):
        with pytest.raises(NotAllowedError):
            confirm_owner(session, nobody, account, link, at=LATER)
    with pytest.raises(OnePersonError):  # neither who made it, nor an account of theirs
        confirm_owner(session, admin, account, link, at=LATER)
    opened(session, admin, third)
    with pytest.raises(OnePersonError):
        confirm_owner(session, third, account, link, at=LATER)
    with pytest.raises(InvalidError, match="own_account"):
        confirm_owner(session, third, third.account_id or 0, link + 1, at=LATER)
    for one, may in ((admin, False), (third, False), (security, True), (journal, True)):
        asked = owner_to_confirm(session, one, account, LATER)
        assert asked is not None
        assert asked.may_confirm is may
    session.rollback()
    # a link of an account that is behind an administrator leads to that administrator
    by_third = opened(session, third, second)
    assert people_behind(session, second.account_id, LATER) == {
        one.account_id for one in (second, third, admin)
    }
    session.rollback()
    with pytest.raises(OnePersonError):
        confirm_owner(session, admin, second.account_id or 0, by_third, at=LATER)
    with pytest.raises(ConflictError, match="owner_answered"):  # another one than they saw
        confirm_owner(session, journal, account, by_third, at=LATER)
    confirm_owner(session, journal, account, link, at=LATER)
    assert unseen_link(session, account, LATER) is None


def test_what_the_maker_of_a_link_could_not_pass_keeps_two_people_two(
    session: Session, cast: tuple[Actor, Actor, Actor, Actor]
) -> None:
    admin, security, first, second = cast
    opened(session, admin, second)
    # a link that was made on the host is nobody's
    opened(session, OPERATOR, first)
    assert not may_be_one(session, first, second)
    # a factor that stood before keeps the maker out, one that was set up by the link's user does not
    opened(session, admin, first, at=NOON + MINUTE)
    a_phone(session, first.account_id or 0, NOON + 2 * MINUTE)
    assert may_be_one(session, first, second, first_at=LATER)
    opened(session, admin, first, at=NOON + 3 * MINUTE)
    assert not may_be_one(session, first, second, first_at=LATER)
    # until it is taken away: the password alone lets in then
    ask_reset(session, security, first.account_id or 0, "lost the phone, came in", at=LATER)
    assert may_be_one(session, first, second, first_at=LATER + MINUTE, at=LATER + MINUTE)
