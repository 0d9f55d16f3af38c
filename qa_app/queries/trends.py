"""Trends of a centre, a place or the network, from month totals and never from audits."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, String, cast, literal, select
from sqlalchemy.orm import Session

from qa_app.domain.known_files import ALL_MONTHS, NOTHING_KNOWN, KnownFiles
from qa_app.domain.month_grid import month_of
from qa_app.domain.people import Actor, Reach
from qa_app.domain.permissions import Permission, reach_of, reach_over_others
from qa_app.domain.rubric import Rubric
from qa_app.domain.series import NO_SERIES, NOTHING_CLOSED, Closed, Coverage, MonthSum, Series
from qa_app.domain.standing import WHOLE_CENTRE_KINDS
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import BAND_PLACES, NETWORK, WHOLE_FILE
from qa_app.domain.trends import coverage_of, series_of
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.known_files import known_of_centre
from qa_app.queries.reach import centres_within
from qa_app.queries.rubric_words import rubric_in_words

BANDS = tuple(getattr(MonthTotalRow, f"band_{place}") for place in range(1, BAND_PLACES + 1))
"""How many files are in each band, the lowest first; rubrics with fewer bands leave the last."""
MONTH_SUMS: tuple[Any, ...] = (
    MonthTotalRow.rubric_version_id,
    MonthTotalRow.sample_type,
    MonthTotalRow.section,
    MonthTotalRow.month,
    MonthTotalRow.file_count,
    MonthTotalRow.scored_count,
    MonthTotalRow.score_sum,
    MonthTotalRow.final_count,
    MonthTotalRow.stop_count,
    *BANDS,
)
"""What a month keeps of the reviews of one rubric version, way of choosing and section."""


class ScopeKind(StrEnum):
    """Levels that have totals of their own."""

    CENTRE = "centre"
    PLACE = "place"
    NETWORK = "network"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose trend is shown.

    Attributes:
        kind: Its level.
        object_id: The centre, place or practitioner; 0 for the network.
        name: Its name; empty for the network; of a practitioner the name of their centre.
        sees_files: True when the actor may read the audits behind it.
        code: Code of the centre, place or practitioner; empty for the network.
        place_path: Path of the place, or of the one that the centre stands in; empty elsewhere.
        known: What an actor knows of it who may not read every audit behind it; it counts for
            nobody else.
        running: The month that runs, whose period is not over; None where nobody asks.
    """

    kind: ScopeKind
    object_id: int
    name: BilingualText
    sees_files: bool
    code: str = ""
    place_path: str = ""
    known: KnownFiles = NOTHING_KNOWN
    running: int | None = None

    @property
    def until(self) -> int:
        """The last month of which the actor is told, as `month_of` gives it."""
        return ALL_MONTHS if self.sees_files else self.known.until

    @property
    def key(self) -> str:
        """Its name among the totals."""
        if self.kind is ScopeKind.NETWORK:
            return NETWORK
        return f"{self.kind.value[0]}:{self.object_id}"


@dataclass(frozen=True, slots=True)
class RubricTrend:
    """Everything a scope has against one rubric, all versions.

    Attributes:
        code: The rubric.
        versions: Its versions that were used here, by id.
        series: Coverage and section (empty for the whole file) to its series.
    """

    code: str
    versions: Mapping[int, Rubric]
    series: Mapping[tuple[Coverage, str], Series]

    @property
    def current(self) -> Rubric:
        """The version of the last file; a quarter that ends later says nothing of its end."""
        used = [
            (point.last_used, point.version_id)
            for series in self.series.values()
            for point in series.points
        ]
        return self.versions[max(used)[1]]

    def whole(self, coverage: Coverage) -> Series:
        """Give the series of whole files.

        Args:
            coverage: Which files.

        Returns:
            The series; an empty one when there are none.
        """
        return self.series.get((coverage, WHOLE_FILE), NO_SERIES)

    @property
    def main_coverage(self) -> Coverage:
        """What the chart shows: sampled files, else imported ones, else the rest."""
        return next((one for one in Coverage if self.whole(one).points), Coverage.SAMPLED)


