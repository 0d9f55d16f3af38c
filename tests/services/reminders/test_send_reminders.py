from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.reminders import Channel, Delivered, MessageState, Outcome, Outgoing
from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.models.reminders import GroupRobotRow, MailAddressRow, OutboxMessageRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.services.reminders.queue_reminders import queue_reminders
from qa_app.services.reminders.send_reminders import send_reminders
from qa_app.services.reminders.set_mail_address import MailWish, set_mail_address
from qa_app.services.supervision.move_session import move_session
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.reminders import BOTH, Box, a_manager, a_robot, acts, mail_for, outbox
from tests.sessions import Scene, a_scene, a_session

EVE = NOON + timedelta(days=16)  # 8 April


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    mail_for(session, made.supervisor)
    a_session(session, made)
    assert queue_reminders(session, OPERATOR, BOTH, ZONE, at=EVE) == 1
    return made


def states(session: Session) -> list[tuple[str, str | None]]:
    return [(state, fault) for _key, state, fault in outbox(session)]


def test_a_message_leaves_once(session: Session, scene: Scene) -> None:
    box = Box()
    sent = send_reminders(session, OPERATOR, box.post(), at=EVE)
    assert sent.by_state == {MessageState.SENT: 1}
    assert send_reminders(session, OPERATOR, box.post(), at=EVE).by_state == {}
    (message,) = box.taken
    assert (message.mail, message.language) == ("lead@example.org", "zh")
    assert message.content == {"count": 1, "day": "2026-04-09", "until": "2026-04-09"}
    assert states(session) == [("sent", None)]
    assert acts(session, "reminder:send") == 1


def test_a_robot_is_handed_its_door(session: Session, scene: Scene) -> None:
    a_robot(session, a_manager(session, scene), scene.centre, language="en")
    queue_reminders(session, OPERATOR, BOTH, ZONE, at=EVE)
    box = Box()
    send_reminders(session, OPERATOR, box.post(Channel.ROBOT), at=EVE)
    (message,) = box.taken
    assert message.robot is not None
    assert (message.robot.secret, message.language, message.mail) == ("SEC000aaa", "en", None)
    assert ("waiting", None) in states(session)  # mail cannot be used now, and waits


def test_a_server_that_puts_off_is_asked_again_later_and_not_for_ever(
    session: Session, scene: Scene
) -> None:
    box, at = Box(*[Delivered(Outcome.RETRY, "put_off")] * 8), EVE
    for minutes in (5, 15, 60, 180, 360):
        assert send_reminders(session, OPERATOR, box.post(), at=at).by_state == {
            MessageState.WAITING: 1
        }
        too_early = at + timedelta(minutes=minutes - 1)
        assert send_reminders(session, OPERATOR, box.post(), at=too_early).by_state == {}
        at += timedelta(minutes=minutes)
    assert states(session) == [("waiting", "put_off")]
    assert len(box.taken) == 5
    row = OutboxMessageRow
    session.execute(update(row).values(tries=7))
    session.commit()
    done = send_reminders(session, OPERATOR, box.post(), at=at)
    assert done.by_state == {MessageState.FAILED: 1}
    assert states(session) == [("failed", "put_off")]


def test_a_refusal_and_a_broken_line_are_ends(session: Session, scene: Scene) -> None:
    for outcome, fault, state in (
        (Outcome.REFUSED, "refused", "failed"),
        (Outcome.UNKNOWN, "line_broke", "unknown"),
    ):
        session.execute(update(OutboxMessageRow).values(state="waiting", due_at=EVE))
        session.commit()
        send_reminders(session, OPERATOR, Box(Delivered(outcome, fault)).post(), at=EVE)
        assert states(session) == [(state, fault)]


def test_a_message_with_a_fault_fails_alone(session: Session, scene: Scene) -> None:
    a_robot(session, a_manager(session, scene), scene.centre)
    queue_reminders(session, OPERATOR, BOTH, ZONE, at=EVE)
    box = Box()

    def stumbles(message: Outgoing) -> Delivered:
        if message.mail is not None:
            raise ValueError(message.mail)
        return box.take(message)

    done = send_reminders(session, OPERATOR, box.post(deliver=stumbles), at=EVE)
    assert done.by_state == {MessageState.FAILED: 1, MessageState.SENT: 1}
    assert sorted(states(session)) == [("failed", "message_fault"), ("sent", None)]
    assert len(box.taken) == 1


def test_a_message_that_cannot_be_read_fails_alone(session: Session, scene: Scene) -> None:
    a_robot(session, a_manager(session, scene), scene.centre)
    queue_reminders(session, OPERATOR, BOTH, ZONE, at=EVE)
    session.execute(update(MailAddressRow).values(address=b"sealed by nobody"))
    session.commit()
    box = Box()
    done = send_reminders(session, OPERATOR, box.post(), at=EVE)
    assert done.by_state == {MessageState.FAILED: 1, MessageState.SENT: 1}
    assert [one.mail for one in box.taken] == [None]


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("has_left", [True, False])
def test_a_sender_that_dies_leaves_no_second_message(
    session: Session, scene: Scene, *, has_left: bool
) -> None:
    box = Box()

    def dies(message: Outgoing) -> Delivered:
        if has_left:
            box.take(message)
        raise Killed

    with pytest.raises(Killed):
        send_reminders(session, OPERATOR, box.post(deliver=dies), at=EVE)
    session.rollback()
    soon, later = EVE + timedelta(minutes=14), EVE + timedelta(minutes=15)
    assert send_reminders(session, OPERATOR, box.post(), at=soon).lost == 0
    assert states(session) == [("sending", None)]
    assert send_reminders(session, OPERATOR, box.post(), at=later).lost == 1
    assert send_reminders(session, OPERATOR, box.post(), at=later).lost == 0
    assert states(session) == [("unknown", "sender_stopped")]
    assert len(box.taken) == has_left
    assert acts(session, "reminder:lose") == 1


