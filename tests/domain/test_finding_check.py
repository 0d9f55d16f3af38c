"""Lines of a sheet of findings held against the answers; expected faults worked by hand."""

import pytest

from qa_app.domain.finding_check import (
    Contradiction,
    ContradictionError,
    SheetFault,
    WrittenLine,
    contradictions,
)
from qa_app.domain.findings import FindingKind
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_freeze import freeze
from tests.audits import SECTIONS
from tests.builders import LIBRARY, a_file

F, S = FindingKind.FINDING, FindingKind.STRENGTH
CODES = {"A1": "met", "A2": "unmet", "B1": "na"}


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return freeze(a_file(*SECTIONS), LIBRARY)


def line(*items: str, kind: FindingKind = F, text: bool = False, act: bool = False) -> WrittenLine:
    return WrittenLine(1, kind, items, text, act)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((), ()),
        ((line("A1"),), (("item_met", ("A1",)),)),
        ((line("A1", text=True),), ()),
        # one of several failed: the finding rests on that one
        ((line("A1", "A2", act=True),), ()),
        # what does not apply is neither met nor failed
        ((line("A1", "B1"),), (("item_met", ("A1", "B1")),)),
        ((line("B1"),), ()),
        ((line("Z9"),), ()),
        ((line("A2"),), (("no_action", ("A2",)),)),
        ((line("A2", text=True),), (("no_action", ("A2",)),)),
        ((line("A2", act=True),), ()),
        # another finding on the same red line has the action
        ((line("A2"), line("A2", act=True)), ()),
        ((line("A2", kind=S),), (("strength_unmet", ("A2",)),)),
        ((line("A2", kind=S, text=True),), ()),
        ((line("A1", "A2", kind=S),), ()),
        ((line("B1", kind=S),), ()),
    ],
)
def test_a_line_that_speaks_against_the_answers_is_named(
    rubric: Rubric, lines: tuple[WrittenLine, ...], found: tuple
) -> None:
    told = contradictions(rubric, CODES, ("A2",), lines)
    assert [(one.why.value, one.items) for one in told] == list(found)


@pytest.mark.parametrize("code", ["partly", "no_record", "unmet"])
def test_an_answer_that_is_not_the_best_carries_a_finding_without_words(
    rubric: Rubric, code: str
) -> None:
    assert contradictions(rubric, {"A1": code}, (), (line("A1"),)) == ()
    assert contradictions(rubric, {"A1": code}, (), (line("A1", kind=S),)) != ()


@pytest.mark.parametrize("text", [False, True])
def test_a_finding_on_a_red_line_that_is_met_is_a_contradiction_with_words_too(
    rubric: Rubric, text: bool
) -> None:
    # B1 is the red line of the rubric
    codes = {"A1": "met", "A2": "unmet", "B1": "met"}

    def told(*items: str) -> list[tuple[str, tuple[str, ...]]]:
        found = contradictions(rubric, codes, (), (line(*items, text=text, act=True),))
        return [(one.why.value, one.items) for one in found]

    assert told("B1") == [("red_line_met", ("B1",))]
    assert told("A1", "B1") == [("red_line_met", ("B1",))]
    # it rests on what failed beside it
    assert told("A2", "B1") == []


def test_the_refusal_carries_every_fault() -> None:
    fault = SheetFault(1, F, Contradiction.ITEM_MET, ("A1",))
    refusal = ContradictionError((fault,))
    assert (refusal.code, refusal.params["count"], refusal.faults) == (
        "findings_contradict",
        1,
        (fault,),
    )
