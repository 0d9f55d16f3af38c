"""A reader's own draft with everything the workspace shows of it, in two queries."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry, EntryChange, KeptValues
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.text import BilingualText
from qa_app.models.audits import AuditEntryRow, AuditOperationRow, AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.entries import EarlierSave
from qa_app.models.places import AreaRow, CentreRow
from qa_app.models.prepared import Prepared
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.sealing import sealer_of
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.transaction import lock_rows
from qa_app.queries.audits import ENTRY_COLUMNS, entries_of, opened_entry
from qa_app.queries.bars import may_be_barred, refuse_barred
from qa_app.queries.document_titles import titles_changed
from qa_app.queries.escalations import open_harm
from qa_app.queries.holidays import holidays_changed
from qa_app.queries.item_flags import flag_count
from qa_app.queries.item_phrases import phrases_changed
from qa_app.queries.reach import reference_or_subject


@dataclass(frozen=True, slots=True)
class DraftAudit:
    """One draft as its reader sees it.

    Attributes:
        id: The audit.
        centre_id: Its centre.
        centre_name: The centre's name.
        centre_kind: Kind of the centre.
        area_name: Name of the expertise area.
        rubric_version_id: Version it is read against.
        reference: The case file's reference; None when the unit is the whole centre.
        assessors: Who takes part.
        due_on: When it should be signed; None when nobody said.
        session_on: Day of its supervision session, before which it is not signed; None without.
        seconds_spent: Time used so far.
        saved_at: When an entry was last saved; None before the first.
        holidays_changed: What tells whether the holiday table is still the one that is kept.
        phrases_changed: What tells whether the phrases for notes are still those that are kept.
        titles_changed: What tells whether the titles of documents are still those that are kept.
        supplements_id: The audit that it supplements; None for an ordinary one.
        supplement_asks: What it asks then, as `queries.asked_rubrics` reads it; None likewise.
        words_revision: How often words were added to its version.
        entries: What was saved, notes decrypted.
        open_harm: The earliest possible unreported harm without an outcome; None without.
        flag_count: How many items its reader flagged for moderation.
    """

    id: int
    centre_id: int
    centre_name: BilingualText
    centre_kind: str
    area_name: BilingualText
    rubric_version_id: int
    reference: str | None
    assessors: tuple[str, ...]
    due_on: date | None
    session_on: date | None
    seconds_spent: int
    saved_at: datetime | None
    holidays_changed: int | None
    phrases_changed: int | None = None
    titles_changed: int | None = None
    supplements_id: int | None = None
    supplement_asks: str | None = None
    words_revision: int | None = None
    entries: tuple[Entry, ...] = ()
    open_harm: int | None = None
    flag_count: int = 0


@dataclass(frozen=True, slots=True)
class HeldDraft:
    """A draft that is about to be changed.

    Attributes:
        rubric_version_id: Version it is read against.
        supplement_asks: What it asks as a supplement; None for an ordinary one.
        assessors: Who takes part.
        holidays_changed: What tells whether the holiday table is still the one that is kept.
        words_revision: How often words were added to its version.
        may_be_barred: False when nothing could bar the reader, see `bars.may_be_barred`.
    """

    rubric_version_id: int
    supplement_asks: str | None
    assessors: tuple[str, ...]
    holidays_changed: int | None
    words_revision: int
    may_be_barred: bool


@dataclass(frozen=True, slots=True)
class SavedSoFar:
    """What stands in a draft when somebody saves.

    Attributes:
        standing: The entry that is saved as it stands, its note decrypted; one of revision 0 when
            it was never saved.
        kept: What the entries say, this one too.
        earlier: What became of a save under the same id; None when the id is new.
        saves: How often any entry of the draft was saved; 0 and more.
    """

    standing: Entry
    kept: KeptValues
    earlier: EarlierSave | None
    saves: int


_REVISION = [column.key for column in ENTRY_COLUMNS].index("revision")
# built once: every opening asks it
_DRAFT = Prepared(
    select(
        AuditRow.centre_id,
        CentreRow.place_path,
        CentreRow.name_zh,
        CentreRow.name_en,
        CentreRow.kind.label("centre_kind"),
        AreaRow.name_zh.label("area_zh"),
        AreaRow.name_en.label("area_en"),
        AuditRow.rubric_version_id,
        AuditRow.supplements_id,
        AuditRow.supplement_asks,
        reference_or_subject(),
        AuditRow.assessors,
        AuditRow.due_on,
        SupervisionSessionRow.planned_on,
        AuditRow.seconds_spent,
        select(func.max(AuditEntryRow.saved_at))
        .where(AuditEntryRow.audit_id == bindparam("audit_id"))
        .scalar_subquery()
        .label("saved_at"),
        holidays_changed().label("holidays_changed"),
        phrases_changed().label("phrases_changed"),
        titles_changed().label("titles_changed"),
        RubricVersionRow.words_revision,
        open_harm(AuditRow.id).label("open_harm"),
        flag_count(AuditRow.id).label("flag_count"),
        may_be_barred(bindparam("reader_id")).label("may_be_barred"),
    )
    .join(CentreRow, CentreRow.id == AuditRow.centre_id)
    .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
    .join(AreaRow, AreaRow.code == AuditRow.area_code)
    .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
    .outerjoin(SupervisionSessionRow, SupervisionSessionRow.id == AuditRow.session_id)
    .where(
        AuditRow.id == bindparam("audit_id"),
        AuditRow.reader_id == bindparam("reader_id"),
        AuditRow.state == "draft",
    )
)
# built once: every save asks it
_UNLOCKED = (
    select(
        AuditRow.centre_id,
        CentreRow.place_path,
        AuditRow.rubric_version_id,
        AuditRow.supplement_asks,
        AuditRow.assessors,
        holidays_changed().label("holidays_changed"),
        RubricVersionRow.words_revision,
        may_be_barred(bindparam("reader_id")).label("may_be_barred"),
    )
    .join(CentreRow, CentreRow.id == AuditRow.centre_id)
    .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
    .where(
        AuditRow.id == bindparam("audit_id"),
        AuditRow.reader_id == bindparam("reader_id"),
        AuditRow.state == "draft",
    )
)
_HELD = Prepared(_UNLOCKED)
_LOCKED = Prepared(_UNLOCKED.with_for_update(of=AuditRow))
_IS_SAVED = and_(AuditEntryRow.kind == bindparam("kind"), AuditEntryRow.key == bindparam("key"))
# always one row or more: the columns of the entry are empty before the first save; note and ticks
# are those of the entry that is saved alone
_SO_FAR = Prepared(
    select(
        *(
            case((_IS_SAVED, column)).label(column.key)
            if column.key in {"note", "extra"}
            else column
            for column in ENTRY_COLUMNS
        ),
        AuditOperationRow.body_digest,
        AuditOperationRow.revision,
        AuditOperationRow.saved_at,
    )
    .select_from(AuditRow)
    # the save first: it is looked for once and not beside every entry
    .outerjoin(
        AuditOperationRow,
        and_(
            AuditOperationRow.audit_id == AuditRow.id,
            AuditOperationRow.operation_id == bindparam("operation"),
        ),
    )
    .outerjoin(AuditEntryRow, AuditEntryRow.audit_id == AuditRow.id)
    .where(AuditRow.id == bindparam("audit"))
)


def own_draft(session: Session, actor: Actor, audit_id: int, on: date) -> DraftAudit | None:
    """Find a draft that the actor reads and may still judge, with what was saved.

    Args:
        session: A database session.
        actor: Who asks.
        audit_id: Which audit.
        on: The local day.

    Returns:
        The draft; None when there is none, it is somebody else's, it is signed, or the
        actor may no longer read files of its centre.

    Raises:
        ConflictError: Something bars the actor from the file by now, as `refuse_barred` says.
    """
    row = _own_row(session, actor, audit_id, _DRAFT)
    if row is None:
        return None
    # a conflict may have been declared since the file was given to this reader
    if row.may_be_barred:
        refuse_barred(session, actor.account_id or 0, audit_id, on)
    return DraftAudit(
        id=audit_id,
        centre_id=row.centre_id,
        centre_name=BilingualText(row.name_zh, row.name_en),
        centre_kind=row.centre_kind,
        area_name=BilingualText(row.area_zh, row.area_en),
        rubric_version_id=row.rubric_version_id,
        reference=row.reference,
        assessors=tuple(row.assessors),
        due_on=row.due_on,
        session_on=row.planned_on,
        seconds_spent=row.seconds_spent,
        saved_at=row.saved_at,
        holidays_changed=row.holidays_changed,
        phrases_changed=row.phrases_changed,
        titles_changed=row.titles_changed,
        supplements_id=row.supplements_id,
        supplement_asks=row.supplement_asks,
        words_revision=row.words_revision,
        entries=entries_of(session, audit_id),
        open_harm=row.open_harm,
        flag_count=row.flag_count,
    )


def held_draft(session: Session, actor: Actor, audit_id: int) -> HeldDraft | None:
    """Find a draft that the actor reads, and keep others from changing it.

    Args:
        session: A session inside `transaction`.
        actor: Who saves.
        audit_id: Which audit.

    Returns:
        The draft, found as `own_draft` finds it; whoever saves asks what bars the reader once
        they know that the save is new.
    """
    row = _own_row(session, actor, audit_id, _LOCKED if lock_rows(session) else _HELD)
    if row is None:
        return None
    return HeldDraft(
        row.rubric_version_id,
        row.supplement_asks,
        tuple(row.assessors),
        row.holidays_changed,
        row.words_revision,
        row.may_be_barred,
    )


def _own_row(session: Session, actor: Actor, audit_id: int, query: Prepared) -> Any:
    if actor.account_id is None:
        return None
    asked = {"audit_id": audit_id, "reader_id": actor.account_id}
    row = query.row(session.connection(), asked)
    # reach is looked up in the row: as a condition it would make the statement each time
    reach = reach_of(actor, Permission.AUDIT_SCORE)
    if row is None or not reach.covers(row.centre_id, row.place_path):
        return None
    return row


def saved_so_far(session: Session, audit_id: int, change: EntryChange) -> SavedSoFar:
    """Read what stands in a draft that is known to be in reach, and whether a save is new.

    Args:
        session: A session inside the transaction that holds the draft.
        audit_id: The audit.
        change: The save.

    Returns:
        What stands, and what became of the save when it was sent before.
    """
    place = change.kind.value, change.key
    asked = {"audit": audit_id, "operation": change.operation_id, "kind": place[0], "key": place[1]}
    rows = _SO_FAR.values(session.connection(), asked)
    digest, revision, saved_at = rows[0][len(ENTRY_COLUMNS) :]
    own = next((row for row in rows if row[0] == place[0] and row[1] == place[1]), None)
    return SavedSoFar(
        Entry(change.kind, change.key, None, revision=0)
        if own is None
        else opened_entry(sealer_of(session), audit_id, own),
        {(row[0], row[1]): row[2] for row in rows if row[2] is not None},
        None if digest is None else EarlierSave(digest, revision, saved_at),
        sum(row[_REVISION] or 0 for row in rows),
    )
