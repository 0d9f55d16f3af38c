import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Reach, Role
from qa_app.models.accounts import AccountRow
from qa_app.models.places import PractitionerRow
from qa_app.queries.accounts import signed_in
from qa_app.services.accounts.set_account_state import set_account_state
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres
from tests.services.accounts.conftest import a_session_of, an_account, end_of


def is_active(session: Session, account: int) -> bool:
    query = select(AccountRow.is_active).where(AccountRow.id == account)
    return session.execute(query).scalar_one()


def test_disabling_ends_every_session_at_once(session: Session, account: int) -> None:
    one, other = a_session_of(session, account), a_session_of(session, account, "e" * 64)
    set_account_state(session, OPERATOR, account, is_active=False, at=NOON)
    assert not is_active(session, account)
    assert (end_of(session, one), end_of(session, other)) == ("disabled", "disabled")
    assert signed_in(session, "d" * 64, at=NOON) is None
    set_account_state(session, OPERATOR, account, is_active=True, at=NOON)
    assert is_active(session, account)
    assert signed_in(session, "d" * 64, at=NOON) is None


def test_nobody_disables_their_own(session: Session) -> None:
    admin = an_account(session, "admin", Role.SYS_ADMIN)
    actor = person(Role.SYS_ADMIN, account_id=admin)
    with pytest.raises(InvalidError) as refused:
        set_account_state(session, actor, admin, is_active=False, at=NOON)
    assert refused.value.code == "own_account"
    assert is_active(session, admin)


def test_out_of_reach_unknown_and_not_allowed(session: Session, account: int) -> None:
    elsewhere = person(Role.SYS_ADMIN, account_id=10**6, reach=Reach(centre_ids=frozenset({10**6})))
    for actor, who in ((elsewhere, account), (OPERATOR, 10**6)):
        with pytest.raises(OutOfReachError):
            set_account_state(session, actor, who, is_active=False, at=NOON)
    for role in set(Role) - {Role.SYS_ADMIN}:
        actor = person(role, account_id=10**6)
        with pytest.raises(NotAllowedError):
            set_account_state(session, actor, account, is_active=False, at=NOON)
    assert is_active(session, account)


def test_an_account_stays_disabled_while_another_is_the_practitioners(session: Session) -> None:
    two_centres(session)
    worker = session.scalars(select(PractitionerRow.id)).first()
    old, new = an_account(session, "old"), an_account(session, "new")
    set_account_state(session, OPERATOR, old, is_active=False, at=NOON)
    session.execute(update(AccountRow).values(practitioner_id=worker))
    session.commit()
    with pytest.raises(InvalidError) as refused:
        set_account_state(session, OPERATOR, old, is_active=True, at=NOON)
    assert refused.value.code == "practitioner_taken"
    assert not is_active(session, old)
    # one that is active already stays so, as often as it is said
    set_account_state(session, OPERATOR, new, is_active=True, at=NOON)
    set_account_state(session, OPERATOR, new, is_active=False, at=NOON)
    set_account_state(session, OPERATOR, old, is_active=True, at=NOON)
    assert is_active(session, old)
