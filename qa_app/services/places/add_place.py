"""Add a node to the area tree."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.events import PlacesChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.register import LEVELS, NewPlace, is_register_code
from qa_app.models.places import PlaceRow
from qa_app.models.transaction import transaction
from qa_app.models.twins import one_of_a_kind

__all__ = ["NewPlace", "add_place"]


def add_place(session: Session, actor: Actor, new: NewPlace, *, at: datetime) -> int:
    """Add a province, city or district.

    Args:
        session: A database session.
        actor: Who adds it.
        new: What is added.
        at: The present.

    Returns:
        The place.

    Raises:
        NotAllowedError: The actor may not change the area tree.
        InvalidError: The level is unknown, the code is no code or is taken, there is no
            name, or the node above is not of the level above and within the actor's reach.
    """
    if not may(actor, Permission.PLACE_EDIT):
        raise NotAllowedError("place:edit")
    if new.level not in LEVELS:
        raise InvalidError("unknown_level")
    if not is_register_code(new.code):
        raise InvalidError("not_a_code", place=new.code)
    if not new.name.zh.strip() and not new.name.en.strip():
        raise InvalidError("name_missing", place=new.code)
    event = PlacesChanged(actor=actor, at=at, what="place", count=1)
    with one_of_a_kind("code_taken"), transaction(session, event) as act:
        if session.execute(select(PlaceRow.id).where(PlaceRow.code == new.code)).first():
            raise InvalidError("code_taken", place=new.code)
        above = _above(session, new)
        if not reach_of(actor, Permission.PLACE_EDIT).covers(0, above[1]):
            raise InvalidError("wrong_parent", place=new.code)
        place_id = session.execute(
            insert(PlaceRow)
            .values(
                parent_id=above[0],
                level=new.level,
                code=new.code,
                path=f"new:{new.code}",
                name_zh=new.name.zh,
                name_en=new.name.en,
            )
            .returning(PlaceRow.id)
        ).scalar_one()
        path = f"{above[1]}{place_id}/"
        session.execute(update(PlaceRow).where(PlaceRow.id == place_id).values(path=path))
        act.learn(object_id=place_id)
    return place_id


def _above(session: Session, new: NewPlace) -> tuple[int | None, str]:
    wanted = LEVELS.index(new.level) - 1
    if wanted < 0:
        return None, ""
    row = session.execute(
        select(PlaceRow.id, PlaceRow.path, PlaceRow.level).where(PlaceRow.code == new.parent)
    ).one_or_none()
    if row is None or row.level != LEVELS[wanted]:
        raise InvalidError("wrong_parent", place=new.code)
    return row.id, row.path
