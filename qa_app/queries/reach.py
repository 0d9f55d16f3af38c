"""Reach as a filter: which centres an actor may see for an act."""

from sqlalchemy import ColumnElement, false, or_, true

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.models.places import CentreRow


def centres_within(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Give the condition that keeps a query within reach.

    Args:
        actor: Who asks.
        permission: What they want to do.

    Returns:
        A condition on `CentreRow`; false for everything when nothing is in reach.
    """
    reach = reach_of(actor, permission)
    if reach.is_everything:
        return true()
    parts = [
        CentreRow.place_path.startswith(path, autoescape=True) for path in sorted(reach.place_paths)
    ]
    if reach.centre_ids:
        parts.append(CentreRow.id.in_(sorted(reach.centre_ids)))
    return or_(*parts) if parts else false()
