import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.supervision import SessionType
from qa_app.models.journal import JournalRow
from qa_app.models.records import WellBeingNoteRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.well_being import WellBeingNote, two_people, well_being_note
from qa_app.services.records.save_well_being import NoteSent, save_well_being
from tests.people import OPERATOR
from tests.records import EVENING, Talk, a_talk, begin, fill, sign


@pytest.fixture
def talk(session: Session) -> Talk:
    made = a_talk(session)
    begin(session, made)
    return made


def note(session: Session, talk: Talk, who: Actor) -> WellBeingNote | None:
    people = (talk.lead.account_id or 0, talk.worker.account_id or 0)
    return well_being_note(session, who, talk.session_id, people)


def keep(session: Session, talk: Talk, who: Actor, sent: NoteSent) -> int:
    session.rollback()
    return save_well_being(session, who, talk.session_id, sent, at=EVENING)


def test_both_write_and_read_it_and_nobody_else(session: Session, talk: Talk) -> None:
    assert keep(session, talk, talk.lead, NoteSent("睡得不好", 0)) == 1
    assert keep(session, talk, talk.worker, NoteSent("好些了", 1)) == 2
    for who in (talk.lead, talk.worker):
        found = note(session, talk, who)
        assert found is not None
        assert (found.text, found.revision) == ("好些了", 2)
    for other in (talk.scene.elsewhere, talk.scene.reader, OPERATOR):
        assert note(session, talk, other) is None
        assert two_people(session, other, talk.session_id) is None
        with pytest.raises(OutOfReachError):
            keep(session, talk, other, NoteSent("hinein", 2))


def test_sealed_and_without_a_trace_in_the_journal(session: Session, talk: Talk) -> None:
    keep(session, talk, talk.lead, NoteSent("睡得不好", 0))
    assert "睡得".encode() not in session.scalars(select(WellBeingNoteRow.body)).one()
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.detail, entry.centre_id) == ("record:note", "{}", None)


def test_empty_takes_it_away(session: Session, talk: Talk) -> None:
    keep(session, talk, talk.lead, NoteSent("睡得不好", 0))
    assert keep(session, talk, talk.worker, NoteSent(" ", 1)) == 0
    assert note(session, talk, talk.lead) is None


def test_the_other_saved_it_meanwhile(session: Session, talk: Talk) -> None:
    keep(session, talk, talk.lead, NoteSent("睡得不好", 0))
    with pytest.raises(ConflictError, match="note_changed"):
        keep(session, talk, talk.worker, NoteSent("好些了", 0))


def test_it_may_still_be_written_when_the_record_is_signed(session: Session, talk: Talk) -> None:
    fill(session, talk)
    sign(session, talk)
    assert keep(session, talk, talk.worker, NoteSent("好些了", 0)) == 1


def test_names_ask_for_a_reason(session: Session, talk: Talk) -> None:
    with pytest.raises(InvalidError, match="likely_name"):
        keep(session, talk, talk.lead, NoteSent("姓名：王小明", 0))
    keep(session, talk, talk.lead, NoteSent("姓名：王小明", 0, "书中的人物"))


def test_only_beside_a_session_of_two(session: Session) -> None:
    talk = a_talk(session, SessionType.GROUP)
    begin(session, talk)
    assert two_people(session, talk.lead, talk.session_id) is None


@pytest.mark.parametrize("fate", ["cancelled", "reassigned"])
def test_it_stays_with_its_two_people_whatever_becomes_of_the_session(
    session: Session, talk: Talk, fate: str
) -> None:
    keep(session, talk, talk.lead, NoteSent("睡得不好", 0))
    other = talk.scene.reader
    values = {"state": "cancelled"} if fate == "cancelled" else {"supervisor_id": other.account_id}
    session.execute(update(SupervisionSessionRow).values(**values))
    session.commit()
    people = (talk.lead.account_id, talk.worker.account_id)
    for who in (talk.lead, talk.worker):
        assert two_people(session, who, talk.session_id) == people
        assert note(session, talk, who) is not None
    theirs = two_people(session, other, talk.session_id)
    assert theirs is None or well_being_note(session, other, talk.session_id, theirs) is None
    assert keep(session, talk, talk.worker, NoteSent("", 1)) == 0
    assert note(session, talk, talk.lead) is None
