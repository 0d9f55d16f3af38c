from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.list_matching import Row
from qa_app.domain.people import Actor, Reach, Role
from qa_app.domain.register_list_check import check_lines, wanted_codes
from qa_app.domain.register_lists import Line, ListCounts, shown_value
from qa_app.domain.text import BilingualText
from qa_app.models.centre_register import CentreDocumentRow
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.queries.register_lists import current_lines, list_ground, listed_values
from qa_app.services.register.import_register_list import RegisterLines, import_register_list
from tests.audits import ZONE
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres

FILES: dict[str, tuple[tuple[str, ...], ...]] = {
    "centres": (
        ("centre", "partner", "contact_zh", "contact_en"),
        ("A", "社会组织", "值班电话0871-63100000", "Line 0871-63100000"),
    ),
    "documents": (
        ("centre", "kind", "number", "area_code", "issued_on", "valid_until", "outcome"),
        ("A", "登记证书", "昆民字〔2020〕12号", "", "2020-05-01", "2028-05-01", ""),
        ("A", "annual_report", "2025", "", "2026-03-01", "", "合格"),
        ("B", "服务标准", "S-1", "法律援助", "2025-03-01", "", ""),
    ),
    "sanctions": (
        ("centre", "kind", "number", "body", "begun_on", "closed_on"),
        ("A", "被立案调查", "立〔2025〕3号", "昆明市民政局", "2025-03-01", "2025-06-01"),
    ),
    "vacancies": (
        ("centre", "code", "area_code", "tier", "opened_on", "filled_on"),
        ("A", "P-1", "social_work", "社区", "2025-03-01", ""),
    ),
    "population": (
        ("place", "year", "child_count", "source"),
        ("PL", "2024", "52,000", "统计年鉴"),
    ),
    "experts": (
        ("place", "code", "name", "organisation", "areas", "from_on", "until_on"),
        (
            "KM",
            "E1",
            "周老师",
            "云南大学",
            "社会工作/个案管理；法律援助",
            "2025-01-01",
            "2027-01-01",
        ),
    ),
}


def rows(code: str) -> list[Row]:
    return list(enumerate(FILES[code], 1))


def checked(session: Session, actor: Actor, code: str, sheet: list[Row]) -> tuple[Line, ...]:
    table = LIST_TABLES[code]
    wanted = wanted_codes(sheet, table.listed)
    done = check_lines(sheet, table.listed, list_ground(session, actor, table, wanted, NOON))
    assert done.faults == ()
    session.rollback()
    return done.lines


def take_in(session: Session, actor: Actor, code: str, lines: tuple[Line, ...]) -> ListCounts:
    session.rollback()
    sent = RegisterLines(LIST_TABLES[code], lines)
    done = import_register_list(session, actor, sent, ZONE, at=NOON)
    session.rollback()
    return done


@pytest.mark.parametrize("code", sorted(FILES))
def test_a_list_twice_adds_nothing_and_comes_back_as_it_went_in(
    session: Session, code: str
) -> None:
    two_centres(session)
    lines = checked(session, OPERATOR, code, rows(code))
    count = len(FILES[code]) - 1
    assert take_in(session, OPERATOR, code, lines) == ListCounts(count, 0, 0)
    assert take_in(session, OPERATOR, code, lines) == ListCounts(0, 0, count)
    back = current_lines(session, OPERATOR, LIST_TABLES[code], NOON)
    assert sorted(map(str, back)) == sorted(map(str, map(dict, lines)))
    # what is taken away can be taken in again, in either language
    table = LIST_TABLES[code]
    for language in ("zh", "en"):
        sheet = [
            tuple(one.head.in_language(language) for one in table.listed.columns),
            *(
                tuple(
                    shown_value(one, line[one.name], named_in(session, code, one.name, language))
                    for one in table.listed.columns
                )
                for line in back
            ),
        ]
        again = checked(session, OPERATOR, code, list(enumerate(sheet, 1)))
        assert take_in(session, OPERATOR, code, again) == ListCounts(0, 0, count)


def named_in(session: Session, code: str, name: str, language: str) -> dict[str, BilingualText]:
    table = LIST_TABLES[code]
    column = table.listed.column(name)
    allowed = column.allowed or listed_values(session, table).get(column.listed, {})
    words = {key: one.in_language(language) for key, one in allowed.items()}
    return {key: BilingualText(one, one) for key, one in words.items()}


def test_a_correction_ends_the_row_and_writes_another(session: Session) -> None:
    two_centres(session)
    lines = checked(session, OPERATOR, "documents", rows("documents"))
    take_in(session, OPERATOR, "documents", lines)
    other = {**lines[0], "valid_until": date(2027, 5, 1)}
    assert take_in(session, OPERATOR, "documents", (other, *lines[1:])) == ListCounts(0, 1, 2)
    kept = session.execute(
        select(CentreDocumentRow.valid_until, CentreDocumentRow.ended_why).where(
            CentreDocumentRow.kind == "registration"
        )
    ).all()
    assert sorted(map(tuple, kept), key=str) == [
        (date(2027, 5, 1), None),
        (date(2028, 5, 1), "corrected"),
    ]


def test_nobody_writes_beyond_their_reach(session: Session) -> None:
    centre, _other = two_centres(session)
    lines = checked(session, OPERATOR, "documents", rows("documents"))
    manager = person(Role.CENTRE_MANAGER, reach=Reach(centre_ids=frozenset({centre})))
    with pytest.raises(InvalidError, match="unknown_code"):
        take_in(session, manager, "documents", lines)
    assert session.scalar(select(func.count()).select_from(CentreDocumentRow)) == 0
    # a centre does not say by itself what stands against it
    against = checked(session, OPERATOR, "sanctions", rows("sanctions"))
    with pytest.raises(NotAllowedError):
        take_in(session, manager, "sanctions", against)
    with pytest.raises(InvalidError, match="no_rows"):
        take_in(session, OPERATOR, "documents", ())


def test_a_list_of_thousands_is_one_act(session: Session) -> None:
    two_centres(session)
    head = FILES["vacancies"][0]
    body = [("A", f"P-{at}", "social_work", "community", "2025-03-01", "") for at in range(2_000)]
    lines = checked(session, OPERATOR, "vacancies", list(enumerate((head, *body), 1)))
    assert take_in(session, OPERATOR, "vacancies", lines) == ListCounts(2_000, 0, 0)
    assert take_in(session, OPERATOR, "vacancies", lines) == ListCounts(0, 0, 2_000)
