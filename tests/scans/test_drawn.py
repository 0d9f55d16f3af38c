from qa_app.scans.drawn import ticked_page
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
