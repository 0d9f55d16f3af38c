"""Readings of practice files, and where readers stand for which rubric."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.calibration import (
    Calibration,
    CalibrationStanding,
    HandedIn,
    Likeness,
    calibration_of,
    double_share_pct,
    major,
)
from qa_app.domain.people import Actor
from qa_app.domain.practice import files_for
from qa_app.domain.profiles import Safeguard
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.who_reads import PracticeReadingRow
from qa_app.queries.team import relaxed_at
from qa_app.queries.versions_in_force import in_force_on


@dataclass(frozen=True, slots=True)
class PracticeReading:
    """A reading of a practice file.

    Attributes:
        id: It.
        practice: Code of the file.
        rubric: Code of the rubric.
        version: Version it was read against.
        asked: Items that were asked.
        answers: Item to the option chosen so far.
        likeness: Counts once it is handed in; None before.
        handed_in_at: When; None before.
    """

    id: int
    practice: str
    rubric: str
    version: str
    asked: frozenset[str]
    answers: Mapping[str, str]
    likeness: Likeness | None
    handed_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class VersionInForce:
    """The version that a practice file is read against.

    Attributes:
        id: Its row.
        version: Its number.
    """

    id: int
    version: str


def version_in_force(session: Session, rubric: str, on: date) -> VersionInForce | None:
    """Find the version of a rubric in force on a day.

    Args:
        session: A database session.
        rubric: The rubric's code.
        on: The local day.

    Returns:
        The latest one; None when the rubric is not published or not in force.
    """
    row = session.execute(
        select(RubricVersionRow.id, RubricVersionRow.version)
        .where(
            RubricVersionRow.rubric_code == rubric,
            in_force_on(on),
        )
        .order_by(RubricVersionRow.in_force_from.desc(), RubricVersionRow.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else VersionInForce(row.id, row.version)


def version_id(session: Session, rubric: str, version: str) -> int | None:
    """Find a published version by its number.

    Args:
        session: A database session.
        rubric: The rubric's code.
        version: The number.

    Returns:
        Its row; None when there is none.
    """
    query = select(RubricVersionRow.id).where(
        RubricVersionRow.rubric_code == rubric, RubricVersionRow.version == version
    )
    return session.execute(query).scalar_one_or_none()


def contents_of(
    session: Session, rubric: str, versions: Collection[str]
) -> dict[str, Mapping[str, Any]]:
    """Read the contents of some versions of a rubric.

    Args:
        session: A database session.
        rubric: The rubric's code.
        versions: Their numbers.

    Returns:
        Those that are published.
    """
    rows = session.execute(
        select(RubricVersionRow.version, RubricVersionRow.content).where(
            RubricVersionRow.rubric_code == rubric, RubricVersionRow.version.in_(versions)
        )
    )
    return {row.version: json.loads(row.content) for row in rows}


def open_reading(session: Session, actor: Actor, practice: str) -> PracticeReading | None:
    """Find the actor's reading of a practice file that is not handed in.

    Args:
        session: A database session.
        actor: The reader.
        practice: Code of the file.

    Returns:
        The reading; None without one.
    """
    query = _own(actor).where(
        PracticeReadingRow.practice_code == practice, PracticeReadingRow.handed_in_at.is_(None)
    )
    row = session.execute(query.limit(1)).scalar_one_or_none()
    return None if row is None else _reading(row)


def handed_in_reading(session: Session, actor: Actor, reading_id: int) -> PracticeReading | None:
    """Find one of the actor's readings that is handed in.

    Args:
        session: A database session.
        actor: The reader.
        reading_id: The reading.

    Returns:
        The reading; None when there is none of theirs, or it is not handed in.
    """
    query = _own(actor).where(
        PracticeReadingRow.id == reading_id, PracticeReadingRow.handed_in_at.is_not(None)
    )
    row = session.execute(query).scalar_one_or_none()
    return None if row is None else _reading(row)


def own_readings(session: Session, actor: Actor) -> tuple[PracticeReading, ...]:
    """List the actor's readings of practice files.

    Args:
        session: A database session.
        actor: The reader.

    Returns:
        Oldest first.
    """
    rows = session.execute(_own(actor).order_by(PracticeReadingRow.id)).scalars()
    return tuple(_reading(row) for row in rows)


def calibrations(
    session: Session, accounts: Collection[int], versions: Mapping[str, str]
) -> dict[tuple[int, str], Calibration]:
    """Say where some people stand, with two queries whatever their number.

    Args:
        session: A database session.
        accounts: The people.
        versions: Rubric to the version that counts.

    Returns:
        Account and rubric to where they stand, for each pair.
    """
    rows = session.execute(
        select(PracticeReadingRow)
        .where(
            PracticeReadingRow.account_id.in_(accounts),
            PracticeReadingRow.rubric_code.in_(versions),
            PracticeReadingRow.handed_in_at.is_not(None),
        )
        .order_by(PracticeReadingRow.id)
    ).scalars()
    read: dict[tuple[int, str], list[HandedIn]] = defaultdict(list)
    for row in rows:
        if major(row.rubric_version) == major(versions[row.rubric_code]):
            likeness = Likeness(**(row.outcome or {}))
            one = HandedIn(row.practice_code, row.rubric_version, likeness)
            read[row.account_id, row.rubric_code].append(one)
    is_advisory = Safeguard.CALIBRATION_GATE in relaxed_at(session, None)
    return {
        (account, rubric): calibration_of(
            files_for(rubric), read[account, rubric], is_advisory=is_advisory
        )
        for account in accounts
        for rubric in versions
    }


def standings(
    session: Session, accounts: Collection[int], on: date
) -> dict[int, tuple[Calibration, ...]]:
    """Say where some people stand for every rubric that practice files were handed in for.

    Args:
        session: A database session.
        accounts: The people.
        on: The local day.

    Returns:
        Account to where they stand, by code of the rubric; rubrics not begun are left out.
    """
    read = session.execute(
        select(PracticeReadingRow.rubric_code)
        .where(
            PracticeReadingRow.account_id.in_(accounts),
            PracticeReadingRow.handed_in_at.is_not(None),
        )
        .distinct()
    ).scalars()
    now = {one: version_in_force(session, one, on) for one in sorted(read)}
    versions = {code: one.version for code, one in now.items() if one is not None}
    found = calibrations(session, accounts, versions)
    return {
        account: tuple(
            one
            for code in versions
            if (one := found[account, code]).standing is not CalibrationStanding.NONE
        )
        for account in accounts
    }


def calibrated_version(session: Session, actor: Actor, rubric: str) -> str | None:
    """Find the version of the actor's latest whole round.

    Args:
        session: A database session.
        actor: The reader.
        rubric: The rubric's code.

    Returns:
        The lowest version among the latest readings of its files; None before a whole round.
    """
    latest = {
        one.practice: one.version
        for one in own_readings(session, actor)
        if one.rubric == rubric and one.handed_in_at is not None
    }
    if not set(files_for(rubric)) <= set(latest):
        return None
    return min(latest.values(), key=lambda version: [int(part) for part in version.split(".")])


def double_shares(
    session: Session, accounts: Collection[int], rubric_version_id: int, usual_pct: int
) -> dict[int, int]:
    """Give the share of some readers' files that is read twice.

    Args:
        session: A database session.
        accounts: The readers.
        rubric_version_id: The version, which exists, that the files are read against.
        usual_pct: The share for everybody, in percent.

    Returns:
        Reader to the usual share, or more while the reader is below the calibration gate.
    """
    read = session.execute(
        select(RubricVersionRow.rubric_code, RubricVersionRow.version).where(
            RubricVersionRow.id == rubric_version_id
        )
    ).one()
    found = calibrations(session, accounts, {read.rubric_code: read.version})
    return {
        one: double_share_pct(usual_pct, found[one, read.rubric_code].standing) for one in accounts
    }


def _own(actor: Actor) -> Any:
    return select(PracticeReadingRow).where(PracticeReadingRow.account_id == actor.account_id)


def _reading(row: PracticeReadingRow) -> PracticeReading:
    return PracticeReading(
        row.id,
        row.practice_code,
        row.rubric_code,
        row.rubric_version,
        frozenset(row.asked),
        row.answers,
        None if row.handed_in_at is None else Likeness(**(row.outcome or {})),
        row.handed_in_at,
    )
