"""A centre with files, a published rubric and people, ready for supervision sessions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.references import new_reference
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.supervision import SessionType
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import PractitionerRow
from qa_app.models.supervision import SessionStaffRow, SupervisionSessionRow
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.places.add_practitioner import NewPractitioner, add_practitioner
from qa_app.services.places.end_practitioner import end_practitioner
from qa_app.services.standards.publish_rubric import publish_rubric
from qa_app.services.supervision.plan_session import NewSession, plan_session
from tests.audits import ZONE
from tests.builders import LIBRARY, a_file, words
from tests.kept import kept
from tests.people import NOON, OPERATOR
from tests.register import two_centres

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
DAY = date(2026, 4, 9)


@dataclass(frozen=True)
class Scene:
    """Ids and people; the supervisor leads at centre A only."""

    centre: int
    other_centre: int
    workers: dict[str, int]
    rubric: int
    supervisor: Actor
    elsewhere: Actor
    reader: Actor


def publish(session: Session, at: datetime = NOON, **fields: Any) -> int:
    if fields.get("version", "1.0.0") != "1.0.0":  # a next version says something else
        fields = {"note": words(fields["version"]), **fields}
    content = resolve(a_file(**fields), LIBRARY)
    rubric = thaw(content, fingerprint_of(content))
    return publish_rubric(session, OPERATOR, rubric, content, at=at).version_id


def someone(
    session: Session, name: str, role: Role, centre: str, practitioner: int | None = None
) -> Actor:
    new = NewAccount(
        name, name, "four unrelated words here", (NewGrant(role, None, centre),), practitioner
    )
    account_id = add_account(session, OPERATOR, new, CHEAP, at=NOON)
    return Actor(account_id, name, (), practitioner_id=practitioner)


def at_centre(actor: Actor, role: Role, *centres: int) -> Actor:
    reach = Reach(centre_ids=frozenset(centres))
    return Actor(
        actor.account_id, actor.name, (Grant(role, reach),), practitioner_id=actor.practitioner_id
    )


@kept
def a_scene(session: Session) -> Scene:
    a, b = two_centres(session)
    # the reader worked at centre A and left more than a year before the sessions of the tests
    post = NewPractitioner("A", "W5", "legal_aid", date(2020, 1, 6))
    left = add_practitioner(session, OPERATOR, post, at=NOON)
    end_practitioner(session, OPERATOR, left, date(2024, 12, 31), ZONE, at=NOON)
    workers: dict[str, int] = dict(
        session.execute(select(PractitionerRow.code, PractitionerRow.id)).all()
    )
    session.rollback()
    rubric = publish(session, area="legal_aid")
    supervisor = at_centre(
        someone(session, "lead", Role.SENIOR_SUPERVISOR, "A"), Role.SENIOR_SUPERVISOR, a
    )
    elsewhere = at_centre(
        someone(session, "far", Role.SENIOR_SUPERVISOR, "B"), Role.SENIOR_SUPERVISOR, b
    )
    reader = at_centre(
        someone(session, "reader", Role.AUDITOR, "A", workers["W5"]), Role.AUDITOR, a
    )
    return Scene(a, b, workers, rubric, supervisor, elsewhere, reader)


def some_files(session: Session, centre: int, count: int, start: int = 1, **fields: Any) -> None:
    """Files of legal aid, opened on 2 March 2026."""
    rows = [
        {
            "reference": reference(number),
            "centre_id": centre,
            "area_code": "legal_aid",
            "opened_on": date(2026, 3, 2),
            **fields,
        }
        for number in range(start, start + count)
    ]
    session.execute(insert(CaseFileRow), rows)
    session.commit()


def reference(number: int) -> str:
    # one more than a multiple of 37: the check character is 1 for all of them
    return new_reference("KM", 2026, 37 * number + 1)


def a_weekday_from(day: date) -> date:
    """The day, or the Monday after it: no rule of the plan speaks against it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def given_to_supervisor(session: Session, session_id: int, account_id: int | None) -> None:
    """Make a session one about a supervisor, wherever that one supervises."""
    row = SupervisionSessionRow
    kind = SessionType.SUPERVISION_OF_SUPERVISORS.value
    session.execute(update(row).where(row.id == session_id).values(type=kind))
    session.add(SessionStaffRow(session_id=session_id, account_id=account_id))
    session.commit()


def a_session(session: Session, scene: Scene, **fields: Any) -> int:
    """A file check at centre A on 9 April 2026 that wants five files."""
    values: dict[str, Any] = {
        "centre_id": scene.centre,
        "type": SessionType.CASE_FILE_CHECK,
        "planned_on": DAY,
        "supervisor_id": scene.supervisor.account_id,
        "rubric_version_id": scene.rubric,
        "files_wanted": 5,
        # what speaks against a day is asked about where that is tested
        "is_meant": True,
        **fields,
    }
    return plan_session(session, scene.supervisor, NewSession(**values), zone=ZONE, at=NOON)
