import re

import pytest

from qa_app.domain.centre_register import PaperState, Standing
from qa_app.domain.list_faults import Flaw, ListFault
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.wording import Words
from qa_app.wording.papers_of_centres import MARKS, standing_words
from qa_app.wording.register_lists import column_words, register_fault_words
from tests.conftest import ROOT


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_column_and_every_state_has_words(language: str) -> None:
    words = Words(language)
    for table in LIST_TABLES.values():
        for column in table.listed.columns:
            assert column_words(words, column, column.allowed)
    for state in PaperState:
        assert standing_words(words, Standing(state, None, 5))
        assert MARKS[state]
    for flaw in Flaw:
        wrong, way_out = register_fault_words(
            words,
            ListFault(
                flaw, params=dict.fromkeys(("most", "least", "first", "row", "value", "day"), "1")
            ),
        )
        assert wrong
        assert way_out


def test_a_worker_is_called_by_one_word_in_chinese() -> None:
    # glossary: worker is 工作人员; a social worker (社会工作者) is a profession
    other = re.compile("从业者|从业人员|(?<!社会)工作者")
    files = (
        *(ROOT / "qa_app").rglob("*.py"),
        *(ROOT / "qa_app").rglob("*.po"),
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "docs").glob("*/zh/*.md"),
        *(ROOT / "rubrics" / "procedures").glob("*.yaml"),
    )
    found = {file.name for file in files if other.search(file.read_text("utf-8"))}
    # what laws say stays as they say it, and heads of earlier lists are read
    assert found <= {"clause_quotes.py", "list_reading.py", "list_matching.py"}


def test_days_are_counted_as_people_do() -> None:
    words = Words("en")
    assert standing_words(words, Standing(PaperState.EXPIRING, None, 0)) == "expires today"
    assert standing_words(words, Standing(PaperState.EXPIRING, None, 1)) == "expires tomorrow"
