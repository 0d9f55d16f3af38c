"""What a month is planned with: how long takes what stands already."""

from datetime import date, time

from sqlalchemy.orm import Session

from qa_app.domain.due_needs import DueNeed
from qa_app.domain.plan_rules import Attendee, Placement
from qa_app.domain.plan_times import start_times
from qa_app.models.sessions import keep_session
from qa_app.queries.due_list import DueSpan, due_needs
from qa_app.queries.plan_engagements import GroundSpan
from qa_app.queries.plan_ground import plan_ground
from qa_app.services.supervision.agree_plan import agree_plan
from qa_app.services.supervision.publish_plan import publish_plan
from tests.month_plans import MARCH, TODAY, ZONE, a_branch, proposed_month
from tests.people import NOON
from tests.queries.test_due_list import agreed


def lengths(session: Session, plan_id: int | None, needs: tuple[DueNeed, ...]) -> list[int]:
    ground = plan_ground(session, GroundSpan(MARCH, TODAY, plan_id), needs)
    session.rollback()
    return sorted(one.minutes for one in ground.setting.engagements)


def test_what_is_agreed_takes_as_long_as_agreed_in_plans_and_once_published(
    session: Session,
) -> None:
    branch = a_branch(session)
    agreed(session, branch, minutes=150)
    needs = due_needs(session, branch.lead, DueSpan(TODAY, date(2026, 3, 31)))
    made = proposed_month(session, branch)
    # two visits of four hours, two sessions of an hour, and the one of the agreement
    standing = [60, 60, 150, 240, 240]
    assert lengths(session, None, needs) == standing
    assert lengths(session, made, needs) == []
    agree_plan(session, branch.second, made, 1, at=NOON)
    publish_plan(session, branch.lead, made, 1, ZONE, at=NOON)
    assert lengths(session, made, needs) == standing


def test_what_others_lead_with_a_worker_takes_the_workers_time(session: Session) -> None:
    branch = a_branch(session)
    agreed(session, branch, minutes=75)
    worker, day = branch.scene.workers["W1"], date(2026, 3, 27)
    needs = due_needs(session, branch.lead, DueSpan(TODAY, date(2026, 3, 31)))
    session.rollback()
    # led by somebody whom the plan of the city does not send
    far = branch.scene.elsewhere.account_id or 0
    values = {
        "centre_id": branch.scene.centre,
        "type": "individual",
        "planned_on": day,
        "starts_at_time": time(9),
        "supervisor_id": far,
    }
    keep_session(session, values, [worker], None, NOON)
    session.commit()
    setting = plan_ground(session, GroundSpan(MARCH, TODAY), needs).setting
    (need,) = (one for one in setting.needs if Attendee(worker, is_worker=True) in one.who)
    put = Placement(need.key, branch.account(branch.lead), day)
    assert start_times(setting, [put]) == {need.key: 10 * 60}
