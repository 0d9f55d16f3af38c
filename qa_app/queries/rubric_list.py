"""Published rubrics for everyone who may read them: the list, one version, its siblings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.expertise import Area
from qa_app.domain.text import BilingualText
from qa_app.models.places import AreaRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.rubric_places import counting_places

Place = tuple[int, str]
"""Position of an area and code of a rubric: where a page of the list ends."""


@dataclass(frozen=True, slots=True)
class RubricLine:
    """The newest version of a rubric.

    Attributes:
        code: The rubric.
        version: Its newest version.
        title: Its title.
        area: Its area.
        kind: `case_file`, `site`, `practice` or `system`.
        item_count: Items.
        is_hidden: Off the everyday list.
        is_retired: Not offered any more.
        published_at: When the version was published.
        in_force_from: Local day from which files are read under it.
        counts_in: The place at whose centres alone it counts; None where it counts everywhere.
        place: Where it stands in the list.
    """

    code: str
    version: str
    title: BilingualText
    area: BilingualText
    kind: str
    item_count: int
    is_hidden: bool
    is_retired: bool
    published_at: datetime
    in_force_from: date
    counts_in: BilingualText | None
    place: Place


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a rubric, newest first in lists.

    Attributes:
        id: The version.
        version: Its number.
        title: Its title, in the words that it has by now.
        area: Its area.
        is_retired: Not offered any more.
        published_at: When it was published.
        published_by: Who published it.
        written_by: Who wrote it; empty for a file of the command line.
        in_force_from: Local day from which files are read under it.
        in_force_until: First local day on which they no longer are; None = still.
        base_version_id: Version that it followed; None for a first one or a file.
        retired_at: When it was taken out of use; None while it is not.
        retired_by: Who did; empty while it is not.
        retired_reason: Why; empty while it is not.
    """

    id: int
    version: str
    title: BilingualText
    area: BilingualText
    is_retired: bool
    published_at: datetime
    published_by: str
    written_by: str
    in_force_from: date
    in_force_until: date | None
    base_version_id: int | None
    retired_at: datetime | None
    retired_by: str
    retired_reason: str


def rubrics_page(
    session: Session,
    *,
    area: str | None = None,
    with_hidden: bool = False,
    after: Place | None = None,
) -> tuple[RubricLine, ...]:
    """List the newest version of every rubric, by area.

    Args:
        session: A database session.
        area: Only this area; None for all.
        with_hidden: True lists the hidden ones besides: imported histories and references.
        after: Only what stands after this place; None starts at the top.

    Returns:
        One row more than a page, when there are more.
    """
    newest = select(func.max(RubricVersionRow.id)).group_by(RubricVersionRow.rubric_code)
    query = (
        select(RubricVersionRow, AreaRow.name_zh, AreaRow.name_en, AreaRow.position)
        .join(AreaRow, AreaRow.code == RubricVersionRow.area_code)
        .where(RubricVersionRow.id.in_(newest))
        .order_by(AreaRow.position, RubricVersionRow.rubric_code)
        .limit(ROWS_PER_PAGE + 1)
    )
    if area is not None:
        query = query.where(RubricVersionRow.area_code == area)
    if not with_hidden:
        query = query.where(RubricVersionRow.is_hidden.is_(False))
    if after is not None:
        query = query.where(tuple_(AreaRow.position, RubricVersionRow.rubric_code) > tuple_(*after))
    rows = session.execute(query).all()
    places = counting_places(session, [row[0].id for row in rows])
    return tuple(
        RubricLine(
            row[0].rubric_code,
            row[0].version,
            BilingualText(row[0].title_zh, row[0].title_en),
            BilingualText(row.name_zh, row.name_en),
            row[0].kind,
            row[0].item_count,
            row[0].is_hidden,
            row[0].status == "retired",
            row[0].published_at,
            row[0].in_force_from,
            places[row[0].id].name if row[0].id in places else None,
            (row.position, row[0].rubric_code),
        )
        for row in rows
    )


def areas_with_rubrics(session: Session) -> tuple[Area, ...]:
    """List the areas that have a published rubric.

    Args:
        session: A database session.

    Returns:
        In the order of lists.
    """
    used = select(RubricVersionRow.area_code).distinct()
    rows = session.execute(
        select(AreaRow).where(AreaRow.code.in_(used)).order_by(AreaRow.position, AreaRow.code)
    )
    return _areas(rows.scalars())


def versions_of(session: Session, rubric: str) -> tuple[VersionLine, ...]:
    """List the versions of a rubric.

    Args:
        session: A database session.
        rubric: Its code.

    Returns:
        Newest first; empty when there is no such rubric.
    """
    rows = session.execute(
        select(
            RubricVersionRow.id,
            RubricVersionRow.version,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
            RubricVersionRow.status,
            RubricVersionRow.published_at,
            RubricVersionRow.published_by,
            RubricVersionRow.written_by,
            RubricVersionRow.in_force_from,
            RubricVersionRow.in_force_until,
            RubricVersionRow.base_version_id,
            RubricVersionRow.retired_at,
            RubricVersionRow.retired_by,
            RubricVersionRow.retired_reason,
            AreaRow.name_zh,
            AreaRow.name_en,
        )
        .join(AreaRow, AreaRow.code == RubricVersionRow.area_code)
        .where(RubricVersionRow.rubric_code == rubric)
        .order_by(RubricVersionRow.id.desc())
    )
    return tuple(
        VersionLine(
            row.id,
            row.version,
            BilingualText(row.title_zh, row.title_en),
            BilingualText(row.name_zh, row.name_en),
            row.status == "retired",
            row.published_at,
            row.published_by,
            row.written_by,
            row.in_force_from,
            row.in_force_until,
            row.base_version_id,
            row.retired_at,
            row.retired_by,
            row.retired_reason,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class NewestVersion:
    """The newest version of a rubric, to begin the next one from."""

    id: int
    code: str
    version: str
    title: BilingualText


def newest_versions(session: Session) -> tuple[NewestVersion, ...]:
    """List the newest version of every rubric, references and retired ones included.

    Args:
        session: A database session.

    Returns:
        By area, in the order of lists.
    """
    newest = select(func.max(RubricVersionRow.id)).group_by(RubricVersionRow.rubric_code)
    rows = session.execute(
        select(
            RubricVersionRow.id,
            RubricVersionRow.rubric_code,
            RubricVersionRow.version,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
        )
        .join(AreaRow, AreaRow.code == RubricVersionRow.area_code)
        .where(RubricVersionRow.id.in_(newest))
        .order_by(AreaRow.position, RubricVersionRow.rubric_code)
    )
    return tuple(
        NewestVersion(
            row.id, row.rubric_code, row.version, BilingualText(row.title_zh, row.title_en)
        )
        for row in rows
    )


def known_areas(session: Session) -> tuple[Area, ...]:
    """List every area that the database knows, for a rubric that is yet to come.

    Args:
        session: A database session.

    Returns:
        In the order of lists.
    """
    return _areas(
        session.execute(select(AreaRow).order_by(AreaRow.position, AreaRow.code)).scalars()
    )


def _areas(rows: Iterable[AreaRow]) -> tuple[Area, ...]:
    return tuple(
        Area(
            area.code,
            BilingualText(area.name_zh, area.name_en),
            area.position,
            area.is_resource_area,
        )
        for area in rows
    )
