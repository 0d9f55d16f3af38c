"""The team's profile: what it gives up, and which rules its people cannot keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import RadioField, StringField
from wtforms.validators import Length

from qa_app import clock
from qa_app.domain.defaults import MEDIUM_TEAM_MOST, SMALL_TEAM_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.profiles import (
    MAKES_DOUBTFUL,
    MAY_RELAX,
    People,
    Profile,
    RuleCheck,
    Safeguard,
    checks_of,
)
from qa_app.extensions import database
from qa_app.queries.team import Team, people_there, team_now
from qa_app.services.readers.set_profile import NewProfile, set_profile
from qa_app.web.forms import BaseForm, TicksField
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.pages import Page
from qa_app.web.readers.blueprint import bp
from qa_app.wording import Words
from qa_app.wording.who_reads import PROFILES, RELAXED, RULES, SAFEGUARDS, way_out

_UNPROCESSABLE = 422
_NAME_MOST = 60


class ProfileForm(BaseForm):
    """The profile, and what it gives up."""

    profile = RadioField(_l("Profile"))
    relaxed = TicksField(_l("Safeguards given up"))
    neighbour = StringField(_l("Neighbouring city"), [Length(max=_NAME_MOST)])

    def offer(self, team: Team) -> None:
        """Fill in what may be chosen, and how it stands.

        Args:
            team: The team.
        """
        words = Words(page_language())
        self.profile.choices = [(one.value, words.say(PROFILES[one])) for one in Profile]
        self.relaxed.choices = [(one.value, words.say(SAFEGUARDS[one])) for one in Safeguard]
        if self.profile.raw_data is None:
            self.profile.data = team.profile.value
            asked = {Safeguard.TWO_HATS} if team.waits else set()
            self.relaxed.data = [one.value for one in team.relaxed | asked]
            self.neighbour.data = team.neighbour


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule, the people for it, and the way out."""

    rule: str
    needed: int
    there: int
    is_kept: bool
    is_relaxed: bool
    way_out: str


@dataclass(frozen=True, slots=True)
class SafeguardLine:
    """A safeguard, and what giving it up means.

    Attributes:
        name: What it is.
        is_relaxed: True while it is given up.
        on_reports: What every report says while it is.
        on_criterion: What becomes of the criteria that rest on it.
        may_relax: Teams that may give it up.
    """

    name: str
    is_relaxed: bool
    on_reports: str
    on_criterion: str
    may_relax: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage(Page):
    """The team's profile and the rules it cannot keep."""

    template: ClassVar[str] = "readers/team.html"

    title: str
    standing: str
    rules: tuple[RuleLine, ...]
    safeguards: tuple[SafeguardLine, ...]
    form: ProfileForm | None
    waits: bool


@bp.get("/readers/team")
@requires(Permission.READER_MANAGE)
def team() -> ResponseReturnValue:
    return _page().render()


@bp.post("/readers/team")
@requires(Permission.READER_MANAGE)
def change_team() -> ResponseReturnValue:
    form = ProfileForm()
    form.offer(team_now(database()))
    if not form.validate_on_submit():
        return _page(form).render(), _UNPROCESSABLE
    relaxed = frozenset(Safeguard(one) for one in form.relaxed.data or ())
    new = NewProfile(Profile(form.profile.data), relaxed, form.neighbour.data or "")
    try:
        set_profile(database(), current_actor(), new, at=clock.now())
    except InvalidError as fault:
        field, words = _refusal(fault.code)
        form.fail(field, words)
        return _page(form).render(), _UNPROCESSABLE
    return redirect(url_for("readers.team", notice="profile_set"))


def _page(form: ProfileForm | None = None) -> TeamPage:
    now, there = team_now(database()), people_there(database())
    words = Words(page_language())
    checks = checks_of(there, now.relaxed)
    fresh = form
    is_whole = reach_of(current_actor(), Permission.READER_MANAGE).is_everything
    if fresh is None and is_whole:
        fresh = ProfileForm(formdata=None)
        fresh.offer(now)
    return TeamPage(
        title=_title(checks),
        standing=_standing(words, now, there),
        rules=tuple(_line(words, one) for one in checks),
        safeguards=tuple(_safeguard(words, one, now) for one in Safeguard),
        form=fresh,
        waits=now.waits,
    )


def _title(checks: Sequence[RuleCheck]) -> str:
    missing = sum(not one.is_kept and not one.is_relaxed for one in checks)
    if not missing:
        return str(_("The people registered keep every rule, or the report says which not"))
    return str(
        _(
            "%(n)d of %(of)d rules cannot be kept by the people registered",
            n=missing,
            of=len(checks),
        )
    )


def _line(words: Words, one: RuleCheck) -> RuleLine:
    return RuleLine(
        words.say(RULES[one.rule]),
        one.needed,
        one.there,
        one.is_kept,
        one.is_relaxed,
        way_out(words, one),
    )


def _standing(words: Words, now: Team, there: People) -> str:
    """Say which profile holds, of how many people that is one, and how many there are."""
    sizes = {
        Profile.SMALL: _("at most %(most)d reviewers", most=SMALL_TEAM_MOST),
        Profile.MEDIUM: _(
            "%(least)d to %(most)d reviewers", least=SMALL_TEAM_MOST + 1, most=MEDIUM_TEAM_MOST
        ),
        Profile.FULL: _("%(least)d reviewers or more", least=MEDIUM_TEAM_MOST + 1),
    }
    values = {
        "profile": words.say(PROFILES[now.profile]),
        "size": sizes[now.profile],
        "there": ngettext("%(num)d reviewer", "%(num)d reviewers", there.readers),
    }
    if now.set_at is None:
        return str(
            _(
                "No profile is set. By its %(there)s this is a %(profile)s (%(size)s), and every"
                " safeguard holds.",
                **values,
            )
        )
    return str(_("Profile set: %(profile)s (%(size)s); registered now: %(there)s.", **values))


def _safeguard(words: Words, one: Safeguard, now: Team) -> SafeguardLine:
    doubtful = _("The evidence of reliability reads: cannot tell.")
    kept = _("No criterion changes.")
    teams = [words.say(PROFILES[team]) for team in Profile if one in MAY_RELAX[team]]
    return SafeguardLine(
        name=words.say(SAFEGUARDS[one]),
        is_relaxed=one in now.relaxed,
        on_reports=words.say(RELAXED[one]),
        on_criterion=str(doubtful if one in MAKES_DOUBTFUL else kept),
        may_relax=words.listed(teams),
    )


def _refusal(code: str) -> tuple[str, str]:
    words = {
        "larger": ("profile", _("More people read files than this profile is for")),
        "kept": ("relaxed", _("A team of this profile keeps one of these safeguards")),
        "neighbour_missing": ("neighbour", _("Name the city with which readers are exchanged")),
        "neighbour_long": ("neighbour", _("The name is too long.")),
        "two_hats_held": (
            "relaxed",
            _("Somebody is system and security administrator in one: change that first"),
        ),
    }
    field, said = words[code]
    return field, str(said)
