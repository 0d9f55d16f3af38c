"""Sampled cases on screen: each with its own facts, histories, dates and lists of dates."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.accounts import AccountRow
from qa_app.queries.audits import entries_of
from tests.audits import a_draft, holidays, publish
from tests.builders import item, section, words
from tests.register import two_centres
from tests.web.conftest import Visit, token_of
from tests.web.sentforms import form_of

CODES = {"a": words("a"), "b": words("b")}
SHARE = {"per_case": True, "share": {"met": 0.9, "partly": 0.5}}
RHYTHM = {"log": "met", "start": "came", "end": "ended", "by_fact": "risk"}
FIELDS = {
    "facts": [],
    "clocks": [{"id": code, **words(code)} for code in ("came", "began", "ended")],
    "logs": [{"id": "met", **words("met")}],
    "case_sample": {
        "unit": "case",
        "size": "all",
        "from": words("all"),
        "facts": [
            {"id": "kinds", "type": "multi", "options": CODES, **words("kinds")},
            {"id": "risk", "type": "history", "options": CODES, **words("risk")},
        ],
    },
}
SECTIONS = section(
    "P",
    item("P1", scale="time3", clock={"from": "came", "to": "began", "within": "24h"}, **SHARE),
    item("P2", applies_if={"fact": "kinds", "has": "a"}, **SHARE),
    item("P3", scale="freq3", frequency={**RHYTHM, "every": {"a": "7d", "b": "31d"}}, **SHARE),
)
START = "sample.sample"
FILLED = {
    "pool.pool": "3",
    # for the whole audit; each case has it unless it says otherwise
    "clock.ended.date": "2026-03-30",
    "clock.came.date": "2026-03-02",
    "clock.came.time": "09:00",
    f"{START}.rows": "3",
    # in time; asked P2; four periods of a week, each with a meeting
    f"{START}.0.fact.kinds": "a",
    f"{START}.0.fact.risk.at": ["2026-03-02", ""],
    f"{START}.0.fact.risk.value": ["a", ""],
    f"{START}.0.clock.began.date": "2026-03-02",
    f"{START}.0.clock.began.time": "10:00",
    f"{START}.0.log.met.at": ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"],
    f"{START}.0.answer.P2": "met",
    # late; not asked P2; no period of 31 days fits into 28
    f"{START}.1.fact.kinds": "-",
    f"{START}.1.fact.risk.at": "2026-03-02",
    f"{START}.1.fact.risk.value": "b",
    f"{START}.1.clock.began.date": "2026-03-05",
    f"{START}.1.log.met.none": "1",
}
SAVED = [
    {
        "facts": {"kinds": ["a"], "risk": [{"from": "2026-03-02", "is": "a"}]},
        "clocks": {"began": "2026-03-02T10:00"},
        "logs": {"met": [{"at": f"2026-03-{day}"} for day in ("02", "09", "16", "23")]},
        "answers": {"P2": "met"},
    },
    {
        "facts": {"kinds": [], "risk": [{"from": "2026-03-02", "is": "b"}]},
        "clocks": {"began": "2026-03-05"},
        "logs": {"met": []},
    },
]


def a_visit(store: Session) -> int:
    centre, _ = two_centres(store)
    holidays(store)
    name = "senior_supervisor"
    query = select(AccountRow.id).where(AccountRow.login_name == name)
    account = store.execute(query).scalar_one()
    store.rollback()
    actor = Actor(account, name, (Grant(Role.SENIOR_SUPERVISOR, Reach(is_everything=True)),))
    return a_draft(store, centre, publish(store, SECTIONS, **FIELDS), actor)


def send(client: FlaskClient, place: str, fields: dict) -> None:
    answer = client.post(f"{place}/sections/background", data=fields)
    assert answer.status_code == 302, answer.text


@pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
def test_each_case_has_its_own_dates_lists_and_histories(
    app: Flask, store: Session, visit: Visit
) -> None:
    audit, client = a_visit(store), visit("senior_supervisor")
    place = f"/audits/{audit}"
    send(client, place, form_of(client.get(place).text, "s-background") | FILLED)
    page = client.get(f"{place}?section=background").text
    # sent again untouched, it stays as it is: every field came back
    send(client, place, form_of(page, "s-background"))
    sample = next(one for one in entries_of(store, audit) if one.key == "sample")
    store.rollback()
    assert (sample.value, sample.revision) == (SAVED, 1)
    # three cases, of which the rubric wants all: two are too few, beside the field and at the end
    short = "抽查个案：3件中的2件；按细则应抽查3件（全部）；抽查数不足"
    assert short in client.get(f"{place}?section=background").text
    check = client.get(f"{place}/check").text
    assert f'<p class="pl-warn">{short}' in check
    data = {"csrf_token": token_of(check), "statement": ["read", "independent", "anonymous"]}
    assert client.post(f"{place}/check", data=data).status_code == 302
    told = client.get(f"{place}/result.json").json["result"]["explanation"]["items"]
    # 1 of 2 in time is half; the other two have one case each, at the top: 2.5 of 3
    assert [(one["item"], one["value"]) for one in told] == [
        ("P1", "1/2"),
        ("P2", "1/1"),
        ("P3", "1/1"),
    ]
    report = client.get(f"{place}/report").text
    assert "83.3" in report
    assert short in report


@pytest.mark.parametrize("value", ["many", "-1", "2.5", "10000000", "3/1", "1e3"])
def test_how_many_cases_there_are_is_a_whole_number(
    store: Session, visit: Visit, value: str
) -> None:
    audit, client = a_visit(store), visit("senior_supervisor")
    place = f"/audits/{audit}"
    headers = {"X-CSRFToken": token_of(client.get(place).text)}
    plain = {"kind": "pool", "key": "pool", "base": 0, "op": "how-many-cases"}
    plain |= {"fields": [["pool.pool", value]]}
    answer = client.post(f"{place}/entries", json=plain, headers=headers)
    assert answer.status_code == 422, answer.text
    assert entries_of(store, audit) == ()
    plain["fields"] = [["pool.pool", "3"]]
    assert client.post(f"{place}/entries", json=plain, headers=headers).status_code == 200


def test_a_case_without_its_dates_keeps_its_item_open(store: Session, visit: Visit) -> None:
    audit, client = a_visit(store), visit("senior_supervisor")
    place = f"/audits/{audit}"
    fields = {name: value for name, value in FILLED.items() if not name.startswith("clock.came")}
    send(client, place, form_of(client.get(place).text, "s-background") | fields)
    page = client.get(f"{place}?section=P").text
    assert "还有2件抽查个案未完成" in page
