from collections.abc import Callable
from typing import Any

import pytest

from qa_app.domain.comparability import declaration, settle_items
from qa_app.domain.rubric_diff import ItemKind, compare
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.word_diff import SegmentKind
from qa_app.wording import Words
from qa_app.wording.rubric_changes import KINDS, RubricChanges
from qa_app.wording.said_changes import SaidChanges
from tests.builders import LIBRARY, a_file, item, section, words
from tests.people import NOON


def before() -> dict[str, Any]:
    return a_file(
        section("A", item("A1", weight=5), item("A2"), item("A3"), weight=60),
        section("B", item("B1"), item("B2"), weight=40),
        facts=[{"id": "girl", "type": "bool", **words("girl")}],
    )


def said(
    language: str, edit: Callable[[dict[str, Any]], object], *decided: tuple[str, ItemKind]
) -> SaidChanges:
    after = before()
    edit(after)
    contents = [resolve(plain, LIBRARY) for plain in (before(), after)]
    diff = compare(*contents)
    digests = {one.code: one.digest for one in diff.items}
    declared = {
        code: declaration(kind, digests[code], (7, "督导乙"), "同义", NOON)
        for code, kind in decided
    }
    sides = tuple(thaw(content, fingerprint_of(content)) for content in contents)
    settled = settle_items(diff, declared)
    return RubricChanges(Words(language), diff, settled, (sides[0], sides[1]), {}).changes()


def items(plain: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for part in plain["sections"] for one in part["items"]}


def reword(plain: dict[str, Any], code: str = "A1") -> None:
    items(plain)[code]["text"] = {"zh": f"{code}新", "en": f"{code} anew"}


@pytest.mark.parametrize(
    ("edit", "zh", "en"),
    [
        (
            lambda p: p.update(status="published"),
            ["条目没有变化。", "旧版得分不变。", "全部条目均可比较：趋势在两个版本间延续。"],
            [
                "No item changed.",
                "Scores of the former version stay as they are.",
                "Every item stays comparable: trends join across the two versions.",
            ],
        ),
        (
            lambda p: items(p)["A1"].update(weight=8),
            ["条目：1项权重5→8（A1）。", "旧版得分不变。",
             "可比条目占权重的100%，趋势在可比条目上延续，趋势图将标注新版本。"],
            ["Items: weight of A1 5 → 8.", "Scores of the former version stay as they are.",
             ("Trends join over the comparable items, which carry 100% of the weight; the chart"
             " marks the new version.")],
        ),
        (
            # A1 has 5/7 of 60: without it 57.1 are left
            lambda p: items(p)["A1"].update(scale="breach3"),
            ["条目：1项含义改变。", "旧版得分不变。",
             "可比条目仅占权重的57.1%，低于70%：趋势线将断开，趋势图将标注断点和原因。"],
            ["Items: 1 changed in meaning.", "Scores of the former version stay as they are.",
             ("The comparable items carry only 57.1% of the weight, less than 70%: the trend line"
             " breaks, and the chart says why.")],
        ),
        (
            lambda p: (p["sections"][1].update(weight=60), p["sections"][0].update(weight=40)),
            ["条目没有变化。", "另有变化：A部分、B部分。", "旧版得分不变。",
             "可比条目占权重的100%，趋势在可比条目上延续，趋势图将标注新版本。"],
            ["No item changed.", "Besides: section A, section B.",
             "Scores of the former version stay as they are.",
             ("Trends join over the comparable items, which carry 100% of the weight; the chart"
             " marks the new version.")],
        ),
    ],
)  # fmt: skip
def test_what_changes_mean_for_scores_and_trends(
    edit: Callable[[dict[str, Any]], object], zh: list[str], en: list[str]
) -> None:
    assert list(said("zh", edit).effect) == zh
    assert list(said("en", edit).effect) == en


