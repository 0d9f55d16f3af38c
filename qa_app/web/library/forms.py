"""Forms of the library."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from qa_app.domain.standards import About, Clause
from qa_app.domain.text import BilingualText
from qa_app.web.forms import BaseForm, DayField

_DAY = _l("Give a date such as 2026-04-09")


class DocumentForm(BaseForm):
    """What a document is."""

    revision = HiddenField(default="0")
    code = StringField(_l("Code"))
    kind = SelectField(_l("Kind"))
    title_zh = StringField(_l("Title in Chinese"))
    title_en = StringField(_l("Title in English"))
    issuer_zh = StringField(_l("Issuer in Chinese"))
    issuer_en = StringField(_l("Issuer in English"))
    number = StringField(_l("Official number"))
    version = StringField(_l("Version"))
    region = StringField(_l("Where it holds"))
    area = SelectField(_l("Area"), default="")
    in_force_from = DayField(_l("In force from"), [Optional()])
    in_force_until = DayField(_l("No longer from"), [Optional()])
    review_on = DayField(_l("Review date"), [Optional()])
    seen = SelectField(_l("How much of the text was read"))
    where_zh = TextAreaField(_l("Where to read it, in Chinese"))
    where_en = TextAreaField(_l("Where to read it, in English"))

    def offer(
        self,
        kinds: Sequence[tuple[str, str]],
        seen: Sequence[tuple[str, str]],
        areas: Sequence[tuple[str, str]],
    ) -> None:
        """Say what can be chosen.

        Args:
            kinds: Kinds and their words.
            seen: How much may have been read, in words.
            areas: Areas and their names.
        """
        self.kind.choices = [SelectChoice(code, words) for code, words in kinds]
        self.seen.choices = [SelectChoice(code, words) for code, words in seen]
        self.area.choices = [
            SelectChoice("", _("not about one area")),
            *(SelectChoice(code, words) for code, words in areas),
        ]

    def about(self, code: str = "") -> About:
        """Give what was typed.

        Args:
            code: The document's code; empty takes the typed one.

        Returns:
            The description.
        """
        return About(
            code=code or self.code.data or "",
            kind=self.kind.data or "",
            region=self.region.data or "",
            title=BilingualText(self.title_zh.data or "", self.title_en.data or ""),
            seen=self.seen.data or "",
            area=self.area.data or None,
            issuer=BilingualText(self.issuer_zh.data or "", self.issuer_en.data or ""),
            number=self.number.data or "",
            version=self.version.data or "",
            in_force_from=self.in_force_from.data,
            in_force_until=self.in_force_until.data,
            review_on=self.review_on.data,
            where=BilingualText(self.where_zh.data or "", self.where_en.data or ""),
        )


class ClauseForm(BaseForm):
    """A clause, or a step of a procedure."""

    revision = HiddenField(default="0")
    locus = StringField(_l("Number of the clause"))
    text_zh = TextAreaField(_l("What it says, in Chinese"))
    text_en = TextAreaField(_l("What it says, in English"))
    quote = TextAreaField(_l("The words that bind"))
    where_zh = StringField(_l("Where it stands, in Chinese"))
    where_en = StringField(_l("Where it stands, in English"))
    who_zh = StringField(_l("Who acts, in Chinese"))
    who_en = StringField(_l("Who acts, in English"))
    within = StringField(_l("Within what time"))
    seen = SelectField(_l("How much of the clause was read"), default="")

    def offer(self, seen: Sequence[tuple[str, str]]) -> None:
        """Say what can be chosen.

        Args:
            seen: How much may have been read, in words.
        """
        self.seen.choices = [
            SelectChoice("", _("as much as of the document")),
            *(SelectChoice(code, words) for code, words in seen),
        ]

    def clause(self, locus: str = "") -> Clause:
        """Give what was typed.

        Args:
            locus: The clause's number; empty takes the typed one.

        Returns:
            The clause.
        """
        return Clause(
            locus=locus or self.locus.data or "",
            text=BilingualText(self.text_zh.data or "", self.text_en.data or ""),
            quote=self.quote.data or "",
            where=BilingualText(self.where_zh.data or "", self.where_en.data or ""),
            who=BilingualText(self.who_zh.data or "", self.who_en.data or ""),
            within=self.within.data or "",
            seen=self.seen.data or "",
        )


class InForceForm(BaseForm):
    """From when a draft holds."""

    start = DayField(_l("In force from"), [Optional()])


class SupersedeForm(BaseForm):
    """What takes a document's place, and from when."""

    successor = SelectField(_l("Replaced by"))
    end = DayField(_l("From"), [InputRequired(_DAY)])

    def offer(self, documents: Sequence[tuple[str, str]]) -> None:
        """Say which documents can take its place.

        Args:
            documents: Codes and titles.
        """
        choices = [SelectChoice(code, words) for code, words in documents]
        # taking its place cannot be undone, so none is chosen beforehand
        self.successor.choices = [SelectChoice("", _("Choose")), *choices]
