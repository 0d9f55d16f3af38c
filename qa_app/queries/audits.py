"""Audits as their readers, supervisors and centres see them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry, EntryKind, note_place
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.prepared import Prepared
from qa_app.models.sealing import Sealer, sealer_of
from qa_app.queries.pairs import is_compared, of_draw_read_again_by
from qa_app.queries.reach import (
    SHOWN,
    centres_within,
    own_locked,
    reference_or_subject,
    signed_within,
)


@dataclass(frozen=True, slots=True)
class AuditHead:
    """One audit without its entries.

    Attributes:
        id: The audit.
        centre_id: Its centre.
        centre_name: The centre's name.
        centre_kind: Kind of the centre.
        area_code: Expertise area.
        rubric_version_id: Version it is read against.
        reference: The case file's reference; None when the unit is the whole centre.
        reader_id: Who reads.
        reader_name: Their name; None as well for who reads another file of its draw again and
            finds out nothing of its first readers.
        state: `draft`, `signed`, `replaced` or `void`.
        result_state: `provisional` or `final`; `second` for a second reading whose pair is
            complete; None in a draft.
        sample_type: How the file was chosen.
        assessors: Who takes part.
        due_on: When it should be signed; None when nobody said.
        answered_count: Items answered so far.
        seconds_spent: Time used, for the reader alone.
        read_at: Instant of reading, fixed at signing; None in a draft.
        signed_at: When it was signed; None in a draft.
        band: Band of the file; None without one.
        score_millionths: Ratio 0..1 in millionths; None without a number.
        explanation: Frozen result as JSON text; None in a draft.
        void_reason: Why voiding was asked for; None when it was not.
        void_asked_by: Who asked.
        supplements_id: The audit that it supplements; None for an ordinary one.
        supplement_asks: What it asks then, as `queries.asked_rubrics` reads it; None likewise.
    """

    id: int
    centre_id: int
    centre_name: BilingualText
    centre_kind: str
    area_code: str
    rubric_version_id: int
    reference: str | None
    reader_id: int | None
    reader_name: str | None
    state: str
    result_state: str | None
    sample_type: str
    assessors: tuple[str, ...]
    due_on: date | None
    answered_count: int
    seconds_spent: int
    read_at: datetime | None
    signed_at: datetime | None
    band: str | None
    score_millionths: int | None
    explanation: str | None
    void_reason: str | None
    void_asked_by: int | None
    supplements_id: int | None
    supplement_asks: str | None


def told_state(state: str) -> str:
    """Give the state that is told of a reading within reach.

    Args:
        state: As it is stored.

    Returns:
        The same; what is locked looks signed to its reader, who knows of no second one.
    """
    return "signed" if state == "locked" else state


def own_drafts_within(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that keeps a query to an actor's own drafts.

    Args:
        actor: Who asks.

    Returns:
        A condition on `AuditRow` and `CentreRow`: drafts that they read, where they may still
        read.
    """
    return and_(
        AuditRow.state == "draft",
        AuditRow.reader_id == actor.account_id,
        centres_within(actor, Permission.AUDIT_SCORE),
    )


