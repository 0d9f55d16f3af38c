"""What a comparison of centres says: the finding, what it rests on, the words of one centre."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.compared_months import Twelve
from qa_app.domain.comparison import Compared, Comparison, Shown, line_pct
from qa_app.domain.defaults import (
    COMPARED_GROUPS_LEAST,
    FILES_PER_POINT,
    SHARE_DENOMINATOR,
)
from qa_app.domain.rounding import display
from qa_app.domain.score_axis import ScoreAxis
from qa_app.domain.series import Coverage
from qa_app.domain.shares import Measure
from qa_app.domain.statistics.funnel import Flag
from qa_app.domain.statistics.intervals import CONFIDENCE
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.wording import trends
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

MEASURES: dict[Measure, str] = {
    Measure.BAND: _("share of files at band B or above"),
    Measure.RATING: _("share rated “%(rating)s” or better"),
    Measure.SCORE: _("mean score"),
    Measure.REDLINE: _("share of files without a red line"),
}
"""Measure to its name."""

_WHO = {
    True: (_("1 place"), _("%(count)s places")),
    False: (_("1 centre"), _("%(count)s centres")),
}
_FEW = _("%(place)s: too few files to compare")
_NONE_BELOW = _("%(place)s: none of %(who)s lies below the 99.8 %% limits of chance")
_ONE_BELOW = _("%(place)s: %(names)s lies below the 99.8 %% limits of chance")
_SOME_BELOW = _("%(place)s: %(names)s lie below the 99.8 %% limits of chance")
_MANY_BELOW = _("%(place)s: %(count)s of %(who)s lie below the 99.8 %% limits of chance")
_NEAR_OF_ALL = _("%(said)s, %(count)s of them below the 95 %% limits")
_NEAR_BESIDES = _("%(said)s, %(count)s more below the 95 %% limits")
_NO_VERDICT = _("%(place)s: shares of %(who)s, with too few final results to tell who lies below")
_REACHED = _("%(place)s: the mean score of %(count)s of %(who)s is %(line)s points or more")
_MEANS = _("%(place)s: mean scores of %(who)s")
_NAMED_MOST = 3
_SPAN = _("%(first)s to %(last)s, rubric version %(version)s.")
_FILES = _("%(files)s in all.")
_OPEN = _("%(files)s of them provisional: this may still change.")
_FINAL_ONLY = _("Counted are final results of calendar years that are over.")
_OF_SHOWN = _("A place adds up those centres only that are shown one by one.")
_WITH_FEW = _("The total includes centres of which too few were read to show a result.")
_WITH_HELD = _(
    "A mean is not shown where a half-year holds fewer than %(least)s files of a version of the"
    " rubric: beside the criteria, which put versions together, it would tell of those."
)
_NEVER_RANKED = _("In order of names, never of results.")
_COUNTED = _("%(found)s of %(count)s files")
_ONLY_FEW = _("only %(files)s: not shown")
_NOT_RATED = _("only %(files)s: not rated")
_HELD = _("not shown: fewer than %(least)s files of a version in a half-year")
_NOTHING = _("no files")
_SHARE_OF = _("%(share)s (%(found)s of %(count)s)")
_MEAN_OF = _("%(value)s (%(files)s)")
_SILENT = {
    False: _("no file for %(count)s months"),
    True: _("no visit for %(count)s months"),
}
_BETWEEN = _("%(low)s to %(high)s")
_ALL_READ = _("all files were read")
_NO_INTERVAL = {
    False: _("no interval: fewer than %(least)s months with files, or all alike"),
    True: _("no interval: fewer than %(least)s centres with files, or all alike"),
}
_INTERVAL = _(
    "The bar is the %(confidence)s %% interval around each number; hollow while a result may"
    " change."
)
_FROM_MONTHS = _("It comes from how far the months of a centre lie apart, each month one group.")
_FROM_CENTRES = _("It comes from how far the centres of a place lie apart, each centre one group.")
_MEASURE_AND_LEAST: dict[Measure, str] = {
    Measure.BAND: _(
        "Share of files at band B or above; the dashed line is the target of %(line)s %%. Shares"
        " need %(least)s files."
    ),
    Measure.RATING: _(
        "Share of results rated “%(rating)s” or better, which is the upper half of the rubric's"
        " scale. Shares need %(least)s results."
    ),
    Measure.SCORE: _(
        "Mean score of files; the dashed line is %(line)s. A mean needs %(least)s files."
    ),
    Measure.REDLINE: _("Share of files without a red line. Shares need %(least)s files."),
}
_SCALE_ONLY = _("Mean on the rubric's own scale. A mean needs %(least)s files.")
_WHOLE_PCT = 100


@dataclass(frozen=True, slots=True)
class Ground:
    """What the words of one comparison depend on.

    Attributes:
        twelve: When.
        version: Number of the rubric version.
        coverage: Which files.
        axis: How means of the rubric are written.
        measure: What is compared.
        sees_files: As for `comparison.compare`.
        is_visits: True where one audit covers the whole of a centre.
        are_places: True where places are compared.
        rating: Name of the lowest rating that conforms; empty where bands say it.
    """

    twelve: Twelve
    version: str
    coverage: Coverage
    axis: ScoreAxis
    measure: Measure
    sees_files: bool
    is_visits: bool
    are_places: bool
    rating: BilingualText = NO_TEXT

    @property
    def holds_places(self) -> bool:
        """True where chance is told of places: a centre is visited about once in twelve months."""
        return self.measure is Measure.RATING and self.is_visits

    def counted(self, words: Words, count: int) -> str:
        """Write a number of files, or of visits.

        Args:
            words: The language.
            count: How many.

        Returns:
            Such as `24 files`.
        """
        return trends.counted(words, count, is_visits=self.is_visits)


def measure_name(words: Words, measure: Measure, rating: BilingualText) -> str:
    """Name what is compared.

    Args:
        words: The language.
        measure: What.
        rating: Name of the lowest rating that conforms; empty where bands say it.

    Returns:
        The name, within a sentence.
    """
    return words.say(MEASURES[measure], rating=rating.in_language(words.language))


def percent(words: Words, share: Fraction | float) -> str:
    """Write a share as a whole percentage.

    Args:
        words: The language.
        share: 0..1.

    Returns:
        Such as `83 %`; 100 and 0 only where it is exactly that.
    """
    exact = Fraction(share).limit_denominator(10**9) * _WHOLE_PCT
    shown = display(exact, 0)
    is_near = (shown == "100" and exact < _WHOLE_PCT) or (shown == "0" and exact > 0)
    return words.per_cent(display(exact, 1) if is_near else shown)


def span(words: Words, twelve: Twelve) -> str:
    """Name the months.

    Args:
        words: The language.
        twelve: Which.

    Returns:
        Such as `Apr 2025 to Mar 2026`; that the last month is one so far while it is not over.
    """
    last = trends.month_so_far(words, twelve.last, is_running=twelve.is_running)
    return words.say(_BETWEEN, low=trends.month(words, twelve.first), high=last)


def headline(
    words: Words, ground: Ground, place: str, comparison: Comparison, names: Sequence[str]
) -> str:
    """Say what a comparison finds.

    Args:
        words: The language.
        ground: What is compared.
        place: Name of the place.
        comparison: What was found.
        names: Names of the centres, in the order of its rows.

    Returns:
        A headline without a full stop.
    """
    valued = comparison.valued
    if not valued:
        return words.say(_FEW, place=place)
    who = _who(words, len(valued), are_places=ground.are_places)
    if ground.measure is Measure.SCORE:
        return _of_means(words, ground, place, comparison, who)
    if not comparison.judged:
        return words.say(_NO_VERDICT, place=place, who=who)
    who = _who(words, len(comparison.judged), are_places=ground.are_places)
    said = _below(words, place, comparison, names, who)
    # one that lies between the two limits is no finding, and must not seem to be nothing
    near = sum(row.flag is Flag.BELOW_LOOK for row in comparison.rows)
    message = _NEAR_BESIDES if comparison.flagged else _NEAR_OF_ALL
    return words.say(message, said=said, count=near) if near else said


def _below(words: Words, place: str, comparison: Comparison, names: Sequence[str], who: str) -> str:
    below = comparison.flagged
    if not below:
        return words.say(_NONE_BELOW, place=place, who=who)
    if len(below) > _NAMED_MOST:
        return words.say(_MANY_BELOW, place=place, count=len(below), who=who)
    joined = words.listed(names[number] for number in below)
    return words.say(_ONE_BELOW if len(below) == 1 else _SOME_BELOW, place=place, names=joined)


def _of_means(words: Words, ground: Ground, place: str, comparison: Comparison, who: str) -> str:
    if not ground.axis.lines:
        return words.say(_MEANS, place=place, who=who)
    line = line_pct(Measure.SCORE)
    values = [row.value for row in comparison.rows if row.shown is Shown.VALUE]
    count = sum(one is not None and one * _WHOLE_PCT >= line for one in values)
    return words.say(_REACHED, place=place, count=count, who=who, line=line)


def _who(words: Words, count: int, *, are_places: bool) -> str:
    one, many = _WHO[are_places]
    return words.say(one) if count == 1 else words.say(many, count=count)


def lede(words: Words, ground: Ground, comparison: Comparison) -> str:
    """Say what a comparison rests on.

    Args:
        words: The language.
        ground: What is compared.
        comparison: What was found.

    Returns:
        A paragraph.
    """
    twelve = ground.twelve
    first = trends.month(words, twelve.first)
    last = trends.month_so_far(words, twelve.last, is_running=twelve.is_running)
    files = sum(row.count for row in comparison.rows)
    said = [
        words.say(_SPAN, first=first, last=last, version=ground.version),
        words.say(_FILES, files=ground.counted(words, files)),
    ]
    provisional = sum(row.open_count for row in comparison.rows)
    if not ground.sees_files:
        said.append(words.say(_FINAL_ONLY))
        said += [words.say(_OF_SHOWN)] if ground.are_places else []
        # the number of files of such a centre stands in its own line, so the total tells no more
        is_with_few = any(row.shown is Shown.FEW for row in comparison.rows)
        said += [words.say(_WITH_FEW)] if is_with_few else []
        is_with_held = any(row.shown is Shown.HELD for row in comparison.rows)
        said += [words.say(_WITH_HELD, least=FILES_PER_POINT)] if is_with_held else []
    elif provisional:
        said.append(words.say(_OPEN, files=ground.counted(words, provisional)))
    said += [trends.shown(words, ground.coverage), words.say(_NEVER_RANKED)]
    return trends.paragraph(words, said)


def said_value(words: Words, ground: Ground, row: Compared) -> str:
    """Write what is shown of a centre.

    Args:
        words: The language.
        ground: What is compared.
        row: What is shown.

    Returns:
        Its number with what it rests on, or why there is none.
    """
    files, is_mean = ground.counted(words, row.count), ground.measure is Measure.SCORE
    match row.shown:
        case Shown.NO_FILES:
            return words.say(_NOTHING)
        case Shown.FEW:
            return words.say(_NOT_RATED if is_mean else _ONLY_FEW, files=files)
        case Shown.HELD:
            return words.say(_HELD, least=FILES_PER_POINT)
        case Shown.COUNTED:
            return words.say(_COUNTED, found=row.found, count=row.count)
        case Shown.VALUE:
            value = row.value or Fraction(0)
            if is_mean:
                shown = trends.score(words, ground.axis, value)
                return words.say(_MEAN_OF, value=shown, files=files)
            share = percent(words, value)
            return words.say(_SHARE_OF, share=share, found=row.found, count=row.count)


def said_interval(words: Words, ground: Ground, row: Compared) -> str:
    """Write the interval of a centre.

    Args:
        words: The language.
        ground: What is compared.
        row: What is shown.

    Returns:
        Both ends; that all files were read; why there is none; empty where no number is shown.
    """
    if row.shown is not Shown.VALUE:
        return ""
    if row.is_census:
        return words.say(_ALL_READ)
    if row.low is None or row.high is None:
        return words.say(_NO_INTERVAL[ground.are_places], least=COMPARED_GROUPS_LEAST)
    low, high = (_end(words, ground, one) for one in (row.low, row.high))
    return words.say(_BETWEEN, low=low, high=high)


def _end(words: Words, ground: Ground, end: float) -> str:
    if ground.measure is not Measure.SCORE:
        return percent(words, end)
    return bare_mean(ground, Fraction(end).limit_denominator(10**9))


def silent(words: Words, ground: Ground, months: int) -> tuple[str, str]:
    """Say that nothing was read for long, instead of what limits said of long ago.

    Args:
        words: The language.
        ground: What is compared.
        months: For how many months.

    Returns:
        A sign and its words.
    """
    return "○", words.say(_SILENT[ground.is_visits], count=months)


def measured(words: Words, ground: Ground) -> str:
    """Say what the numbers of the interval plot are.

    Args:
        words: The language.
        ground: What is compared.

    Returns:
        A caption.
    """
    is_mean, least = ground.measure is Measure.SCORE, SHARE_DENOMINATOR
    if is_mean:
        least = 1 if ground.is_visits and not ground.are_places else FILES_PER_POINT
    has_line = not is_mean or ground.axis.lines
    what = _MEASURE_AND_LEAST[ground.measure] if has_line else _SCALE_ONLY
    said = [
        words.say(
            what,
            line=line_pct(ground.measure),
            least=least,
            rating=ground.rating.in_language(words.language),
        ),
        words.say(_INTERVAL, confidence=int(CONFIDENCE * _WHOLE_PCT)),
    ]
    if is_mean:
        said.append(words.say(_FROM_CENTRES if ground.are_places else _FROM_MONTHS))
    return trends.paragraph(words, said)


def bare_mean(ground: Ground, mean: Fraction) -> str:
    """Write a mean without its unit.

    Args:
        ground: What is compared.
        mean: 0..1.

    Returns:
        Such as `87.2`.
    """
    return display(ground.axis.shown(mean))
