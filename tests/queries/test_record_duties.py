"""What records still ask of somebody, each with its day."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from qa_app.domain.people import Role
from qa_app.domain.supervision_records import AnswerKind
from qa_app.queries.record_duties import RecordDutyKind, record_duties
from qa_app.services.records.answer_record import RecordAnswerSent, answer_record
from tests.audits import ZONE
from tests.records import EVENING, a_talk, begin, fill, sign
from tests.series import a_table
from tests.sessions import at_centre, someone

HELD = date(2026, 4, 9)
# a Thursday; five working days are Friday and Monday to Thursday
ANSWER_BY = date(2026, 4, 16)


def duties(session: Session, actor, most: int = 8):
    found = [
        (one.kind, one.held_on, one.until) for one in record_duties(session, actor, ZONE, most)
    ]
    session.rollback()
    return found


def test_a_record_is_finished_then_signed_then_acknowledged(session: Session) -> None:
    talk = a_talk(session)
    a_table(session)
    assert duties(session, talk.lead) == duties(session, talk.worker) == []
    begin(session, talk)
    finish = [(RecordDutyKind.FINISH, HELD, HELD + timedelta(days=1))]
    assert (duties(session, talk.lead), duties(session, talk.worker)) == (finish, [])
    fill(session, talk)
    sign(session, talk)
    assert duties(session, talk.lead) == []
    assert duties(session, talk.worker) == [(RecordDutyKind.SIGN, HELD, ANSWER_BY)]
    sign(session, talk, talk.worker)
    acknowledge = [(RecordDutyKind.ACKNOWLEDGE, HELD, ANSWER_BY)]
    assert duties(session, talk.worker) == acknowledge
    sent = RecordAnswerSent(AnswerKind.ACKNOWLEDGED)
    answer_record(session, talk.worker, talk.session_id, sent, at=EVENING)
    assert duties(session, talk.worker) == []


def test_nobody_else_is_told(session: Session) -> None:
    talk = a_talk(session)
    begin(session, talk)
    fill(session, talk)
    sign(session, talk)
    manager = at_centre(
        someone(session, "manager", Role.CENTRE_MANAGER, "A"),
        Role.CENTRE_MANAGER,
        talk.scene.centre,
    )
    colleague = at_centre(
        someone(session, "colleague", Role.CASEWORKER, "A", talk.scene.workers["W2"]),
        Role.CASEWORKER,
        talk.scene.centre,
    )
    for actor in (manager, colleague, talk.scene.elsewhere, talk.lead):
        assert duties(session, actor) == []


def test_there_are_at_most_so_many_of_a_kind(session: Session) -> None:
    talk = a_talk(session)
    begin(session, talk)
    assert len(duties(session, talk.lead, most=1)) == 1
    assert duties(session, talk.lead, most=0) == []
