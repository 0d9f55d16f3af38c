from itertools import pairwise

import pytest

from qa_app.domain.version_numbers import Step, highest, is_higher, next_version, order_of

# semver.org 2.0.0 §11.4.4, with the plain numbers around it
RISING = [
    "0.9.9",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
    "1.2.0",
    "1.10.0",
    "2.0.0",
    "10.0.0",
]


def test_versions_stand_in_their_order() -> None:
    for lower, higher in pairwise(RISING):
        assert is_higher(higher, than=lower), (higher, lower)
        assert not is_higher(lower, than=higher)
        assert not is_higher(lower, than=lower)
    assert highest(RISING[::-1]) == "10.0.0"
    assert highest([]) is None


@pytest.mark.parametrize(
    "text", ["", "1", "1.0", "v1.0.0", "1.0.0-", "1.0.0-" + "x" * 40, "１.0.0"]
)
def test_what_is_no_version_number(text: str) -> None:
    assert order_of(text) is None
    assert not is_higher(text, than="0.0.1")
    assert not is_higher("9.9.9", than=text)
    assert next_version(text, Step.WORDING) == "1.0.0"
    assert highest([text, "0.1.0"]) == "0.1.0"


@pytest.mark.parametrize(
    ("standing", "step", "proposed"),
    [
        ("1.4.2", Step.WORDING, "1.4.3"),
        ("1.4.2", Step.COMPOSITE, "1.5.0"),
        ("1.4.2", Step.MEANING, "2.0.0"),
        ("2.0.0-rc.1", Step.WORDING, "2.0.1"),
    ],
)
def test_the_next_number_tells_how_far_it_moves(standing: str, step: Step, proposed: str) -> None:
    assert next_version(standing, step) == proposed
    assert is_higher(proposed, than=standing)
