"""Every page of results over time on data that lack something: each answers, in both languages."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.extensions import db
from qa_app.models.places import CentreRow
from qa_app.models.totals import count_readings
from tests.readings import JAN, a_reading, count_in, published
from tests.register import two_centres
from tests.web.conftest import Visit, token_of
from tests.web.pagecheck import faults

NO_NUMBER = re.compile(r"(?<![\w-])(NaN|nan|None|null|inf|Infinity|undefined)(?![\w-])")
"""What a page says when a number is none; `none` alone is a word of style sheets."""
UNSCORED = {"score_millionths": None, "band_position": None, "sections": {}, "codes": {}}
ALL_MET = {
    "score_millionths": 1_000_000,
    "band_position": 1,
    "sections": {"A": 1_000_000, "B": 1_000_000},
    "codes": {"A1": "met", "A2": "met", "B1": "met"},
}
NOTHING_MET = {
    "score_millionths": 0,
    "band_position": 4,
    "stop_count": 1,
    "sections": {"A": 0, "B": 0},
    "codes": {"A1": "unmet", "A2": "unmet", "B1": "unmet"},
}
Scene = Callable[[Session, int], None]


def nothing(session: Session, centre: int) -> None:
    published(session)


def one_file(session: Session, centre: int) -> None:
    count_in(session, centre, published(session), times=1)


def one_point(session: Session, centre: int) -> None:
    count_in(session, centre, published(session))


def no_variation(session: Session, centre: int) -> None:
    _monthly(session, centre, range(JAN - 14, JAN))


def all_met(session: Session, centre: int) -> None:
    _monthly(session, centre, range(JAN - 14, JAN), **ALL_MET)


def nothing_met(session: Session, centre: int) -> None:
    _monthly(session, centre, range(JAN - 14, JAN), **NOTHING_MET)


def no_denominators(session: Session, centre: int) -> None:
    _monthly(session, centre, range(JAN - 14, JAN), **UNSCORED)


def gaps(session: Session, centre: int) -> None:
    _monthly(session, centre, (JAN - 61, JAN - 60, JAN - 30, JAN - 3, JAN - 1))


def future(session: Session, centre: int) -> None:
    _monthly(session, centre, (JAN - 1, JAN + 60, JAN + 61))


def mixed_versions(session: Session, centre: int) -> None:
    for version in ("1.0.0", "2.0.0"):
        _monthly(session, centre, (JAN - 2, JAN - 1, JAN), published(session, version))


def no_longer_final(session: Session, centre: int) -> None:
    _monthly(session, centre, range(JAN - 7, JAN), is_final=False)


def only_picked_files(session: Session, centre: int) -> None:
    _monthly(session, centre, range(JAN - 7, JAN), sample_type="purposive")


def _monthly(
    session: Session,
    centre: int,
    months: Any,
    version: int | None = None,
    **fields: Any,
) -> None:
    read = version or published(session)
    made = [a_reading(session, centre, read, month, **fields) for month in months for _ in range(5)]
    count_readings(session, made)
    session.commit()


SCENES: tuple[Scene, ...] = (
    nothing,
    one_file,
    one_point,
    no_variation,
    all_met,
    nothing_met,
    no_denominators,
    gaps,
    future,
    mixed_versions,
    no_longer_final,
    only_picked_files,
)


def addresses(client: FlaskClient, centre: int, place: int) -> Iterator[str]:
    yield f"/centres/{centre}"
    yield f"/centres?place={place}"
    yield f"/centres/{centre}/quality"
    yield f"/places/{place}/compare"
    yield "/places/0/compare"
    yield "/places"
    for level in (f"/centres/{centre}", f"/centres/places/{place}", "/centres/places/0"):
        yield f"{level}/trends"
        yield f"{level}/standards"
        page = client.get(f"{level}/trends").text
        if "section=A" in page:
            yield f"{level}/trends?section=A"
            yield from sorted(set(re.findall(rf'href="({level}/(?:behind|items)/[^"#]+)"', page)))[
                :3
            ]
    compared = client.get(f"/places/{place}/compare").text
    chosen = re.search(r'<select[^>]*name="measure".*?</select>', compared, re.DOTALL)
    for measure in re.findall(r'value="(\w+)"', chosen[0] if chosen else ""):
        yield f"/places/{place}/compare?measure={measure}"
    for kind, number in (("centre", centre), ("place", place)):
        yield f"/centres/charts/{kind}/{number}/notes"
    yield "/reports"
    yield "/forms"
    yield "/maturity"
    yield f"/maturity/{place}"


def tables(client: FlaskClient, centre: int, place: int) -> Iterator[str]:
    for level in (f"/centres/{centre}", f"/centres/places/{place}", "/centres/places/0"):
        yield f"{level}/trends.csv"
        yield f"{level}/trends.json"
    yield f"/places/{place}/compare.csv"
    yield f"/places/{place}/compare.json"


def a_network(app: Flask, scene: Scene) -> tuple[int, int]:
    """Centre A with the readings of a scene; give it and its place."""
    with app.app_context():
        session: Session = db.session()
        centre, _ = two_centres(session)
        scene(session, centre)
        path = session.execute(
            select(CentreRow.place_path).where(CentreRow.id == centre)
        ).scalar_one()
    return centre, int(path.strip("/").split("/")[0])


def seen(client: FlaskClient, address: str, language: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.text[:300])
    assert not NO_NUMBER.findall(answer.text), (address, NO_NUMBER.search(answer.text))
    assert (address, faults(answer.text, language)) == (address, [])


LANGUAGES = ("zh", "en")
CASES = [
    pytest.param(
        scene,
        language,
        marks=() if language == LANGUAGES[at % 2] else pytest.mark.nightly,
        id=f"{scene.__name__}-{language}",
    )
    for at, scene in enumerate(SCENES)
    for language in LANGUAGES
]
"""By day every scene in one language, one after the other; by night each in both."""


@pytest.mark.parametrize(("scene", "language"), CASES)
def test_every_page_answers_in_words(app: Flask, visit: Visit, scene: Scene, language: str) -> None:
    centre, place = a_network(app, scene)
    client = visit("senior_supervisor")
    token = token_of(client.get("/").text)
    client.post(f"/language/{language}", data={"csrf_token": token, "back": "/"})
    for address in addresses(client, centre, place):
        seen(client, address, language)
    if scene is future:
        page = client.get(f"/centres/{centre}/trends").text
        assert {"zh": "2031年2月尚未到来", "en": "Feb 2031 has not come yet"}[language] in page
        for address in tables(client, centre, place):
            answer = client.get(address)
            assert answer.status_code in {200, 404}, (address, answer.status_code)
            words = "NaN|nan|Infinity" if address.endswith(".json") else NO_NUMBER.pattern
            assert not re.findall(words, answer.text), address