def test_a_sender_that_comes_back_after_it_was_given_up_changes_nothing(
    session: Session, scene: Scene
) -> None:
    box = Box()

    def slow(message: Outgoing) -> Delivered:
        # another process looks while this one is still on its way
        later = EVE + timedelta(minutes=15)
        assert send_reminders(session, OPERATOR, Box().post(), at=later).lost == 1
        return box.take(message)

    send_reminders(session, OPERATOR, box.post(deliver=slow), at=EVE)
    assert states(session) == [("unknown", "sender_stopped")]


def test_a_run_longer_than_a_claim_lasts_is_not_taken_for_a_stopped_one(
    session: Session, engine: Engine, scene: Scene
) -> None:
    a_robot(session, a_manager(session, scene), scene.centre)
    queue_reminders(session, OPERATOR, BOTH, ZONE, at=EVE)
    info, box, gone, lost = dict(session.info), Box(), [timedelta()], []

    def slow(message: Outgoing) -> Delivered:
        # while the second is on its way, a quarter of an hour after the run began, cron starts
        # another run
        if box.taken:
            with Session(engine, info=info) as other:
                at = EVE + gone[0] + timedelta(seconds=30)
                lost.append(send_reminders(other, OPERATOR, Box().post(), at=at).lost)
        gone[0] += timedelta(minutes=16)
        return box.take(message)

    post = box.post(deliver=slow, elapsed=lambda: gone[0])
    assert send_reminders(session, OPERATOR, post, at=EVE).by_state == {MessageState.SENT: 2}
    assert lost == [0]
    assert states(session) == [("sent", None)] * 2


def test_what_is_over_or_has_nobody_left_is_dropped(session: Session, scene: Scene) -> None:
    box = Box()
    send_reminders(session, OPERATOR, box.post(), at=EVE + timedelta(days=2))
    assert states(session) == [("dropped", "too_late")]
    session.execute(update(OutboxMessageRow).values(state="waiting", due_at=EVE))
    session.commit()
    set_mail_address(session, scene.supervisor, MailWish(is_on=False), at=EVE)
    send_reminders(session, OPERATOR, box.post(), at=EVE)
    assert states(session) == [("dropped", "no_receiver")]
    assert box.taken == []


def test_a_reminder_of_a_session_that_was_moved_does_not_leave(
    session: Session, scene: Scene
) -> None:
    a_robot(session, a_manager(session, scene), scene.centre)
    assert queue_reminders(session, OPERATOR, BOTH, ZONE, at=EVE) == 1
    day = session.execute(select(SupervisionSessionRow)).scalars().one()
    number, on = day.id, day.planned_on
    session.rollback()
    new = SessionDay(on + timedelta(days=3))
    move = Move(SessionDay(on), new, MoveReason.UNIT_ASKED, is_meant=True)
    move_session(session, scene.supervisor, number, move, ZONE, at=EVE)
    box = Box()
    done = send_reminders(session, OPERATOR, box.post(), at=EVE)
    assert (done.by_state, box.taken) == ({MessageState.DROPPED: 2}, [])
    assert states(session) == [("dropped", "session_moved")] * 2
    # the new day is told
    assert queue_reminders(session, OPERATOR, BOTH, ZONE, at=EVE) == 2
    send_reminders(session, OPERATOR, box.post(), at=EVE)
    told = {"count": 1, "day": "2026-04-12", "until": "2026-04-12"}
    assert [one.content for one in box.taken] == [told, told]


def test_a_reminder_counts_the_sessions_that_are_left(session: Session, scene: Scene) -> None:
    session.execute(update(OutboxMessageRow).values(state="dropped"))
    session.commit()
    other = a_session(session, scene)
    assert queue_reminders(session, OPERATOR, BOTH, ZONE, at=EVE) == 1
    where = SupervisionSessionRow.id == other
    session.execute(update(SupervisionSessionRow).where(where).values(state="cancelled"))
    session.commit()
    box = Box()
    send_reminders(session, OPERATOR, box.post(), at=EVE)
    assert [one.content["count"] for one in box.taken] == [1]


def test_a_removed_robot_says_nothing(session: Session, scene: Scene) -> None:
    a_robot(session, a_manager(session, scene), scene.centre)
    queue_reminders(session, OPERATOR, (Channel.ROBOT,), ZONE, at=EVE)
    session.execute(update(GroupRobotRow).values(removed_at=EVE, address=b"", secret=None))
    session.commit()
    box = Box()
    done = send_reminders(session, OPERATOR, box.post(Channel.ROBOT), at=EVE)
    assert done.by_state == {MessageState.DROPPED: 1}
    assert box.taken == []


def test_only_the_system_sends(session: Session, scene: Scene) -> None:
    with pytest.raises(NotAllowedError):
        send_reminders(session, scene.supervisor, Box().post(), at=EVE)
    assert session.execute(select(OutboxMessageRow.state)).scalar_one() == "waiting"
