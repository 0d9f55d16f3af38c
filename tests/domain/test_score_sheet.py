from dataclasses import replace

import pytest

from qa_app.domain.rubric_freeze import fingerprint_of
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.score_sheet import (
    BOX,
    FIRST_ROW,
    LAST_ROW,
    PageMark,
    misfit,
    page_text,
    paper_items,
    paper_options,
    read_page_text,
    sheet_alias,
    sheet_layout,
)
from qa_app.rubric_files.reader import read_rubric
from tests.conftest import ROOT
from tests.paper_scans import an_item
from tests.shipped import NAMES

MARK = PageMark("7F3K9Q2W", "sw", "1.0.0", 2, 3, "0123abcd")


def test_many_items_stand_on_several_pages_and_no_box_beside_the_page() -> None:
    layout = sheet_layout([an_item(f"I{at}", 4) for at in range(25)])
    # a row of four answers is 220 tall: two lines of 95 and 30 around; eight fit in 1940
    assert (layout.pages, len(layout.on_page(1)), len(layout.on_page(4))) == (4, 8, 1)
    for row in layout.rows:
        assert row.top >= FIRST_ROW
        assert row.top + row.height <= LAST_ROW
        assert all(row.top < box.top < row.top + row.height - BOX for box in row.boxes)
    assert layout.on_page(5) == ()
    assert sheet_layout([]).pages == 0


def test_any_other_item_or_answer_gives_another_digest() -> None:
    first = sheet_layout([an_item("A1", 3), an_item("A2", 3)]).digest
    assert first == sheet_layout([an_item("A1", 3), an_item("A2", 3)]).digest
    for other in ([an_item("A1", 3)], [an_item("A2", 3), an_item("A1", 3)],
                  [an_item("A1", 3), an_item("A2", 4)]):  # fmt: skip
        assert sheet_layout(other).digest != first


def test_the_code_says_what_it_said() -> None:
    assert read_page_text(page_text(MARK)) == MARK


@pytest.mark.parametrize(
    "text",
    ["", "https://example.cn", "PL1|x|sw|1.0.0|2/3|0123abcd", "PL1|7F3K9Q2W|sw|1.0.0|2|0123abcd",
     "PL2|7F3K9Q2W|sw|1.0.0|2/3|0123abcd", "PL1|7F3K9Q2W|sw|1.0.0|²/3|0123abcd"],
)  # fmt: skip
def test_other_codes_are_none_of_ours(text: str) -> None:
    assert read_page_text(text) is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"page": 3}, None),
        ({"page": 4}, "no_such_page"),
        ({"page": 0}, "no_such_page"),
        ({"sheet": "00000000"}, "other_file"),
        ({"rubric": "law"}, "other_rubric"),
        ({"version": "1.1.0"}, "other_version"),
        ({"digest": "ffffffff"}, "other_layout"),
        ({"pages": 2}, "other_layout"),
    ],
)
def test_a_page_fits_only_its_own_sheet(change: dict, reason: str | None) -> None:
    assert misfit(replace(MARK, **change), MARK) == reason


def test_an_alias_is_eight_symbols() -> None:
    assert sheet_alias("00000000ff" + "9" * 54) == "Z7000000"  # 255 = 7 * 32 + 31, lowest first


def test_every_shipped_rubric_has_a_layout_of_its_own() -> None:
    digests = set()
    for name in NAMES:
        file = read_rubric(ROOT / "rubrics" / f"{name}.yaml", ROOT / "rubrics")
        rubric = thaw(file.content, fingerprint_of(file.content))
        items = paper_items(rubric)
        layout = sheet_layout(items)
        assert [row.item for row in layout.rows] == [item.code for item in items]
        for item, row in zip(items, layout.rows, strict=True):
            assert [box.option for box in row.boxes] == list(paper_options(item))
            assert not item.is_found
        if items:
            digests.add(layout.digest)
    assert len(digests) >= 9
