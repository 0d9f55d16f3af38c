from qa_app.domain.comparability import comparable_codes, declaration, settle_items
from qa_app.domain.rubric_diff import ItemKind, RubricDiff, compare
from qa_app.domain.rubric_freeze import resolve
from tests.builders import LIBRARY, a_file, item, section, words
from tests.people import NOON


def diff(text: str = "other") -> RubricDiff:
    before = a_file(section("A", item("A1"), item("A2"), item("A3"), item("A4")))
    after = a_file(
        section(
            "A", item("A1", text=words(text)), item("A2"), item("A3", scale="breach3"), item("A5")
        )
    )
    return compare(resolve(before, LIBRARY), resolve(after, LIBRARY))


def declared(kind: ItemKind, digest: str) -> dict[str, object]:
    return {"A1": declaration(kind, digest, (7, "督导乙"), "只改了语序", NOON)}


def test_without_a_decision_a_reworded_item_counts_as_changed() -> None:
    settled = settle_items(diff(), {})
    assert [(s.code, s.kind.value, s.is_undecided) for s in settled] == [
        ("A1", "changed", True),
        ("A2", "same", False),
        ("A3", "changed", False),
        ("A5", "new", False),
        ("A4", "retired", False),
    ]
    assert comparable_codes(settled) == {"A2"}


def test_a_person_decides() -> None:
    digest = diff().items[0].digest
    first = settle_items(diff(), declared(ItemKind.REWORDED, digest))[0]
    assert (first.kind, first.is_undecided, first.is_comparable) == ("reworded", False, True)
    assert (first.confirmed_by, first.confirmed_name, first.confirmed_at, first.reason) == (
        7,
        "督导乙",
        NOON,
        "只改了语序",
    )
    first = settle_items(diff(), declared(ItemKind.CHANGED, digest))[0]
    assert (first.kind, first.is_undecided, first.is_comparable) == ("changed", False, False)


def test_a_decision_about_other_words_counts_no_more() -> None:
    digest = diff().items[0].digest
    settled = settle_items(diff("yet another"), declared(ItemKind.REWORDED, digest))
    assert settled[0].is_undecided


def test_what_follows_from_the_contents_cannot_be_declared_away() -> None:
    digest = diff().items[0].digest
    other = {"A3": declared(ItemKind.REWORDED, digest)["A1"]}
    assert settle_items(diff(), other)[2].kind is ItemKind.CHANGED
