import numpy as np
import pytest

from qa_app.domain.score_sheet import PageMark
from qa_app.scans import pages
from qa_app.scans.drawn import ticked_page
from qa_app.scans.images import grey_image
from qa_app.scans.sheets import read_rows, sheet_image
from tests.paper_scans import LAYOUT, mark_of


def test_a_page_that_is_drawn_reads_as_it_was_ticked() -> None:
    rows = LAYOUT.on_page(1)
    answers = {row.item: row.boxes[at % len(row.boxes)].option for at, row in enumerate(rows) if at}
    image = sheet_image(ticked_page(mark_of(1), LAYOUT, answers))
    assert image.mark == mark_of(1)
    read = read_rows(image, rows)
    assert [(one.item, one.option, one.is_sure) for one in read] == [
        (row.item, answers.get(row.item), True) for row in rows
    ]


@pytest.mark.parametrize(
    ("sheet", "page", "digest"),
    [("P716V88G", 1, "d084caa1"), ("83HYG5MC", 3, "cf712db4"), ("YES9K55R", 2, "2da12c91")],
)
def test_a_code_that_the_decoder_reads_only_from_its_side_is_read(
    sheet: str, page: int, digest: str
) -> None:
    mark = PageMark(sheet, "sw_case_management", "1.0", page, 3, digest)
    assert sheet_image(ticked_page(mark, LAYOUT, {})).mark == mark


@pytest.mark.parametrize("turned", range(4))
def test_a_page_is_read_as_soon_whichever_way_it_lies(
    turned: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[object] = []
    decoded = pages._decoded
    monkeypatch.setattr(pages, "_decoded", lambda *one: looks.append(one) or decoded(*one))
    page = grey_image(ticked_page(mark_of(1), LAYOUT, {}))
    assert pages.upright_page(np.rot90(page, turned).copy()).mark == mark_of(1)
    assert len(looks) <= 4
