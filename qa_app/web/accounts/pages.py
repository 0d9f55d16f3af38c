"""Pages of one's own account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from qa_app.queries.accounts import SessionLine
from qa_app.web.accounts.forms import LinkForm, PasswordForm, SignInForm
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage(Page):
    """Where everyone comes in."""

    template: ClassVar[str] = "accounts/sign_in.html"

    form: SignInForm
    target: str
    wait_seconds: int
    ended: str
    is_old: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage(Page):
    """One's own account."""

    template: ClassVar[str] = "accounts/me.html"

    form: PasswordForm
    least: int
    name: str
    sessions: tuple[SessionLine, ...]
    devices: Mapping[int, str]
    this_session: int
    has_single_keys: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage(Page):
    """Where a link sets a password."""

    template: ClassVar[str] = "accounts/link.html"

    form: LinkForm
    least: int
    login_name: str
    name: str
    is_invitation: bool
    until: datetime
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOverPage(Page):
    """What a link says that opens nothing."""

    template: ClassVar[str] = "accounts/link_over.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogPage(Page):
    """What a page shows over itself when its session is about to end, or has."""

    template: ClassVar[str] = "accounts/dialog.html"

    name: str
