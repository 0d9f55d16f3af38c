from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.answer_texts import AnswerSent, answer_place
from qa_app.domain.answers import AnswerKind
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.result_waits import Awaited, ResultWait
from qa_app.models.audits import AuditRow
from qa_app.models.findings import FindingAnswerRow
from qa_app.models.sealing import sealer_of
from qa_app.queries.result_waits import result_waits
from qa_app.services.answers.give_answer import give_answer
from qa_app.services.audits.finalise_audits import finalise_audits
from tests.audits import ZONE, a_draft
from tests.follow_up import Followed, a_followed, findings, sign
from tests.people import NOON, OPERATOR

K = AnswerKind
LATER = NOON + timedelta(days=2)


@pytest.fixture
def one(session: Session) -> Followed:
    """A red line and a must-pass item failed: two findings."""
    made = a_followed(session)
    sign(session, made, "A2", "B1")
    return made


def say(
    session: Session,
    one: Followed,
    actor: Actor,
    kind: str,
    text: str = "",
    place: int | None = None,
    **fields: object,
) -> int:
    finding = None if place is None else findings(session, one.audit)[place].id
    session.rollback()
    sent = AnswerSent(K(kind), finding, text, **fields)
    return give_answer(session, actor, one.audit, sent, at=LATER)


def is_final(session: Session, one: Followed, days: int = 3) -> bool:
    session.rollback()
    finalise_audits(session, OPERATOR, ZONE, at=NOON + timedelta(days=days))
    return session.get_one(AuditRow, one.audit).result_state == "final"


def awaited(session: Session, one: Followed, days: int = 3) -> ResultWait | None:
    session.rollback()
    at = NOON + timedelta(days=days)
    return result_waits(session, ZONE, [one.audit], at=at).get(one.audit)


def test_it_is_told_whose_turn_it_is(session: Session, one: Followed) -> None:
    # signed on Monday 23 March 2026; the tenth working day after it is Tuesday 7 April
    assert awaited(session, one) == ResultWait(Awaited.ANSWER, date(2026, 4, 7))
    assert awaited(session, one, 16) == ResultWait(Awaited.CLOCK)
    say(session, one, one.desk.manager, "query", "依据哪一页？", 0)
    assert awaited(session, one, 16) == ResultWait(Awaited.REPLY)
    say(session, one, one.desk.reader, "reply", "见第3页", 0)
    say(session, one, one.desk.manager, "accept")
    assert awaited(session, one) == ResultWait(Awaited.CLOCK)
    assert is_final(session, one)
    assert awaited(session, one) is None


def test_who_locked_their_reading_is_told_of_its_days_and_of_no_run(
    session: Session, one: Followed
) -> None:
    desk, fields = one.desk, {"state": "locked", "signed_at": NOON, "result_state": "provisional"}
    audit = a_draft(session, desk.centre, desk.rubric, desk.reader, **fields)
    locked = replace(one, desk=replace(desk, audit=audit))
    # the same day as of any other: nothing tells that the file is read twice
    assert awaited(session, locked) == ResultWait(Awaited.ANSWER, date(2026, 4, 7))
    assert awaited(session, locked, 16) is None


def test_it_is_sealed_and_stays(session: Session, one: Followed) -> None:
    say(session, one, one.desk.manager, "comment", "已在整改", 0)
    row = session.execute(select(FindingAnswerRow)).scalar_one()
    assert "整改".encode() not in (row.body or b"")
    assert sealer_of(session).open(row.body or b"", answer_place(one.audit)) == "已在整改"
    for statement in (update(FindingAnswerRow).values(kind="accept"), delete(FindingAnswerRow)):
        with pytest.raises(DBAPIError, match="stays"):
            session.execute(statement)
        session.rollback()


def test_every_finding_answered_makes_it_final_at_once(session: Session, one: Followed) -> None:
    say(session, one, one.desk.manager, "accept", place=0)
    assert not is_final(session, one)
    say(session, one, one.desk.manager, "comment", "同意", 1)
    assert is_final(session, one)


def test_the_whole_accepted_makes_it_final(session: Session, one: Followed) -> None:
    say(session, one, one.desk.manager, "accept")
    assert is_final(session, one)


def test_an_open_query_keeps_it_provisional_past_the_window(
    session: Session, one: Followed
) -> None:
    say(session, one, one.desk.manager, "query", "依据哪一页？", 0)
    say(session, one, one.desk.manager, "accept", place=1)
    assert not is_final(session, one, 60)
    session.rollback()
    say(session, one, one.desk.reader, "reply", "第3页", 0)
    assert is_final(session, one, 60)


def test_the_window_alone_makes_it_final(session: Session, one: Followed) -> None:
    assert not is_final(session, one, 14)
    assert is_final(session, one, 20)


def test_what_was_not_shown_to_the_centre_does_not_become_final(
    session: Session, one: Followed
) -> None:
    session.execute(update(AuditRow).values(shared_at=None))
    session.commit()
    assert not is_final(session, one, 60)
    session.rollback()
    with pytest.raises(ConflictError, match="window_over"):
        say(session, one, one.desk.manager, "accept")


def test_after_the_window_the_centre_is_silent_and_the_worker_may_still_speak(
    session: Session, one: Followed
) -> None:
    assert is_final(session, one, 20)
    with pytest.raises(ConflictError, match="window_over"):
        say(session, one, one.desk.manager, "comment", "迟了", 0)
    assert say(session, one, one.worker, "worker", "当时没有联系上家长", 0)


@pytest.mark.parametrize(
    ("who", "kind"),
    [("worker", "accept"), ("outsider", "comment"), ("manager", "reply"), ("manager", "worker")],
)
def test_nobody_speaks_for_others(session: Session, one: Followed, who: str, kind: str) -> None:
    actor = one.desk.manager if who == "manager" else getattr(one, who)
    with pytest.raises(NotAllowedError, match="not_your_word"):
        say(session, one, actor, kind, "话", 0)


def test_out_of_reach_is_not_there(session: Session, one: Followed) -> None:
    with pytest.raises(OutOfReachError):
        say(session, one, one.desk.elsewhere, "reply", "话", 0)
    stranger = Actor(one.worker.account_id, "x", one.worker.grants, practitioner_id=999)
    with pytest.raises(OutOfReachError):
        say(session, one, stranger, "worker", "话", 0)
    sent = AnswerSent(K.ACCEPT, 9999)
    with pytest.raises(OutOfReachError):
        give_answer(session, one.desk.manager, one.audit, sent, at=LATER)


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("comment", " ", "text_missing"),
        ("query", "", "text_missing"),
        ("comment", "x" * 2001, "text_too_long"),
        ("comment", "身份证11010519491231002X", "id_number"),
        ("comment", "姓名：王小明", "likely_name"),
    ],
)
def test_bad_input(session: Session, one: Followed, kind: str, text: str, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        say(session, one, one.desk.manager, kind, text, 0)


def test_sent_twice_it_is_said_once(session: Session, one: Followed) -> None:
    first = say(session, one, one.desk.manager, "comment", "好", 0, key="k1")
    assert say(session, one, one.desk.manager, "comment", "好", 0, key="k1") == first
    assert session.execute(select(func.count()).select_from(FindingAnswerRow)).scalar_one() == 1
    session.rollback()
    with pytest.raises(ConflictError, match="key_reused"):
        say(session, one, one.desk.manager, "comment", "不好", 0, key="k1")


def test_there_must_be_a_query_to_reply_to(session: Session, one: Followed) -> None:
    with pytest.raises(ConflictError, match="no_query"):
        say(session, one, one.desk.reader, "reply", "话", 0)
