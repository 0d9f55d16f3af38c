"""Items of an audit report in words."""

from collections.abc import Iterable, Iterator
from datetime import date

from qa_app.domain.report_names import Because
from qa_app.domain.report_parts import ReportItem
from qa_app.domain.rounding import display
from qa_app.domain.rubric import Critical
from qa_app.domain.scoring_result import CaseShare, CodeSource, State, Why
from qa_app.domain.supervisor_quarter import Computed
from qa_app.wording.catalogue import message as _
from qa_app.wording.names import CRITICALS
from qa_app.wording.said import SaidItem
from qa_app.wording.said_computed import said_computed
from qa_app.wording.words import Words

WHYS: dict[Why, str] = {
    Why.NOT_ASSESSED: _("Not assessed"),
    Why.SECTION_FALSE: _("Section does not apply"),
    Why.CONDITION_FALSE: _("Does not apply here"),
    Why.NO_CASES: _("No sampled case it applies to"),
    Why.REPORTED: _("Shown, not scored: the limit of others"),
    Why.SECTION_UNKNOWN: _("Open: section not decided"),
    Why.CONDITION_UNKNOWN: _("Open: condition not decided"),
    Why.NO_SAMPLE: _("Open: no cases sampled"),
    Why.CODE_UNKNOWN: _("Open: not answered"),
    Why.NOT_DUE: _("Not yet due when read"),
    Why.NOT_SCORED: _("Outside the score"),
    Why.NOT_ANSWERED: _("Not answered, not in force"),
}
"""Reason to message; every reason has one, by test."""

SOURCES: dict[CodeSource, str] = {
    CodeSource.CLOCK: _("found from the dates entered"),
    CodeSource.FREQUENCY: _("found from the log"),
    CodeSource.MEASURE: _("found from the figure entered"),
}
_CANNOT_TELL = "cannot_tell"
_UNTOLD = _("Not enough to tell, and so not part of the score: %(count)s (%(items)s).")
_ANSWER_OF_CASES = _("%(top)s of %(scored)s cases at the best answer")
_FAILED_CASES, _FAILED_CASE = _("%(count)s cases failed"), _("1 case failed")
_SAID = _("%(name)s: %(value)s")
_NOT_ENTERED = _("not entered")
_NONE_OF_THESE = _("none of these")
_SINCE = _("%(value)s (from %(day)s)")
_STARTED, _LIMIT = _("runs from %(at)s"), _("limit %(at)s")
_DONE, _UNDONE = _("done %(at)s"), _("not done when read")
_READ = _("Read")
_OVERRULED = _("set by the reader against the dates or figures")
_ANSWERED = _("answered by the reader")
_LOST = _("cost %(lost)s of %(possible)s points")


