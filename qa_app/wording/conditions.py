"""Conditions of rubrics in words."""

from collections.abc import Iterable
from functools import reduce

from qa_app.domain.conditions import (
    All,
    AnswerCompares,
    AnswerIs,
    Any,
    Applicable,
    Comparison,
    Condition,
    Count,
    FactCompares,
    FactEverIn,
    FactHas,
    FactIs,
    ItemIs,
    Not,
)
from qa_app.domain.rubric import Fact, FactType, Rubric
from qa_app.domain.text import BilingualText
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

SIGNS = {
    Comparison.EQ: "=",
    Comparison.GT: ">",
    Comparison.GTE: "≥",
    Comparison.LT: "<",
    Comparison.LTE: "≤",
}
_AND, _OR = _("%(first)s and %(second)s"), _("%(first)s or %(second)s")
_GROUP = _("(%(condition)s)")
_NOT = _("not (%(condition)s)")
_QUOTED = _("“%(words)s”")
_IS = _("%(name)s is %(value)s")
_IS_NOW = _("%(name)s is now %(value)s")
_WAS_EVER = _("%(name)s was %(value)s at some time")
_HAS = _("%(name)s includes %(value)s")
_COMPARES = _("%(name)s %(sign)s %(number)s")
_ITEM = _("item %(item)s")
_ANSWERED = _("%(item)s is rated %(value)s")
_APPLIES, _APPLIES_NOT = _("the reader says it applies"), _("the reader says it does not apply")
_COUNT = _("%(value)s among %(names)s: %(sign)s %(number)s times")


class Conditions:
    """Says the conditions of one rubric in one language."""

    def __init__(self, words: Words, rubric: Rubric) -> None:
        """Prepare.

        Args:
            words: The language.
            rubric: Where the names come from.
        """
        self.words = words
        self.rubric = rubric
        of_cases = rubric.case_sample.facts if rubric.case_sample else ()
        self.facts: dict[str, Fact] = {fact.code: fact for fact in (*of_cases, *rubric.facts)}

    def said(self, condition: Condition) -> str:
        """Say a condition.

        Args:
            condition: The condition.

        Returns:
            A phrase without a full stop.
        """
        match condition:
            case All(parts):
                return self._joined(_AND, parts)
            case Any(parts):
                return self._joined(_OR, parts)
            case Not(part):
                return self.words.say(_NOT, condition=self.said(part))
            case FactIs() | FactCompares() | FactHas() | FactEverIn():
                return self._of_fact(condition)
            case AnswerIs() | AnswerCompares() | ItemIs() | Applicable() | Count():
                return self._of_answer(condition)

    def quoted(self, words: str) -> str:
        """Put words into quotation marks.

        Args:
            words: The words.

        Returns:
            The words in the marks of the language.
        """
        return self.words.say(_QUOTED, words=words)

    def one_of(self, values: Iterable[str]) -> str:
        """Join alternatives.

        Args:
            values: At least one.

        Returns:
            Such as `“High” or “Medium”`.
        """
        return reduce(lambda a, b: self.words.say(_OR, first=a, second=b), values)

    def _joined(self, joint: str, parts: tuple[Condition, ...]) -> str:
        said = [
            self.words.say(_GROUP, condition=self.said(part))
            if isinstance(part, All | Any) and len(parts) > 1
            else self.said(part)
            for part in parts
        ]
        return reduce(lambda a, b: self.words.say(joint, first=a, second=b), said)

    def _of_fact(self, condition: FactIs | FactCompares | FactHas | FactEverIn) -> str:
        fact = self.facts[condition.fact]
        name = self.quoted(self.words.text(fact.label))
        match condition:
            case FactCompares():
                return self._compares(name, condition)
            case FactHas(code=code):
                return self.words.say(_HAS, name=name, value=self._value(fact, code))
            case FactEverIn(values=values):
                ever = self.one_of(self._value(fact, value) for value in values)
                return self.words.say(_WAS_EVER, name=name, value=ever)
            case FactIs(values=values):
                message = _IS_NOW if fact.type is FactType.HISTORY else _IS
                value = self.one_of(self._value(fact, one) for one in values)
                return self.words.say(message, name=name, value=value)

    def _compares(self, name: str, condition: FactCompares | AnswerCompares) -> str:
        return self.words.say(
            _COMPARES, name=name, sign=SIGNS[condition.comparison], number=condition.number
        )

    def _value(self, fact: Fact, value: bool | str | int) -> str:  # noqa: FBT001 - a fact's value
        if isinstance(value, bool):
            return self.words.yes_or_no(is_yes=value)
        label = dict(fact.options).get(str(value), BilingualText(zh=str(value), en=str(value)))
        return self.quoted(self.words.text(label))

    def _of_answer(self, condition: AnswerIs | AnswerCompares | ItemIs | Applicable | Count) -> str:
        match condition:
            case AnswerIs(answer=item, values=values):
                name = self.words.say(_ITEM, item=item)
                said = self.one_of(self._answer(item, value) for value in values)
                return self.words.say(_ANSWERED, item=name, value=said)
            case AnswerCompares():
                return self._compares(self.words.say(_ITEM, item=condition.answer), condition)
            case ItemIs(item=item, values=values):
                name = self.words.say(_ITEM, item=item)
                said = self.one_of(self.quoted(self._rating(one)) for one in values)
                return self.words.say(_ANSWERED, item=name, value=said)
            case Applicable(expected=expected):
                return self.words.say(_APPLIES if expected else _APPLIES_NOT)
            case Count():
                return self._count(condition)

    def _rating(self, code: str) -> str:
        return self.words.rating(code, self.rubric.rule_words.of_item(code))

    def _answer(self, item: str, code: str) -> str:
        asked = self.rubric.items.get(item)
        options = asked.scale.options if asked else ()
        label = next((option.label for option in options if option.code == code), None)
        return self.quoted(self._named(code) if label is None else self.words.text(label))

    def _named(self, code: str) -> str:
        return self.words.answer(code, self.rubric.rule_words.of_answer(code))

    def _count(self, condition: Count) -> str:
        code = condition.code
        return self.words.say(
            _COUNT,
            value=self.quoted(self._rating(code) if condition.of_items else self._named(code)),
            names=self.words.listed(condition.ids),
            sign=SIGNS[condition.comparison],
            number=condition.number,
        )
