"""A short story on both databases; the whole one is told by the nightly test of `qa demo`."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.demo.editions import LATER_VERSION
from qa_app.domain.common_items import join_versions
from qa_app.domain.events import PlacesChanged
from qa_app.domain.people import Role
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.region_reviews import RegionEvidenceRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.running_limits import RunningLimitRow
from qa_app.models.sheet_scans import SheetScanRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.models.transaction import transaction
from qa_app.models.version_links import version_links
from qa_app.queries.act_check import held_acts
from qa_app.queries.agreement_lists import count_unsupervised
from qa_app.queries.audits import entries_of
from qa_app.queries.journal import verified_journal
from qa_app.queries.recount import drifted_totals
from qa_app.queries.rubrics import rubric_by_id
from qa_app.queries.settings import notice
from qa_app.queries.sheet_scans import scans_of
from qa_app.queries.supervisor_lists import chains, people_of
from qa_app.services.accounts.close_dormant import close_dormant
from qa_app.services.operations.tell_clock import tell_clock
from tests.people import OPERATOR, person
from tests.short_story import TODAY, ZONE, tell_short_story


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.nightly)])
def database_kind(request: pytest.FixtureRequest) -> str:
    # every act of the story has tests of its own on both
    kind: str = request.param
    return kind


@pytest.fixture
def built(session: Session) -> Session:
    done, heard = tell_short_story(session)
    assert (done.centres, done.signed, done.waiting) == (42, 29, 11)  # 14 and 4 of a round
    assert heard == ["2025-03  5", "2026-10  10", "2026-11  15"]
    return session


def test_one_worker_talks_and_nobody_works_on_sundays(built: Session) -> None:
    count = func.count(SessionPersonRow.session_id)
    talks = (
        select(count)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == SessionPersonRow.session_id)
        .where(SupervisionSessionRow.type == "individual")
        .group_by(SessionPersonRow.session_id)
    )
    assert set(built.scalars(talks)) == {1}
    days = set(built.scalars(select(SupervisionSessionRow.planned_on)))
    # the Sundays of 2026 that were working days by the notice of the State Council
    made_up = {date(2026, 1, 4), date(2026, 9, 20)}
    assert {one for one in days if one.weekday() == 6} <= made_up


def test_a_short_story_comes_out_whole(built: Session) -> None:
    held = held_acts(built)
    assert (held.unlike, held.unsealed, held.expired) == ([], 0, 0)
    assert built.execute(select(func.count()).select_from(PlaceRow)).scalar_one() == 16
    assert built.execute(select(func.count()).select_from(CentreRow)).scalar_one() == 42
    # one file of the round was read on paper: what its boxes say is what was answered
    (audit_id,) = set(built.execute(select(SheetScanRow.audit_id)).scalars())
    answered = {one.key: one.value for one in entries_of(built, audit_id)}
    rows = [row for scan in scans_of(built, audit_id) for row in scan.rows]
    assert rows
    assert all(row.is_sure and row.option == answered.get(row.item) for row in rows)
    assert built.get_one(AuditRow, audit_id).state == "signed"
    states = built.execute(
        select(AuditRow.state, AuditRow.result_state, func.count())
        .group_by(AuditRow.state, AuditRow.result_state)
        .order_by(AuditRow.state, AuditRow.result_state)
    ).all()
    # ten working days after 18 November are not over on the 25th
    assert [tuple(row) for row in states] == [
        ("draft", None, 11),
        ("dropped", None, 2),  # two folders of the round were not found
        ("locked", "provisional", 2),  # second readings of the round
        ("replaced", "provisional", 1),  # one of the two first ones, moderated since
        ("signed", "final", 12),  # one of them of the city's year
        ("signed", "provisional", 18),
    ]
    city = select(RegionEvidenceRow.counted_on, AuditRow.result_state).join(AuditRow)
    assert [tuple(row) for row in built.execute(city)] == [(date(2025, 3, 1), "final")]
    later_from = built.execute(
        select(RubricVersionRow.in_force_from).where(RubricVersionRow.version == LATER_VERSION)
    ).scalar_one()
    read = built.execute(
        select(RubricVersionRow.version, CaseFileRow.closed_on, AuditRow.reviewed_on)
        .join(AuditRow, AuditRow.rubric_version_id == RubricVersionRow.id)
        .join(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(AuditRow.state == "signed", RubricVersionRow.area_code == "social_work")
    ).all()
    # each file under the version of its own time, however late it was read
    for version, closed_on, reviewed_on in read:
        of_file = closed_on or reviewed_on
        assert version == (LATER_VERSION if of_file >= later_from else "1.0.0")
    assert len(read) == 24
    assert {version for version, _, _ in read} == {"1.0.0", LATER_VERSION}
    red_lines = built.execute(
        select(func.count()).select_from(AuditRow).where(AuditRow.stop_count > 0)
    ).scalar_one()
    assert red_lines == 2
    planned = built.execute(
        select(SupervisionSessionRow.state, func.count())
        .where(SupervisionSessionRow.planned_on >= date(2026, 11, 24))
        .group_by(SupervisionSessionRow.state)
    )
    # 10, 2 waiting, 1 put off, 1 of the round; 21 of series, moved, and asked to be moved
    assert dict(planned.all()) == {"planned": 35, "cancelled": 1}
    assert (
        built.execute(
            select(func.count()).select_from(CaseFileRow).where(CaseFileRow.local_digest.is_(None))
        ).scalar_one()
        == 0
    )
    # everybody but one has a supervisor, of whom one has more people than usual, with a reason
    built.rollback()
    assert count_unsupervised(built, OPERATOR, TODAY) == 1
    loads = sorted(people_of(built, None, TODAY).values())
    assert (len(loads), loads[-3:], sum(loads)) == (21, [7, 7, 9], 131)
    assert [one.line.name for one in chains(built, OPERATOR, TODAY)] == ["省督导子"]
    built.rollback()
    assert drifted_totals(built) == ()
    assert verified_journal(built, OPERATOR).chain.broken_seq is None
    said = notice(built)
    assert said is not None
    assert "虚构" in said.zh
    assert "invented" in said.en
    # everybody was there on the last day, so that nobody's account is closed before sixty more
    midnight = datetime(2026, 11, 25, tzinfo=ZoneInfo(ZONE))
    assert close_dormant(built, OPERATOR, at=midnight + timedelta(days=60)) == 0
    rest = close_dormant(built, OPERATOR, at=midnight + timedelta(days=60, minutes=1))
    # but for the one that looks after accounts
    assert rest == built.scalar(select(func.count()).select_from(AccountRow)) - 1
    _only_what_comes_after_the_story_is_a_step_of_the_clock(built)


def _only_what_comes_after_the_story_is_a_step_of_the_clock(built: Session) -> None:
    built.rollback()
    evening = datetime(2026, 11, 30, 22, tzinfo=UTC)
    assert not tell_clock(built, OPERATOR, at=evening)
    for hours in (2, 1):
        at = evening + timedelta(hours=hours)
        event = PlacesChanged(actor=person(Role.SYS_ADMIN), at=at, what="x", count=1)
        with transaction(built, event):
            pass
    assert tell_clock(built, OPERATOR, at=evening + timedelta(hours=2))


def test_the_later_version_was_compared_by_two_people_and_joins(built: Session) -> None:
    rubrics = dict(
        built.execute(
            select(RubricVersionRow.version, RubricVersionRow.id).where(
                RubricVersionRow.rubric_code == "sw_case_management"
            )
        ).all()
    )
    old, new = rubrics["1.0.0"], rubrics[LATER_VERSION]
    row = built.get_one(RubricVersionRow, new)
    assert (row.written_by, row.published_by, row.base_version_id) == ("督导甲", "督导乙", old)
    versions = {one: rubric_by_id(built, one) for one in (old, new)}
    known = {one: rubric for one, rubric in versions.items() if rubric is not None}
    joining = join_versions(known, version_links(built, "sw_case_management"))
    # one weight differs and nothing else
    assert [(one.version_ids, one.share) for one in joining.joined] == [((old, new), 1)]


def test_limits_of_open_cases_run_towards_every_end(built: Session) -> None:
    rows = built.execute(
        select(RunningLimitRow.event, RunningLimitRow.state, RunningLimitRow.limit_at)
    ).all()
    zone = ZoneInfo(ZONE)
    told = {(row.event, row.state) for row in rows}
    assert ("assessment_done", "overdue") in told
    assert ("safety_screened", "met") in told
    due = {row.event: row.limit_at.astimezone(zone) for row in rows if row.state == "due_today"}
    assert due["safety_screened"] == datetime(2026, 11, 25, 17, 0, tzinfo=zone)
