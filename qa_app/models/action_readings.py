"""Notes, at signing, what a reading says about actions that wait for later readings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.action_proof import does_conform
from qa_app.domain.actions import ActionState
from qa_app.domain.common_items import comparable_pair
from qa_app.domain.rubric import Rubric
from qa_app.models.audits import AuditRow
from qa_app.models.findings import ActionReadingRow, CorrectiveActionRow
from qa_app.models.version_links import version_links

_WATCHED = (
    ActionState.OPEN.value,
    ActionState.PLANNED.value,
    ActionState.DONE.value,
    ActionState.VERIFIED.value,
)


@dataclass(frozen=True, slots=True)
class LaterReading:
    """A reading as it is signed.

    Attributes:
        audit_id: It.
        centre_id: Its centre.
        version_id: Version it was read against.
        rubric: The same.
        codes: Item to its code; items that were not in force left out.
        is_sampled: True when the file was drawn, or everything was read.
        read_on: Local day on which the file was read.
        signed_at: When it began to count, or the earliest reading did whose place it took.
        before: Readings whose place it took: it is no later reading than they are.
    """

    audit_id: int
    centre_id: int
    version_id: int
    rubric: Rubric
    codes: Mapping[str, str]
    is_sampled: bool
    read_on: date
    signed_at: datetime
    before: tuple[int, ...] = ()


def note_reading(session: Session, reading: LaterReading) -> None:
    """Note a reading with every action of its centre and rubric that it says something about.

    Args:
        session: A session inside `transaction`.
        reading: The reading.
    """
    query = (
        select(CorrectiveActionRow.id, CorrectiveActionRow.items, AuditRow.rubric_version_id)
        .join(AuditRow, AuditRow.id == CorrectiveActionRow.audit_id)
        .where(
            CorrectiveActionRow.centre_id == reading.centre_id,
            CorrectiveActionRow.rubric_code == reading.rubric.code,
            CorrectiveActionRow.state.in_(_WATCHED),
            CorrectiveActionRow.audit_id.not_in((reading.audit_id, *reading.before)),
        )
    )
    rows = []
    comparable: dict[int, frozenset[str]] = {}
    for action_id, items, version_id in session.execute(query):
        if version_id not in comparable:
            comparable[version_id] = _comparable(session, reading, version_id)
        alike = [code for code in items if code in comparable[version_id]]
        found = does_conform(reading.rubric, reading.codes, alike)
        if found is not None:
            rows.append(
                {
                    "action_id": action_id,
                    "audit_id": reading.audit_id,
                    "conforms": found,
                    "is_sampled": reading.is_sampled,
                    "read_on": reading.read_on,
                    "signed_at": reading.signed_at,
                }
            )
    if rows:
        session.execute(insert(ActionReadingRow), rows)


def _comparable(session: Session, reading: LaterReading, version_id: int) -> frozenset[str]:
    """Name the items that say the same under both versions."""
    own = frozenset(reading.rubric.items)
    if version_id == reading.version_id:
        return own
    links = version_links(session, reading.rubric.code)
    return own & comparable_pair(version_id, reading.version_id, links)
