from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.criteria_period import period_until
from qa_app.domain.reading_pairs import Choice, DissolveReason, PairDecision
from qa_app.models.audits import AuditRow
from qa_app.models.row_lock import Ceiling, hold_to
from qa_app.queries.reliability import reliability_by_area
from qa_app.services.moderation.redraw_pair import Redraw, redraw_pair
from qa_app.services.moderation.settle_pair import PairSettlement, settle_pair
from qa_app.services.operations.rebuild_totals import rebuild_totals
from tests.audits import ZONE
from tests.pairs import LATER, MET, a_complete_pair, a_drawn_sample, a_pair, read, the_pair
from tests.people import OPERATOR
from tests.statements import counted

DAY = timedelta(days=1)


def made_final(session: Session, at: datetime) -> None:
    waiting = update(AuditRow).where(AuditRow.state == "signed", AuditRow.final_at.is_(None))
    session.execute(waiting.values(result_state="final", final_at=at))
    session.commit()
    rebuild_totals(session, OPERATOR, at=at)


def test_a_pair_counts_once_the_result_of_its_file_is_final(session: Session) -> None:
    twice = a_drawn_sample(session)
    period = period_until(LATER.date())
    assert reliability_by_area(session, period) == {}
    session.rollback()
    pair = a_pair(session, twice)
    read(session, twice.first, pair.first_id, MET)
    # a first reading that waits for its blind counterpart leaves no trace
    assert reliability_by_area(session, period) == {}
    session.rollback()
    # nor does a pair that is given up, once the result of its file is final
    change = Redraw(twice.third.account_id or 0, DissolveReason.LEFT, "r" * 32)
    assert redraw_pair(session, twice.planner, pair.id, change, ZONE, at=LATER)
    pair = the_pair(session)
    read(session, twice.first, pair.first_id, MET)
    read(session, twice.third, pair.second_id, MET)
    # both are locked and the result stands, but it can still be answered
    assert reliability_by_area(session, period) == {}
    session.rollback()
    made_final(session, LATER + timedelta(hours=1))
    with counted(session) as statements:
        told = reliability_by_area(session, period)["legal_aid"]
    assert len(statements) == 2
    assert (told.read_count, told.twice_count, told.banded_count) == (2, 1, 1)
    assert told.agreement == 1
    earlier = period_until(date(2026, 3, 31))
    assert reliability_by_area(session, earlier) == {}


def test_readings_that_differ_by_bands_agree_less(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = a_drawn_sample(session)
    pair = a_complete_pair(session, twice, A1="unmet", A2="unmet")
    said = {
        ("answer", one): PairDecision(Choice.SECOND, reason="案卷里没有找到")
        for one in ("A1", "A2")
    }
    settle_pair(session, twice.moderator, pair.id, PairSettlement(said), ZONE, at=LATER)
    made_final(session, LATER + timedelta(hours=2))
    period = period_until(LATER.date())
    told = reliability_by_area(session, period)["legal_aid"]
    # what was settled took the place of the first reading; agreement is that of both own readings
    assert (told.read_count, told.twice_count, told.banded_count) == (1, 1, 1)
    assert told.agreement is not None
    assert told.agreement < 1
    # it is the review programme's figure: the same for who is held to another centre, now and then
    hold_to(session, Ceiling(centre_ids=(twice.centre + 1,)))
    known_at = LATER + DAY
    assert reliability_by_area(session, period) == {"legal_aid": told}
    assert reliability_by_area(session, period, known_at) == {"legal_aid": told}
    assert reliability_by_area(session, period, LATER + timedelta(hours=1)) == {}
    named = reliability_by_area(session, period, known_at, named={"legal_aid"})["legal_aid"]
    assert [(one.kind, one.key) for one in named.twice] == [("reading_pair", str(pair.id))]
    assert named.banded == named.twice
    # twelve months up to a day: read on 13 April 2026, it is in those up to March 2027
    assert reliability_by_area(session, period_until(LATER.date() - DAY), known_at) == {}
    assert reliability_by_area(session, period_until(date(2027, 3, 31))) == {"legal_aid": told}
    assert reliability_by_area(session, period_until(date(2027, 4, 1))) == {}
    # pairs beyond the newest are counted and named, and nothing more is said of them
    monkeypatch.setattr("qa_app.queries.reliability.AGREEMENT_FILES_MOST", 0)
    older = reliability_by_area(session, period, named={"legal_aid"})["legal_aid"]
    assert (older.twice_count, older.banded_count, older.twice) == (1, 0, named.twice)
