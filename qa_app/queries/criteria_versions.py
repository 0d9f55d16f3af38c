"""Versions of criteria, drafts of them, and which are in force where and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.criteria import CriteriaFile, CriteriaSet
from qa_app.domain.criteria_versions import Stage, file_of
from qa_app.domain.errors import ConflictError
from qa_app.domain.register_terms import Terms
from qa_app.domain.text import BilingualText
from qa_app.models.criteria_versions import (
    CriteriaCheckRow,
    CriteriaDraftRow,
    CriteriaInForceRow,
    CriteriaVersionRow,
)
from qa_app.models.places import PlaceRow


@dataclass(frozen=True, slots=True)
class SetInForce:
    """A set of criteria that is in force.

    Attributes:
        version_id: The version.
        fingerprint: Its fingerprint.
        file: Its content.
        set: The set.
        stage: The stage that it is in force for.
        from_day: Since when.
        place_path: Path of the place that it is in force for; empty for every one.
    """

    version_id: int
    fingerprint: str
    file: CriteriaFile
    set: CriteriaSet
    stage: Stage
    from_day: date
    place_path: str

    @property
    def version(self) -> tuple[str, str, str]:
        """Code, version and fingerprint, as an evaluation names them."""
        return self.file.code, self.file.version, self.fingerprint


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft that waits to be published.

    Attributes:
        id: The draft.
        content: Its file, as it is kept.
        fingerprint: That of its content.
        handed_in_at: When.
        handed_in_by: The account.
    """

    id: int
    content: str
    fingerprint: str
    handed_in_at: datetime
    handed_in_by: int


@dataclass(frozen=True, slots=True)
class ProposedSet:
    """A set that waits for a second person to put it in force.

    Attributes:
        id: The proposal.
        place_id: For which place; None for every one.
        stage: For which stage.
        version_id: The version.
        set_code: The set.
        from_day: From when on.
        proposed_by: The account; None for a command.
    """

    id: int
    place_id: int | None
    stage: Stage
    version_id: int
    set_code: str
    from_day: date
    proposed_by: int | None


@dataclass(frozen=True, slots=True)
class InForceSets:
    """Every set that is in force on a day, and which counts for a place."""

    sets: tuple[SetInForce, ...]

    def of(self, place_path: str, stage: Stage) -> SetInForce | None:
        """Find the set for a place.

        Args:
            place_path: Path of the place.
            stage: The stage.

        Returns:
            That of the nearest place above it, the newest there; None where none is in force.
        """
        own = [
            one for one in self.sets if one.stage is stage and place_path.startswith(one.place_path)
        ]
        # the sets stand in the order in which they began
        return max(own, key=lambda one: len(one.place_path), default=None)


def sets_known(session: Session, day: date, zone: str) -> InForceSets:
    """Read which sets of criteria were in force on a day as it was known when the day was over.

    Args:
        session: A database session.
        day: Local date.
        zone: Local time zone of the installation.

    Returns:
        Of each place and stage the one that began last; one that was confirmed only later is left
        out, whatever day it names. Before any was in force those of the first such day; none while
        there has not been one.
    """
    row = CriteriaInForceRow
    begun = [
        max(one.from_day, local_day(one.settled_at, zone))
        for one in session.execute(
            select(row.from_day, row.settled_at).where(row.state == "in_force")
        )
    ]
    if not begun:
        return InForceSets(())
    day = max(day, min(begun))
    over_at = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return sets_in_force(session, day, over_at)


def sets_in_force(session: Session, day: date, known_at: datetime | None = None) -> InForceSets:
    """Read which sets of criteria are in force on a day.

    Args:
        session: A database session.
        day: Local date.
        known_at: Leaves out what was confirmed at this instant or later; None leaves out nothing.

    Returns:
        Of each place and stage the one that began last.
    """
    rows = session.execute(
        select(CriteriaInForceRow, CriteriaVersionRow, PlaceRow.path)
        .join(CriteriaVersionRow, CriteriaVersionRow.id == CriteriaInForceRow.version_id)
        .outerjoin(PlaceRow, PlaceRow.id == CriteriaInForceRow.place_id)
        .where(
            CriteriaInForceRow.state == "in_force",
            CriteriaInForceRow.from_day <= day,
            true() if known_at is None else CriteriaInForceRow.settled_at < known_at,
        )
        .order_by(CriteriaInForceRow.from_day, CriteriaInForceRow.settled_at, CriteriaInForceRow.id)
    ).all()
    newest: dict[tuple[str, str], SetInForce] = {}
    for row, version, path in rows:
        file = file_of(version.content)
        found = file.set_of(row.set_code)
        if found is not None:
            newest[path or "", row.stage] = SetInForce(
                version.id,
                version.fingerprint,
                file,
                found,
                Stage(row.stage),
                row.from_day,
                path or "",
            )
    return InForceSets(tuple(newest.values()))


