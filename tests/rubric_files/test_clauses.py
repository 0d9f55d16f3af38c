"""The library's files: the shipped ones hold what rubrics rest on; faults have their place."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qa_app.domain.answer_counts import NO_ANSWERS, Answers, ItemUse
from qa_app.domain.citations import OWN_PROPOSAL, Citation, citations_of, loci_of
from qa_app.domain.coverage import coverage_of
from qa_app.domain.rubric import SourceRef
from qa_app.domain.standards import (
    Document,
    DocumentState,
    faults_of_about,
    faults_of_clause,
)
from qa_app.rubric_files.clauses import LibraryFilesError, read_documents
from qa_app.rubric_files.reader import read_plain, read_rubric

LOCAL = """\
schema: qa.clauses/1
document: DB53
about:
  kind: standard
  region: CN-53
  status: read
  title: {zh: "云南地方标准"}
  in_force: {from: "2026-01-01"}
  area: social_work
clauses:
  - {locus: "5.2", text: {zh: "首次接触在24小时内完成"}, quote: "应在24小时内"}
"""


@pytest.fixture(scope="module")
def library(shipped: Path) -> dict[str, Document]:
    return {one.about.code: one for one in read_documents([shipped / "sources.yaml"], shipped)}


def cited(value: Any, file: str) -> Iterator[tuple[str, Citation, dict[str, Any]]]:
    """Every clause that a rubric or criterion cites, with what cites it."""
    if isinstance(value, dict):
        named = value.get("std")
        if isinstance(named, list):
            refs = [one.partition("#") for one in named]
            sources = tuple(SourceRef(source, locus or None) for source, _, locus in refs)
            for citation in citations_of(sources):
                yield f"{file} {value.get('id')}", citation, value
        for entry in value.values():
            yield from cited(entry, file)
    elif isinstance(value, list):
        for entry in value:
            yield from cited(entry, file)


def all_cited(shipped: Path) -> list[tuple[str, Citation, dict[str, Any]]]:
    folders = (shipped, shipped / "reference", shipped / "procedures", shipped / "competencies")
    files = [file for folder in folders for file in sorted(folder.glob("*.yaml"))]
    return [one for file in files for one in cited(read_plain(file).plain, file.stem)]


def test_every_clause_that_a_shipped_rubric_cites_is_in_the_library(
    library: dict[str, Document], shipped: Path
) -> None:
    known = {
        Citation(code, clause.locus) for code, one in library.items() for clause in one.clauses
    }
    found = all_cited(shipped)
    assert len(found) > 150
    assert {(where, one) for where, one, _ in found if one not in known} == set()


def uses(shipped: Path) -> list[tuple[ItemUse, Answers]]:
    """Every item of the shipped rubrics, as the matrix takes it."""
    found = []
    for file in sorted(shipped.glob("*.yaml")):
        if read_plain(file).plain["schema"] != "qa.rubric/1":
            continue
        rubric = read_rubric(file, shipped).rubric
        about = (rubric.code, rubric.version, 1, rubric.title, rubric.area, False)
        found += [(ItemUse(*about, item), NO_ANSWERS) for item in rubric.items.values()]
    return found


def test_what_a_shipped_item_names_is_a_clause_of_the_library_or_counts_as_a_gap(
    library: dict[str, Document], shipped: Path
) -> None:
    clauses = [Citation(code, one.locus) for code, doc in library.items() for one in doc.clauses]
    items = uses(shipped)
    matrix = coverage_of(clauses, items, ())
    assert matrix.unknown == ()
    gaps = {(one.use.rubric, one.use.item.code): one.gaps for one in matrix.open_items}
    named = 0
    for use, _answers in items:
        for source in use.item.sources:
            named += 1
            told = gaps.get((use.rubric, use.item.code), ())
            assert (
                set(citations_of([source])) & set(clauses)
                or source.source in told
                or source.source == OWN_PROPOSAL
            ), (use.rubric, use.item.code, source)
    assert named > 300
    # nobody who wrote the shipped files had the articles of these: no clause is made up for them
    for code, seen in (("MR2020", "title-only"), ("LAPR", "title-only"), ("FEZJ", "partly")):
        assert (library[code].about.seen, library[code].clauses) == (seen, ())
        assert "补录" in library[code].about.where.zh
        naming = {
            (use.rubric, use.item.code)
            for use, _answers in items
            if any(source.source == code for source in use.item.sources)
        }
        assert naming == {key for key, told in gaps.items() if code in told}
        assert len(naming) == {"MR2020": 2, "LAPR": 6, "FEZJ": 5}[code]


def test_the_words_that_bind_stand_in_the_article_that_is_confirmed(
    library: dict[str, Document], shipped: Path
) -> None:
    seen = 0
    for where, _citation, entry in all_cited(shipped):
        if entry.get("basis") != "law":
            continue
        source, _, locus = entry["confirmed_for"]["article"].partition("#")
        clauses = {clause.locus: clause for clause in library[source].clauses}
        quotes = [clauses[one].quote for one in loci_of(locus)]
        assert any(entry["quote"] in quote for quote in quotes), (where, quotes)
        seen += 1
    assert seen > 20


def test_every_shipped_text_stands_in_both_languages(library: dict[str, Document]) -> None:
    assert len(library) > 40
    for one in library.values():
        texts = [one.about.title, one.about.where]
        for clause in one.clauses:
            texts += [clause.text, *([clause.where] if clause.where.zh else [])]
            assert faults_of_clause(clause) == (), (one.about.code, clause.locus)
        assert all(text.zh and text.en for text in texts), one.about.code
        assert faults_of_about(one.about) == (), one.about.code
    assert "EXPERT" not in library


def test_what_was_not_read_says_so(library: dict[str, Document]) -> None:
    for one in library.values():
        if one.about.kind == "procedure":
            continue
        for clause in one.clauses:
            if (clause.seen or one.about.seen) == "title-only":
                assert "未" in clause.text.zh, (one.about.code, clause.locus)
                assert "not read" in clause.text.en
                assert clause.quote == ""


def test_the_four_procedures_are_drafts_with_steps(library: dict[str, Document]) -> None:
    counts = {code: len(library[code].clauses) for code in ("PSW", "PLA", "PPS", "PFE")}
    assert counts == {"PSW": 12, "PLA": 11, "PPS": 11, "PFE": 10}
    first = library["PLA"].clauses[0]
    assert library["PLA"].state is DocumentState.DRAFT
    assert library["PLA"].about.area == "legal_aid"
    assert (first.locus, first.who.zh, first.within) == ("1", "社工、法律援助机构", "3d")


def test_a_local_document_is_one_file(tmp_path: Path, shipped: Path) -> None:
    file = tmp_path / "db53.yaml"
    file.write_text(LOCAL, "utf-8")
    (one,) = read_documents([file], shipped)
    assert (one.about.code, one.about.region, one.about.area) == ("DB53", "CN-53", "social_work")
    assert one.about.in_force_from == date(2026, 1, 1)
    assert (one.clauses[0].locus, one.clauses[0].quote) == ("5.2", "应在24小时内")
    assert one.state is DocumentState.IN_FORCE


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("qa.clauses/1", "qa.clauses/2", "unknown_schema", 1),
        ("document: DB53", "document: [a]", "not_a_code", 2),
        ("kind: standard", "kind: novel", "not_one_of", 4),
        ("  region: CN-53\n", "", "missing_field", 3),
        ("status: read", "status: seen", "not_one_of", 6),
        ('zh: "云南地方标准"', 'zh: ""', "text_missing", 7),
        ("2026-01-01", "2026-02-30", "not_a_date", 8),
        ("locus", "number", "missing_field", 11),
        ('quote: "应在24小时内"', "quote: 3", "not_words", 11),
        ('zh: "首次接触在24小时内完成"', 'en: "First contact"', "text_missing", 11),
    ],
)
def test_a_fault_is_named_with_its_place(
    old: str, new: str, code: str, line: int, tmp_path: Path, shipped: Path
) -> None:
    file = tmp_path / "db53.yaml"
    file.write_text(LOCAL.replace(old, new, 1), "utf-8")
    with pytest.raises(LibraryFilesError) as refused:
        read_documents([file], shipped)
    found = [(one.problem.code, one.line) for one in refused.value.problems[file]]
    assert (code, line) in found


def test_a_clause_twice_and_a_document_that_nothing_describes(
    tmp_path: Path, shipped: Path
) -> None:
    file = tmp_path / "twice.yaml"
    again = LOCAL[LOCAL.index("  - {locus") :]
    file.write_text(LOCAL + again, "utf-8")
    nameless = tmp_path / "nameless.yaml"
    about = LOCAL[LOCAL.index("about:") : LOCAL.index("clauses:")]
    nameless.write_text(LOCAL.replace(about, ""), "utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text("a: [", "utf-8")
    rubric = tmp_path / "rubric.yaml"
    rubric.write_text("schema: qa.rubric/1\n", "utf-8")
    files = [file, nameless, broken, rubric, tmp_path / "missing.yaml"]
    with pytest.raises(LibraryFilesError) as refused:
        read_documents(files, shipped)
    found = refused.value.problems
    assert {one.name: problems[0].problem.code for one, problems in found.items()} == {
        "twice.yaml": "declared_twice",
        "nameless.yaml": "unknown_source",
        "broken.yaml": "not_yaml",
        "rubric.yaml": "unknown_schema",
        "missing.yaml": "unreadable",
    }


def test_a_broken_register_is_named(tmp_path: Path, shipped: Path) -> None:
    folder = tmp_path / "rubrics"
    shutil.copytree(shipped, folder)
    (folder / "sources.yaml").write_text("schema: qa.sources/1\nsources: 3\n", "utf-8")
    with pytest.raises(LibraryFilesError) as refused:
        read_documents([folder / "sources.yaml"], folder)
    codes = {one.name: f[0].problem.code for one, f in refused.value.problems.items()}
    assert codes["sources.yaml"] == "shared_file_broken"
    assert codes["mpl.yaml"] == "shared_file_broken"


def test_days_and_states_of_the_register(tmp_path: Path, shipped: Path) -> None:
    folder = tmp_path / "rubrics"
    shutil.copytree(shipped, folder)
    (folder / "sources.yaml").write_text(
        "schema: qa.sources/1\nsources:\n"
        "  OLD: {kind: rule, region: CN, status: partly, title: {zh: 旧, en: Old},"
        ' in_force: {from: "2001-01-01", until: "2020-01-01"}, state: superseded,'
        ' review_on: "2027-01-01"}\n',
        "utf-8",
    )
    (shipped_file := folder / "clauses" / "mpl.yaml").read_text("utf-8")
    for file in (folder / "clauses").glob("*.yaml"):
        file.unlink()
    assert not shipped_file.exists()
    found = {one.about.code: one for one in read_documents([folder / "sources.yaml"], folder)}
    old = found["OLD"]
    assert (old.state, old.about.in_force_until) == (DocumentState.SUPERSEDED, date(2020, 1, 1))
    assert old.about.review_on == date(2027, 1, 1)
    # a procedure that the register does not know is known by its own file
    assert found["PLA"].about.region == "CN"
