"""Decisions about a case stand on its list, without a word on the worker, for who may read it."""

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Role
from qa_app.domain.session_blocks import Block
from qa_app.queries.case_decisions import case_read, decisions_at, decisions_page
from tests.records import Talk, a_talk, begin, fill, save, sign
from tests.sessions import at_centre, reference, some_files, someone

REMARK = "记录拖延，需要再谈"


@pytest.fixture
def talk(session: Session) -> Talk:
    made = a_talk(session)
    worker = made.scene.workers["W1"]
    some_files(session, made.scene.centre, 1, practitioner_id=worker)
    some_files(session, made.scene.centre, 1, start=2, practitioner_id=made.scene.workers["W2"])
    begin(session, made)
    fill(session, made)
    rows = tuple(
        {
            "case": reference(number),
            "risk": "high",
            "safety_seen": "yes",
            "child_heard": "yes",
            "decision": f"本周家访{number}",
            "reason": "监护情况有变",
            "owner": "worker",
            "due_on": "2026-04-16",
        }
        for number in (1, 2)
    )
    save(session, made, Block.CASES, {"on_worker": REMARK}, rows)
    return made


def seen(session: Session, talk: Talk, actor: Actor) -> list[str]:
    found = decisions_page(session, actor, talk.scene.centre)
    assert REMARK not in repr(found)
    return [one.decision for one in found]


def manager_of(session: Session, talk: Talk) -> Actor:
    plain = someone(session, "chief", Role.CENTRE_MANAGER, "A")
    return at_centre(plain, Role.CENTRE_MANAGER, talk.scene.centre)


def test_nothing_stands_there_while_the_record_is_written(session: Session, talk: Talk) -> None:
    assert seen(session, talk, talk.lead) == []
    session.rollback()
    sign(session, talk)
    assert seen(session, talk, talk.lead) == ["本周家访2", "本周家访1"]


def test_who_reads_them(session: Session, talk: Talk) -> None:
    sign(session, talk)
    manager = manager_of(session, talk)
    assert len(seen(session, talk, manager)) == 2
    # a worker reads those of the own cases
    assert seen(session, talk, talk.worker) == ["本周家访1"]
    for actor in (talk.scene.elsewhere, talk.scene.reader):
        assert seen(session, talk, actor) == []
        assert decisions_at(session, actor, talk.scene.centre) is None
    assert decisions_at(session, manager, talk.scene.centre) is not None


def test_of_one_case(session: Session, talk: Talk) -> None:
    sign(session, talk)
    first = decisions_page(session, talk.lead, talk.scene.centre)[0]
    (one,) = decisions_page(session, talk.lead, talk.scene.centre, case_id=first.case_id)
    assert (one.reference, one.reason, one.owner) == (reference(2), "监护情况有变", "worker")
    assert one.due_on is not None
    assert one.due_on.isoformat() == "2026-04-16"
    centre = talk.scene.centre
    found = case_read(session, talk.lead, centre, first.case_id)
    assert found is not None
    assert found[0] == reference(2)
    for actor in (talk.worker, talk.scene.elsewhere, talk.scene.reader):
        assert case_read(session, actor, centre, first.case_id) is None
    assert case_read(session, talk.lead, talk.scene.other_centre, first.case_id) is None
    # the next page begins after it
    rest = decisions_page(session, talk.lead, centre, after=first.id)
    assert [line.decision for line in rest] == ["本周家访1"]
