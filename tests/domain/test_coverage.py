from dataclasses import replace
from fractions import Fraction

import pytest

from qa_app.domain.citations import Citation
from qa_app.domain.coverage import (
    Answers,
    ClauseUse,
    CriterionUse,
    DataState,
    ItemUse,
    Shown,
    answers_of,
    coverage_of,
    data_of,
    narrowed,
    shown,
    sources_of,
)
from qa_app.domain.criteria import Criterion, CriterionType
from qa_app.domain.rubric import Basis, Item, Option, Scale, SourceRef
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.text import BilingualText
from tests.builders import LIBRARY, a_file, item, section

SCALE = Scale(
    "mpu",
    "points",
    (
        Option("met", Fraction(2), BilingualText("符合")),
        Option("partly", Fraction(1), BilingualText("部分符合")),
        Option("unmet", Fraction(0), BilingualText("不符合")),
        Option("na", None, BilingualText("不适用")),
    ),
)


def an_item(code: str = "A1", *sources: SourceRef, tags: tuple[str, ...] = ()) -> Item:
    content = resolve(a_file(sections=[section("A", item(code))]), LIBRARY)
    made = thaw(content, fingerprint_of(content)).items[code]
    return replace(made, scale=SCALE, sources=sources, tags=tags)


def use(code: str = "A1", *sources: SourceRef, tags: tuple[str, ...] = (), area: str = "legal_aid"):
    title = BilingualText("细则", "Rubric")
    return ItemUse("r", "1.0.0", 7, title, area, False, an_item(code, *sources, tags=tags))


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


LAW = SourceRef("MPL", "11")


def test_answers_count_what_is_scored() -> None:
    counts = {"met": 7, "partly": 2, "unmet": 1, "na": 5, "gone": 3}
    assert answers_of(an_item(), counts) == Answers(7, 3)
    assert answers_of(an_item(), {}) == Answers()
    assert Answers(1, 2) + Answers(3, 4) == Answers(4, 6)
    assert Answers(1, 2).n == 3


@pytest.mark.parametrize(
    ("answers", "sees", "told"),
    [
        (Answers(2, 1), True, Shown(1, 3)),
        (Answers(0, 0), False, Shown(0, 0)),
        (Answers(8, 1), False, Shown(held_below=10)),  # nine answers
        (Answers(9, 1), False, Shown(held_below=5)),  # a single finding
        (Answers(10, 0), False, Shown(held_below=5)),
        (Answers(4, 20), False, Shown(held_below=5)),  # all but four
        (Answers(15, 5), False, Shown(5, 20)),
    ],
)
def test_small_numbers_are_held_back(answers: Answers, sees: bool, told: Shown) -> None:
    assert shown(answers, sees_files=sees) == told


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
    assert eleven.answers == Answers(7, 3)
    assert matrix.unused == (sixty_two,)
    assert matrix.unknown == (unknown,)
    assert unknown.citation == Citation("MPL", "99")
    assert [(one.use.item.code, one.gaps) for one in matrix.open_items] == [
        ("A3", ("GB",)),
        ("A4", ()),
    ]
    assert matrix.without_data == (bare,)


def test_an_unused_clause_with_a_criterion_is_still_without_an_item() -> None:
    held = CriterionUse(criterion(sources=(LAW,)), DataState.PRESENT)
    matrix = coverage_of([Citation("MPL", "11")], [], [held])
    assert matrix.unused == matrix.rows
    assert matrix.rows[0].criteria == (held,)


def test_a_criterion_rests_on_what_its_variants_rest_on() -> None:
    variant = criterion(sources=(SourceRef("LAL", "20"), LAW))
    assert sources_of(criterion(sources=(LAW,), variants=(variant,))) == (
        LAW,
        SourceRef("LAL", "20"),
    )


@pytest.mark.parametrize(
    ("fields", "items", "files", "answered", "state"),
    [
        ({}, [], 5, False, DataState.NOT_COLLECTED),
        ({}, [], 5, True, DataState.PRESENT),
        ({}, [], 0, True, DataState.NONE),
        ({"item_tag": "safety"}, [], 5, True, DataState.NONE),
        ({"item_tag": "safety"}, [(use(tags=("safety",)), Answers(1, 0))], 5, True, DataState.PRESENT),
        ({"item_tag": "safety"}, [(use(tags=("voice",)), Answers(1, 0))], 5, True, DataState.NONE),
    ],
)  # fmt: skip
def test_data_of_the_last_year(fields, items, files, answered, state) -> None:
    assert data_of(criterion(**fields), items, files, is_answered=answered) is state


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
