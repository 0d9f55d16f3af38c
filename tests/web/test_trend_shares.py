"""Shares and limits on trend pages: words for every kind of data, small numbers, bad input."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import freeze, resolve
from qa_app.extensions import db
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.builders import LIBRARY, a_file, item, section
from tests.people import NOON, OPERATOR
from tests.readings import JAN, count_in
from tests.register import two_centres
from tests.web.conftest import Visit, token_of
from tests.web.pagecheck import faults
from tests.web.test_centres import text_of

START = JAN - 24


def lined(session, **fields) -> int:
    """Publish a rubric with a red line; give its version's id."""
    red = item("B1", critical="stop", critical_fail=["unmet"], std=["MPL#99"])
    sections = section("A", item("A1"), item("A2")), section("B", red)
    plain = a_file(*sections, status="published", **fields)
    assert [one for one in check_rubric(plain, LIBRARY) if one.severity == "error"] == []
    rubric, content = freeze(plain, LIBRARY), resolve(plain, LIBRARY)
    return publish_rubric(session, OPERATOR, rubric, content, at=NOON).version_id


def read(session, centre: int, version: int, month: int, files: int, good: int, red: int = 0):
    """Count files of a month in: so many at band B, so many at band D, so many with a red line."""
    unmet = {"codes": {"A1": "unmet", "A2": "met", "B1": "met"}}
    for times, band, more in ((good, 2, {}), (files - good, 4, unmet)):
        score = 700_000 + 10_000 * (good % 20) if band == 2 else 500_000
        if times:
            count_in(
                session, centre, version, month, times, band_position=band,
                score_millionths=score, **more,
            )  # fmt: skip
    if red:
        count_in(session, centre, version, month, red, stop_count=1, band_position=4)


@pytest.fixture
def centre(app: Flask) -> int:
    with app.app_context():
        a, _b = two_centres(db.session())
        lined(db.session())
    return a


def months(app: Flask, centre: int, *told: tuple[int, int, int, int], version: int = 1) -> None:
    with app.app_context():
        for month, files, good, red in told:
            read(db.session(), centre, version, START + month, files, good, red)


def in_english(client: FlaskClient) -> FlaskClient:
    client.post("/language/en", data={"csrf_token": token_of(client.get("/me").text)})
    return client


def calm(files: int, *goods: int, start: int = 0) -> list[tuple[int, int, int, int]]:
    return [(start + n, files, good, 0) for n, good in enumerate(goods)]


P_CHART = calm(50, *(40, 38, 42, 40) * 3)
KINDS: dict[str, tuple[list[tuple[int, int, int, int]], str, str]] = {
    "one_point": (calm(12, 9), "Dots alone", "Limits need 6 periods"),
    "p": (P_CHART, "A p chart", "No real change: 80.0% is within the 63.0 to 97.0"),
    "worse": ([*P_CHART, (12, 50, 30, 0)], "A p chart", "60.0% is below the 63.0 to 97.0"),
    "p_prime": (
        calm(200, *(180, 120) * 6),
        "varies clearly more than the files drawn explain",
        "No real change",
    ),
    "run": (calm(12, *(9, 11) * 6), "A run chart", "above and below the median of 83.3"),
    "all_met": (calm(12, *[12] * 8), "nothing has varied yet", "Every period shows 100.0"),
    "none_met": (calm(12, *[0] * 8), "nothing has varied yet", "Every period shows 0.0"),
    "gaps": (
        [(n, 50, 38 + n % 5, 0) for n in (0, 1, 4, 5, 9, 13, 14, 18)],
        "A p chart",
        "No real change",
    ),
    "future": ([(n, 50, 38 + n % 5, 0) for n in range(20, 50)], "A p chart", "No real change"),
    "small": (calm(3, 2, 1, 3), "", "only 9 files, not rated"),
}


IN_BOTH_BY_DAY = {"p_prime", "small"}
"""Kinds whose pages are read in Chinese by day as well; by night all are."""


