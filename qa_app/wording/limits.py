"""Time limits, rhythms, measures and shares of sampled cases in words."""

from collections.abc import Iterable

from qa_app.domain.rounding import display, trimmed
from qa_app.domain.rubric import Item, Measure, Rubric, Threshold
from qa_app.domain.rubric_limits import Clock, Responsible, Span
from qa_app.domain.rubric_rhythm import Frequency
from qa_app.wording.catalogue import message as _
from qa_app.wording.conditions import Conditions
from qa_app.wording.names import RESPONSIBLES
from qa_app.wording.words import Words

_SPANS = {
    "h": (_("1 hour"), _("%(count)s hours")),
    "d": (_("1 day"), _("%(count)s days")),
    "wd": (_("1 working day"), _("%(count)s working days")),
}
_SAME_DAY = _("%(end)s on the day of %(start)s")
_WITHIN = _("%(end)s within %(span)s of %(start)s")
_IF = _("where %(condition)s: within %(span)s")
_LATE = _("counts as late up to %(span)s, then as not done")
_LATE_ALWAYS = _("later counts as late")
_SAME_MOMENT = _("counted to the same time of day")
_NEXT_WORKING_DAY = _("a last day off moves to the next working day")
_OTHERS = _("the limit of %(responsible)s: shown, not scored")
_BEST = _("The best of:")
_EVERY = _("%(log)s at least once every %(days)s")
_EVERY_AMOUNT = _("%(log)s: at least %(amount)s every %(days)s")
_EVERY_MONTH = _("%(log)s at least once in every calendar month")
_EVERY_MONTH_AMOUNT = _("%(log)s: at least %(amount)s in every calendar month")
_BY_VALUE = _("%(value)s: every %(days)s")
_BY = _("by %(name)s")
_TO_DAY = _("up to day %(day)s after %(name)s: every %(days)s")
_THEN = _("then every %(days)s")
_SPAN_OF = _("from %(start)s until %(end)s, or until the file is read")
_SPAN_OPEN = _("from %(start)s until the file is read")
_MEASURE = _("%(name)s %(test)s: %(option)s")
_SHARE = _("%(option)s from %(percent)s%% of the sampled cases")
_TRIPS_ONE, _TRIPS = _("trips with 1 case"), _("trips with %(count)s cases")


def span(words: Words, one: Span) -> str:
    """Say a limit.

    Args:
        words: The language.
        one: The limit.

    Returns:
        Such as `24小时` or `5 working days`.
    """
    single, several = _SPANS[one.unit]
    return words.say(single) if one.count == 1 else words.say(several, count=one.count)


