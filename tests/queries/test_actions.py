"""Lists of actions and of what waits: pages by keyset, reach, who must act."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionKind, Party, Waits
from qa_app.domain.answer_texts import AnswerSent
from qa_app.domain.answers import AnswerKind
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.totals import SampleType
from qa_app.models.audits import AuditRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.rounds import AuditRoundRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.action_papers import action_paper
from qa_app.queries.actions import (
    ActionFilter,
    ActionPlaceInList,
    ShownActions,
    actions_page,
    count_actions,
)
from qa_app.queries.duties import (
    ResultDutyKind,
    count_results_to_answer,
    objections_to_decide,
    queries_to_reply,
    results_to_answer,
)
from qa_app.services.answers.give_answer import give_answer
from qa_app.services.answers.raise_objection import NewObjection, raise_objection
from tests.audits import ZONE
from tests.follow_up import Followed, a_followed, later_reading, sign
from tests.pairs import LATER, a_complete_pair, a_drawn_sample
from tests.people import NOON

TODAY = NOON.astimezone(ZoneInfo(ZONE)).date()


@pytest.fixture
def one(session: Session) -> Followed:
    """Nine actions: eight of a must-pass item on different days, one of a red line."""
    made = a_followed(session)
    sign(session, made, "A2", "B1")
    for day in range(1, 8):
        later_reading(session, made, day, "A2")
    return made


def test_pages_follow_each_other_and_hold_every_action_once(
    session: Session, one: Followed
) -> None:
    chosen, seen, after = ActionFilter(), [], None
    while True:
        page = actions_page(session, one.outsider, chosen, after, TODAY, 4)
        seen += page[:4]
        if len(page) <= 4:
            break
        after = ActionPlaceInList(page[3].next_on, page[3].id)
    assert len(seen) == len({line.id for line in seen}) == 9
    assert [line.next_on for line in seen] == sorted(line.next_on for line in seen if line.next_on)
    assert seen[0].waits_for is Waits.CONTAIN
    assert count_actions(session, one.outsider, chosen, TODAY) == 9


@pytest.mark.parametrize("shown", [ShownActions.DUE, ShownActions.LATE])
def test_red_lines_come_first_whichever_page_they_stand_on(
    session: Session, one: Followed, shown: ShownActions
) -> None:
    later_reading(session, one, 20, "A2", "B1")
    chosen, seen, after = ActionFilter(shown, is_red_first=True), [], None
    day = TODAY + timedelta(days=90)
    while True:
        page = actions_page(session, one.outsider, chosen, after, day, 3)
        seen += page[:3]
        if len(page) <= 3:
            break
        is_red = page[2].kind is ActionKind.RED_LINE
        after = ActionPlaceInList(page[2].next_on, page[2].id, is_red)
    assert len(seen) == len({line.id for line in seen}) == 11
    red = [line.kind is ActionKind.RED_LINE for line in seen]
    assert red == [True, True] + [False] * 9
    for part in (seen[:2], seen[2:]):
        days = [line.next_on for line in part]
        assert days == sorted(day for day in days if day)
    # the second red line fell due long after the first must-pass item
    assert seen[1].opened_on == TODAY + timedelta(days=20)
    assert {line.region for line in seen} == {"CN"}


@pytest.mark.parametrize("is_red_first", [True, False])
def test_what_waits_for_some_is_found_party_by_party_and_listed_together(
    session: Session, one: Followed, is_red_first: bool
) -> None:
    later_reading(session, one, 20, "A2", "B1")
    rows = session.scalars(select(CorrectiveActionRow).order_by(CorrectiveActionRow.id)).all()
    for number, row in enumerate(rows):
        row.waits_by = (Party.CENTRE, Party.SUPERVISOR, Party.WORKER)[number % 3].value
    session.commit()
    chosen = ActionFilter(parties=(Party.CENTRE, Party.WORKER), is_red_first=is_red_first)
    seen, after = [], None
    while True:
        page = actions_page(session, one.outsider, chosen, after, TODAY, 2)
        seen += page[:2]
        if len(page) <= 2:
            break
        is_red = page[1].kind is ActionKind.RED_LINE
        after = ActionPlaceInList(page[1].next_on, page[1].id, is_red)
    wanted = [row for row in rows if row.next_on and row.waits_by != Party.SUPERVISOR.value]
    wanted.sort(key=lambda row: (is_red_first and row.kind != "red_line", row.next_on, row.id))
    assert [line.id for line in seen] == [row.id for row in wanted]
    assert len(wanted) == count_actions(session, one.outsider, chosen, TODAY) == 7


def test_who_must_act_and_what_is_late(session: Session, one: Followed) -> None:
    late = ActionFilter(ShownActions.LATE, (Party.CENTRE,))
    assert count_actions(session, one.outsider, late, TODAY) == 0
    assert count_actions(session, one.outsider, late, TODAY + timedelta(days=2)) == 1
    for parties in ((Party.WORKER,), (Party.SUPERVISOR,)):
        assert actions_page(session, one.outsider, ActionFilter(parties=parties), None, TODAY) == ()
    for shown in (ShownActions.READINGS, ShownActions.CLOSED):
        assert actions_page(session, one.outsider, ActionFilter(shown), None, TODAY) == ()


def test_reach(session: Session, one: Followed) -> None:
    chosen = ActionFilter()
    (first, *_) = actions_page(session, one.desk.manager, chosen, None, TODAY)
    assert actions_page(session, one.desk.elsewhere, chosen, None, TODAY) == ()
    assert action_paper(session, one.desk.elsewhere, first.id) is None
    # a worker sees what follows their own files alone
    own = actions_page(session, one.worker, chosen, None, TODAY)
    assert {line.audit_id for line in own} == {one.audit}
    assert actions_page(session, Actor(1, "x"), chosen, None, TODAY) == ()
    paper = action_paper(session, one.worker, own[0].id)
    assert paper is not None
    assert paper.readings == ()


def test_what_follows_from_a_review_of_a_supervisor_is_no_action_of_the_centre(
    session: Session,
) -> None:
    made = a_followed(session)
    # filed at the centre whose area the supervisor has, and read by who reads such reviews
    session.execute(update(AuditRow).values(sample_type=SampleType.QUARTER.value))
    session.commit()
    sign(session, made, "A2")
    lead = Actor(99, "x", (Grant(Role.SENIOR_SUPERVISOR, Reach(is_everything=True)),))
    (line,) = actions_page(session, lead, ActionFilter(), None, TODAY)
    assert action_paper(session, lead, line.id) is not None
    assert action_paper(session, made.desk.manager, line.id) is None
    assert actions_page(session, made.desk.manager, ActionFilter(), None, TODAY) == ()


def test_a_draft_asks_for_nothing(session: Session) -> None:
    from qa_app.domain.findings import ActionPlan, FindingDraft, FindingKind, FindingSheet
    from qa_app.services.findings.save_findings import save_findings

    made = a_followed(session)
    line = FindingDraft(FindingKind.FINDING, ("A1",), "记录不全", action=ActionPlan())
    save_findings(session, made.desk.reader, made.audit, FindingSheet((line,)), ZONE, at=NOON)
    assert actions_page(session, made.desk.reader, ActionFilter(), None, TODAY) == ()
    assert action_paper(session, made.desk.reader, 1) is None


def test_what_waits_for_whom(session: Session, one: Followed) -> None:
    manager, at = one.desk.manager, NOON + timedelta(days=8)
    waiting = results_to_answer(session, manager, ZONE, 20)
    assert len(waiting) == count_results_to_answer(session, manager) == 8
    assert count_results_to_answer(session, one.outsider) == 0
    assert (waiting[0].audit_id, waiting[0].kind) == (one.audit, ResultDutyKind.ANSWER)
    assert results_to_answer(session, one.outsider, ZONE, 20) == ()
    session.rollback()
    give_answer(session, manager, one.audit, AnswerSent(AnswerKind.QUERY, None, "哪页？"), at=at)
    new = NewObjection("fact", "有误")
    raise_objection(session, manager, waiting[1].audit_id, new, ZONE, at=at)
    assert len(results_to_answer(session, manager, ZONE, 20)) == 6
    for actor in (one.desk.reader, one.outsider):
        assert [duty.audit_id for duty in queries_to_reply(session, actor, 9)] == [one.audit]
    assert queries_to_reply(session, one.desk.elsewhere, 9) == ()
    assert objections_to_decide(session, one.desk.reader, ZONE, 9, on=NOON.date()) == ()
    (duty,) = objections_to_decide(session, one.outsider, ZONE, 9, on=NOON.date())
    # raised on 31 March; 60 days later
    assert (duty.audit_id, duty.until) == (waiting[1].audit_id, date(2026, 5, 30))
    session.rollback()
    give_answer(
        session, one.desk.reader, one.audit, AnswerSent(AnswerKind.REPLY, None, "第3页"), at=at
    )
    assert queries_to_reply(session, one.outsider, 9) == ()
    session.rollback()
    # it is the centre's turn again, until it says something
    assert len(results_to_answer(session, manager, ZONE, 20)) == 7
    assert count_results_to_answer(session, manager) == 7
    session.rollback()
    give_answer(session, manager, one.audit, AnswerSent(AnswerKind.ACCEPT, None, ""), at=at)
    assert len(results_to_answer(session, manager, ZONE, 20)) == 6


def test_an_objection_asks_nobody_of_the_pair_or_the_round(session: Session) -> None:
    twice = a_drawn_sample(session)
    pair = a_complete_pair(session, twice)
    raise_objection(
        session, twice.manager, pair.first_id, NewObjection("fact", "有误"), ZONE, at=LATER
    )
    grants = twice.moderator.grants
    second = Actor(twice.second.account_id, "second", grants)
    assert objections_to_decide(session, second, ZONE, 9, on=NOON.date()) == ()
    assert len(objections_to_decide(session, twice.moderator, ZONE, 9, on=NOON.date())) == 1
    session.rollback()
    values = {
        "period_from": TODAY, "period_until": TODAY, "starts_on": TODAY, "ends_on": TODAY,
        "design": {}, "profile": "small", "owner_id": twice.planner.account_id,
        "moderator_id": twice.moderator.account_id, "created_at": NOON,
    }  # fmt: skip
    of_round = session.scalar(insert(AuditRoundRow).values(values).returning(AuditRoundRow.id))
    session.execute(update(SupervisionSessionRow).values(round_id=of_round))
    assert objections_to_decide(session, twice.moderator, ZONE, 9, on=NOON.date()) == ()
