"""What a signed audit says on paper and on its page: one frozen value, nothing recomputed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.case_sampling import SampledCases, sampled_cases
from qa_app.domain.defaults import REPORT_FINDINGS
from qa_app.domain.profiles import Safeguard
from qa_app.domain.reading_pairs import HowSettled
from qa_app.domain.replacements import SampleNote
from qa_app.domain.report_names import QuestionLine, question_lines
from qa_app.domain.report_parts import (
    RatedLine,
    ReportItem,
    SectionLine,
    report_items,
    section_lines,
    unexplained_items,
    without_case,
)
from qa_app.domain.report_working import Working, working_of
from qa_app.domain.result_export import shown_result
from qa_app.domain.rubric import Band, Critical, Method, Option, OptionRole, Rubric
from qa_app.domain.scoring_plain import read_ratio
from qa_app.domain.scoring_result import State, Status
from qa_app.domain.supervisor_quarter import Computed, computed_of
from qa_app.domain.text import BilingualText

Plain = Mapping[str, Any]


class Standing(StrEnum):
    """How far a signed result counts.

    A second reading whose pair is complete does not, nor one whose place another took.
    """

    PROVISIONAL = "provisional"
    FINAL = "final"
    VOID = "void"
    SECOND = "second"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class AmendedNote:
    """Who made an amended reading out of the one before.

    Attributes:
        first: Who read the file first; None for an imported inspection.
        proposed_by: Who proposed other answers; None when nobody is named.
        confirmed_by: Who confirmed them; None likewise.
    """

    first: str | None
    proposed_by: str | None
    confirmed_by: str | None


@dataclass(frozen=True, slots=True)
class TwiceNote:
    """Two blind readings of one file.

    Attributes:
        first: Name of who read first.
        second: Name of who read second.
        how: How they came to one result; None while that waits.
        is_moderated: True for the reading that came of it.
    """

    first: str
    second: str
    how: HowSettled | None
    is_moderated: bool


@dataclass(frozen=True, slots=True)
class ReportCap:
    """A cap of the rubric that holds.

    Attributes:
        place: Which of the rubric's caps it is, from 0.
        band: The best band that it leaves.
        items: Items whose answers make it hold.
        lowers: True when it keeps the band below that of the percentage.
    """

    place: int
    band: Band
    items: tuple[str, ...]
    lowers: bool


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What stands above the result.

    Attributes:
        audit_id: The audit.
        reference: The case file's reference; None when the unit is the whole centre.
        centre: The centre's name.
        area: The area's name.
        reader: Who read; None for an imported inspection.
        read_on: Local day of reading.
        signed_at: When it was signed, or imported.
        final_at: When it became final; None before.
        sample_type: How the file was chosen.
        assessors: Who took part.
        standing: Provisional, final, void, a second reading, or replaced.
        void_reason: Why voiding was asked for; None when it was not.
        voided_at: When it was made void; None unless it is.
        digest: SHA-256 (hex) of the frozen result.
        is_withheld: True when notes, facts and dates of a sealed case are not for this reader.
        supplements: Id and version of the audit that this one supplements; None for an
            ordinary one.
        sample: What the sample that drew the file came from, and what was replaced in it; None
            for a file that no sample drew.
        relaxed: Safeguards that the team had given up when it was signed.
        begun_by: Who read before it was handed over; empty for most.
        twice: Who read the file without knowing of each other, and how they came to one result;
            None for most, and until both are done.
        replaced_by: The reading that took the place of this one; None while it stands.
        replaces: The reading whose place this one took; None for most.
        amended: Who amended it; None for a reading that no amendment made, and for who must not
            find out.
        looked_at: Name of the moderator who looked at a review of one reviewer and let it stand;
            empty for one whose name is kept back, None for a review that nobody looked at so.
        centre_kind: Kind of the centre, on which depends which law binds it; empty for a review
            that is not about a centre.
    """

    audit_id: int
    reference: str | None
    centre: BilingualText
    area: BilingualText
    reader: str | None
    read_on: date
    signed_at: datetime
    final_at: datetime | None
    sample_type: str
    assessors: tuple[str, ...]
    standing: Standing
    void_reason: str | None
    voided_at: datetime | None
    digest: str
    is_withheld: bool = False
    supplements: tuple[int, str] | None = None
    sample: SampleNote | None = None
    relaxed: tuple[Safeguard, ...] = ()
    begun_by: tuple[str, ...] = ()
    twice: TwiceNote | None = None
    replaced_by: int | None = None
    replaces: int | None = None
    amended: AmendedNote | None = None
    looked_at: str | None = None
    centre_kind: str = ""


