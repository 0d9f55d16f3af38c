"""Forms about workers."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MaybeEmpty

from qa_app.domain.errors import InvalidError
from qa_app.domain.workers import (
    AnsweredBy,
    CheckOutcome,
    LicenceLevel,
    NewCheck,
    NewLicence,
    NewWorkerProfile,
    Tier,
    WorkerKind,
)
from qa_app.web.forms import BaseForm, DayField, NumberField
from qa_app.web.locale import page_language
from qa_app.web.workers.labels import refusal_words
from qa_app.wording import Words
from qa_app.wording.workers import BODIES, LEVELS, OUTCOMES, TIERS, WORKER_KINDS

_DAY = _l("Give a date such as 2026-04-09")


class ProfileForm(BaseForm):
    """What a worker is from a day on."""

    from_on = DayField(_l("From"), [InputRequired(_DAY)])
    kind = SelectField(_l("On what footing"))
    tier = SelectField(_l("Level of the workforce"))
    is_paid = BooleanField(_l("Paid work"), default=True)
    full_time_percent = NumberField(
        _l("Share of a full-time post, in per cent"), [InputRequired(_l("Give a number"))]
    )
    meets_children = BooleanField(_l("In contact with children"), default=True)
    under = StringField(_l("Student or volunteer under the worker with code"), [Length(max=40)])

    def offer(self) -> None:
        """Offer kinds and levels."""
        words = Words(page_language())
        self.kind.choices = [(one.value, words.say(WORKER_KINDS[one])) for one in WorkerKind]
        self.tier.choices = [(one.value, words.say(TIERS[one])) for one in Tier]

    def fact(self) -> NewWorkerProfile:
        """Give the profile that was sent."""
        return NewWorkerProfile(
            self.from_on.data or date.min,
            WorkerKind(self.kind.data),
            Tier(self.tier.data),
            bool(self.is_paid.data),
            self.full_time_percent.data or 0,
            bool(self.meets_children.data),
            (self.under.data or "").strip(),
        )

    def refuse(self, fault: InvalidError) -> None:
        """Put a refusal beside the field it is about."""
        fields = {"profile_day": "from_on", "full_time_share": "full_time_percent"}
        self.fail(fields.get(fault.code, "under"), refusal_words(fault))


class LicenceForm(BaseForm):
    """A certificate of the city's table."""

    kind = SelectField(_l("Certificate"))
    level = SelectField(_l("Level"))
    valid_from = DayField(_l("Valid from"), [InputRequired(_DAY)])
    valid_until = DayField(_l("Valid until"), [MaybeEmpty()])

    def offer(self, kinds: Sequence[tuple[str, str]]) -> None:
        """Offer certificates and levels."""
        words = Words(page_language())
        self.kind.choices = list(kinds)
        levels = [(one.value, words.say(LEVELS[one])) for one in LicenceLevel]
        self.level.choices = [("", _("without levels")), *levels]

    def fact(self) -> NewLicence:
        """Give the licence that was sent."""
        return NewLicence(
            self.kind.data or "",
            self.level.data or "",
            self.valid_from.data or date.min,
            self.valid_until.data,
        )

    def refuse(self, fault: InvalidError) -> None:
        """Put a refusal beside the field it is about."""
        fields = {"ends_before_start": "valid_until", "licence_level": "level"}
        self.fail(fields.get(fault.code, "kind"), refusal_words(fault))


class CheckForm(BaseForm):
    """An inquiry into an offence record, and its answer."""

    asked_on = DayField(_l("Asked on"), [InputRequired(_DAY)])
    answered_on = DayField(_l("Answered on"), [MaybeEmpty()])
    outcome = SelectField(_l("What was found"))
    answered_by = SelectField(_l("Answered by"))

    def offer(self) -> None:
        """Offer outcomes and bodies."""
        words = Words(page_language())
        waits = ("", _("no answer yet"))
        self.outcome.choices = [
            waits,
            *((one.value, words.say(OUTCOMES[one])) for one in CheckOutcome),
        ]
        self.answered_by.choices = [
            waits,
            *((one.value, words.say(BODIES[one])) for one in AnsweredBy),
        ]

    def fact(self) -> NewCheck:
        """Give the inquiry that was sent."""
        return NewCheck(
            self.asked_on.data or date.min,
            self.answered_on.data,
            CheckOutcome(self.outcome.data) if self.outcome.data else None,
            AnsweredBy(self.answered_by.data) if self.answered_by.data else None,
        )

    def refuse(self, fault: InvalidError) -> None:
        """Put a refusal beside the field it is about."""
        self.fail("answered_on", refusal_words(fault))


