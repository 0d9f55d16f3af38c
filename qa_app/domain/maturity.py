"""A region's quality-assurance system by year: what the platform knows, and the levels given."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.scoring_plain import read_ratio
from qa_app.domain.workers import Tier

REGION_YEAR = "region_year"
"""Unit of a rubric that is read for a region and a year, at no session."""

_FIRST_YEAR = 2000


class EvidenceCode(StrEnum):
    """What is counted, or said not to be known."""

    DOCUMENTS = "documents"
    PROCEDURES = "procedures"
    CENTRES_READ = "centres_read"
    VERSIONS = "versions"
    SUPERVISED = "supervised"
    SESSIONS = "sessions"
    RECORDS = "records"
    SUPPORT = "support"
    PRACTITIONERS = "practitioners"
    CENTRES_FINAL = "centres_final"
    DATA_CLAUSES = "data_clauses"
    FILES_FINAL = "files_final"
    ACTIONS = "actions"
    NO_QUALIFIED = "no_qualified"
    NO_PLAN = "no_plan"
    LICENSED_SUPERVISION = "licensed_supervision"
    LICENSED_STATUTORY = "licensed_statutory"
    LICENSED_COMMUNITY = "licensed_community"
    CERTIFIED = "certified"
    LISTED = "listed"
    NO_LICENCES = "no_licences"
    NOT_THEN = "not_then"
    NO_DATA_RULES = "no_data_rules"
    NO_REPORT_DAYS = "no_report_days"
    NO_DECISIONS = "no_decisions"
    UNKNOWN = "unknown"


_LICENSED: Mapping[EvidenceCode, Tier] = {
    EvidenceCode.LICENSED_SUPERVISION: Tier.SUPERVISION,
    EvidenceCode.LICENSED_STATUTORY: Tier.STATUTORY,
    EvidenceCode.LICENSED_COMMUNITY: Tier.COMMUNITY,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that the platform knows about an item, or a gap.

    Attributes:
        code: What.
        count: How many; None for a gap, and where there was nothing to count over.
        of: Of how many; None for a plain count.
    """

    code: EvidenceCode
    count: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """What the platform counted of a region and a year.

    Attributes:
        documents: Laws, rules and standards of the library in force in the year.
        procedures: Working procedures in force in the year.
        data_clauses: Clauses of the law on personal data in the library.
        versions: Published rubric versions in force in the year.
        centres: Centres of the region at the end of the year, or today while it runs.
        centres_read: Those of them with files reviewed in the year.
        centres_final: Those of them with final results of the year.
        files: Files reviewed in the year.
        files_final: Those of them with a final result.
        practitioners: Workers in post at the end of the year, or today.
        supervised: Those of them with an agreement in force on that day.
        due: Sessions of supervision due in the year.
        held: Those of them that were held.
        recorded: Sessions held with a signed record.
        support: Those of them that cover support.
        actions: Corrective actions that were opened in the year.
        verified: Those of them that are verified by now.
        levels: Level of the workforce to its workers in post, students and volunteers left out,
            and how many of them hold a certificate of their area; None where it was not counted
            then, as with the three below.
        children: Workers in post who meet children, as the indicators of the workforce count them.
        certified: Those of them with a certificate of their area.
        listed: Centres of which an area stood in the register at the end of the year, or today.
    """

    documents: int
    procedures: int
    data_clauses: int
    versions: int
    centres: int
    centres_read: int
    centres_final: int
    files: int
    files_final: int
    practitioners: int
    supervised: int
    due: int
    held: int
    recorded: int
    support: int
    actions: int
    verified: int
    levels: Mapping[str, tuple[int, int]] | None = None
    children: int | None = None
    certified: int | None = None
    listed: int | None = None


@dataclass(frozen=True, slots=True)
class KeptFacts:
    """What was known when a review was signed.

    Attributes:
        counted_on: Local day.
        facts: The counts.
    """

    counted_on: date
    facts: RegionFacts


