"""Complaints and their answers, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.complaints import Answer, Channel, Complainant, NewComplaint, Outcome, Topic
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.service_threads import Form, RecordKind
from qa_app.models.service_records import ComplaintRow
from qa_app.queries.complaints import complaints_page, one_complaint
from qa_app.queries.service_records import SeenVersion
from qa_app.services.service_records.answer_complaint import answer_complaint
from qa_app.services.service_records.record_complaint import record_complaint
from qa_app.services.service_records.take_back_record import take_back_record
from tests.audits import ZONE
from tests.service_records import NOW, TODAY, ServiceScene, a_service, count, steps_of

NEW = NewComplaint(
    date(2026, 3, 2), Channel.BOX, Topic.DELAY, Complainant.ANONYMOUS, "等了三周没有人来。"
)
ANSWER = Answer(TODAY, Outcome.UPHELD, "已道歉，并安排了下次见面。")


@pytest.fixture
def scene(session: Session) -> ServiceScene:
    return a_service(session)


def recorded(
    session: Session, scene: ServiceScene, key: str = "k1", **changes: object
) -> SeenVersion:
    new, form = replace(NEW, **changes), Form(scene.centre, key)
    thread = record_complaint(session, scene.manager, form, new, ZONE, at=NOW)
    found = one_complaint(session, scene.manager, thread)
    assert found is not None
    session.rollback()
    return found.kept.seen


def test_a_complaint_is_sealed_answered_and_late(session: Session, scene: ServiceScene) -> None:
    first = recorded(session, scene)
    assert recorded(session, scene) == first
    row = session.execute(select(ComplaintRow)).scalar_one()
    # fifteen working days after Monday 2 March
    assert row.due_on == date(2026, 3, 23)
    assert "三周".encode() not in row.sealed_text
    session.rollback()
    answer_complaint(session, scene.manager, first, ANSWER, ZONE, at=NOW)
    opened = one_complaint(session, scene.supervisor, first.thread)
    assert opened is not None
    assert (opened.text, opened.answer) == (NEW.text, ANSWER.text)
    assert (opened.kept.answered_on, opened.kept.outcome) == (TODAY, Outcome.UPHELD)
    assert complaints_page(session, scene.centre, is_open=True) == ()
    assert [one.seen.thread for one in complaints_page(session, scene.centre, is_open=False)] == [
        first.thread
    ]
    session.rollback()
    assert steps_of(session, "complaint:record") == ["received", "answered"]
    assert count(session, ComplaintRow) == 2


def test_bad_complaints_and_answers_are_refused(session: Session, scene: ServiceScene) -> None:
    for changes, code in (
        ({"text": " "}, "text_missing"),
        ({"text": "电话13812345678"}, "phone"),
        ({"received_on": date(2026, 4, 1)}, "day_ahead"),
    ):
        with pytest.raises(InvalidError, match=code):
            recorded(session, scene, **changes)
    first = recorded(session, scene)
    early = replace(ANSWER, on=date(2026, 3, 1))
    with pytest.raises(InvalidError, match="day_too_early"):
        answer_complaint(session, scene.manager, first, early, ZONE, at=NOW)
    with pytest.raises(ConflictError, match="key_reused"):
        recorded(session, scene, topic=Topic.FEES)


def test_only_the_centre_records_and_answers(session: Session, scene: ServiceScene) -> None:
    first = recorded(session, scene)
    for actor in (scene.stranger, scene.supervisor):
        with pytest.raises(OutOfReachError):
            record_complaint(session, actor, Form(scene.centre, "x"), NEW, ZONE, at=NOW)
        with pytest.raises(OutOfReachError):
            answer_complaint(session, actor, first, ANSWER, ZONE, at=NOW)
    assert one_complaint(session, scene.stranger, first.thread) is None


def test_an_answer_is_given_once(session: Session, scene: ServiceScene) -> None:
    first = recorded(session, scene)
    answer_complaint(session, scene.manager, first, ANSWER, ZONE, at=NOW)
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        answer_complaint(session, scene.manager, first, ANSWER, ZONE, at=NOW)
    opened = one_complaint(session, scene.manager, first.thread)
    assert opened is not None
    session.rollback()
    with pytest.raises(InvalidError, match="step_not_open"):
        answer_complaint(session, scene.manager, opened.kept.seen, ANSWER, ZONE, at=NOW)
    kind = RecordKind.COMPLAINT
    take_back_record(session, scene.manager, kind, opened.kept.seen, at=NOW)
    assert one_complaint(session, scene.manager, first.thread) is None
