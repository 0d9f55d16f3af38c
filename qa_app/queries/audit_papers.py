"""Signed audits as papers show them."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_report import (
    AmendedNote,
    AuditReport,
    ReportHead,
    Standing,
    audit_report,
)
from qa_app.domain.people import Actor
from qa_app.domain.profiles import Safeguard
from qa_app.domain.replacements import SampleNote
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import NOT_OF_CENTRES, SampleType
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditOperationRow, AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.pairs import SingleModerationRow
from qa_app.models.places import AreaRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.asked_rubrics import asked_rubric_in_words
from qa_app.queries.audits import AuditHead, audit_head, entries_of
from qa_app.queries.pairs import twice_note
from qa_app.queries.reach import knows_file
from qa_app.queries.reading_chain import reading_chain
from qa_app.queries.sample_notes import sample_notes
from qa_app.queries.team import relaxed_at


@dataclass(frozen=True, slots=True)
class AuditPaper:
    """A signed audit and what decides what may be done to it.

    Attributes:
        report: What it says.
        centre_id: Its centre.
        reader_id: Who signed it; None for an imported inspection.
        void_asked_by: Who asked to void it; None when nobody did.
    """

    report: AuditReport
    centre_id: int
    reader_id: int | None
    void_asked_by: int | None


_Earlier = alias_of(AuditRow)
_EARLIER = (
    select(RubricVersionRow.version)
    .join(_Earlier, _Earlier.rubric_version_id == RubricVersionRow.id)
    .where(_Earlier.id == AuditRow.supplements_id)
    .correlate(AuditRow)
    .scalar_subquery()
    .label("earlier_version")
)
_Later = alias_of(AuditRow)
_Moderator = alias_of(AccountRow)
_LATER = (
    select(func.max(_Later.id))
    .where(_Later.replaces_id == AuditRow.id)
    .correlate(AuditRow)
    .scalar_subquery()
    .label("replaced_by")
)


@dataclass(frozen=True, slots=True)
class _More:
    area: BilingualText
    read_on: date
    final_at: datetime | None
    voided_at: datetime | None
    digest: str
    practitioner_id: int | None
    earlier_version: str | None
    draw_id: int | None
    reading: str
    replaces_id: int | None
    signed_by: int | None
    replaced_by: int | None
    looked_at: str | None


def audit_paper(session: Session, actor: Actor, audit_id: int) -> AuditPaper | None:
    """Read a signed audit within reach, with at most ten queries.

    Args:
        session: A database session.
        actor: Who asks. Notes, facts and dates of a sealed rubric are read only by the reader
            and by the practitioner of the file.
        audit_id: Which audit.

    Returns:
        The audit; None when there is none, it is a draft or it is out of reach.
    """
    head = audit_head(session, actor, audit_id)
    if head is None or head.state == "draft" or head.explanation is None:
        return None
    rubric = asked_rubric_in_words(session, head.rubric_version_id, head.supplement_asks)
    more = _more(session, audit_id)
    if rubric is None or more is None or head.signed_at is None:
        return None
    is_named = knows_file(actor, head.reader_id, more.practitioner_id)
    withheld = rubric.access == "sealed" and not is_named
    report = audit_report(
        rubric,
        replace(
            _head(head, more, head.signed_at, is_withheld=withheld),
            sample=_sample(session, head, more),
            relaxed=_relaxed(session, head),
            begun_by=_begun_by(session, head),
            twice=twice_note(session, audit_id),
            amended=_amended(session, head, more),
            # where the name of who read is kept back, a moderator's is as well
            looked_at="" if more.looked_at and head.reader_name is None else more.looked_at,
        ),
        head.explanation,
        () if withheld else entries_of(session, audit_id),
    )
    return AuditPaper(report, head.centre_id, head.reader_id, head.void_asked_by)


def _amended(session: Session, head: AuditHead, more: _More) -> AmendedNote | None:
    # who must not find out a reader's name is told nobody's
    if more.reading != "amended" or head.reader_name is None:
        return None
    root = reading_chain(session, head.id)[-1]
    one, other = alias_of(AccountRow), alias_of(AccountRow)
    row = session.execute(
        select(one.display_name.label("first"), other.display_name.label("confirmed"))
        .select_from(AuditRow)
        .outerjoin(one, one.id == AuditRow.reader_id)
        .outerjoin(other, other.id == more.signed_by)
        .where(AuditRow.id == root)
    ).one()
    return AmendedNote(row.first, head.reader_name, row.confirmed)


def _more(session: Session, audit_id: int) -> _More | None:
    row = session.execute(
        select(
            AreaRow.name_zh,
            AreaRow.name_en,
            AuditRow.reviewed_on,
            AuditRow.final_at,
            AuditRow.voided_at,
            AuditRow.explanation_digest,
            CaseFileRow.practitioner_id,
            AuditRow.draw_id,
            AuditRow.reading,
            AuditRow.replaces_id,
            AuditRow.signed_by,
            _EARLIER,
            _LATER,
            _Moderator.display_name.label("looked_at"),
        )
        .join(AreaRow, AreaRow.code == AuditRow.area_code)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .outerjoin(SingleModerationRow, SingleModerationRow.audit_id == AuditRow.id)
        .outerjoin(_Moderator, _Moderator.id == SingleModerationRow.settled_by)
        .where(AuditRow.id == audit_id)
    ).one_or_none()
    if row is None or row.reviewed_on is None:
        return None
    return _More(
        BilingualText(row.name_zh, row.name_en),
        row.reviewed_on,
        row.final_at,
        row.voided_at,
        row.explanation_digest or "",
        row.practitioner_id,
        row.earlier_version,
        row.draw_id,
        row.reading,
        row.replaces_id,
        row.signed_by,
        row.replaced_by,
        row.looked_at,
    )


def _sample(session: Session, head: AuditHead, more: _More) -> SampleNote | None:
    # a rubric that reads the whole centre draws nothing
    if more.draw_id is None or head.reference is None:
        return None
    return sample_notes(session, [more.draw_id]).get(more.draw_id)


def _relaxed(session: Session, head: AuditHead) -> tuple[Safeguard, ...]:
    if head.signed_at is None or head.sample_type == SampleType.IMPORTED:
        return ()
    return tuple(sorted(relaxed_at(session, head.signed_at)))


def _begun_by(session: Session, head: AuditHead) -> tuple[str, ...]:
    if head.reader_name is None:
        # whose name is kept back, theirs are as well
        return ()
    query = (
        select(AccountRow.display_name, AccountRow.id)
        .join(AuditOperationRow, AuditOperationRow.saved_by == AccountRow.id)
        .where(AuditOperationRow.audit_id == head.id, AccountRow.id != head.reader_id)
        .distinct()
        .order_by(AccountRow.id)
    )
    return tuple(row.display_name for row in session.execute(query))


def _head(head: AuditHead, more: _More, signed_at: datetime, *, is_withheld: bool) -> ReportHead:
    if head.state in {Standing.VOID.value, Standing.REPLACED.value}:
        standing = Standing(head.state)
    else:
        standing = Standing(head.result_state or Standing.PROVISIONAL)
    return ReportHead(
        audit_id=head.id,
        reference=head.reference,
        centre=head.centre_name,
        area=more.area,
        reader=head.reader_name,
        read_on=more.read_on,
        signed_at=signed_at,
        final_at=more.final_at,
        sample_type=head.sample_type,
        assessors=head.assessors,
        standing=standing,
        void_reason=head.void_reason,
        voided_at=more.voided_at,
        digest=more.digest,
        is_withheld=is_withheld,
        centre_kind="" if head.sample_type in NOT_OF_CENTRES else head.centre_kind,
        replaced_by=more.replaced_by,
        replaces=more.replaces_id,
        supplements=None
        if head.supplements_id is None
        else (head.supplements_id, more.earlier_version or ""),
    )
