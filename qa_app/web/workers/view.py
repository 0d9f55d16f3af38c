"""Puts the pages of people of centres together."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rounding import whole_percent
from qa_app.domain.text import BilingualText
from qa_app.domain.worker_lacks import SOON
from qa_app.domain.worker_lists import CHECKS, LICENCES, WORKERS
from qa_app.extensions import database
from qa_app.queries.caseloads import ceiling_for, ceilings
from qa_app.queries.register import area_tree, everyday_areas
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.queries.workers_at import (
    CaseloadsSeen,
    PeopleCentre,
    Turnover,
    WorkerAtCentre,
    area_names,
    caseloads_of,
    deployed_to,
    of_centres,
    people_of,
    turnover_of,
)
from qa_app.web.certificates import certified_areas
from qa_app.web.locale import page_language
from qa_app.web.settings import local_today
from qa_app.web.workers.forms import CeilingForm
from qa_app.web.workers.pages import (
    CeilingShown,
    CeilingsPage,
    CentresPage,
    PeoplePage,
    PersonShown,
)
from qa_app.web.workers.shown import footing_of, lacks_shown
from qa_app.wording import Words
from qa_app.wording.workers import (
    hours_of,
)

_NO_AREA = BilingualText("", "")
_MINUTES = 60
_OF_WORKERS = (WORKERS.code, LICENCES.code, CHECKS.code)


def centres_page(actor: Actor, found: Sequence[PeopleCentre]) -> CentresPage:
    """Put the list of centres together.

    Args:
        actor: Who looks.
        found: Centres whose people they see.

    Returns:
        The page.
    """
    today, now = local_today(), clock.now()
    within = of_centres(one.id for one in found)
    people = people_of(database(), within, certified_areas(), today, now)
    rows = []
    for one in found:
        theirs = [person for person in people if person.worker.centre_id == one.id]
        over = sum(_is_over(person) for person in theirs)
        soon = sum(bool(person.lacks) and not _is_over(person) for person in theirs)
        rows.append((one, len(theirs), over, soon))
    lacking = sum(over for _one, _count, over, _soon in rows)
    return CentresPage(
        heading=_lacking_words(lacking),
        rows=tuple(rows),
        may_set=may(actor, Permission.CEILING_SET),
    )


def _is_over(person: WorkerAtCentre) -> bool:
    return any(one.what not in SOON for one in person.lacks)


def _lacking_words(count: int) -> str:
    if not count:
        return str(_("Nobody lacks anything today"))
    return str(ngettext("%(num)d person lacks something", "%(num)d people lack something", count))


def people_page(actor: Actor, centre: PeopleCentre) -> PeoplePage:
    """Put the people of a centre together.

    Args:
        actor: Who looks.
        centre: The centre, which is known to be in reach.

    Returns:
        The page.
    """
    words, today, now = Words(page_language()), local_today(), clock.now()
    within = of_centres([centre.id])
    people = people_of(database(), within, certified_areas(), today, now)
    areas = area_names(database())
    turnover = turnover_of(database(), centre.id, today, now)
    loads = caseloads_of(database(), centre.id, people, today, now)
    shown = sorted(people, key=lambda one: (not _is_over(one), not one.lacks))
    return PeoplePage(
        centre=centre,
        heading=_lacking_words(sum(_is_over(one) for one in people)),
        figures=_figures(words, people, turnover, loads),
        people=tuple(_person(words, one, areas.get(one.worker.area, _NO_AREA)) for one in shown),
        deployed=tuple(code for _id, code in deployed_to(database(), centre.id, today)),
        loads=_loads(centre, loads, today),
        loads_on=words.day(loads.counted_on) if loads else "",
        lists=tuple(
            (one.listed.code, one.listed.title)
            for one in (LIST_TABLES[code] for code in _OF_WORKERS)
            if may(actor, Permission.LIST_TAKE_IN) and one.is_written_by(actor)
        ),
    )


def _figures(
    words: Words, people: Sequence[WorkerAtCentre], turnover: Turnover, loads: CaseloadsSeen | None
) -> tuple[tuple[str, str], ...]:
    first = words.day(turnover.first_day)
    share = "–" if turnover.share is None else f"{whole_percent(turnover.share)}%"
    paid = sum(one.worker.profile is not None and one.worker.profile.is_paid for one in people)
    found = [
        (str(len(people)), str(_("in post, of them paid: %(paid)s", paid=paid))),
        (
            share,
            str(
                _(
                    "turnover since %(day)s: %(left)s left, %(came)s came",
                    day=first,
                    left=turnover.left,
                    came=turnover.came,
                )
            ),
        ),
    ]
    if loads is not None:
        said = _("open cases without a worker")
        found.append((str(loads.without_worker), str(said)))
    return tuple(found)


def _loads(
    centre: PeopleCentre, loads: CaseloadsSeen | None, today: date
) -> tuple[tuple[BilingualText, str, str], ...]:
    if loads is None:
        return ()
    found, names = ceilings(database(), clock.now()), area_names(database())
    rows = []
    for area, value in loads.percentile.items():
        ceiling = ceiling_for(found, centre.place_path, area, today)
        said = _("not set") if ceiling is None else str(ceiling.most)
        rows.append((names.get(area, _NO_AREA), hours_of(value), str(said)))
    return tuple(rows)


def _person(words: Words, one: WorkerAtCentre, area: BilingualText) -> PersonShown:
    profile = one.worker.profile
    return PersonShown(
        one.worker,
        area,
        footing_of(words, profile) if profile else str(_("no profile")),
        lacks_shown(words, one),
        hours_of(Fraction(one.minutes, _MINUTES)),
        "" if one.open_count is None else str(one.open_count),
    )


def ceilings_page(actor: Actor, place_id: int | None, form: CeilingForm | None) -> CeilingsPage:
    """Put the ceilings together.

    Args:
        actor: Who looks.
        place_id: The place for which one is set; None for the widest.
        form: A form that was refused; None for a fresh one.

    Returns:
        The page.
    """
    words = Words(page_language())
    nodes = area_tree(database(), actor, Permission.CEILING_SET)
    places = {one.id: one.name for one in nodes}
    names = area_names(database())
    rows = tuple(
        CeilingShown(
            one, places[one.place_id], names.get(one.area, _NO_AREA), words.day(one.from_on)
        )
        for one in ceilings(database(), clock.now())
        if one.place_id in places
    )
    return CeilingsPage(
        rows=rows,
        places=tuple(places.items()),
        place_id=place_id or (nodes[0].id if nodes else 0),
        form=form or fresh_ceiling(),
    )


def fresh_ceiling() -> CeilingForm:
    """Give an empty form of a ceiling.

    Returns:
        The form, from today on.
    """
    form = CeilingForm(formdata=None)
    form.offer(area_choices())
    form.from_on.data = local_today()
    return form


def area_choices() -> list[tuple[str, str]]:
    """List the areas in which centres can be reviewed.

    Returns:
        Code and name in the page's language.
    """
    words = Words(page_language())
    return [(code, words.text(name)) for code, name in everyday_areas(database()).items()]