class Items:
    """Says items in one language."""

    def __init__(self, words: Words, computed: Iterable[Computed] = ()) -> None:
        """Prepare.

        Args:
            words: The language.
            computed: What records answered; items that they answer say so.
        """
        self.words = words
        self.computed = {one.item: one for one in computed}

    def said(self, item: ReportItem) -> SaidItem:
        """Say an item.

        Args:
            item: The item.

        Returns:
            Everything a line of the report shows.
        """
        answer = self._answer(item)
        # labels of graded scales begin with their digit themselves
        has_digit = bool(item.digit) and answer.startswith(f"{item.digit} ")
        return SaidItem(
            code=item.code,
            text=self.words.text(item.text),
            critical="" if item.critical is None else self.words.say(CRITICALS[item.critical]),
            is_red=item.critical is Critical.STOP,
            role=item.role,
            digit="" if has_digit else item.digit,
            answer=answer,
            note=item.note,
            details=(*self._from_records(item), *self._details(item)),
            points=self._points(item),
            lost=self._lost(item),
            counts=item.state is State.SCORED,
        )

    def _answer(self, item: ReportItem) -> str:
        if item.option is not None:
            return self.words.text(item.option.label)
        if item.cases is not None and item.why is None:
            return self._cases(item.cases)
        return "" if item.why is None else self.words.say(WHYS[item.why])

    def _cases(self, cases: CaseShare) -> str:
        return self.words.say(_ANSWER_OF_CASES, top=cases.top_count, scored=cases.scored_count)

    def _from_records(self, item: ReportItem) -> Iterator[str]:
        told = self.computed.get(item.code)
        if told is None:
            return
        yield said_computed(self.words, told, is_signed=True)
        if told.is_answered and item.source is CodeSource.READER:
            yield self.words.say(_OVERRULED)

    def _details(self, item: ReportItem) -> list[str]:
        details = []
        if item.option is not None and item.why in {Why.REPORTED, Why.NOT_SCORED}:
            details.append(self.words.say(WHYS[item.why]))
        if item.because:
            details.append(self.words.sequence(self._because(one) for one in item.because))
        if item.cases is not None and item.cases.failed_count and item.critical is not None:
            failed = item.cases.failed_count
            said = _FAILED_CASE if failed == 1 else _FAILED_CASES
            details.append(self.words.say(said, count=failed))
        if item.started_at is not None and item.limit_at is not None:
            details.append(self._dates(item))
        elif item.source in SOURCES:
            details.append(self.words.say(SOURCES[item.source]))
        if item.dated and item.option is not None and item.source is CodeSource.READER:
            details += self._set_by_reader(item, item.option.code)
        if item.read:
            listed = self.words.listed(self.words.text(one) for one in item.read)
            details.append(self.words.pair(self.words.say(_READ), listed))
        return details

    def _set_by_reader(self, item: ReportItem, code: str) -> list[str]:
        if code not in item.dated:
            return [self.words.say(_OVERRULED)]
        # an answer that the dates give as well needs no word
        return [] if len(item.dated) == 1 else [self.words.say(_ANSWERED)]

    def _dates(self, item: ReportItem) -> str:
        told = [(_STARTED, item.started_at), (_LIMIT, item.limit_at), (_DONE, item.done_at)]
        said = [self.words.say(m, at=self.words.moment(at)) for m, at in told if at is not None]
        if item.done_at is None:
            said.append(self.words.say(_UNDONE))
        return self.words.sequence(said)

    def _because(self, because: Because) -> str:
        if not because.label.in_language(self.words.language):
            return because.code
        return self.words.say(
            _SAID, name=self.words.text(because.label), value=self._value(because)
        )

    def _value(self, because: Because) -> str:
        said = because.said
        if said is None:
            return self.words.say(_NOT_ENTERED)
        if isinstance(said, bool):
            return self.words.yes_or_no(is_yes=said)
        if isinstance(said, int):
            return str(said)
        if isinstance(said, date):
            return self.words.day(said)
        if not said:
            return self.words.say(_NONE_OF_THESE)
        return self.words.listed(
            self.words.text(one.label)
            if one.start is None
            else self.words.say(
                _SINCE, value=self.words.text(one.label), day=self.words.day(one.start)
            )
            for one in said
        )

    @staticmethod
    def _points(item: ReportItem) -> str:
        if item.possible is None or item.earned is None:
            return ""
        return f"{display(item.earned, 2)} / {display(item.possible, 2)}"

    def _lost(self, item: ReportItem) -> str:
        if not item.lost or item.possible is None:
            return ""
        return self.words.say(_LOST, lost=display(item.lost), possible=display(item.possible))


def said_untold(words: Words, items: Iterable[ReportItem]) -> tuple[str, ...]:
    """Count the items at which the material was not enough to tell.

    Args:
        words: The language.
        items: Items of a report.

    Returns:
        A sentence; nothing where there is no such item. The scale keeps them out of the score and
        wants them told apart.
    """
    codes = [
        one.code for one in items if one.option is not None and one.option.code == _CANNOT_TELL
    ]
    return (words.say(_UNTOLD, count=len(codes), items=words.listed(codes)),) if codes else ()
