"""What stands behind a point, and what waits at a centre; both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.access_requests import AccessPurpose
from qa_app.domain.actions import ActionState, Owner
from qa_app.domain.findings import ActionPlan, FindingDraft, FindingKind, FindingSheet
from qa_app.domain.month_grid import month_of
from qa_app.domain.people import Actor, Role
from qa_app.domain.series import Coverage, Grain, Period
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.audits import AuditRow
from qa_app.queries.behind_points import Behind, PointAsked, behind_point
from qa_app.queries.centre_needs import centre_needs
from qa_app.queries.item_counts import AnswersAsked, item_counts, within
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.queries.trends import Scope, centre_scope, place_scope
from qa_app.services.access.answer_access import answer_access
from qa_app.services.access.ask_access import NewAccess, ask_access
from qa_app.services.findings.save_findings import save_findings
from tests.audits import ZONE, a_draft
from tests.follow_up import Followed, a_followed, sign
from tests.people import NOON, person
from tests.statements import counted

F, S = FindingKind.FINDING, FindingKind.STRENGTH
ALL = frozenset({"A1", "A2", "B1"})
LINES = (
    FindingDraft(F, ("A1",), "联系记录不全", is_main=True, action=ActionPlan("补齐", Owner.WORKER)),
    FindingDraft(F, ("A1",), "次要"),
    FindingDraft(S, ("A2",), "安全计划清楚"),
)


@pytest.fixture
def followed(session: Session) -> Followed:
    one = a_followed(session)
    save_findings(session, one.desk.reader, one.audit, FindingSheet(LINES), ZONE, at=NOON)
    sign(session, one, "A1")
    return one


def period_of(session: Session, one: Followed) -> Period:
    day = session.execute(select(AuditRow.reviewed_on).where(AuditRow.id == one.audit)).scalar_one()
    assert day is not None
    return Period(month_of(day), Grain.MONTH)


def behind(
    session: Session,
    one: Followed,
    actor: Actor,
    items: Sequence[str] = tuple(ALL),
    *,
    files: int = 1,
    beside: int = 0,
    skip: int = 0,
    at: datetime = NOON,
) -> Behind:
    scope = centre_scope(session, actor, one.desk.centre)
    rubric = rubric_in_words(session, one.desk.rubric)
    assert scope is not None
    assert rubric is not None
    month = period_of(session, one)
    parts = ((month, files),)
    if beside:
        # the quarter, of which another month has files of nobody they know
        first = month.first_month - month.first_month % 3
        other = first + (month.first_month == first)
        month, parts = Period(first, Grain.QUARTER), (*parts, (Period(other, Grain.MONTH), beside))
    asked = AnswersAsked(one.desk.rubric, month, frozenset(items), _coverage(session, one))
    return told_of(session, actor, scope, PointAsked(rubric, asked, parts, skip), at)


def told_of(
    session: Session, actor: Actor, scope: Scope, point: PointAsked, at: datetime = NOON
) -> Behind:
    return behind_point(session, actor, scope, point, at=at, on=at.date())


def _coverage(session: Session, one: Followed) -> Coverage:
    kind = session.execute(
        select(AuditRow.sample_type).where(AuditRow.id == one.audit)
    ).scalar_one()
    return Coverage.PURPOSIVE if kind == "purposive" else Coverage.SAMPLED


def test_main_findings_strengths_and_what_came_of_them(
    session: Session, followed: Followed
) -> None:
    told = behind(session, followed, followed.desk.reader)
    assert [(one.kind, one.text) for one in told.findings] == [
        (S, "安全计划清楚"),
        (F, "联系记录不全"),
    ]
    finding = told.findings[1]
    assert (finding.action, finding.action_state) == ("补齐", ActionState.OPEN)
    assert finding.audit_id == followed.audit
    assert finding.reference is not None
    assert finding.action_id is not None
    assert told.actions == {ActionState.OPEN: 1}
    assert told.next_skip is None
    # one who opens every file is told of no other and of nothing kept back
    assert (told.is_held, told.tells_closed) == (False, False)


def test_items_narrow_it_and_pages_go_on(session: Session, followed: Followed) -> None:
    told = behind(session, followed, followed.desk.reader, ["A2"])
    assert [one.text for one in told.findings] == ["安全计划清楚"]
    assert behind(session, followed, followed.desk.reader, ["A"]).findings == ()
    assert behind(session, followed, followed.desk.reader, []).findings == ()
    rest = behind(session, followed, followed.desk.reader, skip=1)
    assert [one.text for one in rest.findings] == ["联系记录不全"]
    assert behind(session, followed, followed.desk.reader, skip=2).findings == ()


def test_whoever_may_not_read_the_files_gets_no_reference_and_nothing_of_few(
    session: Session, followed: Followed
) -> None:
    colleague = replace(followed.worker, practitioner_id=None)
    few = behind(session, followed, colleague, files=4)
    assert (few.findings, few.actions, few.is_held) == ((), {}, True)
    told = behind(session, followed, colleague, files=5)
    # by their items, A1 before A2, and not as they were written one after another
    assert [one.text for one in told.findings] == ["联系记录不全", "安全计划清楚"]
    assert (told.is_held, told.tells_closed) == (False, True)
    for one in told.findings:
        assert (one.audit_id, one.reference, one.read_on, one.action_id) == (None,) * 4
    # the worker of the file knows it, so that of five files four are left: told is their own
    own = behind(session, followed, followed.worker, files=5)
    assert own.is_held
    assert {one.audit_id for one in own.findings} == {followed.audit}
    assert not behind(session, followed, followed.worker, files=6).is_held
    # to have read it once opens nothing to one who reads no files of others any more
    past = replace(colleague, account_id=followed.desk.reader.account_id)
    assert behind(session, followed, past, files=4).findings == ()


def test_a_quarter_less_its_months_tells_nothing_of_few(
    session: Session, followed: Followed
) -> None:
    colleague = replace(followed.worker, practitioner_id=None)
    # less the month of five it would be that of four; two months of four are eight together
    for march, beside, is_held in ((4, 5, True), (5, 4, True), (1, 3, True), (4, 4, False)):
        told = behind(session, followed, colleague, files=march, beside=beside)
        assert (told.is_held, told.tells_closed) == (is_held, not is_held)
        assert len(told.findings) == (0 if is_held else 2)


def test_what_was_read_of_a_whole_centre_is_open_to_who_reads_it(
    session: Session, followed: Followed
) -> None:
    desk = followed.desk
    visit = a_draft(session, desk.centre, desk.rubric, desk.reader)
    sign(session, replace(followed, desk=replace(desk, audit=visit)))
    assert behind(session, followed, followed.third, files=2).is_held is False
    assert behind(session, followed, followed.third, files=3).is_held is True


def test_a_result_not_shown_yet_hides_no_finding_of_another(
    session: Session, followed: Followed
) -> None:
    colleague = replace(followed.worker, practitioner_id=None)
    assert not behind(session, followed, colleague, files=5).is_held
    # one of the five is not shown to its centre, so that findings would be those of four
    session.execute(update(AuditRow).values(shared_at=None))
    assert behind(session, followed, colleague, files=5).is_held
    assert not behind(session, followed, colleague, files=6).is_held


def test_a_file_for_which_a_supervisor_would_have_to_ask_is_not_named(
    session: Session, followed: Followed
) -> None:
    # a colleague supervises its worker (ADR 0047), so of five files five are closed to the third
    session.add(
        SupervisionAgreementRow(
            kind="standing",
            supervisor_id=followed.desk.reader.account_id,
            practitioner_id=followed.worker.practitioner_id,
            place_path="1/",
            minutes=60,
            functions={},
            from_on=NOON.date(),
            created_at=NOON,
        )
    )
    session.commit()
    third, manager = followed.third, followed.desk.manager
    told = behind(session, followed, third, files=5)
    assert [one.text for one in told.findings] == ["联系记录不全", "安全计划清楚"]
    assert told.actions == {ActionState.OPEN: 1}
    for one in told.findings:
        assert (one.audit_id, one.reference, one.read_on, one.action_id) == (None,) * 4
    few = behind(session, followed, third, files=4)
    assert (few.findings, few.actions, few.is_held) == ((), {}, True)
    # who is in charge of it reads it as before, with its reference
    for one in behind(session, followed, manager).findings:
        assert (one.audit_id, one.reference) == (followed.audit, "KM-26-0000-00077")
    # and whoever asked and was let in does so for as long as that lasts: two days
    new = NewAccess(followed.audit, AccessPurpose.SUPERVISION, "准备下周对该社工的督导", 2)
    asked = ask_access(session, third, new, ZONE, at=NOON)
    assert behind(session, followed, third, files=4).findings == ()
    answer_access(session, manager, asked, None, ZONE, at=NOON)
    held = behind(session, followed, third, files=4)
    assert held.is_held
    assert {(one.audit_id, one.reference) for one in held.findings} == {
        (followed.audit, "KM-26-0000-00077")
    }
    later = NOON + timedelta(days=3)
    assert behind(session, followed, third, files=4, at=later).findings == ()


def test_nothing_is_told_before_it_is_shared_nor_of_a_sealed_rubric(
    session: Session, followed: Followed
) -> None:
    scope = centre_scope(session, followed.desk.reader, followed.desk.centre)
    rubric = rubric_in_words(session, followed.desk.rubric)
    assert scope is not None
    assert rubric is not None
    month = period_of(session, followed)
    asked, nine = AnswersAsked(followed.desk.rubric, month, ALL), ((month, 9),)
    sealed = PointAsked(replace(rubric, access="sealed"), asked, nine)
    assert told_of(session, followed.desk.reader, scope, sealed) == Behind()
    judge = person(Role.JUDICIAL_READER)
    assert told_of(session, judge, scope, PointAsked(rubric, asked, nine)) == Behind()
    place = place_scope(session, person(Role.SENIOR_SUPERVISOR), 1)
    assert place is not None
    open_asked = PointAsked(rubric, asked, nine)
    assert told_of(session, person(Role.SENIOR_SUPERVISOR), place, open_asked) == Behind()
    session.execute(update(AuditRow).values(shared_at=None))
    assert behind(session, followed, followed.desk.reader).findings == ()


def test_a_page_is_read_by_three_queries(session: Session, followed: Followed) -> None:
    scope = centre_scope(session, followed.desk.reader, followed.desk.centre)
    rubric = rubric_in_words(session, followed.desk.rubric)
    assert scope is not None
    assert rubric is not None
    month = period_of(session, followed)
    asked = AnswersAsked(followed.desk.rubric, month, ALL)
    with counted(session) as statements:
        told_of(session, followed.desk.reader, scope, PointAsked(rubric, asked, ((month, 1),)))
    assert len(statements) == 3


def test_answers_are_counted_by_one_query(session: Session, followed: Followed) -> None:
    scope = centre_scope(session, followed.desk.reader, followed.desk.centre)
    assert scope is not None
    period = period_of(session, followed)
    coverage = _coverage(session, followed)
    other = Period(period.first_month - 1, Grain.MONTH)
    asked = [AnswersAsked(followed.desk.rubric, one, ALL, coverage) for one in (other, period)]
    with counted(session) as statements:
        found = item_counts(session, scope, asked)
    assert len(statements) == 1
    assert {(one.item_code, one.code, one.file_count) for one in found} == {
        ("A1", "unmet", 1),
        ("A2", "met", 1),
        ("B1", "met", 1),
    }
    assert within(found, followed.desk.rubric, other) == ()
    assert len(within(found, followed.desk.rubric, period)) == 3
    assert item_counts(session, scope, []) == []


def test_what_waits_at_a_centre(session: Session, followed: Followed) -> None:
    today = NOON.date()
    with counted(session) as statements:
        needs = centre_needs(session, followed.desk.manager, followed.desk.centre, today)
    assert len(statements) <= 3  # the third asks once whether words of rubrics were added
    assert needs is not None
    assert (needs.late_count, needs.late_days) == (0, 0)
    assert [one.items for one in needs.lines] == [("A1",)]
    due = needs.lines[0].next_on
    assert due is not None
    late = centre_needs(
        session, followed.desk.manager, followed.desk.centre, due + timedelta(days=12)
    )
    assert late is not None
    assert (late.late_count, late.late_days) == (1, 12)
    # out of reach nothing is told, and who reads no actions gets none
    elsewhere = centre_needs(session, followed.desk.elsewhere, followed.desk.centre, today)
    assert elsewhere is not None
    assert elsewhere.lines == ()
    judge = person(Role.JUDICIAL_READER)
    assert centre_needs(session, judge, followed.desk.centre, today) is None


@pytest.mark.parametrize(
    ("day", "is_in"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2026, 4, 30), True),
        (date(2026, 5, 1), False),
    ],
)
def test_behind_a_month_stand_the_reviews_of_its_days(
    session: Session, day: date, is_in: bool
) -> None:
    one = a_followed(session)
    save_findings(session, one.desk.reader, one.audit, FindingSheet(LINES), ZONE, at=NOON)
    at = NOON + (day - NOON.date())
    sign(session, one, "A1", at=at)
    scope, rubric = (
        centre_scope(session, one.desk.reader, one.desk.centre),
        rubric_in_words(session, one.desk.rubric),
    )
    assert scope is not None
    assert rubric is not None
    april = Period(month_of(date(2026, 4, 1)), Grain.MONTH)
    asked = AnswersAsked(one.desk.rubric, april, ALL, _coverage(session, one))
    point = PointAsked(rubric, asked, ((april, 1),), 0)
    assert bool(told_of(session, one.desk.reader, scope, point, at).findings) is is_in
