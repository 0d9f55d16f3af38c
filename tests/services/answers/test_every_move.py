"""Every act on a result, by everybody, as it stands at each point of its course (WF-01 to WF-04).

What may be done is written down by hand; all else is refused and changes nothing. Forms that pages
show are held against the same course by `tests/web/test_offered.py`.
"""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.answer_texts import AnswerSent, Settling
from qa_app.domain.answers import AnswerKind
from qa_app.domain.errors import RefusedError
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.services.answers.give_answer import give_answer
from qa_app.services.answers.propose_amendment import propose_amendment
from qa_app.services.answers.raise_objection import NewObjection, raise_objection
from qa_app.services.answers.settle_amendment import settle_amendment
from qa_app.services.answers.uphold_result import uphold_result
from qa_app.services.answers.withdraw_amendment import withdraw_amendment
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.audits.save_entry import save_entry
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from tests.audits import ZONE, change, someone
from tests.follow_up import Followed, a_followed, failing
from tests.people import OPERATOR
from tests.web import test_offered as course

pytestmark = pytest.mark.nightly
OTHERS = {
    "auditor": Role.AUDITOR,
    "judicial_reader": Role.JUDICIAL_READER,
    "judicial_decider": Role.JUDICIAL_DECIDER,
    "registrar": Role.REGISTRAR,
    "authority_reader": Role.AUTHORITY_READER,
    "sys_admin": Role.SYS_ADMIN,
    "sec_admin": Role.SEC_ADMIN,
    "audit_admin": Role.AUDIT_ADMIN,
}
SUPERVISORS = "reader second third"
OUTSIDE = "second third moderator"
"""Who took no part in the reading and may decide about it."""


def answered(store: Session, one: Followed) -> None:
    for sent in failing("A2"):
        save_entry(store, one.desk.reader, one.audit, sent, ZONE, at=clock.now())


def final(store: Session, one: Followed) -> None:
    course.sign(store, one, "A2", at=course.at(days=29))
    assert finalise_audits(store, OPERATOR, ZONE, at=course.at(hours=1)) == 1


STATES = {
    "draft": answered,
    "fresh": course.fresh,
    "opened": course.opened,
    "old": course.old,
    "queried": course.queried,
    "objected": course.objected,
    "proposed": course.proposed,
    "asked": course.asked,
    "amended": course.amended,
    "void asked": course.void_asked,
    "void": course.voided,
    "final": final,
}
"""Proposed: an amendment after an objection, by `second`; asked: one by `reader` alone; amended: it
was confirmed, and another reading counts; void asked: by `second`."""

Act = Callable[[Session, Actor, int], object]
ACTS: dict[str, Act] = {
    "save": lambda s, who, it: save_entry(s, who, it, change("A1", "partly", 1), ZONE, at=now()),
    "sign": lambda s, who, it: sign_audit(s, who, it, ZONE, at=now()),
    "withdraw": lambda s, who, it: withdraw_audit(s, who, it, at=now()),
    "ask void": lambda s, who, it: ask_void(s, who, it, "wrong_file", at=now()),
    "confirm void": lambda s, who, it: confirm_void(s, who, it, ZONE, at=now()),
    "object": lambda s, who, it: raise_objection(
        s, who, it, NewObjection("evidence", "附件二未看"), ZONE, at=now()
    ),
    "uphold": lambda s, who, it: uphold_result(s, who, it, "理由见第3页", ZONE, at=now()),
    "propose": lambda s, who, it: propose_amendment(s, who, it, course.MENDED, ZONE, at=now()),
    "settle": lambda s, who, it: settle_amendment(s, who, it, Settling(), ZONE, at=now()),
    "take back": lambda s, who, it: withdraw_amendment(s, who, it, at=now()),
    "query": lambda s, who, it: give_answer(
        s, who, it, AnswerSent(AnswerKind.QUERY, None, "见哪一页？", None), at=now()
    ),
}
LISTED: dict[str, dict[str, str]] = {
    "draft": {"save": "reader", "sign": "reader"},
    "fresh": {
        "withdraw": "reader",
        "ask void": SUPERVISORS,
        "object": "manager",
        "propose": OUTSIDE,
        "query": "manager",
    },
    "opened": {
        "ask void": SUPERVISORS,
        "object": "manager",
        "propose": OUTSIDE,
        "query": "manager",
    },
    "old": {
        "ask void": SUPERVISORS,
        "object": "manager",
        "propose": f"reader {OUTSIDE}",
        "query": "manager",
    },
    "queried": {
        "ask void": SUPERVISORS,
        "object": "manager",
        "propose": f"reader {OUTSIDE}",
        "query": "manager",
    },
    "objected": {
        "ask void": SUPERVISORS,
        "uphold": OUTSIDE,
        "propose": OUTSIDE,
        "query": "manager",
    },
    "proposed": {
        "ask void": SUPERVISORS,
        "settle": "third moderator",
        "take back": "second",
        "query": "manager",
    },
    "asked": {
        "ask void": SUPERVISORS,
        "object": "manager",
        "settle": OUTSIDE,
        "take back": "reader",
        "query": "manager",
    },
    "amended": {},
    "void asked": {
        "confirm void": "third",
        "object": "manager",
        "propose": f"reader {OUTSIDE}",
        "query": "manager",
    },
    "void": {},
    "final": {
        "ask void": SUPERVISORS,
        "object": "manager",
        "propose": f"reader {OUTSIDE}",
    },
}
"""State, act, and who may; nothing else."""


def now() -> datetime:
    return clock.now()


def cast_of(session: Session, one: Followed) -> dict[str, Actor]:
    centre = one.desk.centre
    reach = Reach(centre_ids=frozenset({centre}))
    plain = someone(session, "moderator", Role.AUDITOR, "A", centre)
    course.granted(session, plain, centre)
    both = tuple(Grant(role, reach) for role in (Role.AUDITOR, Role.MODERATOR))
    return {
        "reader": one.desk.reader,
        "second": one.outsider,
        "third": one.third,
        "manager": one.desk.manager,
        "worker": one.worker,
        "elsewhere": one.desk.elsewhere,
        "moderator": Actor(plain.account_id, "moderator", both),
    } | {name: someone(session, name, role, "A", centre) for name, role in OTHERS.items()}


@pytest.mark.both_databases
@pytest.mark.parametrize("state", STATES)
def test_only_listed_moves_are_made(
    session: Session,
    state: str,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    one = a_followed(session)
    cast = cast_of(session, one)
    STATES[state](session, one)
    session.rollback()
    # done, and then forgotten: the next one meets the same state
    monkeypatch.setattr(Session, "commit", lambda own: (own.flush(), own.rollback()))
    found: dict[str, set[str]] = {}
    for act, done in ACTS.items():
        for name, who in cast.items():
            try:
                done(session, who, one.audit)
            except RefusedError:
                pass
            else:
                found.setdefault(act, set()).add(name)
            session.rollback()
    assert found == {act: set(names.split()) for act, names in LISTED[state].items()}
    record_property("moves tried", len(ACTS) * len(cast))
