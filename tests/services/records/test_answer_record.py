import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.defaults import RECORD_DISAGREEMENTS_MOST
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.supervision_records import AnswerKind
from qa_app.models.journal import JournalRow
from qa_app.models.records import RecordAnswerRow
from qa_app.queries.records import answers_to
from qa_app.services.records.answer_record import RecordAnswerSent, answer_record
from tests.records import EVENING, Talk, a_talk, begin, fill, sign

ACKNOWLEDGED, DISAGREED = AnswerKind.ACKNOWLEDGED, AnswerKind.DISAGREED


@pytest.fixture
def talk(session: Session) -> Talk:
    made = a_talk(session)
    begin(session, made)
    fill(session, made)
    return made


def answer(session: Session, talk: Talk, sent: RecordAnswerSent) -> int:
    return answer_record(session, talk.worker, talk.session_id, sent, at=EVENING)


def test_acknowledged_then_disagreed_with(session: Session, talk: Talk) -> None:
    sign(session, talk)
    answer(session, talk, RecordAnswerSent(ACKNOWLEDGED, "ignored"))
    answer(session, talk, RecordAnswerSent(DISAGREED, " 家访做过两次 "))
    answer(session, talk, RecordAnswerSent(DISAGREED, "还有一次电话"))
    assert [(one.kind, one.text) for one in answers_to(session, talk.session_id)] == [
        (ACKNOWLEDGED, ""),
        (DISAGREED, "家访做过两次"),
        (DISAGREED, "还有一次电话"),
    ]
    row = session.scalars(select(RecordAnswerRow).where(RecordAnswerRow.body.is_not(None))).first()
    assert row is not None
    assert "家访".encode() not in (row.body or b"")
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert entry.action == "record:answer"
    assert "电话" not in entry.detail


def test_it_stays_attached(session: Session, talk: Talk) -> None:
    sign(session, talk)
    answer(session, talk, RecordAnswerSent(DISAGREED, "家访做过两次"))
    for statement in ("DELETE FROM record_answer", "UPDATE record_answer SET body = NULL"):
        with pytest.raises(DBAPIError, match="stays"):
            session.execute(text(statement))
        session.rollback()


def test_before_the_leader_signed_there_is_nothing_to_answer(session: Session, talk: Talk) -> None:
    with pytest.raises(OutOfReachError):
        answer(session, talk, RecordAnswerSent(ACKNOWLEDGED))


def test_only_who_was_supervised(session: Session, talk: Talk) -> None:
    sign(session, talk)
    for other in (talk.lead, talk.scene.elsewhere, talk.scene.reader):
        with pytest.raises(OutOfReachError):
            answer_record(
                session, other, talk.session_id, RecordAnswerSent(ACKNOWLEDGED), at=EVENING
            )


def test_acknowledged_once(session: Session, talk: Talk) -> None:
    sign(session, talk)
    sent = RecordAnswerSent(ACKNOWLEDGED, key="k1")
    assert answer(session, talk, sent) == answer(session, talk, sent)
    with pytest.raises(ConflictError, match="acknowledged"):
        answer(session, talk, RecordAnswerSent(ACKNOWLEDGED, key="k2"))
    with pytest.raises(ConflictError, match="key_reused"):
        answer(session, talk, RecordAnswerSent(DISAGREED, "nein", key="k1"))


def test_a_disagreement_says_why_and_names_nobody(session: Session, talk: Talk) -> None:
    sign(session, talk)
    with pytest.raises(InvalidError, match="text_missing"):
        answer(session, talk, RecordAnswerSent(DISAGREED, " "))
    with pytest.raises(InvalidError, match="likely_name"):
        answer(session, talk, RecordAnswerSent(DISAGREED, "姓名：王小明"))
    answer(session, talk, RecordAnswerSent(DISAGREED, "姓名：王小明", None, "书中的人物"))
    assert [one.text for one in answers_to(session, talk.session_id)] == ["姓名：王小明"]


def test_disagreeing_has_an_end_for_each_person(session: Session, talk: Talk) -> None:
    sign(session, talk)
    sent = [
        RecordAnswerSent(DISAGREED, f"第{one}次", f"k{one}")
        for one in range(RECORD_DISAGREEMENTS_MOST + 1)
    ]
    made = [answer(session, talk, one) for one in sent[:-1]]
    with pytest.raises(ConflictError, match="disagreed_enough"):
        answer(session, talk, sent[-1])
    # the form of the last one sent again is no further one, and acknowledging is still possible
    assert answer(session, talk, sent[-2]) == made[-1]
    answer(session, talk, RecordAnswerSent(ACKNOWLEDGED))
    assert len(answers_to(session, talk.session_id)) == RECORD_DISAGREEMENTS_MOST + 1
