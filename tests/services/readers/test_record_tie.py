import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.bars import BarKind, ConflictReason, Tie, TieKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.findings import FindingSheet
from qa_app.domain.frames import AddReason
from qa_app.domain.people import Role
from qa_app.domain.supervision import SessionType
from qa_app.domain.supervision_records import RecordState
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.journal import JournalRow
from qa_app.models.records import RecordPresenceRow, SupervisionRecordRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.barred_drafts import barred_within
from qa_app.queries.bars import bar_against, judged_of, tied_of, unbarred
from qa_app.queries.readers import own_ties, readers_within
from qa_app.services.audits.add_file import add_file
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.file_scans import file_scans
from qa_app.services.audits.flag_item import flag_item
from qa_app.services.audits.open_draft import open_draft
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.save_entry import save_entry
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.unflag_item import unflag_item
from qa_app.services.findings.save_findings import save_findings
from qa_app.services.readers.record_tie import NewTie, record_tie
from tests.audits import ZONE, change
from tests.people import NOON
from tests.sessions import DAY, Scene, a_scene, a_session, at_centre, reference, some_files, someone

LATER = NOON + timedelta(days=30)


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    some_files(session, made.centre, 3, practitioner_id=made.workers["W1"])
    return made


def conflict(scene: Scene, **fields: object) -> NewTie:
    tie = Tie(TieKind.CONFLICT, scene.centre, None, DAY, reason=ConflictReason.FAMILY)
    return NewTie(scene.reader.account_id or 0, replace(tie, **fields))


def test_a_reader_declares_a_conflict_and_it_bars_at_once(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    reader = scene.reader.account_id or 0
    draft = add_file(
        session, scene.supervisor, made, reference(1), AddReason.LEARNING, reader, at=NOON
    )
    judged = judged_of(session, draft, DAY)
    assert tied_of(session, reader).bars(judged) == ()
    declared = replace(conflict(scene), worker_code="W1")
    tie = record_tie(session, scene.reader, declared, at=NOON)
    (bar,) = tied_of(session, reader).bars(judged)
    assert (bar.kind, bar.reason) == (BarKind.DECLARED_WORKER, ConflictReason.FAMILY)
    assert unbarred(session, [reader, scene.supervisor.account_id or 0], draft, DAY) == (
        scene.supervisor.account_id,
    )
    (line,) = own_ties(session, scene.reader)
    assert (line.id, line.worker, line.recorded_by) == (tie, "W1", "reader")
    # a conflict that covers the whole frame leaves nothing to be drawn
    with pytest.raises(InvalidError, match="frame_empty"):
        draw_sample(session, scene.supervisor, made, 2, reader, lambda: "4f", zone=ZONE, at=NOON)


def test_a_frame_leaves_out_supervisees(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 2, start=10)
    tie = Tie(TieKind.SUPERVISION, scene.centre, None, DAY)
    new = NewTie(scene.reader.account_id or 0, tie, "W1")
    record_tie(session, scene.supervisor, new, at=NOON)
    made = a_session(session, scene)
    reader = scene.reader.account_id or 0
    draw_sample(session, scene.supervisor, made, 5, reader, lambda: "4f", zone=ZONE, at=NOON)
    row = session.scalars(select(DrawRow)).one()
    assert (row.frame_count, row.excluded_count) == (2, 3)


def led(session: Session, scene: Scene, day: date, state: str, minutes: int | None = None) -> None:
    """An individual session of the reader with W1; minutes are those of its signed record."""
    row = SupervisionSessionRow(
        centre_id=scene.centre,
        type=SessionType.INDIVIDUAL.value,
        planned_on=day,
        supervisor_id=scene.reader.account_id,
        state=state,
        created_at=NOON,
    )
    session.add(row)
    session.flush()
    session.add(SessionPersonRow(session_id=row.id, practitioner_id=scene.workers["W1"]))
    if minutes is not None:
        record = SupervisionRecordRow(
            session_id=row.id,
            held_on=day,
            functions=[],
            state=RecordState.DRAFT.value,
            written_at=NOON,
            saved_at=NOON,
        )
        session.add(record)
        session.flush()
        worker = scene.workers["W1"]
        there = RecordPresenceRow(session_id=row.id, practitioner_id=worker, minutes=minutes)
        session.add(there)
        session.flush()
        record.state = RecordState.SIGNED.value
    session.commit()


@pytest.mark.parametrize(
    ("day", "state", "minutes"),
    [
        (date(2025, 10, 28), "held", None),
        (date(2026, 12, 2), "planned", None),
        (date(2025, 10, 28), "held", 60),
    ],
)
def test_who_led_individual_sessions_with_a_worker_judges_none_of_their_files(
    session: Session, scene: Scene, day: date, state: str, minutes: int | None
) -> None:
    made = a_session(session, scene)
    reader = scene.reader.account_id or 0
    draw_sample(session, scene.supervisor, made, 1, reader, lambda: "4f", zone=ZONE, at=NOON)
    draft = session.scalars(select(AuditRow.id)).one()
    # cancelled, absent by the signed record, or a year ago: none of them counts
    led(session, scene, date(2026, 4, 20), "cancelled")
    led(session, scene, date(2025, 10, 28), "held", 0)
    led(session, scene, date(2025, 4, 9), "held")
    assert tied_of(session, reader).bars(judged_of(session, draft, DAY)) == ()
    assert bar_against(session, reader, draft, DAY) == ""
    assert barred_within(session, scene.supervisor, DAY, 9) == ()
    save_entry(session, scene.reader, draft, change("A1", "met"), ZONE, at=LATER)
    led(session, scene, day, state, minutes)
    (bar,) = tied_of(session, reader).bars(judged_of(session, draft, DAY))
    assert (bar.kind, bar.until) == (BarKind.LED_SESSIONS, day.replace(year=day.year + 1))
    assert unbarred(session, [reader], draft, DAY) == ()
    (found,) = barred_within(session, scene.supervisor, DAY, 9)
    assert (found.audit_id, found.bars) == (draft, (bar,))
    with pytest.raises(ConflictError, match="barred"):
        save_entry(session, scene.reader, draft, change("A2", "met"), ZONE, at=LATER)
    with pytest.raises(ConflictError, match="barred"):
        sign_audit(session, scene.reader, draft, ZONE, at=LATER)


def test_the_journal_tells_the_kind_and_the_coded_reason(session: Session, scene: Scene) -> None:
    record_tie(session, scene.reader, conflict(scene), at=NOON)
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id, entry.centre_id) == (
        "tie:record",
        str(scene.reader.account_id),
        scene.centre,
    )
    assert json.loads(entry.detail) == {"reason": "family", "tie": "conflict"}


