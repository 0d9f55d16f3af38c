"""Puts what changed between two versions of a rubric into words of one language."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from qa_app.domain.common_items import JoinedVersions, join_two
from qa_app.domain.comparability import Settled, comparable_codes
from qa_app.domain.defaults import SHARED_WEIGHT_PCT
from qa_app.domain.item_meaning import TextPath
from qa_app.domain.rounding import display, trimmed
from qa_app.domain.rubric import Method, Option, Rubric
from qa_app.domain.rubric_diff import (
    ItemChange,
    ItemKind,
    PartChange,
    RubricDiff,
    TextChange,
    moves_composite,
)
from qa_app.domain.sources import Source
from qa_app.domain.word_diff import MOST_STEPS, PAGE_STEPS, Segment, steps_of, word_diff
from qa_app.wording.catalogue import message as _
from qa_app.wording.fault_names import FIELDS
from qa_app.wording.names import CRITICALS
from qa_app.wording.rubric_items import WEIGHT, RubricItems
from qa_app.wording.rubric_places import ENTRIES
from qa_app.wording.said_changes import (
    SaidChanges,
    SaidDecision,
    SaidField,
    SaidItemChange,
    SaidPartChange,
    SaidText,
)
from qa_app.wording.said_rubric import SaidRubricItem
from qa_app.wording.share_changes import said_shares
from qa_app.wording.words import Words

KINDS: dict[ItemKind, str] = {
    ItemKind.SAME: _("Same"),
    ItemKind.REWORDED: _("Reworded"),
    ItemKind.CHANGED: _("Changed"),
    ItemKind.NEW: _("New"),
    ItemKind.RETIRED: _("Left out"),
}
"""How an item stands to the version before, in words."""

_LOOKS = {
    ItemKind.SAME: "plain",
    ItemKind.REWORDED: "wait",
    ItemKind.CHANGED: "late",
    ItemKind.NEW: "run",
    ItemKind.RETIRED: "plain",
}
_DECIDED = {
    ItemKind.REWORDED: _("Comparable: only the words changed"),
    ItemKind.CHANGED: _("Not comparable: the meaning changed"),
}
_MOVED = _("moved from section %(before)s to section %(after)s")
_WEIGHED = _("Asks the same, weighs otherwise")
_MOVED_ONLY = _("Asks the same, in another section")
_LOOKS_LIKE = _(
    "reads exactly like %(code)s, which is left out: with the code %(code)s it would stay"
    " comparable, under another code it is another item"
)
_SHARE = _("Share of the whole score")
_PERCENT = _("%(percent)s%%")
_ANSWERS = _("Answers")
_SCORED = _("%(label)s %(score)s")
_ASIDE = _("also other: %(fields)s; no answer and no score depends on them")
_COUNTS = {
    ItemKind.REWORDED: _("%(count)s reworded"),
    ItemKind.CHANGED: _("%(count)s changed in meaning"),
    ItemKind.NEW: _("%(count)s new"),
    ItemKind.RETIRED: _("%(count)s left out"),
}
_ONE_WEIGHT = _("weight of %(code)s %(before)s → %(after)s")
_WEIGHTS = _("%(count)s with another weight")
_MOVES = _("%(count)s moved")
_ITEMS = _("Items: %(listed)s.")
_NOTHING = _("No item changed.")
_PARTS = _("Besides: %(listed)s.")
_SCORES_STAY = _("Scores of the former version stay as they are.")
_ALL_COMPARABLE = _("Every item stays comparable: trends join across the two versions.")
_JOIN = _(
    "Trends join over the comparable items, which carry %(percent)s%% of the weight; the chart"
    " marks the new version."
)
_BREAK = _(
    "The comparable items carry only %(percent)s%% of the weight, less than %(least)s%%: the"
    " trend line breaks, and the chart says why."
)
_BY_ITEM = _("A rubric of rules has no common score: each comparable item goes on by itself.")
_NO_MEAN = _(
    "The result is no weighted mean of items: the trend line breaks at the new version; each"
    " comparable item goes on by itself."
)
_UNDECIDED = _(
    "%(count)s reworded items count as changed until somebody says that they stay comparable."
)


_BY_WEIGHT = frozenset({Method.WEIGHTED_SECTIONS, Method.DEDUCTION})
"""Methods under which an item is a share of the whole score."""
_BETWEEN = ("options", "means")
"""Steps on the way to a text that say nothing by themselves."""


class RubricChanges:
    """Says what changed between two versions in one language."""

    def __init__(
        self,
        words: Words,
        diff: RubricDiff,
        settled: tuple[Settled, ...],
        sides: tuple[Rubric, Rubric],
        sources: Mapping[str, Source],
    ) -> None:
        """Prepare.

        Args:
            words: The language.
            diff: What changed.
            settled: How every item stands, people's decisions included.
            sides: The version before and the one after.
            sources: The register of sources.
        """
        self.words = words
        self.diff = diff
        self.settled = {one.code: one for one in settled}
        self.comparable = comparable_codes(settled)
        self.sides = sides
        self.said = tuple(_said_items(words, rubric, sources) for rubric in sides)
        self._steps_left = PAGE_STEPS

    def changes(self) -> SaidChanges:
        """Say everything.

        Returns:
            What a page of the comparison shows.
        """
        items = tuple(self._item(one) for one in self.diff.items if _is_told(one))
        return SaidChanges(
            effect=self.effect(),
            items=items,
            unchanged=len(self.diff.items) - len(items),
            parts=tuple(self._part(one) for one in self.diff.parts),
            shares=tuple(said_shares(self.words, self.diff, lambda one: self._said_of(one).text))
            if all(side.method in _BY_WEIGHT for side in self.sides)
            else (),
            undecided=sum(one.is_undecided for one in self.settled.values()),
        )

    def effect(self) -> tuple[str, ...]:
        """Say what the changes mean for scores and trends.

        Returns:
            Sentences.
        """
        counted = list(self._counted())
        items = (
            self.words.say(_ITEMS, listed=self._clauses(counted))
            if counted
            else self.words.say(_NOTHING)
        )
        names = list(dict.fromkeys(self._part_name(part) for part in self.diff.parts))
        besides = [self.words.say(_PARTS, listed=self.words.listed(names))] if names else []
        undecided = sum(one.is_undecided for one in self.settled.values())
        open_ = [self.words.say(_UNDECIDED, count=undecided)] if undecided else []
        return (items, *besides, self.words.say(_SCORES_STAY), self._trend(), *open_)

    def _clauses(self, parts: Iterable[str]) -> str:
        return ("，" if self.words.language == "zh" else ", ").join(parts)

    def _counted(self) -> Iterable[str]:
        for kind, message in _COUNTS.items():
            if count := len(self.diff.of_kind(kind)):
                yield self.words.say(message, count=count)
        weighed = [one for one in self.diff.items if one.is_weighed_anew]
        if len(weighed) == 1 and weighed[0].before and weighed[0].after:
            before, after = weighed[0].before.weight, weighed[0].after.weight
            values = {"before": _number(before), "after": _number(after)}
            yield self.words.say(_ONE_WEIGHT, code=weighed[0].code, **values)
        elif weighed:
            yield self.words.say(_WEIGHTS, count=len(weighed))
        if moved := sum(one.is_moved for one in self.diff.items):
            yield self.words.say(_MOVES, count=moved)

    def _trend(self) -> str:
        if Method.RULES in {one.method for one in self.sides}:
            return self.words.say(_BY_ITEM)
        found = join_two(*self.sides, self.comparable)
        if isinstance(found, JoinedVersions):
            is_whole = found.share == 1 and not moves_composite(self.diff)
            percent = display(100 * found.share, 0)
            return self.words.say(_ALL_COMPARABLE if is_whole else _JOIN, percent=percent)
        if found.share is None:
            return self.words.say(_NO_MEAN)
        percent = display(100 * found.share, 1)
        return self.words.say(_BREAK, percent=percent, least=SHARED_WEIGHT_PCT)

    def _item(self, change: ItemChange) -> SaidItemChange:
        settled = self.settled[change.code]
        # another scale has other words, and says so by its answers
        other = {one.name for one in change.fields} & {"scale"}
        texts = self._texts(tuple(one for one in change.texts if one.path[0] not in other))
        return SaidItemChange(
            code=change.code,
            text=self._said_of(change).text,
            kind=change.kind,
            kind_words=self.words.say(self._kind(change)),
            look=_LOOKS[change.kind],
            texts=texts,
            fields=tuple(self._fields(change)),
            notes=tuple(self._notes(change)),
            decision=self._decision(settled),
            is_undecided=settled.is_undecided,
        )

    def _kind(self, change: ItemChange) -> str:
        if change.kind is not ItemKind.SAME:
            return KINDS[change.kind]
        if change.is_weighed_anew:
            return _WEIGHED
        return _MOVED_ONLY if change.is_moved else KINDS[change.kind]

    def _said_of(self, change: ItemChange) -> SaidRubricItem:
        side = 0 if change.after is None else 1
        return self.said[side][change.code]

    def _decision(self, settled: Settled) -> SaidDecision | None:
        if settled.confirmed_at is None:
            return None
        sentence = self.words.say(_DECIDED[settled.kind])
        return SaidDecision(sentence, settled.reason, settled.confirmed_name, settled.confirmed_at)

    def _fields(self, change: ItemChange) -> Iterable[SaidField]:
        if change.before is None or change.after is None:
            return
        before, after = (self._properties(side, change.code) for side in (0, 1))
        told = {(one.before, one.after) for one in change.texts}
        found = False
        for label in [*after, *(label for label in before if label not in after)]:
            old, new = before.get(label, ""), after.get(label, "")
            if old != new and (old, new) not in told:
                found = True
                yield SaidField(label, old, new)
        if change.is_weighed_anew or change.is_moved:
            old, new = (_share(self.words, one.share) for one in (change.before, change.after))
            if old != new:  # other weights may leave the same share
                yield SaidField(self.words.say(_SHARE), old, new)
        if change.fields and not found:
            # something that no line of an item tells; its name is better than silence
            for name in dict.fromkeys(one.name for one in change.fields):
                yield SaidField(self._field_name(name), "", "")

    def _properties(self, side: int, code: str) -> dict[str, str]:
        said, rubric = self.said[side][code], self.sides[side]
        lines: dict[str, list[str]] = {}
        for label, words in said.lines:
            lines.setdefault(label, []).append(words)
        found = {label: self.words.sequence(words) for label, words in lines.items()}
        item = rubric.items.get(code)
        if item is not None:
            # an item's own lines leave out the usual weight; beside another weight it is told
            found.setdefault(self.words.say(WEIGHT), _number(item.weight))
            options = (self._option(option) for option in item.scale.options)
            found[self.words.say(_ANSWERS)] = self.words.listed(options)
            critical = "" if item.critical is None else self.words.say(CRITICALS[item.critical])
            found[self.words.say(FIELDS["critical"])] = critical
        return found

    def _option(self, option: Option) -> str:
        label = self.words.text(option.label)
        if option.score is None:
            return label
        return self.words.say(_SCORED, label=label, score=trimmed(option.score))

    def _notes(self, change: ItemChange) -> Iterable[str]:
        if change.is_moved and change.before and change.after:
            sections = {"before": change.before.section, "after": change.after.section}
            yield self.words.say(_MOVED, **sections)
        if change.looks_like:
            yield self.words.say(_LOOKS_LIKE, code=change.looks_like)
        if change.aside:
            names = (self._field_name(one.name) for one in change.aside)
            yield self.words.say(_ASIDE, fields=self.words.listed(names))

    def _texts(self, changes: tuple[TextChange, ...], whole: str = "") -> tuple[SaidText, ...]:
        own = {one.path for one in changes if one.language == self.words.language}
        # a page shows one language; the other one only where nothing else changed
        return tuple(
            SaidText(self._text_label(one, whole), one.language, self._compared(one))
            for one in changes
            if one.language == self.words.language or one.path not in own
        )

    def _compared(self, change: TextChange) -> tuple[Segment, ...]:
        # a draft of many long texts is shown more coarsely towards its end rather than never
        segments = word_diff(change.before, change.after, self._steps_left)
        cost = min(steps_of(change.before, change.after), MOST_STEPS)
        self._steps_left = max(self._steps_left - cost, 0)
        return segments

    def _text_label(self, change: TextChange, whole: str) -> str:
        name = whole if whole and not change.path else self._text_name(change.path)
        if change.language == self.words.language:
            return name
        return self.words.pair(name, self.words.say(FIELDS[change.language]))

    def _text_name(self, path: TextPath) -> str:
        if not path:
            return self.words.say(FIELDS["title"])
        name = self._field_name(path[0])
        codes = [step for step in path[1:] if step not in _BETWEEN]
        return self.words.pair(name, codes[-1]) if codes else name

    def _field_name(self, name: str) -> str:
        plain = {"section_applies_if": "applies_if", "section_assessor": "assessor"}
        message = FIELDS.get({**plain, "leans_on": "facts"}.get(name, name))
        return name if message is None else self.words.say(message)

    def _part(self, part: PartChange) -> SaidPartChange:
        fields = tuple(
            SaidField(self._field_name(one.name), _value(one.before), _value(one.after))
            for one in part.fields
        )
        kind = self.words.say(KINDS[part.kind])
        # words that are all of a part are called as the part is, and only a title is a title
        texts = self._texts(part.texts, self._part_name(part) if not part.code else "")
        return SaidPartChange(self._part_name(part), kind, texts, fields)

    def _part_name(self, part: PartChange) -> str:
        if part.code:
            return self.words.say(ENTRIES[part.part], code=part.code)
        return self._field_name(part.part)


def _said_items(
    words: Words, rubric: Rubric, sources: Mapping[str, Source]
) -> dict[str, SaidRubricItem]:
    said = RubricItems(words, rubric, sources)
    found = {code: said.said(item) for code, item in rubric.items.items()}
    for item in rubric.rule_items:
        found |= {one.code: one for one in said.ruled(item)}
    return found


def _is_told(change: ItemChange) -> bool:
    return (
        change.kind is not ItemKind.SAME
        or change.is_weighed_anew
        or change.is_moved
        or bool(change.aside)
    )


def _number(weight: Fraction | None) -> str:
    return "" if weight is None else trimmed(weight)


def _share(words: Words, share: Fraction | None) -> str:
    return "" if share is None else words.say(_PERCENT, percent=display(100 * share, 1))


def _value(value: object) -> str:
    # parts of parts are told by name only
    return "" if value is None or isinstance(value, dict | list) else str(value)
