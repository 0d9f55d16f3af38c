from dataclasses import replace

import pytest

from qa_app.domain.answer_counts import (
    Answers,
)
from qa_app.domain.citations import Citation
from qa_app.domain.coverage import (
    ClauseUse,
    CriterionUse,
    DataState,
    coverage_of,
    is_proposal,
    narrowed,
    sources_of,
)
from qa_app.domain.criteria import Criterion
from qa_app.domain.rubric import Basis, SourceRef
from qa_app.domain.text import BilingualText
from qa_app.domain.verdicts import CriterionType
from tests.domain.test_answer_counts import LAW, an_item, use


def criterion(code: str = "E13", **fields) -> Criterion:
    said = {
        "sets": ("full",),
        "group": "safety",
        "type": CriterionType.MUST,
        "text": BilingualText("标准"),
        "metric": "m",
        "met": "==1",
        "conditional": None,
        "min_n": None,
        "source": "audits",
        "basis": Basis.PROPOSED,
        **fields,
    }
    return Criterion(code=code, **said)


def test_what_rests_on_which_clause() -> None:
    known = [Citation("MPL", "11"), Citation("MPL", "62")]
    first = use("A1", LAW)
    second = use("A2", SourceRef("MPL", "11,99"), SourceRef("GB", None))
    third = use("A3", SourceRef("GB", None))
    own = use("A4", SourceRef("EXPERT", None))
    items = [(first, Answers(5, 1)), (second, Answers(2, 2)), (third, Answers()), (own, Answers())]
    held = CriterionUse(criterion(sources=(LAW,)), DataState.PRESENT)
    bare = CriterionUse(criterion("E02"), DataState.NOT_COLLECTED)
    matrix = coverage_of(known, items, [held, bare])
    eleven, sixty_two, unknown = matrix.rows
    assert eleven == ClauseUse(
        known[0], True, ((first, Answers(5, 1)), (second, Answers(2, 2))), (held,)
    )
    assert matrix.unused == (sixty_two,)
    assert matrix.unknown == (unknown,)
    assert unknown.citation == Citation("MPL", "99")
    assert [(one.use.item.code, one.gaps) for one in matrix.open_items] == [
        ("A2", ("GB",)),  # rests on clauses too, and still lacks one
        ("A3", ("GB",)),
    ]
    assert matrix.proposals == (own,)  # by design without a clause: nothing to fill in
    assert matrix.without_data == (bare,)


def test_an_unused_clause_with_a_criterion_is_still_without_an_item() -> None:
    held = CriterionUse(criterion(sources=(LAW,)), DataState.PRESENT)
    matrix = coverage_of([Citation("MPL", "11")], [], [held])
    assert matrix.unused == matrix.rows
    assert matrix.rows[0].criteria == (held,)


def test_what_a_reader_is_not_told_is_not_said_to_be_missing() -> None:
    each = [CriterionUse(criterion(f"E{n:02}"), data) for n, data in enumerate(DataState)]
    matrix = coverage_of([], [], each)
    assert {one.data for one in matrix.without_data} == {DataState.NONE, DataState.NOT_COLLECTED}


def test_a_criterion_rests_on_what_its_variants_rest_on() -> None:
    variant = criterion(sources=(SourceRef("LAL", "20"), LAW))
    assert sources_of(criterion(sources=(LAW,), variants=(variant,))) == (
        LAW,
        SourceRef("LAL", "20"),
    )


def test_one_document_and_one_area() -> None:
    known = [Citation("MPL", "11"), Citation("PLA", "1"), Citation("PSW", "1")]
    items = [(use("A1", LAW), Answers()), (use("A2", SourceRef("GB", None)), Answers())]
    matrix = coverage_of(known, items, [])
    areas = {"MPL": None, "PLA": "legal_aid", "PSW": "social_work"}

    def loci(document: str, area: str) -> list[str]:
        found = narrowed(matrix, document, area, areas)
        return [f"{row.citation.document}#{row.citation.locus}" for row in found.rows]

    assert loci("", "") == ["MPL#11", "PLA#1", "PSW#1"]
    assert loci("MPL", "") == ["MPL#11"]
    assert loci("", "legal_aid") == ["MPL#11", "PLA#1"]
    assert narrowed(matrix, "GB", "", areas).open_items == matrix.open_items
    assert narrowed(matrix, "MPL", "", areas).open_items == ()
    held = CriterionUse(criterion(sources=(LAW,)), DataState.NONE)
    asked = coverage_of(known, items, [held, CriterionUse(criterion("E02"), DataState.NONE)])
    assert narrowed(asked, "MPL", "", areas).criteria == (held,)
    assert len(narrowed(asked, "", "legal_aid", areas).criteria) == 2
    alone = narrowed(matrix, "", "legal_aid", areas, is_one_rubric=True)
    assert [row.citation for row in alone.rows] == [Citation("MPL", "11")]


@pytest.mark.parametrize(
    ("basis", "sources", "expected"),
    [
        (Basis.PROPOSED, (), True),
        (Basis.PROPOSED, (SourceRef("EXPERT", None),), True),
        (Basis.STANDARD, (SourceRef("EXPERT", None),), True),
        (Basis.PROPOSED, (SourceRef("GB", None),), False),  # named, so its clause is missing
        (Basis.PROPOSED, (SourceRef("EXPERT", None), LAW), False),
        (Basis.STANDARD, (), False),  # a standard that nobody named
    ],
)
def test_a_proposal_has_no_clause_by_design(basis, sources, expected) -> None:
    assert is_proposal(replace(an_item(), basis=basis, sources=sources)) is expected
