"""The part of an area's page that tells of a red line found since it was decided on."""

from flask_babel import gettext as _

from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.open_evidence import opened
from qa_app.queries.red_lines import crossed_areas
from qa_app.queries.register_standings import AreaStanding
from qa_app.web.decisions.labels import chip
from qa_app.web.decisions.parts import RedLine
from qa_app.web.decisions.showing import covers
from qa_app.web.guard import current_actor
from qa_app.web.locale import page_language
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words

_TOLD = (
    Permission.STANDING_PROPOSE,
    Permission.STANDING_DECIDE,
    Permission.STANDING_RECORD,
    Permission.STANDING_APPLY,
)


def red_line(one: AreaStanding) -> RedLine | None:
    """Tell of a red line in an area of the register.

    Args:
        one: The area.

    Returns:
        When it was found, and what was frozen because of it; None without one, and for who neither
        decides about the area nor manages its centre.
    """
    actor, place = current_actor(), one.place
    if not any(covers(actor, place, permission) for permission in _TOLD):
        return None
    found = crossed_areas(database(), [one], local_today(), installation().timezone)
    if not found:
        return None
    words, crossed = Words(page_language()), found[0]
    day = words.day(crossed.found_on)
    if crossed.snapshot_id is None or crossed.evaluated_on is None:
        said = _(
            "A red line was found on %(day)s. The criteria are evaluated anew once its result is"
            " final; nothing is suspended by itself.",
            day=day,
        )
        return RedLine(str(said))
    frozen = opened(database(), actor, place, crossed.snapshot_id)
    if frozen is None:
        said = _(
            "A red line was found on %(day)s. The criteria were evaluated anew on %(again)s, and"
            " other evidence was frozen since; nothing is suspended by itself.",
            day=day,
            again=words.day(crossed.evaluated_on),
        )
        return RedLine(str(said))
    said = _(
        "A red line was found on %(day)s. The criteria were evaluated anew on %(again)s, and this"
        " evidence is frozen. Nothing is suspended by itself. What the criteria propose:",
        day=day,
        again=words.day(crossed.evaluated_on),
    )
    return RedLine(str(said), chip(frozen.status), frozen.id)
