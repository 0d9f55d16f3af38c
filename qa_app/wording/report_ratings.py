"""What rule rubrics say of the files of a report: outcomes and items, in words."""

from collections.abc import Iterator, Sequence

from qa_app.domain.defaults import SHARE_DENOMINATOR
from qa_app.domain.period_report import AreaReport
from qa_app.domain.rubric import Rubric
from qa_app.wording.catalogue import message as _
from qa_app.wording.rule_summary import SaidRated, said_rated
from qa_app.wording.said_period import SaidBlock
from qa_app.wording.said_printed import SaidPart, SaidTable
from qa_app.wording.words import Words

_HEADING = _("Outcomes and items: %(rubric)s")
_HOW = _(
    "How often each has the rating that counts, among the files that it applies to; no mean of"
    " ratings. Shares from %(least)s files on, with 95 %% intervals."
)
_HEADS = (
    _("Outcome or item"),
    _("Rating that counts"),
    _("Share of files"),
    _("Goal"),
    _("Result"),
)
_SHARES = (40, 16, 18, 12, 14)


def rated_blocks(words: Words, area: AreaReport) -> Iterator[SaidBlock]:
    """List what a rule rubric counts, a block for each version that was used in the span.

    Args:
        words: The language.
        area: The area.

    Yields:
        Blocks; none for rubrics that sum nothing up and for those who may not read the files.
    """
    for version, lines in area.rated.items():
        rubric = area.versions[version]
        said = [said_rated(words, rubric, one) for one in lines]
        yield SaidBlock(f"rated-{area.code}-{version}", _part(words, rubric, said))


def _part(words: Words, rubric: Rubric, said: Sequence[SaidRated]) -> SaidPart:
    notes = dict.fromkeys(one.note for one in said if one.note)
    rows = tuple(
        (
            f"{one.code} {words.text(one.title)}",
            one.rating,
            one.share,
            one.goal,
            f"{one.verdict} *" if one.note else one.verdict,
        )
        for one in said
    )
    return SaidPart(
        words.say(_HEADING, rubric=f"{words.text(rubric.title)} · {rubric.version}"),
        (words.say(_HOW, least=SHARE_DENOMINATOR), *(f"* {one}" for one in notes)),
        SaidTable(tuple(map(words.say, _HEADS)), _SHARES, rows),
    )
