"""The top bar: at most eight words for every role, each page still one step away."""

import re

import pytest

from qa_app.domain.people import Role
from qa_app.web.menu import WORDS_MOST
from tests.web.conftest import Visit
from tests.web.pagecheck import faults
from tests.web.visits import english


def bars(html: str) -> tuple[list[str], list[str]]:
    found = [
        re.findall(r'<a href="([^"]+)"', bar)
        for name in ("pl-menu", "pl-submenu")
        for bar in [html.partition(f'class="{name}"')[2].partition("</nav>")[0]]
    ]
    return found[0], found[1]


@pytest.mark.parametrize("role", [role.value for role in Role if role is not Role.MODERATOR])
def test_no_role_has_more_than_eight_words_at_the_top(visit: Visit, role: str) -> None:
    top, _below = bars(visit(role).get("/").text)
    assert 0 < len(top) <= WORDS_MOST
    assert len(set(top)) == len(top)


def test_what_stands_behind_a_word_is_shown_below_it(visit: Visit) -> None:
    client = english(visit("senior_supervisor"))
    top, below = bars(client.get("/criteria").text)
    assert len(top) == WORDS_MOST
    assert below == ["/criteria", "/papers", "/decisions/"]
    # on each of its pages the word and the part are marked
    for at in below:
        page = client.get(at).text
        assert faults(page, "en") == []
        assert re.search(r'href="/criteria" aria-current="true"', page)
        assert f'<a href="{at}" aria-current="page"' in page
    assert bars(client.get("/centres").text)[1] == [
        "/centres",
        "/register/directory",
        "/indicators",
    ]
    assert bars(client.get("/plan").text)[1] == []


def test_a_manager_finds_decisions_at_the_top(visit: Visit) -> None:
    client = visit("centre_manager")
    top, below = bars(client.get("/decisions/").text)
    assert "/decisions/" in top
    assert below == []
    assert bars(client.get("/criteria").text)[1] == ["/criteria", "/papers"]


def test_who_has_few_words_finds_each_at_the_top(visit: Visit) -> None:
    top, below = bars(visit("judicial_reader").get("/criteria").text)
    assert {"/criteria", "/decisions/", "/places", "/indicators"} <= set(top)
    assert below == []
