"""Forms of a centre's service."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from qa_app.domain.complaints import Channel, Complainant, NewComplaint, Topic
from qa_app.domain.defaults import SERVICE_TEXT_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.feedback import HIGHEST, LOWEST, Asked, Device, NewAsking, Reply, Way
from qa_app.domain.incidents import IncidentKind, NewIncident
from qa_app.domain.referrals import Body, Referral
from qa_app.domain.text import LANGUAGES, BilingualText
from qa_app.web.follow_up_labels import ASKS_NAME
from qa_app.web.forms import BaseForm, DayField, HourField, name_reason
from qa_app.web.labels import plain
from qa_app.web.locale import LANGUAGE_NAMES
from qa_app.web.service_records.labels import refusal, say
from qa_app.wording.service_records import (
    ASKED,
    BODIES,
    CHANNELS,
    COMPLAINANTS,
    INCIDENT_KINDS,
    QUESTIONS,
    TOPICS,
)

_DAY = _l("Give a date such as 2026-04-09")
_CONTENT = {"data-content": ""}
Vocabulary = TypeVar("Vocabulary", bound=StrEnum)


def choices(messages: Mapping[Vocabulary, str]) -> list[tuple[str, str]]:
    """Offer a vocabulary.

    Args:
        messages: Value to message.

    Returns:
        Value and words.
    """
    return [(value.value, say(message)) for value, message in messages.items()]


class ServiceForm(BaseForm):
    """What forms with a guarded text have in common."""

    asks_name = False

    def refuse(self, fault: InvalidError, fields: Mapping[str, str], other: str) -> None:
        """Put a refusal beside the field it is about.

        Args:
            fault: Why the service refused.
            fields: Code to field.
            other: Field for every other code.
        """
        self.asks_name = fault.code in ASKS_NAME
        self.fail(fields.get(fault.code, other), refusal(fault))


class ReferralForm(ServiceForm):
    """A referral that came."""

    area = SelectField(_l("Area"))
    reference = StringField(
        _l("Reference"), [InputRequired(_l("Give the reference.")), Length(max=40)]
    )
    body = SelectField(_l("Referred by"))
    received_on = DayField(_l("Received on"), [InputRequired(_DAY)])

    def offer(self, areas: Mapping[str, BilingualText]) -> None:
        """Offer areas and bodies.

        Args:
            areas: Code to name.
        """
        self.area.choices = area_choices(areas)
        self.body.choices = choices(BODIES)

    def referral(self) -> Referral:
        """Give what was sent, after `validate`."""
        day = self.received_on.data
        if day is None:
            raise ValueError
        return Referral(self.area.data, self.reference.data or "", Body(self.body.data), day)


def area_choices(areas: Mapping[str, BilingualText]) -> list[tuple[str, str, dict[str, str]]]:
    """Offer areas of a centre.

    Args:
        areas: Code to name.

    Returns:
        Code, name, and a mark that says that it is content.
    """
    return [(code, plain(name), _CONTENT) for code, name in areas.items()]


class ComplaintForm(ServiceForm):
    """A complaint that came."""

    received_on = DayField(_l("Received on"), [InputRequired(_DAY)])
    channel = SelectField(_l("How it came"))
    topic = SelectField(_l("What it is about"))
    complainant = SelectField(_l("From whom"))
    text = TextAreaField(
        _l("What was said"),
        [InputRequired(_l("Write down what there is to say.")), Length(max=SERVICE_TEXT_MOST)],
        render_kw={"rows": 5, **_CONTENT},
    )

    def offer(self) -> None:
        """Offer the vocabularies."""
        self.channel.choices = choices(CHANNELS)
        self.topic.choices = choices(TOPICS)
        self.complainant.choices = choices(COMPLAINANTS)

    def complaint(self) -> NewComplaint:
        """Give what was sent, after `validate`."""
        day = self.received_on.data
        if day is None:
            raise ValueError
        return NewComplaint(
            day,
            Channel(self.channel.data),
            Topic(self.topic.data),
            Complainant(self.complainant.data),
            self.text.data or "",
            name_reason(),
        )


class IncidentForm(ServiceForm):
    """An incident."""

    kind = SelectField(_l("What went wrong"))
    happened_on = DayField(_l("Happened on"), [InputRequired(_DAY)])
    known_on = DayField(_l("Known since, day"), [InputRequired(_DAY)])
    known_hour = HourField(
        _l("Known since, time"), [InputRequired(_l("Give a time such as 14:30"))]
    )
    text = TextAreaField(
        _l("What happened"),
        [InputRequired(_l("Write down what there is to say.")), Length(max=SERVICE_TEXT_MOST)],
        render_kw={"rows": 5, **_CONTENT},
    )

    def offer(self) -> None:
        """Offer kinds."""
        self.kind.choices = choices(INCIDENT_KINDS)

    def incident(self, zone: str) -> NewIncident:
        """Give what was sent, after `validate`.

        Args:
            zone: Local time zone.
        """
        happened, day, hour = self.happened_on.data, self.known_on.data, self.known_hour.data
        if happened is None or day is None or hour is None:
            raise ValueError
        known = datetime.combine(day, hour, ZoneInfo(zone))
        kind, text = IncidentKind(self.kind.data), self.text.data or ""
        return NewIncident(kind, happened, known, text, name_reason())


class AskingForm(ServiceForm):
    """Who is asked, and that asking is safe."""

    area = SelectField(_l("Area"))
    asked = SelectField(_l("Who is asked"))
    language = SelectField(_l("Language of the page"))
    reference = StringField(_l("Reference of the case, if it is listed"), [Length(max=40)])
    is_safe = BooleanField(
        _l("Asking is safe: nobody who may have done harm is near or will see it")
    )

    def offer(self, areas: Mapping[str, BilingualText]) -> None:
        """Offer areas, people and languages.

        Args:
            areas: Code to name.
        """
        self.area.choices = area_choices(areas)
        self.asked.choices = choices(ASKED)
        self.language.choices = [(code, name, _CONTENT) for code, name in LANGUAGE_NAMES]

    def asking(self, way: Way, device: Device | None) -> NewAsking:
        """Give what was sent, after `validate`.

        Args:
            way: How somebody is asked.
            device: The device; None where there is none.
        """
        language = self.language.data if self.language.data in LANGUAGES else "zh"
        return NewAsking(
            self.area.data,
            Asked(self.asked.data),
            way,
            (self.reference.data or "").strip(),
            bool(self.is_safe.data),
            language,
            device,
        )


_FIELDS = tuple(f"q{number}" for number in range(1, len(QUESTIONS) + 1))


def sent_reply(form: Mapping[str, str]) -> Reply:
    """Read five answers and words.

    Args:
        form: The fields that were sent.

    Returns:
        The reply; an answer that is none is 0, which is refused.
    """
    allowed = {str(one): one for one in range(LOWEST, HIGHEST + 1)}
    answers = tuple(allowed.get(form.get(name, ""), 0) for name in _FIELDS)
    return Reply(answers, form.get("words", "").strip())


def question_names() -> Iterable[tuple[str, str]]:
    """List the fields of the questions.

    Returns:
        Name and message, in order.
    """
    return zip(_FIELDS, QUESTIONS, strict=True)
