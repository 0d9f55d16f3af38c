import pytest

from qa_app.domain.citations import Citation, citations_of, gaps_of, loci_of, source_ref
from qa_app.domain.rubric import SourceRef


@pytest.mark.parametrize(
    ("written", "loci"),
    [
        ("11", ("11",)),
        ("62,130", ("62", "130")),
        ("62, 130 ,62", ("62", "130")),
        ("54-56", ("54", "55", "56")),
        ("37-1", ("37-1",)),
        ("14-14", ("14-14",)),
        ("1-1000", ("1-1000",)),
        ("5.2", ("5.2",)),
        ("A-3", ("A-3",)),
        ("1,", ("1",)),
        ("", ()),
        ("14-15,20", ("14", "15", "20")),
    ],
)
def test_single_clauses(written: str, loci: tuple[str, ...]) -> None:
    assert loci_of(written) == loci


def test_what_an_item_cites_and_what_it_leaves_open() -> None:
    sources = (
        SourceRef("MPL", "62,130"),
        SourceRef("GB42380", None),
        SourceRef("EXPERT", None),
        SourceRef("MPL", "62"),
    )
    assert citations_of(sources) == (Citation("MPL", "62"), Citation("MPL", "130"))
    assert gaps_of(sources) == ("GB42380",)
    assert citations_of(()) == ()
    assert gaps_of((SourceRef("EXPERT", None),)) == ()


def test_a_reference_is_a_document_with_or_without_a_clause() -> None:
    assert source_ref("LAW#11") == SourceRef("LAW", "11")
    assert source_ref("LAW#") == source_ref("LAW") == SourceRef("LAW", None)
