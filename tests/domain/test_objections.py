from datetime import date
from itertools import product

import pytest

from qa_app.domain.errors import ConflictError, NotAllowedError
from qa_app.domain.objections import (
    GROUNDS,
    Ground,
    ObjectionState,
    ObjectionStep,
    Side,
    Standing,
    check_raise,
    decide_by,
    last_day,
    side_of,
    step_after,
)

DAY = date(2026, 3, 23)
LEADS = {
    ("none", "raise"): ("centre", "open"),
    ("open", "uphold"): ("outside", "upheld"),
    ("open", "propose"): ("outside", "proposed"),
    ("proposed", "confirm"): ("outside", "amended"),
    ("proposed", "refuse"): ("outside", "open"),
}


@pytest.mark.parametrize(
    ("state", "step", "side", "own"),
    list(product(ObjectionState, ObjectionStep, Side, (True, False))),
)
def test_every_state_step_and_side(
    state: ObjectionState, step: ObjectionStep, side: Side, own: bool
) -> None:
    whose = {act: who for (_, act), (who, _) in LEADS.items()}[step.value]
    wanted, leads = "", LEADS.get((state.value, step.value), ("", ""))[1]
    if side.value != whose:
        wanted = "took_part" if side is Side.PART else "not_your_step"
    elif not leads:
        wanted = "objection_state"
    elif own and step.value in {"confirm", "refuse"}:
        wanted = "same_person"
    if not wanted:
        assert step_after(state, step, side, is_proposer=own).value == leads
        return
    with pytest.raises((NotAllowedError, ConflictError), match=wanted):
        step_after(state, step, side, is_proposer=own)


def test_whoever_took_part_is_no_outsider() -> None:
    assert side_of(3, {1, 2, None}, is_centre=False) is Side.OUTSIDE
    assert side_of(2, {1, 2}, is_centre=False) is Side.PART
    assert side_of(3, {1}, is_centre=True) is Side.CENTRE
    assert side_of(None, {1}, is_centre=False) is Side.PART


@pytest.mark.parametrize(
    ("standing", "state", "today", "code"),
    [
        (Standing(True, True, None), "none", DAY, ""),
        (Standing(True, True, DAY), "none", date(2026, 4, 22), ""),
        (Standing(True, True, DAY), "none", date(2026, 4, 23), "objection_late"),
        (Standing(False, True, None), "none", DAY, "not_shared"),
        (Standing(True, False, None), "none", DAY, "not_shared"),
        (Standing(True, True, None), "open", DAY, "objected_before"),
        (Standing(True, True, None), "upheld", DAY, "objected_before"),
    ],
)
def test_when_an_objection_can_be_raised(
    standing: Standing, state: str, today: date, code: str
) -> None:
    if not code:
        check_raise(standing, ObjectionState(state), today)
        return
    with pytest.raises(ConflictError, match=code):
        check_raise(standing, ObjectionState(state), today)


def test_days() -> None:
    assert last_day(None) is None
    assert last_day(DAY) == date(2026, 4, 22)
    assert decide_by(DAY) == date(2026, 5, 22)


def test_every_ground_has_a_name_in_both_languages() -> None:
    assert set(GROUNDS) == set(Ground)
    assert all(text.zh and text.en for text in GROUNDS.values())
