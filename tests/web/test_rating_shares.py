"""Comparison by named ratings, where a rubric has no bands."""

import re

import pytest
from flask import Flask

from qa_app.domain.ratings import place_counted, ratings_of
from qa_app.extensions import db
from qa_app.models.totals import count_readings
from qa_app.paths import resource
from qa_app.rubric_files.reader import read_rubric
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.people import NOON, OPERATOR
from tests.readings import JAN, a_reading
from tests.register import two_centres
from tests.web.conftest import Visit, token_of

SHIPPED = resource("rubrics")
GOOD, OTHERS = 9, 3
MEASURE = {"zh": "及以上的占比", "en": "share rated “"}


@pytest.fixture
def place(app: Flask) -> int:
    """A centre visited twelve times, nine of them with a good result."""
    with app.app_context():
        session = db.session()
        centre, _ = two_centres(session)
        file = read_rubric(SHIPPED / "reference" / "weakest_grade.yaml", SHIPPED)
        rubric = file.rubric
        version = publish_rubric(session, OPERATOR, rubric, file.content, at=NOON).version_id
        best, *_, worst = [one.score_millionths for one in ratings_of(rubric)]
        made = [
            a_reading(
                session,
                centre,
                version,
                JAN + number % 3,
                score_millionths=score,
                band_position=place_counted(rubric, None, score),
                sections={},
                codes={},
                sample_type="census",
            )
            for number, score in enumerate([best] * GOOD + [worst] * OTHERS)
        ]
        count_readings(session, made)
        session.commit()
        return int(made[0].place_path.split("/")[0])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_results_at_a_named_rating_or_better_are_a_share(
    visit: Visit, place: int, language: str
) -> None:
    client = visit("senior_supervisor")
    token = token_of(client.get("/").text)
    client.post(f"/language/{language}", data={"csrf_token": token, "back": "/"})
    address = f"/places/{place}/compare?rubric=weakest_grade&end=2026-03"
    page = client.get(address).text
    assert MEASURE[language] in page
    assert "75" in page
    assert "9" in page
    table = client.get(address.replace("compare?", "compare.csv?")).text
    assert any("75" in line and ",12," in line for line in table.splitlines())
    wrong = client.get(f"{address}&measure=band")
    assert wrong.status_code in {400, 404}
    # sections of such a rubric have no score: the page says what whole files came to, and a level
    # has no sign that could be read as a minus
    page = client.get(f"/centres/places/{place}/standards?rubric=weakest_grade").text
    assert {"zh": "各部分不单独评定", "en": "no section rated by itself"}[language] in page
    assert re.search(r"<b>\d", page)
    assert "<b><span" not in page
