"""How the items of a draft stand, in words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from qa_app.domain.audit_entries import EntryKind, Gap
from qa_app.domain.draft import Draft
from qa_app.domain.report_names import Because, Chosen, known_names
from qa_app.domain.rubric import Item, Rubric
from qa_app.domain.scoring_result import CodeSource, ItemExplanation, State, Why
from qa_app.domain.supervisor_quarter import computed_of
from qa_app.domain.text import BilingualText
from qa_app.wording.catalogue import message as _
from qa_app.wording.names import ASSESSORS, RESPONSIBLES
from qa_app.wording.said_computed import said_computed
from qa_app.wording.words import Words

_FOUND = {
    CodeSource.CLOCK: _("Found from the dates"),
    CodeSource.FREQUENCY: _("Found from the log"),
    CodeSource.MEASURE: _("Found from the number"),
}
_OVERRULED = _("Overruled; found: %(found)s")
_WAITS = _("Still needed: %(names)s")
_NUMBER = _("the number asked under case facts and dates")
_FACT = _("Case facts and dates: %(said)s")
_OFF = {
    Why.CONDITION_FALSE: _("Not applicable by rule"),
    Why.SECTION_FALSE: _("This section does not apply here"),
    Why.NO_CASES: _("No sampled case calls for it"),
    Why.NOT_ASSESSED: _("Read on site by someone else: %(assessor)s"),
}
_REPORTED = _("A limit of %(who)s: recorded, not scored")
_CASES = _("Answered case by case above: %(top)s of %(scored)s at the top")
_NO_SAMPLE = _("Answered case by case: enter the sampled cases first")
_OPEN_CASES = _("%(open)s sampled cases are still open")
_TOOK = _("took %(span)s")
_DAYS_HOURS = _("%(days)s d %(hours)s h")
_HOURS_MINUTES = _("%(hours)s h %(minutes)s min")
_LIMIT = _("limit %(at)s")
_SINCE = _("%(value)s from %(day)s")
_NOTHING = _("not filled in")
GAPS = {
    Gap.OPEN: _("not rated yet"),
    Gap.NOTE: _("rated %(option)s: write what this rests on"),
    Gap.REASON: _("%(option)s: give the reason"),
    Gap.READ: _("tick what was read"),
    Gap.HOLISTIC: _("Judgement of the whole: not given yet"),
}
"""What an item lacks before signing."""

_DAY = timedelta(days=1)
_HOUR, _MINUTE = 3600, 60


@lru_cache(maxsize=256)
def _measures(rubric: Rubric) -> frozenset[str]:
    return frozenset(item.measure.name for item in rubric.items.values() if item.measure)


_Said = dict[tuple[object, ...], tuple[str, str]]
_MOST_FILES, _MOST_SAID = 200, 500
_kept: dict[tuple[Rubric, str, str], tuple[Mapping[str, Because], _Said]] = {}


def _kept_words(language: str, draft: Draft) -> tuple[Mapping[str, Because], _Said]:
    # what is said depends on the facts; lists among them are no keys, what they look like is
    facts = [(one.key, one.value) for one in draft.entries if one.kind is EntryKind.FACT]
    key = (draft.rubric, language, repr(facts))
    kept = _kept.get(key)
    if kept is None or len(kept[1]) > _MOST_SAID:
        if len(_kept) >= _MOST_FILES:
            _kept.clear()
        kept = _kept[key] = (known_names(draft.rubric, draft.entries), {})
    return kept


class DraftWords:
    """Says how the items of one draft stand in one language."""

    def __init__(self, words: Words, draft: Draft) -> None:
        """Prepare.

        Args:
            words: The language.
            draft: The draft.
        """
        self.words = words
        self.draft = draft
        self.names, self._said = _kept_words(words.language, draft)
        self._computed = {one.item: one for one in computed_of(draft.entries)}

    def said(self, code: str) -> tuple[str, str]:
        """Say both of an item: an answer that is saved leaves nearly all others as they were.

        Args:
            code: The item.

        Returns:
            `line` and `caption`.
        """
        line, caption = self._of_answers(code)
        if code in self._computed:
            line = " ".join(filter(None, (line, said_computed(self.words, self._computed[code]))))
        return line, caption

    def _of_answers(self, code: str) -> tuple[str, str]:
        told = self.draft.told[code]
        if not self.draft.told.keys().isdisjoint(told.because):
            return self.line(code), self.caption(code)  # the answer to another item is said too
        key = (
            code,
            told.state,
            told.why,
            told.because,
            told.source,
            told.started_at,
            told.limit_at,
            told.done_at,
            told.cases,
            self.draft.found.get(code),
        )
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = self.line(code), self.caption(code)
        return said

    def line(self, code: str) -> str:
        """Say the dates of a time item, or what switched an item off.

        Args:
            code: The item.

        Returns:
            One line; empty when there is nothing to say.
        """
        told = self.draft.told[code]
        if told.why is Why.CONDITION_FALSE and told.because:
            parts = self.words.sequence(self._because(name) for name in told.because)
            return self.words.say(_FACT, said=parts)
        return self._dates(self.draft.rubric.items[code], told)

    def caption(self, code: str) -> str:
        """Say who set the code, why the item is off, or what it waits for.

        Args:
            code: The item.

        Returns:
            One line; empty for an item that the reader rates.
        """
        told, item = self.draft.told[code], self.draft.rubric.items[code]
        if told.state is State.OFF and told.why is not None:
            return self._off(told, told.why)
        if told.state is State.REPORTED:
            who = item.clocks[0].responsible if item.clocks else None
            named = self.words.say(RESPONSIBLES[who]) if who else ""
            return self.words.say(_REPORTED, who=named)
        if item.per_case:
            return self._cases(told)
        if told.source is CodeSource.READER:
            found = self.draft.found.get(code)
            return self._overruled(item, found) if found else ""
        if told.source is not None:
            return self.words.say(_FOUND[told.source])
        return self._waits(told)

    def _off(self, told: ItemExplanation, why: Why) -> str:
        message = _OFF.get(why, _OFF[Why.CONDITION_FALSE])
        if why is Why.NOT_ASSESSED:
            section = next(s for s in self.draft.rubric.sections if s.code == told.section)
            return self.words.say(message, assessor=self.words.say(ASSESSORS[section.assessor]))
        return self.words.say(message)

    def _overruled(self, item: Item, found: str) -> str:
        label = next(o.label for o in item.scale.options if o.code == found)
        return self.words.say(_OVERRULED, found=self.words.text(label))

    def _waits(self, told: ItemExplanation) -> str:
        if told.state is not State.OPEN or not told.because:
            return ""
        names = self.words.listed(self._name(name) for name in told.because)
        return self.words.say(_WAITS, names=names)

    def _cases(self, told: ItemExplanation) -> str:
        cases = told.cases
        if cases is None or told.why is Why.NO_SAMPLE:
            return self.words.say(_NO_SAMPLE)
        if cases.open_count:
            return self.words.say(_OPEN_CASES, open=cases.open_count)
        return self.words.say(_CASES, top=cases.top_count, scored=cases.scored_count)

    def _name(self, code: str) -> str:
        if code in _measures(self.draft.rubric):
            return self.words.say(_NUMBER)  # a measure has no words of its own
        named = self.names.get(code)
        return code if named is None else self.words.text(named.label) or code

    def _because(self, code: str) -> str:
        named = self.names.get(code)
        if named is None or named.label == BilingualText():
            return self.words.pair(code, self._answer(code))
        return self.words.pair(self.words.text(named.label), self.value(named))

    def _answer(self, code: str) -> str:
        told, item = self.draft.told.get(code), self.draft.rubric.items.get(code)
        if told is None or item is None or told.code is None:
            return self.words.say(_NOTHING)
        label = next(o.label for o in item.scale.options if o.code == told.code)
        return self.words.text(label)

    def value(self, because: Because) -> str:
        """Say the value of a fact.

        Args:
            because: The fact with its value.

        Returns:
            The words.
        """
        said = because.said
        if said is None or said == ():
            return self.words.say(_NOTHING)
        if isinstance(said, bool):
            return self.words.yes_or_no(is_yes=said)
        if isinstance(said, tuple):
            return self.words.listed(self._chosen(one) for one in said)
        return str(said) if isinstance(said, int) else self.words.day(said)

    def _chosen(self, one: Chosen) -> str:
        label = self.words.text(one.label)
        if one.start is None:
            return label
        return self.words.say(_SINCE, value=label, day=self.words.day(one.start))

    def _dates(self, item: Item, told: ItemExplanation) -> str:
        if told.started_at is None or not item.clocks:
            return ""
        clock = item.clocks[0]
        names = self._name(clock.start), self._name(clock.end)
        is_by_day = clock.within.unit != "h"
        instants = told.started_at, told.limit_at, told.done_at
        return _dates_said(self.words.language, names, instants, is_by_day)


_Instants = tuple[datetime, datetime | None, datetime | None]


@lru_cache(maxsize=5000)
def _dates_said(
    language: str,
    names: tuple[str, str],
    instants: _Instants,
    is_by_day: bool,  # noqa: FBT001 - a key
) -> str:
    # every answer that is saved has the same dates said again
    words, (start, limit, end) = Words(language), instants
    parts = [f"{names[0]} {words.moment(start)}"]
    if end is not None:
        parts.append(f"{names[1]} {words.moment(end)}")
        # whole days are counted by the day: hours passed would seem to contradict the limit
        if is_by_day and limit is not None:
            parts.append(words.say(_LIMIT, at=words.moment(limit)))
        else:
            parts.append(_took(words, start, end))
    elif limit is not None:
        parts.append(words.say(_LIMIT, at=words.moment(limit)))
    comma = "，" if language == "zh" else ", "
    return comma.join(part for part in parts if part)


def _took(words: Words, start: datetime, end: datetime) -> str:
    if end < start:
        return ""
    span = end - start
    hours, rest = divmod(span.seconds, _HOUR)
    if span >= _DAY:
        said = words.say(_DAYS_HOURS, days=span.days, hours=hours)
    else:
        said = words.say(_HOURS_MINUTES, hours=hours, minutes=rest // _MINUTE)
    return words.say(_TOOK, span=said)
