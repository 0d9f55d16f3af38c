"""Facts of reports: counted from totals, and with a number of statements that files do not move."""

import csv
import io
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.kept_reports import kept, unkept
from qa_app.domain.lost_points import is_exact, lost_points
from qa_app.domain.people import Role
from qa_app.domain.period_report import period_report
from qa_app.domain.quarter_means import quarter_means
from qa_app.domain.report_facts import ReportFacts, ReportKind, ReportSpan
from qa_app.domain.rubric import Rubric
from qa_app.domain.series import Coverage
from qa_app.domain.text import BilingualText
from qa_app.models.places import CentreRow
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.item_counts import AnswersAsked, item_losses
from qa_app.queries.report_facts import ReportOf, report_facts
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.queries.trends import centre_scope, rubric_trend
from qa_app.reports.period_charts import period_charts
from qa_app.reports.period_pdf import period_pdf
from qa_app.reports.report_tables import report_csv
from qa_app.rubric_files.areas import read_areas
from qa_app.rubric_files.reader import read_rubric
from qa_app.services.standards.publish_rubric import publish_rubric
from qa_app.wording import Words
from qa_app.wording.period_reports import said_period
from tests.audits import ZONE
from tests.builders import item, section
from tests.people import NOON, OPERATOR, person
from tests.readings import (
    JAN,
    TAKEN_OFF,
    count_in,
    declare,
    hundred,
    publish_next,
    published,
    read_as,
    read_off,
    two_sections,
)
from tests.register import two_centres
from tests.statements import counted

QUARTER, YEAR = ReportSpan(ReportKind.QUARTER, JAN), ReportSpan(ReportKind.YEAR, JAN)
NOW = datetime(2026, 4, 1, 4, tzinfo=UTC)


def of_centre(centre: int) -> ReportOf:
    return ReportOf(ReportKind.QUARTER, centre, BilingualText("中心甲", "Centre A"), "")


def of_city(session: Session, centre: int) -> ReportOf:
    path = session.get_one(CentreRow, centre).place_path
    city = "/".join(path.split("/")[:1]) + "/"
    return ReportOf(ReportKind.YEAR, int(city[:-1]), BilingualText("市", "City"), city)


def read(session: Session, of: ReportOf, span: ReportSpan) -> ReportFacts:
    return report_facts(session, of, span, NOW, ZONE)


def test_a_centre_is_told_with_the_numbers_of_its_trend_page(session: Session) -> None:
    a, b = two_centres(session)
    version = published(session)
    count_in(session, a, version, JAN - 1, 6, score_millionths=600_000)
    count_in(session, a, version, JAN, 10)
    count_in(session, a, version, JAN + 2, 3, sample_type="purposive")
    count_in(session, a, version, JAN + 3, 5, score_millionths=100_000)  # after the quarter
    count_in(session, b, version, JAN, 7, score_millionths=100_000)
    told = read(session, of_centre(a), QUARTER)
    rubric = rubric_in_words(session, version)
    assert rubric is not None
    report = period_report(told, {version: rubric}, sees_files=True)
    (area,) = report.areas
    scope = centre_scope(session, person(Role.SENIOR_SUPERVISOR), a)
    assert scope is not None
    trend = rubric_trend(session, scope, "sample")
    assert trend is not None
    shown = trend.series[Coverage.SAMPLED, ""].points
    assert area.whole.points == tuple(one for one in shown if one.period.last_month < JAN + 3)
    for code, _title, series in area.sections:
        on_page = trend.series[Coverage.SAMPLED, code].points
        assert series.points == tuple(one for one in on_page if one.period.last_month < JAN + 3)
    assert area.span is not None
    assert (area.span.files, area.besides) == (10, 3)


@pytest.mark.parametrize("is_taken_off", [False, True])
def test_a_report_and_a_page_tell_the_same_points_lost(
    session: Session, is_taken_off: bool
) -> None:
    a, _ = two_centres(session)
    if is_taken_off:
        version = publish_next(session, *hundred(), version="1.0.0", scoring=TAKEN_OFF)
        read_file = read_off
    else:
        version, read_file = published(session), read_as
    met = {"A1": "met", "A2": "met", "B1": "met"}
    count_in(session, a, version, JAN, 3, **read_file(**(met | {"A1": "unmet", "B1": "na"})))
    count_in(session, a, version, JAN + 1, 4, **read_file(**(met | {"A2": "partly", "A1": "na"})))
    count_in(session, a, version, JAN + 2, 2, **read_file(**dict.fromkeys(met, "na")))
    count_in(session, a, version, JAN + 2, 1, **read_file(**met), sample_type="purposive")
    rubric = rubric_in_words(session, version)
    scope = centre_scope(session, person(Role.SENIOR_SUPERVISOR), a, NOW.date())
    assert rubric is not None
    assert scope is not None
    facts = read(session, of_centre(a), QUARTER)
    (area,) = period_report(facts, {version: rubric}, sees_files=True).areas
    assert area.span is not None
    trend = rubric_trend(session, scope, "sample")
    assert trend is not None
    (point,) = trend.series[Coverage.SAMPLED, ""].rated
    asked = AnswersAsked(version, point.period, frozenset(rubric.items))
    on_page = lost_points(rubric, item_losses(session, scope, [asked]), point.scored_count)
    assert area.span.lost == on_page
    # by hand: in three files A1 was half of A, and A all that was scored: 50, or 60 taken off;
    # in four A2 was all of A, half the file, and half lost: 25, or 10 taken off; two lack a score
    a1, a2 = (60, 10) if is_taken_off else (50, 25)
    assert [(one.item_code, one.lost, one.below_count, one.scored_count) for one in on_page] == [
        ("A1", Fraction(3 * a1, 700), 3, 3),
        ("A2", Fraction(4 * a2, 700), 4, 7),
    ]
    assert point.value == area.span.mean
    assert point.value is not None
    assert is_exact(on_page, point.value)


