"""Which frozen evidence is open to whoever may not read the centre's files."""

from collections.abc import Collection, Mapping
from datetime import datetime
from json import loads

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from qa_app.domain.papers_reply import DIGEST_SIGNS
from qa_app.domain.people import Actor
from qa_app.domain.permissions import reach_over_others
from qa_app.domain.register_decisions import DecisionState
from qa_app.models.aliases import alias_of
from qa_app.models.criteria_versions import EvidenceSnapshotRow
from qa_app.models.packed import unpacked
from qa_app.models.register_decisions import RegisterDecisionRow
from qa_app.queries.evidence_snapshots import Snapshot, snapshot
from qa_app.queries.register_standings import AreaPlace

_COUNTS = (DecisionState.PROPOSED.value, DecisionState.DECIDED.value)


def opened(
    session: Session, actor: Actor, place: AreaPlace, snapshot_id: int, reply: str = ""
) -> Snapshot | None:
    """Read frozen evidence of an area, if it is open to somebody.

    Args:
        session: A database session.
        actor: Who asks.
        place: The area; its caller knows that it is within reach.
        snapshot_id: The evidence.
        reply: What a reply form says of its digest: whoever holds the form was given the dossier.

    Returns:
        It; None when there is none of this area, or its reader may not read the centre's files and
        it is none of `open_to_all` and not that of the form.

    Source: docs/adr/0054, item 10.
    """
    found = snapshot(session, place.centre_id, place.area_code, snapshot_id)
    if found is None or reach_over_others(actor).covers(place.centre_id, place.place_path):
        return found
    is_of_form = len(reply) == DIGEST_SIGNS and found.digest.startswith(reply)
    return found if is_of_form or open_to_all(session, (found.id,)) else None


def open_to_all(session: Session, numbers: Collection[int]) -> frozenset[int]:
    """Tell which evidence is open to whoever sees its centre, with three queries at most.

    Of evidence as of instants that somebody chose the difference tells what happened between them.

    Args:
        session: A database session.
        numbers: The evidence.

    Returns:
        Of these, that on which a decision rests that waits or was decided, and that which was
        frozen last about its area, by whichever set at that instant.
    """
    row, later = EvidenceSnapshotRow, alias_of(EvidenceSnapshotRow)
    last = (
        select(later.id)
        .where(later.centre_id == row.centre_id, later.area_code == row.area_code)
        .order_by(later.as_of.desc(), later.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    asked = session.execute(select(row.id, last.label("last")).where(row.id.in_(sorted(numbers))))
    lasts: dict[int, int] = {found.id: found.last for found in asked}
    decided = session.execute(select(row.id).where(row.id.in_(sorted(lasts)), _is_decided_on()))
    found = set(decided.scalars()) | {one for one, of in lasts.items() if of == one}
    others = {one: of for one, of in lasts.items() if one not in found}
    known = _known_at(session, {*others, *others.values()})
    return frozenset(found | {one for one, of in others.items() if known[one] == known[of]})


def may_be_open() -> ColumnElement[bool]:
    """Leave out most evidence that is not open to all, where much is looked through.

    Returns:
        A condition on `EvidenceSnapshotRow`, true of all that `open_to_all` gives.
    """
    row, same = EvidenceSnapshotRow, alias_of(EvidenceSnapshotRow)
    of_set = select(func.max(same.id)).group_by(
        same.centre_id, same.area_code, same.version_id, same.set_code
    )
    return row.id.in_(of_set) | _is_decided_on()


def _is_decided_on() -> ColumnElement[bool]:
    row = RegisterDecisionRow
    return (
        select(row.id)
        .where(row.snapshot_id == EvidenceSnapshotRow.id, row.state.in_(_COUNTS))
        .exists()
    )


def _known_at(session: Session, numbers: Collection[int]) -> Mapping[int, datetime]:
    row = EvidenceSnapshotRow
    kept = session.execute(select(row.id, row.content).where(row.id.in_(sorted(numbers))))
    return {
        one: datetime.fromisoformat(loads(unpacked(content))["known_at"]) for one, content in kept
    }
