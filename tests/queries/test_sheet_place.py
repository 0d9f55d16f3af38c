"""What a score sheet says of its place: the same for both readings of a file."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.score_sheet import SheetPlace
from qa_app.domain.text import BilingualText
from qa_app.models.audits import AuditRow
from qa_app.queries.sheet_scans import place_of_sheet
from tests.audits import a_desk
from tests.pairs import a_drawn_sample, a_pair
from tests.sessions import DAY


def test_neither_sheet_of_a_pair_tells_which_reading_it_is_for(session: Session) -> None:
    twice = a_drawn_sample(session)
    pair = a_pair(session, twice)
    place = SheetPlace(BilingualText("中心甲", "Centre A"), "A", DAY, None)
    assert place_of_sheet(session, pair.first_id) == place
    assert place_of_sheet(session, pair.second_id) == place


def test_a_review_without_a_session_says_its_centre_only(session: Session) -> None:
    desk = a_desk(session)
    session.execute(update(AuditRow).where(AuditRow.id == desk.audit).values(session_id=None))
    session.commit()
    place = place_of_sheet(session, desk.audit)
    assert (place.code, place.session_on, place.round_id) == ("A", None, None)
