"""Two people who write and publish rubrics, and a draft on its way."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.rubric_draft import DraftSeen
from qa_app.domain.rubric_ground import Ground
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.standards.save_rubric_draft import DraftChange, save_rubric_draft
from qa_app.services.standards.start_rubric_draft import NewDraft, start_rubric_draft
from qa_app.services.standards.submit_rubric_draft import submit_rubric_draft
from tests.builders import LIBRARY, a_file, item, section
from tests.kept import kept
from tests.people import NOON, OPERATOR
from tests.sessions import CHEAP, publish

GROUND = Ground(LIBRARY)
FIRST = (section("A", item("A1"), item("A2"), weight=60), section("B", item("B1"), weight=40))


@dataclass(frozen=True)
class Desk:
    """Who writes, who publishes, who only reads; and the version that stands."""

    author: Actor
    second: Actor
    third: Actor
    reader: Actor
    version: int


def somebody(session: Session, name: str, role: Role) -> Actor:
    new = NewAccount(name, name, "four unrelated words here", (NewGrant(role),))
    account_id = add_account(session, OPERATOR, new, CHEAP, at=NOON)
    return Actor(account_id, name, (Grant(role, Reach(is_everything=True)),))


@kept
def a_desk(session: Session) -> Desk:
    people = (
        somebody(session, name, Role.SENIOR_SUPERVISOR) for name in ("author", "second", "third")
    )
    reader = somebody(session, "reader", Role.AUDITOR)
    version = publish(session, area="legal_aid", sections=list(FIRST))
    return Desk(*people, reader, version)


def second_edition(*sections: Any, **fields: Any) -> dict[str, Any]:
    given = list(sections) or list(FIRST)
    return a_file(**{"area": "legal_aid", "version": "2.0.0", "sections": given, **fields})


def written(session: Session, desk: Desk, plain: dict[str, Any]) -> DraftSeen:
    draft = start_rubric_draft(
        session, desk.author, NewDraft(version_id=desk.version), LIBRARY, at=NOON
    )
    revision = save_rubric_draft(session, desk.author, DraftChange(draft, 1, plain), at=NOON)
    return DraftSeen(draft, revision)


def handed_in(session: Session, desk: Desk, plain: dict[str, Any]) -> DraftSeen:
    seen = written(session, desk, plain)
    submit_rubric_draft(session, desk.author, seen, GROUND, at=NOON)
    return seen
