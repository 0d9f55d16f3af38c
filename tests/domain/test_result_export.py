import json
from pathlib import Path

from qa_app.domain.result_export import ITEM_COLUMNS, item_rows, shown_result
from qa_app.rubric_files.reader import load_rubric
from tests.reports_material import WEIGHTED_ENTRIES, answer, frozen, weighted_rubric


def rows_of(text: str) -> list[dict[str, object]]:
    rows = item_rows(12, shown_result(text, is_withheld=False))
    return [dict(zip(ITEM_COLUMNS, row, strict=True)) for row in rows]


def test_item_by_item() -> None:
    rows = {row["item"]: row for row in rows_of(frozen(weighted_rubric(), WEIGHTED_ENTRIES))}
    assert list(rows) == ["A1", "A2", "A3", "B1", "B2", "C1"]
    first = rows["A1"]
    assert (first["audit"], first["rubric"], first["version"]) == (12, "sample", "1.0.0")
    # A weighs 3 of 4 sections in force, A1 8 of 9 in it: 100 * 3/4 * 8/9
    assert (first["value"], first["weight"], first["possible"]) == ("1", "8", "66.666666666667")
    assert (first["code"], first["source"], first["excluded"]) == ("met", "reader", None)
    assert (rows["A3"]["state"], rows["A3"]["excluded"]) == ("off", "condition_false")
    assert rows["B2"]["excluded"] == "not_scored"
    assert rows["C1"]["excluded"] == "not_assessed"


def test_rules_and_results_without_an_explanation(shipped: Path) -> None:
    osri = load_rubric(shipped / "reference" / "osri.yaml", shipped)
    rows = {row["item"]: row for row in rows_of(frozen(osri, (answer("3D", "yes_"),)))}
    assert (rows["3"]["code"], rows["3"]["rule"]) == ("ani", 1)
    bare = {"rubric": {"code": "x", "version": "1.0.0"}, "codes": {"A1": "met"}}
    (row,) = rows_of(json.dumps(bare))
    assert (row["item"], row["code"], row["value"]) == ("A1", "met", None)


def test_nothing_of_a_sealed_case() -> None:
    text = frozen(weighted_rubric(), WEIGHTED_ENTRIES)
    assert '"because":["closed"]' in text
    assert shown_result(text, is_withheld=False) == json.loads(text)
    shown = shown_result(text, is_withheld=True)
    assert "closed" not in json.dumps(shown)
    assert shown["percent_exact"] == json.loads(text)["percent_exact"]
