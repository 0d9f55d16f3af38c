"""A rubric of a region is offered where it counts, and nowhere else."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.people import Role
from qa_app.queries.region_reviews import region_rubric
from qa_app.queries.round_planning import round_options
from qa_app.queries.rubric_list import rubrics_page
from qa_app.queries.rubric_places import counting_places, counts_at, counts_at_centre, places_of
from qa_app.queries.session_planning import planning_options
from qa_app.queries.supervisor_reviews import items_of_measures, quarter_rubrics
from qa_app.queries.versions_in_force import rubrics_of_area
from tests.people import person
from tests.register import official_codes
from tests.sessions import DAY, Scene, a_scene, at_centre, publish
from tests.supervisor_reviews import PRACTICE, publish_shipped

TODAY = date(2026, 3, 24)
REGIONS = {
    "panlong": "CN-530103",
    "wuhua": "CN-530102",
    "city": "CN-5301",
    "written_out": "CN-530100",
    "country": "CN",
    "no_place_here": "CN-11",
}


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def publish_each(session: Session, **fields: str) -> dict[str, int]:
    return {
        code: publish(session, id=code, region=region, **{"area": "legal_aid", **fields})
        for code, region in REGIONS.items()
    }


def test_each_counts_at_the_centres_of_its_region(session: Session, scene: Scene) -> None:
    paths = official_codes(session)
    made = publish_each(session)
    places = counting_places(session, [scene.rubric, *made.values()])
    assert {code: places[made[code]].path for code in REGIONS if made[code] in places} == {
        "panlong": paths["PL"],
        "wuhua": paths["WH"],
        "city": paths["KM"],
        "written_out": paths["KM"],
    }
    assert scene.rubric not in places
    assert (places[made["wuhua"]].name.zh, places[made["wuhua"]].name.en) == ("五华区", "Wuhua")
    # centre A stands in Panlong, centre B in Wuhua, both in the city
    everywhere = {"city", "written_out", "country", "no_place_here"}
    for centre, counted in (
        (scene.centre, {*everywhere, "panlong"}),
        (scene.other_centre, {*everywhere, "wuhua"}),
    ):
        assert {one for one in made if counts_at_centre(session, made[one], centre)} == counted
        assert counts_at_centre(session, scene.rubric, centre)
    # a rubric of a district does not count for the whole city around it
    assert not counts_at(places, made["panlong"], paths["KM"])
    # two ways to write one region are both found
    assert set(places_of(session, {"CN-5301", "CN-530100", "CN", ""})) == {"CN-5301", "CN-530100"}
    said = {line.code: line.counts_in and line.counts_in.en for line in rubrics_page(session)}
    assert (said["panlong"], said["city"]) == ("Panlong", "Kunming")
    assert said["country"] is None


def test_a_session_and_a_way_to_better_name_what_counts_at_the_centre(
    session: Session, scene: Scene
) -> None:
    official_codes(session)
    made = publish_each(session)
    far = person(Role.SENIOR_SUPERVISOR)
    here = planning_options(session, far, scene.centre, DAY)
    there = planning_options(session, far, scene.other_centre, DAY)
    assert here is not None
    assert there is not None
    everywhere = {made[code] for code in ("city", "written_out", "country", "no_place_here")}
    assert {one.id for one in here.rubrics} == {scene.rubric, made["panlong"], *everywhere}
    assert {one.id for one in there.rubrics} == {scene.rubric, made["wuhua"], *everywhere}
    assert len(rubrics_of_area(session, scene.centre, "legal_aid", TODAY)) == 6


def test_a_round_is_offered_what_counts_at_one_of_its_centres(
    session: Session, scene: Scene
) -> None:
    official_codes(session)
    made = publish_each(session)
    own = round_options(session, scene.supervisor, TODAY)
    assert made["wuhua"] not in {one.id for one in own.rubrics}
    both = at_centre(scene.supervisor, Role.SENIOR_SUPERVISOR, scene.centre, scene.other_centre)
    found = {one.id: one for one in round_options(session, both, TODAY).rubrics}
    assert set(found) == {scene.rubric, *made.values()}
    assert found[made["wuhua"]].centres == (scene.other_centre,)
    assert found[made["city"]].centres == (scene.centre, scene.other_centre)
    assert (found[scene.rubric].place, found[scene.rubric].centres) == (None, ())
    # one that a round has already stays in sight
    kept = round_options(session, scene.supervisor, TODAY, also=(made["wuhua"],))
    assert made["wuhua"] in {one.id for one in kept.rubrics}


def test_reviews_of_supervisors_and_regions_take_what_counts_there(
    session: Session, scene: Scene
) -> None:
    paths = official_codes(session)
    publish_shipped(session, PRACTICE)
    measured = items_of_measures(session, TODAY)
    assert measured
    publish(session, id="far", unit="supervisor_quarter", kind="practice", region="CN-530102")
    near = at_centre(scene.supervisor, Role.SENIOR_SUPERVISOR, scene.centre)
    assert [one.code for one in quarter_rubrics(session, near, TODAY)] == ["supervision_practice"]
    everyone = person(Role.SENIOR_SUPERVISOR)
    assert [one.code for one in quarter_rubrics(session, everyone, TODAY)] == [
        "far",
        "supervision_practice",
    ]
    # the items named on pages of coverage are those of the rubric that counts everywhere
    assert items_of_measures(session, TODAY) == measured
    wide = publish(session, id="wide", unit="region_year", kind="system")
    narrow = publish(session, id="narrow", unit="region_year", kind="system", region="CN-530102")
    taken = {place: region_rubric(session, path, TODAY) for place, path in paths.items()}
    assert {place: row and row.id for place, row in taken.items()} == {
        "KM": wide,
        "PL": wide,
        "WH": narrow,
    }
