"""Which criteria keep honest centres out, in words."""

from fractions import Fraction

import pytest

from qa_app.domain.rules.decision import Status
from qa_app.domain.simulation import Passed
from qa_app.domain.simulation_files import Slips
from qa_app.domain.trial import Past, Trial
from qa_app.wording import Words
from qa_app.wording.sandbox import biting_table
from tests.decisions import FILE


@pytest.mark.parametrize(
    ("language", "whole", "few"),
    [("zh", "100家中2家", "100家中不足1家"), ("en", ": 2 of 100", ": fewer than 1 of 100")],
)
def test_one_centre_of_many_is_not_none_of_a_hundred(language: str, whole: str, few: str) -> None:
    # four areas of 100 centres each: 8 of 400 are 2 of 100, 1 of 400 is a quarter
    bites = ({"E03": 8, "E14": 1}, {}, {}, {})
    slips, areas = next(iter(Slips)), ("a", "b", "c", "d")
    passed = tuple(
        Passed((Fraction(95, 100), slips), "candidate", area, {Status.ENDORSED: 100}, own)
        for area, own in zip(areas, bites, strict=True)
    )
    trial = Trial("f", {}, (), passed, Past((), "", 0, 0, ()))
    (row,) = biting_table(Words(language), trial, FILE).rows
    assert whole in row[-1]
    assert row[-1].rstrip("。.").endswith(few)
