import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import NewGrant, Reach, Role
from qa_app.domain.profiles import Profile, Safeguard
from qa_app.models.accounts import RoleGrantRow
from qa_app.models.places import PlaceRow
from qa_app.queries.accounts import signed_in
from qa_app.queries.waiting_roles import roles_waiting, without_role
from qa_app.services.accounts.set_grants import set_grants
from qa_app.services.readers.set_profile import NewProfile, set_profile
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres
from tests.services.accounts.conftest import a_session_of, an_account, end_of


def roles(session: Session, account: int) -> list[str]:
    query = select(RoleGrantRow.role).where(RoleGrantRow.account_id == account)
    return sorted(session.execute(query).scalars())


def test_other_roles_and_the_sessions_end(session: Session, account: int) -> None:
    two_centres(session)
    living = a_session_of(session, account)
    grants = [NewGrant(Role.SENIOR_SUPERVISOR, place_code="KM"), NewGrant(Role.AUDITOR)]
    set_grants(session, OPERATOR, account, grants, at=NOON)
    assert roles(session, account) == ["auditor", "senior_supervisor"]
    assert end_of(session, living) == "roles"
    assert signed_in(session, "d" * 64, at=NOON) is None


@pytest.mark.parametrize(
    ("grants", "code"),
    [
        ([NewGrant(Role.SYS_ADMIN), NewGrant(Role.AUDITOR)], "roles_exclude"),
        ([NewGrant(Role.AUDITOR, place_code="nowhere")], "unknown_place"),
    ],
)
def test_what_cannot_be_changes_nothing(
    session: Session, account: int, grants: list[NewGrant], code: str
) -> None:
    living = a_session_of(session, account)
    with pytest.raises(InvalidError) as refused:
        set_grants(session, OPERATOR, account, grants, at=NOON)
    assert refused.value.code == code
    assert roles(session, account) == ["auditor"]
    assert end_of(session, living) is None


def test_every_role_is_taken_from_somebody_who_may_have_misused_it(
    session: Session, account: int
) -> None:
    giver = person(Role.SEC_ADMIN, account_id=an_account(session, "giver", Role.SEC_ADMIN))
    living = a_session_of(session, account)
    assert set_grants(session, giver, account, [], at=NOON)
    assert roles(session, account) == []
    assert end_of(session, living) == "roles"
    assert [one.account_id for one in without_role(session, giver)] == [account]
    # there is nothing left to take, and who gives no roles is not told
    with pytest.raises(InvalidError, match="no_role"):
        set_grants(session, giver, account, [], at=NOON)
    assert without_role(session, person(Role.SYS_ADMIN, account_id=10**6)) == ()


def test_nobody_changes_their_own_roles(session: Session) -> None:
    admin = an_account(session, "admin", Role.SEC_ADMIN)
    with pytest.raises(InvalidError) as refused:
        set_grants(
            session,
            person(Role.SEC_ADMIN, account_id=admin),
            admin,
            [NewGrant(Role.AUDITOR)],
            at=NOON,
        )
    assert refused.value.code == "own_account"


def test_an_account_beyond_reach_is_not_there(session: Session, account: int) -> None:
    two_centres(session)
    wuhua = session.execute(select(PlaceRow.path).where(PlaceRow.code == "WH")).scalar_one()
    admin_id = an_account(session, "admin", Role.SEC_ADMIN)
    admin = person(Role.SEC_ADMIN, account_id=admin_id, reach=Reach(place_paths=frozenset({wuhua})))
    local = [NewGrant(Role.AUDITOR, centre_code="B")]
    for who in (account, 10**6):
        with pytest.raises(OutOfReachError):
            set_grants(session, admin, who, local, at=NOON)
    set_grants(session, OPERATOR, account, local, at=NOON)
    set_grants(session, admin, account, [NewGrant(Role.AUDITOR, place_code="WH")], at=NOON)
    assert roles(session, account) == ["auditor"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SEC_ADMIN])
def test_no_other_role_gives_roles(session: Session, account: int, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        set_grants(session, person(role, account_id=10**6), account, [NewGrant(role)], at=NOON)
    assert roles(session, account) == ["auditor"]


def test_roles_of_weight_wait_and_the_account_keeps_what_it_had(
    session: Session, account: int
) -> None:
    giver = person(Role.SEC_ADMIN, account_id=an_account(session, "giver", Role.SEC_ADMIN))
    living = a_session_of(session, account)
    for role in (Role.REGISTRAR, Role.JUDICIAL_DECIDER, Role.AUDIT_ADMIN):
        assert not set_grants(session, giver, account, [NewGrant(role)], at=NOON)
    assert roles(session, account) == ["auditor"]
    assert end_of(session, living) is None
    # only what was given last waits
    (waiting,) = roles_waiting(session, giver)
    assert (waiting.account_id, waiting.roles) == (account, (Role.AUDIT_ADMIN,))
    # what weighs nothing is held at once, and what waited goes
    assert set_grants(session, giver, account, [NewGrant(Role.CASEWORKER)], at=NOON)
    assert roles(session, account) == ["caseworker"]
    assert roles_waiting(session, giver) == ()
    # what the account holds already is not confirmed again
    set_grants(session, OPERATOR, account, [NewGrant(Role.REGISTRAR)], at=NOON)
    kept = [NewGrant(Role.REGISTRAR), NewGrant(Role.JUDICIAL_READER)]
    assert set_grants(session, giver, account, kept, at=NOON)


def test_two_hats_only_where_the_team_gave_the_separation_up(
    session: Session, account: int
) -> None:
    both = [NewGrant(Role.SYS_ADMIN), NewGrant(Role.SEC_ADMIN)]
    with pytest.raises(InvalidError, match="roles_exclude"):
        set_grants(session, OPERATOR, account, both, at=NOON)
    small = NewProfile(Profile.SMALL, {Safeguard.TWO_HATS})
    set_profile(session, OPERATOR, small, at=NOON)
    assert set_grants(session, OPERATOR, account, both, at=NOON)
    for third in (Role.AUDIT_ADMIN, Role.AUDITOR):
        with pytest.raises(InvalidError, match="roles_exclude"):
            set_grants(session, OPERATOR, account, [*both, NewGrant(third)], at=NOON)
    # nor is the separation taken up again while somebody wears both
    with pytest.raises(InvalidError, match="two_hats_held"):
        set_profile(session, OPERATOR, NewProfile(Profile.SMALL, ()), at=NOON)
    set_grants(session, OPERATOR, account, both[:1], at=NOON)
    assert set_profile(session, OPERATOR, NewProfile(Profile.SMALL, ()), at=NOON)
