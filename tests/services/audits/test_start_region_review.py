"""A review of a region's year is begun by who reaches all of it, once, and counts nowhere."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import NewGrant, Role
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.pairs import SingleModerationRow
from qa_app.models.region_reviews import RegionReviewRow
from qa_app.queries.audits import audit_head
from qa_app.queries.recount import drifted_totals
from qa_app.queries.region_reviews import region_reviews
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.start_region_review import NewRegionReview, start_region_review
from tests.agreements import account
from tests.audits import ZONE, months
from tests.builders import words
from tests.region_reviews import AT, YEAR, a_region, begin, rate
from tests.register import official_codes
from tests.sessions import publish


def test_it_is_about_the_place_and_filed_under_a_centre(session: Session) -> None:
    rated = a_region(session)
    audit_id = begin(session, rated)
    row = session.execute(select(RegionReviewRow)).scalar_one()
    assert (row.audit_id, row.place_id, row.year, row.label) == (
        audit_id,
        rated.city,
        YEAR,
        "KM · 2025",
    )
    audit = session.get_one(AuditRow, audit_id)
    assert (audit.centre_id, audit.sample_type) == (rated.team.scene.centre, "year")


def test_one_year_is_begun_once(session: Session) -> None:
    rated = a_region(session)
    audit_id = begin(session, rated)
    journal = session.execute(select(JournalRow.seq)).all()
    session.rollback()
    assert begin(session, rated, at=AT + timedelta(minutes=1)) == audit_id
    assert session.execute(select(JournalRow.seq)).all() == journal
    session.rollback()
    other = account(session, "other", NewGrant(Role.SENIOR_SUPERVISOR, "KM"))
    new = NewRegionReview(rated.city, YEAR)
    with pytest.raises(ConflictError, match="year_begun"):
        start_region_review(session, other, new, ZONE, at=AT)
    # another year and a district of it are others
    assert begin(session, rated, YEAR - 1) != audit_id
    district = NewRegionReview(rated.district, YEAR)
    assert start_region_review(session, other, district, ZONE, at=AT) != audit_id
    rate(session, rated, audit_id)
    sign_audit(session, rated.reviewer, audit_id, ZONE, at=AT)
    with pytest.raises(ConflictError, match="year_signed"):
        begin(session, rated)


def test_out_of_reach_and_other_roles_find_no_place(session: Session) -> None:
    rated = a_region(session)
    scene = rated.team.scene
    auditor = account(session, "auditor", NewGrant(Role.AUDITOR, "KM"))
    district = account(session, "district", NewGrant(Role.SENIOR_SUPERVISOR, "PL"))
    new = NewRegionReview(rated.city, YEAR)
    # who reaches a centre or a part of the city only, and who may not rate
    for actor in (scene.supervisor, scene.elsewhere, district, auditor, rated.moderator):
        with pytest.raises(OutOfReachError):
            start_region_review(session, actor, new, ZONE, at=AT)
    with pytest.raises(OutOfReachError):
        start_region_review(session, rated.reviewer, NewRegionReview(10**6, YEAR), ZONE, at=AT)


def test_a_year_that_runs_and_no_rubric_are_refused(session: Session) -> None:
    rated = a_region(session)
    with pytest.raises(InvalidError, match="year_running"):
        begin(session, rated, 2026)
    last_evening = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    with pytest.raises(InvalidError, match="year_running"):
        begin(session, rated, 2026, last_evening)
    assert begin(session, rated, 2026, last_evening + timedelta(minutes=1)) > 0


def test_signed_it_counts_nowhere_and_waits_for_a_second_person(session: Session) -> None:
    rated = a_region(session)
    audit_id = begin(session, rated)
    # N: 3, 3, 2 -> 2.67 -> 3; L: 1, 2, 3 -> 2
    rate(session, rated, audit_id, "3", N3="2", L1="1", L2="2")
    sign_audit(session, rated.reviewer, audit_id, ZONE, at=AT)
    assert months(session) == []
    assert drifted_totals(session) == ()
    causes = session.execute(select(SingleModerationRow.causes)).scalar_one()
    assert "region" in [one["kind"] for one in causes]
    (found,) = region_reviews(session, rated.city)
    assert found.profile.levels == {"N": 3, "S": 3, "L": 2, "D": 3}
    assert found.profile.overall == 2
    # (8/3 + 3 + 2 + 3) / 4
    assert found.profile.mean is not None
    assert round(float(found.profile.mean), 4) == 2.6667
    assert (found.reader, found.second, found.is_final) == ("city", "", False)


def test_who_reaches_all_of_the_region_reads_it_and_nobody_of_the_centre(session: Session) -> None:
    rated = a_region(session)
    audit_id = begin(session, rated)
    rate(session, rated, audit_id)
    sign_audit(session, rated.reviewer, audit_id, ZONE, at=AT)
    manager = account(session, "manager", NewGrant(Role.CENTRE_MANAGER, None, "A"))
    for actor in (rated.reviewer, rated.moderator):
        assert audit_head(session, actor, audit_id) is not None
    for actor in (manager, rated.team.scene.supervisor, rated.team.scene.reader):
        assert audit_head(session, actor, audit_id) is None


def test_it_is_read_by_a_rubric_that_counts_there(session: Session) -> None:
    rated = a_region(session)
    official_codes(session)
    # first by code, and of the district beside the one that is rated
    publish(session, id="a", unit="region_year", kind="system", region="CN-530102")
    here = publish(session, id="b", unit="region_year", kind="system", region="CN-530103")
    assert session.get_one(AuditRow, begin(session, rated)).rubric_version_id == rated.version
    new = NewRegionReview(rated.district, YEAR)
    made = start_region_review(session, rated.reviewer, new, ZONE, at=AT)
    assert session.get_one(AuditRow, made).rubric_version_id == here


def test_a_year_is_not_read_by_what_counted_elsewhere_on_its_last_day(session: Session) -> None:
    rated = a_region(session)
    official_codes(session)
    fields = {"id": "a", "unit": "region_year", "kind": "system"}
    publish(session, **fields, at=datetime(YEAR, 3, 1, tzinfo=UTC), region="CN-530102")
    here = publish(
        session,
        **fields,
        at=datetime(YEAR + 1, 3, 1, tzinfo=UTC),
        version="2.0.0",
        title=words("x"),
    )
    new = NewRegionReview(rated.district, YEAR)
    made = start_region_review(session, rated.reviewer, new, ZONE, at=AT)
    assert session.get_one(AuditRow, made).rubric_version_id == here
