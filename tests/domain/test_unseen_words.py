"""Steps, answers and reasons that are written with signs that nobody sees."""

from collections.abc import Callable

import pytest

from qa_app.domain.action_steps import StepSent, check_step
from qa_app.domain.actions import ActionStep
from qa_app.domain.answer_texts import AnswerSent, check_answer_text, check_reason
from qa_app.domain.answers import AnswerKind
from qa_app.domain.errors import InvalidError

DOORS: dict[str, Callable[[str], None]] = {
    "step": lambda text: check_step(StepSent(ActionStep.RETURN, text, 1)),
    "answer": lambda text: check_answer_text(AnswerSent(AnswerKind.QUERY, text=text)),
    "reason": lambda text: check_reason(text, name_reason=""),
}


@pytest.mark.parametrize("door", list(DOORS))
@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u202e\u2060", "\u3164"])
def test_what_cannot_be_read_is_not_taken(door: str, text: str) -> None:
    with pytest.raises(InvalidError, match="text_missing"):
        DOORS[door](text)
    DOORS[door](f"{text}缺签字")
