from datetime import date

import pytest

from qa_app.domain.consultation_lists import (
    CONSULTATION_LIST,
    InOffice,
    OfCase,
    StepGround,
    consultation_misfit,
    own_number,
)
from qa_app.domain.register_lists import Line, Value

CASES = {("A", "C-1"): OfCase("social_work", date(2026, 1, 5))}
EXPERTS = {
    ("A", "E1"): (
        InOffice(frozenset({"social_work"}), date(2026, 1, 1), date(2026, 3, 31)),
        InOffice(frozenset({"legal_aid"}), date(2026, 4, 1), None),
    )
}
ASKED: Line = {
    "centre": "A",
    "number": "ZX-1",
    "case": "C-1",
    "topic": "risk",
    "asked_on": date(2026, 3, 2),
    "expert": "",
    "given_on": None,
    "answered_on": None,
    "closed_on": None,
    "question": "如何评估？",
    "answer": "",
}
GIVEN: Line = {**ASKED, "expert": "E1", "given_on": date(2026, 3, 3)}
ANSWERED: Line = {**GIVEN, "answered_on": date(2026, 3, 5), "answer": "先做筛查"}


def misfit(line: Line, *standing: Line) -> tuple[str, str] | None:
    stands = {(str(one["centre"]), str(one["number"])): one for one in standing}
    every = frozenset({"A"})
    found = consultation_misfit(line, StepGround(CASES, EXPERTS, stands, every, every))
    return found and (found[0], found[1].flaw.value)


def test_steps_are_added_to_what_stands() -> None:
    for line, standing in ((ASKED, ()), (ANSWERED, ()), (ANSWERED, (ASKED,)), (ANSWERED, (GIVEN,))):
        assert misfit(line, *standing) is None
    # blanks leave what stands, texts are held against nothing
    assert misfit({**ASKED, "question": "另一句"}, ANSWERED) is None


@pytest.mark.parametrize(
    ("line", "changed", "standing", "found"),
    [
        (ASKED, {"topic": "law"}, (ASKED,), ("topic", "not_together")),
        (ANSWERED, {"answered_on": date(2026, 3, 6)}, (ANSWERED,), ("answered_on", "not_together")),
        (ASKED, {"asked_on": date(2026, 1, 4)}, (), ("asked_on", "before_other")),
        (ASKED, {"number": "Q-7"}, (), ("number", "unknown_code")),
        (GIVEN, {"given_on": date(2026, 4, 1)}, (), ("expert", "not_together")),  # other area then
        (GIVEN, {"given_on": date(2025, 12, 31)}, (ASKED,), ("expert", "not_together")),
    ],
)
def test_what_does_not_fit(
    line: Line, changed: dict[str, Value], standing: tuple[Line, ...], found: tuple[str, str]
) -> None:
    assert misfit({**line, **changed}, *standing) == found


def test_a_question_that_was_asked_here_goes_on_on_its_page_alone() -> None:
    assert own_number(7) == "Q-7"
    ours = {**ASKED, "number": "Q-7"}
    assert misfit(ours, ours) is None
    assert misfit({**GIVEN, "number": "Q-7"}, ours) == ("expert", "not_together")


def test_later_steps_need_the_earlier_ones() -> None:
    (fits,) = CONSULTATION_LIST.rules
    assert fits(ANSWERED) is None
    for changed, told in (
        ({"expert": ""}, ("expert", "given_on")),
        ({"given_on": None, "expert": ""}, ("answered_on", "given_on")),
        ({"answered_on": None}, ("answer", "answered_on")),
        ({"answered_on": None, "closed_on": date(2026, 3, 6)}, ("closed_on", "answered_on")),
    ):
        assert fits({**ANSWERED, **changed}) == told
