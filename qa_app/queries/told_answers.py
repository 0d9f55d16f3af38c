"""Which answers are held back from who would have to ask for some of the files, month by month."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, extract, func, literal_column, select, true
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
from qa_app.domain.totals import IN_NO_TOTAL
from qa_app.domain.trends import coverage_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.openings import opened_to
from qa_app.queries.reach import signed_within
from qa_app.queries.trends import Scope, ScopeKind

_NO_CENTRE = 0
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


class _Counted(NamedTuple):
    centre_id: int
    version_id: int
    sample_type: str
    month: int
    files: int
    scored: int
    closed: int


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
    opens = and_(signed_within(actor), opened_to(actor, at=at, on=on))
    if scope.kind is not ScopeKind.CENTRE:
        return _of_place(session, opens, scope.place_path, wanted)
    where = and_(AuditRow.centre_id == scope.object_id, _read_in(wanted.quarters))
    found = told_answers(_by_month(_counted(session, opens, where, wanted.code)))
    return replace(found, looked_at=wanted.quarters)


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
    found: dict[int, list[_Counted]] = defaultdict(list)
    for one in _counted(session, opens, AuditRow.centre_id.in_(sorted(asked)), ""):
        found[one.centre_id].append(one)
    return {centre_id: told_answers(_by_month(counted)) for centre_id, counted in found.items()}


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
    opens = and_(signed_within(actor), opened_to(actor, at=at, on=on))
    asked = [path for path in paths if not managed.covers(_NO_CENTRE, path)]
    return tuple(_of_place(session, opens, path, wanted) for path in asked)


def _manages(actor: Actor, scope: Scope) -> bool:
    centre_id = scope.object_id if scope.kind is ScopeKind.CENTRE else _NO_CENTRE
    return actor.reach_as({Role.CENTRE_MANAGER}).covers(centre_id, scope.place_path)


def _read_in(quarters: range | None) -> ColumnElement[bool]:
    if quarters is None:
        return true()
    first, after = first_day(quarters.start), first_day(quarters.stop)
    return and_(AuditRow.reviewed_on >= first, AuditRow.reviewed_on < after)


def _of_place(
    session: Session, opens: ColumnElement[bool], path: str, wanted: Wanted
) -> ToldAnswers:
    within = CentreRow.place_path.startswith(path, autoescape=True)
    rows = session.execute(select(CentreRow.id, CentreRow.place_path).where(within))
    places = {row.id: row.place_path for row in rows}
    if len(places) > _CENTRES_MOST:
        return NOTHING_TOLD
    found: dict[int, list[_Counted]] = defaultdict(list)
    # by number: SQLite would look at every review there is, and not at those of a few centres
    idents = sorted(places)
    where = and_(AuditRow.centre_id.in_(idents), _read_in(wanted.quarters))
    for one in _counted(session, opens, where, wanted.code):
        found[one.centre_id].append(one)
    centres = [(places[ident], _by_month(counted)) for ident, counted in found.items()]
    return replace(told_of_place(centres, path), looked_at=wanted.quarters)


def _counted(
    session: Session, opens: ColumnElement[bool], where: ColumnElement[bool], code: str
) -> Iterable[_Counted]:
    month = extract("year", AuditRow.reviewed_on) * 12 + extract("month", AuditRow.reviewed_on) - 1
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
    return (_Counted(*row) for row in session.execute(query))


def _by_month(
    counted: Iterable[_Counted],
) -> Files:
    sums: dict[Cell, dict[int, tuple[int, int, int]]] = defaultdict(dict)
    for one in counted:
        months = sums[one.version_id, coverage_of(one.sample_type)]
        files, scored, closed = months.get(int(one.month), (0, 0, 0))
        months[int(one.month)] = (files + one.files, scored + one.scored, closed + one.closed)
    return {
        key: {
            # as a point counts them: a rubric without a score has its files counted
            month: MonthFiles(scored or files, closed)
            for month, (files, scored, closed) in months.items()
        }
        for key, months in sums.items()
    }
