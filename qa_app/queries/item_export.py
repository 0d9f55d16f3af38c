"""Signed reviews within reach, many at a time, as they leave the platform item by item."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.item_export import Cell, ExportedReading, ItemWords, item_words, percent_cell
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.result_export import shown_result
from qa_app.domain.rubric import Rubric
from qa_app.domain.totals import NOT_OF_CENTRES
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.queries.asked_rubrics import asked_rubric_in_words
from qa_app.queries.reach import SHOWN, centres_within

CHUNK = 200
_SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class ExportFilter:
    """Which reviews are taken away.

    Attributes:
        since: First day of reading; None from the beginning.
        until: Last day of reading; None up to today.
        centre: Code of one centre; None for all within reach.
        centres: Centres besides which nothing is taken; None for no such bound.
        signed_until: Instant after which nothing may be signed; None for no such bound.
    """

    since: date | None = None
    until: date | None = None
    centre: str | None = None
    centres: frozenset[int] | None = None
    signed_until: datetime | None = None


def exported_readings(
    session: Session, actor: Actor, chosen: ExportFilter, by: Permission = Permission.ITEMS_EXPORT
) -> Iterator[tuple[ExportedReading, ItemWords]]:
    """Read signed reviews within reach, by number.

    A reading that waits for its blind twin is not among them, nor a draft.

    Args:
        session: A database session.
        actor: Who takes them away.
        chosen: Which.
        by: What lets them: the own right, or the right to ask once somebody approved.

    Yields:
        Reviews, each with the words of its version; memory does not grow with their number.
    """
    known: dict[int, tuple[Rubric, ItemWords]] = {}
    after = 0
    while rows := session.execute(_page(_within(actor, chosen, by), after)).all():
        entries = _entries(session, [row.id for row in rows])
        for row in rows:
            rubric, words = _version(session, row, known)
            is_sealed = rubric.access == _SEALED
            result = shown_result(row.explanation, is_withheld=is_sealed)
            told = () if is_sealed else entries[row.id]
            yield ExportedReading(_head(row, rubric), result, told), words
        after = rows[-1].id


def exporting_centre(
    session: Session, actor: Actor, code: str, by: Permission = Permission.ITEMS_EXPORT
) -> int | None:
    """Find a centre whose results an actor may take away.

    Args:
        session: A database session.
        actor: Who takes them.
        code: Its code.
        by: What lets them.

    Returns:
        The centre; None when there is none within reach.
    """
    within = centres_within(actor, by)
    found = session.execute(select(CentreRow.id).where(CentreRow.code == code, within))
    return found.scalar_one_or_none()


def exporting_centres(session: Session, actor: Actor, by: Permission) -> tuple[int, ...]:
    """List the centres whose results an actor may take away.

    Args:
        session: A database session.
        actor: Who takes them.
        by: What lets them.

    Returns:
        The centres within reach now.
    """
    query = select(CentreRow.id).where(centres_within(actor, by)).order_by(CentreRow.id)
    return tuple(session.execute(query).scalars())


def checked_export(
    session: Session, actor: Actor, chosen: ExportFilter, by: Permission = Permission.ITEMS_EXPORT
) -> int | None:
    """Refuse what cannot be taken away.

    Args:
        session: A database session.
        actor: Who takes it.
        chosen: Which reviews.
        by: What lets them.

    Returns:
        The centre; None for all within reach.

    Raises:
        OutOfReachError: The centre is not within reach.
        InvalidError: The span ends before it begins (`span`), or holds nothing (`nothing`).
    """
    if chosen.since and chosen.until and chosen.until < chosen.since:
        raise InvalidError("span")
    centre_id = None
    if chosen.centre is not None:
        centre_id = exporting_centre(session, actor, chosen.centre, by)
        if centre_id is None:
            raise OutOfReachError("centre")
    if not has_exported(session, actor, chosen, by):
        raise InvalidError("nothing")
    return centre_id


def has_exported(
    session: Session, actor: Actor, chosen: ExportFilter, by: Permission = Permission.ITEMS_EXPORT
) -> bool:
    """Tell whether there is anything to take away.

    Args:
        session: A database session.
        actor: Who takes it.
        chosen: Which.
        by: What lets them.

    Returns:
        True when at least one review is found.
    """
    found = session.execute(_page(_within(actor, chosen, by), 0).limit(1)).first()
    return found is not None


def _within(actor: Actor, chosen: ExportFilter, by: Permission) -> ColumnElement[bool]:
    return and_(centres_within(actor, by), is_chosen(chosen))


def is_chosen(chosen: ExportFilter) -> ColumnElement[bool]:
    """Say which reviews a filter takes, whoever may take them.

    Args:
        chosen: The filter.

    Returns:
        A condition on reviews joined with their centres; drafts and readings that wait for
        their blind twin never fulfil it.
    """
    parts: list[ColumnElement[bool]] = [
        AuditRow.state.in_(SHOWN),
        AuditRow.explanation.is_not(None),
        # how a supervisor works is no result of a centre
        AuditRow.sample_type.not_in(sorted(NOT_OF_CENTRES)),
    ]
    if chosen.since is not None:
        parts.append(AuditRow.reviewed_on >= chosen.since)
    if chosen.until is not None:
        parts.append(AuditRow.reviewed_on <= chosen.until)
    if chosen.centre is not None:
        parts.append(CentreRow.code == chosen.centre)
    if chosen.centres is not None:
        parts.append(CentreRow.id.in_(sorted(chosen.centres)))
    if chosen.signed_until is not None:
        parts.append(AuditRow.signed_at <= chosen.signed_until)
    return and_(*parts)


def _page(within: ColumnElement[bool], after: int) -> Any:
    return (
        select(
            AuditRow.id,
            CaseFileRow.reference,
            CentreRow.code.label("centre"),
            AuditRow.area_code,
            AuditRow.rubric_version_id,
            AuditRow.supplements_id,
            AuditRow.sample_type,
            AuditRow.state,
            AuditRow.result_state,
            AuditRow.reviewed_on,
            AuditRow.signed_at,
            AuditRow.final_at,
            AccountRow.display_name,
            AuditRow.band,
            AuditRow.score_millionths,
            AuditRow.explanation,
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .outerjoin(AccountRow, AccountRow.id == AuditRow.reader_id)
        .where(within, AuditRow.id > after)
        .order_by(AuditRow.id)
        .limit(CHUNK)
    )


def _entries(session: Session, audits: Sequence[int]) -> dict[int, list[tuple[str, str, str]]]:
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    rows = session.execute(
        select(AuditEntryRow.audit_id, AuditEntryRow.kind, AuditEntryRow.key, AuditEntryRow.value)
        .where(AuditEntryRow.audit_id.in_(audits), AuditEntryRow.value.is_not(None))
        .order_by(AuditEntryRow.audit_id, AuditEntryRow.kind, AuditEntryRow.key)
    )
    for audit, kind, key, value in rows:
        found[audit].append((kind, key, value or ""))
    return found


def _version(
    session: Session, row: Row[*tuple[Any, ...]], known: dict[int, tuple[Rubric, ItemWords]]
) -> tuple[Rubric, ItemWords]:
    # what a supplement asks is part of its version, and has the version's words
    if row.rubric_version_id not in known:
        rubric = asked_rubric_in_words(session, row.rubric_version_id, None)
        if rubric is None:
            raise LookupError(row.rubric_version_id)
        known[row.rubric_version_id] = (rubric, item_words(rubric))
    return known[row.rubric_version_id]


def _head(row: Row[*tuple[Any, ...]], rubric: Rubric) -> tuple[Cell, ...]:
    standing = row.result_state if row.state == "signed" else row.state
    return (
        row.id,
        row.reference,
        row.centre,
        row.area_code,
        rubric.code,
        rubric.version,
        row.sample_type,
        standing,
        row.reviewed_on,
        row.signed_at,
        row.final_at,
        row.display_name,
        row.band,
        percent_cell(row.score_millionths),
    )
