"""Frozen scores recomputed from their frozen entries, many at a time; nothing is written."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntryKind, case_of_values
from qa_app.domain.case_plain import CaseInputError, case_from
from qa_app.domain.score_check import Difference, Fault, KeptScore, differences, sealing
from qa_app.domain.scoring import score_audit
from qa_app.domain.signing import frozen_score
from qa_app.domain.supervisor_quarter import frozen_computed
from qa_app.domain.working_days import CalendarYearMissingError
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.queries.asked_rubrics import asked_rubric
from qa_app.queries.holidays import PastCalendars

CHUNK = 200
_SHORT = 40
_MOST_KEPT = 5000

_Values = list[tuple[EntryKind, str, Any]]
_KINDS = {kind.value: kind for kind in EntryKind}
_SIGNED = select(
    AuditRow.id,
    AuditRow.state,
    AuditRow.rubric_version_id,
    AuditRow.supplement_asks,
    AuditRow.assessors,
    AuditRow.read_at,
    AuditRow.reviewed_on,
    AuditRow.status,
    AuditRow.score_millionths,
    AuditRow.band,
    AuditRow.band_position,
    AuditRow.stop_count,
    AuditRow.gate_count,
    AuditRow.explanation,
    AuditRow.explanation_digest,
).where(AuditRow.state.not_in(("draft", "dropped")))
_IN_RANGE = (
    _SIGNED.where(AuditRow.id > bindparam("after"), AuditRow.id <= bindparam("last"))
    .order_by(AuditRow.id)
    .limit(CHUNK)
)
_ENTRIES = (
    select(AuditEntryRow.audit_id, AuditEntryRow.kind, AuditEntryRow.key, AuditEntryRow.value)
    .where(AuditEntryRow.audit_id.in_(bindparam("audits", expanding=True)))
    .where(AuditEntryRow.value.is_not(None))
)


@dataclass(frozen=True, slots=True)
class Drifted:
    """A signed audit whose frozen score is not what its entries give.

    Attributes:
        audit_id: Which.
        state: `signed` or `void`.
        differences: What is wrong; never empty.
    """

    audit_id: int
    state: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class CheckedScores:
    """Some frozen scores that were recomputed.

    Attributes:
        audits: Their ids.
        drifted: Those that are not what their entries give.
    """

    audits: tuple[int, ...]
    drifted: tuple[Drifted, ...]

    @property
    def count(self) -> int:
        """How many were recomputed."""
        return len(self.audits)


def signed_span(session: Session) -> tuple[int, int, int]:
    """Tell which audits carry a frozen score.

    Args:
        session: A database session.

    Returns:
        Their smallest and largest id, and how many they are, void ones too; zeros for none.
    """
    first, last, count = session.execute(
        select(func.min(AuditRow.id), func.max(AuditRow.id), func.count()).where(
            AuditRow.state.not_in(("draft", "dropped"))
        )
    ).one()
    return first or 0, last or 0, count


def checked_scores(session: Session, zone: str, after: int, last: int) -> Iterator[CheckedScores]:
    """Recompute the frozen scores of a range of audits.

    Args:
        session: A database session.
        zone: Local time zone, as at signing.
        after: Ids above this one.
        last: Up to this one.

    Yields:
        Chunks, by id; memory does not grow with the range.
    """
    checker = _Checker(session, zone)
    while rows := session.connection().execute(_IN_RANGE, {"after": after, "last": last}).all():
        yield checker.checked(rows)
        after = rows[-1].id


def checked_scores_of(session: Session, zone: str, audits: Collection[int]) -> CheckedScores:
    """Recompute the frozen scores of named audits.

    Args:
        session: A database session.
        zone: Local time zone, as at signing.
        audits: Their ids; drafts and unknown ids are left out.

    Returns:
        What was found.
    """
    rows = session.execute(_SIGNED.where(AuditRow.id.in_(audits)).order_by(AuditRow.id)).all()
    return _Checker(session, zone).checked(rows) if rows else CheckedScores((), ())


class _Checker:
    """Keeps what many audits share: calendars and the values of short entries."""

    def __init__(self, session: Session, zone: str) -> None:
        self.session = session
        self.zone = ZoneInfo(zone)
        # days are counted as they stood when the file was read, whatever was changed since
        self.calendars = PastCalendars(session)
        self.values: dict[str, Any] = {}

    def checked(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> CheckedScores:
        entries = self._entries([row.id for row in rows])
        drifted = []
        for row in rows:
            found = self._differences(row, entries[row.id])
            if found:
                drifted.append(Drifted(row.id, row.state, found))
        return CheckedScores(tuple(row.id for row in rows), tuple(drifted))

    def _entries(self, audits: Sequence[int]) -> Mapping[int, _Values]:
        # one statement for all, and no notes: they are sealed and no part of the score
        by_audit: dict[int, _Values] = {audit: [] for audit in audits}
        known, read = self.values, self._read
        result = self.session.connection().execute(_ENTRIES, {"audits": audits})
        # the driver's own rows: text and whole numbers need no reading, and there are millions
        for audit, kind, key, value in result.cursor.fetchall():
            found = known[value] if value in known else read(value)
            by_audit[audit].append((_KINDS[kind], key, found))
        return by_audit

    def _read(self, value: str) -> Any:
        read = json.loads(value)
        if len(value) <= _SHORT and not isinstance(read, list | dict):
            if len(self.values) >= _MOST_KEPT:
                self.values.clear()
            self.values[value] = read
        return read

    def _differences(self, row: Row[*tuple[Any, ...]], entries: _Values) -> tuple[Difference, ...]:
        standing = KeptScore(*row[-8:])
        rubric = asked_rubric(self.session, row.rubric_version_id, row.supplement_asks)
        if rubric is None:
            return (Difference(Fault.NO_VERSION), *sealing(standing))
        local = row.read_at.astimezone(self.zone).replace(tzinfo=None, second=0, microsecond=0)
        try:
            calendar = self.calendars.at(rubric.region, row.read_at)
            case = case_from(rubric, case_of_values(entries, row.assessors, local))
            score = score_audit(rubric, case, calendar, explained=True)
        except CalendarYearMissingError as fault:
            missing = Difference(Fault.NO_CALENDAR, comes=f"{fault.region} {fault.year}")
            return (missing, *sealing(standing))
        except CaseInputError as fault:
            place = "/".join(str(part) for part in fault.path)
            return (Difference(Fault.UNFIT_ENTRIES, place), *sealing(standing))
        computed = frozen_computed(entries)
        return differences(standing, frozen_score(rubric, score, row.reviewed_on, computed))
