"""Forms of review rounds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from qa_app.domain.defaults import (
    LQAS_LOWER_PCT,
    LQAS_RISK_PCT,
    LQAS_UPPER_PCT,
    PRECISION_MARGIN_PCT,
)
from qa_app.domain.errors import InvalidError
from qa_app.domain.rounds import RoundCancelReason, RoundPlan
from qa_app.domain.sample_design import (
    MARGINS_PCT,
    RISKS_PCT,
    DrawMethod,
    SampleDesign,
    SizeRule,
    StratumBy,
)
from qa_app.queries.round_planning import ReadTwice, RoundOptions
from qa_app.queries.staff import StaffLine
from qa_app.services.rounds.plan_round_visit import NewVisit
from qa_app.web.forms import BaseForm, DayField, NumberField, TicksField
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.rounds.labels import read_twice_words, refusal_words, rubric_words, rule_words
from qa_app.wording import Words
from qa_app.wording.rounds import CANCEL_REASONS
from qa_app.wording.samples import METHODS, STRATA

_NOBODY = 0
_CONTENT = {"data-content": ""}  # names of people, not words of the product
_FILES = 5
TICK_ALL, TICK_NOTHING = "all", "nothing"


class _RefusedForm(BaseForm):
    def refuse(self, fault: InvalidError) -> None:
        """Put every refusal beside the field it is about.

        Args:
            fault: Why the service refused.
        """
        names = {name: self._names(name, fault.params.get(name)) for name in ("centres", "readers")}
        names["moderator_id"] = self._chosen("moderator_id")
        for code in fault.codes:
            field, words = refusal_words(code, names)
            self.fail(field if field in self else "", words)

    def _names(self, field: str, ids: object) -> str:
        if field not in self or not isinstance(ids, tuple):
            return ""
        return str(_(", ")).join(str(name) for one, name in self[field].choices if one in ids)

    def _chosen(self, field: str) -> str:
        if field not in self:
            return ""
        chosen = self[field].data
        return next((str(name) for one, name in self[field].choices if one == chosen), "")


class RoundForm(_RefusedForm):
    """Everything about a round."""

    revision = HiddenField(default="0")
    period_from = DayField(_l("First day of the period"), [InputRequired(_l("Give a date"))])
    period_until = DayField(_l("Last day of the period"), [InputRequired(_l("Give a date"))])
    starts_on = DayField(_l("First day of reading"), [InputRequired(_l("Give a date"))])
    ends_on = DayField(_l("Last day of reading"), [InputRequired(_l("Give a date"))])
    rubrics = TicksField(_l("Rubrics"), [InputRequired(_l("Choose a rubric at least"))], coerce=int)
    centres = TicksField(_l("Centres"), [InputRequired(_l("Choose a centre at least"))], coerce=int)
    method = RadioField(_l("How files are chosen"), default=DrawMethod.SIMPLE.value)
    by = TicksField(_l("Groups are made by"))
    rule = RadioField(_l("What decides how many"), default=SizeRule.NUMBER.value)
    number = NumberField(_l("Files at each centre and rubric"), [Optional()], default=_FILES)
    margin_pct = SelectField(
        _l("Within so many points of 100"), coerce=int, default=PRECISION_MARGIN_PCT
    )
    upper_pct = NumberField(
        _l("A good centre: files in 100 that conform"), [Optional()], default=LQAS_UPPER_PCT
    )
    lower_pct = NumberField(
        _l("A poor centre: files in 100 that conform"), [Optional()], default=LQAS_LOWER_PCT
    )
    alpha_pct = SelectField(
        _l("Risk in 100 that a good centre fails, at most"), coerce=int, default=LQAS_RISK_PCT
    )
    beta_pct = SelectField(
        _l("Risk in 100 that a poor centre passes, at most"), coerce=int, default=LQAS_RISK_PCT
    )
    owner_id = SelectField(_l("Who answers for the round"), coerce=int, render_kw=_CONTENT)
    moderator_id = SelectField(
        _l("Who decides where reviewers differ"), coerce=int, render_kw=_CONTENT
    )
    readers = TicksField(
        _l("Reviewers"), [InputRequired(_l("Choose a reviewer at least"))], coerce=int
    )
    tick = HiddenField()  # a button that ticks centres: all, a place, or nothing
    is_meant_asked = False
    meant = BooleanField(_l("Read them by each of these rubrics"))
    meant_of = HiddenField()  # what the tick was asked about; it says nothing of anything else

    def offer(self, options: RoundOptions, account_id: int | None) -> None:
        """Fill in what may be chosen.

        Args:
            options: What there is.
            account_id: Who plans; the owner unless somebody else is chosen.
        """
        words = Words(page_language())
        self.centres.choices = [(one.id, plain(one.name)) for one in options.centres]
        self.rubrics.choices = [(one.id, rubric_words(one)) for one in options.rubrics]
        self.method.choices = [(one.value, words.say(METHODS[one])) for one in DrawMethod]
        self.by.choices = [(one.value, words.say(STRATA[one])) for one in StratumBy]
        self.rule.choices = [(one.value, rule_words(one)) for one in SizeRule]
        self.margin_pct.choices = [(one, str(one)) for one in MARGINS_PCT]
        self.alpha_pct.choices = self.beta_pct.choices = [(one, str(one)) for one in RISKS_PCT]
        self.owner_id.choices = _people(options.owners)
        self.moderator_id.choices = [(_NOBODY, _("not named yet")), *_people(options.moderators)]
        centres = {one.id: plain(one.name) for one in options.centres}
        self.readers.choices = [
            (one, _with_bars(name, [centres[at] for at in options.barred.get(one, ())]))
            for one, name in _people(options.readers)
        ]
        if not self.is_submitted() and self.owner_id.data is None:
            self.owner_id.data = account_id

    def fill(self, plan: RoundPlan, revision: int) -> None:
        """Show a round as it stands.

        Args:
            plan: The round.
            revision: Revision of its plan.
        """
        self.revision.data = str(revision)
        for name in ("period_from", "period_until", "starts_on", "ends_on", "owner_id"):
            self[name].data = getattr(plan, name)
        for name in ("centres", "rubrics", "readers"):
            self[name].data = list(getattr(plan, name))
        self.moderator_id.data = plan.moderator_id or _NOBODY
        design = plan.design
        self.method.data, self.rule.data = design.method.value, design.rule.value
        self.by.data = [one.value for one in design.by]
        self.number.data = design.number if design.rule is SizeRule.NUMBER else _FILES
        for name in ("margin_pct", "upper_pct", "lower_pct", "alpha_pct", "beta_pct"):
            self[name].data = getattr(design, name)

    def ticks(self, options: RoundOptions) -> bool:
        """Tick the centres that a button stands for, as the page's script does.

        Args:
            options: What may be chosen.

        Returns:
            True where such a button was pressed: the form is shown again and nothing is kept.
        """
        asked = self.tick.data if self.is_submitted() else None
        if not asked:
            return False
        fit = options.fitting(self.rubrics.data or ())
        more = {one.id for one in fit if asked in {TICK_ALL, str(one.place_id)}}
        self.centres.data = [] if asked == TICK_NOTHING else [*(self.centres.data or ()), *more]
        return True

    def asks_about(self, options: RoundOptions, before: RoundPlan | None = None) -> bool:
        """Ask once where centres would be read by more than one rubric of an area.

        Args:
            options: What could be chosen.
            before: The round as it stood; what it reads so already is not asked about again.

        Returns:
            True where the question stands beside the rubrics and waits for its tick.
        """
        found = options.read_twice(self.centres.data or (), self.rubrics.data or ())
        known = before and options.read_twice(before.centres, before.rubrics)
        asked = [one for one in found if not any(_holds(stood, one) for stood in known or ())]
        pairs = {pair for one in asked for pair in _pairs(one)}
        if pairs <= (set((self.meant_of.data or "").split()) if self.meant.data else set()):
            return False
        self.is_meant_asked, self.meant.data = True, False
        self.meant_of.data = " ".join(sorted(pairs))
        for one in asked:
            self.fail("rubrics", read_twice_words(one))
        return True

    def plan(self) -> RoundPlan:
        """Give what was filled in.

        Returns:
            The round, which a service may still refuse.
        """
        return RoundPlan(
            period_from=self.period_from.data or date.min,
            period_until=self.period_until.data or date.min,
            starts_on=self.starts_on.data or date.min,
            ends_on=self.ends_on.data or date.min,
            centres=tuple(sorted(self.centres.data or ())),
            rubrics=tuple(sorted(self.rubrics.data or ())),
            design=self._design(),
            owner_id=self.owner_id.data,
            moderator_id=self.moderator_id.data or None,
            readers=tuple(sorted(self.readers.data or ())),
        )

    def _design(self) -> SampleDesign:
        # only what the chosen method and rule use, so that two plans that say the same are equal
        method, rule = DrawMethod(self.method.data), SizeRule(self.rule.data)
        by = self.by.data if method is DrawMethod.STRATIFIED else ()
        strata = tuple(one for one in StratumBy if one.value in by)
        if method is DrawMethod.ALL:
            return SampleDesign(method)
        used: dict[SizeRule, dict[str, Any]] = {
            SizeRule.NUMBER: {"number": self.number.data or 0},
            SizeRule.PRECISION: {"margin_pct": self.margin_pct.data},
            SizeRule.LQAS: {
                "upper_pct": self.upper_pct.data or 0,
                "lower_pct": self.lower_pct.data or 0,
                "alpha_pct": self.alpha_pct.data,
                "beta_pct": self.beta_pct.data,
            },
        }
        return SampleDesign(method, strata, rule, **used[rule])


class VisitForm(_RefusedForm):
    """When the round comes to a centre, and who leads."""

    planned_on = DayField(_l("Date"), [InputRequired(_l("Give a date"))])
    supervisor_id = SelectField(_l("Supervisor"), coerce=int, render_kw=_CONTENT)

    def visit(self, centre_id: int) -> NewVisit:
        """Give what was filled in.

        Args:
            centre_id: The centre.

        Returns:
            The visit.
        """
        return NewVisit(centre_id, self.planned_on.data or date.min, self.supervisor_id.data)


class CancelForm(_RefusedForm):
    """Why a round does not take place."""

    reason = SelectField(_l("Reason"), [InputRequired(_l("Choose a reason"))])

    def offer(self) -> None:
        """Fill in the reasons."""
        words = Words(page_language())
        self.reason.choices = [
            ("", _("choose a reason")),
            *((one.value, words.say(CANCEL_REASONS[one])) for one in RoundCancelReason),
        ]


def _pairs(one: ReadTwice) -> set[str]:
    rubrics = ".".join(map(str, one.rubrics))
    return {f"{rubrics}@{centre}" for centre in one.centres}


def _holds(stood: ReadTwice, found: ReadTwice) -> bool:
    return found.rubrics.keys() <= stood.rubrics.keys() and found.centres.keys() <= (
        stood.centres.keys()
    )


def _with_bars(name: str, centres: Sequence[str]) -> str:
    if not centres:
        return name
    listed = str(_(", ")).join(centres)
    return str(_("%(name)s (may not review files of %(centres)s)", name=name, centres=listed))


def _people(staff: tuple[StaffLine, ...]) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in staff]
