from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.released_items import ItemKind
from qa_app.domain.rules.decision import Status
from qa_app.models.journal import JournalRow
from qa_app.models.register_decisions import RegisterApplicationRow
from qa_app.queries.register_standings import area_standing
from qa_app.queries.register_texts import text_of
from qa_app.services.decisions.apply_for_register import ApplicationSent, apply_for_register
from qa_app.services.decisions.take_back_application import take_back_application
from qa_app.services.decisions.take_up_application import take_up_application
from tests.audits import ZONE
from tests.decisions import AREA, SETS, TODAY, Desk, a_desk, applied, suspended
from tests.people import NOON

WORDS = "我们已运行两年，愿接受评估。"


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def sent(desk: Desk) -> ApplicationSent:
    return ApplicationSent(desk.a, AREA, "full", WORDS, "k1")


def standing(session: Session, desk: Desk) -> Status | None:
    found = area_standing(session, desk["manager"], desk.a, AREA)
    assert found is not None
    session.rollback()
    return found.on(TODAY)


def test_a_centre_applies_and_is_under_review(session: Session, desk: Desk) -> None:
    assert standing(session, desk) is None
    made = apply_for_register(session, desk["manager"], sent(desk), SETS, ZONE, at=NOON)
    assert standing(session, desk) is Status.APPLIED
    take_up_application(session, desk["senior"], made, at=NOON)
    assert standing(session, desk) is Status.UNDER_REVIEW
    entry = session.execute(select(JournalRow).order_by(JournalRow.seq.desc())).scalars().first()
    assert entry is not None
    assert (entry.action, entry.centre_id) == ("register:apply", desk.a)
    assert WORDS not in entry.detail
    text = text_of(session, desk["manager"], ItemKind.STATEMENT, made)
    assert (text.words, text.is_readable) == (WORDS, True)
    assert text_of(session, desk["decider"], ItemKind.STATEMENT, made).words == ""


def test_sent_twice_it_is_one(session: Session, desk: Desk) -> None:
    made = [
        apply_for_register(session, desk["manager"], sent(desk), SETS, ZONE, at=NOON)
        for _time in range(2)
    ]
    assert made[0] == made[1]
    assert session.execute(select(func.count(RegisterApplicationRow.id))).scalar_one() == 1
    session.rollback()
    other = replace(sent(desk), statement="另有话说")
    with pytest.raises(ConflictError, match="key_reused"):
        apply_for_register(session, desk["manager"], other, SETS, ZONE, at=NOON)


@pytest.mark.parametrize("name", ["manager_b", "senior", "decider", "registrar", "auditor"])
def test_only_who_manages_the_centre_applies(session: Session, desk: Desk, name: str) -> None:
    with pytest.raises(OutOfReachError):
        apply_for_register(session, desk[name], sent(desk), SETS, ZONE, at=NOON)


@pytest.mark.parametrize(
    ("changes", "kind", "code"),
    [
        ({"statement": " "}, InvalidError, "text_missing"),
        ({"statement": "x" * 2001}, InvalidError, "text_too_long"),
        ({"statement": "电话13812345678"}, InvalidError, "phone"),
        ({"set_code": "other"}, InvalidError, "unknown_set"),
        ({"area_code": "psychological"}, OutOfReachError, "area"),
        ({"centre_id": 999}, OutOfReachError, "area"),
    ],
)
def test_what_cannot_be_applied_for(
    session: Session, desk: Desk, changes: dict[str, str], kind: type[Exception], code: str
) -> None:
    new = replace(sent(desk), **changes)
    with pytest.raises(kind, match=code):
        apply_for_register(session, desk["manager"], new, SETS, ZONE, at=NOON)


def test_one_application_at_a_time_and_none_while_suspended(session: Session, desk: Desk) -> None:
    applied(session, desk)
    with pytest.raises(ConflictError, match="applied_before"):
        apply_for_register(session, desk["manager"], sent(desk), SETS, ZONE, at=NOON)


def test_none_while_co_operation_is_suspended(session: Session, desk: Desk) -> None:
    suspended(session, desk, at=NOON)
    with pytest.raises(ConflictError, match="no_such_move"):
        apply_for_register(session, desk["manager"], sent(desk), SETS, ZONE, at=NOON)


def test_it_is_taken_back_by_its_centre_once(session: Session, desk: Desk) -> None:
    made = applied(session, desk)
    for name in ("manager_b", "senior"):
        with pytest.raises(OutOfReachError):
            take_back_application(session, desk[name], made, at=NOON)
    take_back_application(session, desk["manager"], made, at=NOON)
    assert standing(session, desk) is None
    for again in (take_back_application, take_up_application):
        name = "manager" if again is take_back_application else "senior"
        with pytest.raises(ConflictError, match="application_over"):
            again(session, desk[name], made, at=NOON)
    with pytest.raises(OutOfReachError):
        take_back_application(session, desk["manager"], 999, at=NOON)


def test_it_is_taken_up_once_by_who_proposes(session: Session, desk: Desk) -> None:
    made = applied(session, desk, under_review=False)
    for name in ("manager", "registrar", "reader", "decider_b"):
        with pytest.raises(OutOfReachError):
            take_up_application(session, desk[name], made, at=NOON)
    take_up_application(session, desk["decider"], made, at=NOON)
    with pytest.raises(ConflictError, match="no_such_move"):
        take_up_application(session, desk["senior"], made, at=NOON)


def test_the_database_keeps_an_application_as_it_was_sent(session: Session, desk: Desk) -> None:
    row = session.get_one(RegisterApplicationRow, applied(session, desk))
    row.set_code = "candidate"
    with pytest.raises(DBAPIError, match="stays as it was sent"):
        session.flush()
