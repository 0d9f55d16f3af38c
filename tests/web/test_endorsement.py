"""The criteria page: what each role sees, what it never shows, what its filters do."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.domain.rubric_freeze import freeze, resolve
from qa_app.domain.text import BilingualText
from qa_app.models.cases import CaseFileRow
from qa_app.models.engine import make_engine
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.sealing import Sealer
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.places.add_centre import NewCentre, add_centre
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.builders import LIBRARY, a_file, item, section, words
from tests.conftest import FIELD_KEY
from tests.people import NOON, OPERATOR
from tests.queries.test_endorsement import CLEAN, JAN_2026, MAR_2026, a_tagged_rubric
from tests.readings import count_in
from tests.register import two_centres
from tests.statements import counted_on
from tests.web.conftest import CHEAP, PASSWORD, Visit, token_of
from tests.web.pagecheck import faults
from tests.web.visits import english

TODAY = date(2026, 3, 23)
FEB_2026 = JAN_2026 + 1


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda _zone: TODAY)


@pytest.fixture
def store(app: Flask) -> Iterator[Session]:
    """Two centres; centre A has twelve files in social work, one with a red line."""
    engine = make_engine(app.config["SETTINGS"].database_url)
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        a, b = two_centres(session)
        social = a_tagged_rubric(session)
        legal = a_tagged_rubric(session, id="legal", area="legal_aid")
        count_in(session, a, social, JAN_2026, 11, codes=CLEAN)
        count_in(
            session,
            a,
            social,
            FEB_2026,
            1,
            codes=CLEAN | {"R1": "unmet"},
            stop_count=1,
            band_position=4,
            score_millionths=400_000,
        )
        count_in(session, b, legal, JAN_2026, 6, codes=CLEAN, area_code="legal_aid")
        for name, role in (("manager_b", Role.CENTRE_MANAGER), ("reader_b", Role.JUDICIAL_READER)):
            new = NewAccount(name, name, PASSWORD, (NewGrant(role, centre_code="B"),))
            add_account(session, OPERATOR, new, CHEAP, at=NOON)
        yield session
    engine.dispose()


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def rows_of(html: str) -> list[str]:
    return [words_of("<main" + body) for body in re.findall(r"<tbody>(.*?)</tbody>", html, re.S)]


def test_the_finding_is_the_heading(store: Session, visit: Visit) -> None:
    page = visit("senior_supervisor").get("/criteria?set=provisional").text
    assert "截至2026年3月23日，2个中心的3个专业领域中，1个达到评查可判定的全部3项标准" in page
    assert "本系统仅提供证据与建议，不构成行政许可、认证或评比。" in page
    assert faults(page, "zh") == []
    page = english(visit("senior_supervisor")).get("/criteria").text
    # of the full set nobody meets all: what qualifies the mean score is missing everywhere
    why = (
        "In this set a criterion cannot be told for 3 of 3 areas, because the review programme lacks"
        " this evidence: Agreement of second readings, Files read twice."
    )
    assert why in words_of(page)
    provisional = english(visit("senior_supervisor")).get("/criteria?set=provisional").text
    assert "In this set a criterion cannot be told" not in provisional
    assert "As of 23 Mar 2026, 0 of 3 areas at 2 centres meet all 6 criteria" in page
    assert faults(page, "en") == []


def test_reports_are_not_asked_of_an_area_whose_rubric_has_no_item_about_them(
    store: Session, visit: Visit
) -> None:
    plain = a_file(
        section("A", item("A1")), id="bare", area="legal_aid", status="published", note=words("1")
    )
    bare = publish_rubric(
        store, OPERATOR, freeze(plain, LIBRARY), resolve(plain, LIBRARY), at=NOON
    ).version_id
    count_in(store, 1, bare, JAN_2026, 6, codes={"A1": "met"}, area_code="legal_aid")
    page = english(visit("senior_supervisor")).get("/criteria?set=provisional").text
    assert "2 of 3 areas at 2 centres meet all 3 criteria" in page
    assert sum("not asked here" in row for row in rows_of(page)) == 2


def test_cells_hold_shape_word_value_and_n(store: Session, visit: Visit) -> None:
    rows = rows_of(english(visit("senior_supervisor")).get("/criteria").text)
    a_legal, a_social = (
        next(r for r in rows if r.startswith(f"Centre A {x}")) for x in ("Legal", "Social")
    )
    (b_legal,) = (r for r in rows if r.startswith("Centre B"))
    assert "Cannot tell nothing read" in a_legal
    # (11 * 85 + 40) / 12 = 975 / 12 = 81.25
    assert "Cannot tell 81.3 points, 12 files" in a_social
    assert "Not met 1 not finished, 12 files rated" in a_social
    assert "Not met 1 open, 12 files read" in a_social
    assert "Not met 1 of 1 failed" in a_social
    assert "Met 100.0%, 24 items about time" in a_social
    assert "Red-line findings still open: 1, of them not contained by the next day" in a_social
    assert "Cannot tell none was due" in a_social
    # nobody read a file twice, which the programme owes and no centre
    assert "Cannot tell none read twice" in a_social
    assert "Cannot tell 0%, 0 of 12" in a_social
    assert "The review programme owes this evidence" in a_social
    assert "Cannot tell 85.0 points, 6 files" in b_legal
    assert "The review programme owes it by 30 Jun 2026" in b_legal
    assert "Met none open, 6 files" in b_legal
    assert "not asked here" in b_legal  # its rubrics have no item about reports


def test_the_judicial_reader_sees_verdicts_but_no_small_number(
    store: Session, visit: Visit
) -> None:
    rows = rows_of(english(visit("judicial_reader")).get("/criteria").text)
    (b_legal,) = (r for r in rows if r.startswith("Centre B"))
    assert "Cannot tell 85 points, 6 files" in b_legal
    assert "Met number not shown" in b_legal
    assert "open, 6 files" not in b_legal
    assert "files that two people read" in b_legal
    (a_social,) = (r for r in rows if r.startswith("Centre A Social"))
    assert "1 open" not in a_social  # one file with a red line would be recognised
    assert "Not met number not shown" in a_social
    assert "some were missed or late" in a_social


def test_the_judicial_readers_page_holds_no_reference_no_name_and_no_way_to_files(
    app: Flask, store: Session, visit: Visit
) -> None:
    file = CaseFileRow(
        centre_id=1, reference="KM-7F3K", area_code="social_work", opened_on=TODAY, is_sealed=False
    )
    store.add(file)
    store.commit()
    for address in ("/criteria", "/criteria?set=provisional", "/criteria.csv"):
        html = visit("judicial_reader").get(address).text
        text = words_of(html) if "<main" in html else html
        assert text
        assert "KM-7F3K" not in html
        for name in ("督导甲", "W1", "W2", "W9", "senior_supervisor", "caseworker"):
            assert name not in text
        assert not re.search(r'href="/(?:audits|centres|sessions|plan)', html)


@pytest.mark.parametrize("role", ["auditor", "senior_supervisor", "centre_manager", "caseworker"])
def test_other_roles_come_in(store: Session, visit: Visit, role: str) -> None:
    assert visit(role).get("/criteria").status_code == 200


def test_reach(store: Session, visit: Visit) -> None:
    for name in ("manager_b", "reader_b"):
        client = visit(name)
        page = client.get("/criteria").text
        assert "中心乙" in page
        assert "中心甲" not in page
        assert "社会工作/个案管理" not in page  # not even among the choices
        assert client.get("/criteria?area=social_work").status_code == 404
        assert "中心甲" not in client.get("/criteria.csv").text
    page = english(visit("manager_b")).get("/criteria").text
    assert "Centre B as of 23 Mar 2026: 0 of 1 area meets all" in page
    manager = rows_of(page)
    assert "none open, 6 files" in manager[0]


@pytest.mark.parametrize(
    "query",
    ["set=none", "area=none", "place=999", "place=x", "state=good", "as_of=soon", "page=0", "page=2", "page=x", "page=99999999999"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(store: Session, visit: Visit, query: str) -> None:
    assert visit("senior_supervisor").get(f"/criteria?{query}").status_code == 404


def test_filters_narrow_the_table(store: Session, visit: Visit) -> None:
    client = english(visit("senior_supervisor"))

    def names(query: str) -> list[str]:
        rows = rows_of(client.get(f"/criteria?{query}").text)
        return [" ".join(row.split()[:3]) for row in rows]

    assert names("") == ["Centre A Social", "Centre A Legal", "Centre B Legal"]
    assert names("area=legal_aid") == ["Centre A Legal", "Centre B Legal"]
    assert names("state=not_met") == ["Centre A Social"]
    assert names("state=cannot_tell") == ["Centre A Legal", "Centre B Legal"]
    page = client.get("/criteria?state=conditional").text
    assert "Nothing fits this choice." in page
    wuhua = re.search(r'<option value="(\d+)"[^>]*>[^<]*Wuhua', page)
    assert wuhua is not None
    assert names(f"place={wuhua[1]}") == ["Centre B Legal"]


def test_sets(store: Session, visit: Visit) -> None:
    client = english(visit("senior_supervisor"))
    page = client.get("/criteria?set=provisional").text
    assert "all 3 criteria that reviews can answer" in page
    assert "Not yet collected, and counted against no centre: 7 criteria" in page
    page = client.get("/criteria?set=candidate").text
    assert "no criterion of this set can be answered by reviews yet" in page
    assert "counted against no centre: 6 criteria" in page
    assert faults(page, "en") == []


def test_as_of_a_day_before_any_file_nothing_can_be_told(store: Session, visit: Visit) -> None:
    client = english(visit("senior_supervisor"))
    page = client.get("/criteria?as_of=2025-12-31").text
    assert "As of 31 Dec 2025, 0 of 3 areas" in page
    assert all(row.count("Cannot tell nothing read") >= 5 for row in rows_of(page))
    assert all("Cannot tell none read twice" in row for row in rows_of(page))
    # a day in the midst of a month steps back to whole months
    assert "As of 28 Feb 2026" in client.get("/criteria?as_of=2026-03-02").text
    assert "As of 23 Mar 2026" in client.get("/criteria?as_of=2030-01-01").text
    judicial = english(visit("judicial_reader"))
    assert "As of 31 Dec 2025" in judicial.get("/criteria?as_of=2026-02-27").text


def test_an_empty_register_says_why(visit: Visit) -> None:
    page = visit("senior_supervisor").get("/criteria").text
    assert "没有可对照标准的中心" in page
    assert "由管理员添加" in page
    assert faults(page, "zh") == []


def test_pages(store: Session, visit: Visit) -> None:
    for number in range(30):
        name = BilingualText(f"中心{number:02}", f"Centre {number:02}")
        new = NewCentre(f"N{number}", name, "PL", "law_firm", ("legal_aid",))
        add_centre(store, OPERATOR, new, at=NOON)
    client = english(visit("senior_supervisor"))
    first, second = client.get("/criteria").text, client.get("/criteria?page=2").text
    assert (len(rows_of(first)), len(rows_of(second))) == (25, 8)
    assert "Page 2 of 2, 33 areas" in second
    assert "0 of 33 areas at 32 centres" in second  # the finding is of the whole list
    assert client.get("/criteria?page=3").status_code == 404
    assert len(csv_of(client.get("/criteria.csv").data)) == 8 + 32 * 7


def csv_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_file_says_what_the_page_says(store: Session, visit: Visit) -> None:
    client = english(visit("senior_supervisor"))
    answer = client.get("/criteria.csv?area=social_work")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="criteria-2026-03-23.csv"'
    lines = csv_of(answer.data)
    assert [line["Criterion"] for line in lines] == [
        *("E09", "E11", "E12", "E13", "E15"),
        *("E17", "E18", "E19"),
    ]
    assert lines[2] | {"Why": ""} == {
        "As of": "2026-03-23",
        "Centre": "Centre A",
        "Place": "Panlong",
        "Expertise area": "Social work / case management",
        "Criterion": "E12",
        "What is asked": "No open red-line finding (on conditions while contained within 24 hours"
        " with a plan in 7 days)",
        "Verdict": "Not met",
        "Value": "1 open, 12 files read",
        "Why": "",
    }
    held = csv_of(english(visit("judicial_reader")).get("/criteria.csv?area=legal_aid").data)
    assert {line["Value"] for line in held if line["Criterion"] == "E12"} == {
        "nothing read",
        "number not shown",
    }


def test_taking_the_file_away_is_journaled(store: Session, visit: Visit) -> None:
    visit("judicial_reader").get("/criteria.csv")
    row = store.execute(select(JournalRow).where(JournalRow.action == "list:read")).scalar_one()
    assert row.detail == '{"count":3,"view":"criteria_csv"}'
    assert visit("judicial_reader").get("/criteria").status_code == 200
    assert len(store.execute(select(JournalRow).where(JournalRow.action == "list:read")).all()) == 1


def test_sealed_readings_do_not_leave_in_a_file(store: Session, visit: Visit) -> None:
    sealed = a_tagged_rubric(store, id="hidden_matters", access="sealed")
    count_in(store, 1, sealed, JAN_2026, 5, codes=CLEAN)
    client = english(visit("senior_supervisor"))
    rows = rows_of(client.get("/criteria").text)
    assert any(
        row.startswith("Centre A Social") and "none open, 12 files" not in row for row in rows
    )
    names = {
        (line["Centre"], line["Expertise area"])
        for line in csv_of(client.get("/criteria.csv").data)
    }
    assert names == {("Centre A", "Legal aid"), ("Centre B", "Legal aid")}


def test_queries_do_not_grow_with_the_list(app: Flask, store: Session, visit: Visit) -> None:
    from qa_app.extensions import db

    client = visit("senior_supervisor")
    client.get("/criteria")
    with app.app_context():
        engine = db.engine
    with counted_on(engine) as few:
        client.get("/criteria")
    for number in range(12):
        name = BilingualText(f"中心{number:02}", f"Centre {number:02}")
        new = NewCentre(f"N{number}", name, "PL", "law_firm", ("legal_aid",))
        add_centre(store, OPERATOR, new, at=NOON)
    with counted_on(engine) as many:
        client.get("/criteria")
    assert len(few) == len(many)
    assert len(many) <= 14


@pytest.mark.parametrize("address", ["/criteria", "/criteria.csv"])
def test_the_wrong_method(store: Session, visit: Visit, address: str) -> None:
    client = visit("senior_supervisor")
    token = token_of(client.get("/login").text)
    assert client.post(address, data={"csrf_token": token}).status_code == 405


def test_one_centre_alone(store: Session, visit: Visit) -> None:
    client = english(visit("senior_supervisor"))
    page = client.get("/criteria?centre=1").text
    assert [row.split()[1] for row in rows_of(page)] == ["A", "A"]
    assert "Centre A as of 23 Mar 2026: 0 of 2 areas meet all 6 criteria" in page
    assert "Only: Centre A" in words_of(page)
    assert '<input type="hidden" name="centre" value="1">' in page  # other filters keep it
    assert 'href="/criteria">Show all centres' in page
    assert faults(page, "en") == []
    narrowed = client.get("/criteria?centre=1&area=legal_aid").text
    assert len(rows_of(narrowed)) == 1
    assert "Centre A as of 23 Mar 2026: 0 of 1 area meets all 6 criteria" in narrowed
    assert 'href="/criteria?area=legal_aid">Show all centres' in narrowed
    lines = csv_of(client.get("/criteria.csv?centre=2").data)
    assert {line["Centre"] for line in lines} == {"Centre B"}
    page = visit("auditor").get("/criteria?centre=2&set=provisional").text
    assert "中心乙，截至2026年3月23日：1个专业领域中，1个达到评查可判定的全部3项标准" in page
    assert faults(page, "zh") == []


def test_a_foreign_centre_is_not_there(store: Session, visit: Visit) -> None:
    for name in ("manager_b", "reader_b"):
        client = visit(name)
        for address in ("/criteria", "/criteria.csv"):
            assert client.get(f"{address}?centre=1").status_code == 404
            assert client.get(f"{address}?centre=2").status_code == 200
    for wrong in ("x", "999", "0", "-1", "99999999999"):
        assert visit("senior_supervisor").get(f"/criteria?centre={wrong}").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_overview_counts_what_the_criteria_page_shows(
    store: Session, visit: Visit, language: str
) -> None:
    client = visit("senior_supervisor")
    client = english(client) if language == "en" else client
    overview = client.get("/centres/1").text
    page = client.get("/criteria?centre=1").text
    # legal aid: nothing read, 5 cannot tell; social work: 1 met, 3 not met (see the table above),
    # no action fell due and the mean rests on evidence that is missing, as it is for both areas
    given = re.findall(r"pl-verdict-(met|conditional|not_met|cannot_tell)\"", page)
    assert (given.count("met"), given.count("not_met"), given.count("cannot_tell")) == (1, 3, 11)
    assert 'href="/criteria?centre=1"' in overview
    words = words_of(overview)
    if language == "en":
        assert (
            "1 / 15 criteria of the register met, over all areas Not met 3 Cannot tell 11" in words
        )
    else:
        assert "1 / 15 各领域合计达到的名录标准 未达标 3 证据不足 11" in words
    assert faults(overview, language) == []


def test_a_closed_centre_is_not_held_against_the_criteria(store: Session, visit: Visit) -> None:
    store.execute(update(CentreRow).where(CentreRow.id == 1).values(closed_on=date(2026, 3, 1)))
    store.commit()
    page = english(visit("senior_supervisor")).get("/centres/1").text
    assert "not held against the criteria of the register" in words_of(page)
    assert "/criteria?centre=1" not in page
    assert "Nothing fits this choice." in visit("senior_supervisor").get("/criteria?centre=1").text


def test_a_phone_is_told_how_many_criteria_an_area_meets(store: Session, visit: Visit) -> None:
    client = english(visit("senior_supervisor"))
    rows = rows_of(client.get("/criteria").text)
    # one of six for social work, none where nothing was read; the clean centre's mean rests on
    # evidence that is missing, and no action of it fell due
    assert [re.findall(r"\d of [56] met", row) for row in rows] == [
        ["1 of 6 met"],
        ["0 of 5 met"],
        ["3 of 5 met"],
    ]


def test_nothing_is_said_of_areas_when_all_of_them_meet(store: Session, visit: Visit) -> None:
    page = english(visit("senior_supervisor")).get("/criteria?centre=2&set=provisional").text
    assert "Areas with a criterion not met" not in page


def test_the_words_of_the_law_are_translated_and_marked_as_ours(
    store: Session, visit: Visit
) -> None:
    client = visit("senior_supervisor")
    zh = client.get("/criteria").text
    assert "应当立即向公安、民政、教育等有关部门报告" in zh
    assert "must report at once" not in zh
    words = words_of(english(client).get("/criteria").text)
    assert "应当立即向公安、民政、教育等有关部门报告 Our translation: must report at once" in words
    assert "Whom it binds: Units in close contact with minors" in words


def test_a_file_of_the_running_month_changes_nothing_for_who_sees_aggregates(
    store: Session, visit: Visit
) -> None:
    judicial, senior = english(visit("judicial_reader")), english(visit("senior_supervisor"))
    addresses = ("/criteria", "/criteria?as_of=2026-03-23", "/criteria?as_of=2030-01-01")

    def shown() -> list[list[str]]:
        return [rows_of(judicial.get(address).text) for address in addresses]

    before, whole = shown(), rows_of(senior.get("/criteria").text)
    assert "As of 28 Feb 2026" in judicial.get("/criteria").text
    (social,) = store.scalars(
        select(RubricVersionRow.id).where(RubricVersionRow.rubric_code != "legal")
    )
    (centre,) = store.scalars(select(CentreRow.id).where(CentreRow.code == "A"))
    count_in(store, centre, social, MAR_2026, 1, codes=CLEAN | {"R1": "unmet"}, stop_count=1)
    assert rows_of(senior.get("/criteria").text) != whole
    assert shown() == before