def scope_column() -> ColumnElement[str]:
    """Name a centre among the totals, as a part of a query.

    Returns:
        What `Scope.key` gives, of `CentreRow`.
    """
    return literal("c:") + cast(CentreRow.id, String)


def centre_scope(
    session: Session, actor: Actor, centre_id: int, today: date | None = None
) -> Scope | None:
    """Find a centre within reach.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: Which centre.
        today: Local day; without one nothing is told to who may not read every audit there.

    Returns:
        Its scope; None when there is none or it is out of reach.
    """
    row = session.execute(
        select(CentreRow.code, CentreRow.name_zh, CentreRow.name_en, CentreRow.place_path).where(
            CentreRow.id == centre_id, centres_within(actor, Permission.CENTRE_READ)
        )
    ).one_or_none()
    if row is None:
        return None
    sees_files = reach_over_others(actor).covers(centre_id, row.place_path)
    return Scope(
        ScopeKind.CENTRE,
        centre_id,
        BilingualText(row.name_zh, row.name_en),
        sees_files,
        row.code,
        row.place_path,
        NOTHING_KNOWN
        if sees_files or today is None
        else known_of_centre(session, actor, centre_id, row.place_path, today),
        None if today is None else month_of(today),
    )


def place_scope(
    session: Session, actor: Actor, place_id: int, today: date | None = None
) -> Scope | None:
    """Find a place all of whose audits an actor may read.

    Others see its centres one by one: what is told of these taken from the whole place would
    leave what is not told.

    Args:
        session: A database session.
        actor: Who asks.
        place_id: Which place.
        today: Local day, for what is not over.

    Returns:
        Its scope; None when there is none or a part of it is out of reach.
    """
    row = session.execute(
        select(PlaceRow.code, PlaceRow.name_zh, PlaceRow.name_en, PlaceRow.path).where(
            PlaceRow.id == place_id
        )
    ).one_or_none()
    reaches = (reach_of(actor, Permission.CENTRE_READ), reach_over_others(actor))
    if row is None or not all(_covers(one, row.path) for one in reaches):
        return None
    name = BilingualText(row.name_zh, row.name_en)
    return Scope(
        ScopeKind.PLACE,
        place_id,
        name,
        sees_files=True,
        code=row.code,
        place_path=row.path,
        running=None if today is None else month_of(today),
    )


def network_scope(actor: Actor, today: date | None = None) -> Scope | None:
    """Give the whole network to those who may read all audits there are.

    Args:
        actor: Who asks.
        today: Local day, for what is not over.

    Returns:
        Its scope; None for everyone else.
    """
    reaches = (reach_of(actor, Permission.CENTRE_READ), reach_over_others(actor))
    if not all(one.is_everything for one in reaches):
        return None
    running = None if today is None else month_of(today)
    return Scope(ScopeKind.NETWORK, 0, BilingualText(), sees_files=True, running=running)


def whole_file_trends(session: Session, scope: Scope) -> tuple[RubricTrend, ...]:
    """Read the series of whole files against every rubric used in a scope.

    Args:
        session: A database session.
        scope: From one of the scopes above.

    Returns:
        One for each rubric, by code.
    """
    rows = session.execute(
        select(*MONTH_SUMS).where(
            MonthTotalRow.scope == scope.key,
            MonthTotalRow.section == WHOLE_FILE,
            MonthTotalRow.month <= scope.until,
        )
    )
    return _trends(session, scope, rows.all())


def rubric_trend(session: Session, scope: Scope, code: str) -> RubricTrend | None:
    """Read every section's series against one rubric.

    Args:
        session: A database session.
        scope: From one of the scopes above.
        code: The rubric.

    Returns:
        The trend; None when nothing was read against it here.
    """
    rows = session.execute(
        select(*MONTH_SUMS)
        .join(RubricVersionRow, RubricVersionRow.id == MonthTotalRow.rubric_version_id)
        .where(
            MonthTotalRow.scope == scope.key,
            MonthTotalRow.month <= scope.until,
            RubricVersionRow.rubric_code == code,
        )
    )
    found = _trends(session, scope, rows.all())
    return found[0] if found else None


