"""What ends for whom, and that it is told once each, whatever happens on the way."""

from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.config import Settings
from qa_app.delivery.post import Postman
from qa_app.domain.people import Actor, NewGrant, Role
from qa_app.domain.reminders import Channel
from qa_app.domain.standards import DocumentState
from qa_app.models import outbox as outbox_rows
from qa_app.models.centre_register import CentreDocumentRow
from qa_app.models.places import PractitionerRow
from qa_app.models.reminders import OutboxMessageRow
from qa_app.models.worker_rows import WorkerCheckRow, WorkerLicenceRow
from qa_app.queries.outbox import outgoing_of
from qa_app.services.reminders import queue_reminders as queueing
from qa_app.services.reminders.queue_reminders import queue_reminders
from qa_app.services.reminders.send_reminders import send_reminders
from tests.agreements import account
from tests.audits import ZONE
from tests.conftest import FIELD_KEY
from tests.decisions import Desk, a_desk, applied, decided, on_conditions
from tests.delivery.mailbox import Mailbox, mail_server
from tests.library import document, shelve
from tests.people import NOON, OPERATOR
from tests.reminders import Box, mail_for

# six months on conditions from 2026-03-23
LAST = date(2026, 9, 22)
WARNED = {
    90: datetime(2026, 6, 24, 4, tzinfo=NOON.tzinfo),
    30: datetime(2026, 8, 23, 4, tzinfo=NOON.tzinfo),
    7: datetime(2026, 9, 15, 4, tzinfo=NOON.tzinfo),
}
TELLS = ("manager", "decider", "registrar")
TELLS_NOT = ("reader", "auditor", "manager_b", "decider_b")


@pytest.fixture
def desk(session: Session) -> Desk:
    """An entry on conditions at centre A; everybody gets mail."""
    found = a_desk(session)
    applied(session, found)
    decided(session, found, on_conditions())
    for name in (*TELLS, *TELLS_NOT):
        mail_for(session, found[name], f"{name.replace('_', '')}@example.org")
    return found


def queue(session: Session, at: datetime) -> None:
    queue_reminders(session, OPERATOR, (Channel.MAIL,), ZONE, at=at)


def told(session: Session, who: Actor) -> list[tuple[int, dict[str, int]]]:
    session.rollback()
    rows = session.execute(
        select(OutboxMessageRow.content)
        .where(OutboxMessageRow.kind == "ends", OutboxMessageRow.account_id == who.account_id)
        .order_by(OutboxMessageRow.id)
    ).scalars()
    return [(content["ahead"], content["parts"]) for content in rows]


def test_an_entry_is_told_to_its_centre_and_to_who_decides_once_each(
    session: Session, desk: Desk
) -> None:
    queue(session, WARNED[90] - timedelta(days=1))
    for at in WARNED.values():
        for _ in range(2):
            queue(session, at)
            queue(session, at + timedelta(days=1))
    for name in TELLS:
        assert told(session, desk[name]) == [(step, {"standing": 1}) for step in (90, 30, 7)], name
    for name in TELLS_NOT:
        assert told(session, desk[name]) == [], name


def things_of_centre(session: Session, desk: Desk, ends: date) -> None:
    """A registration, a check and a certificate at centre A whose last day is the same."""
    worker = session.execute(
        select(PractitionerRow.id).where(PractitionerRow.code == "W1")
    ).scalar_one()
    kept = {"recorded_at": NOON}
    session.execute(
        insert(CentreDocumentRow).values(
            centre_id=desk.a,
            kind="registration",
            number="1",
            issuer="",
            issued_on=date(2020, 5, 1),
            valid_until=ends,
            outcome="",
            digest="",
            **kept,
        )
    )
    # clear for twelve months from its answer on
    answered = ends.replace(year=ends.year - 1) + timedelta(days=1)
    session.execute(
        insert(WorkerCheckRow).values(
            practitioner_id=worker,
            asked_on=answered,
            answered_on=answered,
            outcome="clear",
            answered_by="police",
            **kept,
        )
    )
    session.execute(
        insert(WorkerLicenceRow).values(
            practitioner_id=worker,
            area_code="social_work",
            kind="social_worker",
            level="mid",
            valid_from=date(2025, 1, 1),
            valid_until=ends,
            **kept,
        )
    )
    session.commit()


