"""Files that two people read without knowing of each other: which, where they differ, what then."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.defaults import PAIR_REASON_MOST, PAIR_REDRAWS_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import check_text
from qa_app.domain.rubric import Item, Rubric, Scale
from qa_app.domain.sampling import ticket
from qa_app.domain.text import has_words

EntryKey = tuple[str, str]
"""Kind and key of an entry."""


class PairState(StrEnum):
    """How far a pair of readings is."""

    OPEN = "open"
    COMPLETE = "complete"
    SETTLED = "settled"
    DISSOLVED = "dissolved"


class Choice(StrEnum):
    """Which answer counts where two readings differ."""

    FIRST = "first"
    SECOND = "second"
    OTHER = "other"


class HowSettled(StrEnum):
    """How a pair came to one result."""

    ALIKE = "alike"
    CONSENSUS = "consensus"
    THIRD = "third"


class DissolveReason(StrEnum):
    """Why a pair is given up before both readings are locked."""

    LEFT = "left"
    AWAY = "away"
    WORKLOAD = "workload"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    HANDED_OVER = "handed_over"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class PairDecision:
    """What counts in one entry where two readings differ.

    Attributes:
        choice: Whose.
        value: The answer where it is another one; None otherwise.
        reason: Why; empty only for the first or second of a difference of one step.
    """

    choice: Choice
    value: Any = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A drawn file that may be read twice.

    Attributes:
        audit_id: Its first reading, still a draft.
        reference: Its reference.
        reader_id: Who reads it first.
        was_given_up: True when it was to be read twice before and its pair was given up.
    """

    audit_id: int
    reference: str
    reader_id: int
    was_given_up: bool = False


@dataclass(frozen=True, slots=True)
class ComparedItem:
    """One item as two people read it.

    Attributes:
        code: The item.
        first: Code that the first reading gives; None where it is out of force there.
        second: Code that the second reading gives; None likewise.
        is_critical: True for red lines and must-pass items.
        steps: Steps of the scale between them; None where one of them is not scored.
    """

    code: str
    first: str | None
    second: str | None
    is_critical: bool
    steps: int | None

    @property
    def is_alike(self) -> bool:
        """True when both gave the same."""
        return self.first == self.second

    @property
    def is_small(self) -> bool:
        """True for a difference of one step that is not critical."""
        return self.steps == 1 and not self.is_critical


def proposal_mark(asked_at: datetime | None) -> str:
    """Name a proposal, so that nobody answers another one than they read.

    Args:
        asked_at: When it was made; None without one.

    Returns:
        A mark that no other proposal of the pair has; empty without one.
    """
    return "" if asked_at is None else asked_at.isoformat()


def redraws_left(times: int) -> int:
    """Tell how often files of a sample may still be drawn anew for a second reading.

    Args:
        times: How often they were drawn so far, each time by a seed of its own.

    Returns:
        0 once a pair can only be given up; the first draw is none anew.
    """
    return max(PAIR_REDRAWS_MOST - max(times - 1, 0), 0)


