import pytest

from qa_app.domain.centre_register import PaperState, Standing
from qa_app.domain.list_faults import Flaw, ListFault
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.wording import Words
from qa_app.wording.papers_of_centres import MARKS, standing_words
from qa_app.wording.register_lists import column_words, register_fault_words


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
            ListFault(flaw, params=dict.fromkeys(("most", "least", "first", "row", "value"), "1")),
        )
        assert wrong
        assert way_out


def test_days_are_counted_as_people_do() -> None:
    words = Words("en")
    assert standing_words(words, Standing(PaperState.EXPIRING, None, 0)) == "expires today"
    assert standing_words(words, Standing(PaperState.EXPIRING, None, 1)) == "expires tomorrow"
