"""Puts the pages of training together."""

from fractions import Fraction
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.after_training import Compared, SampleChange, TrainingSide
from qa_app.domain.cascade import CascadeBranch
from qa_app.domain.defaults import AFTER_TRAINING_FILES_LEAST, AFTER_TRAINING_MONTHS
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.domain.told_answers import ALL_TOLD
from qa_app.domain.training import may_keep_courses
from qa_app.extensions import database
from qa_app.queries.after_training import items_around
from qa_app.queries.register import area_tree
from qa_app.queries.trainings import (
    TrainingCourse,
    TrainingEvent,
    attendance_at,
    courses,
    trainers_at,
    training_events,
    training_tree,
    worker_codes,
)
from qa_app.queries.trends import centre_scope
from qa_app.queries.workers_at import PeopleCentre, people_centres
from qa_app.web.locale import page_language
from qa_app.web.settings import local_today
from qa_app.web.told_here import told_here
from qa_app.web.workers.forms import AttendanceForm, CourseForm, EventForm, TrainerForm
from qa_app.web.workers.training_pages import (
    AroundPage,
    BranchShown,
    CascadePage,
    EventShown,
    ItemShown,
    TrainingPage,
    TrainingsPage,
)
from qa_app.wording import Words
from qa_app.wording.workers import CHANGES, difference_of, hours_of

_MINUTES = 60
_Form = TypeVar("_Form", TrainerForm, AttendanceForm)
_LOOKS = {SampleChange.HIGHER: "done", SampleChange.LOWER: "late"}


def _event(words: Words, one: TrainingEvent) -> EventShown:
    return EventShown(one, words.day(one.held_on), hours_of(Fraction(one.minutes, _MINUTES)))


def trainings_page(
    actor: Actor, event_form: EventForm | None = None, course_form: CourseForm | None = None
) -> TrainingsPage:
    """Put the list of trainings together.

    Args:
        actor: Who looks.
        event_form: A form that was refused; None for a fresh one.
        course_form: Likewise.

    Returns:
        The page; with forms only for who records training, or keeps courses.
    """
    words, now = Words(page_language()), clock.now()
    found, known = training_events(database(), actor, now), courses(database(), now)
    records = may(actor, Permission.TRAINING_RECORD)
    if records:
        event_form = event_form or offered_event(actor, known, EventForm(formdata=None))
    keeps = may_keep_courses(actor)
    if keeps:
        course_form = course_form or offered_course(known, CourseForm(formdata=None))
    heading = ngettext("%(num)d training held", "%(num)d trainings held", len(found))
    return TrainingsPage(
        heading=str(heading if found else _("No training is recorded yet")),
        rows=tuple(_event(words, one) for one in found),
        courses=tuple(
            (
                one,
                tuple(
                    (name, hours_of(Fraction(minutes, _MINUTES)))
                    for _code, name, minutes in one.modules
                ),
            )
            for one in known
        ),
        event_form=event_form if records else None,
        course_form=course_form if keeps else None,
    )


def offered_event(actor: Actor, known: tuple[TrainingCourse, ...], form: EventForm) -> EventForm:
    """Offer courses, modules and places.

    Args:
        actor: Who records.
        known: The courses.
        form: The form.

    Returns:
        The form; a choice of a module is written `course/module`.
    """
    words = Words(page_language())
    choices = []
    for one in known:
        choices.append((f"{one.code}/", words.text(one.name)))
        choices += [
            (f"{one.code}/{code}", f"{words.text(one.name)} · {words.text(name)}")
            for code, name, _minutes in one.modules
        ]
    form.course.choices = [(code, name, {"data-content": ""}) for code, name in choices]
    nodes = area_tree(database(), actor, Permission.TRAINING_RECORD)
    form.place.choices = [(one.code, words.text(one.name), {"data-content": ""}) for one in nodes]
    return form


def offered_course(known: tuple[TrainingCourse, ...], form: CourseForm) -> CourseForm:
    """Offer the courses of which something new may be a module.

    Args:
        known: The courses.
        form: The form.

    Returns:
        The form.
    """
    words = Words(page_language())
    whole = ("", str(_("nothing, it is a course")))
    named = [(one.code, words.text(one.name), {"data-content": ""}) for one in known]
    form.course.choices = [whole, *named]
    return form


