"""Puts the report of a quarter or a year into words, sentences first, the method last."""

import hashlib
from collections.abc import Iterable

from qa_app.domain.defaults import LIMITS_LEAST
from qa_app.domain.period_report import PeriodReport
from qa_app.domain.quarters import quarter_of
from qa_app.domain.report_facts import ReportKind, ReportSpan
from qa_app.domain.statistics.chart_choice import Share
from qa_app.wording import share_trends, trends
from qa_app.wording.audit_reports import CLOSING, HEADS
from qa_app.wording.catalogue import message as _
from qa_app.wording.report_areas import area_block, span_words
from qa_app.wording.report_ground import (
    action_sentences,
    actions_block,
    due_sentence,
    method_block,
    plain_block,
    response_block,
    sampling_block,
    shown_sentence,
    supervision_block,
)
from qa_app.wording.report_ratings import rated_blocks
from qa_app.wording.report_tables import centre_blocks, heat_block, summary_table
from qa_app.wording.said import SaidLine
from qa_app.wording.said_period import SaidBlock, SaidPeriod
from qa_app.wording.said_printed import SaidPrinted, texts_of
from qa_app.wording.who_reads import RELAXED
from qa_app.wording.words import Words

_TITLES = {
    ReportKind.QUARTER: _("Quarterly report"),
    ReportKind.YEAR: _("Annual report"),
}
_DRAFT, _INTERNAL, _MADE = _("Draft for approval"), _("Internal"), _("as of %(day)s")
_SHORT = _("In short")
_LABELS = {
    "centre": _("Centre"),
    "place": _("Place"),
    "period": _("Period"),
    "as_of": _("As of"),
    "version": _("Version of this report"),
    "digest": _("Digest of the content"),
    "kept": _("Digest of the figures kept"),
}
_FIRST = _("first version")
_LATER = _(
    "version %(version)s: results were amended or became final after version %(before)s, which"
    " stays as it was"
)
_NOTHING = _("Nothing was read in %(period)s.")
_READ = _("%(files)s were read against %(rubrics)s rubrics in %(period)s.")
_READ_ONE = _("%(files)s were read against one rubric in %(period)s.")
_OPEN = _("%(files)s of them provisional: this may still change.")
_ALL_FINAL = _("All results are final.")
_HEAD = _("%(period)s: %(said)s")
_WORSE = _("Became worse by more than chance: %(areas)s.")
_NONE_WORSE = _("In no area a deterioration by more than chance shows.")
_NO_LIMITS = _(
    "No area has enough periods yet to tell a change from normal variation (%(least)s are needed)."
)
_STAND = _("%(said)s.")
_AGGREGATE = _(
    "For readers of judicial departments: final results of centres and places alone, without"
    " actions, supervision and single items. A rubric is left out where the centres with too few"
    " files would together be too few as well. Which centre meets which criterion today stands on"
    " the page of register criteria."
)
_HEAD_RED = _("%(said)s; %(red)s")
_OBJECTED_ONE = _("one objection of the centre is not decided yet")
_OBJECTED = _("%(count)s objections of the centre are not decided yet")
_OBJECTED_PLACE_ONE = _("one objection of a centre is not decided yet")
_OBJECTED_PLACE = _("%(count)s objections of centres are not decided yet")
_BESIDES = _("%(files)s besides were chosen on purpose or imported and stand in no line.")


def report_title(words: Words, kind: ReportKind) -> str:
    """Name a kind of report.

    Args:
        words: The language.
        kind: Which.

    Returns:
        Its title.
    """
    return words.say(_TITLES[kind])


def said_period(words: Words, report: PeriodReport, version: int, digest: str) -> SaidPeriod:
    """Put a report into words.

    Args:
        words: The language.
        report: What its reader may see.
        version: Which version of the report it is, from 1.
        digest: Digest of the figures that were kept.

    Returns:
        Its blocks: a summary of one page; files, sampling and agreement; each area; sections by
        quarters; centres of a place; actions; supervision; what the centre said; the method.
    """
    blocks = (
        _summary(words, report),
        sampling_block(words, report),
        *(
            block
            for area in report.areas
            for block in (area_block(words, report, area), *rated_blocks(words, area))
        ),
        *(heat_block(words, area) for area in report.areas if area.columns),
        *centre_blocks(words, report),
        *(_inside_blocks(words, report) if not report.is_aggregate else ()),
        method_block(words),
    )
    kept = tuple(one for one in blocks if one is not None)
    headline = _headline(words, report)
    return SaidPeriod(headline, _paper(words, report, kept, version, digest), kept)


def _inside_blocks(words: Words, report: PeriodReport) -> Iterable[SaidBlock]:
    # between the centres and those who work with them
    yield actions_block(words, report)
    yield supervision_block(words, report)
    yield response_block(words, report)


