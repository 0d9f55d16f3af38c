"""What there is to say about a series, as codes and numbers; words are for others."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.defaults import ABOUT_SAME_PCT
from qa_app.domain.series import Period, Point, PointStanding, Series
from qa_app.domain.trends import Change, last_change, open_period

_WHOLE_PCT = 100


class FindingCode(StrEnum):
    """Kinds of sentence; run rules and limits will add theirs."""

    NOTHING = "nothing"
    NO_NUMBER = "no_number"
    FEW = "few"
    FIRST = "first"
    UNLIKE = "unlike"
    RISEN = "risen"
    FALLEN = "fallen"
    SAME = "same"
    ABOUT = "about"
    PROVISIONAL = "provisional"
    BREAK = "break"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say.

    Attributes:
        code: What kind.
        point: The period it is about; None when nothing was read.
        previous: The period compared with; None where nothing is compared.
        version_id: The version that came into use (`break`); None otherwise.
        since: The first period that has files of that version, rated or not; None otherwise.
        is_visits: True when one audit covers a whole centre, so that it counts visits.
    """

    code: FindingCode
    point: Point | None = None
    previous: Point | None = None
    version_id: int | None = None
    since: Period | None = None
    is_visits: bool = False


def findings_of(series: Series) -> tuple[Finding, ...]:
    """Say what a series shows, and no more than that.

    Args:
        series: One section and one coverage.

    Returns:
        The headline; then, as far as they apply, how much of it is provisional, the last
        change of the rubric, and the period that is still too small.
    """
    if not series.points:
        return (Finding(FindingCode.NOTHING),)
    is_visits = series.segments[-1].is_visits
    latest = series.latest
    if latest is None:
        last = series.points[-1]
        is_few = last.standing is PointStanding.FEW
        code = FindingCode.FEW if is_few else FindingCode.NO_NUMBER
        return (Finding(code, last, is_visits=is_visits),)
    findings = [_headline(series, latest, is_visits=is_visits)]
    if latest.provisional_count:
        findings.append(Finding(FindingCode.PROVISIONAL, latest, is_visits=is_visits))
    if len(series.segments) > 1:
        newest = series.segments[-1]
        findings.append(
            Finding(
                FindingCode.BREAK,
                version_id=newest.version_id,
                since=newest.points[0].period,
            )
        )
    running = open_period(series)
    if running is not None:
        findings.append(Finding(FindingCode.RUNNING, running, is_visits=is_visits))
    return tuple(findings)


def _headline(series: Series, latest: Point, *, is_visits: bool) -> Finding:
    change = last_change(series)
    if change.code is Change.UNLIKE:
        return Finding(FindingCode.UNLIKE, latest, is_visits=is_visits)
    if change.code is not Change.ORDINARY or change.difference is None:
        return Finding(FindingCode.FIRST, latest, is_visits=is_visits)
    return Finding(_direction(change.difference), latest, change.previous, is_visits=is_visits)


def _direction(difference: Fraction) -> FindingCode:
    if difference == 0:
        return FindingCode.SAME
    if abs(difference) * _WHOLE_PCT < ABOUT_SAME_PCT:
        return FindingCode.ABOUT
    return FindingCode.RISEN if difference > 0 else FindingCode.FALLEN