def audit_head(session: Session, actor: Actor, audit_id: int) -> AuditHead | None:
    """Find one audit within reach, with one query.

    Args:
        session: A database session.
        actor: Who asks.
        audit_id: Which audit.

    Returns:
        The audit; None when there is none or it is out of reach.
    """
    if not may(actor, Permission.AUDIT_READ):
        return None
    row = session.execute(
        select(
            AuditRow,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.kind,
            reference_or_subject(),
            AccountRow.display_name,
            of_draw_read_again_by(actor.account_id).label("is_blind"),
            is_compared().label("is_compared"),
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .outerjoin(AccountRow, AccountRow.id == AuditRow.reader_id)
        .where(AuditRow.id == audit_id, shown_within(actor))
    ).one_or_none()
    if row is None:
        return None
    audit: AuditRow = row[0]
    return AuditHead(
        id=audit.id,
        centre_id=audit.centre_id,
        centre_name=BilingualText(row.name_zh, row.name_en),
        centre_kind=row.kind,
        area_code=audit.area_code,
        rubric_version_id=audit.rubric_version_id,
        reference=row.reference,
        reader_id=audit.reader_id,
        reader_name=None if row.is_blind else row.display_name,
        state=told_state(audit.state),
        result_state="second" if row.is_compared else audit.result_state,
        sample_type=audit.sample_type,
        assessors=tuple(audit.assessors),
        due_on=audit.due_on,
        answered_count=audit.answered_count,
        seconds_spent=audit.seconds_spent,
        read_at=audit.read_at,
        signed_at=audit.signed_at,
        band=audit.band,
        score_millionths=audit.score_millionths,
        explanation=audit.explanation,
        void_reason=audit.void_reason,
        void_asked_by=audit.void_asked_by,
        supplements_id=audit.supplements_id,
        supplement_asks=audit.supplement_asks,
    )


def audit_centre(session: Session, actor: Actor, audit_id: int) -> int | None:
    """Tell which centre an audit within reach belongs to.

    Args:
        session: A database session.
        actor: Who asks.
        audit_id: Which audit.

    Returns:
        The centre; None when there is no such audit or it is out of reach.
    """
    if not may(actor, Permission.AUDIT_READ):
        return None
    return session.execute(
        select(AuditRow.centre_id)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(AuditRow.id == audit_id, shown_within(actor))
    ).scalar_one_or_none()


def shown_within(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that a reading is not kept from somebody altogether.

    A draft is its reader's alone, as long as they may read there, and so is what is locked in a
    blind pair.

    Args:
        actor: Who asks.

    Returns:
        A condition on `AuditRow`, `CentreRow` and `CaseFileRow`.
    """
    shown = and_(AuditRow.state.in_(SHOWN), signed_within(actor))
    return or_(own_drafts_within(actor), own_locked(actor), shown)


ENTRY_COLUMNS = (
    AuditEntryRow.kind,
    AuditEntryRow.key,
    AuditEntryRow.value,
    AuditEntryRow.note,
    AuditEntryRow.extra,
    AuditEntryRow.revision,
)
"""What `opened_entry` reads, in its order."""

# built once: every opening asks it
_ENTRIES = Prepared(select(*ENTRY_COLUMNS).where(AuditEntryRow.audit_id == bindparam("audit")))
_KINDS = {kind.value: kind for kind in EntryKind}


def entries_of(session: Session, audit_id: int) -> tuple[Entry, ...]:
    """Read the entries of an audit that is known to be in reach.

    Args:
        session: A database session.
        audit_id: The audit.

    Returns:
        Its entries, notes decrypted.
    """
    rows = _ENTRIES.values(session.connection(), {"audit": audit_id})
    sealer = sealer_of(session)
    return tuple(opened_entry(sealer, audit_id, row) for row in rows)


def opened_entry(sealer: Sealer, audit_id: int, row: Sequence[Any]) -> Entry:
    """Read an entry from its row.

    Args:
        sealer: Opens the note.
        audit_id: The audit.
        row: `ENTRY_COLUMNS`, and what follows them.

    Returns:
        The entry, its note decrypted.
    """
    kind, key, value, note, extra, revision, *_ = row
    if not (note or extra) and (value is None or value[0] not in "[{"):
        return _plain_entry(kind, key, value, revision)  # most entries
    return Entry(
        _KINDS[kind],
        key,
        None if value is None else _read(value),
        sealer.open(note, note_place(audit_id, key)) if note else "",
        tuple(json.loads(extra)) if extra else (),
        revision,
    )


@lru_cache(maxsize=5000)
def _plain_entry(kind: str, key: str, value: str | None, revision: int) -> Entry:
    # nobody changes an entry, so drafts that hold the same one share it
    return Entry(_KINDS[kind], key, None if value is None else _read_short(value), "", (), revision)


def _read(value: str) -> Any:
    return json.loads(value) if value[0] in "[{" else _read_short(value)


@lru_cache(maxsize=1000)
def _read_short(value: str) -> str | int | bool | float | None:
    # the codes of a few scales are read again and again
    read: str | int | bool | float | None = json.loads(value)
    return read
