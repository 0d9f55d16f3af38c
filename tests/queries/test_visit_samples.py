from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.defaults import FRAME_MONTHS
from qa_app.domain.rubric import Rubric
from qa_app.queries.visit_samples import VisitSample, visit_sample
from tests.builders import a_rubric, item, section, words
from tests.sessions import Scene, a_scene, some_files

PLANNED = date(2026, 4, 9)
TODAY = date(2026, 4, 1)


def of_visits(size: Any, unit: str = "case", area: str = "legal_aid") -> Rubric:
    sample = {"unit": unit, "size": size, "from": words("cases"), "facts": []}
    per_case = item("A1", per_case=True, share={"met": 1, "partly": 0})
    fields = {"kind": "site", "unit": "centre_visit", "area": area, "case_sample": sample}
    return a_rubric(section("A", per_case), **fields)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


@pytest.mark.parametrize(("size", "needed"), [("lqas", 4), ("all", 5), (3, 3)])
def test_a_visit_samples_of_the_cases_that_are_known(
    session: Session, scene: Scene, size: Any, needed: int
) -> None:
    # open, closed within the period; not closed before it, opened after today, of another area
    # or of another centre
    some_files(session, scene.centre, 4)
    some_files(session, scene.centre, 1, 5, closed_on=date(2026, 3, 20))
    some_files(session, scene.centre, 1, 6, opened_on=date(2024, 1, 8), closed_on=date(2024, 2, 1))
    some_files(session, scene.centre, 1, 7, opened_on=date(2026, 4, 2))
    some_files(session, scene.centre, 1, 8, area_code="social_work")
    some_files(session, scene.other_centre, 1, 9)
    assert FRAME_MONTHS <= 24
    found = visit_sample(session, of_visits(size), scene.centre, PLANNED, TODAY)
    assert found is not None
    # of 5 cases lot quality reads 4, as tests/domain/test_case_sampling.py works out
    assert (found.until, found.known, found.needed) == (TODAY, 5, needed)


def test_where_no_case_is_known_the_reviewer_says_how_many(session: Session, scene: Scene) -> None:
    found = visit_sample(session, of_visits("lqas"), scene.centre, PLANNED, TODAY)
    assert isinstance(found, VisitSample)
    assert (found.known, found.needed) == (0, None)
    other = visit_sample(session, of_visits(3), scene.centre, PLANNED, TODAY)
    assert other is not None
    assert other.needed == 3


def test_a_sample_of_people_or_none_is_no_sample_of_cases(session: Session, scene: Scene) -> None:
    of_people = of_visits("all", unit="supervisee")
    for rubric in (of_people, a_rubric(area="legal_aid")):
        assert visit_sample(session, rubric, scene.centre, PLANNED, TODAY) is None
