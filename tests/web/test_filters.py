"""Odd filters in addresses: every page of results over time answers them alike."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.readings import JAN, count_in, published
from tests.register import two_centres
from tests.web.conftest import Visit

ODD = ("zz", "-1", "1e9", "９", "99999999999", "' OR 1=1", "<b>", "..", "2099-13", "sample2")
PAGES = {
    "/centres": ("place", "area"),
    "/centres/{a}/trends": ("rubric", "area", "section", "measure"),
    "/centres/{a}/trends.csv": ("rubric", "area", "measure"),
    "/centres/{a}/trends.json": ("rubric", "area", "section", "measure"),
    "/centres/places/1/trends": ("rubric", "area", "section", "measure"),
    "/centres/places/0/trends": ("rubric", "section", "measure"),
    "/centres/{a}/standards": ("rubric",),
    "/centres/places/1/standards": ("rubric",),
    "/centres/{a}/behind/sample/1.0.0/2026-01": ("coverage", "section", "item", "skip"),
    "/centres/{a}/moved.csv": ("rubric", "section"),
    "/centres/{a}/quality": ("start",),
    "/centres/{a}/quality.pdf": ("start", "lang"),
    "/places/0/compare": (
        "area", "rubric", "version", "measure", "end", "within", "attention", "charts",
    ),
    "/reports": ("kind", "centre", "page"),
    "/maturity/1": ("year",),
    "/forms/template.xlsx": ("language",),
    "/criteria": ("area", "place", "centre", "as_of", "state", "page"),
}  # fmt: skip


@pytest.fixture
def client(store: Session, visit: Visit) -> tuple[FlaskClient, int]:
    a, _b = two_centres(store)
    version = published(store)
    for month in range(3):
        count_in(store, a, version, JAN + month, times=6)
    return visit("senior_supervisor"), a


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_does_not_know_is_not_found(client: tuple[FlaskClient, int], page: str) -> None:
    visitor, centre = client
    address = page.format(a=centre)
    assert visitor.get(address).status_code == 200
    answers = {
        (name, odd): visitor.get(address, query_string={name: odd}).status_code
        for name in PAGES[page]
        for odd in ODD
    }
    assert {asked: code for asked, code in answers.items() if code != 404} == {}
    # left empty it is as if it were left out, also with a blank, and a stranger's filter is none
    for said in ("", " "):
        empty = dict.fromkeys(PAGES[page], said)
        assert visitor.get(address, query_string=empty).status_code == 200
    assert visitor.get(address, query_string={"utm": "x"}).status_code == 200
    # said twice, the first counts
    for name in PAGES[page]:
        for values, code in ((("", "zz"), 200), (("zz", ""), 404)):
            twice = [(name, value) for value in values]
            assert visitor.get(address, query_string=twice).status_code == code, (name, values)
