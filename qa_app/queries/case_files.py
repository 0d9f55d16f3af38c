"""The case files of a centre as lists show them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.text import BilingualText
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import AreaRow, PractitionerRow
from qa_app.queries.cases import CaseCentre, number_digest

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which files of a centre are meant.

    Attributes:
        area: Code of an area; empty for every one.
        state: `open`, `closed`, or empty for both.
    """

    area: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case file in a list.

    Attributes:
        id: The file.
        reference: Its reference.
        area: Name of its expertise area.
        opened_on: When the case was opened.
        closed_on: When it was closed; None while it is open.
        practitioner: Code of its worker; None when none is named.
        stage: Code of the stage of proceedings; empty when none is named.
        risk: Code of the risk level; empty when none is named.
        shelf: Where the folder stands; empty when the list did not say.
        is_sealed: True when it is sealed.
        last_audit_on: Day of its latest signed reading; None when it was never read.
    """

    id: int
    reference: str
    area: BilingualText
    opened_on: date
    closed_on: date | None
    practitioner: str | None
    stage: str
    risk: str
    shelf: str
    is_sealed: bool
    last_audit_on: date | None


@dataclass(frozen=True, slots=True)
class CasePlace:
    """Where a page of the list begins: after this file.

    Attributes:
        opened_on: Its day of opening.
        id: The file.
    """

    opened_on: date
    id: int


def count_cases(session: Session, centre: CaseCentre, chosen: CaseFilter) -> tuple[int, int]:
    """Count the files of a centre.

    Args:
        session: A database session.
        centre: The centre, within the actor's reach.
        chosen: Which files.

    Returns:
        All of them, and the open ones among them.
    """
    row = session.execute(
        select(
            func.count(), func.count().filter(CaseFileRow.closed_on.is_(None)).label("open")
        ).where(*_chosen(centre, chosen))
    ).one()
    return row[0], row.open


def cases_page(
    session: Session, centre: CaseCentre, chosen: CaseFilter, after: CasePlace | None = None
) -> tuple[CaseLine, ...]:
    """List files of a centre, those opened last first.

    Args:
        session: A database session.
        centre: The centre, within the actor's reach.
        chosen: Which files.
        after: The last file of the page before; None starts at the top.

    Returns:
        One more than a page, when there are more.
    """
    query = _lines(centre, chosen).limit(ROWS_PER_PAGE + 1)
    if after is not None:
        query = query.where(
            or_(
                CaseFileRow.opened_on < after.opened_on,
                and_(CaseFileRow.opened_on == after.opened_on, CaseFileRow.id < after.id),
            )
        )
    return tuple(_read(session, query))


def all_cases(session: Session, centre: CaseCentre, chosen: CaseFilter) -> Iterator[CaseLine]:
    """List the files of a centre, for a file that is taken along; sealed ones stay here.

    Args:
        session: A database session.
        centre: The centre, within the actor's reach.
        chosen: Which files.

    Returns:
        In the order of the pages.
    """
    return _read(session, _lines(centre, chosen).where(CaseFileRow.is_sealed.is_(False)))


def references_of(
    session: Session, centre: CaseCentre, numbers: Sequence[str], key: str = ""
) -> dict[str, str]:
    """Find the references of a centre's own numbers.

    Args:
        session: A session that carries the installation's key.
        centre: The centre, within the actor's reach.
        numbers: Own numbers, as a list gives them.
        key: The centre's own key; empty where it has none.

    Returns:
        Number to reference, without those that are not on the list.
    """
    digests = {number_digest(session, centre.id, number, key): number for number in numbers}
    wanted = list(digests)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = session.execute(
            select(CaseFileRow.local_digest, CaseFileRow.reference).where(
                CaseFileRow.centre_id == centre.id,
                CaseFileRow.local_digest.in_(wanted[start : start + _CHUNK]),
            )
        )
        found |= {digests[digest]: reference for digest, reference in rows if digest is not None}
    return found


def _chosen(centre: CaseCentre, chosen: CaseFilter) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [CaseFileRow.centre_id == centre.id]
    if chosen.area:
        wanted.append(CaseFileRow.area_code == chosen.area)
    if chosen.state == "open":
        wanted.append(CaseFileRow.closed_on.is_(None))
    elif chosen.state == "closed":
        wanted.append(CaseFileRow.closed_on.is_not(None))
    return wanted


def _lines(centre: CaseCentre, chosen: CaseFilter) -> Select[*tuple[Any, ...]]:
    last_audit_on = (
        select(func.max(AuditRow.reviewed_on))
        .where(
            AuditRow.case_file_id == CaseFileRow.id,
            AuditRow.state == "signed",
            AuditRow.supplements_id.is_(None),
        )
        .correlate(CaseFileRow)
        .scalar_subquery()
    )
    return (
        select(
            CaseFileRow.id,
            CaseFileRow.reference,
            AreaRow.name_zh,
            AreaRow.name_en,
            CaseFileRow.opened_on,
            CaseFileRow.closed_on,
            PractitionerRow.code.label("practitioner"),
            CaseFileRow.stage,
            CaseFileRow.risk,
            CaseFileRow.shelf,
            CaseFileRow.is_sealed,
            last_audit_on.label("last_audit_on"),
        )
        .join(AreaRow, AreaRow.code == CaseFileRow.area_code)
        .outerjoin(PractitionerRow, PractitionerRow.id == CaseFileRow.practitioner_id)
        .where(*_chosen(centre, chosen))
        .order_by(CaseFileRow.opened_on.desc(), CaseFileRow.id.desc())
    )


def _read(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[CaseLine]:
    for row in session.execute(query):
        yield CaseLine(
            row.id,
            row.reference,
            BilingualText(row.name_zh, row.name_en),
            row.opened_on,
            row.closed_on,
            row.practitioner,
            row.stage,
            row.risk,
            row.shelf,
            row.is_sealed,
            row.last_audit_on,
        )
