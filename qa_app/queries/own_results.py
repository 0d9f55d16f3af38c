"""What a caseworker sees of their own: results of their files, sessions they take part in."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.signing import last_day_to_answer
from qa_app.domain.text import BilingualText
from qa_app.domain.working_days import WorkingCalendar
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.holidays import working_calendar
from qa_app.queries.reach import signed_within
from qa_app.queries.rubric_words import rubric_in_words


@dataclass(frozen=True, slots=True)
class OwnResult:
    """A signed audit of a file that the actor worked on.

    Attributes:
        audit_id: The audit.
        reference: The file's reference.
        rubric_title: The rubric's title.
        band: Band of the file; None without one.
        is_final: False while the result can still be answered.
        red_lines: Red-line items that failed.
        must_pass: Must-pass items that failed.
        signed_at: When it was signed.
        answer_until: Last day to answer; None when final or not yet shown to the centre, or when
            the holiday table ends before.
    """

    audit_id: int
    reference: str
    rubric_title: BilingualText
    band: str | None
    is_final: bool
    red_lines: int
    must_pass: int
    signed_at: datetime
    answer_until: date | None


def own_results(session: Session, actor: Actor, zone: str, most: int) -> tuple[OwnResult, ...]:
    """List the results of an actor's own files.

    Args:
        session: A database session.
        actor: Who asks; without a practitioner they have no files.
        zone: Local time zone of the installation.
        most: At most so many.

    Returns:
        Provisional ones first, then final ones, newest first in each.
    """
    if actor.practitioner_id is None:
        return ()
    windows = AnswerWindows(session, zone)
    rows = session.execute(
        select(
            AuditRow.id,
            AuditRow.rubric_version_id,
            CaseFileRow.reference,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
            AuditRow.band,
            AuditRow.result_state,
            AuditRow.stop_count,
            AuditRow.gate_count,
            AuditRow.signed_at,
            AuditRow.shared_at,
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .join(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            signed_within(actor),
            CaseFileRow.practitioner_id == actor.practitioner_id,
            AuditRow.state == "signed",
            AuditRow.signed_at.is_not(None),
        )
        .order_by(AuditRow.result_state == "final", AuditRow.signed_at.desc(), AuditRow.id.desc())
        .limit(most)
    )
    return tuple(
        OwnResult(
            row.id,
            row.reference,
            BilingualText(row.title_zh, row.title_en),
            row.band,
            row.result_state == "final",
            row.stop_count,
            row.gate_count,
            row.signed_at,
            None
            if row.result_state == "final" or row.shared_at is None
            else windows.last_day(row.rubric_version_id, row.shared_at),
        )
        for row in rows
    )


class AnswerWindows:
    """Last days to answer; the holiday table of a region is read once."""

    def __init__(self, session: Session, zone: str) -> None:
        self.session = session
        self.zone = ZoneInfo(zone)
        self.calendars: dict[str, WorkingCalendar] = {}

    def last_day(self, version: int, shared_at: datetime) -> date | None:
        """Find the last day on which a result can be answered.

        Args:
            version: The version it was read against; its region has the holiday table.
            shared_at: When the result was shown to its centre.

        Returns:
            The day; None when the holiday table ends before.
        """
        rubric = rubric_in_words(self.session, version)
        if rubric is None:
            return None
        if rubric.region not in self.calendars:
            self.calendars[rubric.region] = working_calendar(self.session, rubric.region)
        shared_on = shared_at.astimezone(self.zone).date()
        return last_day_to_answer(self.calendars[rubric.region], shared_on)


def sessions_taken_part_in(session: Session, actor: Actor, first: date) -> frozenset[int]:
    """Find the sessions that name an actor among the people who take part.

    Args:
        session: A database session.
        actor: Who asks.
        first: First day.

    Returns:
        Their ids; none for an account without a practitioner.
    """
    if actor.practitioner_id is None:
        return frozenset()
    found = session.execute(
        select(SessionPersonRow.session_id)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == SessionPersonRow.session_id)
        .where(
            SessionPersonRow.practitioner_id == actor.practitioner_id,
            SupervisionSessionRow.planned_on >= first,
        )
    )
    return frozenset(found.scalars())