@pytest.mark.parametrize(
    ("kind", "language"),
    [(kind, "en") for kind in KINDS]
    + [
        pytest.param(kind, "zh", marks=() if kind in IN_BOTH_BY_DAY else pytest.mark.nightly)
        for kind in KINDS
    ],
)
def test_every_kind_of_data_has_its_chart_and_words(
    app: Flask, visit: Visit, centre: int, kind: str, language: str
) -> None:
    told, chart, sentence = KINDS[kind]
    months(app, centre, *told)
    client = visit("senior_supervisor")
    base = f"/centres/{centre}/trends"
    if language == "en":
        in_english(client)
        words = text_of(client.get(f"{base}?measure=band").text)
        assert "Share of files at band B or above, " in words
        assert chart in words
        assert sentence in words
    for query in ("", "?measure=band", "?measure=redline", "?section=A"):
        page = client.get(base + query)
        assert page.status_code == 200
        assert faults(page.text, language) == []
        assert not re.search(r"\bnan\b|None|Infinity|Fraction", page.text, re.IGNORECASE)
        figure = client.get(base + ".json" + query)
        assert figure.status_code == 200
        assert "NaN" not in figure.text
    items = client.get(f"/centres/{centre}/items/sample/A1")
    assert (items.status_code, faults(items.text, language)) == (200, [])
    assert "nan" not in client.get(f"{base}.csv").data.decode("utf-8-sig")


def test_the_chart_is_drawn_with_its_limits_and_the_table_says_the_same(
    app: Flask, visit: Visit, centre: int
) -> None:
    months(app, centre, *P_CHART, (12, 200, 160, 0))
    client = in_english(visit("senior_supervisor"))
    page = client.get(f"/centres/{centre}/trends?measure=band").text
    # stepped: the last month has more files, so its limits are closer
    assert page.count('class="pl-bound"') > 4
    assert 'value="band" selected' in page
    words = text_of(page)
    assert "80% (160 of 200)" in words
    assert "80.0 (71.5 to 88.5)" in words
    assert "80.0 (63.0 to 97.0)" in words
    lines = client.get(f"/centres/{centre}/trends.csv").data.decode("utf-8-sig").splitlines()
    assert lines[0].endswith("Measure,Mean or median,Lower limit,Upper limit,What limits say,"
                             "Files that conform")  # fmt: skip
    row = next(one for one in lines if "Share of files at band B" in one and ",200," in one)
    assert row.endswith("80.0,200,200,0,Share of files at band B or above,80.0,71.5,88.5,"
                        "no real change,160")  # fmt: skip
    figure = client.get(f"/centres/{centre}/trends.json?measure=band").json
    bounds = [one for one in figure["data"] if one["line"].get("shape") == "hv"]
    assert {715, 885} <= set(bounds[0]["y"])


def test_scores_carry_limits_in_table_and_csv(app: Flask, visit: Visit, centre: int) -> None:
    # 75 and 76 in turn: mean 75.4, neighbours one apart
    months(app, centre, *((n, 5 + n % 2, 5 + n % 2, 0) for n in range(7)))
    client = in_english(visit("senior_supervisor"))
    words = text_of(client.get(f"/centres/{centre}/trends").text)
    assert "Mean and limits What limits say" in words
    assert "75.4 (72.8 to 78.1) no real change" in words
    lines = client.get(f"/centres/{centre}/trends.csv").data.decode("utf-8-sig").splitlines()
    assert sum(one.endswith("Mean score,75.4,72.8,78.1,no real change,") for one in lines) == 7


def test_scores_that_never_vary_have_no_limits(app: Flask, visit: Visit, centre: int) -> None:
    months(app, centre, *((n, 5, 5, 0) for n in range(7)))
    client = in_english(visit("senior_supervisor"))
    words = text_of(client.get(f"/centres/{centre}/trends").text)
    assert "Dots alone: the periods that limits would rest on do not vary." in words
    assert "that is neither an achievement nor an alarm" in words
    assert "◌ cannot tell" in words
    assert "Mean and limits" not in words


