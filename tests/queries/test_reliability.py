from datetime import date, timedelta

from sqlalchemy.orm import Session

from qa_app.domain.criteria_period import period_until
from qa_app.models.row_lock import Ceiling, hold_to
from qa_app.queries.reliability import reliability_by_area
from tests.pairs import LATER, MET, a_complete_pair, a_drawn_sample, a_pair, read
from tests.statements import counted


def test_a_pair_counts_once_both_readings_are_done(session: Session) -> None:
    twice = a_drawn_sample(session)
    period = period_until(LATER.date())
    assert reliability_by_area(session, period) == {}
    session.rollback()
    pair = a_pair(session, twice)
    read(session, twice.first, pair.first_id, MET)
    # a first reading that waits for its blind counterpart leaves no trace
    assert reliability_by_area(session, period) == {}
    session.rollback()
    read(session, twice.second, pair.second_id, MET)
    with counted(session) as statements:
        told = reliability_by_area(session, period)["legal_aid"]
    assert len(statements) == 2
    assert (told.read_count, told.twice_count, told.banded_count) == (1, 1, 1)
    assert told.agreement == 1
    earlier = period_until(date(2026, 3, 31))
    assert reliability_by_area(session, earlier) == {}


def test_readings_that_differ_by_bands_agree_less(session: Session) -> None:
    twice = a_drawn_sample(session)
    a_complete_pair(session, twice, A1="unmet", A2="unmet")
    period = period_until(LATER.date())
    told = reliability_by_area(session, period)["legal_aid"]
    assert told.twice_count == 1
    assert told.agreement is not None
    assert told.agreement < 1
    # it is the review programme's figure: the same for who is held to another centre, now and then
    hold_to(session, Ceiling(centre_ids=(twice.centre + 1,)))
    known_at = LATER + timedelta(days=1)
    assert reliability_by_area(session, period) == {"legal_aid": told}
    assert reliability_by_area(session, period, known_at) == {"legal_aid": told}
