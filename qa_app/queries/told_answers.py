"""Which answers are held back from who would have to ask for some of the files, month by month."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    case,
    cast,
    extract,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.orm import Session

from qa_app.domain.month_grid import first_day, quarters_around
from qa_app.domain.people import Actor, Role
from qa_app.domain.told_answers import (
    ALL_TOLD,
    NOTHING_TOLD,
    Cell,
    Files,
    MonthFiles,
    ToldAnswers,
    told_answers,
    told_of_place,
)
from qa_app.domain.totals import IN_NO_TOTAL, NETWORK, WHOLE_FILE
from qa_app.domain.trends import coverage_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.openings import maybe_opened, opened_to
from qa_app.queries.reach import signed_within
from qa_app.queries.trends import Scope, ScopeKind, scope_column

_NO_CENTRE = 0
_READINGS_AT_ONCE = 10_000
_FILES: Final = 4
_CENTRES_MOST = 500
"""Centres of a place whose reviews are looked at: 260 with 55,000 cost 0.16 s, a million 5 s."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers are asked for.

    Attributes:
        code: One rubric; empty for all.
        months: Their quarters alone are looked at, because no part of the cut goes beyond its
            quarter; empty for all.
    """

    code: str = ""
    months: Collection[int] = ()

    @property
    def quarters(self) -> range | None:
        """The whole quarters that are looked at; None for all."""
        return quarters_around(self.months) if self.months else None


_EVERYTHING = Wanted()


_Counted = tuple[int, int, str, int, int, int, int]
"""Centre, version, kind of sample and month; files, those with a score, closed ones."""


def answers_told(
    session: Session,
    actor: Actor,
    scope: Scope,
    *,
    at: datetime,
    on: date,
    wanted: Wanted = _EVERYTHING,
) -> ToldAnswers:
    """Find which answers to items somebody is told who reads the files of a centre or place.

    Every page, table and paper that counts answers or points of items asks here.

    Args:
        session: A database session.
        actor: Who asks.
        scope: A centre or place all of whose files they read in general; of others nothing is
            decided here (`domain.answer_counts`).
        at: The present, for what they were let into.
        on: The local day, for agreements.
        wanted: Which answers.

    Returns:
        By the files for which they would have to ask (ADR 0047), found by one query among the
        reviews of the centre, or of all centres of the place, after which it is cut. A place of
        more than 500 centres is told nothing of: there are too many reviews to look at.
        Nothing is held back, and nothing asked, for who manages all of it.

    Source: ADR 0036.
    """
    if not scope.sees_files or scope.kind is ScopeKind.WORKER or _manages(actor, scope):
        return ALL_TOLD
    if scope.kind is not ScopeKind.CENTRE:
        return _of_place(session, actor, scope.place_path, wanted, at=at, on=on)
    opens = and_(signed_within(actor), opened_to(actor, at=at, on=on))
    where = and_(AuditRow.centre_id == scope.object_id, _read_in(wanted.quarters))
    files = _by_month(_counted(session, opens, where, wanted.code)).get(scope.object_id, {})
    return replace(told_answers(files), looked_at=wanted.quarters)


def answers_told_at(
    session: Session, actor: Actor, centre_ids: Collection[int], *, at: datetime, on: date
) -> Mapping[int, ToldAnswers]:
    """Find the same for a handful of centres.

    Args:
        session: A database session.
        actor: Who asks; they read the files of all these centres in general.
        centre_ids: The centres.
        at: The present.
        on: The local day.

    Returns:
        Centre to what is told of it, by one query; nothing is held back at a centre left out.
    """
    managed = actor.reach_as({Role.CENTRE_MANAGER})
    asked = [one for one in centre_ids if one not in managed.centre_ids]
    if managed.is_everything or not asked:
        return {}
    opens = and_(signed_within(actor), opened_to(actor, at=at, on=on))
    found = _by_month(_counted(session, opens, AuditRow.centre_id.in_(sorted(asked)), ""))
    return {centre_id: told_answers(files) for centre_id, files in found.items()}


def answers_told_of(
    session: Session,
    actor: Actor,
    paths: Iterable[str],
    *,
    at: datetime,
    on: date,
    wanted: Wanted = _EVERYTHING,
) -> tuple[ToldAnswers, ...]:
    """Find the same for a handful of places.

    Args:
        session: A database session.
        actor: Who asks; they read the files of all these places in general.
        paths: Of the places; empty for the network.
        at: The present.
        on: The local day.
        wanted: Which answers.

    Returns:
        What is told of each that the actor does not manage.
    """
    managed = actor.reach_as({Role.CENTRE_MANAGER})
    asked = [path for path in paths if not managed.covers(_NO_CENTRE, path)]
    return tuple(_of_place(session, actor, path, wanted, at=at, on=on) for path in asked)


def _manages(actor: Actor, scope: Scope) -> bool:
    centre_id = scope.object_id if scope.kind is ScopeKind.CENTRE else _NO_CENTRE
    return actor.reach_as({Role.CENTRE_MANAGER}).covers(centre_id, scope.place_path)


def _read_in(quarters: range | None) -> ColumnElement[bool]:
    if quarters is None:
        return true()
    first, after = first_day(quarters.start), first_day(quarters.stop)
    return and_(AuditRow.reviewed_on >= first, AuditRow.reviewed_on < after)


def _of_place(
    session: Session, actor: Actor, path: str, wanted: Wanted, *, at: datetime, on: date
) -> ToldAnswers:
    within = CentreRow.place_path.startswith(path, autoescape=True)
    rows = session.execute(select(CentreRow.id, CentreRow.place_path).where(within))
    places = {row.id: row.place_path for row in rows}
    if len(places) > _CENTRES_MOST:
        return NOTHING_TOLD
    opens = and_(signed_within(actor), opened_to(actor, at=at, on=on))
    counted: Iterable[_Counted] = ()
    if not wanted.months:
        # of all years less is read so. The totals first: what is signed meanwhile tells less
        totals = _totals(session, path, wanted.code)
        maybe = sorted(maybe_opened(session, actor, path, at=at, on=on))
        if 2 * len(maybe) < sum(one[_FILES] for one in totals):
            counted = [*totals, *_taken_off(session, opens, maybe, within, wanted.code)]
    if not counted:
        # by number: SQLite would look at every review there is, and not at those of a few centres
        where = and_(AuditRow.centre_id.in_(sorted(places)), _read_in(wanted.quarters))
        counted = _counted(session, opens, where, wanted.code)
    centres = ((places[ident], files) for ident, files in _by_month(counted).items())
    return replace(told_of_place(centres, path), looked_at=wanted.quarters)


def _taken_off(
    session: Session,
    opens: ColumnElement[bool],
    maybe: Sequence[int],
    within: ColumnElement[bool],
    code: str,
) -> Iterator[_Counted]:
    # those that are opened, from totals in which each file is counted as closed
    for start in range(0, len(maybe), _READINGS_AT_ONCE):
        some = and_(AuditRow.id.in_(maybe[start : start + _READINGS_AT_ONCE]), within)
        for centre_id, version, kind, month, files, _scored, closed in _counted(
            session, opens, some, code
        ):
            yield centre_id, version, kind, month, 0, 0, closed - files


def _totals(session: Session, path: str, code: str) -> list[_Counted]:
    # by centre; each file as closed
    total = MonthTotalRow
    key = f"p:{path.rstrip('/').rpartition('/')[2]}" if path else NETWORK
    used = (
        select(total.rubric_version_id, total.sample_type)
        .join(RubricVersionRow, RubricVersionRow.id == total.rubric_version_id)
        .where(total.scope == key, total.section == WHOLE_FILE)
        .distinct()
    )
    if code:
        used = used.where(RubricVersionRow.rubric_code == code)
    pairs = session.execute(used).all()
    within = CentreRow.place_path.startswith(path, autoescape=True)
    rows = session.execute(
        select(
            cast(func.substr(total.scope, 3), Integer),
            total.rubric_version_id,
            total.sample_type,
            total.month,
            total.file_count,
            total.scored_count,
            total.file_count.label("closed"),
        ).where(
            total.scope.in_(select(scope_column()).where(within)),
            # what was used here, so that each is looked up by its whole key
            total.rubric_version_id.in_(sorted({version for version, _kind in pairs})),
            total.sample_type.in_(sorted({kind for _version, kind in pairs})),
            total.section == WHOLE_FILE,
            total.file_count > 0,
        )
    )
    return list(rows)


def _counted(
    session: Session, opens: ColumnElement[bool], where: ColumnElement[bool], code: str
) -> Iterable[_Counted]:
    year, month_of_year = (extract(one, AuditRow.reviewed_on) for one in ("year", "month"))
    month = cast(year * 12 + month_of_year - 1, Integer)
    keys = (AuditRow.centre_id, AuditRow.rubric_version_id, AuditRow.sample_type, month)
    query = (
        select(
            *keys,
            func.count(),
            func.count(AuditRow.score_millionths),
            func.count() - func.count(case((opens, 1))),
        )
        .select_from(AuditRow)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            where,
            # in so many words, for the partial index `ix_audit_centre_read`
            AuditRow.state == literal_column("'signed'"),
            AuditRow.sample_type.not_in(sorted(IN_NO_TOTAL)),
        )
        .group_by(*keys)
    )
    if code:
        query = query.where(RubricVersionRow.rubric_code == code)
    return session.execute(query)


def _by_month(counted: Iterable[_Counted]) -> dict[int, Files]:
    # thousands of rows for a province, so that little is done with each
    sums: dict[int, dict[Cell, dict[int, tuple[int, int, int]]]] = defaultdict(dict)
    cells: dict[tuple[int, str], Cell] = {}
    for centre_id, version, kind, month, files, scored, closed in counted:
        cell = cells.get((version, kind))
        if cell is None:
            cell = cells[version, kind] = (version, coverage_of(kind))
        here = sums[centre_id]
        months = here.get(cell)
        if months is None:
            months = here[cell] = {}
        before = months.get(month)
        if before is None:
            months[month] = (files, scored, closed)
        else:
            months[month] = (before[0] + files, before[1] + scored, before[2] + closed)
    return {
        centre_id: {
            cell: {
                # as a point counts them: a rubric without a score has its files counted
                month: MonthFiles(scored or files, closed)
                for month, (files, scored, closed) in months.items()
            }
            for cell, months in those.items()
        }
        for centre_id, those in sums.items()
    }
