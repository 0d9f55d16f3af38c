"""Answers as a stacked bar, in words, and as a table's numbers."""

from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _
from markupsafe import Markup

from qa_app.domain.defaults import SHARE_DENOMINATOR
from qa_app.domain.option_shares import STACKED, OptionShare
from qa_app.domain.rounding import display
from qa_app.domain.rubric import OptionRole
from qa_app.reports.band_bar import BandPart, band_bar_svg

SIGNS = {
    OptionRole.MET: "●",
    OptionRole.PART: "◐",
    OptionRole.NO_RECORD: "◌",
    OptionRole.UNMET: "✕",
}
"""Shape of each look; the same as beside answers."""

PLACES = {
    OptionRole.MET: 1,
    OptionRole.PART: 2,
    OptionRole.NO_RECORD: 3,
    OptionRole.UNMET: 4,
}
"""Tint and pattern of each look, the best lightest."""


@dataclass(frozen=True, slots=True)
class OptionBar:
    """Answers to show.

    Attributes:
        svg: The stacked bar; None where there are no scored answers.
        said: The counts in words, with shares where there are enough answers for them.
        apart: How many have no score, or did not apply.
        n: Answers with a score.
    """

    svg: Markup | None
    said: str
    apart: int
    n: int


def role_names() -> dict[OptionRole, str]:
    """Name the looks of answers.

    Returns:
        Look to word in the page's language.
    """
    return {
        OptionRole.MET: str(_("met")),
        OptionRole.PART: str(_("partly met")),
        OptionRole.NO_RECORD: str(_("no record")),
        OptionRole.UNMET: str(_("not met")),
        OptionRole.NOT_APPLICABLE: str(_("without a score")),
    }


def option_bar(key: str, heading: str, share: OptionShare, asked: int) -> OptionBar:
    """Lay answers out.

    Args:
        key: Unique on its page.
        heading: Whose answers they are.
        share: The answers; the caller knows that they may be shown.
        asked: Files times items: what is no scored answer did not apply or has no score.

    Returns:
        The bar and its words.
    """
    names = role_names()
    # an item that did not apply to a file has no code at all
    apart = max(share.apart, asked - share.n)
    pairs = [(role, n) for role, n in zip(STACKED, share.counts, strict=True) if n]
    said = " · ".join(_counted(names[role], n, share.n) for role, n in pairs)
    if not pairs:
        return OptionBar(None, str(_("no scored answer")), apart, 0)
    parts = [BandPart(SIGNS[role], n, PLACES[role]) for role, n in pairs]
    svg = Markup(band_bar_svg(key, heading, said, parts))  # noqa: S704 - escaped there
    return OptionBar(svg, said, apart, share.n)


def _counted(name: str, count: int, n: int) -> str:
    if n < SHARE_DENOMINATOR:
        return f"{name} {count}/{n}"
    return str(
        _("%(name)s %(count)s (%(share)s%%)", name=name, count=count, share=_percent(count, n))
    )


def _percent(count: int, n: int) -> str:
    return display(Fraction(100 * count, n), 0)
