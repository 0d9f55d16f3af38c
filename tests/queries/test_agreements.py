"""Agreements as they are listed: reach, counts, chains, who has nobody."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, NewGrant, Role, system_actor
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_agreements import EndReason
from qa_app.models.accounts import AccountRow
from qa_app.queries.agreement_fitness import supervised_person
from qa_app.queries.agreement_lists import (
    centre_counts,
    count_unsupervised,
    unsupervised,
    workers_at,
)
from qa_app.queries.agreement_reach import agreements_shown
from qa_app.queries.agreements import (
    agreement_of,
    agreements_about,
    agreements_of_supervisor,
    days_held,
    steps_of,
)
from qa_app.queries.supervisor_lists import (
    ChainNode,
    chains,
    people_of,
    place_names,
    supervisors_within,
    who_may_supervise,
)
from qa_app.queries.supervisor_time import may_see_supervisor
from qa_app.services.agreements.change_agreement import change_agreement
from qa_app.services.agreements.deploy import Deployment, deploy
from qa_app.services.agreements.end_agreement import AgreementEnding, end_agreement
from qa_app.services.agreements.name_deputy import NewDeputy, name_deputy
from qa_app.services.places.end_practitioner import end_practitioner
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.agreements import TERMS, TODAY, Team, a_team, account, an_agreement, more_workers
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.sessions import a_session
from tests.statements import counted

BEGUN = date(2026, 1, 5)


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


def test_who_sees_which(session: Session, team: Team) -> None:
    made = an_agreement(session, team, from_on=BEGUN)
    worker = account(
        session, "w1", NewGrant(Role.CASEWORKER, None, "A"), practitioner=team.worker("W1")
    )
    colleague = account(
        session, "w2", NewGrant(Role.CASEWORKER, None, "A"), practitioner=team.worker("W2")
    )
    manager = account(session, "mgr", NewGrant(Role.CENTRE_MANAGER, None, "A"))
    for actor, sees in (
        (team.city, True),
        (team.scene.supervisor, True),
        (worker, True),
        (manager, True),
        (colleague, False),
        (team.scene.elsewhere, False),
        (team.scene.reader, False),
    ):
        assert (agreement_of(session, actor, made) is not None) is sees, actor.name
        assert bool(agreements_about(session, actor, team.worker("W1"), None)) is sees
        listed = agreements_of_supervisor(session, actor, team.lead, TODAY)
        assert bool(listed) is sees
    assert agreement_of(session, team.city, 10**9) is None
    assert agreements_about(session, team.city, None, None) == ()


def test_an_agreement_is_its_two_sides_whatever_their_roles(session: Session, team: Team) -> None:
    of_worker = an_agreement(session, team, from_on=BEGUN)
    of_lead = an_agreement(
        session, team, supervisor_id=team.head, practitioner_id=None, account_id=team.lead
    )
    both = {of_worker, of_lead}

    def shown(account_id: int | None, practitioner_id: int | None = None) -> frozenset[int]:
        actor = Actor(account_id, "x", practitioner_id=practitioner_id)
        return agreements_shown(session, actor, both)

    assert shown(team.lead) == both  # supervises in one and is supervised in the other
    assert shown(team.head) == {of_lead}
    assert shown(team.far) == shown(None) == frozenset()
    assert shown(team.far, team.worker("W1")) == {of_worker}
    assert shown(team.far, team.worker("W2")) == frozenset()
    assert agreements_shown(session, team.city, [of_lead]) == {of_lead}
    assert agreements_shown(session, system_actor("x"), both) == both


def test_what_was_done_is_told(session: Session, team: Team) -> None:
    made = an_agreement(session, team, from_on=BEGUN)
    change_agreement(session, team.city, made, (replace(TERMS, minutes=90), 1), at=NOON)
    ending = AgreementEnding(EndReason.LEFT, None, team.head)
    after = end_agreement(session, team.city, made, ending, ZONE, at=NOON)
    steps = steps_of(session, made)
    assert [one.action for one in steps] == ["agreement:make", "agreement:change", "agreement:end"]
    assert {one.by for one in steps} == {"city"}
    assert steps[1].detail["minutes"] == 90
    assert steps[2].detail["to_account"] == team.head
    line = agreement_of(session, team.city, made)
    assert line is not None
    assert (line.end_reason, line.successor_id) == (EndReason.LEFT, after)
    about = agreements_about(session, team.city, team.worker("W1"), None)
    assert [one.id for one in about] == [after, made]


def test_people_are_counted_once_wherever_they_work(session: Session, team: Team) -> None:
    made = an_agreement(session, team, from_on=BEGUN)
    an_agreement(session, team, from_on=BEGUN, practitioner_id=team.worker("W2"))
    an_agreement(
        session,
        team,
        from_on=BEGUN,
        practitioner_id=None,
        account_id=team.lead,
        supervisor_id=team.head,
    )
    name_deputy(session, team.city, made, NewDeputy(team.head, TODAY, TODAY), at=NOON)
    there = Deployment(team.scene.other_centre, team.head, team.worker("W2"), TODAY, TODAY)
    deploy(session, team.city, there, ZONE, at=NOON)
    assert people_of(session, None, TODAY) == {team.lead: 2, team.head: 3}
    assert people_of(session, [team.head], TODAY + timedelta(days=1)) == {team.head: 1}
    session.rollback()
    end_practitioner(session, OPERATOR, team.worker("W2"), TODAY - timedelta(days=1), ZONE, at=NOON)
    assert people_of(session, None, TODAY) == {team.lead: 1, team.head: 2}


def test_who_has_nobody_comes_first(session: Session, team: Team) -> None:
    assert count_unsupervised(session, team.city, TODAY) == 3
    assert [one.code for one in unsupervised(session, team.scene.elsewhere, TODAY, 10)] == ["W9"]
    session.rollback()
    made = an_agreement(session, team, from_on=BEGUN)
    an_agreement(session, team, practitioner_id=team.worker("W2"))  # begins in April
    assert count_unsupervised(session, team.city, TODAY) == 2
    assert {one.code for one in unsupervised(session, team.city, TODAY, 10)} == {"W2", "W9"}
    assert len(unsupervised(session, team.city, TODAY, 1, 2)) == 1
    at_a = workers_at(session, team.city, team.scene.centre, TODAY)
    assert [(one.code, one.supervisor, one.agreement_id) for one in at_a] == [
        ("W1", "lead", made),
        ("W2", "", None),
    ]
    assert workers_at(session, team.scene.elsewhere, team.scene.centre, TODAY) == ()
    counts = {
        one.id: (one.workers, one.supervised) for one in centre_counts(session, team.city, TODAY)
    }
    assert counts == {team.scene.centre: (2, 1), team.scene.other_centre: (1, 0)}
    # a supervisor who has left supervises nobody
    session.execute(update(AccountRow).where(AccountRow.id == team.lead).values(is_active=False))
    session.commit()
    left = unsupervised(session, team.city, TODAY, 10)
    assert [(one.code, one.agreement_id) for one in left if one.agreement_id] == [("W1", made)]
    lines = {one.id: one for one in supervisors_within(session, team.city, TODAY)}
    assert lines[team.lead].is_active is False
    assert lines[team.head].is_active


def shape(nodes: tuple[ChainNode, ...]) -> list[object]:
    return [(one.line.name, shape(one.below)) for one in nodes]


def test_chains_are_trees(session: Session, team: Team) -> None:
    top = account(session, "top", NewGrant(Role.SENIOR_SUPERVISOR))
    pair = {"practitioner_id": None, "from_on": BEGUN}
    an_agreement(session, team, top, **pair, account_id=team.head, supervisor_id=top.account_id)
    an_agreement(session, team, **pair, account_id=team.lead, supervisor_id=team.head)
    an_agreement(session, team, **pair, account_id=team.far, supervisor_id=team.head)
    tree = chains(session, team.city, TODAY)
    assert shape(tree) == [("top", [("city", [("far", []), ("lead", [])])])]
    assert [one.line.count for one in tree] == [1]
    branches = {tree[0].below[0].line.branch, tree[0].below[0].below[1].line.branch}
    named = {one.en for one in place_names(session, branches).values()}
    assert named == {"Kunming", "Panlong"}
    # who leads at one centre sees who stands above, and nobody beside
    own = chains(session, team.scene.supervisor, TODAY)
    assert shape(own) == [("top", [("city", [("lead", [])])])]
    assert may_see_supervisor(session, team.scene.supervisor, team.head)
    assert not may_see_supervisor(session, team.scene.supervisor, team.far)
    assert not may_see_supervisor(session, team.scene.reader, team.lead)


def test_who_may_supervise_is_offered_by_load(session: Session, team: Team) -> None:
    an_agreement(session, team, from_on=BEGUN)
    person = supervised_person(session, team.city, team.worker("W2"), None)
    offered = who_may_supervise(session, person, TODAY)
    assert [(one.name, one.count) for one in offered] == [("city", 0), ("lead", 1)]
    above = supervised_person(session, team.city, None, team.lead)
    assert [one.name for one in who_may_supervise(session, above, TODAY)] == ["city"]


def test_sessions_held_count_from_their_day(session: Session, team: Team) -> None:
    made = an_agreement(session, team, from_on=BEGUN)
    fields = {"rubric_version_id": None, "files_wanted": 0, "people": (team.worker("W1"),)}
    for kind, day in (
        (SessionType.INDIVIDUAL, TODAY),
        (SessionType.GROUP, date(2026, 3, 2)),
        (SessionType.OBSERVATION, date(2026, 3, 3)),
    ):
        held = a_session(session, team.scene, type=kind, planned_on=day, **fields)
        done = SessionSettlement(SessionState.HELD)
        settle_session(session, team.city, held, done, ZONE, at=NOON)
    line = agreement_of(session, team.city, made)
    assert line is not None
    assert days_held(session, [line], BEGUN) == {made: (date(2026, 3, 2), TODAY)}
    assert days_held(session, [line], date(2026, 3, 3)) == {made: (TODAY,)}
    assert days_held(session, [], BEGUN) == {}


def test_queries_do_not_grow_with_people(session: Session, team: Team) -> None:
    an_agreement(session, team, from_on=BEGUN)

    def asked() -> int:
        with counted(session) as seen:
            supervisors_within(session, team.city, TODAY)
            chains(session, team.city, TODAY)
            unsupervised(session, team.city, TODAY, 50)
            centre_counts(session, team.city, TODAY)
            agreements_of_supervisor(session, team.city, team.lead, TODAY)
        session.rollback()
        return len(seen)

    before = asked()
    for one in more_workers(session, 4):
        an_agreement(session, team, from_on=BEGUN, practitioner_id=one)
    account(session, "more", NewGrant(Role.SENIOR_SUPERVISOR, "KM"))
    assert asked() == before