def training_page(
    actor: Actor,
    found: TrainingEvent,
    forms: tuple[TrainerForm | None, AttendanceForm | None] = (None, None),
    fault: str = "",
) -> TrainingPage:
    """Put the page of a training together.

    Args:
        actor: Who looks.
        found: The training, which is known to be seen.
        forms: Forms that were refused; None for fresh ones.
        fault: Why something else was refused; empty for nothing.

    Returns:
        The page; who attended from other centres is only counted.
    """
    words, now = Words(page_language()), clock.now()
    records = may(actor, Permission.TRAINING_RECORD)
    mine = people_centres(database(), actor, local_today(), permission=Permission.TRAINING_RECORD)
    attended = attendance_at(database(), actor, found.id, now)
    own = {one.id for one in mine}
    here = {one.centre_id for one in attended}
    trainer = forms[0] or offered_people(mine, TrainerForm(formdata=None))
    attendance = forms[1] or offered_people(mine, AttendanceForm(formdata=None))
    return TrainingPage(
        one=_event(words, found),
        trainers=trainers_at(database(), found.id, now),
        attended=tuple(
            (one, hours_of(Fraction(one.minutes, _MINUTES)), one.centre_id in own)
            for one in attended
        ),
        others=found.attended - len(attended),
        centres=tuple(one for one in mine if one.id in here),
        trainer_form=trainer if records and found.may_record else None,
        attendance_form=attendance if records and mine else None,
        may_end=records and found.may_record,
        fault=fault,
    )


def offered_people(centres: tuple[PeopleCentre, ...], form: _Form) -> _Form:
    """Offer the centres whose workers may be named.

    Args:
        centres: The centres.
        form: The form.

    Returns:
        The form.
    """
    words = Words(page_language())
    form.centre.choices = [
        (one.code, words.text(one.name), {"data-content": ""}) for one in centres
    ]
    return form


def cascade_page(actor: Actor) -> CascadePage:
    """Put the cascade together.

    Args:
        actor: Who looks.

    Returns:
        The page.
    """
    words, now = Words(page_language()), clock.now()
    events = {one.id: one for one in training_events(database(), actor, now)}
    trees = training_tree(database(), actor, now)
    codes = worker_codes(database(), frozenset(_through(trees)))
    reached = frozenset[int]().union(*(one.reached for one in trees))
    heading = ngettext(
        "%(num)d person reached by training of trainers",
        "%(num)d people reached by training of trainers",
        len(reached),
    )

    def shown(one: CascadeBranch) -> BranchShown:
        return BranchShown(
            _event(words, events[one.event.id]),
            words.listed(sorted(codes[worker] for worker in one.through)),
            str(ngettext("%(num)d person", "%(num)d people", len(one.reached))),
            tuple(shown(part) for part in one.below),
        )

    return CascadePage(
        heading=str(heading if trees else _("No training of trainers is recorded yet")),
        trees=tuple(shown(one) for one in trees),
    )


def _through(trees: tuple[CascadeBranch, ...]) -> set[int]:
    found: set[int] = set()
    for one in trees:
        found |= one.through | _through(one.below)
    return found


def around_page(actor: Actor, found: TrainingEvent, centre: PeopleCentre) -> AroundPage:
    """Put the items of a centre before and after a training together.

    Args:
        actor: Who looks.
        found: The training, which is known to be seen.
        centre: The centre, which is known to be in reach.

    Returns:
        The page.
    """
    words, now = Words(page_language()), clock.now()
    scope = centre_scope(database(), actor, centre.id)
    told = ALL_TOLD if scope is None else told_here(scope)
    around = items_around(database(), centre.id, found.held_on, told)
    attended = attendance_at(database(), actor, found.id, now)
    return AroundPage(
        one=_event(words, found),
        centre=centre,
        attended_here=sum(one.centre_id == centre.id for one in attended),
        rows=tuple(_item(words, one, text) for one, text in around.items),
        told=sum(one.change in _LOOKS for one, _text in around.items),
        has_held=around.has_held,
        months=AFTER_TRAINING_MONTHS,
        least=AFTER_TRAINING_FILES_LEAST,
    )


def _item(words: Words, one: Compared, text: BilingualText) -> ItemShown:
    return ItemShown(
        one.key[0],
        one.key[1],
        text,
        _side(one.before),
        _side(one.after),
        words.say(CHANGES[one.change]),
        difference_of(words, one),
        _LOOKS.get(one.change, "plain"),
    )


def _side(one: TrainingSide) -> str:
    return str(_("%(met)s of %(files)s", met=one.met, files=one.files))