@dataclass(frozen=True, slots=True)
class MaturityProfile:
    """Levels that a signed review gives.

    Attributes:
        levels: Dimension to its level.
        overall: The lowest of them; None when not rated.
        mean: Their mean before rounding, exact; None when not rated.
        codes: Item to the level that was given.
    """

    levels: Mapping[str, int]
    overall: int | None
    mean: Fraction | None
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RegionReview:
    """A review of a region's year that is signed.

    Attributes:
        audit_id: The review.
        year: The year.
        version_id: The rubric version it was read under.
        profile: The levels given.
        reader: Name of who read; empty for nobody known.
        signed_on: Local day of its signature; None where it was never noted.
        is_final: False while it may still change.
        second: Name of the second person who let it stand; empty while it waits for one.
    """

    audit_id: int
    year: int
    version_id: int
    profile: MaturityProfile
    reader: str
    signed_on: date | None
    is_final: bool
    second: str


def evidence_of(facts: RegionFacts, item: str) -> tuple[Evidence, ...]:
    """Tell what the platform knows about an item of the rubric on the system.

    Args:
        facts: What was counted.
        item: Code of the item.

    Returns:
        Counts first, then what is not known. An item that the platform knows nothing of, and one
        of another code, is one gap. A count over nothing has no number. Codes are those of the
        shipped rubric, whose schema has no place for what answers an item: a rubric that gives
        one of them another meaning is shown counts of the old one.

    Source: docs/adr/0037-a-practitioners-own-trend.md for whose numbers; UNICEF's indicator on
        the social-service workforce for the dimensions.
    """
    return _evidence(facts).get(item, (Evidence(EvidenceCode.UNKNOWN),))


def _evidence(facts: RegionFacts) -> dict[str, tuple[Evidence, ...]]:
    code = EvidenceCode
    return {
        "N1": (Evidence(code.DOCUMENTS, facts.documents),),
        "N2": (
            Evidence(code.PROCEDURES, facts.procedures),
            _share(code.CENTRES_READ, facts.centres_read, facts.centres),
        ),
        "N3": (Evidence(code.VERSIONS, facts.versions),),
        "S1": (
            _share(code.SUPERVISED, facts.supervised, facts.practitioners),
            Evidence(code.NO_QUALIFIED),
        ),
        "S2": (
            _share(code.SESSIONS, facts.held, facts.due),
            _share(code.RECORDS, facts.recorded, facts.held),
        ),
        "S3": (_share(code.SUPPORT, facts.support, facts.recorded), Evidence(code.NO_PLAN)),
        "L1": (
            Evidence(code.PRACTITIONERS, facts.practitioners),
            *_licensed(facts),
            Evidence(code.NO_LICENCES),
        ),
        "L2": (_counted_since(code.CERTIFIED, facts.certified, facts.children),),
        "L3": (
            _share(code.CENTRES_FINAL, facts.centres_final, facts.centres),
            _counted_since(code.LISTED, facts.listed, facts.centres),
        ),
        "D1": (Evidence(code.DATA_CLAUSES, facts.data_clauses), Evidence(code.NO_DATA_RULES)),
        "D2": (
            _share(code.FILES_FINAL, facts.files_final, facts.files),
            Evidence(code.NO_REPORT_DAYS),
        ),
        "D3": (_share(code.ACTIONS, facts.verified, facts.actions), Evidence(code.NO_DECISIONS)),
    }


def _share(code: EvidenceCode, count: int, of: int) -> Evidence:
    return Evidence(code, count if of else None, of)


def _licensed(facts: RegionFacts) -> Iterator[Evidence]:
    if facts.levels is None:
        yield Evidence(EvidenceCode.NOT_THEN)
        return
    for code, tier in _LICENSED.items():
        of, licensed = facts.levels.get(tier.value, (0, 0))
        if of:
            yield Evidence(code, licensed, of)


def _counted_since(code: EvidenceCode, count: int | None, of: int | None) -> Evidence:
    # reviews that were signed before this was counted keep what was known then
    if count is None or of is None:
        return Evidence(EvidenceCode.NOT_THEN)
    return _share(code, count, of)


