"""What is said of a line over several versions, and of the place where it breaks."""

from collections.abc import Mapping
from fractions import Fraction

from qa_app.domain.common_items import BreakReason, JoinedVersions, LineBreak
from qa_app.domain.defaults import SHARED_WEIGHT_PCT
from qa_app.domain.rounding import trimmed
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_LINE = _("common items of versions %(versions)s")
_SENTENCE = _("On the items that versions %(versions)s share, %(headline)s.")
_BASIS = _(
    "Common base: %(count)s of the %(all)s items of version %(version)s, which carry %(share)s%% "
    "of the weight; the number differs from the scores of whole files, as other items are left "
    "out, the weights are those of this version at every point, and a file counts by as much "
    "weight as applied to it."
)
_BASIS_ALL = _(
    "Common base: all %(all)s items of version %(version)s, which carry %(share)s%% of the "
    "weight; the number still differs from the scores of whole files, as the weights are those "
    "of this version at every point and a file counts by as much weight as applied to it."
)
BREAKS: dict[BreakReason, str] = {
    BreakReason.SHARE: _(
        "No line joins versions %(before)s and %(after)s: what they share carries only "
        "%(share)s%% of the weight, and %(least)s%% are needed."
    ),
    BreakReason.UNDECLARED: _(
        "No line joins versions %(before)s and %(after)s: nobody compared them item by item. "
        "Whoever publishes rubrics does so on the page that compares them."
    ),
    BreakReason.METHOD: _(
        "No line joins versions %(before)s and %(after)s: their result is no weighted mean of "
        "items."
    ),
}
"""Reason to message; every reason has one, by test."""
MARKS: dict[BreakReason, str] = {
    BreakReason.SHARE: _("%(share)s%% shared, %(least)s%% needed"),
    BreakReason.UNDECLARED: _("not compared yet"),
    BreakReason.METHOD: _("cannot be joined"),
}
"""The same in the few words that a chart has room for."""


def linked_name(words: Words, joined: JoinedVersions, versions: Mapping[int, str]) -> str:
    """Name a line over several versions.

    Args:
        words: The language.
        joined: What it joins.
        versions: Version ids to version numbers.

    Returns:
        Such as `common items of versions 1.0.0, 2.0.0`.
    """
    return words.say(_LINE, versions=version_names(words, joined, versions))


def version_names(words: Words, joined: JoinedVersions, versions: Mapping[int, str]) -> str:
    """List the versions of a line.

    Args:
        words: The language.
        joined: What it joins.
        versions: Version ids to version numbers.

    Returns:
        Their numbers, oldest first.
    """
    mark = "、" if words.language == "zh" else ", "
    return mark.join(versions[one] for one in joined.version_ids)


def linked_sentence(
    words: Words, joined: JoinedVersions, versions: Mapping[int, str], headline: str
) -> str:
    """Say what a line over several versions shows.

    Args:
        words: The language.
        joined: What it joins.
        versions: Version ids to version numbers.
        headline: The finding of its series, without a full stop.

    Returns:
        A sentence.
    """
    names = version_names(words, joined, versions)
    return words.say(_SENTENCE, versions=names, headline=headline)


def linked_basis(words: Words, joined: JoinedVersions, versions: Mapping[int, str]) -> str:
    """Say on what a line over several versions stands, and why it is no score of whole files.

    Args:
        words: The language.
        joined: What it joins.
        versions: Version ids to version numbers.

    Returns:
        A sentence.
    """
    is_all = len(joined.weights) == joined.item_count and joined.share == 1
    return words.say(
        _BASIS_ALL if is_all else _BASIS,
        share=_percent(joined.share),
        count=len(joined.weights),
        all=joined.item_count,
        version=versions[joined.latest_id],
    )


def break_sentence(words: Words, one: LineBreak, versions: Mapping[int, str]) -> str:
    """Say why no line joins two versions.

    Args:
        words: The language.
        one: The two versions and the reason.
        versions: Version ids to version numbers.

    Returns:
        A sentence.
    """
    return words.say(
        BREAKS[one.reason],
        before=versions[one.before_id],
        after=versions[one.after_id],
        share="" if one.share is None else _percent(one.share),
        least=SHARED_WEIGHT_PCT,
    )


def break_mark(words: Words, one: LineBreak) -> str:
    """Say in a chart why no line joins two versions.

    Args:
        words: The language.
        one: The two versions and the reason.

    Returns:
        A few words, to stand below the number of the later version.
    """
    share = "" if one.share is None else _percent(one.share)
    return words.say(MARKS[one.reason], share=share, least=SHARED_WEIGHT_PCT)


def _percent(share: Fraction) -> str:
    # rounded down, so that a share that falls short never reads as if it reached the line
    return trimmed(Fraction(int(1000 * share), 10))
