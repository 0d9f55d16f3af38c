"""How the items that show competencies stand in files, from totals and never from audits."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.competencies import Framework
from qa_app.domain.competency_gaps import ItemStanding
from qa_app.domain.defaults import EVIDENCE_MONTHS
from qa_app.domain.file_losses import NO_LOSS
from qa_app.domain.lost_points import item_values
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.people import Actor
from qa_app.domain.rounding import MILLION
from qa_app.domain.rubric import Rubric
from qa_app.domain.second_band import second_band
from qa_app.domain.series import Coverage
from qa_app.domain.told_answers import ALL_TOLD, ToldAnswers
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.trends import ItemTotalRow
from qa_app.queries.item_counts import sample_kinds
from qa_app.queries.openings import opened_to
from qa_app.queries.reach import signed_within
from qa_app.queries.readings import COUNTED, counted_reading
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.queries.trends import Scope

_WHOLE_PCT = 100


@dataclass(slots=True)
class _Sum:
    files: int = 0
    points: Fraction = field(default_factory=Fraction)
    lost: int = 0
    line: Fraction | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    item: str
    code: str
    files: int
    lost: int


def item_standings(
    session: Session,
    scope: Scope,
    framework: Framework,
    today: date,
    told: ToldAnswers = ALL_TOLD,
) -> tuple[ItemStanding, ...]:
    """Add up how the items of a framework stand in a scope's files of the last year.

    Args:
        session: A database session.
        scope: A centre or place, as its reader is told of it.
        framework: The framework.
        today: Local day.
        told: Which answers the reader is told who reads the files in general.

    Returns:
        Items that were scored in sampled files of the last `EVIDENCE_MONTHS` months, versions
        added up; sealed rubrics are left out, and so are versions whose answers of these months
        are held back. The line is that of the newest version.
    """
    first, until = last_year(today).start, min(month_of(today), scope.until)
    wanted = {code for one in framework.competencies.values() for code in one.items}
    item = ItemTotalRow
    rows = session.execute(
        select(
            item.rubric_version_id,
            item.item_code,
            item.code,
            func.sum(item.rated_count).label("files"),
            func.sum(item.lost_sum).label("lost"),
        )
        .join(RubricVersionRow, RubricVersionRow.id == item.rubric_version_id)
        .where(
            item.scope == scope.key,
            RubricVersionRow.rubric_code.in_(sorted(wanted)),
            RubricVersionRow.access != "sealed",
            item.sample_type.in_(sample_kinds(Coverage.SAMPLED)),
            item.month.between(first, until),
            item.rated_count > 0,
        )
        .group_by(item.rubric_version_id, item.item_code, item.code)
        .order_by(item.rubric_version_id)
    )
    sums: dict[tuple[str, str], _Sum] = defaultdict(_Sum)
    for row in rows:
        if not told.tells(row.rubric_version_id, Coverage.SAMPLED, range(first, until + 1)):
            continue
        rubric = rubric_in_words(session, row.rubric_version_id)
        _add(sums, rubric, _Answer(row.item_code, row.code, int(row.files), int(row.lost)))
    return _standings(sums)


def last_year(today: date) -> range:
    """Give the months that `item_standings` adds up, as `month_of` counts them.

    Args:
        today: Local day.

    Returns:
        The last `EVIDENCE_MONTHS`, up to the one that runs.
    """
    return range(month_of(today) - EVIDENCE_MONTHS + 1, month_of(today) + 1)


def tells_last_year(told: ToldAnswers, today: date) -> bool:
    """Tell whether `item_standings` leaves no version out.

    Args:
        told: Which answers the reader is told.
        today: Local day.

    Returns:
        False where answers of some version are held back, or of all because nobody counted the
        files that are closed to the reader.
    """
    months = last_year(today)
    return not told.is_unknown and all(
        told.tells(version, coverage, months)
        for version, coverage in told.parts
        if coverage is Coverage.SAMPLED
    )


def worker_item_standings(
    session: Session,
    actor: Actor,
    practitioner_id: int,
    framework: Framework,
    today: date,
    *,
    at: datetime,
) -> tuple[ItemStanding, ...]:
    """Add up how the items of a framework stand in the files of one worker.

    Totals keep no items of workers, so that their files are read, which are few.

    Args:
        session: A database session.
        actor: Who asks: only reviews that they open without asking, or were let into, are
            counted.
        practitioner_id: The worker, who is known to be in reach.
        framework: The framework.
        today: Local day.
        at: The present.

    Returns:
        As `item_standings`, of the cases for which the worker was responsible at the signature.
    """
    wanted = {code for one in framework.competencies.values() for code in one.items}
    rows = session.execute(
        select(*COUNTED)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            AuditRow.practitioner_id == practitioner_id,
            AuditRow.state == "signed",
            AuditRow.reviewed_on >= first_day(month_of(today) - EVIDENCE_MONTHS + 1),
            AuditRow.sample_type.in_(sample_kinds(Coverage.SAMPLED)),
            AuditRow.score_millionths.is_not(None),
            RubricVersionRow.rubric_code.in_(sorted(wanted)),
            RubricVersionRow.access != "sealed",
            signed_within(actor),
            opened_to(actor, at=at, on=today),
        )
        .order_by(AuditRow.rubric_version_id, AuditRow.id)
    ).all()
    sums: dict[tuple[str, str], _Sum] = defaultdict(_Sum)
    for row in rows:
        # whether a result is final says nothing of what its items cost
        reading = counted_reading(session, row, "", is_final=False)
        rubric = rubric_in_words(session, row.rubric_version_id)
        for code, answer in {**reading.codes, **reading.by_case}.items():
            lost = reading.losses.get(code, NO_LOSS).of_whole
            _add(sums, rubric, _Answer(code, answer, 1, lost))
    return _standings(sums)


def _add(sums: dict[tuple[str, str], _Sum], rubric: Rubric | None, one: _Answer) -> None:
    item = None if rubric is None else rubric.items.get(one.item)
    value = None if item is None else item_values(item).get(one.code)
    if rubric is None or value is None:
        return
    total = sums[rubric.code, one.item]
    total.files += one.files
    total.points += value * one.files
    total.lost += one.lost
    total.line = _line(rubric)


def _standings(sums: Mapping[tuple[str, str], _Sum]) -> tuple[ItemStanding, ...]:
    return tuple(
        ItemStanding(
            rubric,
            code,
            one.files,
            one.points / one.files,
            Fraction(one.lost * _WHOLE_PCT, MILLION),
            one.line,
        )
        for (rubric, code), one in sorted(sums.items())
    )


def _line(rubric: Rubric) -> Fraction | None:
    band = second_band(rubric)
    return None if band is None else Fraction(band.start_pct) / _WHOLE_PCT
