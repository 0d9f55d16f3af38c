"""Acts out the register of workers: profiles, offence checks, certificates, training."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qa_app.demo.acting import Stage
from qa_app.demo.dice import Dice
from qa_app.demo.network import CITY, STEADY
from qa_app.domain.permissions import Permission
from qa_app.domain.register_terms import AreaCertificates
from qa_app.domain.text import BilingualText
from qa_app.domain.training import (
    NewAttendance,
    NewCourse,
    NewEvent,
    NewModule,
    NewTrainer,
    NewTraining,
)
from qa_app.domain.workers import (
    AnsweredBy,
    CheckOutcome,
    NewCheck,
    NewLicence,
    NewWorkerProfile,
    SentFact,
    Tier,
    WorkerKind,
)
from qa_app.paths import resource
from qa_app.queries.register import area_tree
from qa_app.rubric_files.criteria import read_criteria
from qa_app.services.workers.save_fact import save_fact
from qa_app.services.workers.save_training import save_training
from qa_app.services.workers.set_ceiling import set_ceiling

_PROFILE_DAYS = 420
_CHECKED_PCT, _LICENSED_PCT, _TRAINED_PCT, _PART_TIME_PCT = 80, 85, 80, 20
_TRAINERS_DAYS, _SECOND_DAYS, _COURSE_DAYS = 380, 300, (250, 200, 120, 60)
_DAY_MINUTES = 360
_FIRST_TRAINERS, _FIRST_STEP = 6, (1, 2)
_CEILINGS = {"legal_aid": 40, "psychological": 20, "family_education": 25}
_COURSES: tuple[NewTraining, ...] = (
    NewCourse(
        "TOT",
        BilingualText("未成年被害人服务培训师培训", "Training of trainers: child victims"),
        makes_trainers=True,
    ),
    NewCourse("CV", BilingualText("未成年被害人服务", "Working with child victims")),
    NewModule("CV", "CV-1", BilingualText("首次会谈与安全", "First meeting and safety"), 180),
    NewModule("CV", "CV-2", BilingualText("强制报告与保密", "Mandatory reports and privacy"), 180),
)


@dataclass(frozen=True, slots=True)
class _Person:
    centre: str
    area: str
    id: int
    code: str
    place: int

    @property
    def is_steady(self) -> bool:
        return (self.centre, self.area) == STEADY


def tell_of_workers(stage: Stage, today: date) -> None:
    """Record what is known of every worker, and the trainings of the city.

    Args:
        stage: What actors need.
        today: The last day of the story.
    """
    tables = read_criteria(resource("rubrics") / "endorsement_criteria.yaml").terms.certificates
    people = tuple(_people(stage))
    for one in people:
        _facts(stage, one, tables, today)
    _trainings(stage, people, today)
    first = today - timedelta(days=_PROFILE_DAYS)
    nodes = area_tree(stage.session, stage.supervisor, Permission.CEILING_SET)
    (city,) = (one.id for one in nodes if one.code == CITY)
    for area, most in _CEILINGS.items():
        at = stage.instant(first, 10)
        set_ceiling(stage.session, stage.supervisor, (city, area), (most, first), at=at)


def _people(stage: Stage) -> Iterator[_Person]:
    for (centre, area), workers in stage.workers.items():
        for place, (worker, code) in enumerate(workers):
            yield _Person(centre, area, worker, code, place)


def _facts(stage: Stage, one: _Person, tables: tuple[AreaCertificates, ...], today: date) -> None:
    dice = Dice(f"plumbline|people|{one.centre}|{one.code}")
    first = today - timedelta(days=_PROFILE_DAYS)
    percent = 50 if dice.hits(_PART_TIME_PCT) and not one.is_steady else 100
    tier = Tier.STATUTORY if one.place == 0 else Tier.COMMUNITY
    profile = NewWorkerProfile(
        first,
        WorkerKind.WORKER,
        tier,
        is_paid=True,
        full_time_percent=percent,
        meets_children=True,
    )
    facts: list[tuple[date, NewWorkerProfile | NewLicence | NewCheck]] = [(first, profile)]
    asked = today - timedelta(days=dice.between(40, 330) if dice.hits(_CHECKED_PCT) else 400)
    answered = asked + timedelta(days=6)
    facts.append((answered, NewCheck(asked, answered, CheckOutcome.CLEAR, AnsweredBy.POLICE)))
    kinds = next((table.accepted for table in tables if table.area == one.area), ())
    if kinds and dice.hits(_LICENSED_PCT):
        until = today + timedelta(days=dice.between(20, 700))
        level = "mid" if one.area == "social_work" else ""
        facts.append((first, NewLicence(kinds[0].code, level, first, until)))
    for day, fact in facts:
        at = stage.instant(day, 14)
        save_fact(stage.session, stage.director, one.id, SentFact(fact), tables, stage.zone, at=at)


def _trainings(stage: Stage, people: tuple[_Person, ...], today: date) -> None:
    begun = today - timedelta(days=_TRAINERS_DAYS)
    for course in _COURSES:
        at = stage.instant(begun, 8)
        save_training(stage.session, stage.supervisor, course, stage.zone, at=at)
    leads = [one for one in people if one.place == 0]
    top = _held(stage, "TOT-1", "TOT/", begun)
    outside = NewTrainer("TOT-1", organisation="云南大学社会工作系")
    save_training(stage.session, stage.supervisor, outside, stage.zone, at=top)
    _attend(stage, "TOT-1", leads[:_FIRST_TRAINERS], top)
    second = today - timedelta(days=_SECOND_DAYS)
    at = _held(stage, "TOT-2", "TOT/", second)
    _train(stage, "TOT-2", leads[:2], at)
    _attend(stage, "TOT-2", leads[_FIRST_TRAINERS:14], at)
    for number, days in enumerate(_COURSE_DAYS, 1):
        code, dice = f"CV-{number}", Dice(f"plumbline|course|{number}")
        at = _held(stage, code, "CV/", today - timedelta(days=days))
        start = number if number in _FIRST_STEP else _FIRST_TRAINERS + number
        _train(stage, code, leads[start : start + 2], at)
        there = [one for one in people if dice.hits(_TRAINED_PCT) or one.is_steady]
        _attend(stage, code, there, at)


def _held(stage: Stage, code: str, course: str, day: date) -> datetime:
    at = stage.instant(day, 17)
    name, _slash, module = course.partition("/")
    new = NewEvent(code, name, module, CITY, day, _DAY_MINUTES)
    save_training(stage.session, stage.supervisor, new, stage.zone, at=at)
    return at


def _train(stage: Stage, code: str, people: list[_Person], at: datetime) -> None:
    for one in people:
        new = NewTrainer(code, one.centre, one.code)
        save_training(stage.session, stage.supervisor, new, stage.zone, at=at)


def _attend(stage: Stage, code: str, people: list[_Person], at: datetime) -> None:
    for one in people:
        new = NewAttendance(code, one.centre, one.code, _DAY_MINUTES)
        save_training(stage.session, stage.director, new, stage.zone, at=at)
