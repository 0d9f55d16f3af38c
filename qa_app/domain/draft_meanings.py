"""What words mean in a draft: labels of its facts, of its scales, answers and ratings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from qa_app.domain.condition_words import Meanings, Values
from qa_app.domain.draft_parts import SAMPLED, entries_of, value_at

Plain = Mapping[str, Any]
Named = Callable[[str, str], tuple[str, ...]]
"""Kind of a code, `answer`, `rating` or `truth`, and the code to its words; none without."""


def meanings_of(
    plain: Plain, scales: Mapping[str, Any], named: Named, languages: Sequence[str]
) -> Meanings:
    """Collect what the words of a draft mean.

    Args:
        plain: The draft's data, of any shape.
        scales: Scales that it can use, its own included.
        named: Names codes that have fixed words.
        languages: Those of the labels, that of the page first.

    Returns:
        Every fact, item and question with its words and what it can be.
    """
    values: dict[str, Values] = {}
    subjects: dict[str, tuple[str, ...]] = {}
    for subject, words, can_be in _every(plain, scales, named, languages):
        subjects.setdefault(subject, words)
        if can_be:
            values.setdefault(subject, can_be)
    return Meanings(values, subjects)


def words_in(entry: Any, languages: Sequence[str]) -> tuple[str, ...]:
    """Give the labels of an entry.

    Args:
        entry: Plain data with texts by language.
        languages: In their order.

    Returns:
        The labels that there are.
    """
    found = [entry.get(one) for one in languages] if isinstance(entry, Mapping) else []
    return tuple(one.strip() for one in found if isinstance(one, str) and one.strip())


_Subject = tuple[str, tuple[str, ...], Values]


def _every(
    plain: Plain, scales: Mapping[str, Any], named: Named, languages: Sequence[str]
) -> Iterator[_Subject]:
    for fact in [*_mapped(plain.get("facts")), *_mapped(value_at(plain, SAMPLED))]:
        yield f"fact:{_code(fact)}", words_in(fact, languages), _of_fact(fact, named, languages)
    for item in items_of(plain):
        values = options_in(scales.get(scale_code(plain, item)), languages)
        yield f"answer:{_code(item)}", words_in(item.get("text"), languages), values
    ratings = ratings_in(plain.get("ratings"), named, languages)
    own = answer_words_in(plain, languages)
    for item in rated_items(plain):
        yield f"item:{_code(item)}", words_in(item.get("title"), languages), ratings
        for one in _mapped(item.get("questions")):
            codes = _answers(plain, one)
            answers = _named_codes(codes, "answer", named)
            values = {code: own.get(str(code)) or words for code, words in answers.items()}
            yield f"answer:{_code(one)}", words_in(one, languages), values


def items_of(plain: Plain) -> Iterator[Plain]:
    """List the items of the sections of a draft.

    Args:
        plain: The draft's data, of any shape.

    Yields:
        What each item holds.
    """
    for section in _mapped(plain.get("sections")):
        yield from _mapped(section.get("items"))


def rated_items(plain: Plain) -> Iterator[Plain]:
    """List the items of a rule rubric.

    Args:
        plain: The draft's data, of any shape.

    Yields:
        What each item holds, followed by its parts.
    """
    for item in _mapped(plain.get("items")):
        yield item
        yield from _mapped(item.get("sub_items"))


def scale_code(plain: Plain, item: Plain) -> str:
    """Tell by which scale an item is answered.

    Args:
        plain: The draft's data.
        item: What the item holds.

    Returns:
        The scale's code: its own, else that of the rubric; empty without both.
    """
    return str(item.get("scale") or value_at(plain, ("scoring", "scale")) or "")


def options_in(scale: Any, languages: Sequence[str]) -> dict[bool | str, tuple[str, ...]]:
    """List the answers of a scale.

    Args:
        scale: The scale, of any shape.
        languages: Those of the labels.

    Returns:
        Code to its words, in order.
    """
    options = scale.get("options") if isinstance(scale, Mapping) else None
    return {
        one["code"]: words_in(one, languages)
        for one in _mapped(options)
        if isinstance(one.get("code"), str)
    }


def ratings_in(ratings: Any, named: Named, languages: Sequence[str]) -> Values:
    """List the ratings of a rule rubric.

    Args:
        ratings: A list of codes, or words by code; of any shape.
        named: Names codes that have fixed words.
        languages: Those of the labels.

    Returns:
        Code to its words, those of the rubric before those of the product.
    """
    if not isinstance(ratings, Mapping):
        return _named_codes(ratings, "rating", named)
    own = {str(code): words_in(one, languages) for code, one in ratings.items()}
    return {code: words or named("rating", code) for code, words in own.items()}


def answer_words_in(plain: Plain, languages: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """List the answers of a rule rubric that have words of their own.

    Args:
        plain: The draft's data, of any shape.
        languages: Those of the labels.

    Returns:
        Code to its words; none for a code whose words are empty.
    """
    worded = plain.get("answer_words")
    entries = worded.items() if isinstance(worded, Mapping) else ()
    return {str(code): words for code, one in entries if (words := words_in(one, languages))}


def _of_fact(fact: Plain, named: Named, languages: Sequence[str]) -> Values:
    if fact.get("type") == "bool":
        return {True: named("truth", "true"), False: named("truth", "false")}
    options = fact.get("options")
    known = options.items() if isinstance(options, Mapping) else ()
    return {str(code): words_in(one, languages) for code, one in known}


def _answers(plain: Plain, question: Plain) -> Any:
    lists, kind = plain.get("answers"), question.get("type")
    listed = lists.get(kind) if isinstance(lists, Mapping) and isinstance(kind, str) else None
    return listed if listed is not None else question.get("options")


def _named_codes(codes: Any, kind: str, named: Named) -> Values:
    return {str(code): named(kind, str(code)) for code in entries_of(codes)}


def _mapped(value: Any) -> tuple[Plain, ...]:
    # a draft may have any shape while it is written
    return tuple(one for one in entries_of(value) if isinstance(one, Mapping))


def _code(entry: Plain) -> str:
    code = entry.get("id")
    return code if isinstance(code, str) else ""
