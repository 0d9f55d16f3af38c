"""A network with a draft of criteria, and who may publish it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_versions import content_of, fingerprint_of
from qa_app.domain.people import Actor, NewGrant, Role
from qa_app.models.criteria_versions import CriteriaDraftRow
from qa_app.models.places import AreaRow
from qa_app.queries.try_criteria import TrialSize
from qa_app.rubric_files.areas import read_areas
from qa_app.rubric_files.criteria import read_criteria_plain
from qa_app.rubric_files.reader import read_rubric
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.agreements import Team, a_team, account
from tests.audits import ZONE, holidays
from tests.conftest import ROOT
from tests.kept import kept
from tests.people import NOON, OPERATOR

SHIPPED = ROOT / "rubrics"
TODAY = date(2026, 3, 23)
DAYS = (date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28))
SMALL = TrialSize(TODAY, ZONE, centres=2, days=DAYS)


@dataclass(frozen=True)
class Tried:
    """Who and what trials start from.

    Attributes:
        team: The people of the scene.
        author: Handed the draft in.
        second: May publish it.
        draft: The draft.
    """

    team: Team
    author: Actor
    second: Actor
    draft: int


def shipped_criteria() -> list[dict[str, Any]]:
    """The shipped criteria; of reports only areas are asked whose rubric has an item about them."""
    criteria = read_criteria_plain(SHIPPED / "endorsement_criteria.yaml")["criteria"]
    return [
        {**one, "areas": ["social_work"]} | {"variants": []} if one["id"] == "E13" else one
        for one in criteria
    ]


def a_draft(session: Session, author: Actor, **changes: Any) -> int:
    """A draft that says what the shipped file says, but for reports and the changes."""
    plain = read_criteria_plain(SHIPPED / "endorsement_criteria.yaml")
    plain = {**plain, "criteria": shipped_criteria(), **changes}
    content = content_of(plain)
    made = session.execute(
        insert(CriteriaDraftRow)
        .values(
            code=plain["id"],
            version=plain["version"],
            fingerprint=fingerprint_of(content),
            content=content,
            state="open",
            handed_in_at=NOON,
            handed_in_by=author.account_id,
        )
        .returning(CriteriaDraftRow.id)
    ).scalar_one()
    session.commit()
    return int(made)


@kept
def a_trial(session: Session) -> Tried:
    team = a_team(session)
    holidays(session)
    known = set(session.execute(select(AreaRow.code)).scalars())
    session.rollback()
    file = read_rubric(SHIPPED / "sw_case_management.yaml", SHIPPED)
    area = next(
        one for one in read_areas(SHIPPED / "areas.yaml", SHIPPED) if one.code == "social_work"
    )
    publish_rubric(
        session,
        OPERATOR,
        file.rubric,
        file.content,
        at=NOON,
        area=None if area.code in known else area,
    )
    author = account(session, "author", NewGrant(Role.SENIOR_SUPERVISOR, "KM"))
    return Tried(team, author, team.city, a_draft(session, author))
