"""A centre is told of every decision while it may object to it."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.rules.decision import Status
from qa_app.queries.open_to_objection import open_to_objection
from qa_app.services.decisions.file_objection import ObjectionSent, file_objection
from tests.audits import ZONE
from tests.decisions import TODAY, Desk, a_desk, endorsed, suspended
from tests.people import NOON

TEXT = "当日已完成控制，整改计划已在第三天提交。"


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def told(session: Session, desk: Desk, name: str, days: int) -> list[tuple[Status, int]]:
    day = TODAY + timedelta(days=days)
    found = open_to_objection(session, desk[name], day, ZONE)
    session.rollback()
    return [(one.status, (one.last_day - TODAY).days) for one in found]


def test_its_managers_are_told_of_each_until_the_last_day(session: Session, desk: Desk) -> None:
    # sixty days to object (criteria file, appeal); suspended on the thirtieth day
    suspended(session, desk)
    both = [(Status.SUSPENDED, 90), (Status.ENDORSED, 60)]
    assert told(session, desk, "manager", 30) == both
    assert told(session, desk, "manager", 60) == both
    assert told(session, desk, "manager", 61) == both[:1]
    assert told(session, desk, "manager", 90) == both[:1]
    assert told(session, desk, "manager", 91) == []
    for name in ("manager_b", "senior", "decider", "registrar", "reader", "auditor"):
        assert told(session, desk, name, 30) == [], name


def test_what_it_objected_to_is_told_no_more(session: Session, desk: Desk) -> None:
    made = endorsed(session, desk)
    sent = ObjectionSent(made, "factual_error", TEXT, "k1")
    file_objection(session, desk["manager"], sent, ZONE, at=NOON)
    assert told(session, desk, "manager", 1) == []
