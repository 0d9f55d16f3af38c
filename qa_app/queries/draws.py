"""Frames, draws and the files of a session."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.frames import Candidate
from qa_app.domain.sample_design import DrawMethod
from qa_app.domain.version_in_force import VersionReason
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawnFileRow, DrawRow
from qa_app.models.places import PractitionerRow
from qa_app.models.rounds import FileReplacementRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.pairs import of_draw_read_again_by


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw with what proves it.

    Attributes:
        id: The draw.
        area_code: Area of its rubric.
        since: First day of its period; None where no files are drawn.
        until: Last day of its period.
        excluded: Reason to how many files were left out.
        frame_count: Files in the frame.
        frame_digest: Seal of the frame.
        frozen_at: When the frame was frozen.
        seed: The seed; None while it is not drawn.
        wanted_count: Files wanted.
        method: How its files were chosen.
        drawn_at: When it was drawn; None while it is not.
        reserves: References of the reserves that stand in for no file yet, in order.
        reader_id: The account it was made for, or that was named while it was not drawn yet.
        allocation: Group to how many of its files were drawn; one without a name for a draw
            without groups.
        sizes: Group to how many files of the frame it holds; empty without groups.
        strata_digest: Seal of the groups; None without any.
    """

    id: int
    area_code: str
    since: date | None
    until: date
    excluded: dict[str, int]
    frame_count: int
    frame_digest: str
    frozen_at: datetime
    seed: str | None
    wanted_count: int
    method: DrawMethod
    drawn_at: datetime | None
    reserves: tuple[str, ...]
    reader_id: int
    allocation: dict[str, int]
    sizes: dict[str, int]
    strata_digest: str | None


@dataclass(frozen=True, slots=True)
class SessionFile:
    """A file to be read at a session, and how far its reading is.

    Attributes:
        audit_id: Its audit.
        reference: The file's reference; None when the whole centre is read.
        opened_on: When the case was opened; None likewise.
        practitioner_id: Who worked on it; None when unknown.
        practitioner: The worker's code; None likewise.
        shelf: Where the folder stands; empty when nobody said.
        state: `draft`, `signed` or `void`.
        result_state: `provisional` or `final`; None in a draft.
        answered_count: Items answered so far.
        item_count: Items of the rubric.
        band: Band of the file; None without one.
        reader_id: Who reads.
        reader: Their name.
        add_reason: Why it was added by hand; None for drawn files.
        is_begun: True once something was saved.
        version: Number of the rubric version it is read under.
        version_reason: Why under that one; None where nobody noted it.
        version_day: The day that decided; None likewise.
        is_hidden: True where who reads it, and how far, is kept from whoever asks.
    """

    audit_id: int
    reference: str | None
    opened_on: date | None
    practitioner_id: int | None
    practitioner: str | None
    shelf: str
    state: str
    result_state: str | None
    answered_count: int
    item_count: int
    band: str | None
    reader_id: int | None
    reader: str | None
    add_reason: str | None
    is_begun: bool
    version: str
    version_reason: VersionReason | None
    version_day: date | None
    is_hidden: bool = False


def candidates(
    session: Session,
    centre_id: int,
    area_code: str,
    period: tuple[date, date],
    *,
    no_repeat_since: datetime,
    session_id: int,
) -> tuple[tuple[int, Candidate], ...]:
    """List the files of a centre and an area that were open or closed in a period.

    Args:
        session: A database session.
        centre_id: The centre; the caller knows that it is in reach.
        area_code: The area.
        period: First and last day.
        no_repeat_since: Files selected after this instant count as drawn before.
        session_id: Files that are read at this session already count as chosen.

    Returns:
        File and candidate, by reference.
    """
    drawn = _drawn_since(no_repeat_since)
    chosen = exists().where(
        AuditRow.case_file_id == CaseFileRow.id, AuditRow.session_id == session_id
    )
    rows = session.execute(
        select(
            CaseFileRow.id,
            CaseFileRow.reference,
            CaseFileRow.practitioner_id,
            CaseFileRow.is_sealed,
            CaseFileRow.risk,
            CaseFileRow.stage,
            CaseFileRow.closed_on,
            drawn.label("is_drawn_before"),
            chosen.label("is_chosen"),
        )
        .where(
            CaseFileRow.centre_id == centre_id,
            CaseFileRow.area_code == area_code,
            CaseFileRow.opened_on <= period[1],
            or_(CaseFileRow.closed_on.is_(None), CaseFileRow.closed_on >= period[0]),
        )
        .order_by(CaseFileRow.reference)
    )
    return tuple(
        (
            row.id,
            Candidate(
                row.reference,
                row.practitioner_id,
                row.is_sealed,
                bool(row.is_drawn_before),
                bool(row.is_chosen),
                row.risk,
                row.stage,
                row.closed_on,
            ),
        )
        for row in rows
    )


