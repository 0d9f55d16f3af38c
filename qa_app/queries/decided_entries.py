"""What papers are issued from: confirmed decisions, and the numbers given out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.criteria_thaw import criteria_from
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.plain_json import plain_from_json
from qa_app.domain.references import without_references
from qa_app.domain.register_decisions import departs
from qa_app.domain.register_terms import Names
from qa_app.domain.rules.decision import IN_REGISTER, Status
from qa_app.domain.text import BilingualText
from qa_app.models.criteria_versions import CriteriaVersionRow, EvidenceSnapshotRow
from qa_app.models.places import AreaRow, CentreRow
from qa_app.models.register_decisions import DecisionConditionRow, RegisterDecisionRow
from qa_app.models.register_papers import RegisterPaperRow
from qa_app.models.sealing import sealer_of
from qa_app.queries.overtaken import is_decision_overtaken, standing_before
from qa_app.queries.reach import centres_within
from qa_app.queries.register_decisions import text_place
from qa_app.queries.register_names import Agreed, agreed_over_time, names_as_decided

_DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class DecidedEntry:
    """A confirmed decision by which an area stands in the register.

    Attributes:
        id: It.
        centre_id: The centre.
        centre: Its name.
        centre_code: Its code.
        area: Code of the area.
        area_name: Its name.
        status: `endorsed` or `conditional`.
        set: Code of the set of criteria.
        set_name: Its name.
        names: What register and paper are called here, and the body that decided.
        criteria: Code, version and fingerprint of the criteria.
        effective_on: First day.
        valid_until: Last day; None without an end, then no paper is issued.
        body: Body of a decision on paper; empty for one on screen.
        evidence_digest: Digest of its evidence.
        conditions: How many conditions it has.
        is_overtaken: True when a later decision, or an objection, took its place.
        departs_from: What the computed result is called, where the decision departs from it.
        reasons: Why it departs, without references of cases; empty where it does not.
    """

    id: int
    centre_id: int
    centre: BilingualText
    centre_code: str
    area: str
    area_name: BilingualText
    status: Status
    set: str
    set_name: BilingualText
    names: Names
    criteria: tuple[str, str, str]
    effective_on: date
    valid_until: date | None
    body: str
    evidence_digest: str
    conditions: int
    is_overtaken: bool
    departs_from: BilingualText | None
    reasons: str


def decided_entry(
    session: Session, actor: Actor, decision_id: int, permission: Permission, today: date
) -> DecidedEntry:
    """Find what a paper is issued from.

    Args:
        session: A database session.
        actor: Who asks.
        decision_id: The decision.
        permission: What they want to do.
        today: Local day.

    Returns:
        The decision, which may be over.

    Raises:
        OutOfReachError: There is no such decision in reach that was confirmed and lets an area
            stand in the register.
    """
    within = and_(centres_within(actor, permission), RegisterDecisionRow.id == decision_id)
    found = _entries(session, within, today)
    if not found:
        raise OutOfReachError("decision")
    return found[0]


def entries_without_paper(
    session: Session, actor: Actor, permission: Permission, today: date
) -> tuple[DecidedEntry, ...]:
    """List confirmed decisions that are not over and for which no paper counts.

    Args:
        session: A database session.
        actor: Who asks.
        permission: What they want to do.
        today: Local day.

    Returns:
        The newest first.
    """
    has_one = (
        select(RegisterPaperRow.id)
        .where(
            RegisterPaperRow.decision_id == RegisterDecisionRow.id,
            RegisterPaperRow.revoked_at.is_(None),
        )
        .exists()
    )
    within = and_(
        centres_within(actor, permission),
        RegisterDecisionRow.valid_until >= today,
        ~has_one,
        ~is_decision_overtaken(today),
    )
    return _entries(session, within, today)


def _entries(
    session: Session, within: ColumnElement[bool], today: date
) -> tuple[DecidedEntry, ...]:
    row = RegisterDecisionRow
    count = (
        select(func.count())
        .select_from(DecisionConditionRow)
        .where(DecisionConditionRow.decision_id == row.id)
        .scalar_subquery()
    )
    query = (
        select(
            row,
            CentreRow,
            AreaRow,
            EvidenceSnapshotRow,
            CriteriaVersionRow,
            count,
            is_decision_overtaken(today),
            standing_before().label("before"),
        )
        .join(EvidenceSnapshotRow, EvidenceSnapshotRow.id == row.snapshot_id)
        .join(CriteriaVersionRow, CriteriaVersionRow.id == EvidenceSnapshotRow.version_id)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .join(AreaRow, AreaRow.code == row.area_code)
        .where(row.state == _DECIDED, row.status.in_(sorted(IN_REGISTER)), within)
        .order_by(row.id.desc())
    )
    agreed = agreed_over_time(session)
    # one reading for each version, not for each decision
    files: dict[int, CriteriaFile] = {}
    return tuple(_entry(session, one, agreed, files) for one in session.execute(query))


def _entry(
    session: Session,
    found: Any,
    agreed: Agreed,
    files: dict[int, CriteriaFile],
) -> DecidedEntry:
    row: RegisterDecisionRow = found[0]
    centre: CentreRow = found[1]
    area: AreaRow = found[2]
    snapshot: EvidenceSnapshotRow = found[3]
    version: CriteriaVersionRow = found[4]
    file = files.get(version.id)
    if file is None:
        file = files[version.id] = criteria_from(plain_from_json(version.content))
    set_of = file.set_of(row.set_code)
    computed, is_other = Status(row.computed), _is_other(row, found.before)
    plain_name = BilingualText(row.set_code, row.set_code)
    return DecidedEntry(
        id=row.id,
        centre_id=centre.id,
        centre=BilingualText(centre.name_zh, centre.name_en),
        centre_code=centre.code,
        area=area.code,
        area_name=BilingualText(area.name_zh, area.name_en),
        status=Status(row.status),
        set=row.set_code,
        set_name=plain_name if set_of is None else set_of.name,
        names=names_as_decided(file.terms.names, agreed, row.decided_at or row.proposed_at),
        criteria=(version.code, version.version, version.fingerprint),
        effective_on=row.effective_on,
        valid_until=row.valid_until,
        body=row.issuing_body or "",
        evidence_digest=snapshot.digest,
        conditions=found[5],
        is_overtaken=found[6],
        departs_from=file.terms.states[computed] if is_other else None,
        reasons=_reasons(session, row) if is_other else "",
    )


def _is_other(row: RegisterDecisionRow, before: str | None) -> bool:
    stood = None if before is None else Status(before)
    return departs(Status(row.status), Status(row.computed), stood)


def _reasons(session: Session, row: RegisterDecisionRow) -> str:
    if row.reasons is None:
        return ""
    place = text_place(row.centre_id, row.proposed_at)
    return without_references(sealer_of(session).open(row.reasons, place))


def last_sequence(session: Session, start: str) -> int:
    """Find the last number that was given out.

    Args:
        session: A database session inside a transaction that holds the signing key.
        start: What numbers of the year begin with, such as `YN-KM-2026-`.

    Returns:
        Its sequence; 0 before the first.
    """
    row = RegisterPaperRow
    last = session.execute(
        select(func.max(row.number)).where(row.number.startswith(start, autoescape=True))
    ).scalar_one()
    return 0 if last is None else int(last[len(start) :])