def criteria_file(session: Session, version_id: int) -> CriteriaFile | None:
    """Read a published version.

    Args:
        session: A database session.
        version_id: The version.

    Returns:
        Its content; None when there is none.
    """
    content = session.execute(
        select(CriteriaVersionRow.content).where(CriteriaVersionRow.id == version_id)
    ).scalar_one_or_none()
    return None if content is None else file_of(content)


def terms_under(session: Session, criteria: tuple[str, str]) -> Terms:
    """Read the terms of the version that something rests on, whatever is in force by now.

    Args:
        session: A database session.
        criteria: Code and version of published criteria.

    Returns:
        Its states, limits in time, names and rules of objections.
    """
    row = CriteriaVersionRow
    query = select(row.content).where(row.code == criteria[0], row.version == criteria[1])
    return file_of(session.execute(query).scalar_one()).terms


def newest_criteria(session: Session) -> CriteriaVersionRow | None:
    """Read the version that was published last.

    Args:
        session: A database session.

    Returns:
        Its row; None before the first one.
    """
    query = select(CriteriaVersionRow).order_by(CriteriaVersionRow.id.desc()).limit(1)
    return session.execute(query).scalar_one_or_none()


def criteria_versions(session: Session) -> tuple[CriteriaVersionRow, ...]:
    """List published versions.

    Args:
        session: A database session.

    Returns:
        The newest first.
    """
    query = select(CriteriaVersionRow).order_by(CriteriaVersionRow.id.desc())
    return tuple(session.execute(query).scalars())


def open_drafts(session: Session) -> tuple[OpenDraft, ...]:
    """List drafts that wait to be published.

    Args:
        session: A database session.

    Returns:
        The newest first.
    """
    row = CriteriaDraftRow
    query = select(row.id, row.content, row.fingerprint, row.handed_in_at, row.handed_in_by)
    rows = session.execute(query.where(row.state == "open").order_by(row.id.desc()))
    return tuple(OpenDraft(*one) for one in rows)


def checks_of(session: Session, draft_id: int) -> tuple[CriteriaCheckRow, ...]:
    """List what was done before a draft is published.

    Args:
        session: A database session.
        draft_id: The draft.

    Returns:
        In the order in which it was done.
    """
    query = select(CriteriaCheckRow).where(CriteriaCheckRow.draft_id == draft_id)
    return tuple(session.execute(query.order_by(CriteriaCheckRow.id)).scalars())


def proposed_sets(session: Session) -> tuple[ProposedSet, ...]:
    """List sets that wait for a second person to put them in force.

    Args:
        session: A database session.

    Returns:
        The oldest first.
    """
    query = select(CriteriaInForceRow).where(CriteriaInForceRow.state == "proposed")
    return tuple(
        ProposedSet(
            one.id,
            one.place_id,
            Stage(one.stage),
            one.version_id,
            one.set_code,
            one.from_day,
            one.proposed_by,
        )
        for one in session.execute(query.order_by(CriteriaInForceRow.id)).scalars()
    )


def standing_criteria(session: Session, code: str, version: str, fingerprint: str) -> int | None:
    """Find a version that was published before.

    Args:
        session: A database session.
        code: Code of the file.
        version: Its version.
        fingerprint: Fingerprint of its content.

    Returns:
        The version; None when there is none.

    Raises:
        ConflictError: It was published with another content (`version_taken`).
    """
    row = session.execute(
        select(CriteriaVersionRow.id, CriteriaVersionRow.fingerprint).where(
            CriteriaVersionRow.code == code, CriteriaVersionRow.version == version
        )
    ).one_or_none()
    if row is None:
        return None
    if row.fingerprint != fingerprint:
        raise ConflictError("version_taken", rubric=code, version=version)
    return int(row.id)


def place_names(session: Session) -> Mapping[int, BilingualText]:
    """Name every place.

    Args:
        session: A database session.

    Returns:
        Place to name, by code.
    """
    rows = session.execute(
        select(PlaceRow.id, PlaceRow.name_zh, PlaceRow.name_en).order_by(PlaceRow.code)
    ).all()
    return {row.id: BilingualText(row.name_zh, row.name_en) for row in rows}
