"""What a funnel says: its middle, its limits, where a centre lies."""

from fractions import Fraction

from qa_app.domain.comparison import Compared, Comparison, Shown
from qa_app.domain.defaults import FUNNEL_CENTRES
from qa_app.domain.rounding import display
from qa_app.domain.statistics.funnel import ACT, LOOK, Counted, Flag
from qa_app.wording import trends
from qa_app.wording.catalogue import message as _
from qa_app.wording.comparison import Ground, percent
from qa_app.wording.words import Words

FLAGS: dict[Flag, str] = {
    Flag.NO_DATA: _("no final result yet"),
    Flag.TOO_SMALL: _("too few final results to be held against limits"),
    Flag.BELOW_ACT: _("below the limits, more than chance explains"),
    Flag.BELOW_LOOK: _("low, but chance may explain it"),
    Flag.ABOVE_ACT: _("above the limits, more than chance explains"),
    Flag.ABOVE_LOOK: _("high, but chance may explain it"),
    Flag.WITHIN: _("within what chance explains"),
}
"""Where a centre lies; every flag has words, by test."""

_COMMON = {
    False: _(
        "The middle is the share of all %(count)s centres of the network with %(files)s final"
        " results or more together: %(share)s."
    ),
    True: _(
        "The middle is the share of all %(count)s places of the network with %(files)s final"
        " results or more together: %(share)s."
    ),
}
_ONE_COMMON = {
    False: _(
        "The middle is the share of the only centre of the network with %(files)s final results or"
        " more: %(share)s."
    ),
    True: _(
        "The middle is the share of the only place of the network with %(files)s final results or"
        " more: %(share)s."
    ),
}
_STANDARD = {
    False: _(
        "Fewer than %(least)s centres of the network have %(files)s final results or more, and each"
        " of so few would drag the common share along: they are held against the standard of"
        " %(share)s."
    ),
    True: _(
        "Fewer than %(least)s places of the network have %(files)s final results or more, and each"
        " of so few would drag the common share along: they are held against the standard of"
        " %(share)s."
    ),
}
_HOW_FAR = {
    False: _(
        "The limits show how far chance alone takes a centre from there, the further the fewer"
        " files it has: look beyond %(look)s %%, act beyond %(act)s %%."
    ),
    True: _(
        "The limits show how far chance alone takes a place from there, the further the fewer"
        " files it has: look beyond %(look)s %%, act beyond %(act)s %%."
    ),
}
_ALIKE = _("Middle and limits are the same for every reader and every place.")
_FINAL = _("Provisional results are left out here.")
_WIDER = {
    False: _("Centres differ by more than chance as a whole; the limits are widened by that much."),
    True: _("Places differ by more than chance as a whole; the limits are widened by that much."),
}
_EXACT = _("The limits are exact.")
_WHAT_TO_DO = _(
    "Whoever lies below differs by more than chance: check the data first, then look at the"
    " practice."
)
_MIDDLE, _MIDDLE_STANDARD = _("the whole network, %(share)s"), _("standard, %(share)s")
_LOOK, _ACT = _("limits of 95 %"), _("limits of 99.8 %")
_POINTS, _PLACES_POINTS = _("centres"), _("places")
_COUNT_AXIS = _("files with a final result in twelve months")
_POINT = _("%(name)s: %(share)s (%(found)s of %(count)s), %(flag)s")


def about_funnel(words: Words, ground: Ground, comparison: Comparison) -> str:
    """Say what centres or places are held against.

    Args:
        words: The language.
        ground: What is compared.
        comparison: With a funnel.

    Returns:
        A paragraph; empty without a funnel.
    """
    made = comparison.funnel
    if made is None or made.theta is None:
        return ""
    share = percent(words, made.theta)
    basis = {"count": made.centre_count, "files": made.least, "share": share}
    if made.is_standard:
        message = _STANDARD[ground.holds_places]
        said = [words.say(message, least=FUNNEL_CENTRES, files=made.least, share=share)]
    else:
        messages = _ONE_COMMON if made.centre_count == 1 else _COMMON
        said = [words.say(messages[ground.holds_places], **basis)]
    said += [
        words.say(_HOW_FAR[ground.are_places], look=display(LOOK * 100, 0), act=display(ACT * 100)),
        words.say(_ALIKE),
    ]
    if any(row.open_count for row in comparison.rows):
        said.append(words.say(_FINAL))
    if made.theta not in {0, 1}:
        said.append(words.say(_WIDER[ground.holds_places] if made.tau2 else _EXACT))
    if comparison.flagged:
        said.append(words.say(_WHAT_TO_DO))
    return trends.paragraph(words, said)


def middle_words(words: Words, theta: Fraction, *, is_standard: bool) -> str:
    """Name the middle of a funnel.

    Args:
        words: The language.
        theta: Where it lies.
        is_standard: True for the standard.

    Returns:
        Such as `the whole network, 83 %`.
    """
    return words.say(_MIDDLE_STANDARD if is_standard else _MIDDLE, share=percent(words, theta))


def funnel_words(words: Words, *, are_places: bool) -> tuple[str, str, str, str]:
    """Name what a funnel draws.

    Args:
        words: The language.
        are_places: True where places are compared.

    Returns:
        The inner limits, the outer limits, the points, and what stands below.
    """
    points = words.say(_PLACES_POINTS if are_places else _POINTS)
    return words.say(_LOOK), words.say(_ACT), points, words.say(_COUNT_AXIS)


def point_words(words: Words, name: str, row: Compared, held: Counted) -> str:
    """Write a point of a funnel out.

    Args:
        words: The language.
        name: Name of the centre.
        row: What is shown of it.
        held: Its final results.

    Returns:
        One line.
    """
    share = percent(words, Fraction(held.found, held.count))
    values = {"name": name, "share": share, "found": held.found, "count": held.count}
    return words.say(_POINT, **values, flag=said_flag(words, row))


def said_flag(words: Words, row: Compared) -> str:
    """Write where a centre lies in the funnel.

    Args:
        words: The language.
        row: What is shown.

    Returns:
        In words; empty without a funnel, and where there are no files.
    """
    if row.flag is None or row.shown is Shown.NO_FILES:
        return ""
    return words.say(FLAGS[row.flag])
