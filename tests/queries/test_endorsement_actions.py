"""What actions of final readings say, of which files, and in which state."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import true, update
from sqlalchemy.orm import Session

from qa_app.domain.action_evidence import ActionEvidence, Timely
from qa_app.domain.criteria_period import Period, period_until
from qa_app.models.audits import AuditRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.queries.endorsement_actions import actions_of, said_by
from qa_app.queries.known_actions import known_actions
from tests.follow_up import Followed, a_followed, sign
from tests.people import NOON

DAY = NOON.date()


def until(days: int) -> Period:
    day = DAY + timedelta(days=days)
    return period_until(day)


def counted(session: Session, one: Followed) -> None:
    """Let the reading become final."""
    query = update(AuditRow).where(AuditRow.id == one.audit)
    session.execute(query.values(result_state="final", final_at=NOON))
    session.commit()


def changed(session: Session, kind: str, **fields: object) -> None:
    query = update(CorrectiveActionRow).where(CorrectiveActionRow.kind == kind)
    session.execute(query.values(**fields))
    session.commit()


def said(session: Session, one: Followed, days: int = 0) -> ActionEvidence:
    """What is said of the present; what was known by then says the same, and names what is due."""
    period, rest = until(days), ("social_work", (one.desk.rubric,), {"mandatory_report": {"B1"}})
    now = actions_of(session, period, true(), {}).get(one.desk.centre, {})
    told = said_by(now, *rest, period)
    known = known_actions(session, period, true(), {}, NOON, has_records=True)
    then = said_by(known.get(one.desk.centre, {}), *rest, period)
    assert len(then.timely.records) == then.timely.due
    assert replace(then, timely=replace(then.timely, records=())) == told
    return told


@pytest.fixture
def signed(session: Session) -> Followed:
    one = a_followed(session)
    sign(session, one, "A2", "B1")  # a must-pass item and a red line
    return one


def test_a_red_line_is_open_until_it_is_verified(session: Session, signed: Followed) -> None:
    counted(session, signed)
    found = said(session, signed)
    assert (found.red_open, found.red_loose, found.red_told) == (1, 1, 1)
    changed(session, "red_line", contained_on=DAY + timedelta(days=1))
    assert (said(session, signed, 7).red_loose, said(session, signed, 8).red_loose) == (0, 1)
    changed(session, "red_line", state="verified")
    found = said(session, signed, 8)
    assert (found.red_open, found.red_told) == (0, 1)
    # no training that answered it is recorded
    assert (found.remedied, found.untrained) == ({}, {"mandatory_report": 1})


@pytest.mark.parametrize("sample_type", ["purposive", "imported"])
def test_other_samples_never_count(session: Session, sample_type: str) -> None:
    one = a_followed(session)
    query = update(AuditRow).where(AuditRow.id == one.audit)
    session.execute(query.values(sample_type=sample_type))
    sign(session, one, "B1")
    counted(session, one)
    assert said(session, one) == ActionEvidence()


def test_provisional_and_later_readings_never_count(session: Session, signed: Followed) -> None:
    assert said(session, signed) == ActionEvidence()  # provisional
    counted(session, signed)
    assert said(session, signed, -1) == ActionEvidence()


def test_a_cancelled_action_says_nothing(session: Session, signed: Followed) -> None:
    counted(session, signed)
    changed(session, "red_line", state="dropped")
    assert said(session, signed).red_told == 0


def test_a_past_day_knows_of_no_action_opened_later(session: Session, signed: Followed) -> None:
    counted(session, signed)
    changed(session, "red_line", opened_on=DAY + timedelta(days=1))
    for days, red in ((0, 0), (1, 1)):
        known = known_actions(session, until(days), true(), {}, NOON)[signed.desk.centre]
        assert said_by(known, "social_work", (), {}, until(days)).red_open == red


def test_what_is_open_counts_however_long_ago_it_was_read(
    session: Session, signed: Followed
) -> None:
    counted(session, signed)
    found = said(session, signed, 1200)
    assert (found.red_open, found.red_told) == (1, 0)
    changed(session, "red_line", state="verified")
    assert said(session, signed, 1200).red_open == 0


def test_only_the_centres_own_steps_are_late(session: Session, signed: Followed) -> None:
    counted(session, signed)
    late = {"next_on": DAY - timedelta(days=1)}
    changed(session, "must_pass", waits_by="supervisor", **late)
    changed(session, "red_line", state="verified")
    found = said(session, signed)
    assert (found.lowest_open, found.lowest_late, found.lowest_told) == (1, 0, 1)
    changed(session, "must_pass", waits_by="centre", **late)
    assert said(session, signed).lowest_late == 1


def test_a_file_of_another_band_is_none_of_the_lowest(session: Session) -> None:
    one = a_followed(session)
    sign(session, one, "A1")
    counted(session, one)
    assert said(session, one) == ActionEvidence()


OLDER = Timely(due=1, older=1)


@pytest.mark.parametrize(
    ("fields", "expected", "long_after"),
    [
        # due in the past, and so long ago that it is before the window
        ({"state": "verified", "done_on": 0}, Timely(1, 1), Timely()),
        ({"state": "verified", "done_on": 1}, Timely(1), Timely()),
        ({"state": "done", "done_on": 0}, Timely(waiting=1), Timely(waiting=1)),
        ({"state": "done", "done_on": 1}, Timely(1), OLDER),
        ({"state": "planned", "done_on": None}, Timely(1), OLDER),
        # no step leads there: the day alone closes nothing
        ({"state": "planned", "done_on": 0}, Timely(1), OLDER),
        ({"state": "open", "done_on": None, "recurrences": 2}, Timely(1, again=1), None),
        ({"state": "dropped", "done_on": None}, Timely(), Timely()),
    ],
)
def test_what_was_closed_on_time(
    session: Session, signed: Followed, fields, expected, long_after
) -> None:
    counted(session, signed)
    changed(session, "red_line", due_on=date(2030, 1, 1))
    offset = fields["done_on"]
    done_on = None if offset is None else DAY + timedelta(days=offset)
    changed(session, "must_pass", **(fields | {"due_on": DAY, "done_on": done_on}))
    long_after = Timely(due=1, older=1, again=1) if long_after is None else long_after
    # what is due today is not late yet; what fell due before the window and is closed is no more
    # asked, but what is open is late for as long as it stands
    for days, told in ((0, Timely()), (1, expected), (400, long_after), (1200, long_after)):
        assert said(session, signed, days).timely == told


def test_other_areas_and_sealed_versions_are_left_out(session: Session, signed: Followed) -> None:
    counted(session, signed)
    period = until(0)
    own = actions_of(session, period, true(), {})[signed.desk.centre]
    assert said_by(own, "legal_aid", (), {}, period) == ActionEvidence()
    for sealed, kept, told in ((True, (), 0), (True, (signed.desk.rubric,), 1), (False, (), 1)):
        own[signed.desk.rubric].is_sealed = sealed
        assert said_by(own, "social_work", kept, {}, period).red_told == told


def in_its_place(session: Session, audit: int, position: int, result: str = "final") -> int:
    """Let another reading with a band of its own take the place of one."""
    row = session.get_one(AuditRow, audit)
    row.state, row.counted_until = "replaced", NOON
    after = AuditRow(
        centre_id=row.centre_id,
        area_code=row.area_code,
        rubric_version_id=row.rubric_version_id,
        case_file_id=row.case_file_id,
        replaces_id=row.id,
        reading="amended",
        sample_type="random",
        state="signed",
        result_state=result,
        final_at=NOON if result == "final" else None,
        band="ABCD"[position - 1],
        band_position=position,
        reviewed_on=row.reviewed_on,
        created_at=NOON,
    )
    session.add(after)
    session.commit()
    return after.id


def test_a_reading_that_took_the_place_stands_for_the_one_before(
    session: Session, signed: Followed
) -> None:
    counted(session, signed)
    lowest = session.get_one(AuditRow, signed.audit).band_position
    assert (said(session, signed).lowest_open, said(session, signed).red_told) == (1, 1)
    # in a better band now: what is still to be done is that of a file above the lowest band
    better = in_its_place(session, signed.audit, (lowest or 0) - 1)
    found = said(session, signed)
    assert (found.lowest_open, found.lowest_told, found.red_told) == (0, 0, 1)
    # and back in the lowest one, two readings after the one that the action hangs on; not before
    # that one is final, whatever the readings before it were
    last = in_its_place(session, better, lowest or 0, "provisional")
    assert said(session, signed) == ActionEvidence()
    stands = session.get_one(AuditRow, last)
    stands.result_state, stands.final_at = "final", NOON
    session.commit()
    found = said(session, signed)
    assert (found.lowest_open, found.lowest_told, found.red_told) == (1, 1, 1)


def test_what_fell_due_is_counted_once_for_all_readings_of_a_file(
    session: Session, signed: Followed
) -> None:
    counted(session, signed)
    changed(session, "red_line", due_on=date(2030, 1, 1))
    changed(session, "must_pass", due_on=DAY, state="planned")
    in_its_place(session, in_its_place(session, signed.audit, 2), 2)
    assert said(session, signed, 1).timely.due == 1


def test_a_file_amended_into_the_lowest_band_is_told_with_its_action(session: Session) -> None:
    one = a_followed(session)
    sign(session, one, "A2")  # a must-pass item, whose action stands on
    counted(session, one)
    row = session.get_one(AuditRow, one.audit)
    assert row.band == "C"
    lowest = (row.band_position or 0) + 1
    assert said(session, one).lowest_told == 0
    in_its_place(session, one.audit, lowest)
    assert (said(session, one).lowest_open, said(session, one).lowest_told) == (1, 1)


@pytest.mark.parametrize(("days", "told"), [(0, 1), (-1, 0)])
def test_what_was_answered_counts_from_the_first_day_of_the_period(
    session: Session, days: int, told: int
) -> None:
    one = a_followed(session)
    # the twelve months that end then begin on 1 July 2026
    until_then = (date(2027, 6, 30) - DAY).days
    sign(session, one, "B1", at=NOON + (date(2026, 7, 1) - DAY) + timedelta(days=days))
    counted(session, one)
    changed(session, "red_line", state="verified")
    assert said(session, one, until_then).red_told == told
