import pytest

from qa_app.domain.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    OutOfReachError,
    RefusedError,
)


@pytest.mark.parametrize("kind", [ConflictError, InvalidError, NotAllowedError, OutOfReachError])
def test_every_refusal_carries_a_code_and_what_its_words_need(kind: type[RefusedError]) -> None:
    refusal = kind("too_many", most=25)
    assert isinstance(refusal, RefusedError)
    assert (refusal.code, refusal.params, str(refusal)) == ("too_many", {"most": 25}, "too_many")
