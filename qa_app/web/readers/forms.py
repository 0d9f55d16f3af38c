"""Forms of who reads."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from qa_app.domain.bars import RECORDED_TIES, ConflictReason, Tie, TieKind
from qa_app.domain.defaults import FILES_PER_WEEK_MOST
from qa_app.domain.text import BilingualText
from qa_app.queries.readers import Reader
from qa_app.web.forms import BaseForm, DayField, NumberField, TicksField
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.who_reads import CONFLICT_REASONS, TIE_KINDS

_CONTENT = {"data-content": ""}
_CODE_MOST = 40


class TieForm(BaseForm):
    """A tie to a centre or to one of its workers."""

    kind = SelectField(_l("What it is"))
    centre_id = SelectField(_l("Centre"), coerce=int, render_kw=_CONTENT)
    worker = StringField(_l("Worker's code"), [Length(max=_CODE_MOST)], render_kw=_CONTENT)
    reason = SelectField(_l("Reason of a conflict"))
    from_on = DayField(_l("From"), [InputRequired(_l("Give a date such as 2026-04-09"))])
    until_on = DayField(_l("Until, if known"), [Optional()])

    def offer(
        self, centres: Sequence[tuple[int, BilingualText]], *, is_conflict_only: bool
    ) -> None:
        """Fill in what may be chosen.

        Args:
            centres: Id and name.
            is_conflict_only: True for one's own page, where only conflicts are declared.
        """
        words = Words(page_language())
        kinds = [TieKind.CONFLICT] if is_conflict_only else RECORDED_TIES
        self.kind.choices = [(one.value, words.say(TIE_KINDS[one])) for one in kinds]
        self.centre_id.choices = [(one, plain(name)) for one, name in centres]
        unsaid = _("choose a reason") if is_conflict_only else _("no conflict")
        self.reason.choices = [
            ("", str(unsaid)),
            *((one.value, words.say(CONFLICT_REASONS[one])) for one in ConflictReason),
        ]

    def tie(self) -> Tie:
        """Give what was filled in.

        Returns:
            The tie, without its worker.
        """
        reason = self.reason.data
        return Tie(
            TieKind(self.kind.data),
            self.centre_id.data,
            None,
            self.from_on.data,
            self.until_on.data,
            ConflictReason(reason) if reason else None,
        )


class EndForm(BaseForm):
    """The last day of a tie."""

    until_on = DayField(_l("Last day"), [InputRequired(_l("Give a date such as 2026-04-09"))])


class CapacityForm(BaseForm):
    """Files a week, and areas."""

    files_per_week = NumberField(
        _l("Files a week"),
        [
            InputRequired(_l("Say how many")),
            NumberRange(
                0,
                FILES_PER_WEEK_MOST,
                _l("Give a number from 0 to %(most)d", most=FILES_PER_WEEK_MOST),
            ),
        ],
    )
    areas = TicksField(_l("Areas"))
    revision = NumberField(widget=HiddenInput(), default=0)

    def offer(self, areas: Sequence[tuple[str, BilingualText]], reader: Reader) -> None:
        """Fill in what may be chosen, and how it stands.

        Args:
            areas: Code and name.
            reader: The reader.
        """
        self.areas.choices = [(code, plain(name)) for code, name in areas]
        if self.files_per_week.raw_data is None:
            self.files_per_week.data = reader.files_per_week
            self.areas.data = list(reader.areas)
            self.revision.data = reader.revision
