"""Take in the providers of an inspection history as centres."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import HistoryImported
from qa_app.domain.history import history_code
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow, PlaceRow
from qa_app.models.transaction import transaction


@dataclass(frozen=True, slots=True)
class HistorySource:
    """Where a history comes from and where it is put.

    Attributes:
        code: Name of the source; with a source's own id it makes an import harmless to repeat.
        area_code: Area of expertise the history belongs to.
        area_name: Its name.
        place_code: Code of the node under which the places are put.
        place_name: Its name.
        place_level: Its level.
        below_level: Level of the places below it.
    """

    code: str
    area_code: str
    area_name: BilingualText
    place_code: str
    place_name: BilingualText
    place_level: str
    below_level: str


@dataclass(frozen=True, slots=True)
class ImportedCentre:
    """A provider.

    Attributes:
        key: Its id in the source.
        name: Its name.
        place: Name of its place; empty puts it at the top.
        kind: Its kind.
        onboarded_on: When it was registered; None when unknown.
    """

    key: str
    name: str
    place: str
    kind: str
    onboarded_on: date | None


def import_history_centres(
    session: Session,
    actor: Actor,
    source: HistorySource,
    centres: Sequence[ImportedCentre],
    *,
    at: datetime,
) -> int:
    """Add the providers that are not there yet, with their area and places.

    Args:
        session: A database session.
        actor: Who imports.
        source: Where they come from.
        centres: The providers.
        at: The present.

    Returns:
        How many centres were added.

    Raises:
        NotAllowedError: The actor may not change the register.
    """
    if not may(actor, Permission.PLACE_EDIT):
        raise NotAllowedError("place:edit")
    codes = {history_code(source.code, centre.key): centre for centre in centres}
    digest = hashlib.sha256("\n".join(sorted(codes)).encode()).hexdigest()
    event = HistoryImported(
        actor=actor, at=at, source=source.code, step="centres", count=len(codes), digest=digest
    )
    with transaction(session, event) as act:
        _area(session, source)
        known = set(
            session.execute(select(CentreRow.code).where(CentreRow.source == source.code)).scalars()
        )
        fresh = {code: centre for code, centre in codes.items() if code not in known}
        places = _places(session, source, {centre.place for centre in fresh.values()})
        if fresh:
            _insert(session, source, fresh, places)
        act.learn(count=len(fresh))
    return len(fresh)


def _area(session: Session, source: HistorySource) -> None:
    if session.get(AreaRow, source.area_code) is None:
        session.execute(
            insert(AreaRow).values(
                code=source.area_code,
                name_zh=source.area_name.zh,
                name_en=source.area_name.en,
            )
        )


def _places(session: Session, source: HistorySource, names: set[str]) -> dict[str, tuple[int, str]]:
    top = _place(session, source.place_code, source.place_name, source.place_level, None)
    found = {"": top}
    for name in sorted(names - {""}):
        code = history_code(source.place_code, name)
        text = BilingualText(zh=name, en=name)
        found[name] = _place(session, code, text, source.below_level, top)
    return found


def _place(
    session: Session, code: str, name: BilingualText, level: str, above: tuple[int, str] | None
) -> tuple[int, str]:
    row = session.execute(
        select(PlaceRow.id, PlaceRow.path).where(PlaceRow.code == code)
    ).one_or_none()
    if row is not None:
        return row.id, row.path
    place_id = session.execute(
        insert(PlaceRow)
        .values(
            parent_id=above[0] if above else None,
            level=level,
            code=code,
            path=f"new:{code}",
            name_zh=name.zh,
            name_en=name.en,
        )
        .returning(PlaceRow.id)
    ).scalar_one()
    path = f"{above[1] if above else ''}{place_id}/"
    session.execute(update(PlaceRow).where(PlaceRow.id == place_id).values(path=path))
    return place_id, path


def _insert(
    session: Session,
    source: HistorySource,
    fresh: dict[str, ImportedCentre],
    places: dict[str, tuple[int, str]],
) -> None:
    session.execute(
        insert(CentreRow),
        [
            {
                "code": code,
                "place_id": places[centre.place][0],
                "place_path": places[centre.place][1],
                "name_zh": centre.name[:200],
                "name_en": centre.name[:200],
                "kind": centre.kind[:40],
                "source": source.code,
                "onboarded_on": centre.onboarded_on,
            }
            for code, centre in fresh.items()
        ],
    )
    ids = session.execute(
        select(CentreRow.id, CentreRow.code).where(CentreRow.source == source.code)
    ).all()
    session.execute(
        insert(CentreAreaRow),
        [{"centre_id": row.id, "area_code": source.area_code} for row in ids if row.code in fresh],
    )
