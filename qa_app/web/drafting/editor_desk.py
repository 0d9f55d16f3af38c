"""What the form of a part can offer: scales, bands, what the draft declares, its answers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from qa_app.domain.cap_scopes import SCOPE
from qa_app.domain.condition_words import Meanings
from qa_app.domain.draft_meanings import answer_words_in, scale_code
from qa_app.domain.expertise import Area
from qa_app.domain.rubric_library import Library
from qa_app.domain.text import LANGUAGES, text_from
from qa_app.web.drafting.editor_words import choice_words
from qa_app.web.drafting.meant import meanings_in
from qa_app.web.regions import known_regions
from qa_app.wording import Words

Plain = Mapping[str, Any]
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Desk:
    """What a form can offer.

    Attributes:
        words: The language.
        plain: The whole draft.
        library: Scales, bands and sources, those of the draft included.
        areas: Areas of the installation.
        author: Name of who writes.
    """

    words: Words
    plain: Plain
    library: Library
    areas: tuple[Area, ...]
    author: str
    told: Mapping[str, Mapping[str, str]] = field(default_factory=choice_words)

    def scales(self, kind: str) -> Choices:
        return tuple(
            (code, self._options(scale.get("options")))
            for code, scale in self.library.scales.items()
            if isinstance(scale, Mapping) and scale.get("kind") == kind
        )

    def bands(self) -> Choices:
        named = {code: self._options(bands) for code, bands in self.library.bands.items()}
        alike = Counter(named.values())
        return tuple(
            (code, words if words and alike[words] == 1 else _joined(code, words))
            for code, words in named.items()
        )

    @cached_property
    def regions(self) -> Mapping[str, tuple[str, ...]]:
        """Regions that places of the installation are, with their names."""
        return known_regions()

    def _options(self, options: Any) -> str:
        names = (self.named(one) for one in options or () if isinstance(one, Mapping))
        return " / ".join(name for name in names if name)

    def named(self, entry: Plain) -> str:
        texts = {name: str(entry[name]) for name in ("zh", "en") if entry.get(name)}
        return self.words.text(text_from(texts)) if texts else ""

    def entries(self, group: str, kind: str = "") -> Choices:
        """Facts, dates or lists of the draft, as choices."""
        listed = self.plain.get(group)
        return tuple(
            (one["id"], _joined(one["id"], self.named(one)))
            for one in (listed if isinstance(listed, list) else ())
            if isinstance(one, Mapping) and isinstance(one.get("id"), str)
            if not kind or one.get("type") == kind
        )

    def items(self) -> Iterable[Plain]:
        sections = self.plain.get("sections")
        for section in sections if isinstance(sections, list) else ():
            items = section.get("items") if isinstance(section, Mapping) else None
            yield from (
                one
                for one in (items if isinstance(items, list) else ())
                if isinstance(one, Mapping) and isinstance(one.get("id"), str)
            )

    def subjects(self) -> Choices:
        facts = tuple((f"fact:{code}", words) for code, words in self.entries("facts"))
        answers = tuple(
            (f"answer:{one['id']}", _joined(one["id"], self._short(one))) for one in self.items()
        )
        questions = tuple(
            (f"answer:{one['id']}", _joined(one["id"], self.named(one))) for one in self.questions()
        )
        items = tuple((f"item:{code}", words) for code, words in self.rule_items())
        return facts + answers + questions + items

    def _rated(self) -> Iterable[Plain]:
        """Items of a rule rubric, each followed by its parts."""
        for item in _listed(self.plain.get("items")):
            yield item
            yield from _listed(item.get("sub_items"))

    def questions(self) -> Iterable[Plain]:
        """Questions of a rule rubric that have a code."""
        for item in self._rated():
            for one in _listed(item.get("questions")):
                if isinstance(one.get("id"), str):
                    yield one

    def rule_items(self) -> Choices:
        """Items of a rule rubric and their parts."""
        return tuple(
            (one["id"], _joined(one["id"], self.named(title) if isinstance(title, dict) else ""))
            for one in self._rated()
            if isinstance(one.get("id"), str)
            for title in [one.get("title")]
        )

    def answer_lists(self) -> Choices:
        """Lists of answers of a rule rubric, with what is in them."""
        lists = self.plain.get("answers")
        return tuple(
            (str(name), " / ".join(self._answer(str(one)) for one in _codes(codes)))
            for name, codes in (lists.items() if isinstance(lists, Mapping) else ())
        )

    def rule_answers(self) -> Choices:
        """Answers that questions of a rule rubric can have."""
        lists = self.plain.get("answers")
        listed = [*(lists.values() if isinstance(lists, Mapping) else ())]
        listed += [one.get("options") for one in self.questions()]
        codes = dict.fromkeys(str(code) for one in listed for code in _codes(one))
        return tuple((code, self._answer(code)) for code in codes)

    def _answer(self, code: str) -> str:
        own = answer_words_in(self.plain, (self.words.language, *LANGUAGES)).get(code, ())
        return next(iter(own), self.words.named("answer", code))

    def ratings(self, group: str) -> Choices:
        """Ratings of a rule rubric: `ratings` of items, or `outcome_ratings`."""
        ratings = self.plain.get(group)
        own = ratings if isinstance(ratings, Mapping) else dict.fromkeys(_codes(ratings))
        return tuple(
            (str(code), (self.named(one) if isinstance(one, Mapping) else "") or named)
            for code, one in own.items()
            for named in [self.words.named("rating", str(code))]
        )

    def _short(self, item: Plain, name: str = "text") -> str:
        text = item.get(name)
        return self.named(text)[:40] if isinstance(text, Mapping) else ""

    @cached_property
    def meanings(self) -> Meanings:
        """What words mean in the conditions of the draft."""
        return meanings_in(self.plain, self.library.scales)

    def values(self) -> tuple[str, ...]:
        """Words for whoever types the value of a test."""
        every = (one for values in self.meanings.values.values() for one in values.items())
        words = (said[0] if said else str(value) for value, said in every)
        return tuple(dict.fromkeys(words))

    def answers(self) -> tuple[tuple[str, str, Choices], ...]:
        """Scales that the items use: code, words and answers."""
        return tuple(
            (code, self._options(self.library.scales[code].get("options")), self.options_of(code))
            for code in self._scales_used()
            if isinstance(self.library.scales.get(code), Mapping)
        )

    def capped(self) -> tuple[tuple[str, str, str], ...]:
        """What a cap can look at: code, words and scale; of many items no scale."""
        sections = tuple(
            (f"{SCOPE}{one['id']}", f"{words}: {one['id']} {self._short(one, 'title')}", "")
            for one in _listed(self.plain.get("sections"))
            if isinstance(one.get("id"), str)
            for words in [str(_("any item of section"))]
        )
        items = tuple(
            (one["id"], _joined(one["id"], self._short(one)), scale_code(self.plain, one))
            for one in self.items()
            if not one.get("per_case")
        )
        return ((SCOPE, str(_("any item of the rubric")), ""), *sections, *items)

    def _scales_used(self) -> list[str]:
        return sorted({scale_code(self.plain, one) for one in self.items()})

    def options_of(self, scale: str) -> Choices:
        defined = self.library.scales.get(scale, {})
        options = defined.get("options") if isinstance(defined, Mapping) else None
        return tuple(
            (str(one.get("code")), self.named(one))
            for one in (options if isinstance(options, list) else ())
            if isinstance(one, Mapping)
        )


def _joined(code: str, words: str) -> str:
    return f"{code} {words}" if words else code


def _listed(value: Any) -> tuple[Plain, ...]:
    # a draft may have any shape while it is written
    entries = value if isinstance(value, list) else ()
    return tuple(one for one in entries if isinstance(one, Mapping))


def _codes(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
