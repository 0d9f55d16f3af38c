from datetime import date
from itertools import count

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.case_entries import CaseEntry
from qa_app.domain.people import Reach, Role
from qa_app.domain.permissions import Permission
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.case_files import (
    CaseFilter,
    CasePlace,
    all_cases,
    cases_page,
    count_cases,
    references_of,
)
from qa_app.queries.cases import CaseCentre, case_centre, compare
from qa_app.services.audits.import_cases import import_cases
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres
from tests.statements import counted

ALL = CaseFilter()


def the_centre(session: Session, centre_id: int) -> CaseCentre:
    found = case_centre(session, OPERATOR, centre_id, Permission.CASE_READ)
    assert found is not None
    return found


@pytest.fixture
def centre(session: Session) -> CaseCentre:
    """Centre A with 55 files: every second in legal aid, every fifth closed; B with one."""
    a, b = two_centres(session)
    numbers = count(1)
    rows = [
        CaseEntry(
            f"n{n}",
            "legal_aid" if n % 2 else "social_work",
            date(2026, 1, 1 + n // 5),
            date(2026, 2, 1) if n % 5 == 0 else None,
            "W1" if n == 3 else "",
        )
        for n in range(55)
    ]
    for where, entries in ((a, rows), (b, rows[1:2])):
        import_cases(
            session, OPERATOR, where, entries, year=2026, chance=lambda: next(numbers), at=NOON
        )
    return the_centre(session, a)


def test_sealed_files_are_not_taken_along(session: Session, centre: CaseCentre) -> None:
    sealed = cases_page(session, centre, ALL, None)[0]
    session.execute(update(CaseFileRow).where(CaseFileRow.id == sealed.id).values(is_sealed=True))
    session.commit()
    assert cases_page(session, centre, ALL, None)[0].is_sealed
    taken = [line.id for line in all_cases(session, centre, ALL)]
    assert len(taken) == 54
    assert sealed.id not in taken


def test_pages_hold_every_file_once_newest_first(session: Session, centre: CaseCentre) -> None:
    seen, after = [], None
    while True:
        lines = cases_page(session, centre, ALL, after)
        seen += lines[:25]
        if len(lines) <= 25:
            break
        after = CasePlace(lines[24].opened_on, lines[24].id)
    assert len(seen) == len({line.id for line in seen}) == 55
    assert [line.opened_on for line in seen] == sorted(
        (line.opened_on for line in seen), reverse=True
    )
    assert [line.reference for line in all_cases(session, centre, ALL)] == [
        line.reference for line in seen
    ]


@pytest.mark.parametrize(
    ("chosen", "counts"),
    [
        (CaseFilter(), (55, 44)),
        (CaseFilter(area="legal_aid"), (27, 22)),  # 1, 3 … 53; closed: 5, 15, 25, 35, 45
        (CaseFilter(state="closed"), (11, 0)),
        (CaseFilter(state="open"), (44, 44)),
        (CaseFilter(area="social_work", state="closed"), (6, 0)),  # 0, 10 … 50
    ],
)
def test_counts_by_area_and_state(
    session: Session, centre: CaseCentre, chosen: CaseFilter, counts: tuple[int, int]
) -> None:
    assert count_cases(session, centre, chosen) == counts
    assert len(list(all_cases(session, centre, chosen))) == counts[0]


def test_a_page_is_one_query(session: Session, centre: CaseCentre) -> None:
    with counted(session) as statements:
        cases_page(session, centre, ALL)
    assert len(statements) == 1


def test_the_last_review_is_the_last_signed_one(session: Session, centre: CaseCentre) -> None:
    file = session.execute(
        select(CaseFileRow).where(CaseFileRow.practitioner_id.is_not(None))
    ).scalar_one()
    rubric = session.execute(
        insert(RubricVersionRow)
        .values(
            rubric_code="r",
            status="published",
            is_hidden=False,
            published_by="t",
            version="1.0.0",
            area_code="legal_aid",
            kind="case_file",
            unit="case",
            access="open",
            method="weighted_sections",
            title_zh="细则",
            title_en="Rubric",
            item_count=1,
            fingerprint="f" * 64,
            content="{}",
            published_at=NOON,
            in_force_from=NOON.date(),
        )
        .returning(RubricVersionRow.id)
    ).scalar_one()
    for day, state in ((3, "signed"), (9, "signed"), (12, "void"), (20, "draft")):
        session.execute(
            insert(AuditRow).values(
                centre_id=centre.id,
                area_code="legal_aid",
                rubric_version_id=rubric,
                case_file_id=file.id,
                sample_type="random",
                state=state,
                created_at=NOON,
                reviewed_on=date(2026, 3, day),
            )
        )
    session.commit()
    lines = {line.id: line for line in all_cases(session, centre, ALL)}
    assert lines[file.id].last_audit_on == date(2026, 3, 9)
    assert lines[file.id].practitioner == "W1"
    assert {line.last_audit_on for line in lines.values()} == {None, date(2026, 3, 9)}


def test_references_of_own_numbers(session: Session, centre: CaseCentre) -> None:
    found = references_of(
        session, centre, ["n0", "N7", "unknown", *(f"n{n}" for n in range(8, 40))]
    )
    first = (
        session.execute(select(CaseFileRow.reference).order_by(CaseFileRow.id)).scalars().first()
    )
    assert found["n0"] == first
    assert "unknown" not in found
    assert set(found) == {"n0", "N7", *(f"n{n}" for n in range(8, 40))}


def test_what_a_list_would_do(session: Session, centre: CaseCentre) -> None:
    new = CaseEntry("fresh", "legal_aid", date(2026, 3, 1))
    same = CaseEntry("n1", "legal_aid", date(2026, 1, 1))
    other = CaseEntry("n3", "legal_aid", date(2026, 1, 1), risk="high")
    standings = compare(session, centre, [new, same, other])
    assert [one.file_id is None for one in standings] == [True, False, False]
    assert [bool(one.values) for one in standings] == [True, False, True]
    # W1 was on the first list and is not on this one
    assert standings[2].values["risk"] == "high"
    assert standings[2].values["practitioner_id"] is None


@pytest.mark.parametrize("role", [Role.CENTRE_MANAGER, Role.SENIOR_SUPERVISOR])
def test_a_centre_out_of_reach_is_not_there(
    session: Session, centre: CaseCentre, role: Role
) -> None:
    near = person(role, reach=Reach(centre_ids=frozenset({centre.id})))
    far = person(role, reach=Reach(centre_ids=frozenset({centre.id + 1})))
    for permission in (Permission.CASE_READ, Permission.CASE_IMPORT):
        assert case_centre(session, near, centre.id, permission) == centre
        assert case_centre(session, far, centre.id, permission) is None
    assert case_centre(session, person(Role.AUDITOR), centre.id, Permission.CASE_READ) is None
