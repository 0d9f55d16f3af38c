"""Whose reach holds the centres at which a rubric counts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, not_, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.models.places import CentreRow
from qa_app.queries.reach import centres_in
from qa_app.queries.rubric_places import CountingPlace, places_of
from qa_app.queries.rubric_standing import version_content

Content = Mapping[str, Any]


def centres_beyond(session: Session, actor: Actor, *contents: Content | None) -> int:
    """Count the centres at which rubrics count and which a person's publishing does not reach.

    A rubric counts at the centres of its region: of the place that the region is, or everywhere
    when it names none or one that is no place here.

    Args:
        session: A database session.
        actor: Who would publish, or take out of use.
        contents: A rubric and the version that it follows, as data; None counts nowhere.

    Returns:
        How many centres lie beyond; 0 means that nobody else is touched.
    """
    reach = reach_of(actor, Permission.RUBRIC_PUBLISH)
    if reach.is_everything:
        return 0
    beyond = select(func.count(CentreRow.id)).where(not_(centres_in(reach)))
    return max(
        (
            session.execute(beyond.where(CentreRow.place_path.startswith(path))).scalar_one()
            for path in _branches(session, contents)
        ),
        default=0,
    )


def lies_elsewhere(actor: Actor, place: CountingPlace) -> bool:
    """Tell whether a rubric counts at a place with which a person has nothing to do.

    Args:
        actor: Who writes or publishes rubrics.
        place: Where it counts.

    Returns:
        True for a place that neither holds a branch of the person's nor lies in one; False for
        whoever reaches everything.
    """
    reach = reach_of(actor, Permission.RUBRIC_WRITE).joined(
        reach_of(actor, Permission.RUBRIC_PUBLISH)
    )
    return not reach.is_everything and not any(
        own.startswith(place.path) or place.path.startswith(own) for own in reach.place_paths
    )


def may_publish_for(session: Session, actor: Actor, version_id: int) -> bool:
    """Tell whether a person may compare a version and take it out of use.

    Args:
        session: A database session.
        actor: Who.
        version_id: The version.

    Returns:
        True when the role may publish and reaches every centre at which the rubric counts; False
        too when there is no such version.
    """
    if not may(actor, Permission.RUBRIC_PUBLISH):
        return False
    version = version_content(session, version_id)
    return version is not None and not centres_beyond(session, actor, version.content)


def _branches(session: Session, contents: tuple[Content | None, ...]) -> set[str]:
    regions = {str(one.get("region", "")) for one in contents if one is not None}
    places = places_of(session, regions)
    return {places[one].path if one in places else "" for one in regions}
