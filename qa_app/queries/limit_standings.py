"""What the limits of open cases come to: events, facts and rubrics in force, run forward."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import LIMITS_AFTER_CLOSING_DAYS
from qa_app.domain.moments import Moment
from qa_app.domain.rubric import Rubric
from qa_app.domain.running_limits import LimitState, RunningLimit, has_limits, run_forward
from qa_app.domain.supervision import UNIT_CASE_FILE
from qa_app.domain.working_days import WorkingCalendar
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.running_limits import RunningEventRow, RunningFactRow, RunningLimitRow
from qa_app.queries.holidays import working_calendar
from qa_app.queries.rubric_places import counting_places, counts_at
from qa_app.queries.rubrics import rubric_by_id
from qa_app.queries.versions_in_force import IN_USE, in_force_on

_FARTHEST = datetime(9000, 1, 1)  # noqa: DTZ001 - local, as files give instants; zones end at 9999


@dataclass(frozen=True, slots=True)
class Dated:
    """An event of an open case as it stands.

    Attributes:
        id: Its row.
        moment: When it happened.
    """

    id: int
    moment: Moment


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open case with what its limits run from.

    Attributes:
        id: The file.
        centre_id: Its centre.
        area: Code of its expertise area.
        closed_on: Day of closing; None while it is open.
        events: Event to what stands of it.
        facts: Fact to its plain value.
    """

    id: int
    centre_id: int
    area: str
    closed_on: date | None
    events: Mapping[str, Dated] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


def followed_on(day: date) -> ColumnElement[bool]:
    """Give the condition that the limits of a case are followed.

    Args:
        day: The local day.

    Returns:
        A condition on `CaseFileRow`: the case is open, or was closed so lately that limits
        which run from its closing may still be open.
    """
    since = day - timedelta(days=LIMITS_AFTER_CLOSING_DAYS)
    return or_(CaseFileRow.closed_on.is_(None), CaseFileRow.closed_on >= since)


class LimitGround:
    """The rubrics in force and the calendars, read once for many cases."""

    def __init__(self, session: Session, now: datetime, zone: str) -> None:
        """Read which rubrics have limits today.

        Args:
            session: A database session; read in for as long as this is asked.
            now: The present, UTC.
            zone: Local time zone of the installation.
        """
        self._session = session
        self.zone = ZoneInfo(zone)
        self.now = now.astimezone(self.zone).replace(tzinfo=None)
        self._calendars: dict[str, WorkingCalendar] = {}
        rows = session.execute(
            select(RubricVersionRow.id, RubricVersionRow.area_code)
            .where(
                RubricVersionRow.kind == UNIT_CASE_FILE,
                RubricVersionRow.is_hidden.is_(False),
                RubricVersionRow.status.in_(IN_USE),
                in_force_on(self.now.date()),
            )
            .order_by(RubricVersionRow.id)
        ).all()
        self._places = counting_places(session, [row.id for row in rows])
        self._paths: dict[int, str] = {}
        self._rubrics: dict[str, list[tuple[int, Rubric]]] = {}
        for row in rows:
            rubric = rubric_by_id(session, row.id)
            if rubric is not None and has_limits(rubric):
                self._rubrics.setdefault(row.area_code, []).append((row.id, rubric))

    def rubrics(self, area: str, centre_id: int) -> Sequence[tuple[int, Rubric]]:
        """List the rubrics whose limits run in a centre's cases of an area.

        Args:
            area: Code of the area.
            centre_id: The centre.

        Returns:
            Version and rubric, by version; those that do not count there are left out.
        """
        found = self._rubrics.get(area, [])
        if not any(version in self._places for version, _ in found):
            return found
        path = self._path(centre_id)
        return [one for one in found if counts_at(self._places, one[0], path)]

    def limits(self, case: OpenCase) -> dict[int, tuple[RunningLimit, ...]]:
        """Run the limits of one case forward.

        Args:
            case: The case.

        Returns:
            Version to its limits; of a closed case only those that run from the closing.
        """
        moments = {event: one.moment for event, one in case.events.items()}
        return {
            version: tuple(
                one
                for one in run_forward(
                    rubric, moments, case.facts, self.now, self._calendar(rubric.region)
                )
                if _goes_on(one, case.closed_on)
            )
            for version, rubric in self.rubrics(case.area, case.centre_id)
        }

    def rows(self, cases: Iterable[OpenCase]) -> dict[tuple[int, int, str], dict[str, Any]]:
        """Give what is kept of the limits of some cases.

        Args:
            cases: The cases.

        Returns:
            Case, version and item to its columns; what has not started is not kept.
        """
        found = {}
        for case in cases:
            for version, limits in self.limits(case).items():
                for one in limits:
                    if one.state is not LimitState.NOT_STARTED:
                        found[case.id, version, one.item] = self._columns(case, one)
        return found

    def instant(self, local: datetime | None) -> datetime | None:
        """Put a local instant into the zone of the installation.

        Args:
            local: A naive local instant; None for none.

        Returns:
            The instant, UTC; what lies past every calendar is brought back to the year 9000.
        """
        if local is None:
            return None
        return min(local, _FARTHEST).replace(tzinfo=self.zone).astimezone(UTC)

    def _columns(self, case: OpenCase, one: RunningLimit) -> dict[str, Any]:
        return {
            "centre_id": case.centre_id,
            "event": one.event,
            "responsible": one.responsible.value,
            "started_at": self.instant(one.started_at),
            "limit_at": self.instant(one.limit_at),
            "done_at": self.instant(one.done_at),
            "state": one.state.value,
            "untold": one.untold.value if one.untold else "",
            "needs": list(one.needs),
        }

    def _path(self, centre_id: int) -> str:
        if centre_id not in self._paths:
            self._paths[centre_id] = self._session.execute(
                select(CentreRow.place_path).where(CentreRow.id == centre_id)
            ).scalar_one()
        return self._paths[centre_id]

    def _calendar(self, region: str) -> WorkingCalendar:
        if region not in self._calendars:
            self._calendars[region] = working_calendar(self._session, region)
        return self._calendars[region]


