"""The holiday table in the browser."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.queries.holiday_table import holiday_years
from qa_app.queries.holidays import marked_days
from qa_app.queries.local_days import local_days
from qa_app.services.operations.load_holidays import HolidayYear, load_holidays
from tests.people import NOON, OPERATOR
from tests.register import two_centres
from tests.web.conftest import Visit, token_of
from tests.web.pagecheck import faults
from tests.web.visits import in_both

PAGE = "/admin/holidays"
DAYS = "/admin/holidays/CN/2026/days"
MONDAY = "2026-07-06"
SUMMARY = 'class="pl-summary"'


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda _zone: date(2026, 3, 23))


@pytest.fixture
def store(store: Session) -> Session:
    new_year = "元旦", "New Year's Day"
    years = [
        HolidayYear(
            "CN",
            2026,
            ((date(2026, 1, 1), False, *new_year), (date(2026, 1, 4), True, "", "")),
        ),
        HolidayYear("CN", 2025, ((date(2025, 1, 1), False, *new_year),)),
    ]
    load_holidays(store, OPERATOR, years, at=NOON)
    return store


def post(client: FlaskClient, address: str, **data: str):
    token = token_of(client.get("/login").text)
    return client.post(address, data={"csrf_token": token, **data})


def days_of(store: Session, year: int = 2026) -> dict[date, bool]:
    store.rollback()
    found = marked_days(store, "CN", date(year, 1, 1), date(year, 12, 31)).days
    return {on: day.is_working for on, day in found.items()}


def test_the_table_of_this_year(store: Session, visit: Visit) -> None:
    client = visit("sys_admin")
    page = client.get(PAGE).text
    assert faults(page, "zh") == []
    assert "2026年：工作日休息1天，周末上班1天" in page
    assert "元旦" in page
    assert "2025年：工作日休息1天" in client.get(f"{PAGE}?region=CN&year=2025").text
    post(client, "/language/en")
    page = client.get(PAGE).text
    assert faults(page, "en") == []
    assert "New Year&#39;s Day" in page


def test_adding_and_removing_a_day(store: Session, visit: Visit) -> None:
    client = visit("sys_admin")
    answer = post(client, DAYS, on=MONDAY, kind="day_off", name_zh="停电")
    assert answer.status_code == 302, answer.text
    assert answer.headers["Location"] == f"{PAGE}?region=CN&year=2026&notice=holiday_added"
    assert days_of(store)[date(2026, 7, 6)] is False
    assert "已添加该日。" in client.get(answer.headers["Location"]).text
    answer = post(client, f"{DAYS}/remove", on=MONDAY)
    assert answer.status_code == 302
    assert date(2026, 7, 6) not in days_of(store)


def test_a_weekend_day_made_up_for(store: Session, visit: Visit) -> None:
    post(visit("sys_admin"), DAYS, on="2026-07-11", kind="day_worked")
    assert days_of(store)[date(2026, 7, 11)] is True


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"on": "2026-07-11", "kind": "day_off", "name_zh": "周六"}, "该日为周末"),
        ({"on": MONDAY, "kind": "day_worked"}, "该日为工作日"),
        ({"on": MONDAY, "kind": "day_off"}, "请填写名称"),
        ({"on": "x", "kind": "day_off", "name_zh": "一"}, "请填写日期，如2026-04-09"),
        ({"on": "", "kind": "day_off", "name_zh": "一"}, "请填写日期，如2026-04-09"),
        ({"on": "2031-07-07", "kind": "day_off", "name_zh": "一"}, "尚无该年份"),
        ({"on": MONDAY, "kind": "other", "name_zh": "一"}, SUMMARY),
        ({"on": MONDAY, "kind": "day_off", "name_zh": "一" * 61}, SUMMARY),
    ],
)
def test_a_fault_is_said_beside_its_field_and_nothing_is_saved(
    store: Session, visit: Visit, data: dict[str, str], words: str
) -> None:
    before = days_of(store)
    answer = post(visit("sys_admin"), DAYS, **data)
    assert answer.status_code == 422
    assert words in answer.text
    assert faults(answer.text, "zh") == []
    assert days_of(store) == before


def test_a_stale_page_conflicts(store: Session, visit: Visit) -> None:
    client = visit("sys_admin")
    post(client, DAYS, on=MONDAY, kind="day_off", name_zh="停电")
    again = post(client, DAYS, on=MONDAY, kind="day_off", name_zh="停电")
    assert again.status_code == 302  # sent twice does no harm
    other = post(client, DAYS, on=MONDAY, kind="day_off", name_zh="其他")
    assert other.status_code == 409
    assert "该日已在表中" in other.text
    post(client, f"{DAYS}/remove", on=MONDAY)
    gone = post(client, f"{DAYS}/remove", on=MONDAY)
    assert gone.status_code == 409
    assert "该日已不在表中" in gone.text
    assert post(client, f"{DAYS}/remove", on="x").status_code == 422
    elsewhere = post(client, f"{DAYS}/remove", on="2031-07-07")
    assert elsewhere.status_code == 422
    assert "请先添加" in elsewhere.text


def test_a_year_is_added_and_its_empty_table_says_what_to_do(store: Session, visit: Visit) -> None:
    client = visit("sys_admin")
    answer = post(client, "/admin/holidays/CN/years", year="2027")
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"]).text
    assert "该年份尚未录入" in page
    store.rollback()
    assert holiday_years(store) == {"CN": (2025, 2026, 2027)}
    assert post(client, "/admin/holidays/CN/years", year="2050").status_code == 422
    assert post(client, "/admin/holidays/CN/years", year="x").status_code == 422


@pytest.mark.parametrize(
    "address", [f"{PAGE}?region=XX", f"{PAGE}?year=2031", f"{PAGE}?region=CN&year=x"]
)
def test_what_is_not_there_is_not_found(store: Session, visit: Visit, address: str) -> None:
    assert visit("sys_admin").get(address).status_code == 404


def test_other_regions_and_years_are_not_found(store: Session, visit: Visit) -> None:
    client = visit("sys_admin")
    for address in ("/admin/holidays/XX/2026/days", "/admin/holidays/CN/2031/days/remove"):
        assert post(client, address, on=MONDAY, kind="day_off", name_zh="一").status_code == 404
    assert post(client, "/admin/holidays/XX/years", year="2027").status_code == 404


@pytest.mark.parametrize("name", ["senior_supervisor", "judicial_reader", "audit_admin"])
def test_other_roles_find_nothing_and_change_nothing(
    store: Session, visit: Visit, name: str
) -> None:
    client = visit(name)
    before = days_of(store)
    assert client.get(PAGE).status_code == 404
    assert post(client, DAYS, on=MONDAY, kind="day_off", name_zh="一").status_code == 404
    assert days_of(store) == before


def test_the_wrong_method(store: Session, visit: Visit) -> None:
    client = visit("sys_admin")
    assert client.get(DAYS).status_code == 405
    assert post(client, PAGE).status_code == 405


CLOSED = f"{PAGE}/local"


def test_a_place_and_a_centre_are_closed_on_a_day_and_opened_again(
    store: Session, visit: Visit
) -> None:
    two_centres(store)
    store.rollback()
    client = visit("sys_admin")
    zh, en = in_both(client, CLOSED)
    assert "今后没有地方休息日" in zh
    assert "No closing day lies ahead" in en
    assert CLOSED in client.get(PAGE).text
    festival = {"on": "2026-04-13", "name_zh": "泼水节", "name_en": "Water-Splashing Festival"}
    answer = post(client, CLOSED, place="PL", **festival)
    assert answer.headers["Location"] == f"{CLOSED}?notice=day_closed"
    assert post(client, CLOSED, centre="A", **festival | {"on": "2026-04-14"}).status_code == 302
    # sent twice, nothing happens twice; with another reason it is told
    assert post(client, CLOSED, place="PL", **festival).status_code == 302
    other = post(client, CLOSED, place="PL", **festival | {"name_zh": "停电"})
    assert other.status_code == 409
    assert "该日已以其他原因登记" in other.text
    zh, en = in_both(client, CLOSED)
    assert "今后有2个地方休息日" in zh
    assert "泼水节" in zh
    assert "Water-Splashing Festival" in en
    there = {"on": "2026-04-13", "code": "PL", "kind": "place"}
    assert post(client, f"{CLOSED}/open", **there).status_code == 302
    gone = post(client, f"{CLOSED}/open", **there)
    assert gone.status_code == 409
    assert faults(gone.text, "zh") == []
    assert "今后有1个地方休息日" in client.get(CLOSED).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "请选择地区或一个中心"),
        ({"place": "PL", "centre": "A"}, "请选择地区或一个中心"),
        ({"place": "PL", "on": "2026-03-22"}, "请填写今天或以后的日期"),
        ({"place": "PL", "on": "x"}, "请填写日期，如2026-04-09"),
        ({"place": "PL", "name_zh": ""}, "请至少用一种语言填写原因"),
        ({"place": "PL", "name_zh": "一" * 61}, SUMMARY),
        ({"place": "nowhere"}, SUMMARY),
    ],
)
def test_what_cannot_be_closed_is_said_and_nothing_is_entered(
    store: Session, visit: Visit, data: dict[str, str], words: str
) -> None:
    two_centres(store)
    store.rollback()
    client = visit("sys_admin")
    answer = post(client, CLOSED, **{"on": "2026-04-13", "name_zh": "停电"} | data)
    assert answer.status_code == 422
    assert words in answer.text
    assert faults(answer.text, "zh") == []
    assert post(client, f"{CLOSED}/open", on="x", code="PL", kind="place").status_code == 422
    elsewhere = {"on": "2026-04-13", "code": "nowhere", "kind": "place"}
    assert post(client, f"{CLOSED}/open", **elsewhere).status_code == 404
    store.rollback()
    assert local_days(store, OPERATOR, date(2026, 1, 1)) == ()
