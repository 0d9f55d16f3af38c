"""Whoever is offered is taken, and whoever is not offered is refused for the reason told."""

from datetime import date

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.frames import AddReason
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.people import Role
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.who_reads import TieRow
from qa_app.queries.successors import lead_successors, reading_successors
from qa_app.services.audits.add_file import add_file
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.hand_over import hand_over
from qa_app.services.supervision.reassign_session import reassign_session
from tests.audits import ZONE
from tests.people import NOON
from tests.rounds import a_round, a_visit
from tests.sessions import Scene, a_scene, a_session, reference, some_files, someone


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    some_files(session, made.centre, 6, practitioner_id=made.workers["W1"])
    return made


def tie(session: Session, scene: Scene, account: int, kind: str, worker: int | None) -> None:
    values = {
        "account_id": account,
        "kind": kind,
        "centre_id": scene.centre,
        "practitioner_id": worker,
        "from_on": date(2026, 1, 1),
        "reason": "family" if kind == "conflict" else None,
        "recorded_at": NOON,
    }
    session.execute(insert(TieRow).values(values))
    session.commit()


def everyone_else(session: Session, besides: int | None) -> list[int]:
    found = session.scalars(select(AccountRow.id).where(AccountRow.id.is_distinct_from(besides)))
    accounts = list(found)
    session.rollback()
    return accounts


def agree(session: Session, scene: Scene, draft: int) -> tuple[set[str], dict[str, int]]:
    """Try everybody: those offered are taken, all others are refused; gives what is told."""
    reader = session.scalars(select(AuditRow.reader_id).where(AuditRow.id == draft)).one()
    told = reading_successors(session, (draft,))[draft]
    session.rollback()
    offered = {one.id for one in told.people}
    for account in everyone_else(session, reader):
        there = HandOver(reader, account, HandOverReason.AWAY)
        if account not in offered:
            with pytest.raises(InvalidError):
                hand_over(session, scene.supervisor, draft, there, at=NOON)
            continue
        hand_over(session, scene.supervisor, draft, there, at=NOON)
        # put back by hand: the first one may be somebody who could not take it again
        back = update(AuditRow).where(AuditRow.id == draft).values(reader_id=reader)
        session.execute(back)
        session.commit()
    return {one.name for one in told.people}, dict(told.refused)


def test_a_draft_is_offered_to_those_who_may_take_it_over(session: Session, scene: Scene) -> None:
    for name in ("free", "conflict", "foe", "supervises"):
        someone(session, name, Role.AUDITOR, "A")
    someone(session, "belongs", Role.AUDITOR, "A", scene.workers["W1"])
    someone(session, "manages", Role.CENTRE_MANAGER, "A")
    gone = someone(session, "gone", Role.AUDITOR, "A").account_id
    session.execute(update(AccountRow).where(AccountRow.id == gone).values(is_active=False))
    session.commit()
    ids = dict(session.execute(select(AccountRow.display_name, AccountRow.id)).all())
    session.rollback()
    tie(session, scene, ids["conflict"], "conflict", None)
    tie(session, scene, ids["foe"], "conflict", scene.workers["W1"])
    tie(session, scene, ids["supervises"], "supervision", scene.workers["W1"])
    made, reader = a_session(session, scene), scene.reader.account_id or 0
    drawn = draw_sample(
        session, scene.supervisor, made, 2, reader, lambda: "s", zone=ZONE, at=NOON
    ).audit_ids
    people, refused = agree(session, scene, drawn[0])
    assert people == {"free", "lead"}
    assert refused == {
        "own_case": 3,  # their own file, a conflict with its worker, the worker's supervisor
        "declared_conflict": 1,
        "unfit_reader": 1,
    }
    # a file added by hand counts for no register: there a supervisor may read
    left = session.scalars(
        select(CaseFileRow.reference).where(
            ~CaseFileRow.id.in_(select(AuditRow.case_file_id).where(AuditRow.draw_id.is_not(None)))
        )
    ).first()
    session.rollback()
    added = add_file(
        session, scene.supervisor, made, left or "", AddReason.LEARNING, reader, at=NOON
    )
    people, _refused = agree(session, scene, added)
    assert people == {"free", "lead", "supervises"}


def test_a_round_offers_whom_it_names(session: Session, scene: Scene) -> None:
    first, second, outside = (
        someone(session, name, Role.AUDITOR, "A").account_id or 0
        for name in ("first", "second", "outside")
    )
    decides = someone(session, "decides", Role.AUDITOR, "A").account_id or 0
    session.add(RoleGrantRow(account_id=decides, role="moderator", centre_id=scene.centre))
    session.commit()
    made = a_round(session, scene, readers=(first, second), moderator_id=decides)
    visit = a_visit(session, scene, made)
    drawn = draw_sample(
        session, scene.supervisor, visit, None, first, lambda: "s", zone=ZONE, at=NOON
    ).audit_ids
    people, refused = agree(session, scene, drawn[0])
    assert people == {"second"}
    # the one outside, the reader of the scene and the supervisor
    assert refused == {"moderates_round": 1, "not_of_round": 3}
    assert outside


def test_nobody_reads_what_the_lead_of_the_session_worked_on(
    session: Session, scene: Scene
) -> None:
    someone(session, "free", Role.AUDITOR, "A")
    made, reader = a_session(session, scene), scene.reader.account_id or 0
    draft = add_file(
        session, scene.supervisor, made, reference(1), AddReason.LEARNING, reader, at=NOON
    )
    own = update(AccountRow).where(AccountRow.id == scene.supervisor.account_id)
    session.execute(own.values(practitioner_id=scene.workers["W1"]))
    session.commit()
    people, refused = agree(session, scene, draft)
    assert people == set()
    assert refused["own_case"] == 2


def test_a_session_is_offered_to_those_who_may_lead_it(session: Session, scene: Scene) -> None:
    lead = scene.supervisor.account_id
    someone(session, "deputy", Role.SENIOR_SUPERVISOR, "A")
    someone(session, "worked", Role.SENIOR_SUPERVISOR, "A", scene.workers["W1"])
    made, reader = a_session(session, scene), scene.reader.account_id or 0
    add_file(session, scene.supervisor, made, reference(1), AddReason.LEARNING, reader, at=NOON)
    told = lead_successors(session, (made,))[made]
    session.rollback()
    assert [one.name for one in told.people] == ["deputy"]
    assert told.refused == {"own_case": 1, "unfit_supervisor": 1}
    for account in everyone_else(session, lead):
        if account not in {one.id for one in told.people}:
            to = HandOver(lead, account, HandOverReason.LEFT)
            with pytest.raises(InvalidError):
                reassign_session(session, scene.supervisor, made, to, ZONE, at=NOON)
    closed = update(CentreRow).where(CentreRow.id == scene.centre)
    session.execute(closed.values(closed_on=date(2026, 4, 1)))
    session.commit()
    told = lead_successors(session, (made,))[made]
    assert (told.people, told.refused) == ((), {"centre_closed": 3})
