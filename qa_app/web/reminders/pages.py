"""Pages of feeds, reminders and the outbox."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.feeds import FeedLine
from qa_app.queries.mail_addresses import MailAddress
from qa_app.queries.outbox import MessageLine
from qa_app.queries.robots import RobotLine
from qa_app.web.pages import Page
from qa_app.web.reminders.forms import FeedForm, MailForm, RobotForm


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRemindersPage(Page):
    """One's own calendars and reminders."""

    template: ClassVar[str] = "reminders/own.html"

    finding: str
    feeds: tuple[FeedLine, ...]
    feed_form: FeedForm | None
    make_at: str
    of_centre: bool
    made: str
    was_made_before: bool
    mail: MailAddress | None
    mail_form: MailForm
    sends_mail: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreRemindersPage(Page):
    """Calendar and robots of a centre."""

    template: ClassVar[str] = "reminders/centre.html"

    finding: str
    centre_id: int
    centre_name: BilingualText
    feeds: tuple[FeedLine, ...]
    feed_form: FeedForm | None
    make_at: str
    of_centre: bool
    made: str
    was_made_before: bool
    robots: tuple[tuple[RobotLine, str], ...]
    robot_form: RobotForm | None
    tried: str


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """A message in words."""

    message: MessageLine
    way: str
    kind: str
    state: str
    look: str
    fault: str
    may_retry: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxPage(Page):
    """What leaves, what failed and why."""

    template: ClassVar[str] = "reminders/outbox.html"

    finding: str
    counts: tuple[tuple[str, int], ...]
    lines: tuple[OutboxLine, ...]
    next_page: int | None
    sends_mail: bool