def _paper(
    words: Words,
    report: PeriodReport,
    blocks: tuple[SaidBlock, ...],
    version: int,
    digest: str,
) -> SaidPrinted:
    facts = report.facts
    kind = facts.span.kind
    who = "centre" if kind is ReportKind.QUARTER else "place"
    said_version = (
        words.say(_FIRST)
        if version == 1
        else words.say(_LATER, version=version, before=version - 1)
    )
    lines = (
        (who, words.text(facts.name)),
        ("period", _days(words, facts.span)),
        ("as_of", words.day(facts.as_of)),
        ("version", said_version),
    )
    identity = tuple(SaidLine(words.say(_LABELS[key]), value) for key, value in lines)
    parts = tuple(one.part for one in blocks)
    remarks = tuple(words.say(RELAXED[one]) for one in facts.relaxed)
    if report.is_aggregate:
        remarks = (words.say(_AGGREGATE), *remarks)
    title = report_title(words, kind)
    texts = "\n".join(texts_of(title, identity, remarks, parts))
    own = hashlib.sha256(texts.encode()).hexdigest()
    return SaidPrinted(
        language=words.language,
        title=title,
        subject=f"{words.text(facts.name)} · {span_words(words, facts.span)}",
        draft=words.say(_DRAFT),
        is_draft=False,
        identity=identity,
        remarks=remarks,
        parts=parts,
        closing=words.say(CLOSING),
        verification=(
            SaidLine(words.say(_LABELS["digest"]), f"SHA-256 {own}"),
            SaidLine(words.say(_LABELS["kept"]), f"SHA-256 {digest}"),
        ),
        verification_head=words.say(HEADS["verification"]),
        foot=words.say(_MADE, day=words.day(facts.as_of)),
        page=words.say(HEADS["page"]),
        class_mark=words.say(_INTERNAL),
    )


def _days(words: Words, span: ReportSpan) -> str:
    return f"{words.day(span.first)} – {words.day(span.last)}"


def _headline(words: Words, report: PeriodReport) -> str:
    period = span_words(words, report.facts.span)
    if not report.read:
        return words.say(_NOTHING, period=period).rstrip("。.")
    said = trends.headline(words, report.head, has_files=True)
    clause = _red_lines(words, report)
    if clause:
        said = words.say(_HEAD_RED, said=said, red=clause)
    objected = _undecided(words, report)
    if objected:
        said = words.say(_HEAD_RED, said=said, red=objected)
    return words.say(_HEAD, period=period, said=said)


def _undecided(words: Words, report: PeriodReport) -> str:
    # as the block on what the centre said, which judicial departments do not read
    count = 0 if report.is_aggregate else report.facts.response.undecided
    if not count:
        return ""
    is_centre = report.facts.span.kind is ReportKind.QUARTER
    if count == 1:
        return words.say(_OBJECTED_ONE if is_centre else _OBJECTED_PLACE_ONE)
    return words.say(_OBJECTED if is_centre else _OBJECTED_PLACE, count=count)


def _red_lines(words: Words, report: PeriodReport) -> str:
    # files whose count is not for this reader stand on neither side
    told = [
        (span.clear.count, span.clear.found)
        for area in report.read
        for span in area.spans
        if span.clear is not None and span.clear.found is not None
    ]
    count = sum(one for one, _clear in told)
    if not count:
        return ""
    return share_trends.red_lines(words, Share(sum(clear for _one, clear in told), count))


def _summary(words: Words, report: PeriodReport) -> SaidBlock:
    period = span_words(words, report.facts.span)
    if not report.read:
        said = [words.say(_NOTHING, period=period)]
    else:
        said = [_how_many(words, report, period)]
        said.append(
            words.say(_OPEN, files=trends.counted(words, report.provisional))
            if report.provisional
            else words.say(_ALL_FINAL)
        )
        if report.besides:
            said.append(words.say(_BESIDES, files=trends.counted(words, report.besides)))
        stands = trends.headline(words, report.head, has_files=True)
        for one in (stands, _red_lines(words, report), _undecided(words, report)):
            if one:
                said.append(words.say(_STAND, said=one[0].upper() + one[1:]))
        said.append(_changes(words, report))
    facts = report.facts
    more = list(said)
    if not report.is_aggregate:
        more += [*action_sentences(words, report)[:2], due_sentence(words, report)]
    if facts.span.kind is ReportKind.QUARTER:
        more.append(shown_sentence(words, report))
    table = summary_table(words, report) if report.read else None
    return plain_block("summary", words.say(_SHORT), (trends.paragraph(words, more),), table)


def _how_many(words: Words, report: PeriodReport, period: str) -> str:
    files = trends.counted(words, report.files)
    rubrics = len(report.read)
    if rubrics == 1:
        return words.say(_READ_ONE, files=files, period=period)
    return words.say(_READ, files=files, rubrics=rubrics, period=period)


def _changes(words: Words, report: PeriodReport) -> str:
    limited = [one for one in report.read if one.now is not None and one.now.limits is not None]
    if not limited:
        return words.say(_NO_LIMITS, least=LIMITS_LEAST)
    if report.concerns:
        names = words.listed(words.text(one.rubric.title) for one in report.concerns)
        return words.say(_WORSE, areas=names)
    return words.say(_NONE_WORSE)


def report_file(scope: str, span: ReportSpan, version: int) -> str:
    """Name the file of a report.

    Args:
        scope: Scope of its totals.
        span: What it is about.
        version: Its version.

    Returns:
        Such as `report_c12_2026-Q1_v1`.
    """
    first = span.first
    quarter = f"-Q{quarter_of(first).number}" if span.kind is ReportKind.QUARTER else ""
    return f"report_{scope.replace(':', '')}_{first.year}{quarter}_v{version}"
