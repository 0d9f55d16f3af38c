"""Pages of second factors."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup

from qa_app.queries.factor_resets import ResetLine
from qa_app.queries.second_factors import FactorStanding
from qa_app.web.pages import Page
from qa_app.web.second_answers import Question
from qa_app.web.second_factor.forms import AnswerForm, FirstCodeForm, PasskeyForm, ResetForm


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage(Page):
    """The second question after a right password."""

    template: ClassVar[str] = "second_factor/question.html"

    form: AnswerForm
    question: Question
    name: str
    target: str
    wait_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoWayPage(Page):
    """What is said to somebody who has nothing left that answers the second question."""

    template: ClassVar[str] = "second_factor/no_way.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyInPage(Page):
    """Where a passkey alone lets in."""

    template: ClassVar[str] = "second_factor/passkey_in.html"

    form: AnswerForm
    options: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage(Page):
    """One's own second factors."""

    template: ClassVar[str] = "second_factor/own.html"

    finding: str
    about: tuple[str, ...]
    standing: FactorStanding
    next_place: str
    card_form: FirstCodeForm
    passkey_form: PasskeyForm
    passkey_options: str
    provider: str
    linked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesPage(Page):
    """Where a phone gets its key."""

    template: ClassVar[str] = "second_factor/codes.html"

    form: FirstCodeForm
    drawing: Markup
    key: str
    login_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryPage(Page):
    """Recovery codes, shown once."""

    template: ClassVar[str] = "second_factor/recovery.html"

    codes: tuple[str, ...]
    name: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPage(Page):
    """A card, shown once."""

    template: ClassVar[str] = "second_factor/card.html"

    name: str
    is_own: bool
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    columns: str
    expires_at: datetime
    files: tuple[tuple[str, str, str], ...]
    next_place: str
    form: FirstCodeForm
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage(Page):
    """The way to the provider, to link an account."""

    template: ClassVar[str] = "second_factor/link.html"

    provider: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayPage(Page):
    """What is said when single sign-on does not work."""

    template: ClassVar[str] = "second_factor/away.html"

    provider: str
    title: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFactorsPage(Page):
    """The second factors of somebody else, for who resets them."""

    template: ClassVar[str] = "second_factor/account.html"

    account_id: int
    name: str
    login_name: str
    standing: FactorStanding
    form: ResetForm
    waits: bool
    needs_second: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetsPage(Page):
    """Resets that wait for a second person."""

    template: ClassVar[str] = "second_factor/resets.html"

    lines: tuple[ResetLine, ...]
