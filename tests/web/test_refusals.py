"""Doors have words for everything that the acts behind them refuse."""

from collections.abc import Callable

import pytest
from flask import Flask

from qa_app.domain.errors import InvalidError, RefusedError
from qa_app.web.moderation.labels import refusal as of_pairs
from qa_app.web.singles.routes import refusal as of_singles
from tests.refusal_codes import codes_of

IDENTITY = {"id_number", "mail", "phone"}  # raised under the name of what was found in a text
BARS = {"own_case", "own_centre", "declared_conflict"}  # raised under the name of the bar
NEVER = {
    "name_reason",  # no reason for a name is asked for here, so none is too short
    "out_of_range",  # figures of counted files are in range
    "same_person",  # of actions a pair withdraws only, and that as the system
    "wrong_state",
}


@pytest.mark.parametrize(
    ("service", "words", "made_up"),
    [
        ("moderation.choose_second_readings", of_pairs, BARS),
        ("moderation.redraw_pair", of_pairs, BARS),
        ("moderation.settle_pair", of_pairs, IDENTITY),
        ("moderation.uphold_single", of_singles, IDENTITY),
    ],
)
def test_every_refusal_of_moderation_has_words(
    app: Flask, service: str, words: Callable[[RefusedError], str], made_up: set[str]
) -> None:
    codes = (codes_of(service) | made_up) - NEVER
    assert len(codes) > len(made_up)
    with app.test_request_context():
        general = words(InvalidError("no such code"))
        assert [code for code in sorted(codes) if words(InvalidError(code)) == general] == []
