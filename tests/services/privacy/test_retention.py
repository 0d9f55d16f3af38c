"""What is over is reduced or removed at its day, what an open matter holds stays (PV-04)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import note_place
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Role
from qa_app.domain.reduced_texts import MARK
from qa_app.domain.retention import Periods, Rule
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.audits import AuditEntryRow, AuditOperationRow, AuditRow, IdempotencyRow
from qa_app.models.findings import CorrectiveActionRow, ObjectionRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import PractitionerRow
from qa_app.models.records import LearningGoalRow
from qa_app.models.reminders import MailAddressRow, OutboxMessageRow
from qa_app.models.sealed_pass import SEALED
from qa_app.models.sealing import is_reduced, sealer_of
from qa_app.queries.audits import entries_of
from qa_app.queries.old_rows import row_standings
from qa_app.queries.retention import ENDLESS, OVER, text_standings
from qa_app.queries.score_check import checked_scores
from qa_app.services.privacy.reduce_texts import KeptTimes, reduce_texts
from qa_app.services.privacy.remove_rows import remove_rows
from tests.audits import ZONE
from tests.follow_up import a_followed, sign
from tests.people import NOON, OPERATOR, person

KEPT = KeptTimes(Periods(), ZONE)
LAST = datetime(2029, 3, 23, 15, 59, tzinfo=NOON.tzinfo)
"""The last minute in Shanghai of the third year after the signature, and its day."""
OVER_AT = LAST + timedelta(minutes=1)


def acts(session: Session) -> list[tuple[str, str]]:
    found = session.execute(
        select(JournalRow.action, JournalRow.detail)
        .where(JournalRow.action.startswith("retention:"))
        .order_by(JournalRow.seq)
    ).all()
    session.rollback()
    return [tuple(one) for one in found]


def test_notes_of_a_review_go_with_the_third_year(session: Session) -> None:
    followed = a_followed(session)
    sign(session, followed)
    before = session.get(AuditRow, followed.audit)
    digest, explanation = before.explanation_digest, before.explanation
    sealed = session.execute(
        select(AuditEntryRow.note).where(AuditEntryRow.key == "A1")
    ).scalar_one()
    session.rollback()
    # one day too early nothing is over
    assert reduce_texts(session, OPERATOR, KEPT, at=LAST) == {}
    assert acts(session) == []
    plan = text_standings(session, KEPT.periods, OVER_AT.date() + timedelta(days=1), ZONE)
    assert {(one.table, one.due, one.held) for one in plan} == {
        ("audit_entry", 3, 0),
        ("audit_operation", 3, 0),
    }
    session.rollback()
    assert reduce_texts(session, OPERATOR, KEPT, at=OVER_AT) == {Rule.CHILD: 6}
    assert reduce_texts(session, OPERATOR, KEPT, at=OVER_AT) == {}
    assert [action for action, _ in acts(session)] == ["retention:reduce"] * 2
    assert acts(session)[0][1] == '{"before":"2026-03-24","count":3,"rule":"child"}'
    # codes stand, words do not, and whoever holds the paper can show that it is the one
    assert {(one.value, one.note) for one in entries_of(session, followed.audit)} == {("met", MARK)}
    left = session.execute(select(AuditEntryRow.note).where(AuditEntryRow.key == "A1")).scalar_one()
    assert is_reduced(left)
    assert left != sealed
    assert sealer_of(session).stood(left, "见案卷第3页", note_place(followed.audit, "A1"))
    lost = session.execute(select(AuditOperationRow.note)).scalars().all()
    assert all(one is None or is_reduced(one) for one in lost)
    # frozen evidence verifies as before
    after = session.get(AuditRow, followed.audit)
    assert (after.explanation_digest, after.explanation) == (digest, explanation)
    (scores,) = checked_scores(session, ZONE, 0, followed.audit)
    assert scores.count == 1
    assert not scores.drifted
    session.rollback()


@pytest.mark.parametrize(("matter", "texts"), [("objection", 7), ("action", 6)])
def test_an_open_matter_holds_a_file(session: Session, matter: str, texts: int) -> None:
    followed = a_followed(session)
    sign(session, followed, "B1")
    if matter == "objection":
        session.execute(
            update(CorrectiveActionRow).values(state="verified", waits_for="nothing", next_on=None)
        )
        session.execute(
            insert(ObjectionRow).values(
                audit_id=followed.audit,
                ground="fact",
                body=sealer_of(session).seal("有误", "objection"),
                state="open",
                raised_at=NOON,
            )
        )
    session.commit()
    assert reduce_texts(session, OPERATOR, KEPT, at=OVER_AT) == {}
    held = text_standings(session, KEPT.periods, (OVER_AT + timedelta(days=1)).date(), ZONE)
    assert held
    assert all(one.held and not one.due for one in held)
    session.execute(update(ObjectionRow).values(state="upheld"))
    session.execute(
        update(CorrectiveActionRow).values(state="verified", waits_for="nothing", next_on=None)
    )
    session.commit()
    assert reduce_texts(session, OPERATOR, KEPT, at=OVER_AT) == {Rule.CHILD: texts}


def test_texts_and_names_of_people_go_two_years_after_they_left(session: Session) -> None:
    followed = a_followed(session)
    worker = followed.worker.practitioner_id
    account = followed.worker.account_id
    session.execute(
        insert(LearningGoalRow).values(
            practitioner_id=worker,
            source="worker",
            body=sealer_of(session).seal('{"text":"学习访谈","name_reason":"x"}', "goal"),
            state="open",
            created_at=NOON,
        )
    )
    session.execute(
        insert(MailAddressRow).values(
            account_id=account, address=b"sealed", is_on=True, changed_at=NOON
        )
    )
    session.execute(
        update(PractitionerRow).where(PractitionerRow.id == worker).values(ended_on=NOON.date())
    )
    session.commit()
    early, late = NOON.replace(year=2028), NOON.replace(year=2028) + timedelta(days=1)
    assert reduce_texts(session, OPERATOR, KEPT, at=early) == {}
    assert Rule.ACCOUNTS not in remove_rows(session, OPERATOR, Periods(), ZONE, at=early)
    assert reduce_texts(session, OPERATOR, KEPT, at=late) == {Rule.PERSONNEL: 1}
    assert remove_rows(session, OPERATOR, Periods(), ZONE, at=late)[Rule.ACCOUNTS] == 1
    kept = session.get(AccountRow, account)
    assert (kept.login_name, kept.display_name, kept.password_hash, kept.is_active) == (
        f"left-{account}",
        f"left-{account}",
        "",
        False,
    )
    assert session.execute(select(func.count()).select_from(MailAddressRow)).scalar_one() == 0
    body = session.execute(select(LearningGoalRow.body)).scalar_one()
    assert sealer_of(session).open(body, "goal") == f'{{"name_reason":"{MARK}","text":"{MARK}"}}'


def test_short_rows_go_and_network_logs_stay_their_time(session: Session) -> None:
    account = a_followed(session).worker.account_id
    moments = (NOON, NOON + timedelta(days=100))
    for number, at in enumerate(moments):
        session.execute(
            insert(LoginSessionRow).values(
                token_digest=str(number), account_id=account, created_at=at, last_seen_at=at
            )
        )
        session.execute(
            insert(IdempotencyRow).values(
                account_id=account,
                key=str(number),
                action="x",
                body_digest="d",
                object_id="1",
                done_at=at,
            )
        )
        session.execute(
            insert(OutboxMessageRow).values(
                key=str(number),
                channel="mail",
                kind="x",
                content={},
                due_at=at,
                state="sent",
                settled_at=at,
            )
        )
    session.commit()
    periods = Periods(network_days=183)
    at = NOON + timedelta(days=110)
    plan = {one.table: one.due for one in row_standings(session, periods, at.date(), ZONE)}
    assert plan == {"idempotency": 1, "outbox_message": 1}
    session.rollback()
    assert remove_rows(session, OPERATOR, periods, ZONE, at=at) == {
        Rule.MESSAGES: 1,
        Rule.FORM_KEYS: 1,
    }
    later = NOON + timedelta(days=184)
    assert remove_rows(session, OPERATOR, periods, ZONE, at=later)[Rule.NETWORK] == 1
    assert remove_rows(session, OPERATOR, periods, ZONE, at=later) == {}
    assert [detail for _, detail in acts(session)][-1].endswith('"rule":"form_keys"}')


@pytest.mark.parametrize("role", [Role.SYS_ADMIN, Role.AUDIT_ADMIN, Role.CENTRE_MANAGER])
def test_no_person_reduces_or_removes(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        reduce_texts(session, person(role), KEPT, at=NOON)
    with pytest.raises(NotAllowedError):
        remove_rows(session, person(role), Periods(), ZONE, at=NOON)


def test_every_sealed_text_has_an_end() -> None:
    assert {one.table.name for one in OVER} | ENDLESS.keys() == SEALED.keys()
    assert len({one.table.name for one in OVER}) == len(OVER)
