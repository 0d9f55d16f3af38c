"""A question that was asked, and an expert who may answer it."""

from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.models.expert_rows import ExpertRow
from qa_app.models.places import PlaceRow
from qa_app.services.register.ask_expert import NewQuestion, ask_expert
from tests.audits import ZONE
from tests.limits import Scene
from tests.people import NOON
from tests.sessions import reference


def an_expert(session: Session, place: str = "KM", **more: object) -> int:
    """An expert for social work, in office since 2025."""
    where = session.scalar(select(PlaceRow.id).where(PlaceRow.code == place))
    values = {
        "code": "E1",
        "name": "周老师",
        "organisation": "云南大学",
        "areas": "social_work",
        "from_on": date(2025, 1, 1),
    } | more
    made = session.execute(
        insert(ExpertRow).values(place_id=where, recorded_at=NOON, **values).returning(ExpertRow.id)
    ).scalar_one()
    session.commit()
    return made


def a_question(session: Session, scene: Scene) -> int:
    """A question of the worker about their case."""
    question = NewQuestion(reference(1), "risk", "如何评估风险？")
    made = ask_expert(session, scene.worker, question, ZONE, at=NOON)
    session.rollback()
    return made
