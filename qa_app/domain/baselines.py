"""A new baseline: from which months limits may begin anew, and what that would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.charting import Cut, CutReason, Stretch, stretch_now, stretches_of
from qa_app.domain.defaults import CHART_REASON_LEAST, CHART_REASON_MOST
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.findings import check_text
from qa_app.domain.rounding import millionths
from qa_app.domain.series import Series
from qa_app.domain.text_folding import without_hidden


@dataclass(frozen=True, slots=True)
class Rebase:
    """What a new baseline would change.

    Attributes:
        month: First month of the new stretch, as `totals.month_of` gives it.
        before: The stretch that would end, with its limits where it has some.
        after: The stretch that would begin; it has limits.
    """

    month: int
    before: Stretch
    after: Stretch

    @property
    def means(self) -> tuple[int, int]:
        """Mean before and mean after, ratios in millionths, of the points that shape each."""
        return millionths(mean_of(self.before)), millionths(mean_of(self.after))


@dataclass(frozen=True, slots=True)
class NewBaseline:
    """A baseline as it was sent.

    Attributes:
        month: First month of the new stretch.
        means: What its sender saw, as `Rebase.means`.
        reason: Why, as typed.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
    """

    month: int
    means: tuple[int, int]
    reason: str
    name_reason: str = ""


def rebases_of(series: Series, cuts: Sequence[Cut]) -> tuple[Rebase, ...]:
    """Find the months from which limits may begin anew, and what each would change.

    A month is offered where the latest stretch would be parted: points of the same rubric version
    stand before it, and those from it on are enough for limits.

    Args:
        series: What the chart shows.
        cuts: Where new stretches begin already.

    Returns:
        One for each month, the earliest first; none where nothing can be parted.

    Source: docs/methods/charts.md, "A new stretch".
    """
    now = stretch_now(stretches_of(series, cuts))
    if now is None:
        return ()
    found = []
    for point in now.points[1:]:
        month = point.period.first_month
        cut = Cut(month, CutReason.REBASED, now.version_id)
        parts = [
            one
            for one in stretches_of(series, (*cuts, cut))
            if one.version_id == now.version_id and one.points[0] in now.points
        ]
        if len(parts) > 1 and parts[-1].limits is not None:
            found.append(Rebase(month, parts[-2], parts[-1]))
    return tuple(found)


def chosen_rebase(rebases: Sequence[Rebase], month: int) -> Rebase:
    """Take the month that somebody chose.

    Args:
        rebases: From `rebases_of`.
        month: Which month.

    Returns:
        What it would change.

    Raises:
        InvalidError: Limits cannot begin anew in that month (`month_unfit`).
    """
    for one in rebases:
        if one.month == month:
            return one
    raise InvalidError("month_unfit")


def refuse_stale(rebase: Rebase, seen: tuple[int, int]) -> None:
    """Refuse to begin what is not any more what its sender saw.

    Args:
        rebase: What would change now.
        seen: The means that they saw.

    Raises:
        ConflictError: Results came or went meanwhile (`preview_stale`).
    """
    if rebase.means != seen:
        raise ConflictError("preview_stale")


def check_reason(reason: str, name_reason: str = "") -> None:
    """Refuse a reason that nobody else can weigh.

    Args:
        reason: As typed, for a new baseline or for taking one back.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.

    Raises:
        InvalidError: It is shorter than `CHART_REASON_LEAST` characters that can be seen
            (`reason_short`), or refused (`findings.check_text`).
    """
    check_text(reason, CHART_REASON_MOST, name_reason=name_reason)
    if len("".join(without_hidden(reason).split())) < CHART_REASON_LEAST:
        raise InvalidError("reason_short", least=CHART_REASON_LEAST)


def mean_of(stretch: Stretch) -> Fraction:
    """Give the mean of a stretch.

    Args:
        stretch: The stretch.

    Returns:
        The mean that its limits stand around; without limits that of its points.
    """
    if stretch.limits is not None and stretch.limits.mean is not None:
        return stretch.limits.mean
    values = [point.value for point in stretch.tested if point.value is not None]
    return sum(values, Fraction(0)) / len(values)
