"""People who supervise one another: one for the city, one for each centre, some workers."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, NewGrant, Role
from qa_app.domain.session_blocks import Function
from qa_app.domain.supervision_agreements import Terms
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import PractitionerRow
from qa_app.queries.staff import account_as_actor
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.services.agreements.make_agreement import NewAgreement, make_agreement
from qa_app.services.places.add_practitioner import NewPractitioner, add_practitioner
from tests.audits import ZONE
from tests.kept import kept
from tests.people import NOON, OPERATOR
from tests.sessions import CHEAP, Scene, a_scene

TODAY = date(2026, 3, 23)
FIRST = date(2026, 4, 1)
TERMS = Terms(None, 60, {Function.ACCOUNTABILITY: 40, Function.LEARNING: 30, Function.SUPPORT: 30})


@dataclass(frozen=True)
class Team:
    """A scene with a supervisor of the whole city above those of the two centres."""

    scene: Scene
    city: Actor

    @property
    def lead(self) -> int:
        return self.scene.supervisor.account_id or 0

    @property
    def far(self) -> int:
        return self.scene.elsewhere.account_id or 0

    @property
    def head(self) -> int:
        return self.city.account_id or 0

    def worker(self, code: str) -> int:
        return self.scene.workers[code]


def account(
    session: Session, name: str, *grants: NewGrant, practitioner: int | None = None
) -> Actor:
    new = NewAccount(name, name, "four unrelated words here", grants, practitioner)
    made = account_as_actor(session, add_account(session, OPERATOR, new, CHEAP, at=NOON))
    session.rollback()
    assert made is not None
    return made


@kept
def a_team(session: Session) -> Team:
    scene = a_scene(session)
    city = account(session, "city", NewGrant(Role.SENIOR_SUPERVISOR, "KM"))
    return Team(scene, city)


def more_workers(session: Session, count: int) -> list[int]:
    return [
        add_practitioner(
            session,
            OPERATOR,
            NewPractitioner("A", f"M{number:02}", "legal_aid", date(2020, 1, 6)),
            at=NOON,
        )
        for number in range(count)
    ]


def an_agreement(session: Session, team: Team, actor: Actor | None = None, **fields: Any) -> int:
    """Of the lead of centre A with worker W1, from the first of April on."""
    new = NewAgreement(
        supervisor_id=team.lead,
        practitioner_id=team.worker("W1"),
        account_id=None,
        terms=TERMS,
        from_on=FIRST,
    )
    made = replace(new, **fields)
    return make_agreement(session, actor or team.city, made, ZONE, at=NOON)


def row_of(session: Session, agreement_id: int) -> SupervisionAgreementRow:
    session.rollback()
    session.expire_all()
    query = select(SupervisionAgreementRow).where(SupervisionAgreementRow.id == agreement_id)
    return session.execute(query).scalar_one()


def practitioner(session: Session, practitioner_id: int) -> PractitionerRow:
    session.rollback()
    query = select(PractitionerRow).where(PractitionerRow.id == practitioner_id)
    return session.execute(query).scalar_one()
