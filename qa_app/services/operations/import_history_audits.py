"""Take in a chunk of an inspection history: scored, frozen and counted like any audit."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, partial
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.case_plain import CaseInputError, case_from
from qa_app.domain.errors import NotAllowedError, OutOfReachError
from qa_app.domain.events import HistoryImported
from qa_app.domain.history import history_code
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.signing import Frozen, frozen_score
from qa_app.domain.totals import SampleType
from qa_app.domain.working_days import WorkingCalendar
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.places import CentreRow
from qa_app.models.signing import frozen_columns
from qa_app.models.totals import count_readings
from qa_app.models.transaction import transaction
from qa_app.queries.holidays import working_calendar
from qa_app.queries.readings import counted_reading
from qa_app.queries.rubrics import rubric_by_id

_NOON = time(12, 0)
_Taken = tuple[str | None, dict[str, str]]
"""The grade of an inspection that is there, and its answers."""


@dataclass(frozen=True, slots=True)
class ImportedAudit:
    """An inspection with its grades.

    Attributes:
        key: Its id in the source.
        centre: The provider's id in the source.
        day: Day of inspection.
        rubric_version_id: The version it is read against.
        answers: Item to option code.
    """

    key: str
    centre: str
    day: date
    rubric_version_id: int
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of one inspection.

    Attributes:
        key: Its id in the source.
        grade: Option code of the lowest grade in force; None when none is.
        is_new: False when it was there already.
        fault: Why it was not taken in; None when it was. `no_grades`: none is in force, so
            nothing is signed and a later import may bring them; `grades_differ`: it was taken
            in before with other grades, which stay.
    """

    key: str
    grade: str | None = None
    is_new: bool = False
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class _Ready:
    audit: ImportedAudit
    rubric: Rubric
    centre_id: int
    place_path: str
    frozen: Frozen


def import_history_audits(
    session: Session,
    actor: Actor,
    source: str,
    audits: Sequence[ImportedAudit],
    zone: str,
    *,
    at: datetime,
) -> tuple[ImportOutcome, ...]:
    """Take in inspections that are not there yet, in one transaction.

    Args:
        session: A database session.
        actor: Who imports.
        source: Name of the source.
        audits: The inspections.
        zone: Local time zone.
        at: The present.

    Returns:
        What became of each, in order.

    Raises:
        NotAllowedError: The actor may not change the register.
        OutOfReachError: A rubric version is not published.
    """
    if not may(actor, Permission.PLACE_EDIT):
        raise NotAllowedError("place:edit")
    digest = hashlib.sha256("\n".join(audit.key for audit in audits).encode()).hexdigest()
    event = HistoryImported(
        actor=actor, at=at, source=source, step="audits", count=0, digest=digest
    )
    with transaction(session, event) as act:
        known = _known(session, source, audits)
        centres = _centres(session, source, audits)
        calendar_of = cache(partial(working_calendar, session))
        ready: list[_Ready] = []
        outcomes: list[ImportOutcome] = []
        for audit in audits:
            if audit.key in known:
                outcomes.append(_there(audit, known[audit.key]))
                continue
            outcome, prepared = _prepare(session, audit, centres, calendar_of)
            outcomes.append(outcome)
            if prepared is not None:
                ready.append(prepared)
                known[audit.key] = (outcome.grade, dict(audit.answers))
        if ready:
            act.made = _insert(session, source, ready, ZoneInfo(zone), at)
        act.learn(count=len(ready))
    return tuple(outcomes)


def _known(session: Session, source: str, audits: Sequence[ImportedAudit]) -> dict[str, _Taken]:
    rows = session.execute(
        select(AuditRow.source_key, AuditRow.explanation).where(
            AuditRow.source == source, AuditRow.source_key.in_([audit.key for audit in audits])
        )
    )
    found = {}
    for row in rows:
        plain = json.loads(row.explanation or "{}")
        codes = {item: code for item, code in plain.get("codes", {}).items() if code is not None}
        found[str(row.source_key)] = (plain.get("grade"), codes)
    return found


