from datetime import UTC, datetime, timedelta

import pytest

from qa_app.domain.errors import ConflictError
from qa_app.domain.export_requests import (
    Answer,
    RequestState,
    check_answer_to,
    check_taking,
    lapses_at,
    request_state,
)

NOON = datetime(2026, 3, 23, 4, 0, tzinfo=UTC)
WEEK, MOMENT = timedelta(days=7), timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("answer", "now", "state"),
    [
        (None, NOON, "asked"),
        (None, NOON + WEEK - MOMENT, "asked"),
        (None, NOON + WEEK, "lapsed"),
        (Answer(True, NOON + WEEK / 2), NOON + WEEK, "approved"),
        (Answer(True, NOON), NOON + WEEK - MOMENT, "approved"),
        (Answer(True, NOON), NOON + WEEK, "lapsed"),
        (Answer(False, NOON), NOON, "refused"),
        (Answer(False, NOON), NOON + WEEK * 9, "refused"),
    ],
)
def test_a_request_and_its_approval_last_a_week(
    answer: Answer | None, now: datetime, state: str
) -> None:
    assert request_state(NOON, answer, now) == state


def test_an_approval_counts_from_itself() -> None:
    assert lapses_at(NOON, None) == NOON + WEEK
    assert lapses_at(NOON, Answer(True, NOON + MOMENT)) == NOON + MOMENT + WEEK


@pytest.mark.parametrize(
    ("state", "is_own", "code"),
    [
        ("asked", False, ""),
        ("asked", True, "same_person"),
        ("lapsed", False, "export_lapsed"),
        ("approved", False, "export_answered"),
        ("refused", False, "export_answered"),
    ],
)
def test_who_answers_what(state: str, is_own: bool, code: str) -> None:
    if not code:
        check_answer_to(RequestState(state), is_own=is_own)
        return
    with pytest.raises(ConflictError, match=code):
        check_answer_to(RequestState(state), is_own=is_own)


def test_only_what_is_approved_is_taken() -> None:
    check_taking(RequestState.APPROVED)
    for state, code in (
        (RequestState.ASKED, "export_not_approved"),
        (RequestState.REFUSED, "export_not_approved"),
        (RequestState.LAPSED, "export_lapsed"),
    ):
        with pytest.raises(ConflictError, match=code):
            check_taking(state)


def test_the_second_approval_is_somebody_elses() -> None:
    check_answer_to(RequestState.ASKED, is_own=False, is_again=False)
    with pytest.raises(ConflictError, match="same_approver"):
        check_answer_to(RequestState.ASKED, is_own=False, is_again=True)
    with pytest.raises(ConflictError, match="export_lapsed"):
        check_answer_to(RequestState.LAPSED, is_own=False, is_again=True)
