"""The team's profile: what it gives up, and which rules its people cannot keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import Length

from qa_app import clock
from qa_app.domain.errors import InvalidError
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.profiles import MAY_RELAX, Profile, RuleCheck, Safeguard, checks_of, profile_of
from qa_app.extensions import database
from qa_app.queries.team import Team, people_there, team_now
from qa_app.services.readers.set_profile import NewProfile, set_profile
from qa_app.web.forms import BaseForm
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.pages import Page
from qa_app.web.readers.blueprint import bp
from qa_app.web.readers.forms import TicksField
from qa_app.wording import Words
from qa_app.wording.who_reads import PROFILES, RULES, SAFEGUARDS, way_out

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
            self.relaxed.data = [one.value for one in team.relaxed]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage(Page):
    """The team's profile and the rules it cannot keep."""

    template: ClassVar[str] = "readers/team.html"

    title: str
    fitting: str
    rules: tuple[RuleLine, ...]
    kept_by: tuple[tuple[str, str], ...]
    form: ProfileForm | None


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
        fitting=words.say(PROFILES[profile_of(there.readers)]),
        rules=tuple(_line(words, one) for one in checks),
        kept_by=tuple(_may_give_up(words, one) for one in Profile),
        form=fresh,
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


def _may_give_up(words: Words, profile: Profile) -> tuple[str, str]:
    given = [words.say(SAFEGUARDS[one]) for one in Safeguard if one in MAY_RELAX[profile]]
    return words.say(PROFILES[profile]), words.listed(given) or str(_("nothing"))


def _refusal(code: str) -> tuple[str, str]:
    words = {
        "larger": ("profile", _("More people read files than this profile is for")),
        "kept": ("relaxed", _("A team of this profile keeps one of these safeguards")),
        "neighbour_missing": ("neighbour", _("Name the city with which readers are exchanged")),
        "neighbour_long": ("neighbour", _("The name is too long.")),
    }
    field, said = words[code]
    return field, str(said)