def _there(audit: ImportedAudit, taken: _Taken) -> ImportOutcome:
    grade, codes = taken
    fault = None if codes == dict(audit.answers) else "grades_differ"
    return ImportOutcome(audit.key, grade, fault=fault)


def _centres(
    session: Session, source: str, audits: Sequence[ImportedAudit]
) -> dict[str, tuple[int, str]]:
    keys = {history_code(source, audit.centre): audit.centre for audit in audits}
    rows = session.execute(
        select(CentreRow.id, CentreRow.code, CentreRow.place_path).where(CentreRow.code.in_(keys))
    )
    return {keys[row.code]: (row.id, row.place_path) for row in rows}


def _prepare(
    session: Session,
    audit: ImportedAudit,
    centres: Mapping[str, tuple[int, str]],
    calendar_of: Callable[[str], WorkingCalendar],
) -> tuple[ImportOutcome, _Ready | None]:
    rubric = rubric_by_id(session, audit.rubric_version_id)
    if rubric is None:
        raise OutOfReachError("rubric")
    if audit.centre not in centres:
        return ImportOutcome(audit.key, fault="unknown_centre"), None
    if not audit.answers:
        # signed without one, it would stand for a result that nobody gave, and for good
        return ImportOutcome(audit.key, fault="no_grades"), None
    plain = {"read_at": f"{audit.day}T12:00", "answers": dict(audit.answers)}
    try:
        score = score_audit(
            rubric, case_from(rubric, plain), calendar_of(rubric.region), explained=True
        )
    except CaseInputError as fault:
        return ImportOutcome(audit.key, fault=fault.code), None
    frozen = frozen_score(rubric, score, audit.day)
    centre_id, place_path = centres[audit.centre]
    ready = _Ready(audit, rubric, centre_id, place_path, frozen)
    return ImportOutcome(audit.key, score.grade, is_new=True), ready


def _insert(
    session: Session, source: str, ready: Sequence[_Ready], zone: ZoneInfo, at: datetime
) -> tuple[int, ...]:
    rows = [_row(source, one, zone, at) for one in ready]
    made = session.scalars(insert(AuditRow).returning(AuditRow, sort_by_parameter_order=True), rows)
    audits = made.all()
    entries = [
        {
            "audit_id": audit.id,
            "kind": "answer",
            "key": item,
            "value": json.dumps(code),
            "revision": 1,
            "saved_at": at,
        }
        for audit, one in zip(audits, ready, strict=True)
        for item, code in one.audit.answers.items()
    ]
    if entries:
        session.execute(insert(AuditEntryRow), entries)
    # only a draft takes entries, so it is signed once they are there
    session.execute(
        update(AuditRow)
        .where(AuditRow.id.in_([audit.id for audit in audits]))
        .values(state="signed", result_state="final")
        .execution_options(synchronize_session=False)
    )
    count_readings(
        session,
        [
            counted_reading(session, audit, one.place_path, is_final=True)
            for audit, one in zip(audits, ready, strict=True)
        ],
    )
    return tuple(audit.id for audit in audits)


def _row(source: str, one: _Ready, zone: ZoneInfo, at: datetime) -> dict[str, object]:
    return {
        "centre_id": one.centre_id,
        "area_code": one.rubric.area,
        "rubric_version_id": one.audit.rubric_version_id,
        "sample_type": SampleType.IMPORTED.value,
        "state": "draft",
        "created_at": at,
        "read_at": datetime.combine(one.audit.day, _NOON, zone),
        "reviewed_on": one.audit.day,
        "signed_at": at,
        "final_at": at,
        "answered_count": len(one.audit.answers),
        **frozen_columns(one.frozen),
        "source": source,
        "source_key": one.audit.key,
    }
