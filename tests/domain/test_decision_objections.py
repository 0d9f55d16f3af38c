from datetime import date, timedelta

import pytest

from qa_app.domain.decision_objections import (
    Member,
    Seat,
    Vote,
    check_filing,
    check_seat,
    check_vote,
    drawn,
    last_day_to_file,
    outcome_of,
)
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.register_terms import Appeal
from qa_app.paths import resource
from qa_app.rubric_files.criteria import read_criteria

DAY = date(2026, 3, 23)
SIDES = (Member(1, Seat.CENTRE), Member(2, Seat.BODY))
PANEL = (*SIDES, Member(3, Seat.LOT))


@pytest.fixture(scope="module")
def appeal() -> Appeal:
    return read_criteria(resource("rubrics") / "endorsement_criteria.yaml").terms.appeal


def test_it_is_filed_within_sixty_days_on_a_ground_of_the_list(appeal: Appeal) -> None:
    last = DAY + timedelta(days=60)
    assert last_day_to_file(DAY, appeal) == last
    check_filing("bias", DAY, last, appeal, is_repeated=False)
    with pytest.raises(ConflictError, match="objection_late"):
        check_filing("bias", DAY, last + timedelta(days=1), appeal, is_repeated=False)
    with pytest.raises(ConflictError, match="objected_before"):
        check_filing("bias", DAY, DAY, appeal, is_repeated=True)
    with pytest.raises(ConflictError, match="not_decided"):
        check_filing("bias", None, DAY, appeal, is_repeated=False)
    with pytest.raises(InvalidError, match="unknown_ground"):
        check_filing("taste", DAY, DAY, appeal, is_repeated=False)


def test_each_side_names_one_who_took_no_part_and_the_lot_comes_last() -> None:
    check_seat(Seat.CENTRE, 1, (), {1, 2, 3})
    with pytest.raises(InvalidError, match="not_free"):
        check_seat(Seat.CENTRE, 9, (), {1, 2, 3})
    with pytest.raises(ConflictError, match="seat_taken"):
        check_seat(Seat.CENTRE, 2, SIDES, {2, 3})
    with pytest.raises(ConflictError, match="lot_last"):
        check_seat(Seat.LOT, None, SIDES[:1], {2, 3})
    with pytest.raises(ConflictError, match="nobody_free"):
        check_seat(Seat.LOT, None, SIDES, ())
    check_seat(Seat.LOT, None, SIDES, {3})


def test_the_lot_is_a_number_that_nobody_chose() -> None:
    assert [drawn({9, 3, 5}, lot) for lot in range(4)] == [3, 5, 9, 3]


def test_a_full_panel_votes_once_each() -> None:
    check_vote(3, PANEL, is_settled=False)
    with pytest.raises(NotAllowedError, match="not_on_panel"):
        check_vote(4, PANEL, is_settled=False)
    with pytest.raises(ConflictError, match="panel_open"):
        check_vote(1, SIDES, is_settled=False)
    with pytest.raises(ConflictError, match="panel_ended"):
        check_vote(1, PANEL, is_settled=True)
    with pytest.raises(ConflictError, match="voted_before"):
        check_vote(1, (Member(1, Seat.CENTRE, Vote.STANDS), *PANEL[1:]), is_settled=False)


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ((None, None, None), None),
        ((Vote.STANDS, None, None), None),
        ((Vote.STANDS, Vote.SET_ASIDE, None), None),
        ((Vote.SET_ASIDE, None, Vote.SET_ASIDE), Vote.SET_ASIDE),
        ((Vote.STANDS, Vote.SET_ASIDE, Vote.STANDS), Vote.STANDS),
    ],
)
def test_two_of_three_decide(votes: tuple[Vote | None, ...], outcome: Vote | None) -> None:
    assert outcome_of(votes) is outcome
