"""The numbers behind the charts of a report, for files that hold no pictures."""

from dataclasses import replace

from qa_app.domain.period_report import AreaReport, PeriodReport
from qa_app.wording import trends
from qa_app.wording.catalogue import message as _
from qa_app.wording.said_period import SaidPeriod
from qa_app.wording.said_printed import SaidPart, SaidPrinted, SaidTable
from qa_app.wording.words import Words

_REMARK = _(
    "This draft holds no pictures: the charts stand in the PDF and on the page of this report, and"
    " their numbers in tables here."
)
_HEADING = _("Numbers of the chart: %(area)s")
_HEADS = (_("Period"), _("Version"), _("Mean score"), _("Files"), _("Provisional"))
_FEW = _("too few")


def with_points(words: Words, report: PeriodReport, said: SaidPeriod) -> SaidPrinted:
    """Put the numbers of each chart behind its area.

    Args:
        words: The language.
        report: The report.
        said: The report in words.

    Returns:
        The paper, with a remark that pictures stand elsewhere.
    """
    areas = {one.code: one for one in report.areas if one.whole.rated}
    parts: list[SaidPart] = []
    for block in said.blocks:
        parts.append(block.part)
        if block.area in areas:
            parts.append(_points(words, areas[block.area]))
    remarks = (*said.paper.remarks, words.say(_REMARK)) if areas else said.paper.remarks
    return replace(said.paper, remarks=remarks, parts=tuple(parts))


def _points(words: Words, area: AreaReport) -> SaidPart:
    rows = tuple(
        (
            trends.period(words, one.period),
            area.versions[one.version_id].version,
            words.say(_FEW) if one.value is None else trends.score(words, area.axis, one.value),
            str(one.file_count),
            str(one.provisional_count),
        )
        for one in area.whole.points
    )
    heads = tuple(words.say(head) for head in _HEADS)
    heading = words.say(_HEADING, area=words.text(area.rubric.title))
    return SaidPart(heading, (), SaidTable(heads, (28, 16, 24, 14, 18), rows))