@dataclass(frozen=True, slots=True)
class AuditReport:
    """A signed audit.

    Attributes:
        head: What stands above the result.
        rubric: The version it was read against.
        status: Complete or not rated.
        percent: Exact percentage; None where the method gives none or it is not rated.
        band: Band that counts; None without one.
        band_uncapped: Band of the percentage alone.
        level: Profile: the lowest level; None otherwise.
        mean: Profile: mean of the section means.
        grade: Lowest: the option of the lowest grade in force; None otherwise.
        sections: Every section, in the rubric's order; empty for rule rubrics.
        tripped: Items whose failure is a red line or must-pass item, red lines first.
        is_capped: True when they, or a cap, lowered the band.
        caps: Caps of the rubric that hold; empty for a rubric without caps.
        findings: Items that cost most, the dearest first.
        strengths: Items at their best that could have cost most.
        items: Every item; empty for rule rubrics.
        outcomes: Rule rubrics: outcomes with their ratings.
        rated_items: Rule rubrics: items with their ratings.
        questions: Rule rubrics: what was answered.
        judgement: The reader's one judgement of the whole; None when there is none.
        coverage: Weight scored over weight in force, 0..1; None when nothing was.
        working: How the score came about.
        result: The frozen result as data, without what is not for this reader.
        computed: What records answered of a supervisor's quarter; empty for other reviews.
        paper: Of the judicial officer whose answers were entered: office, number and day; empty
            without one, and for who may not see it.
        sampled: Cases that were sampled beside what the rubric asks for; None where it asks for
            none, where nobody entered any, and for who may not see them.
    """

    head: ReportHead
    rubric: Rubric
    status: Status
    percent: Fraction | None
    band: Band | None
    band_uncapped: Band | None
    level: int | None
    mean: Fraction | None
    grade: Option | None
    sections: tuple[SectionLine, ...]
    tripped: tuple[ReportItem, ...]
    is_capped: bool
    caps: tuple[ReportCap, ...]
    findings: tuple[ReportItem, ...]
    strengths: tuple[ReportItem, ...]
    items: tuple[ReportItem, ...]
    outcomes: tuple[RatedLine, ...]
    rated_items: tuple[RatedLine, ...]
    questions: tuple[QuestionLine, ...]
    judgement: Option | None
    coverage: Fraction | None
    working: Working
    result: Plain
    computed: tuple[Computed, ...] = ()
    sampled: SampledCases | None = None
    paper: str = ""


def audit_report(
    rubric: Rubric, head: ReportHead, explanation: str, entries: Iterable[Entry]
) -> AuditReport:
    """Put a signed audit together for reading.

    Args:
        rubric: The version it was read against.
        head: What stands above the result.
        explanation: The frozen result, as `signing.frozen_score` wrote it.
        entries: What the reader saved; empty for an imported inspection.

    Returns:
        The report.
    """
    plain = shown_result(explanation, is_withheld=head.is_withheld)
    told: Plain = plain.get("explanation", {})
    entries = () if head.is_withheld else tuple(entries)
    frozen = told.get("items", unexplained_items(rubric, plain))
    items = report_items(rubric, frozen, entries, head.read_on)
    if head.is_withheld:
        items = tuple(without_case(item) for item in items)
    head = replace(head, assessors=(*head.assessors, *_on_paper(head, entries)))
    bands = {band.code: band for band in rubric.bands}
    return AuditReport(
        head=head,
        rubric=rubric,
        status=Status(plain["status"]),
        percent=read_ratio(plain.get("percent_exact")),
        band=bands.get(plain.get("band", "")),
        band_uncapped=bands.get(plain.get("band_uncapped", "")),
        level=plain.get("overall"),
        mean=read_ratio(plain.get("mean_exact")),
        grade=_grade(rubric, plain),
        sections=section_lines(rubric, plain, items),
        tripped=_tripped(plain, items),
        is_capped=bool(told.get("caps")),
        caps=tuple(
            ReportCap(cap["cap"], bands[cap["at_most"]], tuple(cap["items"]), cap["lowers"])
            for cap in plain.get("caps", ())
        ),
        findings=_findings(rubric, plain, items),
        strengths=_strengths(items),
        items=items,
        outcomes=tuple(
            RatedLine(outcome.code, outcome.title, rating, rubric.rule_words.of_outcome(rating))
            for outcome in rubric.outcomes
            for rating in [plain["outcomes"].get(outcome.code)]
        ),
        rated_items=tuple(
            RatedLine(item.code, item.title, rating, rubric.rule_words.of_item(rating))
            for item in rubric.rule_items
            for rating in [plain["ratings"].get(item.code)]
        ),
        questions=question_lines(rubric, entries),
        judgement=_judgement(rubric, entries),
        coverage=read_ratio(told.get("coverage")),
        working=working_of(rubric, told),
        result=plain,
        computed=computed_of(entries),
        sampled=sampled_cases(rubric, entries) if entries else None,
        paper=next((e.value for e in entries if e.kind is EntryKind.ASSESSOR and e.value), ""),
    )


