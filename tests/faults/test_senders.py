"""Several processes send what waits at once, and one is killed while it does: each leaves once."""

import os
import signal
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session
from typing_extensions import override

from qa_app.domain.people import Role
from qa_app.models.accounts import AccountRow
from qa_app.models.reminders import OutboxMessageRow
from tests.conftest import FIELD_KEY, ROOT
from tests.delivery.mailbox import Mailbox, mail_server
from tests.people import NOON
from tests.register import two_centres
from tests.reminders import mail_for
from tests.sessions import someone

MESSAGES = 40
SENDERS = 4


class KillingMailbox(Mailbox):
    """Kills whoever sends the letter of a number, when it has it and before it says so."""

    def __init__(self) -> None:
        super().__init__()
        self.kill_at, self.sender = 0, 0

    @override
    async def handle_DATA(self, server, session, envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.letters) == self.kill_at:
            os.kill(self.sender, signal.SIGKILL)
        return answer


@pytest.fixture
def waiting(session: Session) -> Iterator[Session]:
    two_centres(session)
    who = someone(session, "lead", Role.SENIOR_SUPERVISOR, "A")
    mail_for(session, who)
    rows = [
        {"key": f"k{number}", "channel": "mail", "account_id": who.account_id, "kind": "trial",
         "content": {}, "due_at": NOON, "state": "waiting", "tries": 0}
        for number in range(MESSAGES)
    ]  # fmt: skip
    session.execute(insert(OutboxMessageRow), rows)
    # the runs have the clock of this machine, by which nobody had used the account for long
    session.execute(update(AccountRow).values(enabled_at=datetime.now(UTC)))
    session.commit()
    yield session
    session.rollback()


def tick(folder: Path, url: str, port: int) -> subprocess.Popen[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    settings = {
        "QA_DATA_DIR": str(folder),
        "QA_DATABASE_URL": url,
        "QA_SECRET_KEY": "s" * 40,
        "QA_FIELD_KEY": urlsafe_b64encode(FIELD_KEY).decode(),
        "QA_SMTP_HOST": "127.0.0.1",
        "QA_SMTP_PORT": str(port),
        "QA_SMTP_STARTTLS": "0",
        "QA_SMTP_FROM": "qa@example.org",
        "LANG": "en_US.UTF-8",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "qa_app", "tick"],
        cwd=ROOT, env=environ | settings, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def numbers(box: Mailbox) -> Counter[str]:
    return Counter(
        str(message_from_bytes(one.original_content or b"")["Message-ID"]) for one in box.letters
    )


def states(session: Session) -> Counter[str]:
    session.rollback()
    return Counter(session.execute(select(OutboxMessageRow.state)).scalars())


@pytest.mark.parametrize(
    "database_kind", ["postgresql", pytest.param("sqlite", marks=pytest.mark.nightly)]
)
def test_four_processes_send_each_message_once(
    waiting: Session, database_url: str, tmp_path: Path
) -> None:
    box = Mailbox()
    with mail_server(box) as port:
        running = [tick(tmp_path, database_url, port) for _ in range(SENDERS)]
        ended = [one.communicate(timeout=120) for one in running]
    assert [one.returncode for one in running] == [0] * SENDERS, ended
    assert set(numbers(box).values()) == {1}
    assert len(box.letters) == MESSAGES
    assert states(waiting) == {"sent": MESSAGES}


@pytest.mark.nightly
def test_a_sender_that_is_killed_costs_no_letter_and_doubles_none(
    waiting: Session, database_url: str, tmp_path: Path, record_property
) -> None:
    box = KillingMailbox()
    with mail_server(box) as port:
        first = tick(tmp_path, database_url, port)
        box.sender, box.kill_at = first.pid, 7
        first.communicate(timeout=120)
        assert first.returncode == -signal.SIGKILL
        assert states(waiting) == {"sent": 6, "sending": 1, "waiting": MESSAGES - 7}
        tick(tmp_path, database_url, port).communicate(timeout=120)
        assert states(waiting) == {"sent": MESSAGES - 1, "sending": 1}
        # a quarter of an hour later it is given up, and still not sent again
        row = OutboxMessageRow
        past = datetime.now(UTC) - timedelta(minutes=16)
        waiting.execute(update(row).where(row.state == "sending").values(claimed_at=past))
        waiting.commit()
        out, _err = tick(tmp_path, database_url, port).communicate(timeout=120)
    record_property("kills", 1)
    assert out.splitlines()[-1].endswith("1 may have arrived.")
    assert states(waiting) == {"sent": MESSAGES - 1, "unknown": 1}
    assert len(box.letters) == MESSAGES
    assert set(numbers(box).values()) == {1}
