"""Actions that stand behind the criteria: those still open, and those of the months counted."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import CTE, ColumnElement, Select, and_, case, func, not_, or_, select, true, tuple_
from sqlalchemy.orm import Session

from qa_app.domain.action_evidence import (
    NONE_TIMELY,
    ActionEvidence,
    CountedAction,
    Timely,
    action_evidence,
    first_training,
)
from qa_app.domain.actions import ActionKind, ActionState, Party
from qa_app.domain.criteria_period import Period
from qa_app.domain.month_grid import first_day
from qa_app.domain.rubric import Rubric
from qa_app.domain.totals import COUNTED_IN_CHARTS
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import CentreRow
from qa_app.queries.retraining import trained_days
from qa_app.queries.rubrics import rubric_by_id

_Query = TypeVar("_Query", bound=Select[*tuple[Any, ...]])

_OPEN = (ActionState.OPEN.value, ActionState.PLANNED.value, ActionState.DONE.value)
_STANDING = (*_OPEN, ActionState.VERIFIED.value)
_OF_CENTRE = (Party.CENTRE.value, Party.WORKER.value)
_ACTION = CorrectiveActionRow
_Stands = alias_of(AuditRow)
"""The reading that counts for the one that an action hangs on: itself, or the last in its place."""


@dataclass(slots=True)
class OwnActions:
    """Actions of one rubric version at one centre.

    Attributes:
        area: Code of the area.
        is_sealed: True where readings of that version are kept to themselves.
        listed: Actions for red lines and of files in the lowest band, that are open or of files
            read in the window.
        timely: How those that fell due kept their days.
    """

    area: str
    is_sealed: bool
    listed: list[CountedAction] = field(default_factory=list)
    timely: Timely = NONE_TIMELY


Trained = Mapping[int, tuple[date, ...]]
ByVersion = Mapping[int, OwnActions]
"""Version to its actions at one centre."""


def actions_of(
    session: Session,
    period: Period,
    within: ColumnElement[bool],
    rubrics: Mapping[int, Rubric],
) -> Mapping[int, ByVersion]:
    """Gather what corrective actions say, by centre and rubric version, with three queries.

    Only actions of final readings of random and census samples are looked at. An action that
    outlived its reading is one of the reading that stands in its place: that one's band counts.
    What is still open is looked at whenever it was read; nothing is from a later day than the one
    asked for, but everything as it stands today.

    Args:
        session: A database session.
        period: Which months are counted.
        within: Condition on `CentreRow`.
        rubrics: Versions that are known already.

    Returns:
        Centre to version to its actions.
    """
    known = dict(rubrics)
    listed = _listed(session, period, within, rubrics)
    timely = _timely(session, period, within)
    for version in {row.rubric_version_id for row in (*listed, *timely)} - known.keys():
        rubric = rubric_by_id(session, version)
        if rubric is not None:
            known[version] = rubric
    found: dict[int, dict[int, OwnActions]] = defaultdict(dict)

    def own(row: Any) -> OwnActions:
        rubric = known[row.rubric_version_id]
        return found[row.centre_id].setdefault(
            row.rubric_version_id, OwnActions(rubric.area, rubric.access == "sealed")
        )

    trained = trained_days(session, within) if listed else {}
    for row in listed:
        own(row).listed.append(_counted(row, known, period, trained))
    for row in timely:
        own(row).timely = Timely(
            int(row.due), int(row.in_time), int(row.waiting), int(row.older), int(row.again)
        )
    return found


def said_by(
    actions: ByVersion,
    area: str,
    kept: Collection[int],
    tagged: Mapping[str, Collection[str]],
    period: Period,
) -> ActionEvidence:
    """Add up what actions say of one area of a centre.

    Args:
        actions: The centre's actions.
        area: Code of the area.
        kept: Versions whose readings count there; sealed ones are left out unless they do.
        tagged: Tag to codes of its items.
        period: Which months are counted.

    Returns:
        The figures.
    """
    own = [
        one
        for version, one in sorted(actions.items())
        if one.area == area and (version in kept or not one.is_sealed)
    ]
    timely = Timely(
        due=sum(one.timely.due for one in own),
        in_time=sum(one.timely.in_time for one in own),
        waiting=sum(one.timely.waiting for one in own),
        older=sum(one.timely.older for one in own),
        again=sum(one.timely.again for one in own),
        records=tuple(record for one in own for record in one.timely.records),
    )
    listed = [action for one in own for action in one.listed]
    return action_evidence(listed, tagged, period.as_of, timely)


def _last_of_chains() -> CTE:
    # every replaced reading with the counted one that stands in its place by now
    last = select(AuditRow.id.label("stands"), AuditRow.replaces_id.label("before")).where(
        AuditRow.replaces_id.is_not(None), AuditRow.state == "signed"
    )
    chain = last.cte("stands", recursive=True)
    earlier = select(chain.c.stands, AuditRow.replaces_id).where(
        AuditRow.id == chain.c.before, AuditRow.replaces_id.is_not(None)
    )
    return chain.union_all(earlier)


def _standing(query: _Query, period: Period, within: ColumnElement[bool]) -> _Query:
    last = _last_of_chains()
    return (
        query.join(CentreRow, CentreRow.id == _ACTION.centre_id)
        .outerjoin(last, last.c.before == _ACTION.audit_id)
        .join(_Stands, _Stands.id == func.coalesce(last.c.stands, _ACTION.audit_id))
        .where(
            within,
            _Stands.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
            _Stands.reviewed_on <= period.as_of,
            _ACTION.state.in_(_STANDING),
            _Stands.state == "signed",
            _Stands.result_state == "final",
        )
    )


def _read_in(period: Period) -> ColumnElement[bool]:
    return _Stands.reviewed_on >= first_day(period.first_month)


def _listed(
    session: Session, period: Period, within: ColumnElement[bool], rubrics: Mapping[int, Rubric]
) -> list[Any]:
    lowest = [(version, len(one.bands)) for version, one in rubrics.items() if one.bands]
    actions = select(
        _ACTION,
        _Stands.id.label("stands"),
        _Stands.rubric_version_id,
        _Stands.case_file_id,
        _Stands.draw_id,
        _Stands.band_position,
        _Stands.reviewed_on,
        _ACTION.centre_id,
    ).select_from(_ACTION)
    query = (
        _standing(actions, period, within)
        .where(
            or_(_ACTION.state.in_(_OPEN), _read_in(period)),
            or_(
                _ACTION.kind == ActionKind.RED_LINE.value,
                tuple_(_Stands.rubric_version_id, _Stands.band_position).in_(lowest),
                # whose lowest band is not known here was read long ago, and little of it is open
                _Stands.rubric_version_id.not_in(rubrics.keys()),
            ),
        )
        .order_by(_ACTION.id)
    )
    return list(session.execute(query).all())


def _counted(
    row: Any, rubrics: Mapping[int, Rubric], period: Period, trained: Trained
) -> CountedAction:
    action: CorrectiveActionRow = row[0]
    bands = len(rubrics[row.rubric_version_id].bands)
    return CountedAction(
        file=(row.draw_id, row.case_file_id or row.stands),
        is_lowest=bool(bands) and row.band_position == bands,
        is_in_window=row.reviewed_on >= first_day(period.first_month),
        is_red_line=action.kind == ActionKind.RED_LINE.value,
        items=tuple(action.items),
        state=ActionState(action.state),
        contain_on=action.contain_on,
        contained_on=action.contained_on,
        plan_on=action.plan_on,
        planned_on=action.planned_on,
        next_on=action.next_on if action.waits_by in _OF_CENTRE else None,
        is_by_document=action.is_by_document,
        retrained_on=first_training(trained.get(action.id, ()), action.contain_on),
    )


def _timely(session: Session, period: Period, within: ColumnElement[bool]) -> list[Any]:
    in_time = and_(_ACTION.done_on.is_not(None), _ACTION.done_on <= _ACTION.due_on)
    is_verified = _ACTION.state == ActionState.VERIFIED.value
    is_waiting = and_(_ACTION.state == ActionState.DONE.value, in_time)
    falls_in = _ACTION.due_on >= first_day(period.first_month)

    def decided(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((is_waiting, 0), (condition, 1), else_=0))

    counts = select(
        _ACTION.centre_id,
        _Stands.rubric_version_id,
        decided(true()).label("due"),
        func.sum(case((and_(is_verified, in_time), 1), else_=0)).label("in_time"),
        func.sum(case((is_waiting, 1), else_=0)).label("waiting"),
        decided(not_(falls_in)).label("older"),
        decided(_ACTION.recurrences > 0).label("again"),
    ).select_from(_ACTION)
    query = (
        _standing(counts, period, within)
        .where(
            # the day itself is not over: what is due today is not late
            _ACTION.due_on < period.as_of,
            # what is open still is late whenever it fell due; or the longest delay would vanish
            or_(falls_in, _ACTION.state.in_(_OPEN)),
        )
        .group_by(_ACTION.centre_id, _Stands.rubric_version_id)
    )
    return list(session.execute(query).all())