def rubrics_used(session: Session, scope: Scope) -> tuple[tuple[str, str, BilingualText], ...]:
    """List the rubrics that a scope has totals of.

    Args:
        session: A database session.
        scope: From one of the scopes above.

    Returns:
        Area code, rubric code and title of the version last published, by area and code.
    """
    rows = session.execute(
        select(
            RubricVersionRow.id,
            RubricVersionRow.area_code,
            RubricVersionRow.rubric_code,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
        )
        .join(MonthTotalRow, RubricVersionRow.id == MonthTotalRow.rubric_version_id)
        .where(
            MonthTotalRow.scope == scope.key,
            MonthTotalRow.section == WHOLE_FILE,
            MonthTotalRow.file_count > 0,
            MonthTotalRow.month <= scope.until,
        )
        .order_by(RubricVersionRow.area_code, RubricVersionRow.rubric_code, RubricVersionRow.id)
        .distinct()
    )
    titles = {
        (row.area_code, row.rubric_code): BilingualText(row.title_zh, row.title_en) for row in rows
    }
    return tuple((area, code, title) for (area, code), title in titles.items())


def _covers(reach: Reach, place_path: str) -> bool:
    return reach.is_everything or any(place_path.startswith(path) for path in reach.place_paths)


def _trends(session: Session, scope: Scope, rows: Iterable[Any]) -> tuple[RubricTrend, ...]:
    sums: dict[str, dict[tuple[Coverage, str], list[MonthSum]]] = defaultdict(
        lambda: defaultdict(list)
    )
    versions: dict[str, dict[int, Rubric]] = defaultdict(dict)
    for row in rows:
        rubric = rubric_in_words(session, row.rubric_version_id)
        if rubric is None or not row.file_count:
            continue
        versions[rubric.code][row.rubric_version_id] = rubric
        key = (coverage_of(row.sample_type), row.section)
        sums[rubric.code][key].append(_sum(scope, row, len(rubric.bands)))
    return tuple(
        RubricTrend(code, versions[code], _series(sums[code], versions[code], scope))
        for code in sorted(versions)
    )


def _sum(scope: Scope, row: Any, bands: int) -> MonthSum:
    counted = tuple(getattr(row, column.key) for column in BANDS[:bands])
    closed = NOTHING_CLOSED
    if not scope.sees_files:
        where = (row.rubric_version_id, row.sample_type, row.section, row.month)
        closed = Closed(row.file_count, row.scored_count, sum(counted)) - scope.known.of(*where)
    return MonthSum(
        row.rubric_version_id,
        row.month,
        row.file_count,
        row.scored_count,
        row.score_sum,
        row.final_count,
        counted,
        row.stop_count,
        closed,
    )


def _series(
    sums: Mapping[tuple[Coverage, str], list[MonthSum]],
    versions: Mapping[int, Rubric],
    scope: Scope,
) -> dict[tuple[Coverage, str], Series]:
    visits = frozenset(
        version for version, rubric in versions.items() if rubric.kind in WHOLE_CENTRE_KINDS
    )
    is_one_centre = scope.kind is ScopeKind.CENTRE
    by_quarter = scope.kind is ScopeKind.WORKER
    asked = partial(series_of, is_one_centre=is_one_centre, running=scope.running)
    return {key: asked(months, visits, by_quarter=by_quarter) for key, months in sums.items()}


def months_of_whole_files(
    session: Session, scope: Scope, kinds: Collection[str], versions: Collection[int]
) -> list[MonthSum]:
    """Count the files of a scope by month and version.

    Args:
        session: A database session.
        scope: Whose.
        kinds: Kinds of samples (values of SampleType).
        versions: Ids of versions of rubrics.

    Returns:
        How many files there were and how many are final; without scores.
    """
    rows = session.execute(
        select(
            MonthTotalRow.rubric_version_id,
            MonthTotalRow.month,
            MonthTotalRow.file_count,
            MonthTotalRow.final_count,
        ).where(
            MonthTotalRow.scope == scope.key,
            MonthTotalRow.section == WHOLE_FILE,
            MonthTotalRow.rubric_version_id.in_(sorted(versions)),
            MonthTotalRow.sample_type.in_(sorted(kinds)),
            MonthTotalRow.month <= scope.until,
        )
    )
    return [
        MonthSum(row.rubric_version_id, row.month, row.file_count, 0, 0, row.final_count)
        for row in rows
    ]
