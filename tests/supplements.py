"""A signed audit under one version, and the next version that asks more."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntryKind
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, Desk, a_desk, change, publish
from tests.builders import item, section
from tests.kept import kept
from tests.people import NOON
from tests.readings import declare

CLOSED = {"id": "closed", "type": "bool", "zh": "已结案", "en": "Closed"}
MINOR = {"id": "minor", "type": "bool", "zh": "未成年", "en": "Minor"}
OLD = (
    section(
        "A", item("A1", weight=3), item("A2"), item("A3", applies_if={"fact": "closed", "is": True})
    ),
    section("B", item("B1")),
)
NEW = (
    section(
        "A",
        item("A1", weight=3),
        item("A2", critical="gate", critical_fail=["unmet"]),
        item("A3", applies_if={"fact": "closed", "is": True}),
        item("A4", weight=2, applies_if={"fact": "closed", "is": True}),
    ),
    section("C", item("C1")),
)


SIGNED = NOON - timedelta(hours=1)
"""By noon the signature can no longer be taken back."""


@dataclass(frozen=True)
class Scene:
    """A desk whose audit is signed under 1.0.0, and 2.0.0 that stands since."""

    desk: Desk
    new: int

    @property
    def audit(self) -> int:
        return self.desk.audit


@kept
def a_signed_scene(session: Session) -> Scene:
    """Sign under 1.0.0, then publish 2.0.0: A2 changed, A4 and C1 are new, B1 retired."""
    desk = a_desk(session, *OLD, facts=[CLOSED])
    answers = [change(code, "met") for code in ("A1", "A2", "B1")]
    answers += [change("A3", "na", note="没有此事")]
    facts = [change("closed", value=True, kind=EntryKind.FACT)]
    save_entries(session, desk.reader, desk.audit, [*answers, *facts], ZONE, at=SIGNED)
    sign_audit(session, desk.reader, desk.audit, ZONE, at=SIGNED)
    new = publish(session, *NEW, version="2.0.0", facts=[CLOSED, MINOR])
    kinds = {"A1": "same", "A2": "changed", "A3": "reworded", "A4": "new"}
    declare(session, new, desk.rubric, **kinds, B1="retired", C1="new")
    return Scene(desk, new)
