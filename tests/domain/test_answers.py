from datetime import datetime
from itertools import product

import pytest

from qa_app.domain.answers import (
    AnswerKind,
    AnswerState,
    Said,
    Voice,
    becomes_final,
    check_answer,
    has_open_query,
    is_answered,
    is_open_result,
    state_of,
)
from qa_app.domain.errors import ConflictError, NotAllowedError
from tests.people import NOON

K = AnswerKind
WORDS = {
    "accept": "centre",
    "comment": "centre",
    "query": "centre",
    "reply": "reviewer",
    "worker": "worker",
}


@pytest.mark.parametrize(
    ("state", "kind", "voice", "is_open"),
    list(product(AnswerState, AnswerKind, Voice, (True, False))),
)
def test_every_state_kind_voice_and_window(
    state: AnswerState, kind: AnswerKind, voice: Voice, is_open: bool
) -> None:
    wanted = ""
    if WORDS[kind.value] != voice.value:
        wanted = "not_your_word"
    elif voice is Voice.CENTRE and not is_open:
        wanted = "window_over"
    elif kind is K.REPLY and state is not AnswerState.QUERIED:
        wanted = "no_query"
    if not wanted:
        check_answer(kind, voice, state, is_open=is_open)
        return
    with pytest.raises((NotAllowedError, ConflictError), match=wanted):
        check_answer(kind, voice, state, is_open=is_open)


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ([], "silent"),
        ([K.WORKER], "silent"),
        ([K.ACCEPT], "answered"),
        ([K.COMMENT, K.WORKER], "answered"),
        ([K.QUERY], "queried"),
        ([K.QUERY, K.WORKER], "queried"),
        ([K.QUERY, K.REPLY], "answered"),
        ([K.QUERY, K.REPLY, K.QUERY], "queried"),
        ([K.QUERY, K.ACCEPT], "answered"),
    ],
)
def test_how_a_finding_stands(kinds: list[AnswerKind], state: str) -> None:
    assert state_of(kinds).value == state


def test_everything_is_answered_finding_by_finding_or_as_a_whole() -> None:
    assert not is_answered([], [])
    assert is_answered([], [Said(None, K.ACCEPT)])
    assert is_answered([1, 2], [Said(None, K.ACCEPT)])
    assert not is_answered([1, 2], [Said(1, K.ACCEPT)])
    assert is_answered([1, 2], [Said(1, K.ACCEPT), Said(2, K.COMMENT)])
    assert not is_answered([1], [Said(1, K.QUERY)])
    assert has_open_query([Said(1, K.ACCEPT), Said(None, K.QUERY)])
    assert not has_open_query([Said(1, K.QUERY), Said(1, K.REPLY)])


@pytest.mark.parametrize(("over", "answered", "disputed"), list(product((True, False), repeat=3)))
def test_a_result_becomes_final_when_nothing_keeps_it(
    over: bool, answered: bool, disputed: bool
) -> None:
    final = becomes_final(is_over=over, is_all_answered=answered, is_disputed=disputed)
    assert final is ((over or answered) and not disputed)


@pytest.mark.parametrize(
    ("state", "shown", "is_final", "is_open"),
    [
        ("signed", NOON, False, True),
        ("signed", NOON, True, False),
        ("signed", None, False, False),
        ("replaced", NOON, False, False),
        ("void", NOON, False, False),
    ],
)
def test_a_centre_answers_from_when_it_is_shown_until_it_is_final(
    state: str, shown: datetime | None, is_final: bool, is_open: bool
) -> None:
    assert is_open_result(state, shown, is_final=is_final) is is_open
