from dataclasses import replace
from fractions import Fraction

import pytest

from qa_app.domain.export_columns import COLUMNS
from qa_app.domain.item_export import (
    ExportedReading,
    exported_rows,
    item_words,
    percent_cell,
)
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_thaw import thaw
from tests.builders import LIBRARY, a_file, item, section

HEAD = (7, "KM-26-0000-00077", "A", "social_work", "r", "1.0.0", *(None,) * 8)
NAMES = [column.name for column in COLUMNS]
RESULT = {
    "rubric": {"code": "r", "version": "1.0.0"},
    "explanation": {
        "items": [
            {
                "section": "A", "item": "A1", "state": "scored", "code": "met",
                "source": "reader", "value": "1/1", "weight": "3/1", "possible": "75/2",
                "earned": "75/2", "why": None,
            },
            {
                "section": "A", "item": "A2", "state": "off", "code": None, "source": None,
                "value": None, "weight": "1/1", "possible": None, "earned": None,
                "why": "condition_false",
            },
        ]
    },
}  # fmt: skip


def rows(reading: ExportedReading) -> list[dict[str, object]]:
    content = resolve(a_file(section("A", item("A1", weight=3), item("A2"))), LIBRARY)
    words = item_words(thaw(content, fingerprint_of(content)))
    found = list(exported_rows("X1", reading, words))
    assert {len(row) for row in found} <= {len(COLUMNS)}
    return [dict(zip(NAMES, row, strict=True)) for row in found]


def test_every_item_has_a_row_with_what_it_came_to() -> None:
    first, second = rows(ExportedReading(HEAD, RESULT, ()))
    assert (first["export"], first["review"], first["kind"]) == ("X1", 7, "item")
    assert (first["code"], first["value"], first["weight"]) == ("met", "1", "3")
    assert (first["possible"], first["earned"]) == ("37.5", "37.5")
    assert first["label_zh"] == first["label_en"] == "met"
    assert first["text_zh"]
    assert (second["state"], second["code"], second["excluded"]) == ("off", None, "condition_false")
    assert second["text_zh"]


def test_what_was_entered_besides_has_a_row_and_an_answer_that_stands_none_more() -> None:
    entries = (
        ("answer", "A1", '"met"'),
        ("answer", "A2", '"partly"'),
        ("fact", "risk", '"high"'),
    )
    found = rows(ExportedReading(HEAD, RESULT, entries))
    more = [(row["kind"], row["item"], row["code"]) for row in found[2:]]
    assert more == [("answer", "A2", '"partly"'), ("fact", "risk", '"high"')]


def test_a_rule_says_its_number() -> None:
    rules = {"rules": [{"code": "I1", "rating": "S", "rule": 0, "facts": []}]}
    (row,) = rows(
        replace(ExportedReading(HEAD, RESULT, ()), result={**RESULT, "explanation": rules})
    )
    assert (row["kind"], row["item"], row["code"], row["rule"]) == ("rule", "I1", "S", "1")


@pytest.mark.parametrize(
    ("millionths", "told"), [(None, None), (1_000_000, "100"), (964_286, "96.4286"), (0, "0")]
)
def test_scores_are_decimals(millionths: int | None, told: str | None) -> None:
    assert percent_cell(millionths) == told
    if millionths:
        assert Fraction(told or "0") == Fraction(millionths, 10_000)
