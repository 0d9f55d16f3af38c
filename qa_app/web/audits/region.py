"""What stands beside a review of a region's year: counts that the platform has of it."""

from dataclasses import dataclass

from flask import url_for

from qa_app.domain.maturity import REGION_YEAR, evidence_of
from qa_app.domain.rubric import Rubric
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.region_evidence import evidence_kept, region_facts
from qa_app.queries.region_reviews import region_of_review
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.maturity import said_evidence


@dataclass(frozen=True, slots=True)
class RegionBeside:
    """What is known of a region's year.

    Attributes:
        name: Name of the region.
        year: The year.
        address: The region's own page, with sources.
        items: Code of an item to what is known of it, in words.
    """

    name: BilingualText
    year: int
    address: str
    items: tuple[tuple[str, tuple[str, ...]], ...]


def region_beside(audit_id: int, rubric: Rubric, language: str) -> RegionBeside | None:
    """Gather what is known beside a review; asks nothing for reviews of something else.

    Args:
        audit_id: The review, which is known to be in reach.
        rubric: The version it is read under.
        language: Language of the page.

    Returns:
        The counts; None for a review that is not of a region's year.
    """
    found = region_of_review(database(), audit_id) if rubric.unit == REGION_YEAR else None
    if found is None:
        return None
    region, year = found
    kept, words = evidence_kept(database(), audit_id), Words(language)
    facts = region_facts(database(), region, year, local_today()) if kept is None else kept.facts
    return RegionBeside(
        region.name,
        year,
        url_for("maturity.show", place_id=region.id, year=year),
        tuple(
            (item.code, tuple(said_evidence(words, one) for one in evidence_of(facts, item.code)))
            for section in rubric.sections
            for item in section.items
        ),
    )
