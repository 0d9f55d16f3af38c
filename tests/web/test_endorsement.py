"""The criteria page: what each role sees, what it never shows, what its filters do."""

import csv
import io
import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.domain.profiles import Profile, Safeguard
from qa_app.domain.text import BilingualText
from qa_app.models.cases import CaseFileRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.changed_areas import SinceDecided
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.places.add_centre import NewCentre, add_centre
from qa_app.services.readers.set_profile import NewProfile, set_profile
from qa_app.web.endorsement import area, listed, reading, routes
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
def store(store: Session) -> Session:
    """Two centres; centre A has twelve files in social work, one with a red line."""
    a, b = two_centres(store)
    social = a_tagged_rubric(store)
    legal = a_tagged_rubric(store, id="legal", area="legal_aid")
    count_in(store, a, social, JAN_2026, 11, codes=CLEAN)
    count_in(
        store,
        a,
        social,
        FEB_2026,
        1,
        codes=CLEAN | {"R1": "unmet"},
        stop_count=1,
        band_position=4,
        score_millionths=400_000,
    )
    count_in(store, b, legal, JAN_2026, 6, codes=CLEAN, area_code="legal_aid")
    for name, role in (("manager_b", Role.CENTRE_MANAGER), ("reader_b", Role.JUDICIAL_READER)):
        new = NewAccount(name, name, PASSWORD, (NewGrant(role, centre_code="B"),))
        add_account(store, OPERATOR, new, CHEAP, at=NOON)
    return store


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def rows_of(html: str) -> list[str]:
    return [
        words_of("<main" + body)
        for body in re.findall(r'<tbody class="pl-criteria-row">(.*?)</tbody>', html, re.S)
    ]


def test_the_finding_is_the_heading(store: Session, visit: Visit) -> None:
    page = visit("senior_supervisor").get("/criteria?set=provisional").text
    heading = "截至2026年3月23日，2个中心的3个专业领域中，0个达到“试行期”中已收集的全部标准"
    assert heading in page
    assert "本系统仅提供证据与建议，不构成行政许可、认证或评比。" in page
    assert faults(page, "zh") == []
    page = english(visit("senior_supervisor")).get("/criteria").text
    assert "As of 23 Mar 2026, 0 of 3 areas at 2 centres meet every collected criterion" in page
    assert "The criteria propose: Not entered 1, Deferred 2." in words_of(page)
    # of the full set nobody meets all: what qualifies the mean score is missing everywhere
    why = (
        "In this set a criterion cannot be told for 3 of 3 areas, because the review programme lacks"
        " this evidence: Files read of those due, Agreement of second readings, Files read twice. It"
        " counts against no centre."
    )
    assert why in words_of(page)
    assert faults(page, "en") == []


def test_which_safeguard_the_team_gave_up_and_since_when(store: Session, visit: Visit) -> None:
    page = english(visit("senior_supervisor"))
    paths = ("/criteria", "/criteria/1/social_work")
    assert not any("a safeguard:" in words_of(page.get(path).text) for path in paths)
    given_up = NewProfile(Profile.SMALL, {Safeguard.SECOND_READINGS})
    set_profile(store, OPERATOR, given_up, at=datetime(2026, 2, 10, 4, tzinfo=UTC))
    since = (
        "Since 10 Feb 2026 the team does without a safeguard: second readings, blind, by people of"
        " the city."
    )
    # taking it up again is not all that it takes
    whole = "E17, E18 can be met only when all of this holds: the safeguard is taken up again, it"
    for path in paths:
        html = page.get(path).text
        assert since in words_of(html)
        assert whole in words_of(html)
        assert faults(html, "en") == []
    kept = NewProfile(Profile.SMALL, set())
    set_profile(store, OPERATOR, kept, at=datetime(2026, 3, 2, 4, tzinfo=UTC))
    span = "From 10 Feb 2026 until 2 Mar 2026 the team did without a safeguard: second readings"
    assert all(span in words_of(page.get(path).text) for path in paths)
    # a set that asks for no second readings has nothing that waits for them
    assert "a safeguard:" not in words_of(page.get("/criteria?set=provisional").text)