def _drawn_since(since: datetime) -> ColumnElement[bool]:
    # a file stands in a sample when it was selected or came down the reserve list, and was not
    # replaced itself: a folder that could not be produced was read by nobody
    left = (
        exists()
        .where(
            FileReplacementRow.draw_id == DrawRow.id,
            FileReplacementRow.case_file_id == CaseFileRow.id,
        )
        .correlate(DrawRow, CaseFileRow)
    )
    selected = exists().where(
        DrawnFileRow.case_file_id == CaseFileRow.id,
        DrawnFileRow.is_reserve.is_(False),
        DrawRow.id == DrawnFileRow.draw_id,
        DrawRow.drawn_at > since,
        ~left,
    )
    came = alias_of(FileReplacementRow)
    replacing = exists().where(
        came.by_file_id == CaseFileRow.id,
        DrawRow.id == came.draw_id,
        DrawRow.drawn_at > since,
        ~left,
    )
    return or_(selected, replacing)


def draw_of(session: Session, session_id: int) -> Draw | None:
    """Find the draw of a session that is known to be in reach.

    Args:
        session: A database session.
        session_id: The supervision session.

    Returns:
        The draw, also one that is frozen and not yet drawn; None when there is none.
    """
    row = session.execute(
        select(DrawRow, RubricVersionRow.area_code)
        .join(RubricVersionRow, RubricVersionRow.id == DrawRow.rubric_version_id)
        .where(DrawRow.session_id == session_id)
    ).one_or_none()
    if row is None:
        return None
    draw: DrawRow = row[0]
    filters: dict[str, Any] = draw.filters
    came = exists().where(
        FileReplacementRow.draw_id == draw.id, FileReplacementRow.by_file_id == CaseFileRow.id
    )
    reserves = session.execute(
        select(CaseFileRow.reference)
        .join(DrawnFileRow, DrawnFileRow.case_file_id == CaseFileRow.id)
        .where(DrawnFileRow.draw_id == draw.id, DrawnFileRow.is_reserve, ~came)
        .order_by(DrawnFileRow.position)
    ).scalars()
    return Draw(
        id=draw.id,
        area_code=row.area_code,
        since=date.fromisoformat(filters["since"]) if filters.get("since") else None,
        until=date.fromisoformat(filters["until"]),
        excluded=dict(filters.get("excluded", {})),
        frame_count=draw.frame_count,
        frame_digest=draw.frame_digest,
        frozen_at=draw.frozen_at,
        seed=draw.seed,
        wanted_count=draw.wanted_count,
        method=DrawMethod(draw.design.get("method", DrawMethod.SIMPLE)),
        drawn_at=draw.drawn_at,
        reserves=tuple(reserves),
        reader_id=filters["reader"],
        allocation=dict(draw.design.get("allocation", {})),
        sizes={name: len(files) for name, files in draw.design.get("strata", {}).items()},
        strata_digest=draw.design.get("strata_digest"),
    )


def files_of(
    session: Session, session_id: int, asking: int | None = None
) -> tuple[SessionFile, ...]:
    """List what is read at a session that is known to be in reach.

    Args:
        session: A database session.
        session_id: The supervision session.
        asking: The account that is shown it. While they read a file of the draw a second time,
            they see nothing of any other reading of it; of a reading that waits for its blind
            counterpart, nobody but its reader sees that it is signed.

    Returns:
        Drawn files in the order of their tickets, then files added by hand.
    """
    rows = session.execute(
        select(
            AuditRow.id,
            CaseFileRow.reference,
            CaseFileRow.opened_on,
            CaseFileRow.practitioner_id,
            PractitionerRow.code,
            CaseFileRow.shelf,
            AuditRow.state,
            AuditRow.result_state,
            AuditRow.answered_count,
            RubricVersionRow.item_count,
            AuditRow.band,
            AuditRow.reader_id,
            AccountRow.display_name,
            AuditRow.add_reason,
            AuditRow.started_at,
            RubricVersionRow.version,
            AuditRow.version_reason,
            AuditRow.version_day,
            of_draw_read_again_by(asking).label("is_hidden"),
        )
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .outerjoin(PractitionerRow, PractitionerRow.id == CaseFileRow.practitioner_id)
        .outerjoin(AccountRow, AccountRow.id == AuditRow.reader_id)
        .outerjoin(
            DrawnFileRow,
            and_(
                DrawnFileRow.draw_id == AuditRow.draw_id,
                DrawnFileRow.case_file_id == AuditRow.case_file_id,
            ),
        )
        # the draft of a file that left its sample stands with the replacements
        .where(AuditRow.session_id == session_id, AuditRow.state.not_in(("dropped", "replaced")))
        .order_by(AuditRow.draw_id.is_(None), DrawnFileRow.position, AuditRow.id)
    )
    return tuple(_session_file(row, asking) for row in rows)


def _session_file(row: Any, asking: int | None) -> SessionFile:
    is_own = row.reader_id == asking
    is_hidden = bool(row.is_hidden)
    is_draft = is_hidden or row.state == "draft" or (row.state == "locked" and not is_own)
    return SessionFile(
        row.id,
        row.reference,
        row.opened_on,
        row.practitioner_id,
        row.code,
        row.shelf or "",
        "draft" if is_draft else "signed" if row.state == "locked" else row.state,
        None if is_draft else row.result_state,
        0 if is_hidden else row.answered_count,
        row.item_count,
        None if is_draft else row.band,
        None if is_hidden else row.reader_id,
        None if is_hidden else row.display_name,
        row.add_reason,
        row.started_at is not None and not is_hidden,
        row.version,
        None if row.version_reason is None else VersionReason(row.version_reason),
        row.version_day,
        is_hidden,
    )
