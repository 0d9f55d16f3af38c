"""Training as it is recorded: courses, modules, events, trainers, attendance."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.defaults import TRAINING_MINUTES_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.identity_guard import identity_in
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.register import is_register_code
from qa_app.domain.text import BilingualText, has_words


class TrainingFact(StrEnum):
    """What is recorded of training."""

    COURSE = "course"
    MODULE = "module"
    EVENT = "event"
    TRAINER = "trainer"
    ATTENDANCE = "attendance"


@dataclass(frozen=True, slots=True)
class NewCourse:
    """A course.

    Attributes:
        code: Its code, one of the whole installation.
        name: Its name.
        area: Its area; empty for every area.
        about_victims: True when its hours count as training on child victims.
        makes_trainers: True for training of trainers.
    """

    code: str
    name: BilingualText
    area: str = ""
    about_victims: bool = True
    makes_trainers: bool = False


@dataclass(frozen=True, slots=True)
class NewModule:
    """A part of a course.

    Attributes:
        course: Code of the course.
        code: Its code, one of the course.
        name: Its name.
        minutes: How long it usually takes.
    """

    course: str
    code: str
    name: BilingualText
    minutes: int


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A course or module held on a day.

    Attributes:
        code: Its code, one of the whole installation.
        course: Code of the course.
        module: Code of the module; empty for the whole course.
        place: Code of the place for which it was held.
        held_on: Its day; the first of several.
        minutes: How long it took in all.
    """

    code: str
    course: str
    module: str
    place: str
    held_on: date
    minutes: int


@dataclass(frozen=True, slots=True)
class NewTrainer:
    """Who trained at an event: a worker, or an organisation from outside.

    Attributes:
        event: Code of the event.
        centre: Code of the worker's centre; empty for an organisation.
        practitioner: Code of the worker; empty for an organisation.
        organisation: Its name; empty for a worker. Never the name of a person.
    """

    event: str
    centre: str = ""
    practitioner: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class NewAttendance:
    """A worker who attended.

    Attributes:
        event: Code of the event.
        centre: Code of the worker's centre.
        practitioner: Code of the worker.
        minutes: For how many minutes, at most those of the event.
    """

    event: str
    centre: str
    practitioner: str
    minutes: int


NewTraining = NewCourse | NewModule | NewEvent | NewTrainer | NewAttendance

KIND_OF: dict[type[NewTraining], TrainingFact] = {
    NewCourse: TrainingFact.COURSE,
    NewModule: TrainingFact.MODULE,
    NewEvent: TrainingFact.EVENT,
    NewTrainer: TrainingFact.TRAINER,
    NewAttendance: TrainingFact.ATTENDANCE,
}
"""What each of them is."""


def check_training(new: NewTraining, today: date) -> None:
    """Refuse what cannot be recorded, as far as it can be seen without the register.

    Args:
        new: What is to be recorded.
        today: Local day.

    Raises:
        InvalidError: A code is no code (`not_a_code`), a name is missing in both languages
            (`text_missing`) or names a person (`name`, `phone`, `mail`, `id_number`), minutes are
            none or too many (`minutes_unfit`), the day lies ahead (`event_day`), or a trainer is
            neither or both (`trainer_unfit`).
    """
    if isinstance(new, NewTrainer):
        _check_trainer(new)
        return
    if not isinstance(new, NewAttendance) and not is_register_code(new.code):
        raise InvalidError("not_a_code")
    if isinstance(new, NewCourse | NewModule):
        _check_name(new.name.zh + new.name.en)
    if not isinstance(new, NewCourse) and not 1 <= new.minutes <= TRAINING_MINUTES_MOST:
        raise InvalidError("minutes_unfit")
    if isinstance(new, NewEvent) and new.held_on > today:
        raise InvalidError("event_day")


def may_keep_courses(actor: Actor) -> bool:
    """Decide whether somebody records, corrects and ends courses and their modules.

    Args:
        actor: Who wants to.

    Returns:
        True for who is in charge of trainings for a place: courses are those of the whole
        installation, and no single centre's.
    """
    reach = reach_of(actor, Permission.TRAINING_RECORD)
    return reach.is_everything or bool(reach.place_paths)


def _check_trainer(new: NewTrainer) -> None:
    if bool(new.practitioner) == bool(new.organisation):
        raise InvalidError("trainer_unfit")
    if new.organisation:
        _check_name(new.organisation)


def _check_name(text: str) -> None:
    if not has_words(text):
        raise InvalidError("text_missing")
    found = identity_in(text)
    if found is not None:
        raise InvalidError("names_person", found=found)
