"""What the platform knows of a region's quality-assurance system, in words."""

from fractions import Fraction

from qa_app.domain.maturity import SOURCES, Evidence, EvidenceCode, Source
from qa_app.domain.rounding import display
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

COUNTS: dict[EvidenceCode, str] = {
    EvidenceCode.DOCUMENTS: _("laws, rules and standards in force in the year: %(count)s"),
    EvidenceCode.PROCEDURES: _("working procedures in force in the year: %(count)s"),
    EvidenceCode.DATA_CLAUSES: _("clauses of the law on personal data in the library: %(count)s"),
    EvidenceCode.VERSIONS: _("published rubric versions in force in the year: %(count)s"),
    EvidenceCode.PRACTITIONERS: _("practitioners in post: %(count)s"),
    EvidenceCode.SUPERVISED: _(
        "practitioners in post with a supervision agreement: %(count)s of %(of)s"
    ),
    EvidenceCode.SESSIONS: _("sessions of supervision held of those due: %(count)s of %(of)s"),
    EvidenceCode.RECORDS: _("sessions held that have a signed record: %(count)s of %(of)s"),
    EvidenceCode.SUPPORT: _("signed records that cover support: %(count)s of %(of)s"),
    EvidenceCode.CENTRES_READ: _("centres with files reviewed in the year: %(count)s of %(of)s"),
    EvidenceCode.CENTRES_FINAL: _("centres with final results of the year: %(count)s of %(of)s"),
    EvidenceCode.FILES_FINAL: _(
        "files reviewed in the year whose result is final: %(count)s of %(of)s"
    ),
    EvidenceCode.ACTIONS: _(
        "actions from findings of the year that are verified: %(count)s of %(of)s"
    ),
}
"""Count to its words."""

GAPS: dict[EvidenceCode, str] = {
    EvidenceCode.NO_QUALIFIED: _("No data yet: whether supervisors are qualified."),
    EvidenceCode.NO_PLAN: _("No data yet: plans for burnout and safety at work, and their use."),
    EvidenceCode.NO_LICENCES: _("No data yet: licences by level; the register does not hold them."),
    EvidenceCode.NO_CERTIFICATES: _(
        "No data yet: certificates for work with child victims; the register does not hold them."
    ),
    EvidenceCode.NO_LIST: _("No data yet: a published list of co-operating centres."),
    EvidenceCode.NO_DATA_RULES: _("No data yet: the region's own rules on data."),
    EvidenceCode.NO_REPORT_DAYS: _("No data yet: whether reports came on time."),
    EvidenceCode.NO_DECISIONS: _("No data yet: decisions that cite results."),
    EvidenceCode.UNKNOWN: _("No data yet: the platform counts nothing for this item."),
}
"""Gap to its sentence."""

SOURCE_NAMES: dict[Source, str] = {
    Source.LIBRARY: _("library of standards"),
    Source.RUBRICS: _("published rubrics"),
    Source.REGISTER: _("register of centres and practitioners"),
    Source.AGREEMENTS: _("supervision agreements"),
    Source.SESSIONS: _("sessions and records of supervision"),
    Source.REVIEWS: _("totals of signed reviews"),
    Source.ACTIONS: _("corrective actions"),
}
"""Source to its name."""

_NOTHING = _("%(said)s (nothing to count over)")
_PERCENT = _("%(said)s (%(percent)s%%)")
_HUNDRED = 100


def said_evidence(words: Words, one: Evidence) -> str:
    """Say one thing that the platform knows, or that it knows nothing.

    Args:
        words: The language.
        one: A count or a gap.

    Returns:
        A clause for a count, with its share where it is one of several; a sentence for a gap.
    """
    if one.code in GAPS:
        return words.say(GAPS[one.code])
    said = words.say(COUNTS[one.code], count=one.count or 0, of=one.of)
    if one.count is None:
        return words.say(_NOTHING, said=said)
    if not one.of:
        return said
    percent = display(Fraction(one.count * _HUNDRED, one.of), 0)
    return words.say(_PERCENT, said=said, percent=percent)


def said_source(words: Words, code: EvidenceCode) -> str:
    """Name where something is counted.

    Args:
        words: The language.
        code: What is counted.

    Returns:
        The source; empty for a gap.
    """
    source = SOURCES.get(code)
    return "" if source is None else words.say(SOURCE_NAMES[source])
