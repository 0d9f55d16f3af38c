"""A trend of ten thousand points: the page answers, in words, and stays small."""

import gzip

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.defaults import CHART_MONTHS
from qa_app.models.base import table_of
from qa_app.models.trends import MonthTotalRow
from tests.readings import JAN, published
from tests.web.conftest import Visit, token_of
from tests.web.test_over_time_sweep import a_network, seen

POINTS = 10_000
MOST_BYTES = 40_000
LAST_TWENTY_YEARS = {"zh": "近二十年", "en": "the last twenty years"}


def many_points(session: Session, centre: int) -> None:
    version = published(session)
    months = range(JAN - POINTS, JAN)
    numbers = [(month, 700_000 + month * 7919 % 200_000) for month in months]
    rows = [
        {
            "scope": f"c:{centre}",
            "rubric_version_id": version,
            "sample_type": "random",
            "section": section,
            "month": month,
            "area_code": "legal_aid",
            "file_count": 5,
            "scored_count": 5,
            "score_sum": 5 * number,
            "final_count": 5,
            "final_scored_count": 5,
            "final_score_sum": 5 * number,
            "band_2": 0 if section else 5,
            "final_band_2": 0 if section else 5,
        }
        for section in ("", "A")
        for month, number in numbers
    ]
    session.execute(insert(table_of(MonthTotalRow)), rows)
    session.commit()


def test_ten_thousand_points_are_answered_in_words(app: Flask, visit: Visit) -> None:
    centre, _ = a_network(app, many_points)
    client = visit("senior_supervisor")
    address = f"/centres/{centre}/trends"
    for language, words in LAST_TWENTY_YEARS.items():
        token = token_of(client.get("/").text)
        client.post(f"/language/{language}", data={"csrf_token": token, "back": "/"})
        seen(client, address, language)
        answer = client.get(address)
        assert len(gzip.compress(answer.data)) < MOST_BYTES
        page = answer.text
        assert words in page
        assert page.count("<circle") + page.count("<rect") < 5 * CHART_MONTHS
        figure = client.get(f"/centres/{centre}/trends.json")
        assert len(figure.data) < MOST_BYTES
        assert "NaN" not in figure.text


@pytest.mark.nightly
def test_the_table_to_keep_has_all_of_them(app: Flask, visit: Visit) -> None:
    centre, _ = a_network(app, many_points)
    client = visit("senior_supervisor")
    client.post("/language/en", data={"csrf_token": token_of(client.get("/").text), "back": "/"})
    rows = client.get(f"/centres/{centre}/trends.csv").text.splitlines()
    assert sum("Whole file" in row for row in rows) >= POINTS
