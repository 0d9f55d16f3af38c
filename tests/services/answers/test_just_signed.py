"""What a first reader is answered of a file just signed is the same, read twice or not."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.answer_texts import AmendmentSent, AnswerSent
from qa_app.domain.answers import AnswerKind
from qa_app.domain.defaults import WITHDRAW_MINUTES
from qa_app.domain.errors import RefusedError
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.audits import AuditRow
from qa_app.queries.draws import files_of
from qa_app.queries.result_paper import result_paper
from qa_app.queries.today import void_requests
from qa_app.services.answers.give_answer import give_answer
from qa_app.services.answers.propose_amendment import propose_amendment
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.open_supplement import open_supplement
from qa_app.services.audits.withdraw_audit import withdraw_audit
from tests.audits import ZONE
from tests.pairs import LATER, MET, Twice, a_drawn_sample, a_pair, read

SOON = LATER + timedelta(minutes=5)
CLOSED = LATER + timedelta(minutes=WITHDRAW_MINUTES, seconds=1)


@pytest.fixture
def twice(session: Session) -> Twice:
    """The first reader is a senior supervisor, who may do more than read."""
    made = a_drawn_sample(session)
    reach = Reach(centre_ids=frozenset({made.centre}))
    return replace(made, first=replace(made.first, grants=(Grant(Role.SENIOR_SUPERVISOR, reach),)))


@pytest.fixture
def both(session: Session, twice: Twice) -> tuple[int, int]:
    """A file that is read twice and one that is not, both just signed."""
    pair = a_pair(session, twice)
    files = files_of(session, twice.session, twice.first.account_id)
    alone = next(one.audit_id for one in files if one.audit_id != pair.first_id)
    session.rollback()
    for audit in (pair.first_id, alone):
        read(session, twice.first, audit, MET)
    return pair.first_id, alone


def told(session: Session, act: Callable[[], object]) -> str:
    try:
        act()
    except RefusedError as fault:
        return f"{type(fault).__name__} {fault.code}"
    finally:
        session.rollback()
    return "done"


def acts(session: Session, actor: Actor, audit: int, at: Any) -> dict[str, str]:
    reply, amendment = (
        AnswerSent(AnswerKind.REPLY, None, "已核对"),
        AmendmentSent({"A1": "unmet"}, "第三页没有签名"),
    )
    accept = AnswerSent(AnswerKind.ACCEPT, None, "")
    return {
        "reply": told(session, lambda: give_answer(session, actor, audit, reply, at=at)),
        "accept": told(session, lambda: give_answer(session, actor, audit, accept, at=at)),
        "amendment": told(
            session, lambda: propose_amendment(session, actor, audit, amendment, ZONE, at=at)
        ),
        "supplement": told(session, lambda: open_supplement(session, actor, audit, ZONE, at=at)),
        "void": told(session, lambda: ask_void(session, actor, audit, "wrong_file", at=at)),
        "again": told(session, lambda: ask_void(session, actor, audit, "wrong_file", at=at)),
    }


def test_each_act_is_answered_alike(session: Session, twice: Twice, both: tuple[int, int]) -> None:
    paired, alone = (acts(session, twice.first, audit, SOON) for audit in both)
    assert paired == alone
    assert alone == {
        "reply": "ConflictError no_query",
        "accept": "NotAllowedError not_your_word",
        "amendment": "ConflictError withdrawable",
        "supplement": "ConflictError withdrawable",
        "void": "done",
        "again": "ConflictError asked_before",
    }
    # nobody else hears of what is asked of a locked reading
    assert [one.audit_id for one in void_requests(session, twice.moderator, 9)] == [both[1]]
    session.rollback()
    withdraw_audit(session, twice.first, both[0], at=SOON)
    row = session.execute(select(AuditRow).where(AuditRow.id == both[0])).scalar_one()
    assert (row.state, row.void_reason) == ("draft", None)
    session.rollback()


def test_the_page_of_answers_is_the_same(
    session: Session, twice: Twice, both: tuple[int, int]
) -> None:
    paired, alone = (result_paper(session, twice.first, audit, ZONE) for audit in both)
    assert paired is not None
    assert alone is not None
    own = {"audit_id", "reference", "place", "rubric", "took_part"}
    for name in {one.name for one in fields(alone)} - own:
        assert getattr(paired, name) == getattr(alone, name), name
    for paper in (paired, alone):
        assert twice.first.account_id in paper.took_part
        assert twice.second.account_id not in paper.took_part
    for actor in (twice.second, twice.planner, twice.manager):
        assert result_paper(session, actor, both[0], ZONE) is None
    session.rollback()


def test_once_it_can_no_longer_be_withdrawn_the_reader_may_ask_again(
    session: Session, twice: Twice, both: tuple[int, int]
) -> None:
    # the limit of withdrawing itself: at 30 minutes still, a second later no more
    edge = acts(session, twice.first, both[1], CLOSED - timedelta(seconds=1))
    assert edge["amendment"] == "ConflictError withdrawable"
    assert acts(session, twice.first, both[1], CLOSED)["amendment"] == "done"
