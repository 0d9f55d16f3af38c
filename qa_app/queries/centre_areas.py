"""The areas of centres, in the order in which pages name them."""

from typing import Any

from sqlalchemy import ColumnElement, Select, select

from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow, PlaceRow


def centre_areas(within: ColumnElement[bool], area: str) -> Select[*tuple[Any, ...]]:
    """Ask for the areas of some centres with what names them.

    Args:
        within: Which centres.
        area: Only this area; empty for every one.

    Returns:
        A query that gives rows of `id`, `code`, `kind`, `name_zh`, `name_en` and `place_path` of
        the centre, `place_zh`, `place_en`, `area_code`, `area_zh` and `area_en`, by place,
        centre and position of the area.
    """
    query = (
        select(
            CentreRow.id,
            CentreRow.code,
            CentreRow.kind,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.place_path,
            PlaceRow.name_zh.label("place_zh"),
            PlaceRow.name_en.label("place_en"),
            AreaRow.code.label("area_code"),
            AreaRow.name_zh.label("area_zh"),
            AreaRow.name_en.label("area_en"),
        )
        .join(CentreAreaRow, CentreAreaRow.centre_id == CentreRow.id)
        .join(AreaRow, AreaRow.code == CentreAreaRow.area_code)
        .join(PlaceRow, PlaceRow.id == CentreRow.place_id)
        .where(within)
    )
    if area:
        query = query.where(AreaRow.code == area)
    return query.order_by(PlaceRow.code, CentreRow.code, AreaRow.position, AreaRow.code)
