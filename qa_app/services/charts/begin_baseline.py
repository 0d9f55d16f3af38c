"""Let limits begin anew at a month, with a reason and a name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.baselines import (
    NewBaseline,
    check_reason,
    chosen_rebase,
    rebases_of,
    refuse_stale,
)
from qa_app.domain.chart_events import BaselineBegun
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.identity_guard import names_in
from qa_app.domain.month_grid import first_day
from qa_app.domain.people import Actor
from qa_app.models.chart_marks import BaselineRow
from qa_app.models.idempotency import Request, once
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act, lock_rows
from qa_app.queries.chart_cuts import cuts_of
from qa_app.queries.chart_rights import chart_scope, may_rebase
from qa_app.queries.trends import Scope, ScopeKind, rubric_trend


@dataclass(frozen=True, slots=True)
class ChartOf:
    """Which chart.

    Attributes:
        kind: A centre or a place.
        object_id: Which one; place 0 is the network.
        rubric_code: Its rubric.
        section: Its section; empty for whole files.
    """

    kind: ScopeKind
    object_id: int
    rubric_code: str
    section: str = ""


def begin_baseline(
    session: Session,
    actor: Actor,
    chart: ChartOf,
    new: NewBaseline,
    key: str | None,
    *,
    at: datetime,
) -> int:
    """Let the limits of one chart begin anew.

    Args:
        session: A database session.
        actor: A moderator whose reach covers the scope and who does not belong to the centre.
        chart: Which chart.
        new: From which month, what the sender saw, and why.
        key: Random key of the form; None without one.
        at: The present.

    Returns:
        The baseline, the same for the same key.

    Raises:
        OutOfReachError: There is no such chart whose limits the actor may let begin anew.
        InvalidError: Too few points follow, or nothing stands before (`month_unfit`); the reason
            is refused (`baselines.check_reason`).
        ConflictError: The means are not those that the sender saw (`preview_stale`), or the key
            was used for something else (`key_reused`).
    """
    request = Request(actor.account_id, key, "chart:rebase", f"{chart!r}\n{new!r}")
    event = BaselineBegun(
        actor=actor,
        at=at,
        scope="",
        rubric=chart.rubric_code,
        section=chart.section,
        on=first_day(new.month),
        old_mean=0,
        new_mean=0,
        digest="",
    )
    return once(session, request, event, lambda act: _begin(session, act, chart, new))


def _begin(session: Session, act: Act, chart: ChartOf, new: NewBaseline) -> int:
    actor = act.event.actor
    # the day that the page goes by as well
    scope = chart_scope(session, actor, chart.kind, chart.object_id, act.event.at.date())
    if scope is None or not may_rebase(actor, scope):
        raise OutOfReachError("chart")
    _one_at_a_time(session, chart.rubric_code)
    trend = rubric_trend(session, scope, chart.rubric_code)
    series = None if trend is None else trend.series.get((trend.main_coverage, chart.section))
    if series is None:
        raise OutOfReachError("chart")
    cuts = cuts_of(session, scope, chart.rubric_code, chart.section)
    rebase = chosen_rebase(rebases_of(series, cuts), new.month)
    refuse_stale(rebase, new.means)
    check_reason(new.reason, new.name_reason)
    return _keep(session, act, scope, (rebase.after.version_id, chart.section), new)


def _one_at_a_time(session: Session, rubric_code: str) -> None:
    # two people beginning at once would both be told that nothing stands there yet
    if lock_rows(session):
        query = select(RubricVersionRow.id).where(RubricVersionRow.rubric_code == rubric_code)
        session.execute(query.order_by(RubricVersionRow.id).with_for_update(key_share=True))


def _keep(session: Session, act: Act, scope: Scope, of: tuple[int, str], new: NewBaseline) -> int:
    reason = new.reason.strip()
    why = new.name_reason.strip() if names_in(reason) else None
    made: int = session.execute(
        insert(BaselineRow)
        .values(
            scope=scope.key,
            rubric_version_id=of[0],
            section=of[1],
            month=new.month,
            reason=reason,
            name_reason=why,
            old_mean=new.means[0],
            new_mean=new.means[1],
            begun_at=act.event.at,
            begun_by=act.event.actor.account_id,
        )
        .returning(BaselineRow.id)
    ).scalar_one()
    sealer, about = sealer_of(session), f"chart/{scope.key}"
    act.learn(
        object_id=made,
        centre_id=scope.object_id if scope.kind is ScopeKind.CENTRE else None,
        scope=scope.key,
        old_mean=new.means[0],
        new_mean=new.means[1],
        digest=sealer.digest(reason, about),
        name_reason=None if why is None else sealer.digest(why, about),
    )
    return made
