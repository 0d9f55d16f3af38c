"""On which frozen evidence a form of a decision rests."""

from flask import abort, request

from qa_app.domain.errors import ConflictError, RefusedError
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.evidence_snapshots import Snapshot, newest_of_set, snapshot, snapshots
from qa_app.queries.open_evidence import opened
from qa_app.queries.register_standings import AreaStanding
from qa_app.web.decisions.showing import covers
from qa_app.web.guard import current_actor


def the_snapshot(one: AreaStanding, snapshot_id: int) -> Snapshot:
    """Find frozen evidence of an area that is open to who asks, or answer 404.

    Args:
        one: The area.
        snapshot_id: The evidence.

    Returns:
        It.
    """
    return _opened(one, snapshot_id) or abort(404)


def sent_on(
    one: AreaStanding, snapshot_id: int, by: Permission
) -> tuple[Snapshot, tuple[RefusedError, ...]]:
    """Find the evidence on which a form was sent, or what is open in its place, or answer 404.

    Of an area, whoever may not read the centre's files has the evidence of the last instant alone,
    and somebody may freeze it while they type: their form goes on by that, once they looked at it.

    Args:
        one: The area.
        snapshot_id: The evidence that the form names.
        by: What it takes to send the form.

    Returns:
        The evidence, by the same set where that is open; and the refusal (`evidence_anew`) where it
        is not what the form names.
    """
    found, place = _opened(one, snapshot_id), one.place
    if found is not None:
        return found, ()
    named = snapshot(database(), place.centre_id, place.area_code, snapshot_id)
    if named is None or not covers(current_actor(), place, by):
        abort(404)
    newest = newest_of_set(database(), place.centre_id, place.area_code, named.set_code)
    found = None if newest is None else _opened(one, newest.id)
    if found is None:
        (last,) = snapshots(database(), place.centre_id, place.area_code, 1)
        found = the_snapshot(one, last.id)
    return found, (ConflictError("evidence_anew"),)


def _opened(one: AreaStanding, snapshot_id: int) -> Snapshot | None:
    reply = request.values.get("reply", "")
    return opened(database(), current_actor(), one.place, snapshot_id, reply)
