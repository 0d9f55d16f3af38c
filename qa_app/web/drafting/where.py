"""Where a draft will count, and what is odd about that."""

from dataclasses import dataclass

from flask_babel import gettext as _

from qa_app.domain.rubric import COUNTRY
from qa_app.extensions import database
from qa_app.queries.rubric_drafts import DraftInHand
from qa_app.queries.rubric_places import places_of
from qa_app.queries.rubric_reach import lies_elsewhere
from qa_app.web.guard import current_actor
from qa_app.web.labels import plain


@dataclass(frozen=True, slots=True)
class Where:
    """Where a draft will count.

    Attributes:
        name: At which centres, in words; a place that is not known here by its code.
        warning: What to look at before it is published; empty for nothing.
    """

    name: str
    warning: str = ""


def where_of(draft: DraftInHand) -> Where:
    """Tell where a draft will count.

    Args:
        draft: The draft.

    Returns:
        Every centre, or the place of its head alone; with a warning where that place is not on
        this platform, so that it counts everywhere, or is none of the reader's.
    """
    region = str(draft.plain.get("region") or "")
    if region in {"", COUNTRY}:
        return Where(str(_("Every centre")))
    place = places_of(database(), {region}).get(region)
    if place is None:
        everywhere = _(
            "This place is not on the platform: until it is, the rubric counts everywhere."
        )
        return Where(region, str(everywhere))
    if not lies_elsewhere(current_actor(), place):
        return Where(plain(place.name))
    elsewhere = _(
        "This is no place of yours, so the rubric will not count at your centres: look whether it"
        " is the place that is meant."
    )
    return Where(plain(place.name), str(elsewhere))
