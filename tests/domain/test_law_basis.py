from typing import Any

import pytest

from qa_app.domain.law_basis import check_law
from qa_app.domain.problems import Findings

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
