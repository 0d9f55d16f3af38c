from typing import Any

import pytest

from qa_app.domain.law_basis import basis_at, binds, check_law, items_by_basis
from qa_app.domain.problems import Findings
from qa_app.domain.rubric import Basis
from tests.builders import a_rubric, item, section

OF_THE_LAW = {"quote": "应当", "addressee": {"zh": "机构"}, "confirmed_for": {"article": "MPL#11"}}


@pytest.mark.parametrize(
    ("written", "more", "faults"),
    [
        ({"basis": "law", **OF_THE_LAW}, {}, []),
        ({"basis": "expert"}, {}, []),
        ({"basis": "law"}, OF_THE_LAW, []),
        ({"basis": "law", "quote": ""}, {}, ["law_needs"] * 3),
        ({"basis": "expert", "quote": "应当"}, {}, ["only_for_law"]),
        ({"basis": "expert"}, OF_THE_LAW, []),
    ],
)
def test_what_belongs_to_the_law_stands_with_it_alone(
    written: dict[str, Any], more: dict[str, Any], faults: list[str]
) -> None:
    findings = Findings()
    check_law(findings, written, {**more, **written}, ("items", 0))
    assert [one.code for one in findings.problems] == faults


def of_the_law(code: str, *kinds: str) -> dict[str, Any]:
    confirmed = {"kinds": list(kinds), "article": "LAW#11", "by": "statute"}
    texts = {"quote": "应当", "addressee": {"zh": "机构", "en": "Bodies"}}
    return item(code, basis="law", std=["LAW#11"], confirmed_for=confirmed, **texts)


RUBRIC = a_rubric(
    section(
        "A",
        of_the_law("A1", "law_firm", "university"),
        of_the_law("A2", "all"),
        item("A3", basis="proposed"),
        item("A4"),
    )
)


@pytest.mark.parametrize(
    ("kind", "law", "standard"),
    [
        ("law_firm", ["A1", "A2"], ["A4"]),
        ("university", ["A1", "A2"], ["A4"]),
        ("social_work_agency", ["A2"], ["A1", "A4"]),
        # no centre is meant: what the file says
        ("", ["A1", "A2"], ["A4"]),
    ],
)
def test_a_law_is_one_where_it_was_confirmed(
    kind: str, law: list[str], standard: list[str]
) -> None:
    found = {
        basis: [i.code for i in items] for basis, items in items_by_basis(RUBRIC, kind).items()
    }
    assert found == {Basis.LAW: law, Basis.STANDARD: standard, Basis.PROPOSED: ["A3"]}
    assert [code for code, one in RUBRIC.items.items() if basis_at(one, kind) is Basis.LAW] == law


def test_what_rests_on_no_law_binds_nobody_by_law() -> None:
    assert not binds(RUBRIC.items["A4"], "law_firm")
    assert binds(RUBRIC.items["A2"], "a kind that is added later")
