from dataclasses import replace
from typing import Any

import pytest

from qa_app.domain.law_words import check_clauses
from qa_app.domain.problems import Findings
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_library import Library, with_shelf
from tests.builders import LIBRARY, a_file, item, section, words

HELD = replace(
    LIBRARY,
    sources={"LAW": {}, "BARE": {}, "PRO": {}},
    steps={"PRO": frozenset({"1"})},
    clauses={"LAW": {"11": "应当立即向有关部门报告", "62": "", "63": "每年查询"}},
)
AT = ("sections", 0, "items", 0)


def found(library: Library = HELD, **fields: Any) -> list[tuple[str, str, tuple[Any, ...]]]:
    of_law = {
        "basis": "law",
        "std": ["LAW#11,62,63"],
        "quote": "应当立即",
        "addressee": words("units"),
        "confirmed_for": {"kinds": ["all"], "article": "LAW#11", "by": "statute"},
    }
    if fields.get("basis"):
        of_law = {}
    plain = a_file(section("A", item("A1", **(of_law | fields))))
    return [(one.severity.value, one.code, one.path[4:]) for one in check_rubric(plain, library)]


def confirmed(article: str, by: str = "statute") -> dict[str, Any]:
    return {"kinds": ["all"], "article": article, "by": by}


def test_what_the_library_holds_is_in_order() -> None:
    assert found() == []
    assert found(quote="立即向有关\n  部门") == []
    # of several articles one holds the words
    assert found(confirmed_for=confirmed("LAW#11,63"), quote="每年查询") == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        # an article that does not exist, in what the item rests on and as what binds
        ({"std": ["LAW#11,999"]}, [("error", "unknown_clause", ("std", 0))]),
        (
            {"std": ["LAW#11", "LAW#999"], "confirmed_for": confirmed("LAW#999")},
            [
                ("error", "unknown_clause", ("std", 1)),
                ("error", "unknown_clause", ("confirmed_for", "article")),
            ],
        ),
        ({"basis": "standard", "std": ["LAW#999"]}, [("error", "unknown_clause", ("std", 0))]),
        # an article of two clauses of which the item rests on one
        (
            {"std": ["LAW#11"], "confirmed_for": confirmed("LAW#11,63")},
            [("error", "article_not_cited", ("confirmed_for", "article"))],
        ),
        # words that do not stand there, also those of another article
        ({"quote": "可以报告"}, [("error", "quote_not_there", ("quote",))]),
        ({"quote": "每年查询"}, [("error", "quote_not_there", ("quote",))]),
        (
            {"std": ["LAW#62"], "confirmed_for": confirmed("LAW#11")},
            [("error", "article_not_cited", ("confirmed_for", "article"))],
        ),
        (
            {"confirmed_for": confirmed("LAW")},
            [("error", "article_without_clause", ("confirmed_for", "article"))],
        ),
        # what nobody can tell is a doubt
        ({"confirmed_for": confirmed("LAW#62")}, [("warning", "quote_unchecked", ("quote",))]),
        (
            {"basis": "standard", "std": ["BARE#7"]},
            [("warning", "clauses_not_held", ("std", 0))],
        ),
        (
            {"confirmed_for": confirmed("LAW#11", "zhang")},
            [("warning", "confirmer_unchecked", ("confirmed_for", "by"))],
        ),
    ],
)
def test_what_a_law_is_said_to_say_is_held_against_the_library(
    fields: dict[str, Any], told: list[tuple[str, str, tuple[Any, ...]]]
) -> None:
    assert found(**fields) == told


def test_without_files_of_clauses_nothing_is_said() -> None:
    assert found(replace(HELD, clauses=None), std=["LAW#11,999"], quote="可以") == []


def test_the_library_of_an_installation_goes_before_the_files() -> None:
    shelf = {"LAW": {"999": "可以报告"}, "PRO": {"2": ""}, "OWN": {"5": ""}}
    library = with_shelf(HELD, shelf, lambda name: name == "li")
    of_999: dict[str, Any] = {"std": ["LAW#999"], "quote": "可以"}
    assert found(library, **of_999, confirmed_for=confirmed("LAW#999", "li")) == []
    assert found(library, **of_999, confirmed_for=confirmed("LAW#999", "zhang")) == [
        ("error", "unknown_confirmer", ("confirmed_for", "by"))
    ]
    # of a document or procedure that stands in both, clauses and steps of either are known
    assert found(library, basis="standard", std=["LAW#11", "PRO#1", "PRO#2", "OWN#5"]) == []
    assert found(library, basis="standard", std=["PRO#3"]) == [
        ("error", "unknown_step", ("std", 0))
    ]
    # where both quote a clause, the words of the installation count
    newer = with_shelf(HELD, {"LAW": {"11": "可以报告"}}, lambda _name: False)
    assert found(newer) == [("error", "quote_not_there", ("quote",))]


def test_findings_of_one_place_are_told_one_by_one() -> None:
    findings = Findings()
    assert not check_clauses(findings, "LAW#1,2,11", HELD, AT)
    assert [one.params["name"] for one in findings.problems] == ["LAW#1", "LAW#2"]
