import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.bars import Tie, TieKind
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Role
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.models.twins import one_of_a_kind
from qa_app.models.who_reads import ReaderRow, TieRow
from qa_app.queries.readers import reader_within
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.accounts.set_grants import set_grants
from qa_app.services.places.add_centre import NewCentre, add_centre
from qa_app.services.places.add_place import NewPlace, add_place
from qa_app.services.places.add_practitioner import NewPractitioner, add_practitioner
from qa_app.services.readers.record_tie import NewTie, record_tie
from qa_app.services.readers.set_capacity import NewCapacity, set_capacity
from tests.people import NOON, OPERATOR
from tests.register import two_centres
from tests.services.accounts.conftest import CHEAP, PASSWORD

AUDITOR = (NewGrant(Role.AUDITOR),)
NAME = BilingualText("某地", "Somewhere")
CREATES: dict[str, tuple[Callable[[Session], object], type, str]] = {
    "account": (
        lambda session: add_account(
            session, OPERATOR, NewAccount("twin", "", PASSWORD, AUDITOR), CHEAP, at=NOON
        ),
        AccountRow,
        "login_name_taken",
    ),
    "place": (
        lambda session: add_place(
            session, OPERATOR, NewPlace("GD", NAME, "district", "KM"), at=NOON
        ),
        PlaceRow,
        "code_taken",
    ),
    "centre": (
        lambda session: add_centre(
            session, OPERATOR, NewCentre("T", NAME, "PL", "law_firm", ("legal_aid",)), at=NOON
        ),
        CentreRow,
        "code_taken",
    ),
    "practitioner": (
        lambda session: add_practitioner(
            session, OPERATOR, NewPractitioner("A", "T1", "legal_aid", date(2026, 1, 5)), at=NOON
        ),
        PractitionerRow,
        "code_taken",
    ),
}


def count(session: Session, table: type) -> int:
    session.rollback()
    return session.execute(select(func.count()).select_from(table)).scalar_one()


def beside(session: Session, act: Callable[[Session], object], times: int = 4) -> list[str]:
    """Do an act several times at once; tell what became of each."""
    session.rollback()
    engine, start = session.get_bind(), threading.Barrier(times)

    def once(_n: int) -> str:
        with Session(engine, info=session.info) as own:
            start.wait()
            try:
                act(own)
            except (ConflictError, InvalidError) as fault:
                return fault.code
            return "made"

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(once, range(times)))


@pytest.mark.parametrize("name", CREATES)
def test_one_of_several_at_once_makes_it_and_the_others_are_told(
    session: Session, name: str
) -> None:
    two_centres(session)
    act, table, code = CREATES[name]
    before = count(session, table)
    assert beside(session, act) == sorted(["made", code, code, code])
    assert count(session, table) == before + 1


def test_roles_that_are_set_several_times_at_once_stand_once(session: Session) -> None:
    two_centres(session)
    made = add_account(session, OPERATOR, NewAccount("one", "", PASSWORD, AUDITOR), CHEAP, at=NOON)
    grants = [NewGrant(Role.SENIOR_SUPERVISOR, "KM")]
    told = beside(session, lambda own: set_grants(own, OPERATOR, made, grants, at=NOON))
    assert told == ["made"] * 4
    assert count(session, RoleGrantRow) == 1


def asked_once(session: Session, account_id: int) -> None:
    """Ask what all will ask: SQLAlchemy may warn where several build a statement first at once."""
    assert reader_within(session, OPERATOR, account_id) is not None


def test_a_capacity_that_is_set_several_times_at_once_stands_once(session: Session) -> None:
    two_centres(session)
    made = add_account(session, OPERATOR, NewAccount("one", "", PASSWORD, AUDITOR), CHEAP, at=NOON)
    wanted = NewCapacity(3, (), 0)
    asked_once(session, made)
    told = beside(session, lambda own: set_capacity(own, OPERATOR, made, wanted, at=NOON))
    assert "made" in told
    assert set(told) <= {"made", "changed"}
    assert count(session, ReaderRow) == 1


def test_a_tie_that_is_recorded_several_times_at_once_stands_once(session: Session) -> None:
    a, _ = two_centres(session)
    made = add_account(session, OPERATOR, NewAccount("one", "", PASSWORD, AUDITOR), CHEAP, at=NOON)
    new = NewTie(made, Tie(TieKind.MEMBERSHIP, a, None, date(2026, 1, 5)))
    asked_once(session, made)
    assert beside(session, lambda own: record_tie(own, OPERATOR, new, at=NOON)) == ["made"] * 4
    assert count(session, TieRow) == 1


def test_what_the_database_refuses_for_another_reason_is_no_twin(session: Session) -> None:
    nobody = insert(RoleGrantRow).values(account_id=999, role="auditor")
    with pytest.raises(IntegrityError), one_of_a_kind("code_taken"):
        session.execute(nobody)
