"""Words that name tags, and the clauses on which items with such tags rest."""

from qa_app.domain.citations import Citation
from qa_app.domain.rubric import SourceRef
from qa_app.domain.tag_search import clauses_tagged, tags_named
from tests.domain.test_answer_counts import use

NAMES = {"mandatory_report": ("强制报告", "mandatory report"), "safety": ("安全", "safety")}


def test_a_tag_is_named_by_its_code_or_by_its_words_in_any_language() -> None:
    assert tags_named(("强制", "mandatory_rep", "SAFE".casefold(), "法律"), NAMES) == {
        "强制": frozenset({"mandatory_report"}),
        "mandatory_rep": frozenset({"mandatory_report"}),
        "safe": frozenset({"safety"}),
    }
    assert tags_named((), NAMES) == {}


def test_clauses_of_items_with_a_tag_and_documents_named_without_one() -> None:
    items = (
        use("A1", SourceRef("MPL", "11,62"), SourceRef("MR2020", None), tags=("mandatory_report",)),
        use("A2", SourceRef("DVL", "14"), tags=("safety",)),
        use("A3", SourceRef("EXPERT", None), tags=("mandatory_report",)),
    )
    assert clauses_tagged(items, {"强制": frozenset({"mandatory_report"})}) == {
        "强制": (Citation("MPL", "11"), Citation("MPL", "62"), Citation("MR2020", ""))
    }
    assert clauses_tagged(items, {}) == {}
