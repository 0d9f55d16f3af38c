import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.frames import AddReason
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.people import Role
from qa_app.domain.supervision import CancelReason, SessionState
from qa_app.models.accounts import AccountRow
from qa_app.models.cases import DrawRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.services.audits.add_file import add_file
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.records.save_well_being import NoteSent, save_well_being
from qa_app.services.supervision.reassign_session import reassign_session
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE
from tests.people import NOON
from tests.records import EVENING, a_talk, begin
from tests.sessions import Scene, a_scene, a_session, reference, some_files, someone


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


@pytest.fixture
def second(session: Session, scene: Scene) -> int:
    """Another senior supervisor of centre A."""
    return someone(session, "second", Role.SENIOR_SUPERVISOR, "A").account_id or 0


def to(scene: Scene, account: int, **fields: Any) -> HandOver:
    values = {"from_id": scene.supervisor.account_id, "reason": HandOverReason.LEFT, **fields}
    return HandOver(to_id=account, **values)


def led_by(session: Session, session_id: int) -> int:
    session.rollback()
    return session.get_one(SupervisionSessionRow, session_id).supervisor_id


def leaves(session: Session, scene: Scene) -> None:
    account = AccountRow.id == scene.supervisor.account_id
    session.execute(update(AccountRow).where(account).values(is_active=False))
    session.commit()


def test_a_session_whose_supervisor_left_is_given_on_and_can_be_moved(
    session: Session, scene: Scene, second: int
) -> None:
    made = a_session(session, scene)
    leaves(session, scene)
    moved = SessionSettlement(SessionState.CANCELLED, CancelReason.EMERGENCY, date(2026, 4, 16))
    # the actor stands for any senior supervisor who reaches the centre
    with pytest.raises(InvalidError, match="unfit_supervisor"):
        settle_session(session, scene.supervisor, made, moved, ZONE, at=NOON)
    reassign_session(session, scene.supervisor, made, to(scene, second), ZONE, at=NOON)
    assert led_by(session, made) == second
    replacement = settle_session(session, scene.supervisor, made, moved, ZONE, at=NOON)
    assert led_by(session, replacement or 0) == second


def test_the_journal_tells_from_whom_to_whom_and_why(
    session: Session, scene: Scene, second: int
) -> None:
    made = a_session(session, scene)
    reassign_session(session, scene.supervisor, made, to(scene, second), ZONE, at=NOON)
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id, entry.centre_id) == (
        "session:reassign",
        str(made),
        scene.centre,
    )
    assert json.loads(entry.detail) == {
        "from_account": scene.supervisor.account_id,
        "to_account": second,
        "reason": "left",
    }


def test_a_second_call_changes_nothing(session: Session, scene: Scene, second: int) -> None:
    made = a_session(session, scene)
    reassign_session(session, scene.supervisor, made, to(scene, second), ZONE, at=NOON)
    with pytest.raises(ConflictError, match="other_supervisor"):
        reassign_session(session, scene.supervisor, made, to(scene, second), ZONE, at=NOON)
    told = select(func.count()).where(JournalRow.action == "session:reassign")
    assert session.scalar(told) == 1


def test_the_same_person_or_an_unfit_one_is_refused(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    lead = scene.supervisor.account_id or 0
    for account, code in (
        (lead, "same_supervisor"),
        (scene.elsewhere.account_id or 0, "unfit_supervisor"),
        (scene.reader.account_id or 0, "unfit_supervisor"),
        (10**9, "unfit_supervisor"),
    ):
        with pytest.raises(InvalidError, match=code):
            reassign_session(session, scene.supervisor, made, to(scene, account), ZONE, at=NOON)
    assert led_by(session, made) == lead


def test_nobody_leads_the_reading_of_their_own_case(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 2, practitioner_id=scene.workers["W1"])
    made = a_session(session, scene)
    author = someone(session, "author", Role.SENIOR_SUPERVISOR, "A", scene.workers["W1"])
    lead = scene.supervisor
    add_file(session, lead, made, reference(1), AddReason.LEARNING, lead.account_id or 0, at=NOON)
    with pytest.raises(InvalidError, match="own_case"):
        reassign_session(session, lead, made, to(scene, author.account_id or 0), ZONE, at=NOON)


def test_nor_when_the_frame_is_frozen_and_the_files_are_not_drawn_yet(
    session: Session, scene: Scene
) -> None:
    some_files(session, scene.centre, 2, practitioner_id=scene.workers["W1"])
    made = a_session(session, scene)
    author = someone(session, "author", Role.SENIOR_SUPERVISOR, "A", scene.workers["W1"])
    other = someone(session, "other", Role.SENIOR_SUPERVISOR, "A", scene.workers["W2"])
    lead = scene.supervisor

    def broken() -> str:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        draw_sample(session, lead, made, 1, lead.account_id or 0, broken, zone=ZONE, at=NOON)
    session.rollback()
    assert session.scalars(select(DrawRow.drawn_at)).one() is None
    with pytest.raises(InvalidError, match="own_case"):
        reassign_session(session, lead, made, to(scene, author.account_id or 0), ZONE, at=NOON)
    meant = replace(to(scene, other.account_id or 0), is_meant=True)
    reassign_session(session, lead, made, meant, ZONE, at=NOON)


def test_a_closed_centre_has_nobody_to_be_named(
    session: Session, scene: Scene, second: int
) -> None:
    made = a_session(session, scene)
    closes = update(CentreRow).where(CentreRow.id == scene.centre)
    session.execute(closes.values(closed_on=date(2026, 4, 1)))
    session.commit()
    with pytest.raises(InvalidError, match="centre_closed"):
        reassign_session(session, scene.supervisor, made, to(scene, second), ZONE, at=NOON)


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_only_a_planned_session(session: Session, scene: Scene, second: int, state: str) -> None:
    made = a_session(session, scene)
    session.execute(update(SupervisionSessionRow).values(state=state))
    session.commit()
    with pytest.raises(ConflictError, match="not_planned"):
        reassign_session(session, scene.supervisor, made, to(scene, second), ZONE, at=NOON)


@pytest.mark.parametrize("who", ["elsewhere", "reader"])
def test_out_of_reach_reads_as_no_session(
    session: Session, scene: Scene, second: int, who: str
) -> None:
    made = a_session(session, scene)
    for actor, ident in ((getattr(scene, who), made), (scene.supervisor, 10**9)):
        with pytest.raises(OutOfReachError):
            reassign_session(session, actor, ident, to(scene, second), ZONE, at=NOON)
    assert led_by(session, made) == scene.supervisor.account_id


@pytest.mark.parametrize("is_noted", [False, True])
def test_what_was_written_down_passes_to_nobody_who_was_not_there(
    session: Session, is_noted: bool
) -> None:
    talk = a_talk(session)
    second = someone(session, "second", Role.SENIOR_SUPERVISOR, "A").account_id or 0
    begin(session, talk)
    if is_noted:
        save_well_being(session, talk.lead, talk.session_id, NoteSent("睡得不好", 0), at=EVENING)
    with pytest.raises(ConflictError, match="record_begun"):
        reassign_session(
            session, talk.lead, talk.session_id, to(talk.scene, second), ZONE, at=EVENING
        )
    assert led_by(session, talk.session_id) == talk.lead.account_id
