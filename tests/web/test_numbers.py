"""Numbers that no database holds, wherever a browser can send one."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from qa_app.web.forms import NumberField
from qa_app.web.numbers import LARGEST, whole_number
from qa_app.web.readers.forms import CapacityForm
from tests.web.conftest import Visit
from tests.web.test_access_matrix import PARAMETERS
from tests.web.test_audits import Setting, post, reader, setting

__all__ = ["reader", "setting"]

HUGE = 10**20


@pytest.mark.parametrize(("given", "number"), [("0", 0), ("12", 12), (12, 12), (LARGEST, LARGEST)])
def test_whole_numbers_are_read(given: object, number: int) -> None:
    assert whole_number(given) == number


@pytest.mark.parametrize(
    "given",
    ["", "x", "-1", "1.0", " 1", "²", "٣", "9" * 5000, str(LARGEST + 1), HUGE, -1, 1.0, True, None],
)
def test_nothing_else_is_a_number(given: object) -> None:
    with pytest.raises(ValueError, match="number"):
        whole_number(given)


@pytest.mark.parametrize("given", ["x", "9" * 400, "-" + "9" * 400, str(LARGEST + 1), "9" * 5000])
def test_a_number_in_a_form_that_nothing_holds_is_refused_with_words(
    app: Flask, given: str
) -> None:
    data = {"files_per_week": given, "revision": given}
    with app.test_request_context(method="POST", data=data):
        form = CapacityForm()
        assert not form.validate()
        assert isinstance(form.files_per_week, NumberField)
        assert form.files_per_week.data is form.revision.data is None
        assert form.files_per_week.errors
        assert form.revision.errors


def test_every_route_with_a_number_takes_no_huge_one(app: Flask, visit: Visit) -> None:
    client, seen = visit("senior_supervisor"), 0
    for rule in app.url_map.iter_rules():
        if "<int:" not in rule.rule:
            continue
        address = re.sub(r"<int:\w+>", str(HUGE), rule.rule)
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: PARAMETERS.get(m[1], "x"), address)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            seen += 1
            # 405: a page of another kind has that address, and takes no form
            assert client.open(address, method=method).status_code in {404, 405}, address
    assert seen > 20


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("senior_supervisor", f"/audits?after=.{HUGE}"),
        ("senior_supervisor", f"/audits?state=draft&after=2026-01-01.{HUGE}"),
        ("senior_supervisor", f"/centres?place={HUGE}"),
        ("senior_supervisor", f"/centres?after=x&after_id={HUGE}"),
        ("senior_supervisor", f"/plan?page={HUGE}"),
        ("senior_supervisor", f"/plan?centre={HUGE}"),
        ("senior_supervisor", "/plan?month=9999-12"),
        ("senior_supervisor", "/plan?month=0001-01"),
        ("senior_supervisor", "/plan/sessions/new?day=9999-12-31"),
        ("senior_supervisor", f"/plan/sessions/new?centre={HUGE}"),
        ("senior_supervisor", f"/rubrics?after={HUGE}.x"),
        ("sys_admin", f"/admin/places?page={HUGE}"),
        ("sys_admin", "/admin/holidays?year=9999"),
        ("audit_admin", "/log?day=9999-12-31"),
        ("audit_admin", f"/log?account={HUGE}"),
        ("audit_admin", f"/log?before={HUGE}"),
        ("audit_admin", f"/log/verify?head={HUGE}:aaaaaaaaaaaaa"),
        ("judicial_reader", "/criteria?as_of=9999-12-31"),
        ("judicial_reader", "/criteria?as_of=0001-01-01"),
        ("judicial_reader", "/criteria?place=²"),
        ("judicial_reader", "/criteria?page=²"),
    ],
)
def test_odd_numbers_and_days_in_addresses_are_answered(
    visit: Visit, setting: Setting, who: str, path: str
) -> None:
    assert visit(who).get(path).status_code in {200, 404}


@pytest.mark.parametrize(
    "fields",
    [
        {"base": HUGE},
        {"base": -1},
        {"base": float("inf")},
        {"seconds": 10**30},
        {"seconds": "x"},
        {"op": "o" * 60},
        {"key": "A" * 80},
        {"read": 5},
    ],
)
def test_a_save_with_an_odd_number_is_refused(
    setting: Setting, reader: FlaskClient, fields: dict[str, object]
) -> None:
    answer = post(reader, setting, **({"key": "A1", "value": "met"} | fields))
    assert answer.status_code == 422