def _goes_on(limit: RunningLimit, closed_on: date | None) -> bool:
    if closed_on is None:
        return True
    return limit.started_at is not None and limit.started_at.date() >= closed_on


def open_cases(session: Session, day: date, case_ids: Sequence[int]) -> tuple[OpenCase, ...]:
    """Read some cases with their events and facts, with three queries.

    Args:
        session: A database session.
        day: The local day.
        case_ids: The files, at most some hundred; in reach of whoever asks.

    Returns:
        Those whose limits are followed, by number.
    """
    files = session.execute(
        select(CaseFileRow.id, CaseFileRow.centre_id, CaseFileRow.area_code, CaseFileRow.closed_on)
        .where(CaseFileRow.id.in_(case_ids), followed_on(day))
        .order_by(CaseFileRow.id)
    ).all()
    events: dict[int, dict[str, Dated]] = {}
    for row in session.execute(
        select(
            RunningEventRow.id,
            RunningEventRow.case_file_id,
            RunningEventRow.event,
            RunningEventRow.happened_on,
            RunningEventRow.happened_at,
        ).where(RunningEventRow.case_file_id.in_(case_ids), RunningEventRow.taken_back_at.is_(None))
    ):
        moment = Moment(row.happened_on, row.happened_at)
        events.setdefault(row.case_file_id, {})[row.event] = Dated(row.id, moment)
    facts: dict[int, dict[str, Any]] = {}
    for row in session.execute(
        select(RunningFactRow.case_file_id, RunningFactRow.fact, RunningFactRow.value).where(
            RunningFactRow.case_file_id.in_(case_ids)
        )
    ):
        facts.setdefault(row.case_file_id, {})[row.fact] = row.value["is"]
    return tuple(
        OpenCase(
            row.id,
            row.centre_id,
            row.area_code,
            row.closed_on,
            events.get(row.id, {}),
            facts.get(row.id, {}),
        )
        for row in files
    )


def cases_with_events(session: Session, after: int, most: int) -> list[int]:
    """List the files that have events or limits, whoever asks: for the nightly run.

    Args:
        session: A database session.
        after: Number of the last file that was looked at; 0 to begin.
        most: At most so many.

    Returns:
        Their numbers, rising.
    """
    has_event = (
        select(RunningEventRow.id)
        .where(
            RunningEventRow.case_file_id == CaseFileRow.id, RunningEventRow.taken_back_at.is_(None)
        )
        .exists()
    )
    has_limit = (
        select(RunningLimitRow.item).where(RunningLimitRow.case_file_id == CaseFileRow.id).exists()
    )
    return list(
        session.scalars(
            select(CaseFileRow.id)
            .where(CaseFileRow.id > after, or_(has_event, has_limit))
            .order_by(CaseFileRow.id)
            .limit(most)
        )
    )
