from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.answer_texts import objection_place
from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.events import Event
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.audits import AuditRow
from qa_app.models.findings import ObjectionRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act, transaction
from qa_app.services.answers.raise_objection import NewObjection, raise_objection
from qa_app.services.answers.uphold_result import uphold_result
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.readers.record_tie import NewTie, record_tie
from tests.audits import ZONE, someone
from tests.follow_up import Followed, a_followed, sign
from tests.one_hand import refuses_one_hand
from tests.people import NOON, OPERATOR

NEW = NewObjection("fact", "第3页写明已联系", key="k1")


@pytest.fixture
def one(session: Session) -> Followed:
    made = a_followed(session)
    sign(session, made, "A2")
    return made


def object_to(session: Session, one: Followed, new: NewObjection = NEW, days: int = 1) -> int:
    at = NOON + timedelta(days=days)
    return raise_objection(session, one.desk.manager, one.audit, new, ZONE, at=at)


def finalise(session: Session, days: int = 20) -> int:
    session.rollback()
    return finalise_audits(session, OPERATOR, ZONE, at=NOON + timedelta(days=days))


def test_it_keeps_the_result_provisional_until_somebody_outside_decides(
    session: Session, one: Followed
) -> None:
    object_to(session, one)
    assert finalise(session) == 0
    session.rollback()
    for actor in (one.desk.reader,):
        with pytest.raises(NotAllowedError, match="took_part"):
            uphold_result(session, actor, one.audit, "成立", zone=ZONE, at=NOON)
    refuses_one_hand(
        session,
        lambda: uphold_result(session, one.outsider, one.audit, "成立", zone=ZONE, at=NOON),
        one.outsider,
        one.desk.reader,
        one.desk.manager,
    )
    uphold_result(session, one.outsider, one.audit, "第3页没有日期", zone=ZONE, at=NOON)
    row = session.execute(select(ObjectionRow)).scalar_one()
    assert (row.state, row.decided_by) == ("upheld", one.outsider.account_id)
    sealer = sealer_of(session)
    assert sealer.open(row.body, objection_place(one.audit, "body")) == NEW.text
    place = objection_place(one.audit, "decision")
    assert sealer.open(row.decision or b"", place) == "第3页没有日期"
    assert finalise(session) == 1


def test_what_is_objected_to_while_results_become_final_stays_provisional(
    session: Session, one: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begun_later(own: Session, event: Event) -> AbstractContextManager[Act]:
        with Session(session.get_bind(), info=session.info) as beside:
            object_to(beside, one)
        return transaction(own, event)

    monkeypatch.setattr("qa_app.services.audits.finalise_audits.transaction", begun_later)
    assert finalise(session) == 0
    assert session.get_one(AuditRow, one.audit).result_state == "provisional"


def test_it_can_be_raised_for_thirty_days_after_the_result_is_final(
    session: Session, one: Followed
) -> None:
    assert finalise(session) == 1
    session.rollback()
    with pytest.raises(ConflictError, match="objection_late"):
        object_to(session, one, days=51)
    assert object_to(session, one, days=50)


def test_a_decision_that_is_sent_twice_is_taken_once(session: Session, one: Followed) -> None:
    object_to(session, one)
    said = {"zone": ZONE, "at": NOON, "key": "k3"}
    for _time in range(2):
        uphold_result(session, one.outsider, one.audit, "第3页没有日期", **said)
    with pytest.raises(ConflictError, match="key_reused"):
        uphold_result(session, one.outsider, one.audit, "另有理由", **said)
    with pytest.raises(ConflictError, match="objection_state"):
        uphold_result(session, one.outsider, one.audit, "第3页没有日期", **{**said, "key": "k4"})


def test_only_once_and_sent_twice_it_is_one(session: Session, one: Followed) -> None:
    assert object_to(session, one) == object_to(session, one)
    with pytest.raises(ConflictError, match="objected_before"):
        object_to(session, one, NewObjection("bias", "另一件", key="k2"))
    assert session.execute(select(func.count()).select_from(ObjectionRow)).scalar_one() == 1


@pytest.mark.parametrize(
    ("ground", "text", "code"),
    [
        ("other", "话", "unknown_ground"),
        ("fact", " ", "text_missing"),
        ("fact", "姓名：王小明", "likely_name"),
    ],
)
def test_bad_input(session: Session, one: Followed, ground: str, text: str, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        object_to(session, one, NewObjection(ground, text))


def test_who_may_raise_and_who_may_decide(session: Session, one: Followed) -> None:
    for actor in (one.worker, one.outsider, one.desk.elsewhere):
        with pytest.raises(OutOfReachError):
            raise_objection(session, actor, one.audit, NEW, ZONE, at=NOON)
    with pytest.raises(OutOfReachError):
        uphold_result(
            session, one.outsider, one.audit, "话", zone=ZONE, at=NOON
        )  # there is none yet
    object_to(session, one)
    for actor in (one.worker, one.desk.manager, one.desk.elsewhere):
        with pytest.raises(OutOfReachError):
            uphold_result(session, actor, one.audit, "话", zone=ZONE, at=NOON)
    with pytest.raises(InvalidError, match="text_missing"):
        uphold_result(session, one.outsider, one.audit, " ", zone=ZONE, at=NOON)


def test_whoever_is_tied_to_the_centre_does_not_decide(session: Session, one: Followed) -> None:
    object_to(session, one)
    session.rollback()
    tie = Tie(TieKind.CONFLICT, one.desk.centre, None, NOON.date(), reason=ConflictReason.FAMILY)
    record_tie(session, one.outsider, NewTie(one.outsider.account_id or 0, tie), at=NOON)
    with pytest.raises(ConflictError, match="barred"):
        uphold_result(session, one.outsider, one.audit, "成立", zone=ZONE, at=NOON)
    assert session.execute(select(ObjectionRow.state)).scalar_one() == "open"


def test_decided_once(session: Session, one: Followed) -> None:
    object_to(session, one)
    uphold_result(session, one.outsider, one.audit, "话", zone=ZONE, at=NOON)
    with pytest.raises(ConflictError, match="objection_state"):
        uphold_result(session, one.third, one.audit, "话", zone=ZONE, at=NOON)
    for statement in (update(ObjectionRow).values(state="open"), delete(ObjectionRow)):
        with pytest.raises(DBAPIError, match="stays"):
            session.execute(statement)
        session.rollback()


def test_a_result_that_was_not_shown_is_not_objected_to(session: Session, one: Followed) -> None:
    session.execute(update(AuditRow).values(shared_at=None))
    session.commit()
    with pytest.raises(ConflictError, match="not_shared"):
        object_to(session, one)


def test_a_moderator_decides_where_they_moderate_and_nowhere_else(
    session: Session, one: Followed
) -> None:
    object_to(session, one)
    reader = someone(session, "moderator", Role.AUDITOR, "A", one.desk.centre)

    def moderating(centre: int) -> Actor:
        reach = Reach(centre_ids=frozenset({centre}))
        return replace(reader, grants=(*reader.grants, Grant(Role.MODERATOR, reach)))

    for actor in (reader, moderating(one.desk.centre + 1)):
        with pytest.raises(OutOfReachError):
            uphold_result(session, actor, one.audit, "成立", zone=ZONE, at=NOON)
    uphold_result(session, moderating(one.desk.centre), one.audit, "成立", zone=ZONE, at=NOON)
    assert session.execute(select(ObjectionRow.state)).scalar_one() == "upheld"
