from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Reach, Role
from qa_app.models.places import PlaceRow, PractitionerRow
from qa_app.queries.managed_accounts import (
    account_by_id,
    account_faults,
    accounts_page,
    count_accounts,
    practitioner_id,
)
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.accounts.set_account_state import set_account_state
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres
from tests.services.accounts.conftest import CHEAP, PASSWORD, a_session_of
from tests.statements import counted


@pytest.fixture
def made(session: Session) -> dict[str, int]:
    two_centres(session)
    grants = {
        "everywhere": NewGrant(Role.JUDICIAL_READER),
        "city": NewGrant(Role.SENIOR_SUPERVISOR, "KM"),
        "district": NewGrant(Role.AUDITOR, "WH"),
        "centre_a": NewGrant(Role.CENTRE_MANAGER, centre_code="A"),
        "centre_b": NewGrant(Role.CENTRE_MANAGER, centre_code="B"),
    }
    return {
        name: add_account(
            session, OPERATOR, NewAccount(name, name, PASSWORD, (grant,)), CHEAP, at=NOON
        )
        for name, grant in grants.items()
    }


def names(session: Session, actor) -> list[str]:
    return [one.login_name for one in accounts_page(session, actor)]


def test_who_sees_which_accounts(session: Session, made: dict[str, int]) -> None:
    wuhua = session.execute(select(PlaceRow.path).where(PlaceRow.code == "WH")).scalar_one()
    kunming = session.execute(select(PlaceRow.path).where(PlaceRow.code == "KM")).scalar_one()
    assert names(session, OPERATOR) == sorted(made)
    local = person(Role.SYS_ADMIN, reach=Reach(place_paths=frozenset({wuhua})))
    assert names(session, local) == ["centre_b", "district"]
    assert count_accounts(session, local) == (2, 0)
    assert account_by_id(session, local, made["city"]) is None
    city = person(Role.SYS_ADMIN, reach=Reach(place_paths=frozenset({kunming})))
    assert names(session, city) == ["centre_a", "centre_b", "city", "district"]
    assert names(session, person(Role.SENIOR_SUPERVISOR)) == []


def test_an_account_with_roles_and_last_use(session: Session, made: dict[str, int]) -> None:
    a_session_of(session, made["centre_a"])
    one = account_by_id(session, OPERATOR, made["centre_a"])
    assert one is not None
    assert one.last_seen_at == NOON
    (grant,) = one.grants
    assert (grant.role, grant.place_code, grant.centre_code) == (Role.CENTRE_MANAGER, None, "A")
    assert grant.centre is not None
    assert grant.centre.en == "Centre A"
    assert account_by_id(session, OPERATOR, 10**6) is None
    city = account_by_id(session, OPERATOR, made["city"])
    assert city is not None
    assert (city.grants[0].place_code, city.last_seen_at) == ("KM", None)


def test_disabled_ones_are_counted(session: Session, made: dict[str, int]) -> None:
    at = NOON + timedelta(days=1)
    set_account_state(session, OPERATOR, made["city"], is_active=False, at=at)
    assert count_accounts(session, OPERATOR) == (5, 1)


def test_a_page_takes_three_queries(session: Session, made: dict[str, int]) -> None:
    with counted(session) as statements:
        accounts_page(session, OPERATOR)
    assert len(statements) == 3


def test_workers_are_found_in_their_own_centre(session: Session, made: dict[str, int]) -> None:
    w9 = session.execute(select(PractitionerRow.id).where(PractitionerRow.code == "W9"))
    assert practitioner_id(session, "B", "W9") == w9.scalar_one()
    assert practitioner_id(session, "A", "W9") is None


def test_everything_that_speaks_against_an_account_is_found(
    session: Session, made: dict[str, int]
) -> None:
    assert made
    auditor = (NewGrant(Role.AUDITOR, "KM"),)
    assert account_faults(session, OPERATOR, "free", auditor) == ()
    both = (NewGrant(Role.SYS_ADMIN), NewGrant(Role.AUDITOR, "nowhere"))
    assert account_faults(session, OPERATOR, "city", both) == (
        "login_name_taken",
        "roles_exclude",
        "unknown_place",
    )
    nothing = account_faults(session, OPERATOR, "", ())
    assert nothing == ("login_name", "roles_exclude")
    wuhua = session.execute(select(PlaceRow.path).where(PlaceRow.code == "WH")).scalar_one()
    local = person(Role.SYS_ADMIN, reach=Reach(place_paths=frozenset({wuhua})))
    assert account_faults(session, local, "city", ()) == ("login_name_taken",)
    security = person(Role.SEC_ADMIN, reach=Reach(place_paths=frozenset({wuhua})))
    assert account_faults(session, security, "city", auditor) == ("beyond_reach",)
    heavy = (NewGrant(Role.REGISTRAR, "WH"),)
    assert account_faults(session, security, "free", heavy) == ("roles_weigh",)


def test_who_looks_after_no_account_learns_of_none(session: Session, made: dict[str, int]) -> None:
    assert made
    grants = (NewGrant(Role.AUDITOR, "KM"),)
    found = account_faults(session, person(Role.AUDITOR), "city", grants)
    assert found == ("beyond_reach",)
