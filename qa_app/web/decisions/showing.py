"""Frozen evidence and texts as pages show them."""

from datetime import timedelta

from flask import abort
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.defaults import STANDING_WARNING_DAYS
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of, reach_over_others
from qa_app.domain.register_status import review_due, step_on, warns_on
from qa_app.domain.released_items import ItemKind
from qa_app.domain.rules.decision import IN_REGISTER, Status
from qa_app.domain.rules.evaluation import Evidence, evidence_of
from qa_app.extensions import database
from qa_app.queries.criteria_versions import SetInForce, sets_in_force
from qa_app.queries.evaluations import asking_of, evaluate_area
from qa_app.queries.register_standings import AreaPlace, AreaStanding, area_standing
from qa_app.queries.register_texts import Text, text_of
from qa_app.queries.standing_evidence import known_at_of, that_stands
from qa_app.web.decisions.labels import terms
from qa_app.web.decisions.pages import TextShown
from qa_app.web.guard import current_actor
from qa_app.web.locale import page_language
from qa_app.web.session_labels import short_instant
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words


def the_area(centre_id: int, area: str) -> AreaStanding:
    """Find an area of a centre within reach, or answer 404.

    Args:
        centre_id: The centre.
        area: Code of the area.

    Returns:
        The area.
    """
    return area_standing(database(), current_actor(), centre_id, area) or abort(404)


def covers(actor: Actor, place: AreaPlace, permission: Permission) -> bool:
    """Tell whether somebody may do something at a centre.

    Args:
        actor: Who.
        place: The area of the centre.
        permission: What.

    Returns:
        True when the centre lies within reach for it.
    """
    return reach_of(actor, permission).covers(place.centre_id, place.place_path)


def set_in_force(place: AreaPlace, set_code: str) -> SetInForce | None:
    """Find the set that evidence of an area is frozen by today.

    Args:
        place: The area.
        set_code: The set that it is asked for.

    Returns:
        It, as it is in force where the centre stands; None where none is.
    """
    known = sets_in_force(database(), local_today())
    nearest = (known.of(place.place_path, one.stage) for one in known.sets)
    return next((one for one in nearest if one is not None and one.set.code == set_code), None)


def evidence_now(one: AreaStanding, set_code: str) -> Evidence | None:
    """Hold an area against the criteria in force today.

    Args:
        one: The area.
        set_code: The set that it is asked for.

    Returns:
        The evaluation as it is frozen: as of now; for who may not read the centre's files at the
        instant of the evidence that stands, by whichever set. None where no such criteria are in
        force.
    """
    place, found = one.place, set_in_force(one.place, set_code)
    if found is None:
        return None
    today, now, stands = local_today(), clock.now(), None
    if not reach_over_others(current_actor()).covers(place.centre_id, place.place_path):
        stands = that_stands(database(), one, today, now)
    day, known_at = (today, now) if stands is None else (stands.as_of, known_at_of(stands))
    zone = installation().timezone
    asking = asking_of(found, day, known_at, zone, is_now=stands is None)
    area = evaluate_area(database(), place.centre_id, place.area_code, asking)
    return None if area is None else evidence_of(area.evaluation)


def text_shown(actor: Actor, place: AreaPlace, kind: ItemKind, item_id: int) -> TextShown:
    """Show a text of a centre, or that its reader may not read it.

    Args:
        actor: Who reads.
        place: The area of the centre.
        kind: What kind of text.
        item_id: The application or objection.

    Returns:
        What the page shows.
    """
    return told_text(actor, place, (kind, item_id), text_of(database(), actor, kind, item_id))


def told_text(actor: Actor, place: AreaPlace, of: tuple[ItemKind, int], found: Text) -> TextShown:
    """Show a text that was read, or that its reader may not read it.

    Args:
        actor: Who reads.
        place: The area of the centre.
        of: What kind of text, and of which application, objection or condition.
        found: It, as they may read it.

    Returns:
        What the page shows.
    """
    (kind, item_id), release = of, found.release
    released = ""
    if release is not None:
        since = short_instant(release.released_at)
        released = str(
            _("released to judicial users by %(by)s, %(at)s", by=release.released_by, at=since)
        )
    return TextShown(
        kind.value,
        item_id,
        found.words,
        found.is_readable,
        None if release is None else release.id,
        released,
        covers(actor, place, Permission.STANDING_RELEASE),
        found.is_by_seat,
    )


def warnings(one: AreaStanding) -> tuple[str, ...]:
    """Say what is due about an area.

    Args:
        one: The area.

    Returns:
        Sentences: what runs out soon, a review that is due, a suspension that is over.
    """
    today, found = local_today(), []
    step = step_on(one.steps, today)
    if step is None:
        return ()
    words = Words(page_language())
    if step.until is not None:
        left = warns_on(step.until, today, STANDING_WARNING_DAYS)
        day = words.day(step.until)
        if step.status in IN_REGISTER and left is not None:
            days = (step.until - today).days
            found.append(str(_("Runs out on %(day)s, in %(days)s days.", day=day, days=days)))
        if step.status is Status.SUSPENDED and step.until < today:
            found.append(
                str(_("The longest suspension ended on %(day)s: lift it or remove.", day=day))
            )
        elif step.status is Status.SUSPENDED and left is not None:
            found.append(str(_("The suspension is to end by %(day)s.", day=day)))
    if step.status in IN_REGISTER:
        due = review_due(step.effective_on, today, terms().validity.review_every_months)
        if due is not None and due + timedelta(days=90) >= today:
            found.append(str(_("The yearly review was due on %(day)s.", day=words.day(due))))
    return tuple(found)
