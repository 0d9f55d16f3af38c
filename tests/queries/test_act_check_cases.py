"""What a state, a time or a number may not be, one by one: each forgery is named by one rule alone."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import ActFault, Held, Kind, Since
from qa_app.domain.papers import Revoked
from qa_app.domain.register_decisions import Proposal
from qa_app.domain.rules.decision import Status
from qa_app.models.triggers import drop_triggers
from qa_app.queries import act_records, act_reviews
from qa_app.queries.act_check import held_acts
from qa_app.queries.act_records import hold_records
from qa_app.queries.act_register import hold_register
from qa_app.queries.act_reviews import hold_reviews
from qa_app.queries.told_acts import since
from qa_app.services.decisions.confirm_decision import confirm_decision
from qa_app.services.decisions.file_objection import ObjectionSent, file_objection
from qa_app.services.papers.issue_paper import NewPaper, issue_paper
from tests import decisions, records
from tests.audits import ZONE, a_signed_desk
from tests.issued import CHANCE, TERMS, a_key
from tests.people import NOON
from tests.postgresql import as_owner
from tests.queries.test_act_check import copied
from tests.sessions import a_session

Hold = Callable[[Session, Held, Since], None]
Case = tuple[str, datetime | None, set[tuple[Kind, ActFault]]]
UNTOLD, CHANGED, LOST, STATE = (
    ActFault.UNTOLD,
    ActFault.CHANGED,
    ActFault.LOST,
    ActFault.STATE,
)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def database_url(database_url: str) -> str:
    """Triggers are the owner's: whoever drops them may do everything."""
    return as_owner(database_url)


def each_is_named(session: Session, hold: Hold, cases: Iterable[Case]) -> None:
    """Try what is named of each forgery while the last instant under a checkpoint is this one."""
    for forgery, kept, faults in cases:
        tried, found = session.begin_nested(), Held()
        session.execute(text(forgery))
        session.expire_all()
        hold(session, found, replace(since(session), kept=kept))
        tried.rollback()
        assert {(one.kind, one.fault) for one in found.unlike} == faults, (forgery, kept)


def test_decisions_objections_and_papers(session: Session) -> None:
    desk = decisions.a_desk(session)
    a_key(session)
    decisions.applied(session, desk)
    made = decisions.proposed(session, desk, Proposal(Status.ENDORSED, decisions.TODAY))
    decisions.proposed(session, desk, decisions.on_conditions())
    ended = NOON + HOUR
    confirm_decision(session, desk["decider"], made, ZONE, at=ended)
    issue_paper(session, desk["registrar"], NewPaper(made, CHANCE), TERMS, at=ended)
    anew = NewPaper(made, CHANCE + 1, replaces=Revoked.LOST)
    issue_paper(session, desk["registrar"], anew, TERMS, at=ended + HOUR)
    at = NOON + timedelta(days=30)
    stop = decisions.frozen(session, desk, decisions.evidence(stop=1, at=at, in_register=True))
    end = decisions.decided(session, desk, Proposal(Status.SUSPENDED, at.date()), stop, at=at)
    sent = ObjectionSent(end, "factual_error", "当日已完成控制。", "k1")
    file_objection(session, desk["manager"], sent, ZONE, at=at)
    found = held_acts(session)
    assert (found.unlike, found.unsealed, found.expired) == ([], 0, 0)
    drop_triggers(session.connection())
    mute = "UPDATE journal SET detail = replace(detail, 'overtaken', 'undertaken')"
    settled = "UPDATE decision_objection SET outcome = 'set_aside', settled_at = filed_at"
    decision, objection = {(Kind.DECISION, STATE)}, {(Kind.OBJECTION, STATE)}
    each_is_named(
        session,
        hold_register,
        [
            (
                "UPDATE register_decision SET decided_at = proposed_at WHERE state = 'overtaken'",
                None,
                decision,
            ),
            # what a checkpoint stands for may have said so, and nothing later
            (mute, None, decision),
            (mute, ended - SECOND, decision),
            (mute, ended, set()),
            (settled, None, objection),
            (settled, at - SECOND, objection),
            (settled, at, set()),
            (
                "UPDATE register_paper SET revoked_at = issued_at WHERE revoked_at IS NOT NULL",
                None,
                {(Kind.PAPER, UNTOLD), (Kind.PAPER, CHANGED)},
            ),
            (
                "UPDATE register_step SET number = number + 5",
                None,
                {(Kind.STEP, UNTOLD), (Kind.DECISION, CHANGED)},
            ),
        ],
    )


@pytest.mark.both_databases
def test_records_of_sessions(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = records.a_talk(session)
    other = a_session(session, talk.scene)
    records.begin(session, talk)
    records.fill(session, talk)
    records.sign(session, talk)
    records.sign(session, talk, talk.worker, at=records.EVENING + HOUR)
    assert held_acts(session).unlike == []
    drop_triggers(session.connection())
    monkeypatch.setattr(act_records, "_AT_ONCE", 1)
    first = "(SELECT min(at) FROM record_signature)"
    elsewhere = "UPDATE journal SET object_id = '77' WHERE action = 'record:sign'"
    state, untold = {(Kind.RECORD, STATE)}, {(Kind.RECORD, UNTOLD)}
    each_is_named(
        session,
        hold_records,
        [
            ("UPDATE supervision_record SET state = 'draft'", None, state),
            (f"UPDATE supervision_record SET signed_at = {first}", None, state),
            # no row tells that the session was held, either
            (elsewhere, None, untold | {(Kind.RECORD, LOST), (Kind.SESSION, UNTOLD)}),
            (copied(session, "supervision_record", session_id=str(other)), None, state),
        ],
    )


def test_reviews(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    a_signed_desk(session)
    assert held_acts(session).unlike == []
    drop_triggers(session.connection())
    monkeypatch.setattr(act_reviews, "AT_ONCE", 1)
    elsewhere = "UPDATE journal SET object_id = '77' WHERE action = 'audit:sign'"
    state, untold = {(Kind.REVIEW, STATE)}, {(Kind.REVIEW, UNTOLD)}
    each_is_named(
        session,
        hold_reviews,
        [
            ("UPDATE audit SET state = 'void'", None, state),
            ("UPDATE audit SET voided_at = signed_at", None, state | untold),
            (elsewhere, None, untold | {(Kind.REVIEW, LOST)}),
            (copied(session, "audit", id="900"), None, untold),
        ],
    )
