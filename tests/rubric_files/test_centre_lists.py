from datetime import date

import pytest

from qa_app.domain.register import KINDS, NewCentre
from qa_app.domain.rubric_shapes import ORGANISATION_KINDS
from qa_app.domain.text import BilingualText
from qa_app.rubric_files.centre_lists import CentreFault, read_centres

HEAD = "code,name_zh,name_en,place,kind,areas,onboarded_on\n"


def test_a_row_becomes_a_centre() -> None:
    text = (
        HEAD
        + "A-1,中心甲,Centre A,PL,law_firm,legal_aid; social_work,2026-03-01\n\nA-2,,B,PL,university,x,\n"
    )
    assert read_centres(text.encode("utf-8-sig")) == (
        (
            NewCentre(
                "A-1",
                BilingualText("中心甲", "Centre A"),
                "PL",
                "law_firm",
                ("legal_aid", "social_work"),
                date(2026, 3, 1),
            ),
            NewCentre("A-2", BilingualText("", "B"), "PL", "university", ("x",)),
        ),
        (),
    )


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (b"", [(1, "", "heads")]),
        (b"code,name\n", [(1, "", "heads")]),
        (HEAD.encode() + b"\xff\xff\n", [(1, "", "not_text")]),
        (HEAD.encode() + b'"a\n', [(1, "", "not_text")]),
        (
            (HEAD + "中心,,,,shop,,2026-13-01\n").encode(),
            [
                (2, "code", "not_a_code"),
                (2, "name_zh", "name_missing"),
                (2, "place", "empty"),
                (2, "kind", "kind"),
                (2, "areas", "empty"),
                (2, "onboarded_on", "date"),
            ],
        ),
        (
            (HEAD + "A,甲,,PL,law_firm,x,\nA,乙,,PL,law_firm,x,\n").encode(),
            [(3, "code", "twice")],
        ),
        (
            (HEAD + "A,\u200b,,PL,law_firm,;,\n").encode(),
            [(2, "name_zh", "name_missing"), (2, "areas", "empty")],
        ),
    ],
)
def test_every_fault_with_row_and_column(text: bytes, faults: list[tuple[int, str, str]]) -> None:
    assert read_centres(text) == ((), tuple(CentreFault(*fault) for fault in faults))


def test_kinds_are_those_of_the_rubrics() -> None:
    assert set(KINDS) == set(ORGANISATION_KINDS) - {"all"}
