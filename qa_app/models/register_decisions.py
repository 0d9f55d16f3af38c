"""Tables of applications for the register, decisions, objections, and released texts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base
from qa_app.models.trigger_kinds import Trigger, changed, changed_json

_HOLDS = text("withdrawn_at IS NULL")


class RegisterApplicationRow(Base):
    """What a centre applies for; `state` is a `domain.register_status.Applied`.

    `statement` is sealed: what the centre says for itself.
    """

    __tablename__ = "register_application"
    __table_args__ = (Index("ix_register_application_centre", "centre_id", "area_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    set_code: Mapped[str] = mapped_column(String(64))
    statement: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(16))
    applied_at: Mapped[datetime]
    applied_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    taken_up_at: Mapped[datetime | None]
    taken_up_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class RegisterDecisionRow(Base):
    """A decision that somebody proposed or recorded, and that a second person confirmed or not.

    `snapshot_id` is the frozen evidence, from which `computed` follows; `last_step` the number of
    the last step of the area when it was proposed, so that of two decisions on the same ground
    only one counts. `issuing_body`, `document_number`, `document_on` and `scan_digest` are those
    of a decision on paper; of the scan nothing else is kept. `compared_by` is how its second person
    held the record against it, a `domain.second_reading.Compared`.
    """

    __tablename__ = "register_decision"
    __table_args__ = (
        Index("ix_register_decision_centre", "centre_id", "area_code"),
        Index("ix_register_decision_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    set_code: Mapped[str] = mapped_column(String(64))
    route: Mapped[str] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(16))
    computed: Mapped[str] = mapped_column(String(16))
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("evidence_snapshot.id"))
    reasons: Mapped[bytes | None] = mapped_column(LargeBinary)
    effective_on: Mapped[date]
    valid_until: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(16))
    last_step: Mapped[int]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("register_application.id"))
    issuing_body: Mapped[str | None] = mapped_column(String(200))
    document_number: Mapped[str | None] = mapped_column(String(80))
    document_on: Mapped[date | None]
    scan_digest: Mapped[str | None] = mapped_column(String(64))
    compared_by: Mapped[str | None] = mapped_column(String(8))
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class DecisionConditionRow(Base):
    """A condition of a decision; `is_met` is None until somebody has looked."""

    __tablename__ = "decision_condition"
    __table_args__ = (UniqueConstraint("decision_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("register_decision.id"))
    position: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    due_on: Mapped[date]
    is_met: Mapped[bool | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class RegisterStepRow(Base):
    """Where an area of a centre stands from a day on; steps are numbered from 1.

    `made_by` is None for what a command did. `cause` is decision, expiry or objection.
    """

    __tablename__ = "register_step"
    __table_args__ = (
        UniqueConstraint("centre_id", "area_code", "number"),
        Index("ix_register_step_until", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(16))
    effective_on: Mapped[date]
    until: Mapped[date | None]
    cause: Mapped[str] = mapped_column(String(16))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("register_decision.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class DecisionObjectionRow(Base):
    """An objection of a centre to a decision; `outcome` is None while the panel looks at it."""

    __tablename__ = "decision_objection"
    __table_args__ = (UniqueConstraint("decision_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("register_decision.id"))
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    ground: Mapped[str] = mapped_column(String(40))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    filed_at: Mapped[datetime]
    filed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[str | None] = mapped_column(String(16))
    settled_at: Mapped[datetime | None]


class ObjectionPanelRow(Base):
    """A member of the panel that looks at a decision again; `vote` is None before they voted."""

    __tablename__ = "objection_panel"
    __table_args__ = (UniqueConstraint("objection_id", "side"),)

    objection_id: Mapped[int] = mapped_column(ForeignKey("decision_objection.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    side: Mapped[str] = mapped_column(String(16))
    named_at: Mapped[datetime]
    named_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    vote: Mapped[str | None] = mapped_column(String(16))
    reasons: Mapped[bytes | None] = mapped_column(LargeBinary)
    voted_at: Mapped[datetime | None]


class ReleasedItemRow(Base):
    """One free text that a named person lets judicial users read, with the reason."""

    __tablename__ = "released_item"
    __table_args__ = (
        Index("ix_released_item_of", "kind", "item_id"),
        Index("ix_released_item_centre", "centre_id"),
        Index(
            "uq_released_item_kind_item_id",
            "kind",
            "item_id",
            unique=True,
            sqlite_where=_HOLDS,
            postgresql_where=_HOLDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    item_id: Mapped[int]
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    released_at: Mapped[datetime]
    released_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class RegisterNamesRow(Base):
    """What the act, the paper and the bodies are called here; agreed by a second person.

    `names` holds a text in both languages for each name; `is_agreed` is None until somebody else
    answers. The last one that was agreed holds.
    """

    __tablename__ = "register_names"
    __table_args__ = (Index("ix_register_names_agreed", "is_agreed"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    names: Mapped[dict[str, Any]]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    is_agreed: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


def _once(table: str, kept: str, over: str, second: str, message: str) -> tuple[Trigger, ...]:
    # what was written stays; what ends it is written once, where named so by another person
    is_same = f" OR NEW.{second}" if second else ""
    when = f"{changed(tuple(kept.split()))} OR OLD.{over}{is_same}"
    return (
        Trigger(f"{table}_kept", table, "UPDATE", when, message),
        Trigger(f"{table}_no_delete", table, "DELETE", "", message),
    )


_OF_STEP = "{0}.centre_id = NEW.centre_id AND {0}.area_code = NEW.area_code"
_STEP_BEFORE = f"SELECT 1 FROM register_step b WHERE {_OF_STEP.format('b')}"  # noqa: S608 - own names
_SAID_BY_DECISION = (
    "NEW.cause = 'decision' AND EXISTS (SELECT 1 FROM register_decision d"  # noqa: S608 - own names
    f" WHERE d.id = NEW.decision_id AND {_OF_STEP.format('d')} AND d.state = 'decided'"
    " AND d.status = NEW.status AND d.effective_on = NEW.effective_on"
    " AND NOT (d.valid_until IS DISTINCT FROM NEW.until) AND d.last_step = NEW.number - 1)"
)
_RUN_OUT = (
    "NEW.cause = 'expiry' AND NEW.status = 'expired'"
    " AND NEW.decision_id IS NULL AND NEW.until IS NULL"
    f" AND EXISTS ({_STEP_BEFORE} AND b.number = NEW.number - 1"
    " AND b.status IN ('endorsed', 'conditional') AND b.until < NEW.effective_on)"
)
_SET_ASIDE = (
    "NEW.cause = 'objection' AND EXISTS (SELECT 1 FROM register_step b"  # noqa: S608 - own names
    " JOIN decision_objection o ON o.decision_id = b.decision_id AND o.outcome = 'set_aside'"
    f" WHERE {_OF_STEP.format('b')} AND b.number = NEW.number - 1)"
    " AND ((NEW.status = 'under_review' AND NEW.decision_id IS NULL AND NEW.until IS NULL)"
    f" OR EXISTS ({_STEP_BEFORE} AND b.number < NEW.number - 1 AND b.status = NEW.status"
    " AND NOT (b.until IS DISTINCT FROM NEW.until)"
    " AND NOT (b.decision_id IS DISTINCT FROM NEW.decision_id)))"
)
_PUT_FORWARD = (
    "EXISTS (SELECT 1 FROM journal WHERE journal.object_type = 'register_decision'"
    " AND journal.object_id = CAST(NEW.id AS VARCHAR(140)) AND journal.action = 'register:decide')"
)

DECISION_TRIGGERS: tuple[Trigger, ...] = (
    *_once(
        "register_application",
        "centre_id area_code set_code statement applied_at applied_by",
        # one whose decision was set aside waits again
        "ended_at IS NOT NULL AND NOT (OLD.state = 'decided'"
        " AND NEW.state IN ('applied', 'under_review') AND NEW.ended_at IS NULL)",
        "",
        "an application stays as it was sent",
    ),
    *_once(
        "register_decision",
        "centre_id area_code set_code route status computed snapshot_id reasons"
        " effective_on valid_until last_step application_id issuing_body document_number"
        " document_on scan_digest proposed_at proposed_by",
        "decided_at IS NOT NULL",
        "state IN ('decided', 'returned') AND (NEW.decided_by = NEW.proposed_by OR"
        " (NEW.state = 'decided' AND NEW.route = 'paper' AND NEW.compared_by IS NULL))",
        "a decision is confirmed once, by a second person, and never changed",
    ),
    Trigger(
        "register_decision_begins",
        "register_decision",
        "INSERT",
        "NEW.state <> 'proposed' OR NEW.decided_at IS NOT NULL OR NEW.decided_by IS NOT NULL",
        "a decision begins as a proposal",
    ),
    Trigger(
        "register_decision_told",
        "register_decision",
        "UPDATE",
        f"NEW.state = 'decided' AND OLD.state <> 'decided' AND NOT ({_PUT_FORWARD})",
        "a decision counts only when the journal tells who put it forward",
    ),
    *_once(
        "decision_condition",
        "decision_id position body due_on",
        "settled_at IS NOT NULL",
        "",
        "a condition is settled once and never changed",
    ),
    Trigger(
        "register_step_follows",
        "register_step",
        "INSERT",
        f"NOT COALESCE(({_SAID_BY_DECISION}) OR ({_RUN_OUT}) OR ({_SET_ASIDE}), FALSE)",
        "a step follows from a decision about its area, from its end, or from an objection to it",
    ),
    Trigger("register_step_no_update", "register_step", "UPDATE", "", "a step stays"),
    Trigger("register_step_no_delete", "register_step", "DELETE", "", "a step is kept"),
    *_once(
        "decision_objection",
        "decision_id centre_id ground body filed_at filed_by",
        "settled_at IS NOT NULL",
        "",
        "an objection is settled once and never changed",
    ),
    *_once(
        "objection_panel",
        "objection_id account_id side named_at named_by",
        "voted_at IS NOT NULL",
        "",
        "a member of a panel votes once",
    ),
    *_once(
        "released_item",
        "kind item_id centre_id reason released_at released_by",
        "withdrawn_at IS NOT NULL",
        "",
        "a release is withdrawn once and never changed",
    ),
    Trigger(
        "register_names_kept",
        "register_names",
        "UPDATE",
        f"{changed(('proposed_at', 'proposed_by'))} OR {changed_json(('names',))}"
        " OR OLD.answered_at IS NOT NULL OR (NEW.is_agreed AND NEW.answered_by = NEW.proposed_by)",
        "names are agreed by a second person and never changed",
    ),
    Trigger("register_names_no_delete", "register_names", "DELETE", "", "names are kept"),
)
