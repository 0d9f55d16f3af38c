"""What is due, why, in which order, and with how many questions."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from qa_app.domain.due import DueReason, Tier
from qa_app.domain.due_needs import DueNeed, DueWhy, NeedKind
from qa_app.domain.people import Role
from qa_app.domain.rhythm import RhythmReason
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.audits import AuditRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.session_totals import SessionMonthRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.due_list import DueSpan, NeedName, due_needs, need_names
from tests.follow_up import a_followed, sign
from tests.month_plans import TODAY, Branch, a_branch, days_ago, held
from tests.people import NOON, person
from tests.sessions import some_files
from tests.statements import counted

MONTH_END = date(2026, 3, 31)
SPAN = DueSpan(TODAY, MONTH_END)


@pytest.fixture
def branch(session: Session) -> Branch:
    return a_branch(session)


def by_key(needs: tuple[DueNeed, ...]) -> dict[str, DueNeed]:
    return {one.key: one for one in needs}


def agreed(session: Session, branch: Branch, **values: object) -> int:
    row = {
        "kind": "standing",
        "supervisor_id": branch.account(branch.lead),
        "practitioner_id": branch.scene.workers["W1"],
        "centre_id": branch.scene.centre,
        "place_path": "1/2/3/",
        "every_days": 14,
        "minutes": 75,
        "functions": {},
        "from_on": date(2026, 1, 5),
        "revision": 1,
        "created_at": NOON,
        **values,
    }
    made = session.execute(
        insert(SupervisionAgreementRow).values(**row).returning(SupervisionAgreementRow.id)
    ).scalar_one()
    session.commit()
    return made


def test_a_centre_never_visited_comes_before_what_is_overdue(
    session: Session, branch: Branch
) -> None:
    a, b = branch.scene.centre, branch.scene.other_centre
    held(session, a, branch.account(branch.lead), days_ago(92))
    needs = due_needs(session, branch.lead, SPAN)
    assert needs[0].kind is NeedKind.CENTRE
    first, second = [one for one in needs if one.kind is NeedKind.CENTRE]
    assert (first.key, first.tier, first.why.reason) == (
        f"centre:{b}",
        Tier.NEVER_VISITED,
        DueReason.NEVER_VISITED,
    )
    assert (second.key, second.tier) == (f"centre:{a}", Tier.OVERDUE)
    # too few files were read, few cases: every 91 days
    assert second.due_on == days_ago(1)
    assert second.why == DueWhy("band_interval", days_ago(92), 91, volume="low")


def test_the_band_comes_from_final_files_and_the_volume_from_cases_in_hand(
    session: Session, branch: Branch
) -> None:
    a = branch.scene.centre
    some_files(session, a, 3)
    some_files(session, branch.scene.other_centre, 2, start=50)
    held(session, a, branch.account(branch.lead), days_ago(30))
    total = {
        "scope": f"c:{a}",
        "rubric_version_id": branch.scene.rubric,
        "section": "",
        "month": 2026 * 12 + 1,
        "area_code": "legal_aid",
        "final_scored_count": 6,
        "final_score_sum": 6 * 750_000,
    }
    session.execute(insert(MonthTotalRow).values(**total, sample_type="random"))
    # chosen files and what was read before the evidence months tell nothing
    other = {**total, "final_score_sum": 0}
    session.execute(insert(MonthTotalRow).values(**other, sample_type="purposive"))
    old = {**other, "month": 2025 * 12 + 1}
    session.execute(insert(MonthTotalRow).values(**old, sample_type="random"))
    session.commit()
    need = by_key(due_needs(session, branch.lead, SPAN))[f"centre:{a}"]
    # band C with many cases: 28 days
    assert need.why == DueWhy("band_interval", days_ago(30), 28, "C", 6, 75.0, "high")
    assert need.due_on == days_ago(2)


def test_a_planned_visit_in_time_takes_a_need_off_the_list(
    session: Session, branch: Branch
) -> None:
    a, lead = branch.scene.centre, branch.account(branch.lead)
    key = f"centre:{a}"
    assert by_key(due_needs(session, branch.lead, SPAN))[key].why.later_on is None
    session.rollback()
    for day in (9, 1):
        held(session, a, lead, MONTH_END + timedelta(days=day), state=SessionState.PLANNED)
    # planned after the month: due all the same, and its line knows for when
    need = by_key(due_needs(session, branch.lead, SPAN))[key]
    assert need.why.later_on == date(2026, 4, 1)
    held(session, a, lead, MONTH_END, state=SessionState.CANCELLED)
    held(session, a, lead, MONTH_END, fine=SessionType.INDIVIDUAL, state=SessionState.PLANNED)
    assert key in by_key(due_needs(session, branch.lead, SPAN))
    held(session, a, lead, MONTH_END, state=SessionState.PLANNED)
    assert key not in by_key(due_needs(session, branch.lead, SPAN))


def test_a_review_of_other_files_is_no_look_at_an_open_red_line(session: Session) -> None:
    one = a_followed(session)
    sign(session, one, "B1")  # a red line
    state = {"state": "open", "opened_on": days_ago(13), "kind": "red_line"}
    session.execute(update(CorrectiveActionRow).values(**state))
    centre, reader = one.desk.centre, one.desk.reader.account_id or 0
    held(session, centre, reader, days_ago(40))
    planner = person(Role.SENIOR_SUPERVISOR)

    def found() -> DueNeed | None:
        session.rollback()
        return by_key(due_needs(session, planner, SPAN)).get(f"centre:{centre}")

    # fourteen days after it was opened, not after a visit before that
    need = found()
    assert need is not None
    tomorrow = TODAY + timedelta(days=1)
    assert (need.due_on, need.tier) == (tomorrow, Tier.OPEN_CRITICAL)
    # a review of files chosen by chance, held or planned, sends nobody for the red line
    check = {"fine": SessionType.CASE_FILE_CHECK}
    held(session, centre, reader, days_ago(2), **check)
    planned = held(session, centre, reader, MONTH_END, state=SessionState.PLANNED, **check)
    need = found()
    assert need is not None
    assert (need.due_on, need.why.reason) == (tomorrow, DueReason.CRITICAL_FOLLOW_UP)
    assert need.why.planned_on == MONTH_END
    # one that reads its own file does, once held for another fourteen days
    read = session.query(AuditRow).filter_by(id=one.audit).one()
    own = {column.name: getattr(read, column.name) for column in AuditRow.__table__.columns}
    again = {**own, "session_id": planned, "state": "draft"}
    del again["id"]
    session.execute(insert(AuditRow).values(**again))
    session.commit()
    assert found() is None
    of_session = SupervisionSessionRow.id == planned
    day = {"planned_on": days_ago(9), "state": SessionState.HELD.value}
    session.execute(update(SupervisionSessionRow).where(of_session).values(**day))
    session.execute(update(AuditRow).where(AuditRow.session_id == planned).values(state="signed"))
    session.commit()
    need = found()
    assert need is not None
    assert need.due_on == days_ago(9) + timedelta(days=14)
    # and so does a visit
    held(session, centre, reader, MONTH_END, state=SessionState.PLANNED)
    assert found() is None


def test_people_are_due_by_their_agreement_or_by_their_time_in_post(
    session: Session, branch: Branch
) -> None:
    workers, lead = branch.scene.workers, branch.account(branch.lead)
    made = agreed(session, branch)
    held(
        session,
        branch.scene.centre,
        lead,
        days_ago(10),
        (workers["W1"],),
        SessionType.CASE_DISCUSSION,
    )
    # a group is no individual supervision, and a session of somebody else is none of W2
    held(session, branch.scene.centre, lead, days_ago(3), (workers["W2"],), SessionType.GROUP)
    found = by_key(due_needs(session, branch.lead, SPAN))
    own = found[f"agreement:{made}"]
    assert own.due_on == days_ago(10) + timedelta(days=14)
    assert own.why == DueWhy(RhythmReason.AGREED.value, days_ago(10), 14)
    assert own.type is SessionType.INDIVIDUAL
    assert f"practitioner:{workers['W1']}" not in found
    # W2 came on 6 January 2025 and was never seen: due a week later, weekly as it was at first;
    # by now the rule asks for one in each calendar month
    other = found[f"practitioner:{workers['W2']}"]
    assert (other.due_on, other.tier) == (date(2025, 1, 13), Tier.OVERDUE)
    assert other.why == DueWhy(RhythmReason.MONTHLY.value, None, None)
    names = need_names(session, [own, other])
    assert names[own.key].person == "W1"
    assert names[own.key].supervisor == "city"
    assert names[other.key].person == "W2"


def test_what_was_long_ago_is_still_found(session: Session, branch: Branch) -> None:
    worker = branch.scene.workers["W2"]
    lead = branch.account(branch.lead)
    held(session, branch.scene.centre, lead, days_ago(300), (worker,), SessionType.INDIVIDUAL)
    need = by_key(due_needs(session, branch.lead, SPAN))[f"practitioner:{worker}"]
    assert need.why.last_on == days_ago(300)


def test_who_left_and_what_is_closed_are_due_no_more(session: Session, branch: Branch) -> None:
    left, closed = branch.scene.workers["W2"], branch.scene.other_centre
    session.execute(
        update(PractitionerRow).where(PractitionerRow.id == left).values(ended_on=days_ago(1))
    )
    session.execute(update(CentreRow).where(CentreRow.id == closed).values(closed_on=TODAY))
    session.commit()
    found = by_key(due_needs(session, branch.lead, SPAN))
    assert f"practitioner:{left}" not in found
    assert not [one for one in found.values() if one.centre_id == closed]


def test_a_supervised_supervisor_is_due_in_their_branch(session: Session, branch: Branch) -> None:
    made = agreed(
        session,
        branch,
        practitioner_id=None,
        centre_id=None,
        account_id=branch.account(branch.district),
        place_path=next(iter(branch.district.grants[0].reach.place_paths)),
        every_days=28,
    )
    need = by_key(due_needs(session, branch.lead, SPAN))[f"agreement:{made}"]
    assert need.type is SessionType.SUPERVISION_OF_SUPERVISORS
    assert need.centre_id == branch.scene.centre
    assert need.due_on == date(2026, 2, 2)
    name = need_names(session, [need])[need.key]
    assert (name.person, name.supervisor, name.area) == ("district", "city", None)


def test_nobody_sees_what_is_due_elsewhere(session: Session, branch: Branch) -> None:
    needs = due_needs(session, branch.district, SPAN)
    assert {one.centre_id for one in needs} == {branch.scene.centre}
    for role in (Role.CENTRE_MANAGER, Role.CASEWORKER, Role.AUDITOR):
        assert due_needs(session, person(role), SPAN) == ()
    whole = due_needs(session, branch.lead, SPAN)
    path = next(iter(branch.district.grants[0].reach.place_paths))
    only = due_needs(session, branch.lead, DueSpan(TODAY, MONTH_END, place_path=path))
    assert {one.key for one in only} == {one.key for one in needs}
    one = due_needs(
        session, branch.lead, DueSpan(TODAY, MONTH_END, centre_id=branch.scene.other_centre)
    )
    assert {need.centre_id for need in one} == {branch.scene.other_centre}
    assert len(whole) > len(only)
    other = next(need for need in one if need.kind is NeedKind.CENTRE)
    assert need_names(session, [other])[other.key] == NeedName(other_name(whole, session))


def other_name(_needs: object, session: Session):
    from qa_app.domain.text import BilingualText

    row = session.query(CentreRow).filter_by(code="B").one()
    return BilingualText(row.name_zh, row.name_en)


def test_the_questions_are_as_many_for_fifty_centres(session: Session, branch: Branch) -> None:
    agreed(session, branch)

    def asked() -> int:
        session.rollback()
        with counted(session) as statements:
            needs = due_needs(session, branch.lead, SPAN)
            need_names(session, needs)
        return len(statements)

    few = asked()
    model = session.query(CentreRow).filter_by(code="A").one()
    rows = [
        {
            "code": f"X{number}",
            "place_id": model.place_id,
            "place_path": model.place_path,
            "name_zh": "中心",
            "name_en": "Centre",
            "kind": "law_firm",
            "source": "",
        }
        for number in range(50)
    ]
    session.execute(insert(CentreRow), rows)
    session.commit()
    ids = [row.id for row in session.query(CentreRow.id).filter(CentreRow.code.like("X%"))]
    people = [
        {"centre_id": one, "code": "W", "area_code": "legal_aid", "started_on": date(2025, 1, 6)}
        for one in ids
    ]
    session.execute(insert(PractitionerRow), people)
    session.commit()
    assert asked() == few
    assert few <= 15


def test_the_next_session_after_a_planned_one_is_due_in_its_month(
    session: Session, branch: Branch
) -> None:
    lead, worker = branch.account(branch.lead), branch.scene.workers["W2"]
    key = f"practitioner:{worker}"
    april = DueSpan(TODAY, date(2026, 4, 30))
    friday = date(2026, 3, 27)
    planned = {"fine": SessionType.INDIVIDUAL, "state": SessionState.PLANNED}
    held(session, branch.scene.centre, lead, friday, (worker,), **planned)
    assert key not in by_key(due_needs(session, branch.lead, SPAN))
    need = by_key(due_needs(session, branch.lead, april))[key]
    # one in each calendar month: March has its own, April not yet
    assert (need.due_on, need.tier) == (date(2026, 4, 30), Tier.DUE_SOON)
    assert need.why == DueWhy(RhythmReason.MONTHLY.value, planned_on=friday)
    session.rollback()
    held(session, branch.scene.centre, lead, date(2026, 4, 9), (worker,), **planned)
    assert key not in by_key(due_needs(session, branch.lead, april))


def test_the_next_visit_counts_from_the_planned_one(session: Session, branch: Branch) -> None:
    a, lead = branch.scene.centre, branch.account(branch.lead)
    held(session, a, lead, TODAY, state=SessionState.PLANNED)
    key, july = f"centre:{a}", DueSpan(TODAY, date(2026, 7, 31))
    assert key not in by_key(due_needs(session, branch.lead, SPAN))
    need = by_key(due_needs(session, branch.lead, july))[key]
    # few files, few cases: every 91 days; and it is a first visit no more
    assert (need.due_on, need.tier) == (TODAY + timedelta(days=91), Tier.DUE_SOON)
    assert need.why.planned_on == TODAY
    assert need.why.reason == DueReason.BAND_INTERVAL


def test_missed_months_and_late_actions_give_cause_for_concern(
    session: Session, branch: Branch
) -> None:
    a, b, lead = branch.scene.centre, branch.scene.other_centre, branch.account(branch.lead)
    for centre in (a, b):
        held(session, centre, lead, days_ago(85))
    month = {"scope": "centre", "scope_id": b, "type": "group", "area_code": "", "held": 0}
    for number in (1, 2):
        values = {**month, "month": date(2026, number, 1), "due": 1}
        session.execute(insert(SessionMonthRow).values(**values))
    session.commit()
    first, second = [one for one in due_needs(session, branch.lead, SPAN) if one.kind == "centre"]
    # both are due on 29 March, 91 days after the last visit
    assert (first.key, first.tier, first.why.missed_months) == (f"centre:{b}", Tier.CONCERN, 2)
    assert (second.key, second.tier, second.why.missed_months) == (f"centre:{a}", Tier.DUE_SOON, 0)
    january = update(SessionMonthRow).where(SessionMonthRow.month == date(2026, 1, 1))
    session.execute(january.values(held=1))
    session.commit()
    found = by_key(due_needs(session, branch.lead, SPAN))[f"centre:{b}"]
    assert (found.tier, found.why.missed_months) == (Tier.DUE_SOON, 1)
