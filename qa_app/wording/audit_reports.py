"""Puts an audit report into words of one language."""

from collections.abc import Iterator
from fractions import Fraction

from qa_app.domain.audit_report import AuditReport, ReportHead, Standing
from qa_app.domain.report_names import QuestionLine
from qa_app.domain.report_parts import RatedLine, SectionLine, SectionState
from qa_app.domain.rounding import display
from qa_app.domain.rubric import Assessor, Band, Method
from qa_app.domain.scoring_result import Status
from qa_app.domain.totals import NOT_OF_CENTRES, SampleType
from qa_app.domain.voiding import VOID_REASONS, VoidReason
from qa_app.wording.audit_items import Items, said_untold
from qa_app.wording.catalogue import message as _
from qa_app.wording.conditions import Conditions
from qa_app.wording.names import ASSESSORS, SAMPLE_TYPES, STANDINGS
from qa_app.wording.report_readers import said_readers
from qa_app.wording.said import SaidLine, SaidRating, SaidReport, SaidSection
from qa_app.wording.samples import said_note
from qa_app.wording.score_working import banded, said_working
from qa_app.wording.site_visits import said_visit
from qa_app.wording.words import Words

CLOSING = _(
    "This system only offers evidence and advice; it is no administrative licence,"
    " certification or ranking."
)
HEADS = {
    "result": _("Result"),
    "sections": _("By section"),
    "caps": _("Red lines and must-pass items that failed"),
    "findings": _("Main points lost"),
    "strengths": _("Strengths"),
    "items": _("Item by item"),
    "code": _("Item"),
    "text": _("Requirement"),
    "answer": _("Answer"),
    "points": _("Points"),
    "note": _("Note"),
    "outcomes": _("Outcomes"),
    "ratings": _("Items"),
    "questions": _("Questions and answers"),
    "verification": _("Verification"),
    "no_findings": _("Nothing cost points."),
    "no_strengths": _("No item is at its best answer."),
    "page": _("Page %(page)s of %(pages)s"),
    "made": _("made %(at)s"),
    "void": _("Void"),
}
SECTION_STATES: dict[SectionState, str] = {
    SectionState.NOT_ASSESSED: _("Not assessed"),
    SectionState.OFF: _("Does not apply"),
    SectionState.EMPTY: _("Nothing to score"),
}
_TITLE = _("Report of a case-file review")
_TITLE_OTHER = _("Report of a review")
_SCORE = _("%(score)s points")
_LEVEL = _("Level %(level)s")
_LEVEL_OF_MEAN = _("level %(level)s (mean %(mean)s)")
_NOT_RATED = _("Not rated")
_RESTS_ON = _("Rests on")
_RULED = _("Rated by rules")
_FULL = _("%(score)s points: %(band)s.")
_CAPPED_STOP = _(
    "%(score)s points alone would be %(uncapped)s; a red line failed, so it is %(band)s."
)
_CAPPED_GATE = _(
    "%(score)s points alone would be %(uncapped)s; a must-pass item failed, so it is %(band)s."
)
_CAPPED_BY = _(
    "%(score)s points alone would be %(uncapped)s; a cap of the rubric holds, so it is %(band)s."
)
_CAP = _("Cap: at most %(band)s, because of %(items)s.")
_CAP_WHEN = _("Cap: at most %(band)s, because of %(items)s (%(condition)s).")
_TOO_LITTLE = _("Too little of the weight in force could be scored.")
_NOTHING_IN_FORCE = _("No item was answered, so no grade is in force.")
_PROFILE = _("The lowest dimension counts: level %(level)s. Mean of the dimensions %(mean)s.")
_LOWEST = _("The lowest grade in force counts: %(grade)s.")
_RULES = _("Items and outcomes are rated by rules; there is no number.")
_COVERAGE = _("%(percent)s%% of the weight in force was scored.")
_JUDGEMENT = _("The reviewer's judgement of the whole: %(judgement)s. It is not part of the score.")
_IMPORTED = _("Imported; not read with this platform.")
_SECOND = _(
    "This is the second of two readings of one file. It does not count by itself: what counts is"
    " the first reading, or what moderation made of both."
)
_VOIDED = _("Made void %(at)s: %(reason)s. The result is counted nowhere.")
_VOID_ASKED = _(
    "Voiding was asked for: %(reason)s. It stands until another senior supervisor confirms."
)
_SUPPLEMENT = _(
    "Supplementary review: under version %(version)s it answers only the items that are new or"
    " changed since version %(earlier)s, under which the file was reviewed in %(number)s. It"
    " counts in no trend and no criterion, and changes nothing of that review."
)
_ON_ITS_ITEMS = _(
    "%(score)s points on the items asked here; no grade band, because it is no whole file."
)
_REPLACED = _(
    "Replaced: report %(number)s took the place of this one, which is kept and counts no more."
)
_WITHHELD = _("Sealed: notes, facts and dates are shown only to the people named for the case.")
_WHOLE_CENTRE = _("The whole centre")
_LABELS = {
    "reference": _("File"),
    "whole": _("What is reviewed"),
    "subject": _("Supervisor and quarter"),
    "region": _("Region and year"),
    "centre": _("Centre"),
    "area": _("Area"),
    "rubric": _("Rubric"),
    "reader": _("Reviewer"),
    "read_on": _("Reviewed on"),
    "signed_at": _("Signed"),
    "final_at": _("Final since"),
    "sample": _("How it was chosen"),
    "assessors": _("Who took part"),
    "digest": _("Digest of the result"),
    "fingerprint": _("Fingerprint of the rubric"),
}
_NUMBER = _("Report %(number)s")
_VERSION = _("Rubric %(version)s, %(standing)s")
_ORDINARY, _SEALED = _("Internal"), _("Sealed: only for people named for the case")


