"""What lists of the register name, looked up within reach: centres, places, workers, cases."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.queries.reach import centres_within, places_within

Codes = Collection[tuple[str, str]]
"""Codes to be looked up, each with the code of what it is looked up in (empty without one)."""

Found = Mapping[tuple[str, str], int | str]
Lookup = Callable[[Session, Actor, Permission, Codes], Found]
"""Finds what an actor may do something with; what is out of reach is not there."""

_CHUNK = 400


def _centres(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    query = select(CentreRow.code, CentreRow.id).where(centres_within(actor, need))
    return _alone(session, query, CentreRow.code, codes)


def _places(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    query = select(PlaceRow.code, PlaceRow.id).where(places_within(actor, need))
    return _alone(session, query, PlaceRow.code, codes)


def _workers(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    query = (
        select(CentreRow.code, PractitionerRow.code, PractitionerRow.id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(centres_within(actor, need))
    )
    return _of_centres(session, query, PractitionerRow.code, codes)


def _cases(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    query = (
        select(CentreRow.code, CaseFileRow.reference, CaseFileRow.id)
        .join(CentreRow, CentreRow.id == CaseFileRow.centre_id)
        .where(centres_within(actor, need))
    )
    return _of_centres(session, query, CaseFileRow.reference, codes)


def _alone(session: Session, query: Select[*tuple[Any, ...]], code: Any, codes: Codes) -> Found:
    rows = _rows(session, query, code, {one for _, one in codes})
    return {("", one): number for one, number in rows}


def _of_centres(
    session: Session, query: Select[*tuple[Any, ...]], code: Any, codes: Codes
) -> Found:
    rows = _rows(session, query, tuple_(CentreRow.code, code), codes)
    return {(centre, one): number for centre, one, number in rows}


def _rows(
    session: Session,
    query: Select[*tuple[Any, ...]],
    name: ColumnElement[Any],
    names: Collection[Any],
) -> list[Any]:
    wanted = sorted(names)
    return [
        row
        for start in range(0, len(wanted), _CHUNK)
        for row in session.execute(query.where(name.in_(wanted[start : start + _CHUNK])))
    ]


LOOKUPS: Mapping[str, Lookup] = {
    "centre": _centres,
    "place": _places,
    "worker": _workers,
    "case": _cases,
}
"""What is looked up for every list, by its name."""
