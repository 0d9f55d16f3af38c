"""What lists of the register name, looked up within reach: centres, places, workers, cases."""

from collections.abc import Callable, Collection, Mapping

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.queries.reach import centres_within, places_within

Codes = Collection[tuple[str, str]]
"""Codes to be looked up, each with the code of what it is looked up in (empty without one)."""

Found = Mapping[tuple[str, str], int]
Lookup = Callable[[Session, Actor, Permission, Codes], Found]
"""Finds what an actor may do something with; what is out of reach is not there."""

_CHUNK = 400


def _centres(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    wanted = sorted({code for _, code in codes})
    found: dict[tuple[str, str], int] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = select(CentreRow.code, CentreRow.id).where(
            CentreRow.code.in_(wanted[start : start + _CHUNK]), centres_within(actor, need)
        )
        found |= {("", code): number for code, number in session.execute(query)}
    return found


def _places(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    wanted = sorted({code for _, code in codes})
    found: dict[tuple[str, str], int] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = select(PlaceRow.code, PlaceRow.id).where(
            PlaceRow.code.in_(wanted[start : start + _CHUNK]), places_within(actor, need)
        )
        found |= {("", code): number for code, number in session.execute(query)}
    return found


def _workers(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    wanted = sorted(codes)
    found: dict[tuple[str, str], int] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = (
            select(CentreRow.code, PractitionerRow.code, PractitionerRow.id)
            .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
            .where(
                tuple_(CentreRow.code, PractitionerRow.code).in_(wanted[start : start + _CHUNK]),
                centres_within(actor, need),
            )
        )
        found |= {(centre, code): number for centre, code, number in session.execute(query)}
    return found


def _cases(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    wanted = sorted(codes)
    found: dict[tuple[str, str], int] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = (
            select(CentreRow.code, CaseFileRow.reference, CaseFileRow.id)
            .join(CentreRow, CentreRow.id == CaseFileRow.centre_id)
            .where(
                tuple_(CentreRow.code, CaseFileRow.reference).in_(wanted[start : start + _CHUNK]),
                centres_within(actor, need),
            )
        )
        found |= {(centre, code): number for centre, code, number in session.execute(query)}
    return found


LOOKUPS: Mapping[str, Lookup] = {
    "centre": _centres,
    "place": _places,
    "worker": _workers,
    "case": _cases,
}
"""What is looked up for every list, by its name."""
