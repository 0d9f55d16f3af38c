"""Corrective actions as they stood at an instant, read from the steps that were taken since."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, select
from sqlalchemy.orm import Session

from qa_app.domain.action_evidence import CountedAction, Timely, first_training
from qa_app.domain.actions import ActionKind, ActionState, Party
from qa_app.domain.criteria_period import Period
from qa_app.domain.month_grid import first_day
from qa_app.domain.rubric import Rubric
from qa_app.domain.rules.records import Record, record_of
from qa_app.domain.totals import COUNTED_IN_CHARTS
from qa_app.models.action_rows import standing_from
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.findings import ActionStepRow, CorrectiveActionRow
from qa_app.models.places import CentreRow
from qa_app.queries.endorsement_actions import ByVersion, OwnActions
from qa_app.queries.endorsement_totals import rubrics_of
from qa_app.queries.known_readings import final_at
from qa_app.queries.retraining import trained_days

_OPEN = frozenset({ActionState.OPEN, ActionState.PLANNED, ActionState.DONE})
_OF_CENTRE = frozenset({Party.CENTRE.value, Party.WORKER.value})
_ACTION = CorrectiveActionRow
_Stands = alias_of(AuditRow)


@dataclass(frozen=True, slots=True)
class _Stood:
    # what of an action may have been otherwise
    state: ActionState
    contain_on: date | None
    contained_on: date | None
    plan_on: date | None
    planned_on: date | None
    due_on: date | None
    done_on: date | None
    next_on: date | None
    waits_by: str | None
    is_by_document: bool
    recurrences: int


_COLUMNS = tuple(_Stood.__dataclass_fields__)


def known_actions(
    session: Session,
    period: Period,
    within: ColumnElement[bool],
    rubrics: Mapping[int, Rubric],
    known_at: datetime,
    *,
    has_records: bool = False,
) -> Mapping[int, ByVersion]:
    """Gather what corrective actions said at an instant, with three queries.

    Args:
        session: A database session.
        period: Which days are counted.
        within: Condition on `CentreRow`.
        rubrics: Versions that are known already.
        known_at: The instant.
        has_records: True to name the actions whose days are counted.

    Returns:
        Centre to version to its actions, as `actions_of` gives them of the present.
    """
    rows = session.execute(_query(period, within, known_at)).all()
    before = _before(session, within, known_at)
    trained = trained_days(session, within, known_at) if rows else {}
    known = {**rubrics_of(session, {row.rubric_version_id for row in rows}), **rubrics}
    found: dict[int, dict[int, OwnActions]] = defaultdict(dict)
    for row in rows:
        stood = _stood(row[0], before.get(row[0].id))
        rubric = known.get(row.rubric_version_id)
        if rubric is None or stood.state not in {*_OPEN, ActionState.VERIFIED}:
            continue
        own = found[row.centre_id].setdefault(
            row.rubric_version_id, OwnActions(rubric.area, rubric.access == "sealed")
        )
        action = _counted(row, stood, rubric, period)
        days = trained.get(row[0].id, ())
        action = replace(action, retrained_on=first_training(days, stood.contain_on))
        is_looked_at = stood.state in _OPEN or action.is_in_window
        if is_looked_at and (action.is_red_line or action.is_lowest):
            own.listed.append(action)
        named = (_record(row[0], stood),) if has_records else ()
        own.timely = _added(own.timely, stood, period, named)
    return found


def _query(period: Period, within: ColumnElement[bool], known_at: datetime) -> Any:
    places = _places(within)
    return (
        select(
            _ACTION,
            _Stands.id.label("stands"),
            _Stands.rubric_version_id,
            _Stands.case_file_id,
            _Stands.draw_id,
            _Stands.band_position,
            _Stands.reviewed_on,
            _ACTION.centre_id,
        )
        .select_from(_ACTION)
        .join(CentreRow, CentreRow.id == _ACTION.centre_id)
        .join(places, places.c.before == _ACTION.audit_id)
        .join(_Stands, _Stands.id == places.c.stands)
        .where(
            within,
            _Stands.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
            _Stands.reviewed_on <= period.as_of,
            final_at(known_at, _Stands),
            _ACTION.opened_on <= period.as_of,
        )
        .order_by(_ACTION.id)
    )


def _places(within: ColumnElement[bool]) -> CTE:
    # every reading with actions, with itself and with those that took its place, one after another
    followed = select(_ACTION.audit_id).where(
        _ACTION.centre_id.in_(select(CentreRow.id).where(within))
    )
    own = select(AuditRow.id.label("stands"), AuditRow.id.label("before"))
    chain = own.where(AuditRow.state != "draft", AuditRow.id.in_(followed)).cte(
        "known_places", recursive=True
    )
    later = alias_of(AuditRow)
    after = select(later.id, chain.c.before).where(
        later.replaces_id == chain.c.stands, later.state != "draft"
    )
    return chain.union_all(after)


def _before(
    session: Session, within: ColumnElement[bool], known_at: datetime
) -> dict[int, dict[str, Any]]:
    # the first step taken since tells how the action stood until then
    rows = session.execute(
        select(ActionStepRow.action_id, ActionStepRow.stood)
        .join(_ACTION, _ACTION.id == ActionStepRow.action_id)
        .join(CentreRow, CentreRow.id == _ACTION.centre_id)
        .where(within, ActionStepRow.at > known_at, ActionStepRow.stood.is_not(None))
        .order_by(ActionStepRow.id.desc())
    ).all()
    return {row.action_id: standing_from(row.stood) for row in rows}


def _stood(action: CorrectiveActionRow, before: Mapping[str, Any] | None) -> _Stood:
    values = before or {name: getattr(action, name) for name in _COLUMNS}
    stood = _Stood(**{name: values[name] for name in _COLUMNS})
    return replace(stood, state=ActionState(stood.state))


def _counted(row: Any, stood: _Stood, rubric: Rubric, period: Period) -> CountedAction:
    action: CorrectiveActionRow = row[0]
    return CountedAction(
        file=(row.draw_id, row.case_file_id or row.stands),
        is_lowest=bool(rubric.bands) and row.band_position == len(rubric.bands),
        is_in_window=row.reviewed_on >= first_day(period.first_month),
        is_red_line=action.kind == ActionKind.RED_LINE.value,
        items=tuple(action.items),
        state=stood.state,
        contain_on=stood.contain_on,
        contained_on=stood.contained_on,
        plan_on=stood.plan_on,
        planned_on=stood.planned_on,
        next_on=stood.next_on if stood.waits_by in _OF_CENTRE else None,
        is_by_document=stood.is_by_document,
    )


def _added(told: Timely, stood: _Stood, period: Period, named: tuple[Record, ...]) -> Timely:
    falls_in = stood.due_on is not None and stood.due_on >= first_day(period.first_month)
    if stood.due_on is None or stood.due_on >= period.as_of:
        return told
    if not falls_in and stood.state not in _OPEN:
        return told
    in_time = stood.done_on is not None and stood.done_on <= stood.due_on
    if stood.state is ActionState.DONE and in_time:
        return replace(told, waiting=told.waiting + 1)
    return replace(
        told,
        due=told.due + 1,
        in_time=told.in_time + (stood.state is ActionState.VERIFIED and in_time),
        older=told.older + (not falls_in),
        again=told.again + (stood.recurrences > 0),
        records=told.records + named,
    )


def _record(action: CorrectiveActionRow, stood: _Stood) -> Record:
    # what is counted of it; its texts are sealed
    said = action.audit_id, stood.state, stood.due_on, stood.done_on, stood.recurrences
    return record_of("corrective_action", action.id, *said)