def test_rare_red_lines_are_listed_with_the_files_since(
    app: Flask, visit: Visit, centre: int
) -> None:
    months(app, centre, *((n, 20, 20, n == 2) for n in range(8)))
    client = in_english(visit("senior_supervisor"))
    words = text_of(client.get(f"/centres/{centre}/trends?measure=redline").text)
    assert "Each one listed, because they are too rare for limits." in words
    assert "100 files were read since the last red line (" in words
    assert "Files with a red line" in words
    assert "1 of 21" in words
    assert "0 of 20" in words


def test_small_numbers_are_for_those_who_see_the_files(
    app: Flask, visit: Visit, centre: int
) -> None:
    months(app, centre, (0, 12, 9, 1), (1, 13, 9, 0), (3, 7, 5, 1))
    seeing, other = in_english(visit("senior_supervisor")), in_english(visit("caseworker"))
    base = f"/centres/{centre}/trends"
    for measure, told in (("band", "5 of 8"), ("redline", "1 of 8")):
        page = text_of(seeing.get(f"{base}?measure={measure}").text)
        assert told in page
        held = text_of(other.get(f"{base}?measure={measure}").text)
        assert told not in held
        assert "not shown: fewer than 10 files" in held
        # the share of a period that is large enough is told to both
        assert "of 13" in page
        assert "of 13" in held
    # nothing says of the small period that a red line stands in it, or that none does
    assert "since the last red line" not in held
    assert "latest period" not in held
    assert "The last red line was in the latest period" in page
    csv = other.get(f"{base}.csv").data.decode("utf-8-sig").splitlines()
    small = [one for one in csv if ",8,8,0,Share of files" in one]
    assert len(small) == 2
    assert all(one.endswith(",,,,,") for one in small)


def test_files_without_a_band_give_no_share_and_the_page_says_so(
    app: Flask, visit: Visit, centre: int
) -> None:
    def unrated(month: int, files: int) -> None:
        with app.app_context():
            none = {"band_position": None, "score_millionths": None, "sections": {}}
            count_in(db.session(), centre, 1, START + month, files, **none)

    client, base = in_english(visit("senior_supervisor")), f"/centres/{centre}/trends?measure=band"
    unrated(0, 14)
    words = text_of(client.get(base).text)
    assert "Share of files at band B or above, Jan 2024: no file has a band" in words
    assert "no file to count" in words
    assert faults(client.get(base).text, "en") == []
    months(app, centre, (3, 12, 9, 0))
    unrated(6, 14)
    words = text_of(client.get(base).text)
    assert "75.0% (12 files)" in words
    assert "Jul 2024: no file has a band, so there is no share." in words


def test_what_a_rubric_cannot_count_is_shown_as_scores(
    app: Flask, visit: Visit, centre: int
) -> None:
    months(app, centre, *P_CHART)
    client = in_english(visit("senior_supervisor"))
    base = f"/centres/{centre}/trends"
    words = text_of(client.get(f"{base}?section=A&measure=band").text)
    assert "Shares are counted over whole files; of a section the mean score is shown." in words
    for ending in ("", ".json", ".csv"):
        assert client.get(f"{base}{ending}?measure=nothing").status_code == 404
    assert client.get(f"{base}.json?section=A&measure=band").status_code == 200


def test_two_versions_in_one_month_stand_apart(app: Flask, visit: Visit, centre: int) -> None:
    with app.app_context():
        lined(db.session(), version="2.0.0", note={"zh": "新", "en": "new"})
    months(app, centre, *P_CHART)
    months(app, centre, (11, 50, 40, 0), (12, 50, 41, 0), version=2)
    client = in_english(visit("senior_supervisor"))
    words = text_of(client.get(f"/centres/{centre}/trends?measure=band").text)
    assert "Rubric version 2.0.0 from " in words
    assert "not comparable with before" in words
    assert "Limits need 6 periods with enough files; periods that count so far: 2." in words