def never_given_up(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Keep files of which no pair was given up, so that nobody draws until the one they want comes.

    Args:
        candidates: Drawn files that a second person may read.

    Returns:
        Those of which none was; all of them where each was.
    """
    found = tuple(candidates)
    return tuple(one for one in found if not one.was_given_up) or found


def choose_twice(
    candidates: Iterable[Candidate],
    seed: str,
    share_pct: int,
    owed: Collection[int],
    shares: Mapping[int, int] | None = None,
) -> tuple[tuple[Candidate, str], ...]:
    """Choose which drawn files are read twice.

    Args:
        candidates: Drawn files that a second person may read.
        seed: Made when the files are chosen; not the draw's, which readers are shown.
        share_pct: Share of them, in percent, rounded up.
        owed: Readers of whom at least one file must be among them.
        shares: Reader to the share of their own files, in percent, rounded up, where that is
            more than the usual one; None for nobody.

    Returns:
        Files with their tickets, lowest first: the share, then for each reader the lowest of
        theirs until their own share is reached, or the one that they are owed.

    Source: docs/methods/agreement.md.
    """
    by_ticket = sorted(
        (ticket(f"{seed}|second", one.reference), one) for one in _distinct(candidates)
    )
    wanted = -(-len(by_ticket) * share_pct // 100)
    chosen = by_ticket[:wanted]
    files = Counter(one.reader_id for _, one in by_ticket)
    missing = {
        reader: max(-(-count * (shares or {}).get(reader, 0) // 100), int(reader in owed))
        for reader, count in files.items()
    }
    for _, one in chosen:
        missing[one.reader_id] -= 1
    for drawn, one in by_ticket[wanted:]:
        if missing[one.reader_id] > 0:
            chosen.append((drawn, one))
            missing[one.reader_id] -= 1
    return tuple((one, drawn) for drawn, one in sorted(chosen, key=lambda pair: pair[0]))


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    return list({one.reference: one for one in candidates}.values())


def compare(
    rubric: Rubric, first: Mapping[str, str], second: Mapping[str, str]
) -> tuple[ComparedItem, ...]:
    """Hold two readings against each other, item by item.

    Args:
        rubric: The version both were read against.
        first: Item to code, as the first reading froze it.
        second: The same of the second.

    Returns:
        Every item that is in force in at least one of them, in the order of the rubric.
    """
    order = [code for code in rubric.items if code in first or code in second]
    order += [code for code in sorted({*first, *second}) if code not in rubric.items]
    return tuple(
        _compared(code, rubric.items.get(code), first.get(code), second.get(code)) for code in order
    )


def _compared(code: str, item: Item | None, first: str | None, second: str | None) -> ComparedItem:
    steps = None if item is None else steps_between(item.scale, first, second)
    is_critical = item is not None and item.critical is not None
    return ComparedItem(code, first, second, is_critical, steps)


def steps_between(scale: Scale, first: str | None, second: str | None) -> int | None:
    """Count the steps of a scale between two codes.

    Args:
        scale: The scale.
        first: One code.
        second: The other.

    Returns:
        0 for the same; None where one of them is not scored.
    """
    scored = sorted({option.score for option in scale.options if option.score is not None})
    places = {o.code: scored.index(o.score) for o in scale.options if o.score is not None}
    if first not in places or second not in places:
        return None
    return abs(places[first] - places[second])


def lower_of(scale: Scale, first: str, second: str) -> Choice:
    """Tell which of two scored codes is the lower one.

    Args:
        scale: The scale.
        first: Code of the first reading.
        second: Code of the second.

    Returns:
        Whose it is; the first where both are worth the same.
    """
    worth = {option.code: option.score for option in scale.options}
    one, other = worth[first], worth[second]
    is_lower = one is not None and other is not None and other < one
    return Choice.SECOND if is_lower else Choice.FIRST


def differing(first: Sequence[Entry], second: Sequence[Entry]) -> tuple[EntryKey, ...]:
    """List the entries in which two readings differ.

    Args:
        first: Entries of the first reading.
        second: Entries of the second.

    Returns:
        Kind and key, answers first; an entry without a value counts as none.
    """
    one, other = values_of(first), values_of(second)
    kinds = [kind.value for kind in EntryKind]
    apart = [key for key in {*one, *other} if one.get(key) != other.get(key)]
    return tuple(
        sorted(apart, key=lambda key: (key[0] != EntryKind.ANSWER, kinds.index(key[0]), key))
    )


def values_of(entries: Iterable[Entry]) -> dict[EntryKey, Any]:
    """Give the values that stand in a reading.

    Args:
        entries: Its entries.

    Returns:
        Kind and key to value, those without one left out.
    """
    return {(one.kind.value, one.key): one.value for one in entries if one.value is not None}


def small_choices(rubric: Rubric, compared: Iterable[ComparedItem]) -> dict[EntryKey, PairDecision]:
    """Settle differences of one step that are not critical: the lower answer counts.

    Args:
        rubric: The version both were read against.
        compared: The items.

    Returns:
        Entry to decision, for answers only.
    """
    return {
        (EntryKind.ANSWER.value, one.code): PairDecision(
            lower_of(rubric.items[one.code].scale, one.first or "", one.second or "")
        )
        for one in compared
        if one.is_small
    }


def decision_place(pair_id: int, key: str) -> str:
    """Name the place that the reason of a decision is sealed to.

    Args:
        pair_id: The pair.
        key: Key of the entry.

    Returns:
        The place.
    """
    return f"pair_decision:{pair_id}:{key}"


def check_decisions(
    rubric: Rubric,
    apart: Sequence[EntryKey],
    decisions: Mapping[EntryKey, PairDecision],
    small: Mapping[EntryKey, PairDecision],
) -> dict[EntryKey, PairDecision]:
    """Refuse decisions that leave something open or cannot stand.

    Args:
        rubric: The version both were read against.
        apart: Entries that differ.
        decisions: What somebody decided.
        small: What the rule of small differences gives where they decided nothing; empty where
            they did not ask for it.

    Returns:
        A decision for each entry that differs.

    Raises:
        InvalidError: Something is left open (`undecided`, with `count`), a decision lacks its
            reason (`reason_missing`, with `key`) or its words may not be kept, an answer is none
            of the item's scale (`unknown_answer`), or something other than an answer gets a
            third value (`not_an_answer`).
    """
    found = {key: decisions.get(key) or small.get(key) for key in apart}
    open_count = sum(one is None for one in found.values())
    if open_count:
        raise InvalidError("undecided", count=open_count)
    for (kind, key), one in found.items():
        if one is None or (kind, key) not in decisions:
            continue
        if one.choice is Choice.OTHER:
            _check_other(rubric.items.get(key) if kind == EntryKind.ANSWER else None, one, key)
        if not has_words(one.reason):
            raise InvalidError("reason_missing", key=key)
        check_text(one.reason, PAIR_REASON_MOST, name_reason="")
    return {key: one for key, one in found.items() if one is not None}


def _check_other(item: Item | None, one: PairDecision, key: str) -> None:
    if item is None:
        raise InvalidError("not_an_answer", key=key)
    if one.value not in {option.code for option in item.scale.options}:
        raise InvalidError("unknown_answer", key=key)
