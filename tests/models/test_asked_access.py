"""AZ-06 below the code: the database itself keeps administrators apart."""

from itertools import permutations

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.people import Role
from qa_app.domain.permissions import TWO_HATS, roles_fit_together
from qa_app.models.accounts import AccountRow
from qa_app.models.who_reads import TeamProfileRow
from tests.people import NOON

GRANT = text("INSERT INTO role_grant (account_id, role) VALUES (:account, :role)")
CHANGE = text("UPDATE role_grant SET role = :role WHERE account_id = :account AND role = :old")


ADMINISTRATORS = frozenset({Role.SYS_ADMIN, Role.SEC_ADMIN, Role.AUDIT_ADMIN})


def accounts(session: Session, count: int) -> list[int]:
    rows = [
        {"login_name": f"n{n}", "display_name": "x", "password_hash": "x", "created_at": NOON}
        for n in range(count)
    ]
    return list(session.execute(insert(AccountRow).returning(AccountRow.id), rows).scalars())


def taken(session: Session, statement: object, **values: object) -> bool:
    try:
        with session.begin_nested():
            session.execute(statement, values)  # type: ignore[call-overload]
    except DBAPIError:
        return False
    return True


@pytest.mark.parametrize("relaxed", [False, True])
def test_raw_sql_gives_no_administrator_a_second_role(session: Session, relaxed: bool) -> None:
    if relaxed:
        session.add(TeamProfileRow(profile="small", relaxed=["two_hats"], set_at=NOON, set_by=None))
        session.flush()
    pairs = list(permutations(Role, 2))
    made, together = accounts(session, len(pairs)), set()
    for account, (first, second) in zip(made, pairs, strict=True):
        fit = roles_fit_together(frozenset({first, second}), has_two_hats=relaxed)
        assert taken(session, GRANT, account=account, role=first.value)
        assert taken(session, GRANT, account=account, role=second.value) is fit, (first, second)
        if fit and not ADMINISTRATORS.isdisjoint({first, second}):
            together.add(frozenset({first, second}))
        # nor by changing what is there
        neutral = Role.MODERATOR if Role.MODERATOR not in {first, second} else Role.REGISTRAR
        if not fit and first not in ADMINISTRATORS:
            assert taken(session, GRANT, account=account, role=neutral.value)
            values = {"account": account, "role": second.value, "old": neutral.value}
            assert not taken(session, CHANGE, **values)
    # two hats are these two and no others
    hats = frozenset({Role.SYS_ADMIN, Role.SEC_ADMIN})
    assert together == ({hats} if relaxed else set())


def test_a_third_role_beside_two_hats_is_refused(session: Session) -> None:
    session.add(TeamProfileRow(profile="small", relaxed=["two_hats"], set_at=NOON, set_by=None))
    session.flush()
    (one,) = accounts(session, 1)
    for role in TWO_HATS:
        assert taken(session, GRANT, account=one, role=role.value)
    for role in set(Role) - TWO_HATS:
        assert not taken(session, GRANT, account=one, role=role.value)
