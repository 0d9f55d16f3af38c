from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.domain.reminders import MessageState
from qa_app.models.reminders import OutboxMessageRow
from qa_app.queries.outbox import count_messages, messages_page
from qa_app.services.reminders.queue_reminders import queue_reminders
from qa_app.services.reminders.retry_message import retry_message
from qa_app.services.reminders.send_reminders import send_reminders
from tests.audits import ZONE
from tests.people import NOON, OPERATOR, person
from tests.reminders import BOTH, Box, acts, mail_for, outbox
from tests.sessions import a_scene, a_session

EVE = NOON + timedelta(days=16)
ADMIN = person(Role.SYS_ADMIN, account_id=10**6)


@pytest.fixture
def message(session: Session) -> int:
    scene = a_scene(session)
    mail_for(session, scene.supervisor)
    a_session(session, scene)
    queue_reminders(session, OPERATOR, BOTH, ZONE, at=EVE)
    return session.execute(select(OutboxMessageRow.id)).scalar_one()


def put(session: Session, state: MessageState) -> None:
    session.execute(update(OutboxMessageRow).values(state=state.value, tries=8, fault="refused"))
    session.commit()


@pytest.mark.parametrize("state", [MessageState.FAILED, MessageState.UNKNOWN])
def test_a_person_has_it_sent_again(session: Session, message: int, state: MessageState) -> None:
    put(session, state)
    retry_message(session, ADMIN, message, at=EVE)
    assert [one[1:] for one in outbox(session)] == [("waiting", None)]
    box = Box()
    send_reminders(session, OPERATOR, box.post(), at=EVE)
    assert [one.id for one in box.taken] == [message]
    assert acts(session, "reminder:retry") == 1


@pytest.mark.parametrize(
    "state", [MessageState.WAITING, MessageState.SENDING, MessageState.SENT, MessageState.DROPPED]
)
def test_other_messages_stay_as_they_are(
    session: Session, message: int, state: MessageState
) -> None:
    put(session, state)
    with pytest.raises(ConflictError) as refused:
        retry_message(session, ADMIN, message, at=EVE)
    assert refused.value.code == "not_failed"
    assert outbox(session)[0][1] == state.value


def test_who_may(session: Session, message: int) -> None:
    put(session, MessageState.FAILED)
    for role in set(Role) - {Role.SYS_ADMIN}:
        with pytest.raises(NotAllowedError):
            retry_message(session, person(role), message, at=EVE)
        assert messages_page(session, person(role), 1) == ()
        assert count_messages(session, person(role)) == {}
    with pytest.raises(OutOfReachError):
        retry_message(session, ADMIN, 10**6, at=EVE)


def test_the_outbox_is_counted_and_listed_without_an_address(
    session: Session, message: int
) -> None:
    counts = count_messages(session, ADMIN)
    assert counts == {state: int(state is MessageState.WAITING) for state in MessageState}
    (line,) = messages_page(session, ADMIN, 1)
    assert (line.to, line.state, line.tries) == ("lead", MessageState.WAITING, 0)
    assert "example" not in repr(line)
    assert messages_page(session, ADMIN, 2) == ()
