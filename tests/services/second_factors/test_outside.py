import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError
from qa_app.domain.passwords import PasswordProfile
from qa_app.domain.people import Actor
from qa_app.domain.trust_defaults import SESSIONS_AT_ONCE
from qa_app.models.accounts import LoginSessionRow
from qa_app.models.sealing import Sealer
from qa_app.models.ways_in import AccountNoteRow
from qa_app.queries.accounts import signed_in
from qa_app.queries.second_factors import half_session, outside_linked_at
from qa_app.services.accounts.make_link import make_link
from qa_app.services.accounts.set_account_state import set_account_state
from qa_app.services.accounts.take_link import take_link
from qa_app.services.second_factors.link_outside import link_outside
from qa_app.services.second_factors.sign_in_outside import Comer, sign_in_outside
from qa_app.services.second_factors.unlink_outside import unlink_outside
from tests.conftest import FIELD_KEY
from tests.people import NOON, OPERATOR
from tests.services.accounts.conftest import CHEAP
from tests.services.second_factors.conftest import a_phone, acts, an_account, owner

LATER = NOON + timedelta(minutes=5)
ISSUER = "https://id.example.org"


def comer(subject: str = "s-1", mark: str = "a", issuer: str = ISSUER) -> Comer:
    return Comer(issuer, subject, mark * 64, "Firefox", "10.0.0.1")


def test_only_a_linked_person_of_that_provider_comes_in(session: Session, account: int) -> None:
    assert sign_in_outside(session, comer(), at=NOON) is None
    link_outside(session, owner(account), ISSUER, "s-1", at=NOON)
    assert outside_linked_at(session, owner(account), ISSUER) == NOON
    assert sign_in_outside(session, comer("s-2"), at=LATER) is None
    assert sign_in_outside(session, comer(issuer="https://other.org"), at=LATER) is None
    assert sign_in_outside(session, comer(), at=LATER) == "one"
    known = signed_in(session, "a" * 64, at=LATER)
    assert known is not None
    assert (known.actor.account_id, known.way_in) == (account, "outside")
    unlink_outside(session, owner(account), at=LATER)
    assert sign_in_outside(session, comer(mark="b"), at=LATER) is None
    with pytest.raises(ConflictError, match="not_linked"):
        unlink_outside(session, owner(account), at=LATER)
    assert acts(session)[-3:] == ["account:outside", "session:start", "account:outside"]


def test_a_second_factor_here_is_asked_all_the_same(session: Session, account: int) -> None:
    a_phone(session, account)
    link_outside(session, owner(account), ISSUER, "s-1", at=NOON)
    assert sign_in_outside(session, comer(), at=LATER) == "half"
    assert signed_in(session, "a" * 64, at=LATER) is None
    assert half_session(session, "a" * 64, at=LATER) is not None


def test_one_person_there_is_one_account_here(session: Session, account: int) -> None:
    link_outside(session, owner(account), ISSUER, "s-1", at=NOON)
    other = Actor(an_account(session, "other"), "x")
    with pytest.raises(ConflictError, match="linked_elsewhere"):
        link_outside(session, other, ISSUER, "s-1", at=NOON)
    # linking again, or with another person there, replaces one's own
    link_outside(session, owner(account), ISSUER, "s-1", at=LATER)
    link_outside(session, owner(account), ISSUER, "s-3", at=LATER)
    link_outside(session, other, ISSUER, "s-1", at=LATER)


def test_a_disabled_account_stays_closed(session: Session, account: int) -> None:
    link_outside(session, owner(account), ISSUER, "s-1", at=NOON)
    set_account_state(session, OPERATOR, account, is_active=False, at=NOON)
    assert sign_in_outside(session, comer(), at=LATER) is None


def test_a_link_that_resets_the_password_leaves_nobody_a_way_in_from_elsewhere(
    session: Session, account: int
) -> None:
    # whoever was inside by an earlier link may have linked an account of their own
    link_outside(session, owner(account), ISSUER, "s-1", at=NOON)
    make_link(session, OPERATOR, account, "f" * 64, at=NOON)
    assert sign_in_outside(session, comer(), at=NOON) == "one"
    new = "quite another set of words"
    take_link(session, "f" * 64, new, CHEAP, PasswordProfile.NIST, "", at=LATER)
    assert signed_in(session, "a" * 64, at=LATER) is None
    assert sign_in_outside(session, comer(mark="b"), at=LATER) is None
    told = session.scalars(select(AccountNoteRow.kind).order_by(AccountNoteRow.id)).all()
    assert told[-2:] == ["reset", "outside_unlinked"]
    # the owner links it again
    link_outside(session, owner(account), ISSUER, "s-1", at=LATER)


@pytest.mark.both_databases
def test_no_more_sessions_go_on_than_may_of_those_that_come_at_once(
    session: Session, engine: Engine, account: int
) -> None:
    link_outside(session, owner(account), ISSUER, "s-1", at=NOON)
    ready, done = threading.Barrier(6), []

    def enter(mark: str) -> None:
        with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as own:
            ready.wait()
            done.append(sign_in_outside(own, comer(mark=mark), at=LATER))

    threads = [threading.Thread(target=enter, args=(mark,)) for mark in "abcdef"]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert done == ["one"] * 6
    session.rollback()
    living = select(func.count()).where(LoginSessionRow.ended_at.is_(None))
    assert session.scalar(living) == SESSIONS_AT_ONCE
