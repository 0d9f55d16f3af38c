"""Papers and sanctions of centres, as they were known at an instant."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from qa_app.domain.centre_register import Paper, Sanction
from qa_app.models.centre_register import CentreDocumentRow, CentreSanctionRow
from qa_app.models.places import CentreAreaRow, CentreRow
from qa_app.models.recorded import known


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A paper of the register.

    Attributes:
        id: Its row.
        paper: What decides.
        number: Number on it, or its year.
        issuer: Who issued it; empty when not said.
        digest: SHA-256 (hex) of the paper; empty without a file.
    """

    id: int
    paper: Paper
    number: str
    issuer: str
    digest: str


@dataclass(frozen=True, slots=True)
class HeldSanction:
    """A sanction of the register, with its number and the body that it is from."""

    id: int
    sanction: Sanction
    number: str
    body: str


def papers_of(
    session: Session, within: ColumnElement[bool], known_at: datetime
) -> Mapping[int, tuple[HeldPaper, ...]]:
    """Read the papers of centres.

    Args:
        session: A database session.
        within: Condition on `CentreRow`.
        known_at: What was written or ended later is not looked at.

    Returns:
        Centre to its papers, oldest first; centres without any are missing.
    """
    row = CentreDocumentRow
    query = (
        select(row)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(within, known(row, known_at))
        .order_by(row.issued_on, row.id)
    )
    found: dict[int, list[HeldPaper]] = defaultdict(list)
    for one in session.execute(query).scalars():
        paper = Paper(
            one.kind,
            one.issued_on,
            one.valid_until,
            one.reviewed_on,
            one.outcome,
            one.area_code or "",
        )
        held = HeldPaper(one.id, paper, one.number, one.issuer, one.digest)
        found[one.centre_id].append(held)
    return {centre: tuple(papers) for centre, papers in found.items()}


def sanctions_of(
    session: Session, within: ColumnElement[bool], known_at: datetime
) -> Mapping[int, tuple[HeldSanction, ...]]:
    """Read the sanctions of centres.

    Args:
        session: A database session.
        within: Condition on `CentreRow`.
        known_at: What was written or ended later is not looked at.

    Returns:
        Centre to its sanctions, oldest first; centres without any are missing.
    """
    row = CentreSanctionRow
    query = (
        select(row)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(within, known(row, known_at))
        .order_by(row.begun_on, row.id)
    )
    found: dict[int, list[HeldSanction]] = defaultdict(list)
    for one in session.execute(query).scalars():
        sanction = Sanction(one.kind, one.begun_on, one.closed_on)
        found[one.centre_id].append(HeldSanction(one.id, sanction, one.number, one.body))
    return {centre: tuple(every) for centre, every in found.items()}


def areas_of(session: Session, within: ColumnElement[bool]) -> Mapping[int, tuple[str, ...]]:
    """Read the areas of centres.

    Args:
        session: A database session.
        within: Condition on `CentreRow`.

    Returns:
        Centre to codes of its areas.
    """
    query = (
        select(CentreAreaRow.centre_id, CentreAreaRow.area_code)
        .join(CentreRow, CentreRow.id == CentreAreaRow.centre_id)
        .where(within)
        .order_by(CentreAreaRow.centre_id, CentreAreaRow.area_code)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for centre, area in session.execute(query):
        found[centre].append(area)
    return {centre: tuple(areas) for centre, areas in found.items()}