def document_number(report: AuditReport) -> str:
    """Number a report.

    Args:
        report: The report.

    Returns:
        Such as `AR-000012`; the same for every print of the same audit.
    """
    return numbered(report.head.audit_id)


def numbered(audit_id: int) -> str:
    """Number the report of an audit.

    Args:
        audit_id: The audit.

    Returns:
        Such as `AR-000012`.
    """
    return f"AR-{audit_id:06d}"


def said_report(words: Words, report: AuditReport, zone: str, wait: str = "") -> SaidReport:
    """Put a report into words.

    Args:
        words: The language.
        report: The report.
        zone: IANA name of the local time zone.
        wait: What the result waits for, as `result_waits.said_wait` says it; empty for nothing.

    Returns:
        What the page and the paper show.
    """
    head, rubric, items = report.head, report.rubric, Items(words, report.computed)
    standing = words.say(STANDINGS[head.standing])
    reference = head.reference or words.say(_WHOLE_CENTRE)
    return SaidReport(
        language=words.language,
        title=words.say(_TITLE if rubric.kind == "case_file" else _TITLE_OTHER),
        subject=head.reference or words.text(head.centre),
        standing=head.standing,
        standing_words=standing,
        identity=_identity(words, report, reference, zone),
        band_code="" if report.band is None else report.band.code,
        band_position=None if report.band is None else rubric.bands.index(report.band) + 1,
        result=_result(words, report),
        sentence=_sentence(words, report),
        remarks=tuple(_remarks(words, report, zone, wait)),
        sections=tuple(
            SaidSection(
                line.code,
                words.text(line.title),
                _section_value(words, report, line),
                line.fill,
                tuple(items.said(item) for item in report.items if item.section == line.code),
            )
            for line in report.sections
        ),
        caps=tuple(items.said(item) for item in report.tripped),
        findings=tuple(items.said(item) for item in report.findings),
        strengths=tuple(items.said(item) for item in report.strengths),
        outcomes=_rated(words, report.outcomes),
        ratings=_rated(words, report.rated_items),
        questions=tuple(
            SaidRating(
                line.code, words.text(line.label), _answer(words, line), _beside(words, line)
            )
            for line in report.questions
        ),
        verification=_verification(words, report),
        closing=words.say(CLOSING),
        number=words.say(_NUMBER, number=document_number(report)),
        version=words.say(_VERSION, version=rubric.version, standing=standing),
        class_mark=words.say(_SEALED if rubric.access == "sealed" else _ORDINARY),
        heads={name: words.say(message) for name, message in HEADS.items()},
        working=said_working(words, report),
    )


