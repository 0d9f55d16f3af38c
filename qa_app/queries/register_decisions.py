"""Decisions about the register: what was proposed, recorded and decided, and on what evidence."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from qa_app.domain.decision_objections import Vote
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.references import without_references
from qa_app.domain.register_decisions import DecisionState, Paper, Route, departs
from qa_app.domain.rules.decision import Status
from qa_app.domain.second_reading import HeldAgainst
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.criteria_versions import CriteriaVersionRow, EvidenceSnapshotRow
from qa_app.models.places import AreaRow, CentreRow
from qa_app.models.register_decisions import (
    DecisionConditionRow,
    DecisionObjectionRow,
    RegisterDecisionRow,
)
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import locked
from qa_app.queries.overtaken import standing_before
from qa_app.queries.reach import centres_in, centres_within

_Proposer, _Decider = alias_of(AccountRow), alias_of(AccountRow)
READS_TEXTS = (
    Permission.STANDING_APPLY,
    Permission.STANDING_PROPOSE,
    Permission.STANDING_DECIDE,
    Permission.STANDING_RECORD,
    Permission.STANDING_REVIEW,
)
"""Whoever decides, or is decided about, reads reasons and conditions: they are the decision."""


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition as it stands.

    Attributes:
        id: It.
        text: What is asked; empty where its reader may not read it.
        due_on: By which day.
        is_met: None until somebody has looked.
        settled_on: When somebody has.
    """

    id: int
    text: str
    due_on: date
    is_met: bool | None
    settled_on: datetime | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision.

    Attributes:
        id: It.
        centre_id: The centre.
        centre_name: Its name.
        area_code: The area.
        area_name: Its name.
        set_code: The set by which is decided.
        route: On screen or on paper.
        status: What is decided.
        computed: What followed from the evidence.
        snapshot_id: The evidence.
        digest: Its digest.
        as_of: Its day.
        version: Code and version of its criteria.
        reasons: Why, without references of cases; empty without any, or for who may not read them.
        effective_on: From which day.
        valid_until: Last day; None without an end.
        state: Where it stands.
        last_step: Number of the last step of the area when it was proposed.
        application_id: The application that it answers; None without one.
        paper: The paper; None on screen.
        compared: How its second person held it against the paper; None where nobody did.
        proposed_at: When it was proposed or recorded.
        proposed_by: By whom.
        proposer: Their name.
        decided_at: When it was confirmed, returned or taken back; None before.
        decided_by: By whom.
        decider: Their name; empty before.
        reads_texts: True when its reader may read reasons and conditions.
        set_aside_at: When a panel set it aside; None where none has.
        before: Where the area stood when it was put forward; None before its first step.
    """

    id: int
    centre_id: int
    centre_name: BilingualText
    area_code: str
    area_name: BilingualText
    set_code: str
    route: Route
    status: Status
    computed: Status
    snapshot_id: int
    digest: str
    as_of: date
    version: tuple[str, str]
    reasons: str
    effective_on: date
    valid_until: date | None
    state: DecisionState
    last_step: int
    application_id: int | None
    paper: Paper | None
    compared: HeldAgainst | None
    proposed_at: datetime
    proposed_by: int
    proposer: str
    decided_at: datetime | None
    decided_by: int | None
    decider: str
    reads_texts: bool
    set_aside_at: datetime | None
    before: Status | None

    @property
    def stands(self) -> bool:
        """Tell whether it counts: it was decided, and no panel set it aside."""
        return self.state is DecisionState.DECIDED and self.set_aside_at is None

    @property
    def departs(self) -> bool:
        """Tell whether something else is decided than followed from the evidence."""
        return departs(self.status, self.computed, self.before)


def decisions(
    session: Session,
    actor: Actor,
    most: int,
    *,
    centre_id: int | None = None,
    area_code: str = "",
    waiting: bool = False,
) -> tuple[Decision, ...]:
    """List decisions, the newest first.

    Args:
        session: A database session.
        actor: Who asks.
        most: At most so many.
        centre_id: Only of this centre; None for every one within reach.
        area_code: Only of this area; empty for every one.
        waiting: True for those that wait for a second person, the longest first.

    Returns:
        What was decided; what waits is seen by those who take part in deciding alone.
    """
    query = _decisions(actor)
    state = DecisionState.PROPOSED if waiting else DecisionState.DECIDED
    query = query.where(RegisterDecisionRow.state == state.value)
    if waiting:
        query = query.where(_deciding(actor)).order_by(RegisterDecisionRow.id)
    else:
        query = query.order_by(*_newest())
    if centre_id is not None:
        query = query.where(RegisterDecisionRow.centre_id == centre_id)
    if area_code:
        query = query.where(RegisterDecisionRow.area_code == area_code)
    rows = session.execute(query.limit(most)).all()
    return tuple(_decision(session, actor, row) for row in rows)


def decided_from(session: Session, actor: Actor, most: int, before: int) -> tuple[Decision, ...]:
    """List what was decided within reach, the newest first, from some place on.

    Args:
        session: A database session.
        actor: Who asks.
        most: At most so many.
        before: So many newer ones are left out.

    Returns:
        The decisions; empty past the last one.
    """
    query = _decisions(actor).where(RegisterDecisionRow.state == DecisionState.DECIDED.value)
    rows = session.execute(query.order_by(*_newest()).offset(before).limit(most)).all()
    return tuple(_decision(session, actor, row) for row in rows)


def _newest() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return RegisterDecisionRow.decided_at.desc(), RegisterDecisionRow.id.desc()


def decision(session: Session, actor: Actor, decision_id: int) -> Decision | None:
    """Find one decision.

    Args:
        session: A database session.
        actor: Who asks.
        decision_id: Which one.

    Returns:
        It; None when it is not within reach, or waits and its reader takes no part in deciding.
    """
    query = _decisions(actor).where(RegisterDecisionRow.id == decision_id)
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    found = _decision(session, actor, row)
    if found.state is DecisionState.DECIDED:
        return found
    part = select(CentreRow.id).where(CentreRow.id == found.centre_id, _deciding(actor))
    return None if session.execute(part).one_or_none() is None else found


def decided_on(session: Session, actor: Actor, snapshot_id: int) -> Decision | None:
    """Find what was decided on some evidence.

    Args:
        session: A database session.
        actor: Who asks.
        snapshot_id: The evidence.

    Returns:
        The decision that was confirmed last, also one that was set aside; None within reach.
    """
    is_decided = RegisterDecisionRow.state == DecisionState.DECIDED.value
    query = _decisions(actor).where(RegisterDecisionRow.snapshot_id == snapshot_id, is_decided)
    found = session.execute(query.order_by(*_newest()).limit(1)).first()
    return None if found is None else _decision(session, actor, found)


def held_decision(
    session: Session, actor: Actor, decision_id: int, *permissions: Permission
) -> Decision:
    """Find a decision that somebody is about to answer, and keep others from answering it.

    Args:
        session: A session inside `transaction`.
        actor: Who acts.
        decision_id: Which one.
        *permissions: One of these they must hold at its centre.

    Returns:
        It.

    Raises:
        OutOfReachError: There is no such one that they may answer.
    """
    held = select(RegisterDecisionRow).where(RegisterDecisionRow.id == decision_id)
    session.execute(locked(session, held, RegisterDecisionRow)).one_or_none()
    found = decision(session, actor, decision_id)
    if found is None or not any(
        _is_covered(session, actor, one, found.centre_id) for one in permissions
    ):
        raise OutOfReachError("register_decision")
    return found


def conditions_of(session: Session, one: Decision) -> tuple[ConditionLine, ...]:
    """List the conditions of a decision.

    Args:
        session: A database session.
        one: The decision, as its reader may see it.

    Returns:
        In their order; words, without references of cases, where its reader may read them.
    """
    rows = session.execute(
        select(DecisionConditionRow)
        .where(DecisionConditionRow.decision_id == one.id)
        .order_by(DecisionConditionRow.position)
    ).scalars()
    sealer, place = sealer_of(session), text_place(one.centre_id, one.proposed_at)
    return tuple(
        ConditionLine(
            row.id,
            without_references(sealer.open(row.body, place)) if one.reads_texts else "",
            row.due_on,
            row.is_met,
            row.settled_at,
        )
        for row in rows
    )


def text_place(centre_id: int, at: datetime) -> str:
    """Name what the texts of a decision belong to, for their encryption.

    Args:
        centre_id: The centre.
        at: When it was proposed.

    Returns:
        What they are sealed with.
    """
    return f"register_decision/{centre_id}/{int(at.timestamp())}"


def _deciding(actor: Actor) -> ColumnElement[bool]:
    reach = reach_of(actor, Permission.STANDING_PROPOSE)
    for one in (Permission.STANDING_DECIDE, Permission.STANDING_RECORD):
        reach = reach.joined(reach_of(actor, one))
    return centres_in(reach)


def _is_covered(session: Session, actor: Actor, permission: Permission, centre_id: int) -> bool:
    query = select(CentreRow.id).where(CentreRow.id == centre_id, centres_within(actor, permission))
    return session.execute(query).one_or_none() is not None


def _decisions(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            RegisterDecisionRow,
            CentreRow,
            AreaRow,
            EvidenceSnapshotRow.digest,
            EvidenceSnapshotRow.as_of,
            CriteriaVersionRow.code,
            CriteriaVersionRow.version,
            _Proposer.display_name.label("proposer"),
            _Decider.display_name.label("decider"),
            DecisionObjectionRow.settled_at.label("set_aside_at"),
            standing_before().label("before"),
        )
        .join(CentreRow, CentreRow.id == RegisterDecisionRow.centre_id)
        .join(AreaRow, AreaRow.code == RegisterDecisionRow.area_code)
        .join(EvidenceSnapshotRow, EvidenceSnapshotRow.id == RegisterDecisionRow.snapshot_id)
        .join(CriteriaVersionRow, CriteriaVersionRow.id == EvidenceSnapshotRow.version_id)
        .join(_Proposer, _Proposer.id == RegisterDecisionRow.proposed_by)
        .outerjoin(_Decider, _Decider.id == RegisterDecisionRow.decided_by)
        .outerjoin(
            DecisionObjectionRow,
            and_(
                DecisionObjectionRow.decision_id == RegisterDecisionRow.id,
                DecisionObjectionRow.outcome == Vote.SET_ASIDE.value,
            ),
        )
        .where(centres_within(actor, Permission.STANDING_READ))
    )


def _decision(session: Session, actor: Actor, found: Any) -> Decision:
    row: RegisterDecisionRow = found[0]
    centre: CentreRow = found[1]
    area: AreaRow = found[2]
    reads = any(reach_of(actor, one).covers(centre.id, centre.place_path) for one in READS_TEXTS)
    return Decision(
        row.id,
        centre.id,
        BilingualText(centre.name_zh, centre.name_en),
        area.code,
        BilingualText(area.name_zh, area.name_en),
        row.set_code,
        Route(row.route),
        Status(row.status),
        Status(row.computed),
        row.snapshot_id,
        found.digest,
        found.as_of,
        (found.code, found.version),
        without_references(_reasons(session, row)) if reads else "",
        row.effective_on,
        row.valid_until,
        DecisionState(row.state),
        row.last_step,
        row.application_id,
        _paper(row),
        None if row.compared_by is None else HeldAgainst(row.compared_by),
        row.proposed_at,
        row.proposed_by,
        found.proposer,
        row.decided_at,
        row.decided_by,
        found.decider or "",
        reads,
        found.set_aside_at,
        None if found.before is None else Status(found.before),
    )


def _reasons(session: Session, row: RegisterDecisionRow) -> str:
    if row.reasons is None:
        return ""
    return sealer_of(session).open(row.reasons, text_place(row.centre_id, row.proposed_at))


def _paper(row: RegisterDecisionRow) -> Paper | None:
    if row.document_number is None or row.document_on is None:
        return None
    body, scan = row.issuing_body or "", row.scan_digest or ""
    return Paper(body, row.document_number, row.document_on, scan)
