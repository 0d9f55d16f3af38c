import pytest

from qa_app.domain.centre_lists import (
    DOCUMENTS,
    EXPERTS,
    POPULATION,
    PROFILES,
    SANCTION_LIST,
    VACANCIES,
)
from qa_app.domain.list_faults import Flaw
from qa_app.domain.list_matching import is_identity
from qa_app.domain.register_list_check import ListGround, check_lines
from qa_app.domain.register_lists import RegisterList
from tests.domain.test_register_list_check import AREAS, NOW

GROUND = ListGround(NOW, {"centre": {("", "A"): 1}, "place": {("", "PL"): 1}}, {"area": AREAS})


@pytest.mark.parametrize(
    "listed", [PROFILES, DOCUMENTS, SANCTION_LIST, VACANCIES, POPULATION, EXPERTS]
)
def test_every_list_has_a_key_and_heads_that_can_be_told_apart(listed: RegisterList) -> None:
    assert any(one.is_key for one in listed.columns)
    assert all(one.is_required for one in listed.columns if one.is_key)
    heads = [text for one in listed.columns for text in (one.name, one.head.zh, one.head.en)]
    own = [len({one.name, one.head.zh, one.head.en.casefold()}) for one in listed.columns]
    assert len({head.casefold() for head in heads}) == sum(own)
    assert not any(is_identity(one.head.zh) for one in listed.columns)
    assert all(one.head.zh and one.head.en for one in listed.columns)


def flaws(listed: RegisterList, *cells: str) -> list[tuple[Flaw, str]]:
    heads = tuple(one.name for one in listed.columns)
    done = check_lines([(1, heads), (2, cells)], listed, GROUND)
    return [(one.flaw, one.column) for one in done.faults]


def test_an_outcome_stands_where_its_kind_has_one() -> None:
    blank = ("2025", "", "", "2026-03-01", "", "", "", "")
    assert flaws(DOCUMENTS, "A", "annual_report", *blank) == [(Flaw.NOT_TOGETHER, "outcome")]
    outcome = (*blank[:-2], "accepted", "")
    assert flaws(DOCUMENTS, "A", "annual_report", *outcome) == []
    assert flaws(DOCUMENTS, "A", "registration", *outcome) == [(Flaw.NOT_TOGETHER, "outcome")]
    digest = (*blank[:-1], "abc")
    assert flaws(DOCUMENTS, "A", "registration", *digest) == [(Flaw.NOT_A_DIGEST, "digest")]
    assert flaws(DOCUMENTS, "A", "registration", *(*blank[:-1], "0" * 63 + "f")) == []


def test_a_penalty_is_not_closed() -> None:
    cells = ("A", "penalty", "1", "民政局", "2026-03-01", "2026-03-02")
    assert flaws(SANCTION_LIST, *cells) == [(Flaw.NOT_TOGETHER, "closed_on")]
    assert flaws(SANCTION_LIST, "A", "open_case", *cells[2:]) == []


def test_nobody_is_named_in_a_contact_route() -> None:
    assert flaws(PROFILES, "A", "ngo", "值班电话0871-63100000", "") == []
    assert flaws(PROFILES, "A", "ngo", "联系人姓名：李小明", "") == [(Flaw.NAME, "contact_zh")]
