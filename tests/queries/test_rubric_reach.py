"""Whose publishing reaches the centres at which a rubric counts."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor, NewGrant, Role
from qa_app.domain.register import NewCentre, NewPlace
from qa_app.domain.rubric_draft import DraftSeen
from qa_app.domain.text import BilingualText
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.rubric_drafts import draft_by_id, drafts_to_publish, names_of_publishers
from qa_app.queries.rubric_places import places_of
from qa_app.queries.rubric_reach import centres_beyond, lies_elsewhere, may_publish_for
from qa_app.queries.second_persons import second_persons
from qa_app.services.places.add_centres import add_centres
from qa_app.services.places.add_place import add_place
from qa_app.services.standards.publish_rubric_draft import DraftPublication, publish_rubric_draft
from qa_app.services.standards.retire_rubric import retire_rubric
from qa_app.services.standards.start_rubric_draft import NewDraft, start_rubric_draft
from qa_app.services.standards.submit_rubric_draft import submit_rubric_draft
from tests.agreements import account
from tests.builders import LIBRARY, a_file
from tests.drafts import GROUND, Desk, a_desk
from tests.people import NOON, OPERATOR

ZONE = "Asia/Shanghai"
TOMORROW = date(2026, 3, 24)
COUNTY = {"id": "county", "area": "legal_aid", "region": "CN-530102"}


@pytest.fixture
def desk(session: Session) -> Desk:
    """Two districts of one city with a centre each; the desk reaches everything."""
    desk = a_desk(session)
    tree = (
        ("530000", "province", None),
        ("530100", "city", "530000"),
        ("530102", "district", "530100"),
        ("530103", "district", "530100"),
    )
    for code, level, above in tree:
        add_place(session, OPERATOR, NewPlace(code, BilingualText(code), level, above), at=NOON)
    for code in ("530102", "530103"):
        centre = NewCentre(f"{code}-A", BilingualText(code), code, "law_firm", ("legal_aid",))
        add_centres(session, OPERATOR, [centre], at=NOON)
    return desk


def of_county(session: Session, name: str) -> Actor:
    return account(session, name, NewGrant(Role.SENIOR_SUPERVISOR, "530102"))


@pytest.mark.parametrize(
    ("region", "elsewhere"),
    [("CN-530102", False), ("CN-5301", False), ("CN-53", False), ("CN-530103", True)],
)
def test_a_place_beside_the_own_one_lies_elsewhere(
    session: Session, desk: Desk, region: str, *, elsewhere: bool
) -> None:
    place = places_of(session, {region})[region]
    assert lies_elsewhere(of_county(session, "县督导"), place) is elsewhere
    assert lies_elsewhere(desk.author, place) is False


def test_a_place_within_or_around_one_of_several_own_ones_is_no_other(
    session: Session, desk: Desk
) -> None:
    grants = (NewGrant(Role.SENIOR_SUPERVISOR, one) for one in ("530100", "110000"))
    add_place(session, OPERATOR, NewPlace("110000", BilingualText("京"), "province"), at=NOON)
    city = account(session, "市督导", *grants)
    for region, elsewhere in (("CN-530103", False), ("CN-53", False), ("CN-11", False)):
        assert lies_elsewhere(city, places_of(session, {region})[region]) is elsewhere


def waiting(session: Session, author: Actor, plain: dict[str, Any]) -> DraftSeen:
    draft = start_rubric_draft(session, author, NewDraft(plain=plain), LIBRARY, at=NOON)
    submit_rubric_draft(session, author, DraftSeen(draft, 1), GROUND, at=NOON)
    return DraftSeen(draft, 1)


def publish_it(session: Session, actor: Actor, seen: DraftSeen) -> int:
    publication = DraftPublication(seen, TOMORROW, ZONE)
    return publish_rubric_draft(session, actor, publication, GROUND, at=NOON)


@pytest.mark.parametrize(
    ("region", "beyond"),
    [("CN-530102", 0), ("CN-530103", 1), ("CN-5301", 1), ("CN-53", 1), ("CN", 1), ("CN-11", 1)],
)
def test_centres_of_the_region_out_of_reach_are_counted(
    session: Session, desk: Desk, region: str, beyond: int
) -> None:
    county = of_county(session, "县督导")
    assert centres_beyond(session, county, {"region": region}) == beyond
    assert centres_beyond(session, county, {"region": region}, {}) == 1
    assert centres_beyond(session, county, None) == 0
    assert centres_beyond(session, desk.author, {"region": region}) == 0


def test_two_people_of_a_county_publish_in_chinese_alone_for_their_county(
    session: Session, desk: Desk
) -> None:
    first, second = of_county(session, "县督导甲"), of_county(session, "县督导乙")
    sections = [
        {
            "id": "A",
            "weight": 1,
            "title": {"zh": "甲"},
            "items": [{"id": "A1", "text": {"zh": "会见"}, "basis": "standard"}],
        }
    ]
    plain = {**a_file(**COUNTY), "title": {"zh": "五华区办法"}, "sections": sections}
    seen = waiting(session, first, plain)
    assert [line.id for line in drafts_to_publish(session, second)] == [seen.draft_id]
    assert set(names_of_publishers(session, first, seen.draft_id)) == {
        "author",
        "second",
        "third",
        "县督导乙",
    }
    made = session.get_one(RubricVersionRow, publish_it(session, second, seen))
    assert may_publish_for(session, second, made.id)
    assert not may_publish_for(session, desk.reader, made.id)
    assert not may_publish_for(session, second, desk.version)
    assert may_publish_for(session, desk.second, desk.version)
    assert not may_publish_for(session, second, 0)
    assert not may_publish_for(session, desk.second, 0)
    assert (made.rubric_code, made.status, made.written_by) == ("county", "published", "县督导甲")
    retire_rubric(session, second, made.id, "试行结束", ZONE, at=NOON)
    assert made.status == "retired"


@pytest.mark.parametrize("region", ["CN-530103", "CN-5301", None])
def test_nobody_publishes_for_centres_out_of_reach(
    session: Session, desk: Desk, region: str | None
) -> None:
    second = of_county(session, "县督导乙")
    fields = {"region": region} if region else {}
    seen = waiting(session, desk.author, a_file(id="wide", area="legal_aid", **fields))
    draft = draft_by_id(session, second, seen.draft_id)
    assert draft is not None
    assert (draft.beyond, draft.line.waits_for_me) == (1, False)
    assert drafts_to_publish(session, second) == ()
    assert "县督导乙" not in names_of_publishers(session, desk.author, seen.draft_id)
    with pytest.raises(InvalidError) as refused:
        publish_it(session, second, seen)
    assert (refused.value.code, refused.value.params) == ("beyond_reach", {"count": 1})
    made = publish_it(session, desk.second, seen)
    with pytest.raises(InvalidError, match="beyond_reach"):
        retire_rubric(session, second, made, "不再使用", ZONE, at=NOON)
    assert session.get_one(RubricVersionRow, made).status == "published"


def test_where_no_centre_is_nobody_without_the_right_publishes_either(
    session: Session, desk: Desk
) -> None:
    empty = NewPlace("530104", BilingualText("西山"), "district", "530100")
    add_place(session, OPERATOR, empty, at=NOON)
    seen = waiting(session, desk.author, a_file(**{**COUNTY, "region": "CN-530104"}))
    made = publish_it(session, desk.second, seen)
    assert may_publish_for(session, of_county(session, "县督导"), made)  # it touches no centre
    assert not may_publish_for(session, desk.reader, made)


def test_a_region_does_not_end_the_days_of_a_version_that_counts_elsewhere(
    session: Session, desk: Desk
) -> None:
    second = of_county(session, "县督导乙")
    seen = waiting(session, desk.author, a_file(**{**COUNTY, "id": "sample", "version": "2.0.0"}))
    with pytest.raises(InvalidError, match="beyond_reach"):
        publish_it(session, second, seen)


def test_who_could_be_the_second_reaches_what_it_counts_for_and_what_it_ends(
    session: Session, desk: Desk
) -> None:
    assert desk.author.name == "author"
    of_county(session, "县督导")
    everywhere = ["author", "second", "third"]
    assert sorted(second_persons(session, "county", COUNTY, None)) == [*everywhere, "县督导"]
    assert sorted(second_persons(session, "county", COUNTY, {})) == everywhere