def test_an_undecided_item_is_told_until_a_person_decides() -> None:
    open_ = said("zh", reword)
    assert open_.effect[-1] == "1项改写的条目在有人确认可比较之前按含义改变处理。"
    assert open_.undecided == 1
    (one,) = open_.items
    assert (one.code, one.kind_words, one.is_undecided, one.decision) == (
        "A1",
        "文字修改",
        True,
        None,
    )
    decided = said("zh", reword, ("A1", ItemKind.REWORDED))
    assert decided.effect[-1] == "全部条目均可比较：趋势在两个版本间延续。"
    decision = decided.items[0].decision
    assert decision is not None
    assert (decision.sentence, decision.by, decision.reason, decision.at) == (
        "可比较：仅文字修改",
        "督导乙",
        "同义",
        NOON,
    )
    other = said("en", reword, ("A1", ItemKind.CHANGED)).items[0].decision
    assert other is not None
    assert other.sentence == "Not comparable: the meaning changed"


def test_words_of_the_pages_language_stand_side_by_side() -> None:
    (text,) = said("zh", reword).items[0].texts
    assert (text.label, text.language) == ("要求", "zh")
    assert [(s.kind, s.text) for s in text.segments] == [
        (SegmentKind.KEPT, "A1"),
        (SegmentKind.ADDED, "新"),
    ]
    (text,) = said("en", lambda p: items(p)["A1"]["text"].update(zh="改")).items[0].texts
    assert (text.label, text.language) == ("requirement: Chinese text", "zh")


def test_properties_are_told_before_and_after() -> None:
    def edit(plain: dict[str, Any]) -> None:
        items(plain)["A1"].update(weight=8, applies_if={"fact": "girl", "is": True})
        items(plain)["A2"].update(critical="gate")

    first, second = said("en", edit).items
    told = {one.label: (one.before, one.after) for one in first.fields}
    assert told["Weight in the section"] == ("5", "8")
    assert told["Applies when"] == ("", "“girl” is yes")
    assert told["Share of the whole score"] == ("42.9%", "48.0%")
    assert ("red line or must pass", "", "Must pass") in [
        (one.label, one.before, one.after) for one in second.fields
    ]


def test_a_share_that_other_weights_leave_as_it_was_is_not_told_as_changed() -> None:
    def edit(plain: dict[str, Any]) -> None:
        for one in items(plain).values():
            one["weight"] = 2 * one.get("weight", 1)

    labels = {one.label for change in said("en", edit).items for one in change.fields}
    assert "Weight in the section" in labels
    assert "Share of the whole score" not in labels


def test_what_no_line_tells_is_named() -> None:
    def edit(plain: dict[str, Any]) -> None:
        plain["sections"][0]["assessor"] = "judicial"

    changed = said("en", edit).items[0]
    assert [(one.label, one.before, one.after) for one in changed.fields] == [
        ("who reads it", "", "")
    ]


def test_notes_on_moves_likeness_and_what_matters_to_no_score() -> None:
    def edit(plain: dict[str, Any]) -> None:
        plain["sections"][0]["items"].append(plain["sections"][1]["items"].pop())
        items(plain)["A3"]["id"] = "A9"
        items(plain)["A2"]["basis"] = "rule"

    told = {one.code: one.notes for one in said("en", edit).items}
    assert told["B2"] == ("moved from section B to section A",)
    assert told["A9"][0].startswith("reads exactly like A3, which is left out")
    assert told["A2"] == ("also other: basis; no answer and no score depends on them",)
    assert set(told) == {"A2", "A9", "B2", "A3"}


def test_an_item_that_only_weighs_otherwise_says_so() -> None:
    contents = [
        resolve(a_file(section("A", item("A1", weight=n), item("A2"))), LIBRARY) for n in (1, 3)
    ]
    diff = compare(*contents)
    sides = [thaw(content, fingerprint_of(content)) for content in contents]
    settled = settle_items(diff, {})
    for language, expected in (
        ("zh", "内容相同，权重改变"),
        ("en", "Asks the same, weighs otherwise"),
    ):
        changes = RubricChanges(Words(language), diff, settled, (sides[0], sides[1]), {}).changes()
        assert [(one.code, one.kind_words) for one in changes.items] == [("A1", expected)]


