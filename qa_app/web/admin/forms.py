"""Forms of the administration."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from qa_app.domain.people import NewGrant, Role
from qa_app.domain.register import KINDS, LEVELS
from qa_app.domain.role_rules import OF_ONE_CENTRE
from qa_app.domain.text import BilingualText
from qa_app.queries.register import CentreChoice, PlaceNode
from qa_app.web.admin.labels import role_words
from qa_app.web.forms import BaseForm, DayField, TicksField
from qa_app.web.labels import plain

WHOLE_NETWORK = "*"
_INDENT = "\u3000"


def named_choices(named: Mapping[str, BilingualText]) -> list[SelectChoice]:
    """Offer things by their names.

    Args:
        named: Code to name.

    Returns:
        The choices, in order.
    """
    return [SelectChoice(code, plain(name)) for code, name in named.items()]


def _tree_choices(places: Sequence[PlaceNode]) -> list[SelectChoice]:
    return [SelectChoice(node.code, _INDENT * node.depth + plain(node.name)) for node in places]


def _centre_choices(centres: Sequence[CentreChoice]) -> list[SelectChoice]:
    return [SelectChoice(one.code, plain(one.name), optgroup=plain(one.place)) for one in centres]


class WordField(StringField):
    """A line of text without outer blanks; empty when nothing was sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, filters=[_trimmed], **kwargs)


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class ReachForm(BaseForm):
    """A role and where it applies."""

    role = SelectField(_l("Role"), default="")
    place = SelectField(_l("Where: a place with everything below it"), default="")
    centre = SelectField(_l("Or one centre"), default="")

    def offer(
        self,
        places: Sequence[PlaceNode],
        centres: Sequence[CentreChoice],
        *,
        has_whole_network: bool,
    ) -> None:
        """Fill the lists.

        Args:
            places: Nodes that may be given, in order of the tree.
            centres: Centres that may be given, those of one place next to each other.
            has_whole_network: True when the whole network may be given.
        """
        self.role.choices = [
            SelectChoice("", _("Choose")),
            *(SelectChoice(role.value, words[0]) for role, words in role_words().items()),
        ]
        whole = [SelectChoice(WHOLE_NETWORK, _("the whole network"))] if has_whole_network else []
        self.place.choices = [SelectChoice("", _("Choose")), *whole, *_tree_choices(places)]
        self.centre.choices = [SelectChoice("", _("Choose")), *_centre_choices(centres)]

    def grant(self) -> NewGrant | None:
        """Give the role as it was chosen, or say beside the fields why it cannot be.

        Returns:
            The role; None when something is missing.
        """
        role, place, centre = self.role.data, self.place.data, self.centre.data
        if not role:
            self.fail("role", _("Choose a role"))
        if not (self.place.errors or self.centre.errors):
            if bool(place) == bool(centre):
                self.fail("centre", _("Choose either a place or one centre"))
            elif role in OF_ONE_CENTRE and not centre:
                self.fail("centre", _("This role belongs to one centre: choose it"))
        if self.role.errors or self.place.errors or self.centre.errors:
            return None
        if centre:
            return NewGrant(Role(role), centre_code=centre)
        return NewGrant(Role(role), None if place == WHOLE_NETWORK else place)


class AccountForm(BaseForm):
    """A new account, without a role: who makes accounts gives none."""

    login_name = WordField(_l("Name for signing in"), [InputRequired(), Length(max=64)])
    display_name = WordField(_l("Name that others see"), [Length(max=64)])
    centre = SelectField(_l("Centre of a caseworker"), default="")
    practitioner = WordField(_l("Worker code"), [Length(max=40)])

    def offer(self, centres: Sequence[CentreChoice]) -> None:
        """Fill the list.

        Args:
            centres: Centres whose workers may be given an account.
        """
        self.centre.choices = [SelectChoice("", _("Choose")), *_centre_choices(centres)]


class RolesForm(ReachForm):
    """The roles that an account keeps, and one more."""

    kept = TicksField(_l("Roles held"))

    def kept_grants(self) -> list[NewGrant]:
        """Give the roles whose box is ticked.

        Returns:
            In order.
        """
        return [grant_of(value) for value in self.kept.data or ()]

    @property
    def has_more(self) -> bool:
        """Tell whether one more role was filled in."""
        return bool(self.role.data or self.place.data or self.centre.data)


def grant_value(role: Role, place_code: str | None, centre_code: str | None) -> str:
    """Write a role as the value of a check box.

    Args:
        role: The role.
        place_code: Its place; None for another reach.
        centre_code: Its centre; None likewise.

    Returns:
        The value.
    """
    return "|".join((role.value, place_code or "", centre_code or ""))


def grant_of(value: str) -> NewGrant:
    """Read the value of a check box; only values that were offered come here.

    Args:
        value: What `grant_value` gave.

    Returns:
        The role.
    """
    role, place_code, centre_code = value.split("|")
    return NewGrant(Role(role), place_code or None, centre_code or None)


class StateForm(BaseForm):
    """Disable or enable."""

    is_active = HiddenField(_l("State"), [InputRequired()])


class PlaceForm(BaseForm):
    """A node of the area tree."""

    above = SelectField(_l("Stands below"))
    code = WordField(_l("Code"), [InputRequired(), Length(max=40)])
    name_zh = WordField(_l("Name in Chinese"), [Length(max=120)])
    name_en = WordField(_l("Name in English"), [Length(max=120)])

    def offer(self, places: Sequence[PlaceNode], *, has_whole_network: bool) -> None:
        """Fill the list.

        Args:
            places: Nodes below which something may stand.
            has_whole_network: True when a province may be added.
        """
        top = [SelectChoice("", _("nothing: this is a province"))] if has_whole_network else []
        able = [node for node in places if node.level in LEVELS[:-1]]
        self.above.choices = [*top, *_tree_choices(able)]


class CentreForm(BaseForm):
    """A centre."""

    place = SelectField(_l("Place"))
    code = WordField(_l("Code"), [InputRequired(), Length(max=40)])
    name_zh = WordField(_l("Name in Chinese"), [Length(max=200)])
    name_en = WordField(_l("Name in English"), [Length(max=200)])
    kind = SelectField(_l("Kind of organisation"))
    areas = TicksField(_l("Areas of expertise"))
    onboarded_on = DayField(_l("Joined on"), [Optional()])

    def offer(self, places: Sequence[PlaceNode], areas: Mapping[str, BilingualText]) -> None:
        """Fill the lists.

        Args:
            places: Nodes in which a centre may stand.
            areas: Code to name of the areas of expertise.
        """
        self.place.choices = _tree_choices(places)
        self.kind.choices = named_choices(KINDS)
        self.areas.choices = named_choices(areas)


class PractitionerForm(BaseForm):
    """A worker of a centre."""

    code = WordField(_l("Code"), [InputRequired(), Length(max=40)])
    area = SelectField(_l("Area of expertise"))
    started_on = DayField(_l("First day in post"), [InputRequired()])


class EndForm(BaseForm):
    """A worker's last day."""

    ended_on = DayField(_l("Last day in post"), [Optional()])
