"""Today."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.library import StoredDocument
from qa_app.queries.own_results import OwnResult
from qa_app.queries.rubric_drafts import DraftLine as RubricDraftLine
from qa_app.queries.running_limits import LimitCounts
from qa_app.queries.supervision import SessionLine
from qa_app.web.home.access import AccessToday
from qa_app.web.home.account import AccountNoteToday
from qa_app.web.home.follow_up import FollowUpToday
from qa_app.web.home.marks import FlaggedToday, HarmGiven, HarmToday
from qa_app.web.home.papers import PapersToday
from qa_app.web.home.people import PeopleToday
from qa_app.web.home.reports import NewReports
from qa_app.web.home.reviews import ReviewsToday
from qa_app.web.home.service import ServiceToday
from qa_app.web.home.sessions import SessionsToday
from qa_app.web.home.standings import StandingDue
from qa_app.web.home.stuck import StuckToday
from qa_app.web.home.supervision import SupervisionToday
from qa_app.web.home.system import SystemToday
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class Way:
    """A page to which Today leads someone who has no list here.

    Attributes:
        address: The page.
        words: What it is called.
        about: What it is for.
    """

    address: str
    words: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerTodayPage(Page):
    """What a caseworker must do, and what was found in their files."""

    template: ClassVar[str] = "home/worker.html"

    finding: str
    today: date
    account: tuple[AccountNoteToday, ...]
    duties: tuple[OwnResult | SessionLine, ...]
    results: tuple[OwnResult, ...]
    has_practitioner: bool
    trend_address: str
    follow: FollowUpToday
    supervision: SupervisionToday
    limits: LimitCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage(Page):
    """What needs the person today, what comes next, what changed."""

    template: ClassVar[str] = "home/today.html"

    finding: str = ""
    today: date
    account: tuple[AccountNoteToday, ...]
    reviews: ReviewsToday
    sessions: SessionsToday
    to_publish: tuple[RubricDraftLine, ...]
    to_review: tuple[StoredDocument, ...]
    has_more_to_review: bool
    ways: tuple[Way, ...]
    follow: FollowUpToday
    supervision: SupervisionToday
    calibrations: tuple[BilingualText, ...]
    harms: tuple[HarmToday, ...]
    flagged: tuple[FlaggedToday, ...]
    harms_given: tuple[HarmGiven, ...]
    stuck: tuple[StuckToday, ...]
    limits: LimitCounts
    people: PeopleToday
    service: ServiceToday
    papers: PapersToday
    access: AccessToday
    reports: tuple[NewReports, ...]
    standings: tuple[StandingDue, ...]
    system: SystemToday