def test_a_weight_left_out_is_told_as_one_in_the_row_too() -> None:
    changes = said("zh", lambda plain: items(plain)["A2"].update(weight=2))
    assert "权重1→2（A2）" in changes.effect[0]
    told = {one.label: (one.before, one.after) for one in changes.items[0].fields}
    assert told["在本部分的权重"] == ("1", "2")
    back = said("en", lambda plain: items(plain)["A1"].pop("weight"))
    told = {one.label: (one.before, one.after) for one in back.items[0].fields}
    assert told["Weight in the section"] == ("5", "1")


def test_every_kind_has_its_word() -> None:
    assert set(KINDS) == set(ItemKind)
    assert [Words("zh").say(one) for one in KINDS.values()] == [
        "相同", "文字修改", "含义改变", "新增", "不再保留",
    ]  # fmt: skip


def test_a_rubric_of_rules_has_no_common_weight(shipped: Any) -> None:
    from qa_app.rubric_files.reader import read_rubric

    plain = read_rubric(shipped / "reference" / "osri.yaml", shipped)
    diff = compare(plain.content, plain.content)
    settled = settle_items(diff, {})
    sides = (plain.rubric, plain.rubric)
    told = RubricChanges(Words("en"), diff, settled, sides, {}).effect()
    assert told[-1].startswith("A rubric of rules has no common score")


def test_a_page_of_costly_texts_is_told_more_coarsely_towards_its_end() -> None:
    woven = ["".join("、" + chr(first + at) for at in range(100)) for first in (0x4E00, 0x5E00)]
    sections = [[item(f"A{n}", text={"zh": text}) for n in range(40)] for text in woven]
    contents = [resolve(a_file(section("A", *items_)), LIBRARY) for items_ in sections]
    diff = compare(*contents)
    sides = [thaw(content, fingerprint_of(content)) for content in contents]
    settled = settle_items(diff, {})
    changes = RubricChanges(Words("zh"), diff, settled, (sides[0], sides[1]), {}).changes()
    pieces = [len(one.texts[0].segments) for one in changes.items]
    assert len(pieces) == 40
    assert pieces[0] > 100
    assert pieces[-1] == 2
    assert pieces == sorted(pieces, reverse=True)


def test_the_share_of_every_item_that_changed_is_told_in_numbers() -> None:
    # section A has 60 of 100 and weights 5, 1, 1: A1 is 5/7 of 60, A2 and A3 1/7 each;
    # with 8 for A1 it is 8/10 and 1/10
    told = said("en", lambda p: items(p)["A1"].update(weight=8)).shares
    assert [(one.code, one.before, one.after, one.difference) for one in told] == [
        ("A1", "42.86%", "48.00%", "+5.14"),
        ("A2", "8.57%", "6.00%", "−2.57"),
        ("A3", "8.57%", "6.00%", "−2.57"),
    ]
    assert told[0].text == "A1"
    # of a section with two items of 40 one is left out: the other has all of it
    told = said("zh", lambda p: p["sections"][1]["items"].pop()).shares
    assert [(one.code, one.before, one.after, one.difference) for one in told] == [
        ("B1", "20.00%", "40.00%", "+20.00"),
        ("B2", "20.00%", "", "−20.00"),
    ]
    assert said("en", reword).shares == ()


def test_a_remark_is_not_called_a_title() -> None:
    (part,) = said("en", lambda p: p.update(note=words("a remark"))).parts
    assert [text.label for text in part.texts] == [part.label]
    (part,) = said("en", lambda p: p.update(title=words("another"))).parts
    assert [text.label for text in part.texts] == ["title"]
