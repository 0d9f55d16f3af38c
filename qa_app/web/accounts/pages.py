"""Pages of one's own account."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from qa_app.queries.accounts import SessionLine
from qa_app.web.accounts.forms import PasswordForm, SignInForm
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage(Page):
    """Where everyone comes in."""

    template: ClassVar[str] = "accounts/sign_in.html"

    form: SignInForm
    target: str
    wait_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage(Page):
    """One's own account."""

    template: ClassVar[str] = "accounts/me.html"

    form: PasswordForm
    name: str
    sessions: tuple[SessionLine, ...]
    devices: Mapping[int, str]
    this_session: int
    has_single_keys: bool