def test_reports_are_not_asked_of_an_area_whose_rubric_has_no_item_about_them(
    store: Session, visit: Visit
) -> None:
    page = english(visit("senior_supervisor")).get("/criteria?set=provisional").text
    told = {row.split(" Proposed")[0]: "E13 Mandatory reports" in row for row in rows_of(page)}
    assert told == {
        "Centre A Social work / case management": True,
        "Centre A Legal aid": False,
        "Centre B Legal aid": False,
    }
    asked = "Asked only in: Social work / case management, Family education"
    assert asked in words_of(page)


def test_columns_hold_the_worst_of_their_criteria_and_unfold_every_one(
    store: Session, visit: Visit
) -> None:
    page = english(visit("senior_supervisor")).get("/criteria").text
    heads = re.findall(r'<th scope="col">([^<]+)</th>', page)
    assert len(heads) == 1 + 8
    rows = rows_of(page)
    a_legal, a_social = (
        next(r for r in rows if r.startswith(f"Centre A {x}")) for x in ("Legal", "Social")
    )
    (b_legal,) = (r for r in rows if r.startswith("Centre B"))
    assert "Proposed: Not entered" in a_social
    assert "Not met 0 of 2 met" in a_social  # red lines, reports
    # (11 * 85 + 40) / 12 = 975 / 12 = 81.25
    assert "Mean score of files: Cannot tell 81.3 (n = 12)" in a_social
    assert "Red lines: Not met 1 of 12 files · Red-line findings still open: 1" in a_social
    assert "Mandatory reports: Cannot tell Reports missed or late" in a_social
    assert "Time limits kept: Cannot tell 100% (24 of 24 items)" in a_social
    # nobody read a file twice, which the programme owes and no centre
    assert "Files read twice: Cannot tell 0% (0 of 12 files)" in a_social
    assert "No file drawn at random or read as part of a whole has a final result" in a_legal
    assert "Red lines: Met 0 of 6" in b_legal
    assert "There are not yet as many rounds" in b_legal
    assert "There is nothing to tell it by" not in page


