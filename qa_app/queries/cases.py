"""Case files by reference, and how a case list stands against them."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.case_entries import CaseEntry, Column, canonical_number
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow, PractitionerRow
from qa_app.models.sealing import Sealer, sealer_of
from qa_app.queries.reach import centres_within

_KEPT: dict[Column, str] = {
    Column.CLOSED: "closed_on",
    Column.PRACTITIONER: "practitioner_id",
    Column.STAGE: "stage",
    Column.RISK: "risk",
    Column.SHELF: "shelf",
    Column.SEALED: "is_sealed",
}


@dataclass(frozen=True, slots=True)
class CaseCentre:
    """A centre as its case list needs it.

    Attributes:
        id: The centre.
        name: Its name.
        areas: Code to name of the areas it works in, in order.
        practitioners: Code to id of its workers.
    """

    id: int
    name: BilingualText
    areas: Mapping[str, BilingualText]
    practitioners: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """A line of a case list against what stands.

    Attributes:
        digest: Keyed digest of the centre's own number.
        file_id: The file with this number; None when it is new.
        reference: Its reference; None likewise.
        values: Columns to be written; empty when nothing changes.
    """

    digest: str
    file_id: int | None
    reference: str | None
    values: Mapping[str, Any]


def case_centre(
    session: Session, actor: Actor, centre_id: int, permission: Permission
) -> CaseCentre | None:
    """Find a centre within reach, with its areas and workers.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: Which centre.
        permission: What the actor wants to do there.

    Returns:
        The centre; None when there is none or it is out of reach.
    """
    centre = session.execute(
        select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en).where(
            CentreRow.id == centre_id, centres_within(actor, permission)
        )
    ).one_or_none()
    if centre is None:
        return None
    areas = session.execute(
        select(AreaRow.code, AreaRow.name_zh, AreaRow.name_en)
        .join(CentreAreaRow, CentreAreaRow.area_code == AreaRow.code)
        .where(CentreAreaRow.centre_id == centre_id)
        .order_by(AreaRow.position, AreaRow.code)
    )
    practitioners = session.execute(
        select(PractitionerRow.code, PractitionerRow.id)
        .where(PractitionerRow.centre_id == centre_id)
        .order_by(PractitionerRow.code)
    )
    return CaseCentre(
        centre.id,
        BilingualText(centre.name_zh, centre.name_en),
        {row.code: BilingualText(row.name_zh, row.name_en) for row in areas},
        {row.code: row.id for row in practitioners},
    )


def number_digest(session: Session, centre_id: int, number: str, key: str = "") -> str:
    """Give the digest under which a centre's own number is known.

    Args:
        session: A session that carries the installation's key.
        centre_id: The centre.
        number: The number as the list gives it.
        key: The centre's own key; empty where it has none. It goes in first, so that the
            digest cannot be made again from a guessed number without it.

    Returns:
        Its keyed digest.
    """
    return _digest(sealer_of(session), centre_id, number, key)


def _digest(sealer: Sealer, centre_id: int, number: str, key: str) -> str:
    known = canonical_number(number)
    if key:
        known = hmac.digest(key.encode(), known.encode(), "sha256").hex()
    return sealer.digest(known, f"centre/{centre_id}")


def compare(
    session: Session,
    centre: CaseCentre,
    entries: Sequence[CaseEntry],
    keys: Sequence[str] = (),
) -> tuple[CaseStanding, ...]:
    """Hold the lines of a case list against the files of the centre.

    Args:
        session: A database session.
        centre: The centre, within the actor's reach.
        entries: Lines whose areas and workers are the centre's.
        keys: The centre's own key, then earlier ones; none where it has none.

    Returns:
        One for each line, in order. A file that is known under an earlier key, or the
        installation's alone, counts as changed: it is known under the first key afterwards.
    """
    tried = [*keys, ""] if keys else [""]
    rows = session.execute(
        select(
            CaseFileRow.local_digest,
            CaseFileRow.id,
            CaseFileRow.reference,
            CaseFileRow.area_code,
            CaseFileRow.opened_on,
            CaseFileRow.closed_on,
            CaseFileRow.practitioner_id,
            CaseFileRow.stage,
            CaseFileRow.risk,
            CaseFileRow.shelf,
            CaseFileRow.is_sealed,
        ).where(CaseFileRow.centre_id == centre.id, CaseFileRow.local_digest.is_not(None))
    )
    known = {row.local_digest: row._asdict() for row in rows}
    found, sealer = [], sealer_of(session)
    for entry in entries:
        digests = [_digest(sealer, centre.id, entry.number, key) for key in tried]
        file = next((known[digest] for digest in digests if digest in known), None)
        found.append(_standing(digests[0], entry, centre, file))
    return tuple(found)


def _standing(
    digest: str, entry: CaseEntry, centre: CaseCentre, file: dict[str, Any] | None
) -> CaseStanding:
    wanted: dict[str, Any] = {
        "area_code": entry.area,
        "opened_on": entry.opened_on,
        "closed_on": entry.closed_on,
        "practitioner_id": centre.practitioners[entry.practitioner] if entry.practitioner else None,
        "stage": entry.stage,
        "risk": entry.risk,
        "shelf": entry.shelf,
        "is_sealed": entry.is_sealed,
    }
    if file is None:
        return CaseStanding(digest, None, None, wanted)
    silent = {name for column, name in _KEPT.items() if column not in entry.columns}
    changed = {
        name: value for name, value in wanted.items() if name not in silent and file[name] != value
    }
    if changed or file["local_digest"] != digest:
        # all of them, so that every changed file is written by one statement
        changed = {name: file[name] for name in wanted} | changed | {"local_digest": digest}
    return CaseStanding(digest, file["id"], file["reference"], changed)
