"""Drafts whose readers may not go on with them, for whoever gives files to readers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.bars import Bar, Judged, counts_for_endorsement
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.who_reads import TieRow
from qa_app.queries.bars import tied
from qa_app.queries.pairs import hidden_from
from qa_app.queries.reach import centres_within
from qa_app.queries.sessions_led import days_led


@dataclass(frozen=True, slots=True)
class BarredDraft:
    """A draft whose reader may not go on with it.

    Attributes:
        audit_id: The draft.
        reference: The file's reference; None when the whole centre is read.
        centre_name: The centre's name.
        reader_id: Who has it.
        reader: Their name.
        bars: What bars them.
        pair_session_id: For a second reading, whose pair has to be drawn anew, its session; None
            for one that is handed over.
    """

    audit_id: int
    reference: str | None
    centre_name: BilingualText
    reader_id: int
    reader: str
    bars: tuple[Bar, ...]
    pair_session_id: int | None = None


def barred_within(session: Session, actor: Actor, on: date, most: int) -> tuple[BarredDraft, ...]:
    """List drafts that need another reader, for whoever gives files to readers.

    Who reads files of a draw themselves is told of it only what `pairs.hidden_from` leaves.

    Args:
        session: A database session.
        actor: Who asks.
        on: The local day.
        most: At most so many.

    Returns:
        In order of their ids; with four queries whatever their number.
    """
    is_tied = or_(
        AccountRow.practitioner_id.is_not(None),
        select(TieRow.id).where(TieRow.account_id == AccountRow.id).exists(),
        *(
            one.correlate(AuditRow, CaseFileRow).exists()
            for one in days_led(
                SupervisionSessionRow.supervisor_id == AuditRow.reader_id,
                worker=CaseFileRow.practitioner_id,
            )
        ),
    )
    rows = session.execute(
        select(
            AuditRow.id,
            AuditRow.reader_id,
            AuditRow.centre_id,
            AuditRow.sample_type,
            CaseFileRow.practitioner_id,
            CaseFileRow.reference,
            CentreRow.name_zh,
            CentreRow.name_en,
            AccountRow.display_name,
            DrawRow.session_id.label("pair_session_id"),
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(AccountRow, AccountRow.id == AuditRow.reader_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        # a second reading is nobody's to give on: its pair is drawn anew instead
        .outerjoin(ReadingPairRow, ReadingPairRow.second_id == AuditRow.id)
        .outerjoin(DrawRow, DrawRow.id == ReadingPairRow.draw_id)
        .where(
            AuditRow.state == "draft",
            ~hidden_from(actor.account_id),
            centres_within(actor, Permission.SAMPLE_DRAW),
            is_tied,
        )
        .order_by(AuditRow.id)
    ).all()
    people = tied(session, {row.reader_id for row in rows})
    found: list[BarredDraft] = []
    for row in rows:
        counts = counts_for_endorsement(row.sample_type)
        judged = Judged(row.centre_id, row.practitioner_id, on, counts)
        bars = people[row.reader_id].bars(judged)
        if bars and len(found) < most:
            name = BilingualText(row.name_zh, row.name_en)
            found.append(
                BarredDraft(
                    row.id,
                    row.reference,
                    name,
                    row.reader_id,
                    row.display_name,
                    bars,
                    row.pair_session_id,
                )
            )
    return tuple(found)