def test_an_item_says_what_its_limits_say(app: Flask, visit: Visit, centre: int) -> None:
    months(app, centre, *P_CHART, (12, 50, 30, 0))
    client = in_english(visit("senior_supervisor"))
    page = client.get(f"/centres/{centre}/items/sample/A1").text
    words = text_of(page)
    assert "(50 files), below what is expected: a real deterioration" in words
    assert "60.0% is below the 63.0 to 97.0 expected here" in words
    assert "A p chart, because most periods have enough files" in words
    assert "▼ worse" in words
    assert "pl-dot-worse" in page
    assert "80.0 (63.0 to 97.0) worse: below the lower limit" in words


def test_sections_say_the_clause_too(app: Flask, visit: Visit, centre: int) -> None:
    with app.app_context():
        for month in range(7):
            score = 800_000 + 10_000 * (month % 2)
            count_in(
                db.session(), centre, 1, START + month, 5,
                score_millionths=score, sections={"A": score, "B": score},
            )  # fmt: skip
    client = in_english(visit("senior_supervisor"))
    page = client.get(f"/centres/{centre}/trends").text
    smalls = text_of(page[page.index('class="pl-smalls"') :])
    assert smalls.count("within normal variation") >= 2
    assert "● no real change" in smalls


def test_a_cut_is_the_same_on_page_figure_csv_and_item(
    app: Flask, visit: Visit, centre: int
) -> None:
    with app.app_context():
        for month in range(16):
            reader = 1 if month < 8 else 2
            score = (700_000 if month < 8 else 900_000) + 10_000 * (month % 2)
            count_in(
                db.session(), centre, 1, START + month, 12, reader_id=reader,
                score_millionths=score, sections={"A": score},
            )  # fmt: skip
    client, base = in_english(visit("senior_supervisor")), f"/centres/{centre}/trends"
    lines = client.get(f"{base}.csv").data.decode("utf-8-sig").splitlines()
    for query, part in (("", "Whole file"), ("?section=A", ",A,")):
        words = text_of(client.get(base + query).text)
        figure = client.get(f"{base}.json{query}").json
        assert "Limits begin anew in Sep 2024: from then on other people read most" in words
        assert "mean 70.5, trial limits" in words
        assert "mean 90.5, trial limits" in words
        marks = [one["text"] for one in figure["layout"]["annotations"]]
        assert "reviewers changed" in marks
        means = [one["y"] for one in figure["data"] if len(one["x"]) == 2]
        assert means == [[705, 705], [905, 905]]
        rows = [one for one in lines if part in one and "Mean score" in one]
        assert [",70.5," in one for one in rows] == [True] * 8 + [False] * 8
        assert [",90.5," in one for one in rows] == [False] * 8 + [True] * 8
    item = text_of(client.get(f"/centres/{centre}/items/sample/A1").text)
    assert "Limits begin anew in Sep 2024" in item


def test_the_head_of_a_centre_says_how_many_files_crossed_a_red_line(
    app: Flask, visit: Visit, centre: int
) -> None:
    months(app, centre, (0, 12, 10, 1), (1, 12, 10, 2))
    client = visit("senior_supervisor")

    def heading() -> str:
        page = client.get(f"/centres/{centre}").text
        return text_of(page.split("<h1>")[1].split("</h1>", maxsplit=1)[0])

    # of the latest period only: two of fourteen
    assert heading().endswith("；14份中有2份触及红线")
    in_english(client)
    assert heading().endswith("; a red line was crossed in 2 of 14 files")
    months(app, centre, (2, 12, 10, 0))
    assert heading().endswith("; no red line was crossed in any of 12 files")
