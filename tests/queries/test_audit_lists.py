from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.audits import AuditRow
from qa_app.queries.audit_lists import AuditFilter, AuditPlace, audits_page, count_audits
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, Desk, a_desk, a_draft, all_met
from tests.people import NOON

ALL, DRAFTS = AuditFilter(), AuditFilter("draft")
TODAY = date(2026, 3, 23)


@pytest.fixture
def desk(session: Session) -> Desk:
    """Four drafts of the reader, due on 1 April, 20 March, never, 1 April; one signed audit."""
    made = a_desk(session)
    session.execute(update(AuditRow).values(due_on=date(2026, 4, 1)))
    session.commit()
    for due in (date(2026, 3, 20), None, date(2026, 4, 1)):
        a_draft(session, made.centre, made.rubric, made.reader, due_on=due)
    signed = a_draft(session, made.centre, made.rubric, made.reader)
    save_entries(session, made.reader, signed, all_met(), ZONE, at=NOON)
    sign_audit(session, made.reader, signed, ZONE, at=NOON)
    return made


def ids(session: Session, actor: Actor, chosen: AuditFilter, after: AuditPlace | None = None):
    return [line.id for line in audits_page(session, actor, chosen, after)]


def test_drafts_come_by_the_day_they_are_due(session: Session, desk: Desk) -> None:
    assert ids(session, desk.reader, DRAFTS) == [2, 1, 4, 3]
    assert ids(session, desk.reader, DRAFTS, AuditPlace(date(2026, 4, 1), 1)) == [4, 3]
    assert ids(session, desk.reader, DRAFTS, AuditPlace(None, 3)) == []


def test_results_come_by_their_signing_after_drafts(session: Session, desk: Desk) -> None:
    assert ids(session, desk.reader, ALL) == [4, 3, 2, 1, 5]
    assert ids(session, desk.reader, ALL, AuditPlace(None, 3)) == [2, 1, 5]
    assert ids(session, desk.reader, ALL, AuditPlace(None, 5)) == []
    # the first and third draft are signed after it, in the same moment; the second one before
    for one, later in ((1, 60), (3, 60), (2, -60)):
        at = NOON + timedelta(minutes=later)
        values = {"state": "signed", "result_state": "provisional", "signed_at": at}
        session.execute(update(AuditRow).where(AuditRow.id == one).values(**values))
    session.commit()
    assert ids(session, desk.reader, ALL) == [4, 3, 1, 5, 2]
    assert ids(session, desk.reader, ALL, AuditPlace(None, 4)) == [3, 1, 5, 2]
    assert ids(session, desk.reader, ALL, AuditPlace(None, 3)) == [1, 5, 2]
    assert ids(session, desk.reader, ALL, AuditPlace(None, 5)) == [2]
    provisional = AuditFilter("provisional")
    assert ids(session, desk.reader, provisional) == [3, 1, 5, 2]
    assert ids(session, desk.reader, provisional, AuditPlace(None, 1)) == [5, 2]


def test_states(session: Session, desk: Desk) -> None:
    (line,) = audits_page(session, desk.reader, AuditFilter("provisional"), None)
    assert (line.state, line.band, line.answered_count, line.item_count) == (
        "provisional",
        "A",
        3,
        3,
    )
    assert ids(session, desk.reader, AuditFilter("final")) == []
    assert ids(session, desk.reader, AuditFilter("void")) == []


def test_counts(session: Session, desk: Desk) -> None:
    found = count_audits(session, desk.reader, ALL, TODAY)
    assert (found.total, found.overdue) == (5, 1)
    assert count_audits(session, desk.reader, AuditFilter("provisional"), TODAY).total == 1


def test_others_see_what_is_signed_within_their_reach(session: Session, desk: Desk) -> None:
    assert ids(session, desk.second, ALL) == ids(session, desk.manager, ALL) == [5]
    assert ids(session, desk.second, AuditFilter(is_mine=True)) == []
    assert ids(session, desk.elsewhere, ALL) == []
    assert count_audits(session, desk.elsewhere, ALL, TODAY).total == 0
    everywhere = Reach(is_everything=True)
    for role in (Role.JUDICIAL_READER, Role.CASEWORKER):
        actor = Actor(10**6, "x", (Grant(role, everywhere),))
        assert ids(session, actor, ALL) == []
        assert count_audits(session, actor, ALL, TODAY).total == 0
