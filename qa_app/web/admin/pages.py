"""Pages of the administration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.accounts import SessionLine
from qa_app.queries.hands import OwnerToConfirm
from qa_app.queries.managed_accounts import ManagedAccount
from qa_app.queries.register import CentreCard, PlaceNode, PractitionerLine, RegisterLine
from qa_app.web.admin.forms import (
    AccountForm,
    CentreForm,
    EndForm,
    PlaceForm,
    PractitionerForm,
    RolesForm,
    StateForm,
)
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role in words."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account with its roles in words; each role with where it applies.

    Attributes:
        account: The account.
        roles: Each role, and where it applies.
        is_mine: True for one's own account.
        asks_owner: True while nobody confirmed that its owner opened the last link.
    """

    account: ManagedAccount
    roles: tuple[tuple[str, str], ...]
    is_mine: bool
    asks_owner: bool


@dataclass(frozen=True, slots=True)
class WaitingRole:
    """One role of those that wait, or one that would go.

    Attributes:
        role: Its name.
        where: Where it would apply, or applies.
        change: `new` or `goes`; empty for one that is held already and stays.
    """

    role: str
    where: str
    change: str


@dataclass(frozen=True, slots=True)
class WaitingRoles:
    """Roles of weight that a second administrator confirms.

    Attributes:
        id: The request.
        roles: All roles that the account would hold, and those that it would lose.
        asked_at: When they were given.
        asked_by: By whom.
        may_confirm: True for a second person.
        may_drop: True for that one, and for whoever gave them.
        confirmers: Who may confirm them, listed; empty where the way out is on the server.
    """

    id: int
    roles: tuple[WaitingRole, ...]
    asked_at: datetime
    asked_by: str
    may_confirm: bool
    may_drop: bool
    confirmers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsPage(Page):
    """Every account within reach.

    Attributes:
        named: Part of a name that was looked for; empty for all.
        total: How many there are.
        disabled_count: How many of them are disabled.
        owners: Accounts whose owners are to be confirmed, with their login names.
        lines: A page of them.
        next_after: Last name of this page; None on the last one.
    """

    template: ClassVar[str] = "admin/accounts.html"

    named: str
    total: int
    disabled_count: int
    owners: tuple[tuple[int, str], ...]
    lines: tuple[AccountLine, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccountPage(Page):
    """Where an account is added."""

    template: ClassVar[str] = "admin/new_account.html"

    form: AccountForm


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage(Page):
    """One account."""

    template: ClassVar[str] = "admin/account.html"

    line: AccountLine
    owner: OwnerToConfirm | None
    may_change: bool
    may_grant: bool
    waiting: tuple[WaitingRoles, ...]
    roles_form: RolesForm
    state_form: StateForm
    may_end: bool
    sessions: tuple[SessionLine, ...]
    devices: Mapping[int, str]
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage(Page):
    """A link by which the owner of an account sets a password, shown this once."""

    template: ClassVar[str] = "admin/link.html"

    account: ManagedAccount
    is_invitation: bool
    address: str
    until: datetime


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A node of the area tree in words."""

    node: PlaceNode
    level: str
    may_have_below: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesPage(Page):
    """The area tree."""

    template: ClassVar[str] = "admin/places.html"

    rows: tuple[PlaceRow, ...]
    centre_count: int
    place_count: int
    next_page: int | None


@dataclass(frozen=True, slots=True)
class CentreRow:
    """A centre in words."""

    centre: RegisterLine
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePage(Page):
    """A branch of the area tree with its centres."""

    template: ClassVar[str] = "admin/place.html"

    place: PlaceNode
    level: str
    above: tuple[PlaceNode, ...]
    rows: tuple[CentreRow, ...]
    next_after: str | None
    may_have_below: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlacePage(Page):
    """Where a node is added."""

    template: ClassVar[str] = "admin/new_place.html"

    form: PlaceForm


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCentrePage(Page):
    """Where a centre is added."""

    template: ClassVar[str] = "admin/new_centre.html"

    form: CentreForm
    has_areas: bool
    has_places: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CentrePage(Page):
    """A centre in the register, with its workers.

    Attributes:
        posts: Name of the list that takes in several at once.
    """

    template: ClassVar[str] = "admin/centre.html"

    centre: CentreCard
    posts: BilingualText
    kind: str
    lines: tuple[PractitionerLine, ...]
    next_after: str | None
    form: PractitionerForm
    end_form: EndForm


@dataclass(frozen=True, slots=True, kw_only=True)
class PractitionersPage(Page):
    """The workers of a centre, by code, for those who supervise them."""

    template: ClassVar[str] = "admin/practitioners.html"

    centre: CentreCard
    lines: tuple[PractitionerLine, ...]
    next_after: str | None