def _on_paper(head: ReportHead, entries: Iterable[Entry]) -> tuple[str, ...]:
    papers = (one for one in entries if one.kind is EntryKind.ASSESSOR and one.value is not None)
    return tuple(one.key for one in papers if one.key not in head.assessors)


def without_strengths(report: AuditReport, found: Collection[str]) -> AuditReport:
    """Leave out of the strengths what the reader's findings rest on.

    Args:
        report: The report.
        found: Codes of items that some finding rests on.

    Returns:
        The report, with the next best items in their place: one item is not praised and
        complained of on one paper.
    """
    items = [item for item in report.items if item.code not in found]
    return replace(report, strengths=_strengths(items))


def _grade(rubric: Rubric, plain: Plain) -> Option | None:
    if rubric.method is not Method.LOWEST or not plain["lowest_items"]:
        return None
    scale = rubric.items[plain["lowest_items"][0]].scale
    return next(option for option in scale.options if option.code == plain["grade"])


def _tripped(plain: Plain, items: Sequence[ReportItem]) -> tuple[ReportItem, ...]:
    by_code = {item.code: item for item in items}
    return tuple(by_code[code] for code in (*plain["stop"], *plain["gate"]) if code in by_code)


def _dearness(item: ReportItem) -> tuple[Fraction, Fraction, bool]:
    # points of the overall where there are any, else weight; red lines before the rest
    worth = item.possible if item.possible is not None else item.weight
    value = Fraction(0) if item.value is None else item.value
    return worth * (1 - value), 1 - value, item.critical is Critical.STOP


def _findings(rubric: Rubric, plain: Plain, items: Sequence[ReportItem]) -> tuple[ReportItem, ...]:
    below = [i for i in items if i.state is State.SCORED and i.role is not OptionRole.MET]
    if rubric.method is Method.LOWEST:
        lowest = [item for item in below if item.code in plain["lowest_items"]]
        return tuple(lowest[:REPORT_FINDINGS])
    cost = [item for item in below if item.value is not None and item.value < 1]
    return tuple(sorted(cost, key=_dearness, reverse=True)[:REPORT_FINDINGS])


def _strengths(items: Sequence[ReportItem]) -> tuple[ReportItem, ...]:
    best = [
        item
        for item in items
        if item.state is State.SCORED
        and (item.role is OptionRole.MET if item.value is None else item.value == 1)
    ]

    def worth(item: ReportItem) -> tuple[bool, Fraction]:
        return item.critical is not None, item.earned if item.earned is not None else item.weight

    return tuple(sorted(best, key=worth, reverse=True)[:REPORT_FINDINGS])


def _judgement(rubric: Rubric, entries: Iterable[Entry]) -> Option | None:
    if rubric.holistic is None:
        return None
    chosen = {entry.value for entry in entries if entry.kind is EntryKind.HOLISTIC}
    return next((o for o in rubric.holistic.scale.options if o.code in chosen), None)