def test_the_same_again_is_one_tie(session: Session, scene: Scene) -> None:
    first = record_tie(session, scene.reader, conflict(scene), at=NOON)
    assert record_tie(session, scene.reader, conflict(scene), at=NOON) == first
    assert len(own_ties(session, scene.reader)) == 1


def test_bad_input_is_refused(session: Session, scene: Scene) -> None:
    supervision = Tie(TieKind.SUPERVISION, scene.centre, None, DAY)
    for new, code in (
        (conflict(scene, until_on=date(2026, 4, 8)), "ends_before"),
        (conflict(scene, reason=None), "reason_missing"),
        (conflict(scene, kind=TieKind.MEMBERSHIP), "reason_missing"),
        (replace(conflict(scene), worker_code="W9"), "unknown_worker"),
        (NewTie(scene.reader.account_id or 0, supervision), "worker_missing"),
    ):
        with pytest.raises(InvalidError, match=code):
            record_tie(session, scene.reader, new, at=NOON)
    assert own_ties(session, scene.reader) == ()


def test_others_record_only_where_they_look_after_readers(session: Session, scene: Scene) -> None:
    manager = someone(session, "boss", Role.CENTRE_MANAGER, "A")
    boss = at_centre(manager, Role.CENTRE_MANAGER, scene.centre)
    for actor in (boss, scene.elsewhere):
        with pytest.raises(OutOfReachError):
            record_tie(session, actor, conflict(scene), at=NOON)
    with pytest.raises(OutOfReachError):
        record_tie(session, scene.reader, conflict(scene, centre_id=scene.other_centre), at=NOON)
    nobody = replace(conflict(scene), account_id=10**9)
    with pytest.raises(OutOfReachError):
        record_tie(session, scene.supervisor, nobody, at=NOON)
    record_tie(session, scene.supervisor, conflict(scene), at=NOON)
    assert {one.name for one in readers_within(session, scene.supervisor)} == {"lead", "reader"}
    assert {one.name for one in readers_within(session, scene.elsewhere)} == {"far"}
    assert readers_within(session, boss) == ()


def test_a_draft_that_is_barred_by_now_is_neither_opened_nor_signed(
    session: Session, scene: Scene
) -> None:
    made = a_session(session, scene)
    reader = scene.reader.account_id or 0
    draft = add_file(
        session, scene.supervisor, made, reference(1), AddReason.LEARNING, reader, at=NOON
    )
    record_tie(session, scene.reader, replace(conflict(scene), worker_code="W1"), at=NOON)
    after = NOON + timedelta(days=30)
    with pytest.raises(ConflictError, match="barred"):
        open_draft(session, scene.reader, draft, "workspace", zone=ZONE, at=after)
    with pytest.raises(ConflictError, match="barred"):
        sign_audit(session, scene.reader, draft, ZONE, at=after)
    # a page that was open before saves nothing either
    for save in (
        lambda: save_entry(session, scene.reader, draft, change("A1", "met"), ZONE, at=after),
        lambda: save_entries(session, scene.reader, draft, [change("A1", "met")], ZONE, at=after),
        lambda: save_findings(session, scene.reader, draft, FindingSheet(()), ZONE, at=after),
        lambda: flag_item(session, scene.reader, draft, "A1", "unclear", zone=ZONE, at=after),
        lambda: unflag_item(session, scene.reader, draft, "A1", zone=ZONE, at=after),
        lambda: file_scans(session, scene.reader, draft, (), zone=ZONE, at=after),
    ):
        with pytest.raises(ConflictError, match="barred"):
            save()
    assert session.execute(select(AuditEntryRow)).all() == []
    session.rollback()
    # an own file, under a code of former days, is said so
    belonged = Tie(TieKind.MEMBERSHIP, scene.centre, None, date(2019, 1, 1), date(2020, 12, 31))
    new = NewTie(reader, belonged, "W1")
    record_tie(session, scene.supervisor, new, at=NOON)
    with pytest.raises(ConflictError, match="barred_own"):
        open_draft(session, scene.reader, draft, "workspace", zone=ZONE, at=after)
    found = barred_within(session, scene.supervisor, DAY, 9)
    assert [(one.audit_id, one.reader) for one in found] == [(draft, "reader")]
    assert barred_within(session, scene.elsewhere, DAY, 9) == ()
