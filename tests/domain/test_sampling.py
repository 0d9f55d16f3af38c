import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.errors import InvalidError
from qa_app.domain.sampling import draw, frame_digest, ticket

FILES = st.lists(st.from_regex(r"[A-Z]{2}-\d{4}", fullmatch=True), unique=True, max_size=30)


def test_a_ticket_is_what_sha256sum_says() -> None:
    # printf '%s' 'seed|KM-26-0001' | sha256sum
    assert ticket("seed", "KM-26-0001") == hashlib.sha256(b"seed|KM-26-0001").hexdigest()
    assert ticket("seed", "a") != ticket("seed2", "a")


def test_two_ways_of_typing_a_letter_give_one_ticket() -> None:
    assert ticket("seed", "e\u0301") == ticket("seed", "\u00e9")


@given(FILES, st.integers(0, 8), st.randoms(use_true_random=False))
def test_the_order_of_the_frame_makes_no_difference(files: list[str], wanted: int, shuffle) -> None:
    mixed = list(files)
    shuffle.shuffle(mixed)
    assert draw({"s": files}, "x", {"s": wanted}) == draw({"s": mixed}, "x", {"s": wanted})


@given(FILES, st.integers(0, 8))
def test_the_lowest_tickets_are_drawn_and_the_next_two_wait(files: list[str], wanted: int) -> None:
    drawn = draw({"s": files}, "x", {"s": wanted})["s"]
    assert len(drawn.selected) == min(wanted, len(files))
    assert len(drawn.reserves) == min(2, len(files) - len(drawn.selected))
    tickets = [ticket("x", file) for file in (*drawn.selected, *drawn.reserves)]
    assert tickets == sorted(tickets)
    rest = set(files) - set(drawn.selected) - set(drawn.reserves)
    assert all(ticket("x", file) > tickets[-1] for file in rest)


@given(FILES, st.integers(0, 6))
def test_a_larger_draw_keeps_the_smaller_one(files: list[str], wanted: int) -> None:
    smaller = draw({"s": files}, "x", {"s": wanted})["s"].selected
    larger = draw({"s": files}, "x", {"s": wanted + 1})["s"].selected
    assert larger[: len(smaller)] == smaller


def test_a_stratum_nobody_asks_for_gives_reserves_only() -> None:
    drawn = draw({"s": ["a", "b", "c"]}, "x", {})["s"]
    assert drawn.selected == ()
    assert len(drawn.reserves) == 2


@pytest.mark.parametrize("strata", [{"s": ["a", "a"]}, {"s": ["a", "b"], "t": ["b"]}])
def test_a_file_may_stand_only_once(strata: dict[str, list[str]]) -> None:
    with pytest.raises(InvalidError) as refused:
        draw(strata, "x", {"s": 1})
    assert refused.value.code == "duplicate_id"


def test_the_seal_of_a_frame() -> None:
    # printf 'a\nb' | sha256sum
    assert frame_digest(["b", "a"]) == hashlib.sha256(b"a\nb").hexdigest()
    assert frame_digest(["a", "b"]) == frame_digest(iter(["b", "a"]))
    assert frame_digest(["a"]) != frame_digest(["a", "b"])
    assert frame_digest([]) == hashlib.sha256(b"").hexdigest()
