"""What the platform knows of a region's quality-assurance system, in words."""

from datetime import date
from fractions import Fraction

from qa_app.domain.maturity import SOURCES, Evidence, EvidenceCode, RegionReview, Source
from qa_app.domain.rounding import display
from qa_app.domain.rubric import Item, Rubric
from qa_app.domain.text import BilingualText
from qa_app.wording.catalogue import message as _
from qa_app.wording.trends import paragraph
from qa_app.wording.words import Words

COUNTS: dict[EvidenceCode, str] = {
    EvidenceCode.DOCUMENTS: _("laws, rules and standards in force in the year: %(count)s"),
    EvidenceCode.PROCEDURES: _("working procedures in force in the year: %(count)s"),
    EvidenceCode.DATA_CLAUSES: _("clauses of the law on personal data in the library: %(count)s"),
    EvidenceCode.VERSIONS: _("published rubric versions in force in the year: %(count)s"),
    EvidenceCode.PRACTITIONERS: _("workers in post: %(count)s"),
    EvidenceCode.SUPERVISED: _("workers in post with a supervision agreement: %(count)s of %(of)s"),
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
    EvidenceCode.LICENSED_SUPERVISION: _(
        "workers at supervision level with a certificate of their area in force: %(count)s of"
        " %(of)s"
    ),
    EvidenceCode.LICENSED_STATUTORY: _(
        "workers at statutory level with a certificate of their area in force: %(count)s of %(of)s"
    ),
    EvidenceCode.LICENSED_COMMUNITY: _(
        "workers at community level with a certificate of their area in force: %(count)s of %(of)s"
    ),
    EvidenceCode.CERTIFIED: _(
        "workers who meet children with a certificate of their area in force: %(count)s of %(of)s"
    ),
    EvidenceCode.LISTED: _("centres of which an area stands in the register: %(count)s of %(of)s"),
}
"""Count to its words."""

GAPS: dict[EvidenceCode, str] = {
    EvidenceCode.NO_QUALIFIED: _("Not counted here: whether supervisors are qualified."),
    EvidenceCode.NO_PLAN: _(
        "Not kept on the platform: plans for burnout and safety at work, and their use."
    ),
    EvidenceCode.NO_LICENCES: _(
        "Not kept on the platform: licences other than the certificates that the criteria accept "
        "for an area."
    ),
    EvidenceCode.NOT_THEN: _("Not counted yet when the review was signed."),
    EvidenceCode.NO_DATA_RULES: _("Not kept on the platform: the region's own rules on data."),
    EvidenceCode.NO_REPORT_DAYS: _("Not counted here: whether reports came on time."),
    EvidenceCode.NO_DECISIONS: _(
        "Not counted here: decisions that cite results; those about the register name their "
        "evidence."
    ),
    EvidenceCode.UNKNOWN: _("The platform counts nothing for this item."),
}
"""Gap to its sentence."""

SOURCE_NAMES: dict[Source, str] = {
    Source.LIBRARY: _("library of standards"),
    Source.RUBRICS: _("published rubrics"),
    Source.REGISTER: _("register of centres and workers"),
    Source.AGREEMENTS: _("supervision agreements"),
    Source.SESSIONS: _("sessions and records of supervision"),
    Source.REVIEWS: _("totals of signed reviews"),
    Source.ACTIONS: _("corrective actions"),
    Source.STANDINGS: _("decisions of the register"),
}
"""Source to its name."""

RULE = _(
    "A dimension's level is the mean of its items, a half going down. The lowest level counts."
)
"""How levels come together."""
_UNRATED = _("%(region)s %(year)s: not rated yet")
_RATED = _("%(region)s %(year)s: level %(level)s, the lowest being %(lowest)s")
_READER = _("Rated by %(who)s, signed on %(day)s.")
_SECOND = _("%(who)s looked at it as second person and let it stand.")
_WAITS = _("It waits for a second person to look at it.")
_FINAL, _PROVISIONAL = _("The result is final."), _("The result is provisional.")
_AS_SIGNED = _(
    "The platform counts and a person rates: no count gives a level. Counts are those of %(day)s,"
    " when the review was signed, and stay so; what is not known is said so and is no zero. A"
    " second person looks at every rating."
)
_AS_OF_NOW = _(
    "The platform counts and a person rates: no count gives a level. Counts are those of %(day)s"
    " and go on until a review is signed; what is not known is said so and is no zero. A second"
    " person looks at every rating."
)
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


def said_result(
    words: Words,
    region: BilingualText,
    year: int,
    review: RegionReview | None,
    rubric: Rubric | None,
) -> str:
    """Say what a region's year comes to.

    Args:
        words: The language.
        region: Name of the region.
        year: The year.
        review: The signed review; None without one.
        rubric: The version it was read under, or the one in force; None for none.

    Returns:
        A heading.
    """
    name = words.text(region)
    if review is None or rubric is None or review.profile.overall is None:
        return words.say(_UNRATED, region=name, year=year)
    overall = review.profile.overall
    low = [
        words.text(one.title)
        for one in rubric.sections
        if review.profile.levels.get(one.code) == overall
    ]
    lowest = words.listed(low)
    return words.say(_RATED, region=name, year=year, level=overall, lowest=lowest)


def said_standing(words: Words, review: RegionReview) -> str:
    """Say who rated, whether a second person looked, and whether it may still change.

    Args:
        words: The language.
        review: A signed review.

    Returns:
        Three sentences.
    """
    day = "" if review.signed_on is None else words.day(review.signed_on)
    second = words.say(_SECOND, who=review.second) if review.second else words.say(_WAITS)
    return paragraph(
        words,
        [
            words.say(_READER, who=review.reader, day=day),
            second,
            words.say(_FINAL if review.is_final else _PROVISIONAL),
        ],
    )


def said_counts(words: Words, counted_on: date, *, is_kept: bool) -> str:
    """Say what counts are and of which day.

    Args:
        words: The language.
        counted_on: When they were counted.
        is_kept: True for those kept with a signed review.

    Returns:
        A few sentences.
    """
    return words.say(_AS_SIGNED if is_kept else _AS_OF_NOW, day=words.day(counted_on))


def said_level(words: Words, rubric: Rubric, level: int | None) -> str:
    """Name a level.

    Args:
        words: The language.
        rubric: The version.
        level: The level; None where nothing was rated.

    Returns:
        Its name with its number; empty without one.
    """
    options = rubric.sections[0].items[0].scale.options
    label = next((one.label for one in options if one.score == level), None)
    return str(level or "") if label is None else words.text(label)


def said_given(words: Words, item: Item, code: str | None) -> str:
    """Name the level that was given for an item.

    Args:
        words: The language.
        item: The item.
        code: Code of the option; None without one.

    Returns:
        Its name; empty without one.
    """
    option = next((one for one in item.scale.options if one.code == code), None)
    return "" if option is None else words.text(option.label)
