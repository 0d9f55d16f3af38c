"""The page of one centre's area against the criteria."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.register_terms import Terms
from qa_app.domain.text import BilingualText
from qa_app.web.evaluated import TestShown
from qa_app.web.held_criteria import VerdictWord
from qa_app.web.pages import Page
from qa_app.wording.changes_needed import WayShown


@dataclass(frozen=True, slots=True)
class CriterionShown:
    """One criterion and how it stands.

    Attributes:
        code: Its code.
        kind: What it does to a decision, in words.
        is_stop: True for a stop criterion.
        text: What is asked.
        shown: How it stands: shape and word.
        before: How it stood half a year before; None where it was not asked then.
        tests: Its tests.
        waits_for: What evidence it waits for, in words; empty for nothing.
        own: That its value rests on the word of the centre; empty where it does not.
    """

    code: str
    kind: str
    is_stop: bool
    text: BilingualText
    shown: VerdictWord
    before: VerdictWord | None
    tests: tuple[TestShown, ...]
    waits_for: str
    own: str


@dataclass(frozen=True, slots=True)
class GroupShown:
    """Criteria that stand alike.

    Attributes:
        shown: How they stand.
        criteria: The criteria, in the order of the set.
    """

    shown: VerdictWord
    criteria: tuple[CriterionShown, ...]


@dataclass(frozen=True, slots=True)
class HalfShown:
    """How the area stood at the end of a half-year.

    Attributes:
        day: The day.
        proposal: What the criteria proposed.
        met: Criteria met, of those that speak of the centre.
        asked: How many those were.
        digest: Digest of that evaluation: the same whenever it is asked for.
        is_offered: True where its reader may ask for the day.
    """

    day: date
    proposal: BilingualText
    met: int
    asked: int
    digest: str
    is_offered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCriteriaPage(Page):
    """One area of one centre: every criterion, and what would change the proposal.

    Attributes:
        groups: Criteria that speak of the centre, by how they stand.
        owed: Evidence that the review programme owes.
        missing: Criteria of which nothing is recorded anywhere.
        is_past: True when the days by which something was owed are over.
    """

    template: ClassVar[str] = "endorsement/area.html"

    title: str
    centre_id: int
    area: str
    centre_name: BilingualText
    because: str
    counts: str
    without: tuple[str, ...]
    as_of: date
    days: tuple[date, ...]
    before_day: date
    set_code: str
    sets: tuple[tuple[str, BilingualText], ...]
    rules: BilingualText
    version: str
    terms: Terms
    groups: tuple[GroupShown, ...]
    owed: tuple[CriterionShown, ...]
    missing: tuple[CriterionShown, ...]
    ways: tuple[WayShown, ...]
    history: tuple[HalfShown, ...]
    digest: str
    is_past: bool
    is_whole: bool
