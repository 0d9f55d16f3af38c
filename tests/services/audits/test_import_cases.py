from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.case_entries import CaseEntry, Column
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Reach, Role
from qa_app.domain.references import read_reference
from qa_app.models.cases import CaseFileRow, CaseListRow
from qa_app.models.journal import JournalRow
from qa_app.services.audits.import_cases import ImportedCases, import_cases
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres


def entry(number: str = "2026-1", **fields: Any) -> CaseEntry:
    return CaseEntry(number, **{"area": "social_work", "opened_on": date(2026, 1, 5)} | fields)


def chance() -> Callable[[], int]:
    numbers = count(7)
    return lambda: next(numbers)


def take_in(
    session: Session, centre: int, *rows: CaseEntry, actor: Any = OPERATOR, draw: Any = None
) -> ImportedCases:
    return import_cases(session, actor, centre, rows, year=2026, chance=draw or chance(), at=NOON)


def files(session: Session) -> list[CaseFileRow]:
    return list(session.execute(select(CaseFileRow).order_by(CaseFileRow.id)).scalars())


def test_every_new_case_gets_a_random_reference(session: Session) -> None:
    a, _ = two_centres(session)
    done = take_in(
        session,
        a,
        entry("2026-1", practitioner="W1", stage="investigation", risk="high", shelf="3/12"),
        entry("2026-2", area="legal_aid", closed_on=date(2026, 2, 1), is_sealed=True),
    )
    assert (done.added, done.updated, done.unchanged) == (2, 0, 0)
    assert [read_reference(one) for one in done.references] == list(done.references)
    first, second = files(session)
    assert (first.reference, second.reference) == done.references
    assert first.reference == "KM-26-0000-00077"  # 7 of 2^40: check character 7 mod 37
    assert (first.area_code, first.stage, first.risk, first.shelf) == (
        "social_work",
        "investigation",
        "high",
        "3/12",
    )
    assert first.practitioner_id is not None
    assert second.practitioner_id is None
    assert second.closed_on == date(2026, 2, 1)
    assert second.is_sealed


def test_the_own_number_is_nowhere_to_be_found(session: Session) -> None:
    a, b = two_centres(session)
    take_in(session, a, entry("SECRET-77", area="legal_aid"))
    take_in(session, b, entry("SECRET-77", area="legal_aid"), draw=lambda: 99)
    for table in (CaseFileRow, CaseListRow, JournalRow):
        for row in session.execute(select(*table.__table__.columns)):
            assert "SECRET" not in repr(row)
    one, other = files(session)
    assert one.local_digest is not None
    assert len(one.local_digest) == 64
    assert one.local_digest != other.local_digest  # each centre has its own key


def test_the_same_list_again_adds_nothing(session: Session) -> None:
    a, _ = two_centres(session)
    rows = [entry(f"2026-{n}", practitioner="W1") for n in range(30)]
    first = take_in(session, a, *rows)
    again = take_in(session, a, *rows, draw=lambda: 10**9)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 30)
    assert again.references == first.references
    assert len(files(session)) == 30
    lists = list(session.execute(select(CaseListRow).order_by(CaseListRow.id)).scalars())
    assert [(x.added_count, x.updated_count, x.unchanged_count) for x in lists] == [
        (30, 0, 0),
        (0, 0, 30),
    ]
    assert lists[0].digest == lists[1].digest
    details = session.execute(
        select(JournalRow.detail).where(JournalRow.action == "case:import")
    ).scalars()
    assert ['"unchanged":30' in detail for detail in details] == [False, True]


def test_what_changed_is_changed_and_the_reference_stays(session: Session) -> None:
    a, _ = two_centres(session)
    first = take_in(session, a, entry("n1", practitioner="W1"), entry("n2"), entry("n3"))
    again = take_in(
        session,
        a,
        entry("N1", practitioner="W2", closed_on=date(2026, 3, 1)),
        entry("n3"),
        entry("n4"),
        draw=lambda: 500,
    )
    assert (again.added, again.updated, again.unchanged) == (1, 1, 1)
    assert again.references[:2] == (first.references[0], first.references[2])
    assert files(session)[0].closed_on == date(2026, 3, 1)
    assert len(files(session)) == 4


