import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa_app.domain.rubric_diff import (
    ItemKind,
    RubricDiff,
    compare,
    moves_composite,
    step_of,
)
from qa_app.domain.rubric_freeze import resolve
from qa_app.domain.version_numbers import Step
from qa_app.domain.word_diff import word_diff
from qa_app.rubric_files.publishable import publishable_files
from qa_app.rubric_files.reader import read_rubric
from tests.builders import LIBRARY, a_file, item, section, words


def content(*sections: Any, **fields: Any) -> dict[str, Any]:
    return resolve(a_file(*sections, **fields), LIBRARY)


FULL: dict[str, Any] = {
    "facts": [{"id": "girl", "type": "bool", **words("girl")}],
    "clocks": [{"id": "asked", **words("asked")}, {"id": "seen", **words("seen")}],
    "logs": [{"id": "visits", **words("visits")}],
}
CLOCK = {"from": "asked", "to": "seen", "within": "5d"}
FREQUENCY = {"log": "visits", "start": "asked", "every": "30d"}


def sample() -> dict[str, Any]:
    return content(
        section(
            "A",
            item("A1", evidence=words("file"), anchors={"met": words("all of it")}),
            item("A2", applies_if={"fact": "girl", "is": True}),
            item("A3", scale="time3", clock=dict(CLOCK)),
            item("A4", scale="freq3", frequency=dict(FREQUENCY)),
            weight=60,
        ),
        section("B", item("B1", critical="gate"), item("B2"), weight=40),
        **FULL,
    )


def item_of(plain: dict[str, Any], code: str) -> dict[str, Any]:
    return next(i for s in plain["sections"] for i in s["items"] if i["id"] == code)


def changed(edit: Callable[[dict[str, Any]], object]) -> RubricDiff:
    before = sample()
    after = json.loads(json.dumps(before))
    edit(after)
    return compare(before, after)


def kinds(diff: RubricDiff) -> dict[str, str]:
    return {i.code: i.kind.value for i in diff.items if i.kind is not ItemKind.SAME}


def test_a_content_is_the_same_as_itself() -> None:
    diff = changed(lambda plain: plain.update(version="9.9.9", status="published"))
    assert diff.is_empty
    assert [i.code for i in diff.items] == ["A1", "A2", "A3", "A4", "B1", "B2"]
    assert step_of(diff, frozenset()) is Step.WORDING


