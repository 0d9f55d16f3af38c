"""Puts the page of one worker together."""

from datetime import date
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.domain.workers import LicenceLevel
from qa_app.extensions import database
from qa_app.queries.trainings import training_events
from qa_app.queries.workers import (
    Check,
    InPost,
    Licence,
    WorkerProfile,
    attended_by,
    checks_of,
    licences_of,
    of_workers,
    profiles_of,
)
from qa_app.queries.workers_at import (
    WorkerAtCentre,
    area_names,
    people_centres,
    people_of,
)
from qa_app.web.certificates import certified_areas
from qa_app.web.held_criteria import criteria_in_force
from qa_app.web.locale import page_language
from qa_app.web.settings import local_today
from qa_app.web.workers.forms import CheckForm, LicenceForm, ProfileForm
from qa_app.web.workers.pages import (
    FactShown,
    WorkerPage,
)
from qa_app.web.workers.shown import footing_of, lacks_shown
from qa_app.wording import Words
from qa_app.wording.workers import (
    BODIES,
    LEVELS,
    OUTCOMES,
    hours_of,
)

_NO_AREA = BilingualText("", "")
_MINUTES = 60


def worker_page(
    actor: Actor,
    one: InPost,
    centre_name: BilingualText,
    forms: tuple[ProfileForm | None, LicenceForm | None, CheckForm | None] = (None, None, None),
    fault: str = "",
) -> WorkerPage:
    """Put the page of a worker together.

    Args:
        actor: Who looks.
        one: The worker, who is known to be seen.
        centre_name: Their centre.
        forms: Forms that were refused; None for fresh ones.
        fault: Why something else was refused; empty for nothing.

    Returns:
        The page; with forms only for who records at the centre.
    """
    words, today, now = Words(page_language()), local_today(), clock.now()
    within = of_workers([one.id])
    (person,) = people_of(database(), within, certified_areas(), today, now) or (
        WorkerAtCentre(one, (), 0, None),
    )
    profiles = profiles_of(database(), within, now).get(one.id, ())
    licences = licences_of(database(), within, now).get(one.id, ())
    checks = checks_of(database(), within, now).get(one.id, ())
    records = may_record(actor, one)
    return WorkerPage(
        worker=one,
        centre_name=centre_name,
        area=area_names(database()).get(one.area, _NO_AREA),
        heading=_worker_heading(person),
        is_own=actor.practitioner_id == one.id,
        may_read_centre=may(actor, Permission.PRACTITIONER_READ),
        lacks=lacks_shown(words, person),
        profiles=tuple(_profile(words, each) for each in profiles),
        licences=tuple(_licence(words, each, today) for each in licences),
        checks=tuple(_check(words, each) for each in checks),
        trainings=_trainings(words, actor, one.id),
        hours=hours_of(Fraction(person.minutes, _MINUTES)),
        profile_form=(forms[0] or fresh_profile()) if records else None,
        licence_form=(forms[1] or fresh_licence()) if records else None,
        check_form=(forms[2] or fresh_check()) if records else None,
        fault=fault,
    )


def may_record(actor: Actor, one: InPost) -> bool:
    """Tell whether somebody records at the centre of a worker.

    Args:
        actor: Who looks.
        one: The worker.

    Returns:
        True for who manages the centre.
    """
    found = people_centres(
        database(), actor, local_today(), one.centre_id, Permission.WORKER_RECORD
    )
    return bool(found)


def _worker_heading(person: WorkerAtCentre) -> str:
    if not person.lacks:
        return str(_("Nothing is lacking"))
    count = len(person.lacks)
    return str(ngettext("%(num)d thing to see to", "%(num)d things to see to", count))


def _profile(words: Words, one: WorkerProfile) -> FactShown:
    said = _("from %(day)s: %(what)s", day=words.day(one.from_on), what=footing_of(words, one))
    return FactShown("profile", one.id, str(said), "", "")


def _licence(words: Words, one: Licence, today: date) -> FactShown:
    names = {
        each.code: each.name
        for table in criteria_in_force().terms.certificates
        for each in table.accepted
    }
    name = words.text(names[one.kind]) if one.kind in names else one.kind
    level = words.say(LEVELS[LicenceLevel(one.level)]) if one.level else ""
    first = words.day(one.valid_from)
    if one.valid_until is None:
        span = _("from %(first)s, without an end", first=first)
    else:
        span = _("from %(first)s to %(last)s", first=first, last=words.day(one.valid_until))
    said = words.listed(part for part in (name, level, str(span)) if part)
    holds = one.holds_on(today)
    state = _("in force") if holds else _("not in force")
    return FactShown("licence", one.id, said, "done" if holds else "plain", str(state))


def _check(words: Words, one: Check) -> FactShown:
    asked = words.day(one.asked_on)
    if one.answered_on is None or one.outcome is None or one.answered_by is None:
        said = _("asked on %(day)s", day=asked)
        return FactShown("check", one.id, str(said), "run", str(_("no answer yet")))
    said = _(
        "asked on %(asked)s, answered on %(answered)s by: %(body)s",
        asked=asked,
        answered=words.day(one.answered_on),
        body=words.say(BODIES[one.answered_by]),
    )
    look = "done" if one.outcome == "clear" else "late"
    return FactShown("check", one.id, str(said), look, words.say(OUTCOMES[one.outcome]))


def _trainings(words: Words, actor: Actor, worker_id: int) -> tuple[tuple[int, str, str], ...]:
    now = clock.now()
    seen = {one.id: one for one in training_events(database(), actor, now)}
    attended = attended_by(database(), of_workers([worker_id]), now).get(worker_id, ())
    rows = []
    for one in attended:
        event = seen.get(one.event_id)
        if event is not None:
            hours = hours_of(Fraction(one.minutes, _MINUTES))
            said = _("%(day)s, %(hours)s hours", day=words.day(one.held_on), hours=hours)
            rows.append((event.id, words.text(event.course), str(said)))
    return tuple(rows)


def fresh_profile() -> ProfileForm:
    """Give an empty form of a profile.

    Returns:
        The form, from today on.
    """
    form = ProfileForm(formdata=None)
    form.offer()
    form.from_on.data, form.full_time_percent.data = local_today(), 100
    return form


def certificate_choices() -> list[tuple[str, str]]:
    """List the certificates of the city's table.

    Returns:
        Code and name in the page's language.
    """
    words = Words(page_language())
    tables = criteria_in_force().terms.certificates
    return [(one.code, words.text(one.name)) for table in tables for one in table.accepted]


def fresh_licence() -> LicenceForm:
    """Give an empty form of a licence.

    Returns:
        The form.
    """
    form = LicenceForm(formdata=None)
    form.offer(certificate_choices())
    return form


def fresh_check() -> CheckForm:
    """Give an empty form of an inquiry.

    Returns:
        The form, asked today.
    """
    form = CheckForm(formdata=None)
    form.offer()
    form.asked_on.data = local_today()
    return form