_SUBJECTS = {SampleType.QUARTER.value: "subject", SampleType.YEAR.value: "region"}


def _identity(words: Words, report: AuditReport, reference: str, zone: str) -> tuple[SaidLine, ...]:
    head, rubric = report.head, report.rubric
    is_of_centre = head.sample_type not in NOT_OF_CENTRES
    subject = _SUBJECTS.get(head.sample_type, "reference" if head.reference else "whole")
    took_part = words.listed(words.say(ASSESSORS[Assessor(one)]) for one in head.assessors)
    lines = [
        SaidLine(subject, reference, head.reference is not None),
        # of a supervisor's quarter or a region's year the centre says only where it is filed
        SaidLine("centre", words.text(head.centre) if is_of_centre else "", is_content=True),
        SaidLine("area", words.text(head.area), is_content=True),
        SaidLine("rubric", f"{words.text(rubric.title)} {rubric.version}", is_content=True),
        SaidLine("reader", _first_reader(head), is_content=True),
        SaidLine("read_on", words.day(head.read_on)),
        SaidLine("signed_at", words.instant(head.signed_at, zone)),
        SaidLine("final_at", "" if head.final_at is None else words.instant(head.final_at, zone)),
        SaidLine("sample", _chosen(words, report)),
        SaidLine("assessors", took_part),
    ]
    return tuple(
        SaidLine(words.say(_LABELS[line.label]), line.value, line.is_content)
        for line in lines
        if line.value
    )


def _first_reader(head: ReportHead) -> str:
    # who proposed an amendment changed some answers and has not read the file first
    if head.amended is not None and head.amended.first is not None:
        return head.amended.first
    return head.reader or ""


def _chosen(words: Words, report: AuditReport) -> str:
    how = words.say(SAMPLE_TYPES[SampleType(report.head.sample_type)])
    note = report.head.sample
    return how if note is None else words.sequence((how, said_note(words, note)))


def _banded(words: Words, band: Band | None) -> str:
    return "" if band is None else banded(words, band)


def _result(words: Words, report: AuditReport) -> str:
    if report.status is not Status.COMPLETE:
        return words.say(_NOT_RATED)
    if report.percent is not None:
        return words.say(_SCORE, score=display(report.percent))
    if report.level is not None:
        return words.say(_LEVEL, level=report.level)
    if report.grade is not None:
        return words.text(report.grade.label)
    return words.say(_RULED)


def _sentence(words: Words, report: AuditReport) -> str:
    if report.status is not Status.COMPLETE:
        is_lowest = report.rubric.method is Method.LOWEST
        return words.say(_NOTHING_IN_FORCE if is_lowest else _TOO_LITTLE)
    match report.rubric.method:
        case Method.WEIGHTED_SECTIONS | Method.DEDUCTION:
            return _weighted(words, report)
        case Method.DIMENSION_PROFILE:
            return words.say(_PROFILE, level=report.level, mean=_number(report.mean))
        case Method.LOWEST:
            grade = "" if report.grade is None else words.text(report.grade.label)
            return words.say(_LOWEST, grade=grade)
        case Method.RULES:
            return words.say(_RULES)


def _weighted(words: Words, report: AuditReport) -> str:
    if report.head.supplements is not None:
        return words.say(_ON_ITS_ITEMS, score=_number(report.percent))
    return words.say(
        _capped(report) if report.is_capped else _FULL,
        score=_number(report.percent),
        band=_banded(words, report.band),
        uncapped=_banded(words, report.band_uncapped),
    )


def _capped(report: AuditReport) -> str:
    if any(item.critical == "stop" for item in report.tripped):
        return _CAPPED_STOP
    is_cap = any(cap.lowers and cap.band == report.band for cap in report.caps)
    return _CAPPED_BY if is_cap else _CAPPED_GATE