def test_a_missing_column_changes_nothing(session: Session) -> None:
    a, _ = two_centres(session)
    take_in(session, a, entry("n1", practitioner="W1", risk="high", closed_on=date(2026, 2, 2)))
    narrow = frozenset({Column.NUMBER, Column.AREA, Column.OPENED, Column.RISK})
    done = take_in(session, a, entry("n1", risk="low", columns=narrow))
    assert done.updated == 1
    file = files(session)[0]
    assert (file.risk, file.closed_on) == ("low", date(2026, 2, 2))
    assert file.practitioner_id is not None


def test_a_reference_that_exists_is_not_given_twice(session: Session) -> None:
    a, _ = two_centres(session)
    take_in(session, a, entry("n1"), draw=lambda: 7)
    numbers = iter([7, 7, 8, 8, 9])
    done = take_in(session, a, entry("n2"), entry("n3"), draw=lambda: next(numbers))
    assert len({file.reference for file in files(session)}) == 3
    assert done.references == ("KM-26-0000-00088", "KM-26-0000-00099")


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ({"area": "psychological"}, "unknown_area"),
        ({"practitioner": "W9"}, "unknown_practitioner"),
        ({"closed_on": date(2026, 1, 4)}, "closed_before_opened"),
        ({"number": "ok-1 "}, "number_twice"),
    ],
)
def test_one_bad_line_and_nothing_is_taken_in(
    session: Session, bad: dict[str, Any], code: str
) -> None:
    a, _ = two_centres(session)
    with pytest.raises(InvalidError) as refused:
        take_in(session, a, entry("OK-1"), entry(**{"number": "ok-2"} | bad))
    assert refused.value.code == code
    assert files(session) == []
    assert session.execute(select(func.count()).select_from(CaseListRow)).scalar_one() == 0


def test_an_empty_list_is_refused(session: Session) -> None:
    a, _ = two_centres(session)
    with pytest.raises(InvalidError):
        take_in(session, a)


@pytest.mark.parametrize(
    ("role", "reach", "is_in"),
    [
        (Role.CENTRE_MANAGER, "a", True),
        (Role.SENIOR_SUPERVISOR, "a", True),
        (Role.CENTRE_MANAGER, "b", False),
        (Role.SENIOR_SUPERVISOR, "b", False),
        (Role.AUDITOR, "a", False),
        (Role.CASEWORKER, "a", False),
        (Role.JUDICIAL_READER, "a", False),
        (Role.SYS_ADMIN, "a", False),
        (Role.AUDIT_ADMIN, "a", False),
    ],
)
def test_only_who_reaches_the_centre_imports(
    session: Session, role: Role, reach: str, is_in: bool
) -> None:
    from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
    from tests.web.conftest import CHEAP, PASSWORD

    a, b = two_centres(session)
    account = NewAccount("someone", "某人", PASSWORD, (NewGrant(role),))
    account_id = add_account(session, OPERATOR, account, CHEAP, at=NOON)
    where = Reach(centre_ids=frozenset({a if reach == "a" else b}))
    actor = person(role, account_id=account_id, reach=where)
    if is_in:
        assert take_in(session, a, entry(), actor=actor).added == 1
    else:
        with pytest.raises(OutOfReachError):
            take_in(session, a, entry(), actor=actor)
        assert files(session) == []


def test_an_unknown_centre_reads_like_one_out_of_reach(session: Session) -> None:
    with pytest.raises(OutOfReachError):
        take_in(session, 4711, entry())


def test_a_large_list_takes_few_statements(session: Session) -> None:
    from tests.statements import counted

    a, _ = two_centres(session)
    day = date(2026, 1, 1)
    rows = [entry(f"n{n}", opened_on=day + timedelta(n % 60)) for n in range(1200)]
    with counted(session) as statements:
        take_in(session, a, *rows)
    # begin, centre, areas, workers, lock, files, list, 3 looks for references, 1 bulk insert in
    # pages of the driver, journal
    assert len(statements) <= 20
