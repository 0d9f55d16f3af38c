"""Writing a centre with its areas, for everyone who adds one inside a transaction."""

from collections.abc import Mapping

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Reach
from qa_app.domain.register import NewCentre, is_register_code
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow, PlaceRow


def write_centre(session: Session, new: NewCentre, reach: Reach) -> int:
    """Write a centre.

    Args:
        session: A session inside `transaction`.
        new: What is added.
        reach: Where the actor may add centres.

    Returns:
        The centre.

    Raises:
        InvalidError: The code is no code or is taken, the place is unknown or out of
            reach, or an area is unknown or none is given.
    """
    if not is_register_code(new.code):
        raise InvalidError("not_a_code", centre=new.code)
    if not new.name.zh.strip() and not new.name.en.strip():
        raise InvalidError("name_missing", centre=new.code)
    if session.execute(select(CentreRow.id).where(CentreRow.code == new.code)).first():
        raise InvalidError("code_taken", centre=new.code)
    place = session.execute(
        select(PlaceRow.id, PlaceRow.path).where(PlaceRow.code == new.place)
    ).one_or_none()
    if place is None or not reach.covers(0, place.path):
        raise InvalidError("unknown_place", centre=new.code, place=new.place)
    areas = tuple(dict.fromkeys(new.areas))
    known = set(session.execute(select(AreaRow.code).where(AreaRow.code.in_(areas))).scalars())
    if not areas or known != set(areas):
        raise InvalidError("unknown_area", centre=new.code)
    values: Mapping[str, object] = {
        "code": new.code,
        "place_id": place.id,
        "place_path": place.path,
        "name_zh": new.name.zh,
        "name_en": new.name.en,
        "kind": new.kind,
        "onboarded_on": new.onboarded_on,
    }
    centre_id = session.execute(
        insert(CentreRow).values(**values).returning(CentreRow.id)
    ).scalar_one()
    session.execute(
        insert(CentreAreaRow), [{"centre_id": centre_id, "area_code": area} for area in areas]
    )
    return centre_id
