"""The outline: every part in order, with what it says."""

from qa_app.domain.draft_outline import outline
from qa_app.domain.text import BilingualText
from tests.builders import a_file, item, section


def test_scales_and_bands_say_their_answers() -> None:
    option = {"code": "ok", "score": 1, "zh": "行", "en": "Fine"}
    plain = a_file(
        scales={"own": {"kind": "points", "options": [option, {"code": "no", "zh": "不行"}]}},
        bands={
            "two": [{"code": "A", "from": 50, "zh": "好"}, {"code": "B", "from": 0, "zh": "差"}]
        },
        case_sample={
            "unit": "case",
            "size": 3,
            "facts": [{"id": "age", "type": "int", "zh": "年龄"}],
        },
        sections=[section("A", item("A1"))],
    )
    lines = {line.part.address: line for line in outline(plain)}
    order = [*lines]
    assert order[-4:] == ["scales.own", "bands.two", "sections.0", "sections.0.items.0"]
    assert lines["scales.own"].code == "own"
    assert lines["scales.own"].text == BilingualText("行 / 不行", "Fine")
    assert (lines["bands.two"].code, lines["bands.two"].text.zh) == ("two", "好 / 差")
    assert lines["case_sample.facts.0"].code == "age"


def test_a_rubric_of_rules_shows_its_items_parts_and_outcomes() -> None:
    plain = {
        "items": [{"id": "1", "title": {"zh": "甲"}, "sub_items": [{"id": "1.1"}]}],
        "outcomes": [{"id": "O1", "title": {"zh": "乙"}}],
    }
    lines = [(line.part.address, line.code, line.text.zh) for line in outline(plain)][1:]
    assert lines == [
        ("items.0", "1", "甲"),
        ("items.0.sub_items.0", "1.1", ""),
        ("outcomes.0", "O1", "乙"),
    ]
