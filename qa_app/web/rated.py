"""What a rule rubric says of many files: outcomes and items, counted from totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qa_app.domain.defaults import EVIDENCE_MONTHS
from qa_app.domain.month_grid import month_of
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_rules import NO_AGGREGATE
from qa_app.domain.rule_summary import counted_names, rated_lines
from qa_app.domain.series import Coverage, Grain, Period
from qa_app.domain.standing import WHOLE_CENTRE_KINDS
from qa_app.extensions import database
from qa_app.queries.item_counts import AnswersAsked, item_counts
from qa_app.queries.trends import RubricTrend, Scope
from qa_app.web.told_here import told_here
from qa_app.wording import Words
from qa_app.wording.rule_summary import SaidRated, said_rated


@dataclass(frozen=True, slots=True)
class RatedFiles:
    """Files over which ratings are counted.

    Attributes:
        scope: Of which centre or place.
        rubric: The version that they were read against.
        version_id: The same by id.
        coverage: How they were chosen.
        months: When, as month numbers.
        is_whole: True where every file that there was has been read: nothing is uncertain then.
    """

    scope: Scope
    rubric: Rubric
    version_id: int
    coverage: Coverage
    months: Iterable[int]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Rated:
    """Outcomes and items of files, summed up.

    Attributes:
        lines: Outcomes, then items.
        is_held: True where nothing is told because for few of the files one would have to ask.
    """

    lines: tuple[SaidRated, ...] = ()
    is_held: bool = False

    def __bool__(self) -> bool:
        """True where something is told, or why it is not."""
        return bool(self.lines) or self.is_held


def files_of_trend(scope: Scope, trend: RubricTrend, today: date) -> RatedFiles:
    """Name the files of the last twelve months behind a trend.

    Args:
        scope: Whose trend.
        trend: It.
        today: Local date.

    Returns:
        Those read against the version that was used last.
    """
    rubric, now = trend.current, month_of(today)
    return RatedFiles(
        scope,
        rubric,
        next(one for one, known in trend.versions.items() if known is rubric),
        trend.main_coverage,
        range(now - EVIDENCE_MONTHS + 1, now + 1),
        rubric.kind in WHOLE_CENTRE_KINDS,
    )


def rated_of(words: Words, files: RatedFiles) -> Rated:
    """Sum up files as their rule rubric says; every page that shows it takes it from here.

    Args:
        words: The page's language.
        files: Which files.

    Returns:
        Outcomes, then items, or that they are held back; nothing for rubrics that sum nothing up,
        which is not asked for then, and for those who see aggregates only.
    """
    if files.rubric.aggregate == NO_AGGREGATE or not files.scope.sees_files:
        return Rated()
    names, months = counted_names(files.rubric), tuple(files.months)
    told = told_here(files.scope, files.rubric.code, months)
    if not told.tells(files.version_id, files.coverage, months):
        return Rated(is_held=True)
    wanted = [
        AnswersAsked(files.version_id, Period(month, Grain.MONTH), names, files.coverage)
        for month in months
    ]
    counts = item_counts(database(), files.scope, wanted)
    lines = rated_lines(files.rubric, counts, is_whole=files.is_whole)
    return Rated(tuple(said_rated(words, files.rubric, one) for one in lines))
