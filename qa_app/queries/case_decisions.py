"""What was decided about cases in supervision, on the list of the case; no word on a worker."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_over_agreed
from qa_app.domain.supervision import SessionType
from qa_app.domain.supervision_records import RecordState, case_place
from qa_app.domain.text import BilingualText
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.records import RecordCaseRow, SupervisionRecordRow
from qa_app.models.sealing import Sealer, sealer_of
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.reach import centres_in, centres_within


@dataclass(frozen=True, slots=True)
class CaseDecision:
    """What was decided about a case.

    Attributes:
        id: It.
        case_id: The case.
        reference: Its reference.
        decided_on: Day of the session.
        type: What kind of session.
        decision: What was decided; empty where the case was only given to somebody.
        allocated_to: To whom it was given and why; empty elsewhere.
        reason: Why; empty when nobody said.
        owner: Who does it; empty when nobody was named.
        due_on: By when; None without a day.
        worker: Code of the worker of the case; empty when none is named.
    """

    id: int
    case_id: int
    reference: str
    decided_on: date
    type: SessionType
    decision: str
    allocated_to: str
    reason: str
    owner: str
    due_on: date | None
    worker: str = ""


def decisions_page(
    session: Session,
    actor: Actor,
    centre_id: int,
    *,
    case_id: int | None = None,
    after: int | None = None,
) -> tuple[CaseDecision, ...]:
    """List what was decided about the cases of a centre, or about one of them.

    Args:
        session: A database session.
        actor: Who asks: at a centre that they manage or supervise every case, elsewhere cases
            that they work on.
        centre_id: The centre.
        case_id: One case; None for all.
        after: Last decision of the page before; None starts with the newest.

    Returns:
        The newest first; one more than a page, when there are more. Only of records that are
        signed by who led the session.
    """
    if not may(actor, Permission.DECISION_READ):
        return ()
    row = RecordCaseRow
    query: Select[*tuple[Any, ...]] = (
        select(row, CaseFileRow.reference, SupervisionSessionRow.type, PractitionerRow.code)
        .join(CaseFileRow, CaseFileRow.id == row.case_file_id)
        .join(CentreRow, CentreRow.id == CaseFileRow.centre_id)
        .join(SupervisionRecordRow, SupervisionRecordRow.session_id == row.session_id)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == row.session_id)
        .outerjoin(PractitionerRow, PractitionerRow.id == CaseFileRow.practitioner_id)
        .where(
            CaseFileRow.centre_id == centre_id,
            SupervisionRecordRow.state != RecordState.DRAFT.value,
            case_within(actor),
        )
        .order_by(row.id.desc())
        .limit(ROWS_PER_PAGE + 1)
    )
    if case_id is not None:
        query = query.where(row.case_file_id == case_id)
    if after is not None:
        query = query.where(row.id < after)
    sealer = sealer_of(session)
    return tuple(_told(sealer, *found) for found in session.execute(query))


def decisions_at(session: Session, actor: Actor, centre_id: int) -> BilingualText | None:
    """Find a centre where somebody reads decisions about cases.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: The centre.

    Returns:
        Its name; None when there is none or it is out of reach.
    """
    row = session.execute(
        select(CentreRow.name_zh, CentreRow.name_en).where(
            CentreRow.id == centre_id, centres_within(actor, Permission.DECISION_READ)
        )
    ).one_or_none()
    return None if row is None else BilingualText(row.name_zh, row.name_en)


def case_read(
    session: Session, actor: Actor, centre_id: int, case_id: int
) -> tuple[str, BilingualText] | None:
    """Find a case whose decisions somebody reads.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: Its centre.
        case_id: It.

    Returns:
        Its reference and the name of its centre; None when there is none or it is out of reach.
    """
    if not may(actor, Permission.DECISION_READ):
        return None
    row = session.execute(
        select(CaseFileRow.reference, CentreRow.name_zh, CentreRow.name_en)
        .join(CentreRow, CentreRow.id == CaseFileRow.centre_id)
        .where(CaseFileRow.id == case_id, CaseFileRow.centre_id == centre_id, case_within(actor))
    ).one_or_none()
    return None if row is None else (row.reference, BilingualText(row.name_zh, row.name_en))


def case_within(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that somebody reads what was decided about a case.

    Args:
        actor: Who asks.

    Returns:
        A condition on `CaseFileRow` and `CentreRow`.
    """
    others = centres_in(reach_over_agreed(actor))
    if actor.practitioner_id is None:
        return others
    own = CaseFileRow.practitioner_id == actor.practitioner_id
    return or_(others, and_(own, centres_within(actor, Permission.DECISION_READ)))


def _told(
    sealer: Sealer, row: RecordCaseRow, reference: str, fine: str, worker: str | None
) -> CaseDecision:
    texts: dict[str, str] = {}
    if row.body is not None:
        texts = json.loads(sealer.open(row.body, case_place(row.session_id, row.case_file_id)))
    return CaseDecision(
        row.id,
        row.case_file_id,
        reference,
        row.discussed_on,
        SessionType(fine),
        texts.get("decision", ""),
        texts.get("allocated_to", ""),
        texts.get("reason", ""),
        row.owner or "",
        row.due_on,
        worker or "",
    )