def plain_facts(facts: RegionFacts) -> str:
    """Write counts down.

    Args:
        facts: The counts.

    Returns:
        JSON, the same for the same counts.
    """
    return json.dumps(asdict(facts), sort_keys=True)


def facts_from(text: str) -> RegionFacts:
    """Read counts back.

    Args:
        text: As `plain_facts` wrote them.

    Returns:
        The counts.
    """
    plain = json.loads(text)
    levels = plain.pop("levels", None)
    if levels is not None:
        levels = {tier: (of, licensed) for tier, (of, licensed) in levels.items()}
    return RegionFacts(**plain, levels=levels)


def is_gap(one: Evidence) -> bool:
    """Tell whether something is not known.

    Args:
        one: A piece of evidence.

    Returns:
        True for a gap, False for a count, also one of nothing.
    """
    return one.count is None and one.of is None


def profile_from(explanation: str | None) -> MaturityProfile:
    """Read the levels of a signed review back.

    Args:
        explanation: The frozen result of a profile of dimensions; None for none.

    Returns:
        The profile; empty where nothing was frozen or the result is none of dimensions.
    """
    plain = json.loads(explanation or "{}")
    return MaturityProfile(
        dict(plain.get("levels", {})),
        plain.get("overall"),
        read_ratio(plain.get("mean_exact")),
        dict(plain.get("codes", {})),
    )


def years_over(today: date, count: int) -> tuple[int, ...]:
    """List years that are over.

    Args:
        today: The present.
        count: How many.

    Returns:
        The latest first.
    """
    return tuple(range(today.year - 1, today.year - 1 - count, -1))


def year_from(text: str) -> int | None:
    """Read a year of an address or a form.

    Args:
        text: As sent.

    Returns:
        The year, 2000 to 2999; None for anything else.
    """
    is_year = len(text) == len("2000") and text.isascii() and text.isdigit()
    return int(text) if is_year and _FIRST_YEAR <= int(text) < _FIRST_YEAR + 1000 else None


def region_label(code: str, year: int) -> str:
    """Name what such a review is about, alike in every language.

    Args:
        code: Code of the place.
        year: The year.

    Returns:
        Such as `KM · 2025`.
    """
    return f"{code} · {year}"


class Source(StrEnum):
    """Where evidence is counted."""

    LIBRARY = "library"
    RUBRICS = "rubrics"
    REGISTER = "register"
    AGREEMENTS = "agreements"
    SESSIONS = "sessions"
    REVIEWS = "reviews"
    ACTIONS = "actions"
    STANDINGS = "standings"


SOURCES: Mapping[EvidenceCode, Source] = {
    EvidenceCode.DOCUMENTS: Source.LIBRARY,
    EvidenceCode.PROCEDURES: Source.LIBRARY,
    EvidenceCode.DATA_CLAUSES: Source.LIBRARY,
    EvidenceCode.VERSIONS: Source.RUBRICS,
    EvidenceCode.PRACTITIONERS: Source.REGISTER,
    EvidenceCode.SUPERVISED: Source.AGREEMENTS,
    EvidenceCode.SESSIONS: Source.SESSIONS,
    EvidenceCode.RECORDS: Source.SESSIONS,
    EvidenceCode.SUPPORT: Source.SESSIONS,
    EvidenceCode.CENTRES_READ: Source.REVIEWS,
    EvidenceCode.CENTRES_FINAL: Source.REVIEWS,
    EvidenceCode.FILES_FINAL: Source.REVIEWS,
    EvidenceCode.ACTIONS: Source.ACTIONS,
    EvidenceCode.LICENSED_SUPERVISION: Source.REGISTER,
    EvidenceCode.LICENSED_STATUTORY: Source.REGISTER,
    EvidenceCode.LICENSED_COMMUNITY: Source.REGISTER,
    EvidenceCode.CERTIFIED: Source.REGISTER,
    EvidenceCode.LISTED: Source.STANDINGS,
}
"""Count to where it is counted; gaps have none."""
