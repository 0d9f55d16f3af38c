"""Cuts and notes of a chart: few rows, whatever the number of reviews."""

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.charting import Cut, CutReason, stretches_of
from qa_app.domain.defaults import CHART_NOTES_SHOWN
from qa_app.domain.people import Role
from qa_app.domain.series import Coverage
from qa_app.domain.share_charting import share_stretches
from qa_app.domain.shares import Measure, share_series
from qa_app.domain.totals import SampleType
from qa_app.models.chart_marks import ChartNoteRow
from qa_app.queries.chart_cuts import cuts_by_section, cuts_of, marks_of, scopes_around
from qa_app.queries.item_trends import item_trend
from qa_app.queries.trends import (
    Scope,
    centre_scope,
    network_scope,
    place_scope,
    rubric_trend,
)
from tests.charts import LATER, ChartScene, a_chart
from tests.people import OPERATOR, person
from tests.readings import JAN, count_in, published
from tests.register import two_centres
from tests.statements import counted

SUPERVISOR = person(Role.SENIOR_SUPERVISOR)
DRAWN = "random/simple/number"


def test_other_readers_and_another_design_begin_anew(session: Session) -> None:
    a, _ = two_centres(session)
    version = published(session)
    for number in range(4):
        count_in(session, a, version, JAN + number, reader_id=1, design=DRAWN)
    count_in(session, a, version, JAN + 4, reader_id=2, design=DRAWN)
    for number in (5, 6):
        design = "random/stratified:risk/number"
        count_in(session, a, version, JAN + number, reader_id=2, design=design)
    scope = centre_scope(session, SUPERVISOR, a)
    assert scope is not None
    assert cuts_of(session, scope, "sample") == (
        Cut(JAN + 4, CutReason.READERS),
        Cut(JAN + 5, CutReason.DESIGN),
    )
    assert cuts_of(session, scope, "other") == ()
    # over a place readers and designs always change
    wide = network_scope(OPERATOR)
    assert wide is not None
    assert cuts_of(session, wide, "sample") == ()


OTHER_KINDS = [one for one in SampleType if one not in {SampleType.RANDOM, SampleType.CENSUS}]


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_what_was_not_drawn_moves_no_line_no_limit_and_no_signal(
    session: Session, kind: SampleType
) -> None:
    a, _ = two_centres(session)
    version = published(session)
    for number, percent in enumerate((80, 82) * 6):
        count_in(
            session,
            a,
            version,
            JAN + number,
            12,
            score_millionths=percent * 10_000,
            sample_type="census" if number % 3 else "random",
            reader_id=1,
        )
    scope, place = centre_scope(session, SUPERVISOR, a), network_scope(OPERATOR)
    assert scope is not None
    assert place is not None

    def seen(of: Scope) -> list[object]:
        trend, cuts = rubric_trend(session, of, "sample"), cuts_by_section(session, of, "sample")
        item = item_trend(session, of, "sample", "A1")
        assert trend is not None
        assert item is not None
        assert trend.main_coverage is Coverage.SAMPLED
        found: list[object] = [cuts(""), item.lines]
        for section in ("", "A", "B"):
            series = trend.series[Coverage.SAMPLED, section]
            found += (series, stretches_of(series, cuts(section), Fraction(8, 10)))
        whole = trend.whole(Coverage.SAMPLED)
        for measure in (Measure.BAND, Measure.REDLINE):
            shares = share_series(whole, measure, set(trend.versions))
            is_rare = measure is Measure.REDLINE
            found += (shares, share_stretches(shares, cuts(""), is_rare=is_rare))
        return found

    before = [seen(scope), seen(place)]
    assert before[0][3][0].limits is not None  # type: ignore[index]  # the first stretch
    for number in range(12):
        count_in(
            session,
            a,
            version,
            JAN + number,
            20,
            score_millionths=0,
            band_position=4,
            stop_count=1,
            sections={"A": 0, "B": 0},
            codes={"A1": "not_met", "A2": "not_met", "B1": "not_met"},
            sample_type=kind.value,
            reader_id=9,
            design="random/stratified:risk/number",
        )
    assert [seen(scope), seen(place)] == before


def a_note(scope: str, day: date, account: int, **fields: object) -> dict[str, object]:
    return {
        "scope": scope,
        "rubric_code": None,
        "kind": "other",
        "happened_on": day,
        "text_zh": "",
        "text_en": "x",
        "revision": 1,
        "written_at": LATER,
        "written_by": account,
        **fields,
    }


def test_notes_of_the_rubric_and_of_every_place_around(session: Session) -> None:
    scene: ChartScene = a_chart(session)
    scope = centre_scope(session, SUPERVISOR, scene.centre)
    place = place_scope(session, SUPERVISOR, scene.place)
    assert scope is not None
    assert place is not None
    assert scopes_around(scope)[0] == f"c:{scene.centre}"
    assert set(scopes_around(scope)[1:]) == set(scopes_around(place))
    who = scene.manager.account_id or 0
    rows = [
        a_note(scope.key, date(2026, 3, 1), who),
        a_note("n", date(2026, 1, 1), who),
        a_note(place.key, date(2026, 2, 1), who, rubric_code="sample"),
        a_note(scope.key, date(2026, 4, 1), who, rubric_code="other"),
        a_note(f"c:{scene.other}", date(2026, 5, 1), who),
        a_note(scope.key, date(2026, 6, 1), who, removed_at=LATER),
    ]
    for row in rows:
        session.execute(insert(ChartNoteRow).values(**row))
    session.commit()
    days = [(one.number, one.note.on.month) for one in marks_of(session, scope, "sample")]
    assert days == [(1, 1), (2, 2), (3, 3)]
    assert len(marks_of(session, scope)) == 4
    assert [one.note.on.month for one in marks_of(session, place)] == [1, 2]


def test_rows_do_not_grow_with_reviews(session: Session) -> None:
    scene = a_chart(session)
    scope = centre_scope(session, SUPERVISOR, scene.centre)
    assert scope is not None
    who = scene.manager.account_id or 0
    many = [a_note(scope.key, date(2026, 3, 1), who) for _ in range(CHART_NOTES_SHOWN + 5)]
    session.execute(insert(ChartNoteRow), many)
    session.commit()

    def price() -> int:
        session.rollback()
        with counted(session) as seen:
            cuts_of(session, scope, "sample")
            assert len(marks_of(session, scope, "sample")) == CHART_NOTES_SHOWN
        return len(seen)

    before = price()
    count_in(session, scene.centre, scene.version, JAN, 300, reader_id=1, design=DRAWN)
    assert price() == before <= 4
