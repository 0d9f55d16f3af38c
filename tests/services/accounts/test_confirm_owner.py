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
from qa_app.models.second_factors import CardCodeRow, CodeCardRow, PasskeyRow
from qa_app.models.ways_in import AccountLinkRow
from qa_app.queries.hands import (
    owner_to_confirm,
    owners_for,
    people_behind,
    refuse_one_person,
    unconfirmed,
    unseen_links,
)
from qa_app.queries.second_factors import keeps_out
from qa_app.services.accounts.confirm_owner import confirm_owner
from qa_app.services.accounts.make_link import make_link
from qa_app.services.accounts.take_link import take_link
from qa_app.services.decisions.answer_names import answer_names
from qa_app.services.decisions.propose_names import propose_names
from qa_app.services.second_factors.ask_reset import ask_reset
from tests.people import NOON, OPERATOR, person
from tests.services.accounts.conftest import CHEAP, an_account
from tests.services.second_factors.conftest import a_phone
from tests.statements import counted

NUMBERS = count(1)
MINUTE, LONG = timedelta(minutes=1), timedelta(days=300)
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
    assert set(unconfirmed(session, LATER)) == both
    asked = owner_to_confirm(session, security, second.account_id or 0, LATER)
    assert asked is not None
    assert (asked.link_id, asked.opened_at, asked.may_confirm) == (link, NOON, True)
    session.rollback()
    confirm_owner(session, security, second.account_id or 0, link, at=LATER)
    assert not may_be_one(session, first, second)
    assert set(unconfirmed(session, LATER)) == {first.account_id}
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
    assert [len(owners_for(session, one, LATER)) for one in (admin, third, security)] == [0, 0, 3]
    session.rollback()
    assert people_behind(session, second.account_id, LATER) == {
        one.account_id for one in (second, third, admin)
    }
    session.rollback()
    with pytest.raises(OnePersonError):
        confirm_owner(session, admin, second.account_id or 0, by_third, at=LATER)
    with pytest.raises(ConflictError, match="owner_answered"):  # another one than they saw
        confirm_owner(session, journal, account, by_third, at=LATER)
    confirm_owner(session, journal, account, link, at=LATER)
    assert unseen_links(session, account, LATER) == ()


def test_what_was_set_up_under_a_link_keeps_nobody_out_until_its_owner_is_known(
    session: Session, cast: tuple[Actor, Actor, Actor, Actor]
) -> None:
    admin, security, first, second = cast
    third = person(Role.SYS_ADMIN, account_id=an_account(session, "third"))
    account = first.account_id or 0
    opened(session, admin, second)
    # a link that was made on the host is nobody's
    opened(session, OPERATOR, first)
    assert not may_be_one(session, first, second)
    one = opened(session, admin, first, at=NOON + MINUTE)
    a_phone(session, account, NOON + 2 * MINUTE)
    assert may_be_one(session, first, second, first_at=LATER)
    assert not keeps_out(session, account, admin.account_id, LATER)
    assert keeps_out(session, account, third.account_id, LATER)
    session.rollback()
    # neither the same maker's next link, nor one of somebody else, takes anything back
    opened(session, admin, first, at=NOON + 3 * MINUTE)
    opened(session, third, first, at=NOON + 4 * MINUTE)
    opened(session, OPERATOR, first, at=NOON + 5 * MINUTE)
    assert may_be_one(session, first, second, first_at=LATER)
    assert people_behind(session, account, LATER) == {
        who.account_id for who in (first, admin, third)
    }
    asked = owner_to_confirm(session, security, account, LATER)
    assert asked is not None
    assert asked.link_id == one
    session.rollback()
    # once the first link is known to be the owner's, the phone is, and it kept the others out
    confirm_owner(session, security, account, one, at=LATER)
    assert people_behind(session, account, LATER) == {account}
    assert keeps_out(session, account, admin.account_id, LATER)
    session.rollback()
    # until it is taken away: the password alone lets in then
    ask_reset(session, security, account, "lost the phone, came in", at=LATER)
    assert may_be_one(session, first, second, first_at=LATER + MINUTE, at=LATER + MINUTE)
    assert not may_be_one(session, first, second, first_at=LATER - MINUTE, at=LATER + MINUTE)


@pytest.mark.parametrize(
    ("factor", "minutes", "is_kept_out"),
    [
        ("passkey", -1, True),
        ("passkey", 1, False),
        ("card of third", -1, True),
        ("card of third", 1, False),
        ("card of admin", -1, False),
        ("card of another account of admin", -1, False),
    ],
)
def test_a_passkey_and_a_card_keep_out_who_could_not_have_them(
    session: Session,
    cast: tuple[Actor, Actor, Actor, Actor],
    factor: str,
    minutes: int,
    is_kept_out: bool,
) -> None:
    admin, _, first, second = cast
    account, at = first.account_id or 0, NOON + minutes * MINUTE
    if factor == "passkey":
        key = {"credential_id": b"k", "public_key": b"p", "name": "key", "made_at": at}
        session.add(PasskeyRow(account_id=account, **key))
    else:
        printer = (admin if factor == "card of admin" else second).account_id
        if "account" in factor:
            opened(session, admin, second)
        days = {"made_at": NOON - LONG, "expires_at": NOON + LONG, "confirmed_at": at}
        card = CodeCardRow(account_id=account, made_by=printer, **days)
        session.add(card)
        session.flush()
        session.add(CardCodeRow(card_id=card.id, place=1, turn=1, digest="0" * 64, used_at=at))
    session.commit()
    opened(session, admin, first)
    assert (unseen_links(session, account, LATER) == ()) is is_kept_out


def test_who_was_behind_a_maker_is_asked_when_the_link_was_made(
    session: Session, cast: tuple[Actor, Actor, Actor, Actor]
) -> None:
    admin, _, first, _ = cast
    third = person(Role.SYS_ADMIN, account_id=an_account(session, "third"))
    opened(session, third, first)
    opened(session, admin, third, at=NOON + MINUTE)
    assert people_behind(session, first.account_id, LATER) == {first.account_id, third.account_id}


def test_today_asks_as_much_for_many_owners_as_for_one(
    session: Session, cast: tuple[Actor, Actor, Actor, Actor]
) -> None:
    admin, security, first, second = cast
    # whoever made the links, and whoever printed the cards, came by a link that waits as well
    third = person(Role.SYS_ADMIN, account_id=an_account(session, "third"))
    for other in (third, second):
        opened(session, admin, other)
    owners = [first.account_id or 0, *(an_account(session, f"owner-{n}") for n in range(4))]
    used = {"kind": "reset", "made_at": NOON, "made_by": third.account_id, "was_used": True}
    days = {"made_at": NOON, "expires_at": NOON + LONG, "confirmed_at": NOON}
    for number, owner in enumerate(owners):
        digest = f"{next(NUMBERS):064}"
        until = {"expires_at": NOON + LONG, "closed_at": NOON + MINUTE}
        session.add(AccountLinkRow(account_id=owner, token_digest=digest, **used, **until))
        card = CodeCardRow(id=900 + number, account_id=owner, made_by=second.account_id, **days)
        session.add(card)
        session.flush()
        answer = {"place": 1, "turn": 1, "digest": f"{number:064}", "used_at": NOON}
        session.add(CardCodeRow(card_id=card.id, **answer))
    session.commit()
    # second, third and the five: cards of who may be one person with the maker keep nobody out
    with counted(session) as statements:
        assert len(owners_for(session, security, LATER)) == 7
        assert owners_for(session, third, LATER) == frozenset()
    assert len(statements) == 4  # links and factors, for each who looks