class CeilingForm(BaseForm):
    """The most cases in hand for one full-time worker of an area."""

    area = SelectField(_l("Area"))
    most = NumberField(_l("Most cases in hand"), [InputRequired(_l("Give a number"))])
    from_on = DayField(_l("From"), [InputRequired(_DAY)])

    def offer(self, areas: Sequence[tuple[str, str]]) -> None:
        """Offer the areas."""
        self.area.choices = [(code, name, {"data-content": ""}) for code, name in areas]

    def refuse(self, fault: InvalidError) -> None:
        """Put a refusal beside the field it is about."""
        self.fail("area" if fault.code == "unknown_area" else "most", refusal_words(fault))


class CourseForm(BaseForm):
    """A course, or a module of one."""

    code = StringField(_l("Code"), [InputRequired(_l("Give a code")), Length(max=40)])
    course = SelectField(_l("Module of"))
    name_zh = StringField(_l("Name in Chinese"), [Length(max=120)], render_kw={"lang": "zh"})
    name_en = StringField(_l("Name in English"), [Length(max=120)], render_kw={"lang": "en"})
    minutes = NumberField(_l("Usual minutes, of a module"), [MaybeEmpty()])
    about_victims = BooleanField(_l("About child victims"), default=True)
    makes_trainers = BooleanField(_l("Training of trainers"))

    def refuse(self, fault: InvalidError) -> None:
        """Put a refusal beside the field it is about."""
        fields = {"minutes_unfit": "minutes", "text_missing": "name_zh", "names_person": "name_zh"}
        self.fail(fields.get(fault.code, "code"), refusal_words(fault))


class EventForm(BaseForm):
    """A training that was held."""

    code = StringField(_l("Code"), [InputRequired(_l("Give a code")), Length(max=40)])
    course = SelectField(_l("Course or module"))
    place = SelectField(_l("For the place"))
    held_on = DayField(_l("Held on"), [InputRequired(_DAY)])
    minutes = NumberField(_l("Minutes in all"), [InputRequired(_l("Give a number"))])

    def refuse(self, fault: InvalidError) -> None:
        """Put a refusal beside the field it is about."""
        fields = {"minutes_unfit": "minutes", "event_day": "held_on", "unknown_place": "place"}
        self.fail(fields.get(fault.code, "code"), refusal_words(fault))


class TrainerForm(BaseForm):
    """Who trained: a worker by code, or an organisation."""

    centre = SelectField(_l("Centre"))
    practitioner = StringField(_l("Code of the worker"), [Length(max=40)])
    organisation = StringField(_l("Or an organisation from outside"), [Length(max=120)])

    def refuse(self, fault: InvalidError) -> None:
        """Put a refusal beside the field it is about."""
        is_outside = fault.code in {"names_person", "text_missing"}
        self.fail("organisation" if is_outside else "practitioner", refusal_words(fault))


class AttendanceForm(BaseForm):
    """A worker who attended."""

    centre = SelectField(_l("Centre"))
    practitioner = StringField(
        _l("Code of the worker"), [InputRequired(_l("Give a code")), Length(max=40)]
    )
    minutes = NumberField(_l("Minutes attended"), [InputRequired(_l("Give a number"))])

    def refuse(self, fault: InvalidError) -> None:
        """Put a refusal beside the field it is about."""
        field = "minutes" if fault.code == "minutes_unfit" else "practitioner"
        self.fail(field, refusal_words(fault))
