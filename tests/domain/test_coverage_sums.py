from dataclasses import replace

import pytest

from qa_app.domain.coverage_sums import Ground, RubricSum, ground_of, sums_by_rubric
from qa_app.domain.rubric import SourceRef
from qa_app.domain.text import BilingualText
from tests.domain.test_answer_counts import LAW, an_item, use

GB, OWN = SourceRef("GB", None), SourceRef("EXPERT", None)


@pytest.mark.parametrize(
    ("sources", "ground"),
    [
        ((LAW,), Ground.CLAUSES),
        ((LAW, OWN), Ground.CLAUSES),
        ((LAW, GB), Ground.OPEN),  # one clause is there, another is still missing
        ((GB,), Ground.OPEN),
        ((OWN,), Ground.PROPOSAL),
    ],
)
def test_what_an_item_stands_on(sources: tuple[SourceRef, ...], ground: Ground) -> None:
    assert ground_of(an_item("A1", *sources)) is ground


def test_every_item_of_a_rubric_is_counted_once_in_its_order() -> None:
    first = [use("A1", LAW), use("A2", LAW, GB), use("A3", OWN), use("A4", LAW)]
    other = replace(use("B1", GB), rubric="other", area="social_work")
    title = BilingualText("细则", "Rubric")
    assert sums_by_rubric([*first, other]) == (
        RubricSum("r", title, "legal_aid", items=4, resting=2, open_items=1, proposals=1),
        RubricSum("other", title, "social_work", items=1, resting=0, open_items=1, proposals=0),
    )
    assert sums_by_rubric([]) == ()