class Limits:
    """Says how the items of one rubric are judged by dates and numbers."""

    def __init__(self, words: Words, rubric: Rubric) -> None:
        """Prepare.

        Args:
            words: The language.
            rubric: Where the names come from.
        """
        self.words = words
        self.conditions = Conditions(words, rubric)
        labels = {one.code: one.label for one in rubric.clocks}
        labels |= {one.code: one.label for one in rubric.logs}
        labels |= {code: fact.label for code, fact in self.conditions.facts.items()}
        self.labels = labels

    def of_item(self, item: Item) -> tuple[str, ...]:
        """Say everything that finds an item's code without the reader.

        Args:
            item: The item.

        Returns:
            Sentences without full stops; empty for an item that only a reader judges.
        """
        found: list[str] = []
        if len(item.clocks) > 1:
            found.append(self.words.say(_BEST))
        found += [self.clock(clock) for clock in item.clocks]
        if item.frequency is not None:
            found += self.frequency(item.frequency)
        if item.measure is not None:
            found += self.measure(item, item.measure)
        if item.per_case:
            found += self.cases(item)
        return tuple(found)

    def _name(self, code: str) -> str:
        return self.conditions.quoted(self.words.text(self.labels[code]))

    def clock(self, clock: Clock) -> str:
        """Say a time limit.

        Args:
            clock: The limit.

        Returns:
            One sentence.
        """
        start, end = self._name(clock.start), self._name(clock.end)
        message = _WITHIN if clock.within.count else _SAME_DAY
        parts = [self.words.say(message, start=start, end=end, span=span(self.words, clock.within))]
        for rule in clock.within_if:
            said = self.conditions.said(rule.when)
            parts.append(self.words.say(_IF, condition=said, span=span(self.words, rule.within)))
        late = clock.late_until
        parts.append(
            self.words.say(_LATE_ALWAYS)
            if late is None
            else self.words.say(_LATE, span=span(self.words, late))
        )
        return self.words.sequence([*parts, *self._counting(clock)])

    def _counting(self, clock: Clock) -> Iterable[str]:
        in_days = clock.within.unit != "h"
        if in_days and clock.count_from == "same_moment":
            yield self.words.say(_SAME_MOMENT)
        if in_days and clock.end_on == "next_working_day":
            yield self.words.say(_NEXT_WORKING_DAY)
        if clock.responsible is not Responsible.CENTRE:
            who = self.words.say(RESPONSIBLES[clock.responsible])
            yield self.words.say(_OTHERS, responsible=who)

    def frequency(self, frequency: Frequency) -> list[str]:
        """Say a rhythm.

        Args:
            frequency: The rhythm.

        Returns:
            The rhythm and the time it is asked for.
        """
        start = self._name(frequency.start)
        over = (
            self.words.say(_SPAN_OPEN, start=start)
            if frequency.end is None
            else self.words.say(_SPAN_OF, start=start, end=self._name(frequency.end))
        )
        return [self.words.sequence(self._rhythm(frequency)), over]

    def _rhythm(self, frequency: Frequency) -> list[str]:
        log, amount = self._name(frequency.log), frequency.minimum
        many = {"log": log, "amount": display(amount, 0 if amount.denominator == 1 else 1)}
        if frequency.calendar_month:
            message = _EVERY_MONTH if amount == 1 else _EVERY_MONTH_AMOUNT
            return [self.words.say(message, **many)]
        if frequency.every_days is not None:
            message = _EVERY if amount == 1 else _EVERY_AMOUNT
            return [self.words.say(message, **many, days=self._days(frequency.every_days))]
        if frequency.by_fact is not None:
            name = self.words.say(_BY, name=self._name(frequency.by_fact))
            options = dict(self.conditions.facts[frequency.by_fact].options)
            return [
                self.words.pair(log, name),
                *(
                    self.words.say(
                        _BY_VALUE,
                        value=self.conditions.quoted(self.words.text(options[value])),
                        days=self._days(days),
                    )
                    for value, days in frequency.every_by_value
                ),
            ]
        return [log, *self._by_tenure(frequency)]

    def _by_tenure(self, frequency: Frequency) -> Iterable[str]:
        name = "" if frequency.tenure_from is None else self._name(frequency.tenure_from)
        for step in frequency.by_tenure:
            days = self._days(step.every_days)
            yield (
                self.words.say(_THEN, days=days)
                if step.to_day is None
                else self.words.say(_TO_DAY, day=step.to_day, name=name, days=days)
            )

    def _days(self, count: int) -> str:
        return span(self.words, Span(count, "d"))

    def measure(self, item: Item, measure: Measure) -> list[str]:
        """Say which number decides an item.

        Args:
            item: The item.
            measure: The number and its thresholds.

        Returns:
            One sentence for each threshold.
        """
        tests = [("met", measure.met), ("partly", measure.partly)]
        return [
            self.words.say(
                _MEASURE, name=measure.name, test=_test(test), option=self._option(item, code)
            )
            for code, test in tests
            if test is not None
        ]

    def cases(self, item: Item) -> list[str]:
        """Say what share of sampled cases an item needs.

        Args:
            item: A per-case item.

        Returns:
            One sentence for each share, and from how many cases it trips.
        """
        said = []
        if item.share is not None:
            best, middle = item.scale.options[0].code, item.scale.options[1].code
            for code, share in ((best, item.share.met), (middle, item.share.partly)):
                percent = trimmed(100 * share)
                option = self._option(item, code)
                said.append(self.words.say(_SHARE, option=option, percent=percent))
        if item.critical is not None:
            message = _TRIPS_ONE if item.trips_at == 1 else _TRIPS
            said.append(self.words.say(message, count=item.trips_at))
        return said

    def _option(self, item: Item, code: str) -> str:
        label = next(option.label for option in item.scale.options if option.code == code)
        return self.conditions.quoted(self.words.text(label))


def _test(test: Threshold) -> str:
    sign = {">=": "≥", "<=": "≤", "==": "="}.get(test.operator, test.operator)
    return f"{sign} {trimmed(test.number)}"
