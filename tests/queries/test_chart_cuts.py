"""Cuts and notes of a chart: few rows, whatever the number of reviews."""

from datetime import date

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.charting import Cut, CutReason, stretches_of
from qa_app.domain.defaults import CHART_NOTES_SHOWN
from qa_app.domain.people import Role
from qa_app.domain.series import Coverage
from qa_app.models.chart_marks import ChartNoteRow
from qa_app.queries.chart_cuts import cuts_of, marks_of, scopes_around
from qa_app.queries.trends import (
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
    count_in(session, a, version, JAN + 5, reader_id=2, design="random/stratified:risk/number")
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


def test_files_chosen_on_purpose_or_imported_move_no_limit(session: Session) -> None:
    a, _ = two_centres(session)
    version = published(session)
    for number in range(8):
        count_in(session, a, version, JAN + number, 5, score_millionths=800_000, reader_id=1)
    scope = centre_scope(session, SUPERVISOR, a)
    assert scope is not None

    def seen() -> object:
        trend = rubric_trend(session, scope, "sample")
        assert trend is not None
        return stretches_of(
            trend.whole(trend.main_coverage), cuts_of(session, scope, "sample")
        ), trend.main_coverage

    before = seen()
    assert before[1] is Coverage.SAMPLED
    assert len(before[0]) == 1
    for kind in ("purposive", "imported"):
        for number in range(8):
            count_in(
                session,
                a,
                version,
                JAN + number,
                20,
                score_millionths=0,
                sample_type=kind,
                reader_id=9,
                design="purposive/simple/number",
            )
    assert seen() == before


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
