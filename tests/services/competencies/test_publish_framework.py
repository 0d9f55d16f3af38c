"""A framework is published once, by command, and stays as it is."""

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.expertise import Area
from qa_app.domain.people import Actor
from qa_app.domain.text import BilingualText
from qa_app.models.competency_rows import CompetencyFrameworkRow
from qa_app.models.places import AreaRow
from qa_app.models.training_rows import TrainingCourseRow
from qa_app.queries.competency_frameworks import (
    framework_by_id,
    framework_of_area,
    frameworks_in_force,
    training_of,
)
from qa_app.services.competencies.publish_framework import publish_framework
from tests.competencies import CODES, a_framework, published
from tests.people import NOON, OPERATOR
from tests.register import some_areas


def test_it_is_the_one_of_its_area_until_the_next(session: Session) -> None:
    some_areas(session)
    first = published(session)
    again = publish_framework(session, OPERATOR, a_framework(), at=NOON)
    assert (again.id, again.is_new) == (first, False)
    second = published(session, version="1.1.0")
    kept = framework_of_area(session, "social_work")
    assert kept is not None
    assert (kept.id, kept.framework.version) == (second, "1.1.0")
    assert [one.id for one in frameworks_in_force(session)] == [second]
    old = framework_by_id(session, first)
    assert old is not None
    assert tuple(old.framework.competencies) == CODES
    assert framework_of_area(session, "psychological") is None
    assert framework_by_id(session, 10**6) is None
    training = training_of(session, old.framework)
    assert [(one.code, one.hours, one.is_offered) for one in training.values()] == [
        ("M1", 6, False)
    ]


def test_what_is_refused(session: Session) -> None:
    some_areas(session)
    published(session)
    with pytest.raises(NotAllowedError):
        publish_framework(session, Actor(1, "x"), a_framework(), at=NOON)
    with pytest.raises(ConflictError, match="version_taken"):
        published(session, title={"zh": "另", "en": "other"})
    for version in ("0.9.0", "1.0.0-rc.1"):
        with pytest.raises(InvalidError, match="version_not_higher"):
            published(session, version=version)


def test_an_area_that_is_not_known_comes_with_the_file(session: Session) -> None:
    plain = a_framework(area="mediation")
    with pytest.raises(InvalidError, match="unknown_area"):
        publish_framework(session, OPERATOR, plain, at=NOON)
    area = Area("mediation", BilingualText("调解", "Mediation"), 20, is_resource_area=True)
    publish_framework(session, OPERATOR, plain, at=NOON, area=area)
    row = session.get(AreaRow, "mediation")
    assert row is not None
    assert (row.name_zh, row.is_resource_area) == ("调解", True)


def test_the_database_refuses_to_change_it(session: Session) -> None:
    some_areas(session)
    published(session)
    for statement in (
        update(CompetencyFrameworkRow).values(version="9.9.9"),
        delete(CompetencyFrameworkRow),
    ):
        with pytest.raises(DBAPIError):
            session.execute(statement)
        session.rollback()


def test_a_course_of_the_register_takes_the_place_of_a_module(session: Session) -> None:
    some_areas(session)
    kept = framework_by_id(session, published(session))
    assert kept is not None
    course = {"code": "M1", "name_zh": "课程", "name_en": "course", "about_victims": False}
    session.execute(
        insert(TrainingCourseRow).values(**course, makes_trainers=False, recorded_at=NOON)
    )
    (found,) = training_of(session, kept.framework).values()
    assert (found.title.en, found.hours, found.is_offered) == ("course", 6, True)
