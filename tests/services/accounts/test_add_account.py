from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Grant, Reach, Role
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import PlaceRow, PractitionerRow
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.accounts.set_account_state import set_account_state
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres
from tests.services.accounts.conftest import CHEAP, PASSWORD

NEW = NewAccount("Zhang.San-1", " 督导甲 ", PASSWORD, (NewGrant(Role.AUDITOR),))


def count(session: Session) -> int:
    return session.execute(select(func.count()).select_from(AccountRow)).scalar_one()


def add(session: Session, new: NewAccount, actor=OPERATOR) -> int:
    return add_account(session, actor, new, CHEAP, at=NOON)


def test_an_account_with_roles_over_branch_centre_and_network(session: Session) -> None:
    a, _ = two_centres(session)
    grants = (
        NewGrant(Role.AUDITOR, place_code="KM"),
        NewGrant(Role.CENTRE_MANAGER, centre_code="A"),
        NewGrant(Role.JUDICIAL_READER),
        NewGrant(Role.JUDICIAL_READER),
    )
    account_id = add(session, replace(NEW, grants=grants))
    row = session.get(AccountRow, account_id)
    assert row is not None
    assert (row.login_name, row.display_name, row.is_active) == ("zhang.san-1", "督导甲", True)
    assert row.password_hash.startswith("$argon2id$")
    assert PASSWORD not in row.password_hash
    kunming = session.execute(select(PlaceRow).where(PlaceRow.code == "KM")).scalar_one()
    rows = session.execute(select(RoleGrantRow).order_by(RoleGrantRow.id)).scalars()
    assert [(r.role, r.place_id, r.place_path, r.centre_id) for r in rows] == [
        ("auditor", kunming.id, kunming.path, None),
        ("centre_manager", None, None, a),
        ("judicial_reader", None, None, None),
    ]
    entry = session.execute(select(JournalRow).order_by(JournalRow.seq.desc())).scalars().first()
    assert entry is not None
    assert entry.object_id == str(account_id)
    assert entry.detail.startswith(
        '{"roles":["auditor","centre_manager","judicial_reader"],"seal":"'
    )


@pytest.mark.parametrize("name", ["", "a", "a b", "<b>", "x" * 65, "-a", "ａ＠ｂ"])
def test_names_that_cannot_be_typed_are_refused(session: Session, name: str) -> None:
    with pytest.raises(InvalidError) as refused:
        add(session, replace(NEW, login_name=name))
    assert refused.value.code == "login_name"
    assert count(session) == 0


@pytest.mark.parametrize("name", ["王芳", "ab", "x" * 64, "a_b.c-d9"])
def test_names_that_can_be_typed(session: Session, name: str) -> None:
    assert add(session, replace(NEW, login_name=name))