def test_aggregate_readers_are_shown_no_small_number(
    store: Session, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    # as if the day had come to rest: what they would be shown of these very files
    monkeypatch.setattr(reading, "day_asked", lambda *_, **__: (TODAY, (TODAY,)))
    rows = rows_of(english(visit("judicial_reader")).get("/criteria").text)
    (held,) = (r for r in rows if r.startswith("Centre A Social"))
    assert "Red lines: Not met number not shown" in held
    assert "1 of 12" not in held  # one file with a red line would be recognised
    assert "81.3" in held  # a mean of twelve files is shown with its n
    (few,) = (r for r in rows if r.startswith("Centre B"))
    assert "Red lines: Met number not shown" in few


def test_a_caseworker_is_shown_no_number_of_files_beside_their_own(
    store: Session, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    # eleven of the twelve could be theirs: 12 x 81.3 less what they know is a colleague's file
    monkeypatch.setattr(reading, "day_asked", lambda *_, **__: (TODAY, (TODAY,)))
    monkeypatch.setattr(area, "day_asked", lambda *_, **__: (TODAY, (TODAY,)))
    (centre,) = store.scalars(select(CentreRow.id).where(CentreRow.code == "A"))
    client, why = english(visit("caseworker")), "some of the files and cases that it may count"
    (line,) = (
        one
        for one in csv_of(client.get("/criteria.csv?area=social_work").data)
        if one["Criterion"] == "E09"
    )
    assert line["Value"] == "number not shown"
    assert why in line["Why"]
    for page in ("/criteria?area=social_work", f"/criteria/{centre}/social_work"):
        text = words_of(client.get(page).text)
        assert why in text
        assert "81.3" not in text
        assert "n = 12" not in text


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
        (choices,) = re.findall(r'<select id="area".*?</select>', page, re.S)
        assert "社会工作/个案管理" not in choices  # not even among the choices
        assert client.get("/criteria?area=social_work").status_code == 404
        assert "中心甲" not in client.get("/criteria.csv").text
    page = english(visit("manager_b")).get("/criteria").text
    assert "0 of 1 area at 1 centre" in page
    assert "Red lines: Met 0 of 6" in rows_of(page)[0]


@pytest.mark.parametrize(
    "query",
    ["set=none", "area=none", "place=999", "place=x", "state=good", "as_of=soon", "as_of=2026-03-02", "as_of=2030-01-01", "page=0", "page=2", "page=x", "page=99999999999"],
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
    assert "Not yet collected, and counted against no centre: 6 criteria" in page
    page = client.get("/criteria?set=candidate").text
    assert "The criteria propose: Deferred 3." in words_of(page)
    assert "counted against no centre: 6 criteria" in page
    assert faults(page, "en") == []


def test_as_of_a_day_before_any_file_nothing_can_be_told(store: Session, visit: Visit) -> None:
    client = english(visit("senior_supervisor"))
    page = client.get("/criteria?as_of=2025-12-31").text
    assert "As of 31 Dec 2025, 0 of 3 areas" in page
    assert all("E12 Red lines: Cannot tell No file drawn" in row for row in rows_of(page))
    assert "As of 28 Feb 2026" in client.get("/criteria?as_of=2026-02-28").text
    # who sees aggregates only may ask for ends of half-years alone
    judicial = english(visit("judicial_reader"))
    assert "As of 31 Dec 2025" in judicial.get("/criteria").text
    for day in ("2026-03-23", "2026-02-28", "2025-11-30"):
        assert judicial.get(f"/criteria?as_of={day}").status_code == 404
        assert judicial.get(f"/criteria.csv?as_of={day}").status_code == 404


def test_too_many_areas_are_to_be_narrowed_first(
    store: Session, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "CRITERIA_AREAS_MOST", 2)
    client = english(visit("senior_supervisor"))
    page = client.get("/criteria").text
    assert "As of 23 Mar 2026: 3 areas are too many to hold against the criteria at once" in page
    assert "Choose a place or an area above" in page
    assert rows_of(page) == []
    assert faults(page, "en") == []
    assert client.get("/criteria.csv").status_code == 404
    assert len(rows_of(client.get("/criteria?area=legal_aid").text)) == 2


def test_what_changed_since_the_last_decision_comes_first(
    store: Session, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = store.execute(select(CentreRow.id).order_by(CentreRow.code)).scalars()
    store.rollback()
    full, candidate = BilingualText("正式期", "Full"), BilingualText("培育期", "Candidate")
    since = {
        (b, "legal_aid"): SinceDecided(candidate, "0.9.0", is_shown=False, codes=("E12",)),
        (a, "legal_aid"): SinceDecided(full, "1.0.0", is_shown=True, codes=("E08",)),
        (a, "social_work"): SinceDecided(full, "1.0.0", is_shown=True, codes=()),
    }
    monkeypatch.setattr(listed, "since_decided", lambda *_: since)
    page = english(visit("senior_supervisor")).get("/criteria").text
    rows = rows_of(page)
    said = "Stands otherwise now by the set and version of its decision"
    assert f"Centre A Legal aid Proposed: Deferred {said} (Full, 1.0.0): E08" in rows[0]
    assert f"Centre B Legal aid Proposed: Deferred {said} (Candidate, 0.9.0): E12" in rows[1]
    assert said not in rows[2]
    lede = (
        "Areas decided on by evidence up to this day: 3; of these, held against the set and version"
        " of their last decision, stand otherwise: 2."
    )
    assert lede in words_of(page)
    # a criterion is marked only where the set that is shown is that of the decision
    assert [row.count(" changed ") for row in rows] == [1, 0, 0]
    parts = re.findall(r'class="pl-criteria-part"><tr><th[^>]*>([^<]+)<', page)
    assert parts == ["Changed since the last decision", "All others"]
    assert faults(page, "en") == []


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
    assert len({line["Centre"] for line in csv_of(client.get("/criteria.csv").data)}) == 32


def csv_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_file_says_what_the_page_says(store: Session, visit: Visit) -> None:
    client = english(visit("senior_supervisor"))
    answer = client.get("/criteria.csv?area=social_work")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="criteria-2026-03-23.csv"'
    lines = {line["Criterion"]: line for line in csv_of(answer.data)}
    assert list(lines) == [f"E{number:02}" for number in (*range(7, 14), *range(15, 20))]
    assert lines["E12"] | {"Why": ""} == {
        "As of": "2026-03-23",
        "Centre": "Centre A",
        "Place": "Panlong",
        "Expertise area": "Social work / case management",
        "Criterion": "E12",
        "Requirement": "No open red-line finding (on conditions while contained within 24 hours"
        " with a plan in 7 days)",
        "Verdict": "Not met",
        "Value": "1 of 12 files",
        "Why": "",
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
    assert any(row.startswith("Centre A Social") and "1 of 17" in row for row in rows)
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
    assert len(many) <= 70


@pytest.mark.parametrize("address", ["/criteria", "/criteria.csv"])
def test_the_wrong_method(store: Session, visit: Visit, address: str) -> None:
    client = visit("senior_supervisor")
    token = token_of(client.get("/login").text)
    assert client.post(address, data={"csrf_token": token}).status_code == 405


def test_one_centre_alone(store: Session, visit: Visit) -> None:
    client = english(visit("senior_supervisor"))
    page = client.get("/criteria?centre=1").text
    assert [row.split()[1] for row in rows_of(page)] == ["A", "A"]
    assert "As of 23 Mar 2026, 0 of 2 areas at 1 centre" in page
    assert "Only: Centre A" in words_of(page)
    assert '<input type="hidden" name="centre" value="1">' in page  # other filters keep it
    assert 'href="/criteria">Show all centres' in page
    assert faults(page, "en") == []
    narrowed = client.get("/criteria?centre=1&area=legal_aid").text
    assert len(rows_of(narrowed)) == 1
    assert "As of 23 Mar 2026, 0 of 1 area at 1 centre" in narrowed
    assert 'href="/criteria?area=legal_aid">Show all centres' in narrowed
    lines = csv_of(client.get("/criteria.csv?centre=2").data)
    assert {line["Centre"] for line in lines} == {"Centre B"}


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
    # social work: a red line not met; nothing else can be told without what the programme owes
    given = [re.search(r"(\d+) of (\d+) met|(\d+)项达标", row) for row in rows_of(page)]
    assert len(given) == 2
    assert 'href="/criteria?centre=1"' in overview
    words = words_of(overview)
    if language == "en":
        assert (
            "0 / 16 criteria of the register met, over all areas Not met 1 Cannot tell 15" in words
        )
    else:
        assert "0 / 16 各领域合计达到的名录标准 未达标 1 证据不足 15" in words
    assert faults(overview, language) == []


def test_a_closed_centre_is_not_held_against_the_criteria(store: Session, visit: Visit) -> None:
    store.execute(update(CentreRow).where(CentreRow.id == 1).values(closed_on=date(2026, 3, 1)))
    store.commit()
    page = english(visit("senior_supervisor")).get("/centres/1").text
    assert "not held against the criteria of the register" in words_of(page)
    assert "/criteria?centre=1" not in page
    assert "Nothing fits this choice." in visit("senior_supervisor").get("/criteria?centre=1").text


def test_a_phone_is_told_how_many_criteria_an_area_meets(store: Session, visit: Visit) -> None:
    rows = rows_of(english(visit("senior_supervisor")).get("/criteria").text)
    assert [re.search(r"\d of [789] met", row)[0] for row in rows] == [
        "0 of 9 met",
        "0 of 7 met",
        "1 of 7 met",
    ]


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


def test_what_becomes_final_later_changes_nothing_for_who_sees_aggregates(
    store: Session, visit: Visit
) -> None:
    judicial, senior = english(visit("judicial_reader")), english(visit("senior_supervisor"))

    def shown() -> list[list[str]]:
        days = ("2025-12-31", "2025-06-30")
        return [rows_of(judicial.get(f"/criteria?as_of={day}").text) for day in days]

    before, whole = shown(), rows_of(senior.get("/criteria").text)
    (social,) = store.scalars(
        select(RubricVersionRow.id).where(RubricVersionRow.rubric_code != "legal")
    )
    store.rollback()
    count_in(store, 1, social, MAR_2026, 1, codes=CLEAN | {"R1": "unmet"}, stop_count=1)
    assert rows_of(senior.get("/criteria").text) != whole
    assert shown() == before
