"""Requirements of a rubric in words."""

from collections.abc import Callable, Iterable, Mapping

from qa_app.domain.citations import gaps_of, loci_of
from qa_app.domain.option_roles import digits_of, roles_of
from qa_app.domain.rubric import Basis, Critical, Item, Rubric, Scale, SourceRef
from qa_app.domain.rubric_rules import Outcome, Question, Rule, RuleItem
from qa_app.domain.sources import Source
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.wording.catalogue import message as _
from qa_app.wording.conditions import Conditions
from qa_app.wording.limits import Limits
from qa_app.wording.names import BASES, CRITICALS
from qa_app.wording.quotes import gloss_of
from qa_app.wording.said_rubric import SaidOption, SaidRubricItem, SaidSource
from qa_app.wording.words import Words

_APPLIES = _("Applies when")
_JUDGED = _("Found by")
_EVIDENCE = _("Where to look")
_READ = _("Tick what was read")
_TRIPS = _("Fails with")
_TAGS = _("Labels")
_ADDRESSEE = _("Binds")
_BOUND = _("Confirmed for")
_BOUND_BY = _("%(kinds)s, by %(article)s")
_CONFIRMED_BY = _("Confirmed by")
_STATUTE, _BY_STATUTE = "statute", _("the words of the statute itself")
_CLAUSE_MISSING = _("clause to be filled in")
_QUESTIONS = _("Questions")
_WITH_ANSWERS = _("%(question)s (%(answers)s)")
_DATA_ONLY = _("%(question)s (kept as data only)")
_RATED = _("Rated %(rating)s when")
_OTHERWISE = _("Otherwise")
_OF_ITEMS = _("From the items")
_UNNAMED = _("proposed without a named basis")
WEIGHT = _("Weight in the section")
"""Name of an item's own weight."""

Lines = list[tuple[str, str]]


