"""What looks like a name is kept in texts about a result for a typed reason, which is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.action_steps import StepSent
from qa_app.domain.actions import ActionStep
from qa_app.domain.answer_texts import AmendmentSent, AnswerSent
from qa_app.domain.answers import AnswerKind
from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import FindingDraft, FindingKind, FindingSheet
from qa_app.models.journal import JournalRow
from qa_app.models.name_reasons import NameReasonRow
from qa_app.models.sealing import sealer_of
from qa_app.queries.name_reasons import name_reasons
from qa_app.queries.result_paper import result_paper
from qa_app.services.answers.give_answer import give_answer
from qa_app.services.answers.propose_amendment import propose_amendment
from qa_app.services.answers.raise_objection import NewObjection, raise_objection
from qa_app.services.answers.uphold_result import uphold_result
from qa_app.services.findings.save_findings import save_findings
from qa_app.services.findings.work_action import work_action
from tests.audits import ZONE
from tests.follow_up import Followed, a_followed, actions, sign
from tests.people import NOON

NAMED, WHY = "姓名：王小明", "法院要求写明"
AT = NOON + timedelta(days=1)


@pytest.fixture
def one(session: Session) -> Followed:
    made = a_followed(session)
    sign(session, made, "A2")
    session.rollback()
    return made


def answer(session: Session, one: Followed, why: str) -> None:
    sent = AnswerSent(AnswerKind.COMMENT, None, NAMED, name_reason=why)
    give_answer(session, one.desk.manager, one.audit, sent, at=AT)


def object_to(session: Session, one: Followed, why: str) -> None:
    new = NewObjection("fact", NAMED, name_reason=why)
    raise_objection(session, one.desk.manager, one.audit, new, ZONE, at=AT)


def uphold(session: Session, one: Followed, why: str) -> None:
    object_to(session, one, WHY)
    uphold_result(session, one.outsider, one.audit, NAMED, zone=ZONE, at=AT, name_reason=why)


def amend(session: Session, one: Followed, why: str) -> None:
    sent = AmendmentSent({"A2": "met"}, NAMED, name_reason=why)
    propose_amendment(session, one.outsider, one.audit, sent, ZONE, at=AT)


def step(session: Session, one: Followed, why: str) -> None:
    (row,) = actions(session)
    session.rollback()
    sent = StepSent(ActionStep.DO, NAMED, 1, name_reason=why)
    work_action(session, one.desk.manager, row.id, sent, ZONE, at=AT)


@pytest.mark.parametrize(
    ("act", "action", "place"),
    [
        (answer, "answer:give", "answer"),
        (object_to, "objection:move", "objection"),
        (uphold, "objection:move", "decision"),
        (amend, "audit:amend", "amendment"),
        (step, "action:move", "step"),
    ],
)
def test_a_reason_is_asked_for_kept_journaled_and_told(
    session: Session,
    one: Followed,
    act: Callable[[Session, Followed, str], None],
    action: str,
    place: str,
) -> None:
    if place != "decision":
        for why, code in (("", "likely_name"), ("好", "name_reason")):
            with pytest.raises(InvalidError, match=code):
                act(session, one, why)
        assert session.execute(select(NameReasonRow)).all() == []
        session.rollback()
    act(session, one, WHY)
    told = name_reasons(session, one.audit)[-1]
    assert (told.place, told.reason) == (place, WHY)
    assert name_reasons(session, one.audit, is_withheld=True)[-1].reason == ""
    details = select(JournalRow.detail).where(JournalRow.action == action)
    last = session.execute(details.order_by(JournalRow.seq.desc())).scalars().first() or ""
    assert sealer_of(session).digest(WHY, f"name_reason/{one.audit}") in last
    assert WHY not in last
    paper = result_paper(session, one.outsider, one.audit, ZONE)
    assert paper is not None
    assert paper.kept_names[-1] == told


def test_names_in_findings(session: Session) -> None:
    made = a_followed(session)
    line = FindingDraft(FindingKind.FINDING, ("A1",), NAMED)
    with pytest.raises(InvalidError, match="likely_name"):
        save_findings(session, made.desk.reader, made.audit, FindingSheet((line,)), ZONE, at=NOON)
    sheet = FindingSheet((line,), name_reason=WHY)
    save_findings(session, made.desk.reader, made.audit, sheet, ZONE, at=NOON)
    (told,) = name_reasons(session, made.audit)
    assert (told.place, told.reason, told.by) == ("finding", WHY, "reader")


def test_a_reason_without_a_name_is_not_kept(session: Session, one: Followed) -> None:
    sent = AnswerSent(AnswerKind.COMMENT, None, "第3页写明", name_reason=WHY)
    give_answer(session, one.desk.manager, one.audit, sent, at=AT)
    assert name_reasons(session, one.audit) == ()