def two_versions_read(session: Session) -> tuple[int, dict[int, Rubric]]:
    """A centre read for a year against two versions, both in the last quarter; and they."""
    a, _b = two_centres(session)
    old = published(session)
    new = publish_next(session, *two_sections())
    for month in range(JAN - 9, JAN + 2):
        count_in(session, a, old, month, 6, score_millionths=700_000 + 1000 * (month % 7))
    count_in(session, a, new, JAN + 1, 3, stop_count=1)
    count_in(session, a, new, JAN + 2, 9, score_millionths=910_001, is_final=False)
    count_in(session, a, new, JAN + 2, 2, sample_type="purposive")
    rubrics = {one: rubric_in_words(session, one) for one in (old, new)}
    return a, {one: rubric for one, rubric in rubrics.items() if rubric is not None}


def test_every_number_of_a_report_is_the_one_of_its_page(session: Session) -> None:
    a, rubrics = two_versions_read(session)
    told = read(session, of_centre(a), QUARTER)
    report = period_report(told, rubrics, sees_files=True)
    scope = centre_scope(session, person(Role.SENIOR_SUPERVISOR), a)
    assert scope is not None
    trend = rubric_trend(session, scope, "sample")
    assert trend is not None
    (area,) = report.areas
    assert len(area.columns) == 5
    cells = 0
    for row in area.heat:
        means = quarter_means(trend.series[Coverage.SAMPLED, row.section])
        for column, cell in zip(area.columns, row.cells, strict=True):
            assert cell == means[column]
            cells += 1
        # the last quarter has a column for each version
        assert [column for column in area.columns if column[0] == JAN] == [
            (JAN, version) for version in sorted(rubrics)
        ]
    assert cells == 3 * 5
    for code, _title, series in area.sections:
        assert series.points == trend.series[Coverage.SAMPLED, code].points
    totals = session.execute(
        select(
            MonthTotalRow.rubric_version_id,
            func.sum(MonthTotalRow.file_count),
            func.sum(MonthTotalRow.score_sum),
            func.sum(MonthTotalRow.file_count - MonthTotalRow.final_count),
        )
        .where(
            MonthTotalRow.scope == f"c:{a}",
            MonthTotalRow.section == "",
            MonthTotalRow.month >= JAN,
            MonthTotalRow.sample_type == "random",
        )
        .group_by(MonthTotalRow.rubric_version_id)
        .order_by(MonthTotalRow.rubric_version_id)
    ).all()
    assert [(one.version_id, one.files, one.mean, one.provisional) for one in area.spans] == [
        (version, files, Fraction(int(score), int(files) * 1_000_000), open_)
        for version, files, score, open_ in totals
    ]
    assert (report.files, report.besides) == (24, 2)