class RubricItems:
    """Says the items of one rubric in one language."""

    def __init__(self, words: Words, rubric: Rubric, sources: Mapping[str, Source]) -> None:
        """Prepare.

        Args:
            words: The language.
            rubric: The rubric.
            sources: The register of sources.
        """
        self.words = words
        self.sources = sources
        self.own = rubric.rule_words
        self.conditions = Conditions(words, rubric)
        self.limits = Limits(words, rubric)

    def said(self, item: Item) -> SaidRubricItem:
        """Say a requirement.

        Args:
            item: The item.

        Returns:
            Everything the file says of it.
        """
        is_unnamed = item.basis is Basis.PROPOSED and not item.sources
        return SaidRubricItem(
            code=item.code,
            text=self.words.text(item.text),
            critical="" if item.critical is None else self.words.say(CRITICALS[item.critical]),
            is_red=item.critical is Critical.STOP,
            lines=tuple(self._lines(item)),
            options=self._anchored(item),
            scale=item.scale.code,
            basis=self.words.say(_UNNAMED if is_unnamed else BASES[item.basis]),
            sources=tuple(self._source(one) for one in item.sources),
            quote=item.quote,
            gloss=gloss_of(self.words, item.quote),
        )

    def options(self, scale: Scale, anchors: Mapping[str, str]) -> tuple[SaidOption, ...]:
        """Say the answers of a scale.

        Args:
            scale: The scale.
            anchors: Option to what it means for one item, in words; takes the place of what
                the scale says.

        Returns:
            In the scale's order.
        """
        roles, digits = roles_of(scale), digits_of(scale)
        return tuple(
            SaidOption(
                roles[option.code],
                digits[option.code],
                self.words.text(option.label),
                anchors.get(option.code) or self.words.text(option.means),
            )
            for option in scale.options
        )

    def _anchored(self, item: Item) -> tuple[SaidOption, ...]:
        anchors = {code: self.words.text(text) for code, text in item.anchors}
        return tuple(
            option
            for option, known in zip(
                self.options(item.scale, anchors), item.scale.options, strict=True
            )
            if known.code in anchors
        )

    def _lines(self, item: Item) -> Lines:
        lines: Lines = []
        if item.applies_if is not None:
            lines.append((_APPLIES, self.conditions.said(item.applies_if)))
        lines += [(_JUDGED, said) for said in self.limits.of_item(item)]
        if item.critical_fail:
            failing = [o.label for o in item.scale.options if o.code in item.critical_fail]
            quoted = [self.conditions.quoted(self.words.text(label)) for label in failing]
            lines.append((_TRIPS, self.conditions.one_of(quoted)))
        if item.weight != 1:
            lines.append((WEIGHT, str(item.weight)))
        if item.evidence != NO_TEXT:
            lines.append((_EVIDENCE, self.words.text(item.evidence)))
        if item.read:
            listed = self.words.listed(self.words.text(text) for _code, text in item.read)
            lines.append((_READ, listed))
        lines += self._law(item)
        if item.tags:
            lines.append((_TAGS, self.words.listed(self.words.named("tag", t) for t in item.tags)))
        return [(self.words.say(label), said) for label, said in lines]

    def law(self, item: Item) -> tuple[tuple[str, str], ...]:
        """Say whom a law binds, which organisations that are, and who confirmed it.

        Args:
            item: The item.

        Returns:
            Label and words; empty unless the item leans on law.
        """
        return tuple((self.words.say(label), said) for label, said in self._law(item))

    def _law(self, item: Item) -> Iterable[tuple[str, str]]:
        if item.addressee != NO_TEXT:
            yield _ADDRESSEE, self.words.text(item.addressee)
        if item.confirmed_for is not None:
            kinds = self.words.listed(
                self.words.named("bound", k) for k in item.confirmed_for.kinds
            )
            said = self.words.say(_BOUND_BY, kinds=kinds, article=item.confirmed_for.article)
            yield _BOUND, said
            by = item.confirmed_for.by
            yield _CONFIRMED_BY, self.words.say(_BY_STATUTE) if by == _STATUTE else by

    def _source(self, ref: SourceRef) -> SaidSource:
        source = self.sources.get(ref.source)
        name = ref.source if source is None else self.words.text(source.title)
        if ref.locus is not None:
            return SaidSource(ref.source, name, f"{ref.source}#{ref.locus}", loci_of(ref.locus))
        is_gap = bool(gaps_of((ref,)))
        return SaidSource(ref.source, name, self.words.say(_CLAUSE_MISSING) if is_gap else "")

    def ruled(self, item: RuleItem) -> tuple[SaidRubricItem, ...]:
        """Say an item of a rule rubric and its sub-items.

        Args:
            item: The item.

        Returns:
            The sub-items first, because they are rated first.
        """
        lines: Lines = []
        if item.applies_if is not None:
            lines.append((_APPLIES, self.conditions.said(item.applies_if)))
        for question in item.questions:
            label = self.words.pair(question.code, self.words.text(question.label))
            said = label if question.is_rated else self.words.say(_DATA_ONLY, question=label)
            lines.append((_QUESTIONS, self._with_answers(said, question)))
        below = [said for part in item.sub_items for said in self.ruled(part)]
        own = self.own.of_item
        title = self.words.text(item.title)
        return (*below, self._by_rules(item.code, title, lines, self._named(item.rules, own)))

    def outcome(self, outcome: Outcome) -> SaidRubricItem:
        """Say an outcome of a rule rubric.

        Args:
            outcome: The outcome.

        Returns:
            The items it is made of and its rules.
        """
        lines = [(_OF_ITEMS, self.words.listed(outcome.items))]
        rules = self._named(outcome.rules, self.own.of_outcome)
        return self._by_rules(outcome.code, self.words.text(outcome.title), lines, rules)

    def _with_answers(self, said: str, question: Question) -> str:
        own = self.own.of_answer
        named = [self.words.answer(code, own(code)) for code in question.options]
        if not named:
            return said
        return self.words.say(_WITH_ANSWERS, question=said, answers=self.words.listed(named))

    def _named(
        self, rules: Iterable[Rule], own: Callable[[str], BilingualText]
    ) -> tuple[tuple[Rule, str], ...]:
        return tuple((rule, self.words.rating(rule.rate, own(rule.rate))) for rule in rules)

    def _by_rules(
        self, code: str, text: str, lines: Lines, rules: Iterable[tuple[Rule, str]]
    ) -> SaidRubricItem:
        said = [(self.words.say(label), words) for label, words in lines]
        for rule, rating in rules:
            if rule.when is None:
                said.append((self.words.say(_OTHERWISE), rating))
            else:
                head = self.words.say(_RATED, rating=self.conditions.quoted(rating))
                said.append((head, self.conditions.said(rule.when)))
        return SaidRubricItem(code, text, "", False, tuple(said), (), "", "", (), "", "")  # noqa: FBT003 - no red line
