"""The library's list, search and index; both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.citations import Citation
from qa_app.domain.library_search import terms_of
from qa_app.domain.people import Role
from qa_app.domain.standards import DocumentState
from qa_app.domain.text import BilingualText
from qa_app.queries.library import (
    DocumentFilter,
    clause_by_locus,
    clause_hits,
    clauses_held,
    clauses_of,
    document_by_code,
    documents_page,
    documents_to_follow,
    documents_to_review,
    filter_choices,
    library_index,
    loci_of_document,
)
from qa_app.services.standards.supersede_document import supersede_document
from tests.library import clause, document, shelve
from tests.people import NOON, person

SUPERVISOR = person(Role.SENIOR_SUPERVISOR)
TODAY = date(2026, 3, 23)


@pytest.fixture
def shelf(session: Session) -> Session:
    shelve(
        session,
        document("GUIDE", clause("1", text=BilingualText("每月督导一次", "")), kind="guide", region="INT"),
        document(
            "LAW",
            clause("11", quote="应当立即向公安报告"),
            clause("62", text=BilingualText("每年查询 100%", "Query 100% every year_end")),
            review_on=TODAY + timedelta(days=30),
        ),
        document(
            "PLA",
            clause("1", text=BilingualText("协助申请法律援助", "Help to apply for legal aid")),
            kind="procedure",
            region="CN-53",
            area="legal_aid",
            state=DocumentState.DRAFT,
            title=BilingualText("法律援助流程", "Legal aid procedure"),
            review_on=TODAY - timedelta(days=1),
        ),
    )  # fmt: skip
    return session


def codes(session: Session, words: str = "", **fields: str) -> list[str]:
    wanted = DocumentFilter(**fields, terms=terms_of(words))
    return [one.about.code for one in documents_page(session, wanted)]


def test_the_most_binding_kinds_come_first(shelf: Session) -> None:
    assert codes(shelf) == ["LAW", "PLA", "GUIDE"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"kind": "procedure"}, ["PLA"]),
        ({"state": "draft"}, ["PLA"]),
        ({"region": "INT"}, ["GUIDE"]),
        ({"area": "legal_aid"}, ["PLA"]),
        ({"kind": "law", "region": "INT"}, []),
        ({"kind": "none"}, []),
    ],
)
def test_filters(shelf: Session, fields: dict[str, str], found: list[str]) -> None:
    assert codes(shelf, **fields) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("立即", ["LAW"]),  # two characters, in what a clause quotes
        ("督导", ["GUIDE"]),
        ("援助", ["PLA"]),
        ("儿童保护", ["LAW", "GUIDE"]),  # a title
        ("LEGAL AID", ["PLA"]),
        ("report harm", ["LAW"]),
        ("law", ["LAW"]),  # a code
        ("立即 督导", []),  # all words, in one clause
        ("100%", ["LAW"]),
        ("100_", []),
        ("%", ["LAW"]),
        ("year_end", ["LAW"]),
        ("\\", []),
        ("'; drop table", []),
    ],
)
def test_search_in_both_languages(shelf: Session, words: str, found: list[str]) -> None:
    assert codes(shelf, words) == found


def test_the_clauses_that_hold_all_words(shelf: Session) -> None:
    found = clause_hits(shelf, ("LAW", "GUIDE"), terms_of("每年 查询"))
    assert {code: [one.clause.locus for one in hits] for code, hits in found.items()} == {
        "LAW": ["62"]
    }
    assert clause_hits(shelf, (), ("a",)) == {}
    assert clause_hits(shelf, ("LAW",), ()) == {}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("#11", []),
        ("law#11", ["11"]),  # as it is cited
        ("62", ["62"]),  # the number alone
        ("立即", ["11"]),
        ("强制", ["62"]),  # only labels of its items
        ("强制 查询", ["62"]),  # a label and a word
        ("强制 立即", []),
    ],
)
def test_clauses_by_number_words_and_labels(shelf: Session, words: str, found: list[str]) -> None:
    tagged = {"强制": (Citation("LAW", "62"), Citation("PLA", ""))}
    hits = clause_hits(shelf, ("LAW",), terms_of(words), tagged)
    assert [one.clause.locus for one in hits.get("LAW", ())] == found


def test_what_is_named_so_stands_before_what_only_says_it(session: Session) -> None:
    shelve(
        session,
        document("AAA", clause("1", text=BilingualText("应当强制报告", "")), clause("7")),
        document("BBB", clause("2", text=BilingualText("其他", ""))),
        document("CCC", clause("3"), kind="guide", title=BilingualText("强制报告指南", "")),
        document("DDD", clause("4", text=BilingualText("其他", ""))),
    )
    tagged = {"强制": (Citation("AAA", "7"), Citation("BBB", "2"), Citation("DDD", ""))}
    wanted = DocumentFilter(terms=("强制",), tagged=tagged)
    found = documents_page(session, wanted)
    # title, then words of a clause, then labels: of a clause, and of a document named in whole
    assert [one.about.code for one in found] == ["CCC", "AAA", "BBB", "DDD"]
    assert [one.rank for one in found] == [0, 1, 2, 2]
    rest = documents_page(session, wanted, found[1].place)
    assert [one.about.code for one in rest] == ["BBB", "DDD"]
    hits = clause_hits(session, ("AAA",), ("强制",), tagged)
    assert [one.clause.locus for one in hits["AAA"]] == ["1", "7"]


def test_at_most_three_clauses_are_shown(session: Session) -> None:
    shelve(session, document("LAW", *(clause(str(n)) for n in range(1, 6))))
    found = clause_hits(session, ("LAW",), ("报告",))
    assert [one.clause.locus for one in found["LAW"]] == ["1", "2", "3"]


def test_pages_follow_one_another(session: Session) -> None:
    shelve(session, *(document(f"D{n:02}") for n in range(30)))
    first = documents_page(session, DocumentFilter())
    assert len(first) == 26
    rest = documents_page(session, DocumentFilter(), first[24].place)
    assert [one.about.code for one in rest] == [f"D{n:02}" for n in range(25, 30)]


def test_one_document_and_its_clauses(shelf: Session) -> None:
    found = document_by_code(shelf, "PLA")
    assert found is not None
    assert (found.state, found.clause_count, found.revision) == (DocumentState.DRAFT, 1, 1)
    assert found.area_name.zh == "法律援助"
    assert found.updated_at == NOON
    assert document_by_code(shelf, "NONE") is None
    assert [one.clause.locus for one in clauses_of(shelf, "LAW")] == ["11", "62"]
    assert loci_of_document(shelf, "LAW") == ("11", "62")
    one = clause_by_locus(shelf, "LAW", "11")
    assert one is not None
    assert one.citation == Citation("LAW", "11")
    assert clause_by_locus(shelf, "LAW", "12") is None
    assert clause_by_locus(shelf, "NONE", "11") is None


def test_choices(shelf: Session) -> None:
    regions, areas = filter_choices(shelf)
    assert regions == ("CN", "CN-53", "INT")
    assert [code for code, _name in areas] == ["legal_aid"]


def test_the_index_holds_documents_without_clauses_too(shelf: Session) -> None:
    from dataclasses import replace

    shelve(shelf, replace(document("BARE"), clauses=()))
    index = library_index(shelf)
    assert list(index.sources) == ["BARE", "LAW", "PLA", "GUIDE"]
    assert index.clauses == (
        Citation("LAW", "11"),
        Citation("LAW", "62"),
        Citation("PLA", "1"),
        Citation("GUIDE", "1"),
    )
    assert index.areas == {"BARE": None, "LAW": None, "PLA": "legal_aid", "GUIDE": None}
    assert index.sources["LAW"].title.zh == "儿童保护法"


def test_reminders_leave_superseded_ones_alone(shelf: Session) -> None:
    def near(until: date, most: int = 9) -> list[str]:
        return [one.about.code for one in documents_to_review(shelf, until, most)]

    assert near(TODAY) == ["PLA"]
    assert near(TODAY + timedelta(days=60)) == ["PLA", "LAW"]
    assert near(TODAY + timedelta(days=60), 1) == ["PLA"]
    supersede_document(shelf, SUPERVISOR, "LAW", "GUIDE", date(2026, 4, 1), at=NOON)
    assert near(TODAY + timedelta(days=60)) == ["PLA"]
    found = document_by_code(shelf, "LAW")
    assert found is not None
    assert found.successor == "GUIDE"
    assert [code for code, _title in documents_to_follow(shelf, "PLA")] == ["GUIDE"]


def test_which_clauses_are_held(session: Session) -> None:
    shelve(session, document("LAW", clause("11")), document("OTHER", clause("5")))
    cited = [Citation("LAW", "11"), Citation("LAW", "12"), Citation("NONE", "1")]
    assert clauses_held(session, cited) == {Citation("LAW", "11")}
    assert clauses_held(session, []) == frozenset()