@pytest.mark.parametrize("field", ["text", "evidence", "anchors"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_other_words_ask_a_person(field: str, language: str) -> None:
    def edit(plain: dict[str, Any]) -> None:
        one = item_of(plain, "A1")[field]
        (one["met"] if field == "anchors" else one)[language] = "other"

    diff = changed(edit)
    assert kinds(diff) == {"A1": "reworded"}
    (text,) = diff.items[0].texts
    assert (text.path[0], text.language, text.after) == (field, language, "other")
    assert len(diff.items[0].digest) == 64
    assert not moves_composite(diff)
    assert step_of(diff, frozenset()) is Step.MEANING
    assert step_of(diff, frozenset({"A1"})) is Step.WORDING


@pytest.mark.parametrize("field", ["evidence", "anchors"])
def test_guidance_that_comes_or_goes_is_wording(field: str) -> None:
    assert kinds(changed(lambda plain: item_of(plain, "A1").pop(field))) == {"A1": "reworded"}
    new = {"met": words("x")} if field == "anchors" else words("x")
    assert kinds(changed(lambda plain: item_of(plain, "B2").update({field: new}))) == {
        "B2": "reworded"
    }


def test_a_translation_that_follows_is_no_change() -> None:
    before = content(section("A", {**item("A1"), "text": {"zh": "甲"}}))
    after = content(section("A", {**item("A1"), "text": {"zh": "甲", "en": "A"}}))
    assert compare(before, after).is_empty
    assert compare(after, before).is_empty


@pytest.mark.parametrize(
    ("code", "fields", "name"),
    [
        ("A1", {"scale": "breach3"}, "scale"),
        ("A1", {"critical": "stop", "critical_fail": ["unmet"]}, "critical"),
        ("B1", {"critical": "stop"}, "critical"),
        ("B1", {"critical_fail": ["unmet"]}, "critical_fail"),
        ("A1", {"applies_if": {"fact": "girl", "is": True}}, "applies_if"),
        ("A2", {"applies_if": {"fact": "girl", "is": False}}, "applies_if"),
        ("A3", {"clocks": [{**CLOCK, "within": "7d"}]}, "clocks"),
        ("A4", {"frequency": {**FREQUENCY, "every": "60d"}}, "frequency"),
        ("A1", {"measure": {"name": "m", "met": ">=0.9"}}, "measure"),
        ("A1", {"per_case": True}, "per_case"),
        ("A1", {"read": [{"id": "r", **words("r")}]}, "read"),
    ],
)  # fmt: skip
def test_what_an_answer_or_its_score_depends_on(
    code: str, fields: dict[str, Any], name: str
) -> None:
    def edit(plain: dict[str, Any]) -> None:
        plain["scales"]["breach3"] = LIBRARY.scales["breach3"]
        item_of(plain, code).update(fields)

    diff = changed(edit)
    assert kinds(diff) == {code: "changed"}
    (one,) = diff.of_kind(ItemKind.CHANGED)
    assert name in {change.name for change in one.fields}
    assert one.digest == ""
    assert moves_composite(diff)
    assert step_of(diff, frozenset({code})) is Step.MEANING


def test_what_an_item_leans_on_belongs_to_it() -> None:
    diff = changed(lambda plain: plain["facts"][0].update(type="choice", options={"x": words("x")}))
    assert kinds(diff) == {"A2": "changed"}
    diff = changed(lambda plain: plain["clocks"][1].update(zh="会见"))
    assert kinds(diff) == {"A3": "reworded"}
    diff = changed(lambda plain: plain["logs"][0].update(value="hours"))
    assert kinds(diff) == {"A4": "changed"}
    diff = changed(lambda plain: plain["sections"][1].update(assessor="judicial"))
    assert kinds(diff) == {"B1": "changed", "B2": "changed"}
    diff = changed(lambda plain: plain["scales"]["mpu"]["options"][1].update(zh="部分"))
    assert kinds(diff) == dict.fromkeys(["A1", "A2", "B1", "B2"], "reworded")
    diff = changed(lambda plain: plain["scales"]["mpu"]["options"][1].update(score="1/2"))
    assert kinds(diff) == dict.fromkeys(["A1", "A2", "B1", "B2"], "changed")


def test_an_item_of_sampled_cases_leans_on_their_facts_and_the_sample() -> None:
    def sampled(**fields: Any) -> dict[str, Any]:
        facts = [{"id": one, "type": "bool", **words(one)} for one in ("acute", "minor")]
        sample = {"unit": "case", "size": "lqas", "from": words("drawn"), "facts": facts}
        share = {"met": "0.9", "partly": "0.7"}
        acute = {"applies_if": {"fact": "acute", "is": True}}
        part = section(
            "A",
            item("A1"),
            item("A2", per_case=True, share=share),
            item("A3", per_case=True, share=share, **acute),
        )
        return content(part, case_sample=sample | fields)

    before = sampled()
    assert compare(before, sampled()).is_empty
    acute, minor = before["case_sample"]["facts"]
    reworded = compare(before, sampled(facts=[{**acute, "zh": "24小时内"}, minor]))
    assert kinds(reworded) == {"A3": "reworded"}
    assert step_of(reworded, frozenset()) is Step.MEANING
    assert step_of(reworded, frozenset({"A3"})) is Step.WORDING
    other = {**acute, "type": "choice", "options": {"x": words("x")}}
    assert kinds(compare(before, sampled(facts=[other, minor]))) == {"A3": "changed"}
    assert kinds(compare(before, sampled(facts=[acute, {**minor, "zh": "幼"}]))) == {}
    assert kinds(compare(before, sampled(size=3))) == {"A2": "changed", "A3": "changed"}
    assert kinds(compare(before, sampled(unit="file"))) == {"A2": "changed", "A3": "changed"}


def test_another_name_of_the_same_scale_is_no_change() -> None:
    def edit(plain: dict[str, Any]) -> None:
        plain["scales"]["again"] = plain["scales"]["mpu"]
        item_of(plain, "A1")["scale"] = "again"

    assert changed(edit).is_empty


def test_sources_basis_and_tags_matter_to_no_answer() -> None:
    fields = {"basis": "rule", "std": ["PSW#3"], "tags": ["voice"]}
    diff = changed(lambda plain: item_of(plain, "B2").update(fields))
    assert kinds(diff) == {}
    assert {change.name for change in diff.items[5].aside} == {"basis", "std", "tags"}
    assert not diff.is_empty
    assert step_of(diff, frozenset()) is Step.WORDING


def test_a_weight_alone_leaves_the_item_comparable_and_moves_the_whole() -> None:
    diff = changed(lambda plain: item_of(plain, "B2").update(weight="5/2"))
    assert kinds(diff) == {}
    assert [i.code for i in diff.items if i.is_weighed_anew] == ["B2"]
    assert moves_composite(diff)
    assert not diff.is_empty
    assert step_of(diff, frozenset()) is Step.COMPOSITE


def test_a_code_names_one_item_for_good() -> None:
    diff = changed(lambda plain: item_of(plain, "B2").update(id="B9"))
    assert kinds(diff) == {"B9": "new", "B2": "retired"}
    assert [i.code for i in diff.items][-1] == "B2"
    (new,) = diff.of_kind(ItemKind.NEW)
    assert new.looks_like == "B2"
    other = changed(lambda plain: item_of(plain, "B2").update(id="B9", text=words("other")))
    assert other.of_kind(ItemKind.NEW)[0].looks_like == ""


def test_a_moved_item_stays_comparable() -> None:
    diff = changed(
        lambda plain: plain["sections"][0]["items"].append(plain["sections"][1]["items"].pop())
    )
    assert kinds(diff) == {}
    assert [i.code for i in diff.items if i.is_moved] == ["B2"]
    assert moves_composite(diff)


@pytest.mark.parametrize(
    ("edit", "told", "moves"),
    [
        (lambda p: p["sections"][0].update(weight=70), ("sections", "A", "changed"), True),
        (lambda p: p["sections"][0].update(title=words("x")), ("sections", "A", "reworded"), False),
        (lambda p: p["bands"][0].update({"from": 92}), ("bands", "A", "changed"), True),
        (lambda p: p["bands"][0].update(zh="优"), ("bands", "A", "reworded"), False),
        (lambda p: p["scoring"].update(min_applicable="1/2"), ("scoring", "", "changed"), True),
        (lambda p: p["facts"].append({"id": "n", "type": "bool"}), ("facts", "n", "new"), False),
        (lambda p: p["clocks"].append({"id": "n"}), ("clocks", "n", "new"), False),
        (lambda p: p.update(title=words("x")), ("title", "", "reworded"), False),
        (lambda p: p.update(purpose=words("x")), ("purpose", "", "reworded"), False),
        (lambda p: p.update(access="sealed"), ("access", "", "changed"), False),
        (lambda p: p["scoring"].update(scale="yn"), None, False),
    ],
)
def test_parts_that_are_no_items(
    edit: Callable[[dict[str, Any]], object], told: tuple[str, str, str] | None, moves: bool
) -> None:
    diff = changed(edit)
    assert [(p.part, p.code, p.kind.value) for p in diff.parts] == ([] if told is None else [told])
    assert moves_composite(diff) is moves
    assert diff.is_empty is (told is None)


def test_sections_come_and_go() -> None:
    def edit(plain: dict[str, Any]) -> None:
        plain["sections"][1]["id"] = "C"

    diff = changed(edit)
    assert [(p.code, p.kind.value) for p in diff.parts] == [("C", "new"), ("B", "retired")]
    assert [i.code for i in diff.items if i.is_moved] == ["B1", "B2"]


def test_the_scale_of_the_overall_judgement_counts() -> None:
    peer = {"kind": "holistic", "options": [{"code": "1", "rank": 1, **words("1")}]}
    library = type(LIBRARY)({**LIBRARY.scales, "peer": peer}, LIBRARY.bands)
    before = resolve(a_file(holistic={"scale": "peer"}), library)
    after = json.loads(json.dumps(before))
    after["scales"]["peer"]["options"].append({"code": "2", "rank": 2, **words("2")})
    (part,) = compare(before, after).parts
    assert (part.part, part.kind) == ("holistic", ItemKind.CHANGED)


def test_every_shipped_rubric_is_the_same_as_itself(shipped: Path) -> None:
    for file in [*publishable_files(shipped), shipped / "reference" / "osri.yaml"]:
        before = read_rubric(file, shipped).content
        diff = compare(before, json.loads(json.dumps(before)))
        assert diff.is_empty, file
        assert diff.items


def test_items_of_rules_are_compared_by_their_questions_and_rules(shipped: Path) -> None:
    before = read_rubric(shipped / "reference" / "osri.yaml", shipped).content
    after = json.loads(json.dumps(before))
    after["items"][0]["title"]["zh"] += "（新）"
    after["items"][1]["rules"] = after["items"][1]["rules"][1:]
    after["outcomes"][0]["rules"] = after["outcomes"][0]["rules"][1:]
    diff = compare(before, after)
    assert [i.kind.value for i in diff.items[:3]] == ["reworded", "changed", "same"]
    assert [(p.part, p.kind.value) for p in diff.parts] == [("outcomes", "changed")]


def two_large() -> tuple[dict[str, Any], dict[str, Any]]:
    sentence = "自收到申请之日起七日内作出是否给予法律援助的决定，并书面告知申请人及其监护人，说明理由与救济途径。"
    english = (
        "The decision was made within seven days and told in writing with reasons and remedies."
    )

    def made(tail: str) -> dict[str, Any]:
        sections = [
            section(
                f"S{s}",
                *(
                    item(
                        f"S{s}-{i}",
                        text={"zh": f"{s}{i}{sentence}{tail}", "en": f"{english}{tail} {i}"},
                        evidence={"zh": sentence + tail, "en": english + tail},
                        anchors={"met": {"zh": sentence + tail, "en": english}},
                    )
                    for i in range(20)
                ),
            )
            for s in range(10)
        ]
        return content(*sections)

    return made(""), made("并留存记录")


def test_two_versions_of_200_items_are_compared_at_once() -> None:
    before, after = two_large()
    started = time.process_time()
    diff = compare(before, after)
    shown = [word_diff(t.before, t.after) for i in diff.items for t in i.texts]
    took = time.process_time() - started
    assert len(diff.of_kind(ItemKind.REWORDED)) == 200
    assert len(shown) == 1000
    assert took < 0.5
