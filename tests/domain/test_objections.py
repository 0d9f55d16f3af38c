from datetime import date
from itertools import product

import pytest

from qa_app.domain.errors import ConflictError, NotAllowedError
from qa_app.domain.objections import (
    GROUNDS,
    Ground,
    ObjectionState,
    ObjectionStep,
    ResultStanding,
    Side,
    check_raise,
    check_request,
    check_settling,
    check_withdrawal,
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
        (ResultStanding(True, True, None), "none", DAY, ""),
        (ResultStanding(True, True, DAY), "none", date(2026, 4, 22), ""),
        (ResultStanding(True, True, DAY), "none", date(2026, 4, 23), "objection_late"),
        (ResultStanding(False, True, None), "none", DAY, "not_shared"),
        (ResultStanding(True, False, None), "none", DAY, "not_shared"),
        (ResultStanding(True, True, None), "open", DAY, "objected_before"),
        (ResultStanding(True, True, None), "upheld", DAY, "objected_before"),
    ],
)
def test_when_an_objection_can_be_raised(
    standing: ResultStanding, state: str, today: date, code: str
) -> None:
    if not code:
        check_raise(standing, today, is_repeated=state != "none")
        return
    with pytest.raises(ConflictError, match=code):
        check_raise(standing, today, is_repeated=state != "none")


def test_days() -> None:
    assert last_day(None) is None
    assert last_day(DAY) == date(2026, 4, 22)
    assert decide_by(DAY) == date(2026, 5, 22)


def test_every_ground_has_a_name_in_both_languages() -> None:
    assert set(GROUNDS) == set(Ground)
    assert all(text.zh and text.en for text in GROUNDS.values())


@pytest.mark.parametrize(
    ("side", "is_shown", "is_counted", "is_waiting", "code"),
    [
        ("part", True, True, False, ""),
        ("outside", True, True, False, ""),
        ("centre", True, True, False, "not_your_step"),
        ("part", False, True, False, "not_amendable"),
        ("part", True, False, False, "not_amendable"),
        ("part", True, True, True, "amendment_waits"),
    ],
)
def test_who_may_ask_for_an_amendment(
    side: str, is_shown: bool, is_counted: bool, is_waiting: bool, code: str
) -> None:
    standing = ResultStanding(is_shown, is_counted, None)
    if not code:
        check_request(Side(side), standing, is_waiting=is_waiting)
        return
    with pytest.raises((ConflictError, NotAllowedError), match=code):
        check_request(Side(side), standing, is_waiting=is_waiting)


@pytest.mark.parametrize(
    ("side", "state", "is_proposer", "is_confirmed", "code"),
    [
        ("outside", "none", False, True, ""),
        ("outside", "upheld", False, True, ""),
        ("outside", "open", False, False, ""),
        ("outside", "open", False, True, "objection_first"),
        ("outside", "none", True, True, "same_person"),
        ("part", "none", False, True, "took_part"),
        ("part", "none", False, False, "took_part"),
        ("centre", "none", False, True, "not_your_step"),
    ],
)
def test_who_may_settle_what_was_asked_for(
    side: str, state: str, is_proposer: bool, is_confirmed: bool, code: str
) -> None:
    given = {"is_proposer": is_proposer, "is_confirmed": is_confirmed}
    if not code:
        check_settling(Side(side), ObjectionState(state), **given)
        return
    with pytest.raises((ConflictError, NotAllowedError), match=code):
        check_settling(Side(side), ObjectionState(state), **given)


def test_only_who_proposed_takes_an_amendment_back() -> None:
    check_withdrawal(is_waiting=True, is_proposer=True)
    with pytest.raises(NotAllowedError, match="not_your_step"):
        check_withdrawal(is_waiting=True, is_proposer=False)
    with pytest.raises(ConflictError, match="no_amendment"):
        check_withdrawal(is_waiting=False, is_proposer=False)