def _caps(words: Words, report: AuditReport) -> Iterator[str]:
    conditions = Conditions(words, report.rubric)
    for cap in report.caps:
        values = {"band": _banded(words, cap.band), "items": words.listed(cap.items)}
        if report.head.is_withheld:  # a condition may tell of the case
            yield words.say(_CAP, **values)
        else:
            when = conditions.said(report.rubric.caps[cap.place].when)
            yield words.say(_CAP_WHEN, condition=when, **values)


def _number(value: Fraction | None) -> str:
    return "" if value is None else display(value)


def _remarks(words: Words, report: AuditReport, zone: str, wait: str) -> list[str]:
    head = report.head
    reason = VOID_REASONS.get(VoidReason(head.void_reason)) if head.void_reason else None
    said = "" if reason is None else words.text(reason)
    remarks = _supplement(words, report)
    if head.standing is Standing.VOID and head.voided_at is not None:
        remarks.append(words.say(_VOIDED, at=words.instant(head.voided_at, zone), reason=said))
    elif reason is not None:
        remarks.append(words.say(_VOID_ASKED, reason=said))
    remarks += _counts(words, head, wait)
    if head.sample_type == SampleType.IMPORTED:
        remarks.append(words.say(_IMPORTED))
    remarks += said_readers(words, head)
    if head.is_withheld:
        remarks.append(words.say(_WITHHELD))
    remarks += _caps(words, report)
    if report.coverage is not None and report.coverage < 1:
        remarks.append(words.say(_COVERAGE, percent=display(100 * report.coverage, 0)))
    remarks += [*said_untold(words, report.items), *said_visit(words, report)]
    if report.judgement is not None:
        remarks.append(words.say(_JUDGEMENT, judgement=words.text(report.judgement.label)))
    return remarks


def _counts(words: Words, head: ReportHead, wait: str) -> Iterator[str]:
    if head.standing is Standing.REPLACED and head.replaced_by is not None:
        yield words.say(_REPLACED, number=numbered(head.replaced_by))
    if head.standing is Standing.SECOND:
        yield words.say(_SECOND)
    elif wait and head.standing in {Standing.PROVISIONAL, Standing.FINAL}:
        yield wait


def _supplement(words: Words, report: AuditReport) -> list[str]:
    if report.head.supplements is None:
        return []
    earlier_id, earlier = report.head.supplements
    number, version = numbered(earlier_id), report.rubric.version
    return [words.say(_SUPPLEMENT, version=version, earlier=earlier, number=number)]


def _section_value(words: Words, report: AuditReport, line: SectionLine) -> str:
    if line.state is not SectionState.SCORED:
        return words.say(SECTION_STATES[line.state])
    if line.level is not None:
        return words.say(_LEVEL_OF_MEAN, level=line.level, mean=_number(line.value))
    if line.value is None or report.percent is None:
        return ""
    return display(100 * line.value)


def _rated(words: Words, lines: tuple[RatedLine, ...]) -> tuple[SaidRating, ...]:
    return tuple(
        SaidRating(
            line.code,
            words.text(line.title),
            words.say(_NOT_RATED) if line.rating is None else words.rating(line.rating, line.label),
        )
        for line in lines
    )


def _answer(words: Words, line: QuestionLine) -> str:
    if isinstance(line.answer, str):
        return words.answer(line.answer, line.words)
    return "" if line.answer is None else str(line.answer)


def _beside(words: Words, line: QuestionLine) -> str:
    if not line.read:
        return line.note
    told = words.listed(words.noted(code, own) for code, own in line.read)
    rests_on = words.pair(words.say(_RESTS_ON), told)
    return words.sequence([rests_on, line.note]) if line.note else rests_on


def _verification(words: Words, report: AuditReport) -> tuple[SaidLine, ...]:
    return (
        SaidLine(words.say(_LABELS["digest"]), report.head.digest, is_content=True),
        SaidLine(words.say(_LABELS["fingerprint"]), report.rubric.fingerprint, is_content=True),
    )
