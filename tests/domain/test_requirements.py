from qa_app.domain.requirements import requirement_of
from qa_app.domain.text import NO_TEXT
from tests.audits import SECTIONS
from tests.builders import a_rubric


def test_what_an_item_requires() -> None:
    rubric = a_rubric(*SECTIONS)
    assert requirement_of(rubric, "A1") == rubric.items["A1"].text != NO_TEXT
    assert requirement_of(rubric, "Z9") == NO_TEXT
    assert requirement_of(None, "A1") == NO_TEXT
