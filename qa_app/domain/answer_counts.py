"""Answers to items of versions in force, counted, and as much of a count as may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa_app.domain.defaults import FINDINGS_LEAST, SHARE_DENOMINATOR
from qa_app.domain.option_worth import worths
from qa_app.domain.rubric import Item
from qa_app.domain.statistics.disclosure import is_told
from qa_app.domain.text import BilingualText


@dataclass(frozen=True, slots=True)
class ItemUse:
    """An item of a version in force.

    Attributes:
        rubric: Code of the rubric.
        version: Its version.
        version_id: The version.
        title: The rubric's title.
        area: The rubric's area.
        is_sealed: True when its readings are sealed.
        item: The item.
    """

    rubric: str
    version: str
    version_id: int
    title: BilingualText
    area: str
    is_sealed: bool
    item: Item

    @property
    def key(self) -> tuple[int, str]:
        """Its place among the answers: version and item."""
        return self.version_id, self.item.code


@dataclass(frozen=True, slots=True)
class Answers:
    """Scored answers to items.

    Attributes:
        top: At the top option.
        below: Below it; these are the findings.
        closed_top: Of those at the top option, how many stand in files that the reader of the
            count may not read; sealed ones are closed to everybody.
        closed_below: Likewise of those below it.
        is_to_ask: True where the reader would have to ask for so few of the files that the count
            would tell of these.
    """

    top: int = 0
    below: int = 0
    closed_top: int = 0
    closed_below: int = 0
    is_to_ask: bool = False

    @property
    def n(self) -> int:
        """All scored answers."""
        return self.top + self.below

    @property
    def closed_n(self) -> int:
        """Scored answers in files that the reader of the count may not read."""
        return self.closed_top + self.closed_below

    def __add__(self, other: "Answers") -> "Answers":
        return Answers(
            self.top + other.top,
            self.below + other.below,
            self.closed_top + other.closed_top,
            self.closed_below + other.closed_below,
            self.is_to_ask or other.is_to_ask,
        )

    def closed_but_for(self, opened: "Answers | None" = None) -> "Answers":
        """Say which of them the reader may not read.

        Args:
            opened: Those in files that the reader may read; None for none of them.

        Returns:
            The same answers, all but `opened` closed.
        """
        kept = opened or NO_ANSWERS
        return Answers(self.top, self.below, self.top - kept.top, self.below - kept.below)


NO_ANSWERS = Answers()


class Held(StrEnum):
    """Why a count is held back."""

    FEW_ANSWERS = "few_answers"
    FEW_FINDINGS = "few_findings"
    PART = "part"
    GIVES_AWAY = "gives_away"
    SEALED = "sealed"
    OUT_OF_REACH = "out_of_reach"
    TO_ASK = "to_ask"


@dataclass(frozen=True, slots=True)
class Shown:
    """As much of answers as someone may see.

    Attributes:
        below: Answers below the top option; None when not shown.
        n: Scored answers; None when not shown.
        held: Why nothing is shown: fewer than `SHARE_DENOMINATOR` answers; fewer than
            `FINDINGS_LEAST` differ from the rest; one item of a sum is held back for such a
            reason; with this count another one could be worked out; only sealed readings; the
            reader sees no centre's results; for fewer than `FILES_PER_POINT` of the files they
            would have to ask. None when it is shown.
    """

    below: int | None = None
    n: int | None = None
    held: Held | None = None


def answers_of(item: Item, counts: Mapping[str, int]) -> Answers:
    """Add up answers to an item.

    Args:
        item: The item.
        counts: Code to how many files had it.

    Returns:
        Codes without a score, such as "not applicable", and codes that the scale does not
        know count for nothing.
    """
    below = codes_below(item)
    scored = worths(item).keys()
    return Answers(
        sum(n for code, n in counts.items() if code in scored - below),
        sum(n for code, n in counts.items() if code in below),
    )


def codes_below(item: Item) -> frozenset[str]:
    """List the answers to an item that are scored, but not with the best score.

    Args:
        item: The item.

    Returns:
        Codes of its scale; none where every scored answer has the same score.
    """
    scores = {o.code: o.score for o in item.scale.options if o.score is not None}
    best = max(scores.values(), default=None)
    return frozenset(code for code, score in scores.items() if score != best)


def shown(answers: Answers) -> Shown:
    """Choose how much of answers may be shown.

    Args:
        answers: The answers; of them, what the reader may not read as `closed_`.

    Returns:
        Everything when the reader may read every file behind it. Otherwise it is the closed
        part that decides, because whoever reads the rest can take it off: nothing below
        `SHARE_DENOMINATOR` closed answers, and nothing when fewer than `FINDINGS_LEAST` of
        them differ from the rest. No answer at all is told to everyone.
    """
    if answers.is_to_ask:
        return Shown(held=Held.TO_ASK)
    if not is_told(answers.closed_n, SHARE_DENOMINATOR):
        return Shown(held=Held.FEW_ANSWERS)
    if answers.closed_n and min(answers.closed_below, answers.closed_top) < FINDINGS_LEAST:
        return Shown(held=Held.FEW_FINDINGS)
    return Shown(answers.below, answers.n)


def shown_sum(items: Sequence[tuple[ItemUse, Answers]]) -> Shown:
    """Choose how much of a sum over items may be shown beside the counts of each of them.

    Args:
        items: Items with their answers.

    Returns:
        The sum of what is not sealed; sealed readings count in no sum. Nothing as soon as one
        item of several is held back, because the rest could be taken off the sum.
    """
    counted = [found for use, found in items if not use.is_sealed]
    if items and not counted:
        return Shown(held=Held.SEALED)
    held = [told for told in map(shown, counted) if told.held is not None]
    if held:
        return held[0] if len(items) == 1 else Shown(held=Held.PART)
    return shown(sum(counted, NO_ANSWERS))


def shown_parts(parts: Sequence[Answers]) -> tuple[Shown, ...]:
    """Choose how much of the parts of a count may be shown beside the count itself.

    Args:
        parts: Answers to one item, centre by centre; together they are the count.

    Returns:
        One for each. What is held back must together be a number that may be shown, because
        it is the count less the parts that are shown; where it is not, the smallest of the
        others with closed answers are held back besides.
    """
    told = [shown(part) for part in parts]
    others = sorted(
        (at for at, part in enumerate(parts) if part.closed_n and told[at].held is None),
        key=lambda at: (parts[at].closed_n, at),
    )
    for at in others:
        rest = sum((part for part, one in zip(parts, told, strict=True) if one.held), NO_ANSWERS)
        if shown(rest).held is None:
            break
        told[at] = Shown(held=Held.GIVES_AWAY)
    return tuple(told)
