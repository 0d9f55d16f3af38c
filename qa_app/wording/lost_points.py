"""What is said of the points that items cost."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from qa_app.domain.charting import CutReason
from qa_app.domain.defaults import FILES_PER_POINT
from qa_app.domain.limit_findings import OtherGround
from qa_app.domain.lost_points import LostPoints, Moved, most_moved
from qa_app.domain.rounding import display, rounded_half_up
from qa_app.domain.rubric import Method, Rubric
from qa_app.domain.series import Period
from qa_app.domain.standing import WHOLE_CENTRE_KINDS
from qa_app.wording.catalogue import message as _
from qa_app.wording.trends import month as month_words
from qa_app.wording.trends import period as period_words
from qa_app.wording.words import Words

_MAIN = _("Most points lost: %(items)s")
_ITEM, _ITEM_VISITS = (
    _("%(item)s (%(below)s of %(n)s files)"),
    _("%(item)s (%(below)s of %(n)s visits)"),
)
_NONE = _("No item lost a point in %(period)s")
_NONE_SHOWN = _("None of the items that lost most may be shown: small numbers are held back")
_GAINED = _("Since %(before)s, %(item)s gained most: %(points)s points.")
_DROPPED = _("Since %(before)s, %(item)s fell most: %(points)s points.")
_NO_BEFORE = _("There is no earlier rated period of this version to compare with.")
_NOT_COMPARED: Mapping[CutReason, str] = {
    CutReason.DESIGN: _(
        "Not compared with %(before)s: from %(month)s on files were drawn in another way, and a"
        " difference could come from that alone."
    ),
    CutReason.READERS: _(
        "Not compared with %(before)s: from %(month)s on other people read most of the files, and"
        " a difference could come from that alone."
    ),
}
_EXACT = _("All items together cost %(points)s points: exactly what the mean score lacks of 100.")
_ABOUT = _(
    "All items together cost %(points)s points, but the mean score lacks %(lacking)s of 100: files"
    " were signed or amended between the two counts; open the page again."
)
_LISTED = _("Listed here are the %(most)s that cost most of %(count)s items that cost points.")
_LISTED_MOVED = _(
    "Listed here are the %(most)s that cost most of %(count)s items that cost points, and those"
    " that changed most."
)
BAR = _("%(code)s: %(points)s points (%(below)s of %(n)s files)")
"""What stands above the bar of an item."""
_HELD = _("Items whose small numbers you may not see are left out.")
_TO_ASK = _(
    "Items are held back in %(period)s: with what else you are told they would tell what was"
    " answered in fewer than %(least)s files for which you would have to ask."
)
_TO_ASK_SHORT = _(
    "its items in %(period)s are held back, because they would tell of fewer than %(least)s files"
    " for which you would have to ask"
)
_BEFORE_TO_ASK = _(
    "Not compared with %(before)s: its answers would tell of fewer than %(least)s files for which"
    " you would have to ask."
)
_SHORT = _("Most often short of the best answer: %(items)s.")
WHY_NOT: Mapping[Method, str] = {
    Method.LOWEST: _(
        "The result is the lowest level, so no part of it belongs to one item: there are no points "
        "to tell."
    ),
    Method.DIMENSION_PROFILE: _(
        "The result is a profile of levels, so no part of it belongs to one item: there are no "
        "points to tell."
    ),
    Method.RULES: _(
        "The result is a rating by rules, so no part of it belongs to one item: there are no "
        "points to tell."
    ),
}
"""Method to the reason why it tells no points; every method without points has one, by test."""


def points(ratio: Fraction, *, is_whole: bool = False) -> str:
    """Write points of 100.

    Args:
        ratio: 0..1.
        is_whole: True rounds to whole points.

    Returns:
        The number.
    """
    return display(100 * ratio, 0 if is_whole else 1)


def item_name(words: Words, rubric: Rubric, code: str) -> str:
    """Name an item in a sentence.

    Args:
        words: The language.
        rubric: Its version.
        code: Its code.

    Returns:
        Code and what it asks, without its full stop.
    """
    text = words.text(rubric.items[code].text).rstrip("。.")
    return f"{code}“{text}”" if words.language == "zh" else f"{code} “{text}”"


def named(words: Words, rubric: Rubric, lost: LostPoints) -> str:
    """Name an item with the files in which it fell short.

    Args:
        words: The language.
        rubric: Its version.
        lost: What it cost.

    Returns:
        Such as `A1“…”（15份中9份）`.
    """
    message = _ITEM_VISITS if rubric.kind in WHOLE_CENTRE_KINDS else _ITEM
    return words.say(
        message,
        item=item_name(words, rubric, lost.item_code),
        below=lost.below_count,
        n=lost.scored_count,
    )


def main_losses(
    words: Words,
    rubric: Rubric,
    period: Period,
    lost: Sequence[LostPoints],
    *,
    is_held: bool = False,
) -> str:
    """Say where most points were lost.

    Args:
        words: The language.
        rubric: The version.
        period: The period.
        lost: The dearest items that may be shown.
        is_held: True where some may not be shown.

    Returns:
        A clause without a full stop.
    """
    if not lost:
        return (
            words.say(_NONE_SHOWN)
            if is_held
            else words.say(_NONE, period=period_words(words, period))
        )
    return words.say(_MAIN, items=words.listed(named(words, rubric, one) for one in lost))


def changes(
    words: Words,
    rubric: Rubric,
    before: Period | None,
    moved: Sequence[Moved],
    *,
    known: Collection[str] = (),
    is_whole: bool = False,
) -> tuple[str, ...]:
    """Say which items moved the score most, up and down.

    Args:
        words: The language.
        rubric: The version.
        before: The period compared with; None when there is none.
        moved: Items whose cost changed and that may be shown, the largest change first.
        known: Items that were named before, so that their code is enough.
        is_whole: True rounds to whole points.

    Returns:
        Sentences; none where nothing moved.
    """
    if before is None:
        return (words.say(_NO_BEFORE),)
    return tuple(
        words.say(
            _GAINED if one.change > 0 else _DROPPED,
            before=period_words(words, before),
            item=one.item_code
            if one.item_code in known
            else item_name(words, rubric, one.item_code),
            points=points(abs(one.change), is_whole=is_whole),
        )
        for one in most_moved(moved)
    )


def not_compared(words: Words, before: Period, ground: OtherGround) -> str:
    """Say why nothing is said of what changed.

    Args:
        words: The language.
        before: The earlier period.
        ground: Why the two are not held against each other.

    Returns:
        A sentence.
    """
    return words.say(
        _NOT_COMPARED[ground.reason],
        before=period_words(words, before),
        month=month_words(words, ground.month),
    )


def together(words: Words, lost: Sequence[LostPoints], mean: Fraction, *, is_exact: bool) -> str:
    """Say what all items cost together.

    Args:
        words: The language.
        lost: Every item that cost something.
        mean: The mean score beside them, as a ratio 0..1.
        is_exact: As `domain.lost_points.is_exact` tells.

    Returns:
        A sentence; what it says the mean lacks is 100 less the mean as it is shown.
    """
    lacking = points(1 - rounded_half_up(100 * mean, 1) / 100)
    if is_exact:
        return words.say(_EXACT, points=lacking)
    whole = points(sum((one.lost for one in lost), Fraction(0)))
    return words.say(_ABOUT, points=whole, lacking=lacking)


def listed(words: Words, most: int, count: int, *, is_compared: bool) -> str:
    """Say that not every item that cost points stands in the table.

    Args:
        words: The language.
        most: How many of the dearest stand there.
        count: Items that cost points, more than that.
        is_compared: True where the items that changed most stand there too.

    Returns:
        A sentence.
    """
    return words.say(_LISTED_MOVED if is_compared else _LISTED, most=most, count=count)


def held(words: Words) -> str:
    """Say that items are left out.

    Args:
        words: The language.

    Returns:
        A sentence.
    """
    return words.say(_HELD)


def to_ask(words: Words, period: Period) -> str:
    """Say that nothing of items is told, because few files of a period are closed to the reader.

    Args:
        words: The language.
        period: The period.

    Returns:
        A sentence.
    """
    return words.say(_TO_ASK, period=period_words(words, period), least=FILES_PER_POINT)


def to_ask_short(words: Words, period: Period) -> str:
    """Say the same beside the name of an area.

    Args:
        words: The language.
        period: The period.

    Returns:
        A clause without a full stop.
    """
    return words.say(_TO_ASK_SHORT, period=period_words(words, period), least=FILES_PER_POINT)


def before_to_ask(words: Words, before: Period) -> str:
    """Say that nothing is said of what changed, because few files of before are closed.

    Args:
        words: The language.
        before: The earlier period.

    Returns:
        A sentence.
    """
    return words.say(_BEFORE_TO_ASK, before=period_words(words, before), least=FILES_PER_POINT)


def short(words: Words, rubric: Rubric, items: Sequence[LostPoints]) -> tuple[str, ...]:
    """Say which items fell short most often, where they have no points.

    Args:
        words: The language.
        rubric: The version.
        items: Those that may be shown, the most frequent first.

    Returns:
        A sentence; nothing where there are none.
    """
    if not items:
        return ()
    return (words.say(_SHORT, items=words.listed(named(words, rubric, one) for one in items)),)


def why_not(words: Words, rubric: Rubric) -> str:
    """Say why a version tells no points.

    Args:
        words: The language.
        rubric: A version that does not `takes_points`.

    Returns:
        A sentence.
    """
    return words.say(WHY_NOT[rubric.method])
