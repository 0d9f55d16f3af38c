"""Answers by their look: a worked example."""

from qa_app.domain.linked_series import AnswerCount
from qa_app.domain.option_shares import OptionShare, option_share
from tests.builders import a_rubric, item, section

JAN = 2026 * 12
RUBRIC = a_rubric(section("A", item("A1"), item("A2")), section("B", item("B1")))


def test_answers_of_the_items_asked_for_add_up() -> None:
    read = [
        AnswerCount(1, JAN, "A1", "met", 3),
        AnswerCount(1, JAN + 1, "A1", "met", 2),
        AnswerCount(1, JAN, "A1", "unmet", 1),
        AnswerCount(1, JAN, "A2", "partly", 4),
        AnswerCount(1, JAN, "A2", "no_record", 1),
        AnswerCount(1, JAN, "A2", "na", 2),
        AnswerCount(1, JAN, "A2", "unheard_of", 9),
        AnswerCount(1, JAN, "B1", "unmet", 7),
    ]
    found = option_share(RUBRIC, read, ["A1", "A2"])
    assert found == OptionShare((5, 4, 1, 1), 2)
    assert found.n == 11
    assert option_share(RUBRIC, [], ["B1"]) == OptionShare((0, 0, 0, 0), 0)
