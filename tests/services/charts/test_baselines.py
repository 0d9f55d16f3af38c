"""New baselines: begun by a named moderator with a reason, taken back with another."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.baselines import NewBaseline
from qa_app.domain.charting import Cut, CutReason
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.journal import JournalRow
from qa_app.queries.chart_cuts import baselines_of, cuts_of
from qa_app.queries.trends import Scope, ScopeKind, centre_scope
from qa_app.services.charts.begin_baseline import ChartOf, begin_baseline
from qa_app.services.charts.take_back_baseline import take_back_baseline
from tests.charts import BACK, LATER, WHY, ChartScene, a_chart
from tests.readings import JAN, count_in

NEW = NewBaseline(JAN + 6, (710_000, 890_000), WHY)


@pytest.fixture
def scene(session: Session) -> ChartScene:
    return a_chart(session)


def begin(
    session: Session,
    scene: ChartScene,
    new: NewBaseline = NEW,
    actor: Actor | None = None,
    chart: ChartOf | None = None,
    key: str | None = None,
) -> int:
    who, what = actor or scene.moderator, chart or scene.chart
    return begin_baseline(session, who, what, new, key, at=LATER)


def scope_of(session: Session, scene: ChartScene) -> Scope:
    scope = centre_scope(session, scene.supervisor, scene.centre)
    assert scope is not None
    return scope


def acts(session: Session) -> list[str]:
    wanted = JournalRow.action.in_(("chart:rebase", "chart:unrebase"))
    return list(session.execute(select(JournalRow.detail).where(wanted)).scalars())


def test_limits_begin_anew_where_a_moderator_says_so(session: Session, scene: ChartScene) -> None:
    made = begin(session, scene)
    scope = scope_of(session, scene)
    assert cuts_of(session, scope, "sample") == (Cut(JAN + 6, CutReason.REBASED, scene.version),)
    assert cuts_of(session, scope, "sample", "A") == ()
    assert cuts_of(session, scope, "other") == ()
    (one,) = baselines_of(session, scope, "sample")
    assert (one.id, one.month, one.means, one.reason, one.by, one.at, one.stands) == (
        made,
        JAN + 6,
        (710_000, 890_000),
        WHY,
        "chart_moderator",
        LATER,
        True,
    )
    (told,) = acts(session)
    assert '"on":"2026-07-01"' in told
    assert "intake" not in told


def test_the_centre_and_its_supervisors_do_not(session: Session, scene: ChartScene) -> None:
    everywhere = Reach(is_everything=True)
    own = Reach(centre_ids=frozenset({scene.centre}))
    moderates = Grant(Role.MODERATOR, everywhere)
    manages = Actor(scene.manager.account_id, "m", (*scene.manager.grants, moderates))
    works = Actor(scene.second.account_id, "w", (Grant(Role.CASEWORKER, own), moderates))
    elsewhere = Reach(centre_ids=frozenset({scene.other}))
    far = (Grant(Role.AUDITOR, everywhere), Grant(Role.MODERATOR, elsewhere))
    for who in (
        scene.manager,
        scene.supervisor,
        manages,
        works,
        Actor(scene.second.account_id, "far", far),
    ):
        with pytest.raises(OutOfReachError):
            begin(session, scene, actor=who)
    assert acts(session) == []


def test_nothing_unknown(session: Session, scene: ChartScene) -> None:
    for chart in (
        replace(scene.chart, rubric_code="no_such_rubric"),
        replace(scene.chart, section="Z"),
        replace(scene.chart, object_id=scene.centre + 99),
        replace(scene.chart, kind=ScopeKind.PLACE, object_id=0),
    ):
        with pytest.raises(OutOfReachError):
            begin(session, scene, chart=chart)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (replace(NEW, month=JAN + 7), "month_unfit"),
        (replace(NEW, month=JAN), "month_unfit"),
        (replace(NEW, reason="because"), "reason_short"),
        (replace(NEW, reason="社工张伟自三月起负责接案登记，方法有很大的不同"), "likely_name"),
    ],
)
def test_bad_input_is_refused(
    session: Session, scene: ChartScene, new: NewBaseline, code: str
) -> None:
    with pytest.raises(InvalidError, match=code):
        begin(session, scene, new)
    assert acts(session) == []


def test_results_that_came_after_the_second_look(session: Session, scene: ChartScene) -> None:
    count_in(session, scene.centre, scene.version, JAN + 11, 1, score_millionths=0)
    with pytest.raises(ConflictError, match="preview_stale"):
        begin(session, scene)


def test_sent_twice_it_begins_once(session: Session, scene: ChartScene) -> None:
    made = begin(session, scene, key="k1")
    assert begin(session, scene, key="k1") == made
    with pytest.raises(ConflictError, match="key_reused"):
        begin(session, scene, replace(NEW, reason=WHY + "!"), key="k1")
    with pytest.raises(InvalidError, match="month_unfit"):
        begin(session, scene)
    assert len(acts(session)) == 1


def test_taken_back_it_stays_listed_with_both_reasons(session: Session, scene: ChartScene) -> None:
    made = begin(session, scene)
    for who in (scene.manager, scene.supervisor):
        with pytest.raises(OutOfReachError):
            take_back_baseline(session, who, made, BACK, at=LATER)
    with pytest.raises(InvalidError, match="reason_short"):
        take_back_baseline(session, scene.moderator, made, "wrong", at=LATER)
    with pytest.raises(OutOfReachError):
        take_back_baseline(session, scene.moderator, made + 9, BACK, at=LATER)
    take_back_baseline(session, scene.moderator, made, BACK, at=LATER)
    scope = scope_of(session, scene)
    assert cuts_of(session, scope, "sample") == ()
    (one,) = baselines_of(session, scope, "sample")
    assert (one.stands, one.back_by, one.back_reason) == (False, "chart_moderator", BACK)
    session.rollback()
    with pytest.raises(ConflictError, match="taken_back"):
        take_back_baseline(session, scene.moderator, made, BACK, at=LATER)
    assert len(acts(session)) == 2
    # and may be begun again
    assert begin(session, scene) != made


def test_a_place_has_baselines_of_its_own(session: Session, scene: ChartScene) -> None:
    chart = replace(scene.chart, kind=ScopeKind.PLACE, object_id=scene.place)
    begin(session, scene, chart=chart)
    assert cuts_of(session, scope_of(session, scene), "sample") == ()