def test_a_name_is_used_once_whatever_its_letters(session: Session) -> None:
    add(session, NEW)
    with pytest.raises(InvalidError) as refused:
        add(session, replace(NEW, login_name=" ZHANG.san-1"))
    assert refused.value.code == "login_name_taken"
    assert count(session) == 1


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("fourteen chars", "too_short"),
        ("x" * 257, "too_long"),
        ("zhang.san-1zhang.san-1", "guessable"),
        ("kunmingkunming1234567890", "guessable"),
    ],
)
def test_poor_passwords_are_refused(session: Session, password: str, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        add(session, replace(NEW, password=password))
    assert refused.value.code == code
    assert count(session) == 0


@pytest.mark.parametrize(
    "roles",
    [
        (),
        (Role.SYS_ADMIN, Role.AUDITOR),
        (Role.SYS_ADMIN, Role.AUDIT_ADMIN),
        (Role.AUDIT_ADMIN, Role.JUDICIAL_READER),
        (Role.SEC_ADMIN, Role.SYS_ADMIN),
    ],
)
def test_roles_that_exclude_each_other(session: Session, roles: tuple[Role, ...]) -> None:
    with pytest.raises(InvalidError) as refused:
        add(session, replace(NEW, grants=tuple(NewGrant(role) for role in roles)))
    assert refused.value.code == "roles_exclude"
    assert count(session) == 0


@pytest.mark.parametrize(
    ("grant", "code"),
    [
        (NewGrant(Role.AUDITOR, place_code="nowhere"), "unknown_place"),
        (NewGrant(Role.AUDITOR, centre_code="nowhere"), "unknown_centre"),
    ],
)
def test_unknown_reach_and_nothing_is_kept(session: Session, grant: NewGrant, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        add(session, replace(NEW, grants=(grant,)))
    assert refused.value.code == code
    assert count(session) == 0


def test_who_makes_accounts_gives_no_roles(session: Session) -> None:
    admin = person(Role.SYS_ADMIN)
    with pytest.raises(NotAllowedError):
        add(session, NEW, admin)
    assert add(session, replace(NEW, grants=()), admin)
    assert session.execute(select(func.count()).select_from(RoleGrantRow)).scalar_one() == 0


def test_who_wears_two_hats_gives_first_roles_within_reach_but_none_of_weight(
    session: Session,
) -> None:
    two_centres(session)
    wuhua = session.execute(select(PlaceRow.path).where(PlaceRow.code == "WH")).scalar_one()
    there = Reach(place_paths=frozenset({wuhua}))
    both = replace(
        person(Role.SYS_ADMIN),
        grants=(Grant(Role.SYS_ADMIN, there), Grant(Role.SEC_ADMIN, there)),
    )
    for grant, code in (
        (NewGrant(Role.AUDITOR), "beyond_reach"),
        (NewGrant(Role.AUDITOR, place_code="KM"), "beyond_reach"),
        (NewGrant(Role.AUDITOR, centre_code="A"), "beyond_reach"),
        (NewGrant(Role.REGISTRAR, place_code="WH"), "roles_weigh"),
    ):
        with pytest.raises(InvalidError) as refused:
            add(session, replace(NEW, grants=(grant,)), both)
        assert refused.value.code == code
    within = (NewGrant(Role.AUDITOR, place_code="WH"), NewGrant(Role.AUDITOR, centre_code="B"))
    assert add(session, replace(NEW, grants=within), both)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYS_ADMIN])
def test_no_other_role_adds_accounts(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        add(session, NEW, person(role))
    assert count(session) == 0


def test_everything_that_speaks_against_an_account_is_told_together(session: Session) -> None:
    two_centres(session)
    add(session, NEW)
    bad = replace(
        NEW,
        password="short",
        grants=(NewGrant(Role.SYS_ADMIN), NewGrant(Role.AUDITOR, place_code="nowhere")),
    )
    every = ("login_name_taken", "roles_exclude", "unknown_place", "too_short")
    with pytest.raises(InvalidError) as refused:
        add(session, bad)
    assert (refused.value.code, refused.value.codes) == (every[0], every)
    nameless = replace(NEW, login_name="", password="", grants=())
    with pytest.raises(InvalidError) as refused:
        add(session, nameless)
    assert refused.value.codes == ("login_name", "roles_exclude", "too_short")


def test_a_practitioner_has_one_active_account(session: Session) -> None:
    two_centres(session)
    one, other = session.scalars(select(PractitionerRow.id).order_by(PractitionerRow.id)).all()[:2]
    first = add(session, replace(NEW, login_name="first", practitioner_id=one))
    with pytest.raises(InvalidError) as refused:
        add(session, replace(NEW, login_name="second", practitioner_id=one))
    assert refused.value.code == "practitioner_taken"
    assert count(session) == 1
    # told together with what else is wrong
    with pytest.raises(InvalidError) as refused:
        add(session, replace(NEW, login_name="first", practitioner_id=one))
    assert refused.value.codes == ("login_name_taken", "practitioner_taken")
    add(session, replace(NEW, login_name="beside", practitioner_id=other))
    set_account_state(session, OPERATOR, first, is_active=False, at=NOON)
    assert add(session, replace(NEW, login_name="second", practitioner_id=one))
    for name in ("nobody-1", "nobody-2"):
        add(session, replace(NEW, login_name=name))
