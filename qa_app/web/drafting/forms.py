"""Forms of rubric drafts."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from qa_app.domain.defaults import COUNT_MOST, DRAFT_REASON_MOST
from qa_app.domain.expertise import Area
from qa_app.domain.rubric_diff import ItemKind
from qa_app.domain.rubric_draft import DraftSeen
from qa_app.queries.rubric_drafts import DraftInHand
from qa_app.web.file_kinds import RUBRICS, OfKind
from qa_app.web.forms import BaseForm, DayField, NumberField
from qa_app.web.labels import plain

_CONTENT = {"data-content": ""}
_CODE_MOST = 64


class NextForm(BaseForm):
    """Begin the next version of a published rubric."""

    version_id = SelectField(_l("Rubric"), coerce=int, render_kw=_CONTENT)

    def offer(self, versions: Iterable[tuple[int, str]]) -> None:
        self.version_id.choices = list(versions)


class EmptyForm(BaseForm):
    """Begin a rubric that does not exist yet."""

    code = StringField(
        _l("Code"), [InputRequired(_l("Give a code")), Length(max=_CODE_MOST)], render_kw=_CONTENT
    )
    area = SelectField(_l("Area"), render_kw=_CONTENT)

    def offer(self, areas: Iterable[Area]) -> None:
        self.area.choices = [(area.code, plain(area.name)) for area in areas]


class FileForm(BaseForm):
    """A rubric as a file."""

    file = FileField(
        _l("Rubric file (.yaml, .json or .xlsx)"),
        [FileRequired(_l("No file is chosen: choose the rubric file here")), OfKind(*RUBRICS)],
    )


class SeenForm(BaseForm):
    """Something done to a draft as the person saw it."""

    revision = NumberField(
        widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, COUNT_MOST**2)]
    )

    def show(self, draft: DraftInHand) -> None:
        if self.revision.data is None:
            self.revision.data = draft.revision

    def seen(self, draft_id: int) -> DraftSeen:
        return DraftSeen(draft_id, self.revision.data or 0)


class ReplaceForm(FileForm, SeenForm):
    """A rubric as a file that takes the place of what a draft holds."""


class ReasonForm(SeenForm):
    """The same with a reason."""

    reason = TextAreaField(
        _l("What has to change"),
        [
            InputRequired(_l("Give a reason")),
            Length(max=DRAFT_REASON_MOST, message=_l("Give the reason in fewer words")),
        ],
        render_kw={"rows": 3},
    )


class ConfirmForm(BaseForm):
    """Whether a reworded item of a published version stays comparable."""

    kind = HiddenField()
    reason = StringField(_l("Why, if it needs saying"), [Length(max=DRAFT_REASON_MOST)])

    def said(self) -> ItemKind | None:
        known = {ItemKind.REWORDED.value, ItemKind.CHANGED.value}
        return ItemKind(self.kind.data) if self.kind.data in known else None


class DecisionForm(SeenForm, ConfirmForm):
    """Whether a reworded item of a draft stays comparable."""


class PublishForm(SeenForm):
    """From when, and that the publisher knows what it means."""

    in_force_from = DayField(_l("In force from"), [InputRequired(_l("Give a date"))])
    is_read = BooleanField(
        _l("I have read what changes and what it means; I did not write it."),
        [InputRequired(_l("Confirm that you have read it"))],
    )


class RetireForm(BaseForm):
    """Why a version is taken out of use."""

    reason = TextAreaField(
        _l("Why it is taken out of use"),
        [
            InputRequired(_l("Give a reason")),
            Length(max=DRAFT_REASON_MOST, message=_l("Give the reason in fewer words")),
        ],
        render_kw={"rows": 3},
    )


class TranslationForm(BaseForm):
    """Texts of a version; their fields are made from what is missing."""

    revision = NumberField(
        widget=HiddenInput(), validators=[InputRequired(), NumberRange(0, COUNT_MOST**2)]
    )


def version_choice(title: str, version: str) -> str:
    return str(_("%(title)s, version %(version)s", title=title, version=version))
