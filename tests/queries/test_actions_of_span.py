"""Actions as they stood: read back from their steps, whatever became of them since."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.action_steps import StepSent
from qa_app.domain.actions import ActionStep
from qa_app.domain.actions_of_span import action_facts
from qa_app.domain.people import Role
from qa_app.queries.actions import ActionFilter, ShownActions, count_actions
from qa_app.queries.actions_of_span import actions_of_span
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.findings.work_action import work_action
from tests.audits import ZONE
from tests.follow_up import Followed, a_followed, actions, sign
from tests.people import NOON, person
from tests.statements import counted

DAY = NOON.date()


@pytest.fixture
def one(session: Session) -> Followed:
    followed = a_followed(session)
    sign(session, followed, "B1")
    session.rollback()
    for at, step in enumerate((ActionStep.CONTAIN, ActionStep.PLAN, ActionStep.DO), 1):
        (row,) = actions(session)
        session.rollback()
        sent = StepSent(step, "已办", at)
        manager = followed.desk.manager
        work_action(session, manager, row.id, sent, ZONE, at=NOON + timedelta(days=at))
    return followed


def told(session: Session, one: Followed, on: date, first: date = DAY) -> list:
    found = actions_of_span(session, lambda column: column == one.desk.centre, first, on, ZONE)
    session.rollback()
    return [(then.action.state.value, then.is_late(on)) for then in found]


def test_it_stands_as_it_did_on_each_day(session: Session, one: Followed) -> None:
    days = [DAY + timedelta(days=at) for at in range(-1, 4)]
    assert [told(session, one, on) for on in days] == [
        [],
        [("open", False)],
        [("open", False)],
        [("planned", False)],
        [("done", False)],
    ]
    found = actions_of_span(session, lambda column: column == one.desk.centre + 1, DAY, DAY, ZONE)
    assert found == ()


def test_it_is_late_on_the_days_on_which_its_page_says_so(session: Session, one: Followed) -> None:
    late = ActionFilter(ShownActions.LATE)
    who = person(Role.SENIOR_SUPERVISOR)
    for at in range(3, 60):
        on = DAY + timedelta(days=at)
        found = [is_late for _state, is_late in told(session, one, on)]
        assert found == [count_actions(session, who, late, on) == 1], on


def test_one_cancelled_later_stood_in_the_span_before(session: Session, one: Followed) -> None:
    desk = one.desk
    ask_void(session, one.third, desk.audit, "wrong_file", at=NOON + timedelta(days=9))
    confirm_void(session, desk.second, desk.audit, ZONE, at=NOON + timedelta(days=9))
    session.rollback()
    assert told(session, one, DAY + timedelta(days=8)) == [("done", False)]
    assert told(session, one, DAY + timedelta(days=9)) == []


def test_two_statements_whatever_there_is(session: Session, one: Followed) -> None:
    with counted(session) as seen:
        told(session, one, DAY)
    assert len(seen) == 2


def test_it_is_counted_in_its_span(session: Session, one: Followed) -> None:
    on = DAY + timedelta(days=3)
    found = actions_of_span(session, lambda column: column == one.desk.centre, DAY, on, ZONE)
    counted = action_facts(found, DAY, on)
    assert (counted.opened, counted.done, counted.done_late, counted.waiting) == (1, 1, 0, 1)
