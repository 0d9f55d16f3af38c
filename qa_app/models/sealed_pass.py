"""Which columns are sealed, and how sealed columns of frozen rows are sealed anew or reduced."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import JSON, delete, insert
from sqlalchemy.orm import Session

from qa_app.models.base import Base
from qa_app.models.privacy_rows import SealedPassRow
from qa_app.models.trigger_kinds import Trigger, changed, changed_json

SEALED: Mapping[str, tuple[str, ...]] = {
    "access_request": ("words",),
    "action_step": ("body",),
    "amendment": ("body", "changes", "refusal"),
    "audit_entry": ("note",),
    "audit_operation": ("note",),
    "code_seed": ("seed",),
    "competency_assessment": ("note",),
    "complaint": ("sealed_text", "sealed_answer"),
    "consultation": ("question", "answer"),
    "corrective_action": ("what", "evidence"),
    "decision_condition": ("body",),
    "decision_objection": ("body",),
    "digest_key": ("sealed",),
    "export_request": ("project",),
    "factor_reset": ("reason",),
    "feedback_reply": ("sealed_words",),
    "finding": ("body",),
    "finding_answer": ("body",),
    "group_robot": ("address", "secret"),
    "guard_reason": ("reason",),
    "incident": ("sealed_text",),
    "learning_goal": ("body",),
    "mail_address": ("address",),
    "name_reason": ("reason",),
    "objection": ("body", "decision"),
    "objection_panel": ("reasons",),
    "pair_decision": ("reason",),
    "record_answer": ("body",),
    "record_block": ("body",),
    "record_case": ("body",),
    "register_application": ("statement",),
    "register_decision": ("reasons",),
    "register_paper": ("token",),
    "released_item": ("reason",),
    "sheet_scan": ("image",),
    "signing_key": ("private_key",),
    "single_moderation": ("reason",),
    "well_being_note": ("body",),
}
"""Table to its columns that hold what `models.sealing` gave."""

OPEN_BYTES: frozenset[tuple[str, str]] = frozenset(
    {
        ("criteria_sandbox", "content"),
        ("criteria_version", "content"),
        ("passkey", "credential_id"),
        ("passkey", "public_key"),
        ("period_report", "content"),
        ("register_paper", "payload"),
    }
)
"""Columns of bytes that hold nothing secret: packed results, what is printed, public keys."""

_OPEN = "EXISTS (SELECT 1 FROM sealed_pass)"
_Kind = TypeVar("_Kind")


@contextmanager
def sealed_pass(session: Session) -> Iterator[None]:
    """Let sealed columns of frozen rows change, and nothing else of these rows.

    Args:
        session: A session inside `transaction`.

    Yields:
        Nothing; the pass is over when the block is.
    """
    session.execute(insert(SealedPassRow).values(id=1))
    yield
    session.execute(delete(SealedPassRow))


def with_pass(trigger: _Kind) -> _Kind:
    """Make a refusal of changes let sealed columns pass while a pass is open.

    Args:
        trigger: A trigger as it is declared.

    Returns:
        It, as the databases get it; unchanged for what refuses no change of a sealed column.
    """
    if not isinstance(trigger, Trigger) or trigger.action != "UPDATE":
        return trigger
    sealed = SEALED.get(trigger.table)
    if sealed is None:
        return trigger
    columns = [one for one in Base.metadata.tables[trigger.table].columns if one.name not in sealed]
    plain = tuple(one.name for one in columns if not isinstance(one.type, JSON))
    told = tuple(one.name for one in columns if isinstance(one.type, JSON))
    others = " OR ".join(filter(None, (changed(plain), changed_json(told))))
    when = f"({trigger.when}) AND " if trigger.when else ""
    return replace(trigger, when=f"{when}(NOT {_OPEN} OR {others})")
