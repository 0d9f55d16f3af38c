"""A review of a supervisor's quarter is begun by who may, once, and holds what records answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import NewGrant, Role
from qa_app.domain.quarters import Quarter
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.supervisor_reviews import SupervisorReviewRow
from qa_app.queries.audits import audit_head
from qa_app.services.audits.start_supervisor_review import start_supervisor_review
from tests.agreements import account, an_agreement
from tests.audits import ZONE
from tests.register import official_codes
from tests.sessions import publish
from tests.supervisor_reviews import AFTER, a_practice, a_review, entry

MARK = ("records",)


def test_what_records_answer_is_there_from_the_start(session: Session) -> None:
    practice = a_practice(session)
    audit_id = a_review(session, practice)
    row = session.execute(select(SupervisorReviewRow)).scalar_one()
    assert (row.audit_id, row.supervisor_id, row.label) == (
        audit_id,
        practice.team.lead,
        "lead · 2026-Q2",
    )
    audit = session.get_one(AuditRow, audit_id)
    assert (audit.centre_id, audit.sample_type) == (practice.team.scene.centre, "quarter")
    # one person supervised, one session of 90 minutes signed the same day; nothing else is known
    people = entry(session, audit_id, EntryKind.MEASURE, "supervisees_per_supervisor")
    hour = entry(session, audit_id, EntryKind.MEASURE, "share_sessions_60min")
    assert people is not None
    assert (people.value, people.read) == ("1", MARK)
    assert hour is not None
    sample = entry(session, audit_id, EntryKind.SAMPLE, "sample")
    assert sample is not None
    assert sample.read == MARK
    assert sample.value[0]["logs"] == {"individual_supervision": [{"at": "2026-04-09"}]}
    days = [
        entry(session, audit_id, EntryKind.CLOCK, name) for name in ("quarter_start", "quarter_end")
    ]
    assert [one and one.value for one in days] == ["2026-04-01", "2026-06-30"]
    told = entry(session, audit_id, EntryKind.COMPUTED, "share_actions_closed_on_time")
    assert told is not None
    assert (told.value["n"], told.value["value"]) == (0, None)
    nothing = entry(session, audit_id, EntryKind.MEASURE, "share_actions_closed_on_time")
    assert nothing is None


def test_one_quarter_is_begun_once(session: Session) -> None:
    practice = a_practice(session)
    audit_id = a_review(session, practice)
    journal = session.execute(select(JournalRow.seq)).all()
    session.rollback()
    # sent again: the same, and nothing is noted
    assert a_review(session, practice, AFTER + timedelta(minutes=1)) == audit_id
    assert session.execute(select(JournalRow.seq)).all() == journal
    session.rollback()
    other = account(session, "other", NewGrant(Role.SENIOR_SUPERVISOR, "KM"))
    with pytest.raises(ConflictError, match="quarter_begun"):
        start_supervisor_review(session, other, practice.new, ZONE, at=AFTER)
    # of another rubric's quarter nobody has begun one
    before = replace(practice.new, quarter=Quarter(2026, 1))
    assert start_supervisor_review(session, other, before, ZONE, at=AFTER) != audit_id


def test_nobody_reviews_themselves_or_who_supervises_them(session: Session) -> None:
    practice = a_practice(session)
    team = practice.team
    own = replace(practice.new, supervisor_id=team.head)
    with pytest.raises(InvalidError, match="own_quarter"):
        start_supervisor_review(session, team.city, own, ZONE, at=AFTER)
    above = account(session, "above", NewGrant(Role.SENIOR_SUPERVISOR, "KM"))
    an_agreement(session, team, above, practitioner_id=None, account_id=above.account_id,
                 supervisor_id=team.head)  # fmt: skip
    with pytest.raises(InvalidError, match="own_supervisor"):
        start_supervisor_review(session, above, own, ZONE, at=AFTER)


def test_out_of_reach_and_other_roles_find_nobody(session: Session) -> None:
    practice = a_practice(session)
    team = practice.team
    # of another centre only; an auditor and a manager of the same one
    auditor = account(session, "auditor", NewGrant(Role.AUDITOR, "KM"))
    manager = account(session, "manager", NewGrant(Role.CENTRE_MANAGER, None, "A"))
    for actor in (team.scene.elsewhere, auditor, manager):
        with pytest.raises(OutOfReachError):
            start_supervisor_review(session, actor, practice.new, ZONE, at=AFTER)
    # who reaches a part of someone's work reviews none of it
    wide = replace(practice.new, supervisor_id=team.head)
    with pytest.raises(OutOfReachError):
        start_supervisor_review(session, team.scene.supervisor, wide, ZONE, at=AFTER)
    with pytest.raises(OutOfReachError):
        start_supervisor_review(
            session, team.city, replace(practice.new, supervisor_id=10**6), ZONE, at=AFTER
        )


def test_a_quarter_that_runs_and_an_unknown_rubric_are_refused(session: Session) -> None:
    practice = a_practice(session)
    last_evening = datetime(2026, 6, 30, 15, 59, tzinfo=UTC)
    with pytest.raises(InvalidError, match="quarter_running"):
        a_review(session, practice, last_evening)
    with pytest.raises(InvalidError, match="unknown_rubric"):
        start_supervisor_review(
            session, practice.reviewer, replace(practice.new, rubric_code="gone"), ZONE, at=AFTER
        )
    assert a_review(session, practice, last_evening + timedelta(minutes=1)) > 0


def test_only_its_reader_finds_the_draft(session: Session) -> None:
    practice = a_practice(session)
    audit_id = a_review(session, practice)
    assert audit_head(session, practice.reviewer, audit_id) is not None
    for actor in (practice.team.scene.supervisor, practice.team.scene.reader):
        assert audit_head(session, actor, audit_id) is None


def test_a_rubric_of_another_place_is_not_read_for_who_works_here(session: Session) -> None:
    practice = a_practice(session)
    official_codes(session)
    publish(session, id="far", unit="supervisor_quarter", kind="practice", region="CN-530102")
    with pytest.raises(InvalidError, match="unfit_rubric"):
        start_supervisor_review(
            session, practice.reviewer, replace(practice.new, rubric_code="far"), ZONE, at=AFTER
        )
    assert session.execute(select(SupervisorReviewRow)).first() is None
