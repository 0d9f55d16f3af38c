"""How much of the whole score each item is before and after a change, in numbers."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from qa_app.domain.item_meaning import ItemMeaning
from qa_app.domain.rounding import display, rounded_half_up
from qa_app.domain.rubric_diff import ItemChange, RubricDiff
from qa_app.wording.catalogue import message as _
from qa_app.wording.said_changes import SaidShare
from qa_app.wording.words import Words

_PERCENT = _("%(percent)s%%")
_PLACES = 2
_MINUS = "\u2212"


def said_shares(
    words: Words, diff: RubricDiff, text_of: Callable[[ItemChange], str]
) -> Iterator[SaidShare]:
    """Say of which items the share is another one.

    Args:
        words: The language.
        diff: What changed.
        text_of: Gives the requirement of an item.

    Yields:
        Items in their order. A difference is that of the two numbers as shown, as everywhere; an
        item that is new or left out differs by all that it is.
    """
    for one in diff.items:
        before, after = _share(one.before), _share(one.after)
        if before != after:
            change = _shown(after or Fraction(0)) - _shown(before or Fraction(0))
            yield SaidShare(
                one.code, text_of(one), _said(words, before), _said(words, after), _signed(change)
            )


def _share(item: ItemMeaning | None) -> Fraction | None:
    return None if item is None else item.share


def _said(words: Words, share: Fraction | None) -> str:
    return "" if share is None else words.say(_PERCENT, percent=display(100 * share, _PLACES))


def _signed(change: Fraction) -> str:
    return f"{_MINUS if change < 0 else '+'}{display(abs(change), _PLACES)}"


def _shown(share: Fraction) -> Fraction:
    return rounded_half_up(100 * share, _PLACES)
