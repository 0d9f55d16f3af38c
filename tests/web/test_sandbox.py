"""A draft of criteria is tried on screen, and whoever publishes it says that they looked."""

import csv

import pytest
from sqlalchemy.orm import Session

from qa_app.services.criteria.note_trial import note_trial
from qa_app.services.criteria.run_criteria_trial import run_criteria_trial
from tests.criteria_trials import SMALL, Tried, a_draft, a_trial, shipped_criteria
from tests.people import NOON, OPERATOR
from tests.web.conftest import ON_POSTGRESQL, Visit, token_of
from tests.web.visits import faultless, heading, in_both


@pytest.fixture
def scene(store: Session) -> Tried:
    return a_trial(store)


@ON_POSTGRESQL
def test_tried_and_looked_at_on_screen(scene: Tried, visit: Visit, store: Session) -> None:
    city, address = visit("city"), f"/criteria/sandbox/{scene.draft}"
    chinese, english = in_both(city, address)
    assert heading(english) == "This draft was not tried yet"
    assert "标准草案试算" in chinese
    token = token_of(city.get(address).text)
    answer = city.post(f"{address}/run", data={"csrf_token": token})
    assert answer.headers["Location"] == address
    answer = city.get(address)
    assert answer.headers["Refresh"] == "5"
    chinese, english = in_both(city, address)
    assert "it waits to begin, at most five minutes" in english
    note_trial(store, scene.draft, 3, 40, at=NOON)
    chinese, english = in_both(city, address)
    assert "3 of 40 parts are done" in english
    assert 'value="3" max="40"' in english
    run_criteria_trial(store, OPERATOR, scene.draft, SMALL, at=NOON)
    assert "Refresh" not in city.get(address).headers
    chinese, english = in_both(city, address)
    assert "Asked for by" in english
    assert "honest centres" in heading(english)
    assert "诚信" in heading(chinese)
    for said in ("98 %", "95 %", "90 %", "Candidate", "nothing in force", "Nobody has looked yet"):
        assert said in english
    digest = english.split('name="digest" value="')[1].split('"')[0]
    sent = {"csrf_token": token, "digest": digest}
    for _ in range(2):
        answer = city.post(f"{address}/look", data=sent)
        assert answer.headers["Location"] == f"{address}?notice=trial_looked"
    page = faultless(city, f"{address}?notice=trial_looked")
    assert 'name="digest"' not in page
    other = visit("author")
    english = faultless(other, f"{address}?lang=en")
    assert 'name="digest"' in english


def test_the_tables_can_be_taken_away(scene: Tried, visit: Visit, store: Session) -> None:
    city, address = visit("city"), f"/criteria/sandbox/{scene.draft}"
    assert city.get(f"{address}/honest.csv").status_code == 404
    run_criteria_trial(store, scene.second, scene.draft, SMALL, at=NOON)
    rows = list(csv.reader(city.get(f"{address}/honest.csv").data.decode("utf-8-sig").splitlines()))
    assert len(rows) == 7
    assert len({len(row) for row in rows}) == 1
    rows = list(csv.reader(city.get(f"{address}/past.csv").data.decode("utf-8-sig").splitlines()))
    assert len(rows) > 1


def test_too_few_that_pass_want_a_reason(scene: Tried, visit: Visit, store: Session) -> None:
    plain = [
        {name: value for name, value in one.items() if name != "conditional"} | {"met": ">=100"}
        if one["id"] == "E09"
        else one
        for one in shipped_criteria()
    ]
    draft = a_draft(store, scene.author, version="1.0.3", criteria=plain)
    digest = run_criteria_trial(store, scene.second, draft, SMALL, at=NOON)
    city, address = visit("city"), f"/criteria/sandbox/{draft}"
    english = faultless(city, f"{address}?lang=en")
    assert 'name="reason"' in english
    sent = {"csrf_token": token_of(english), "digest": digest, "reason": "short"}
    answer = city.post(f"{address}/look", data=sent)
    assert answer.status_code == 422
    assert "short" in answer.text
    answer = city.post(f"{address}/look", data={**sent, "digest": "0" * 64})
    assert answer.status_code == 409
    answer = city.post(
        f"{address}/look", data={**sent, "reason": "试行期先按此标准运行，三个月后复核结果。"}
    )
    assert answer.status_code == 302
    assert "三个月后复核" in faultless(city, address)