BYTES: dict[str, bytes] = {}
"""What the first database gave, for the second to give again."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_databases_give_the_same_bytes(session: Session, language: str) -> None:
    a, rubrics = two_versions_read(session)
    stored = kept(read(session, of_centre(a), QUARTER))
    words = Words(language)
    report = period_report(unkept(stored), rubrics, sees_files=True)
    said = said_period(words, report, 1, stored.digest)
    file = period_pdf(said, period_charts(words, report))
    assert BYTES.setdefault(language, file) == file
    assert BYTES.setdefault("facts", stored.text.encode()) == stored.text.encode()


def test_a_city_adds_its_centres_and_names_them(session: Session) -> None:
    a, b = two_centres(session)
    version = published(session)
    count_in(session, a, version, JAN, 10)
    count_in(session, b, version, JAN + 6, 5, score_millionths=100_000)
    told = read(session, of_city(session, a), YEAR)
    assert [(one.name.zh, one.sums[0].file_count) for one in told.centres] == [
        ("中心甲", 10),
        ("中心乙", 5),
    ]
    rubric = rubric_in_words(session, version)
    assert rubric is not None
    (area,) = period_report(told, {version: rubric}, sees_files=False).areas
    assert area.span is not None
    assert area.span.files == 15


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "共有权重50%，须达70%"), ("en", "50%shared,70%needed")],
)
def test_the_chart_on_paper_says_why_versions_are_not_joined_and_goes_on_saying_so(
    session: Session, language: str, said: str
) -> None:
    a, _b = two_centres(session)
    old = published(session)
    new = publish_next(
        session,
        section("A", item("A1", weight=3), item("A2"), weight=4),
        section("B", item("B2"), weight=1),
    )
    # section B weighs half of the old version, and B1 left: half of its weight is shared
    declare(session, new, old, A1="same", A2="reworded", B1="retired", B2="new")
    count_in(session, a, old, JAN)
    count_in(session, a, new, JAN + 1)
    told = unkept(kept(read(session, of_centre(a), QUARTER)))
    assert [(one.before_id, one.after_id, one.share) for one in told.rubrics[0].breaks] == [
        (old, new, Fraction(1, 2))
    ]
    rubrics = {one: rubric_in_words(session, one) for one in (old, new)}
    words = Words(language)
    report = period_report(told, rubrics, sees_files=True)  # type: ignore[arg-type]
    file = period_pdf(said_period(words, report, 1, "ab" * 32), period_charts(words, report))
    pages = PdfReader(io.BytesIO(file)).pages
    assert said in "".join("".join(page.extract_text().split()) for page in pages)


def test_the_price_does_not_grow_with_files(session: Session) -> None:
    a, _b = two_centres(session)
    version = published(session)
    count_in(session, a, version, JAN, 5)
    with counted(session) as before:
        read(session, of_centre(a), QUARTER)
    count_in(session, a, version, JAN, 200)
    with counted(session) as after:
        read(session, of_centre(a), QUARTER)
    assert len(after) <= len(before) < 25


def test_a_rule_rubric_tells_outcomes_and_items_of_the_span(
    session: Session, shipped: Path
) -> None:
    a, _b = two_centres(session)
    file = shipped / "reference" / "osri.yaml"
    shown = read_rubric(file, shipped)
    area = {one.code: one for one in read_areas(file, shipped)}[shown.rubric.area]
    version = publish_rubric(
        session, OPERATOR, shown.rubric, shown.content, at=NOON, area=area
    ).version_id
    unscored: dict[str, Any] = {"score_millionths": None, "band_position": None, "sections": {}}
    for month, times, outcome in (
        (JAN - 1, 50, "not_achieved"),  # before the quarter
        (JAN, 12, "substantial"),
        (JAN + 2, 7, "substantial"),
        (JAN + 2, 1, "na"),
    ):
        codes = {">S1": outcome, "=1": "strength", "=2": "ani", "1A": "0"}
        count_in(session, a, version, month, times, **unscored, codes=codes)
    told = read(session, of_centre(a), QUARTER)
    assert unkept(kept(told)) == told
    report = period_report(told, {version: shown.rubric}, sees_files=True)
    (lines,) = report.areas[0].rated.values()
    first = next(one for one in lines if one.code == "S1")
    # 19 files that the outcome applies to, all with the rating that counts
    assert (first.share.found, first.share.count, first.is_reached) == (19, 19, True)
    words = Words("en")
    said = said_period(words, report, 1, "0" * 64)
    (block,) = (one for one in said.blocks if one.key.startswith("rated-"))
    assert block.part.table is not None
    rows = {row[0].split()[0]: row for row in block.part.table.rows}
    # Wilson's interval of 19 in 19; item 2 is a strength in none of 20 files
    assert rows["S1"][2:] == ("100 % (83–100 %)", "95 % or more", "reached")
    assert rows["2"][2:] == ("0 % (0–16 %)", "90 % or more", "not reached *")
    printed = PdfReader(io.BytesIO(period_pdf(said, period_charts(words, report)))).pages
    assert "100 % (83–100 %)" in "".join(page.extract_text() for page in printed)
    table = csv.reader(io.StringIO(report_csv(words, report).decode("utf-8-sig")))
    (line,) = (row for row in table if row[2].startswith("S1 "))
    assert line[4:] == ["Q1 2026", "", "19", "", line[8], "19", "100.0"]
    # who may not read the files is told nothing that could be worked back to one file
    for reader in ({"sees_files": False}, {"sees_files": True, "is_aggregate": True}):
        areas = period_report(told, {version: shown.rubric}, **reader).areas
        assert [one.rated for one in areas] == [{}]


def test_a_centre_of_which_nothing_is_known_has_facts_as_well(session: Session) -> None:
    a, _b = two_centres(session)
    told = read(session, of_centre(a), QUARTER)
    assert (told.rubrics, told.agreement, told.centres) == ((), (), ())
    assert (told.actions.opened, told.response.shown, told.sampling.draws) == (0, 0, 0)