def test_papers_certificates_and_checks_are_told_to_the_centre_alone(
    session: Session, desk: Desk
) -> None:
    things_of_centre(session, desk, LAST)
    queue(session, WARNED[30])
    every = {"standing": 1, "paper": 1, "licence": 1, "check": 1}
    assert told(session, desk["manager"]) == [(30, every)]
    assert told(session, desk["decider"]) == [(30, {"standing": 1})]
    # a check that is recorded late and ends on another day is told by itself
    worker = session.execute(
        select(PractitionerRow.id).where(PractitionerRow.code == "W2")
    ).scalar_one()
    session.execute(
        insert(WorkerCheckRow).values(
            practitioner_id=worker,
            asked_on=date(2025, 9, 28),
            answered_on=date(2025, 9, 28),
            outcome="clear",
            answered_by="police",
            recorded_at=NOON,
        )
    )
    session.commit()
    queue(session, WARNED[30] + timedelta(days=6))
    assert told(session, desk["manager"]) == [(30, every), (30, {"check": 1})]


def test_review_dates_of_the_library_are_told_to_who_may_change_it(
    session: Session, desk: Desk
) -> None:
    lead = account(session, "librarian", NewGrant(Role.SENIOR_SUPERVISOR))
    mail_for(session, lead, "librarian@example.org")
    day = WARNED[90].date()
    shelve(
        session,
        document("NEAR", review_on=day + timedelta(days=10)),
        document("FAR", review_on=day + timedelta(days=91)),
        document("OVER", review_on=day - timedelta(days=1)),
        document("OLD", review_on=day + timedelta(days=10), state=DocumentState.SUPERSEDED),
    )
    for later in (0, 0, 1, 3, 4):  # NEAR is within 30 days at once, within 7 on the third day
        queue(session, WARNED[90] + timedelta(days=later))
    assert told(session, lead) == [
        (30, {"document": 1}),
        (90, {"document": 1}),
        (7, {"document": 1}),
    ]
    assert {"document"}.isdisjoint(*(parts for _, parts in told(session, desk["manager"])))


def test_what_leaves_holds_counts_and_days_alone(session: Session, desk: Desk) -> None:
    things_of_centre(session, desk, LAST)
    queue(session, WARNED[7])
    who = desk["manager"].account_id
    row = session.execute(
        select(OutboxMessageRow).where(
            OutboxMessageRow.kind == "ends", OutboxMessageRow.account_id == who
        )
    ).scalar_one()
    out = outgoing_of(session, row)
    assert not isinstance(out, str)
    assert set(out.content) == {"count", "ahead", "parts", "until"}


@pytest.mark.nightly
def test_what_ends_arrives_in_a_mailbox_once_and_names_nobody(
    session: Session, desk: Desk, tmp_path: Path
) -> None:
    things_of_centre(session, desk, LAST)
    box = Mailbox()
    with mail_server(box) as port:
        settings = Settings(
            is_production=False,
            data_dir=tmp_path,
            database_url="sqlite://",
            secret_key="s" * 40,
            field_key=FIELD_KEY,
            smtp_host="127.0.0.1",
            smtp_port=port,
            is_smtp_encrypted=False,
            smtp_from="qa@example.org",
        )
        for at in (WARNED[7], WARNED[7] + timedelta(days=1)):
            queue(session, at)
            postman = Postman(settings, lambda: NOON)
            post = Box().post(deliver=postman.deliver)
            send_reminders(session, OPERATOR, post, at=at)
    letters = {
        letter.rcpt_tos[0]: message_from_bytes(letter.original_content or b"", policy=SMTP)
        for letter in box.letters
    }
    assert len(box.letters) == len(letters)
    assert set(letters) == {f"{name}@example.org" for name in TELLS}
    said = {name: letters[f"{name}@example.org"].get_content().strip() for name in TELLS}
    # counts alone: no centre, no worker
    assert said == {
        "manager": "7日内到期：名录纳入1项；机构证照1份；工作人员证书1份；工作人员违法犯罪记录查询1份。",
        "decider": "7日内到期：名录纳入1项。",
        "registrar": "7日内到期：名录纳入1项。",
    }


def test_a_crash_before_the_end_tells_it_at_the_next_run_and_once(
    session: Session, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*args: object) -> int:
        outbox_rows.put_messages(*args)
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(queueing, "put_messages", breaks)
        with pytest.raises(ZeroDivisionError):
            queue(session, WARNED[90])
    assert told(session, desk["manager"]) == []
    for _ in range(2):
        queue(session, WARNED[90])
    assert told(session, desk["manager"]) == [(90, {"standing": 1})]
