import json
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.reminders import Channel
from qa_app.domain.rules.evaluation import Evidence, digest_of_evaluation, recomputed
from qa_app.models.audits import AuditRow
from qa_app.models.criteria_versions import EvidenceSnapshotRow
from qa_app.models.journal import JournalRow
from qa_app.models.register_decisions import RegisterStepRow
from qa_app.models.reminders import OutboxMessageRow
from qa_app.queries.criteria_versions import InForceSets
from qa_app.queries.evidence_snapshots import snapshots
from qa_app.queries.register_waiting import standings_due
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.decisions import reevaluate_standings as reevaluating
from qa_app.services.decisions.freeze_evidence import freeze_evidence
from qa_app.services.decisions.reevaluate_standings import reevaluate_standings
from qa_app.services.reminders.queue_reminders import queue_reminders
from tests.audits import ZONE, a_case_file, a_draft, holidays, publish
from tests.decisions import AREA, Desk, a_desk, endorsed
from tests.follow_up import failing
from tests.people import NOON, OPERATOR
from tests.reminders import mail_for

LATER = NOON + timedelta(days=40)


@pytest.fixture
def desk(session: Session) -> Desk:
    """Centre A is in the register; a review with a red line is signed on that day."""
    found = a_desk(session)
    endorsed(session, found)
    crossed(session, found, NOON)
    return found


def crossed(session: Session, desk: Desk, at: datetime) -> int:
    """A review is signed whose red line failed."""
    there = session.execute(select(AuditRow.rubric_version_id)).scalars().all()
    session.rollback()
    if not there:
        holidays(session)
    rubric = there[0] if there else publish(session)
    reader = desk["auditor"]
    file = a_case_file(session, desk.a, f"KM-26-0000-{len(there):05}")
    audit = a_draft(session, desk.a, rubric, reader, file)
    save_entries(session, reader, audit, failing("B1"), ZONE, at=at)
    sign_audit(session, reader, audit, ZONE, at=at)
    return audit


def final(session: Session, at: datetime = LATER) -> None:
    finalise_audits(session, OPERATOR, ZONE, at=at)


def run(session: Session, at: datetime) -> int:
    return reevaluate_standings(session, OPERATOR, ZONE, at=at)


def acts(session: Session) -> list[dict]:
    rows = session.execute(
        select(JournalRow.detail).where(JournalRow.action == "register:reevaluate")
    ).scalars()
    return [json.loads(row) for row in rows]


def test_a_red_line_that_is_final_is_evaluated_once_and_suspends_nothing(
    session: Session, desk: Desk
) -> None:
    assert run(session, LATER) == 0  # provisional still: no criterion counts it
    before = session.execute(select(RegisterStepRow.id, RegisterStepRow.status)).all()
    final(session)
    assert [run(session, LATER), run(session, LATER), run(session, LATER + timedelta(1))] == [
        1,
        0,
        0,
    ]
    made = snapshots(session, desk.a, AREA, 9)[0]
    assert (made.set_code, made.as_of) == ("full", date(2026, 5, 2))
    assert recomputed(made.plain) == made.plain
    by_code = {one["code"]: one for one in made.plain["criteria"]}
    assert by_code["E12"]["verdict"] == "not_met"
    assert made.status == "suspended"
    (told,) = acts(session)
    assert told["digest"] == digest_of_evaluation(made.plain)
    assert told["area"] == AREA
    row = session.get_one(EvidenceSnapshotRow, made.id)
    assert (row.made_for, row.taken_by) == ("red_line", None)
    assert session.execute(select(RegisterStepRow.id, RegisterStepRow.status)).all() == before


def test_another_red_line_is_evaluated_again(session: Session, desk: Desk) -> None:
    final(session)
    assert run(session, LATER) == 1
    again = LATER + timedelta(days=40)
    crossed(session, desk, LATER + timedelta(days=1))
    assert run(session, LATER + timedelta(days=1)) == 0
    final(session, again)
    assert run(session, again) == 1
    assert len(acts(session)) == 2


def test_what_was_made_void_and_what_is_not_in_the_register_is_not_evaluated(
    session: Session, desk: Desk
) -> None:
    final(session)
    (audit,) = session.execute(select(AuditRow.id)).scalars()
    session.rollback()
    ask_void(session, desk["senior"], audit, "wrong_file", at=LATER)
    confirm_void(session, desk["senior2"], audit, ZONE, at=LATER)
    assert run(session, LATER) == 0
    crossed(session, desk, LATER)
    final(session, LATER + timedelta(days=40))
    # two years and a day later the entry has run out
    assert run(session, NOON + timedelta(days=731)) == 0


def test_a_red_line_of_before_the_decision_was_known_to_it(session: Session) -> None:
    desk = a_desk(session)
    crossed(session, desk, NOON - timedelta(days=40))
    final(session, NOON)
    endorsed(session, desk)
    assert run(session, LATER) == 0


def test_the_frozen_evidence_serves_a_decision_and_today_names_its_day(
    session: Session, desk: Desk
) -> None:
    final(session)
    run(session, LATER)
    day = LATER.date()
    for name in ("decider", "registrar", "manager"):
        (line,) = standings_due(session, desk[name], day, ZONE, 12)
        assert (line.why, line.on, line.evaluated_on) == ("red_line", NOON.date(), day)
        session.rollback()
    # the same evaluation frozen by a person is the same evidence
    made = snapshots(session, desk.a, AREA, 1)[0]
    session.rollback()
    assert (
        freeze_evidence(session, desk["senior"], desk.a, Evidence(made.plain), at=LATER) == made.id
    )


def test_who_decides_and_the_centre_are_told_once_by_mail(session: Session, desk: Desk) -> None:
    for name in ("decider", "registrar", "manager", "reader", "manager_b"):
        mail_for(session, desk[name], f"{name.replace('_', '')}@example.org")

    def told() -> list[str]:
        queue_reminders(session, OPERATOR, (Channel.MAIL,), ZONE, at=LATER)
        query = select(OutboxMessageRow.key).where(OutboxMessageRow.kind == "red_line")
        return sorted(session.execute(query).scalars())

    assert told() == []
    final(session)
    run(session, LATER)
    made = snapshots(session, desk.a, AREA, 1)[0].id
    session.rollback()
    whose = sorted(desk[name].account_id or 0 for name in ("decider", "registrar", "manager"))
    wanted = sorted(f"red_line:{made}:a{one}" for one in whose)
    assert [told(), told()] == [wanted, wanted]


def test_an_area_whose_set_is_not_in_force_any_more_is_passed_over(
    session: Session, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    final(session)
    monkeypatch.setattr(reevaluating, "sets_in_force", lambda *_: InForceSets(()))
    assert run(session, LATER) == 0


def test_only_the_system_does_it(session: Session, desk: Desk) -> None:
    with pytest.raises(NotAllowedError):
        reevaluate_standings(session, desk["senior"], ZONE, at=LATER)
