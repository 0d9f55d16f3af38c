"""Answers of children and caregivers in batches, so that no two looks tell what one of them said.

Answers of one centre, area and way are counted off in the order in which they were given, ten at a
time. Figures and words are of whole batches only. A batch never changes once it is whole, and it
comes into a period and leaves it as a whole: so what one look shows and another does not is always
a whole batch. Answers from the device and from paper are counted off apart, because whoever enters
papers knows what they say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qa_app.domain.defaults import FEEDBACK_LEAST


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answered.

    Attributes:
        place: Where it stands among all answers; later answers have higher numbers.
        on: Local day.
        at: The instant.
        answers: Five numbers from 1 to 5.
    """

    place: int
    on: date
    at: datetime
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SafeAsking:
    """Somebody was asked, safely.

    Attributes:
        id: The asking; later ones have higher numbers.
        given: What was answered; None where nothing came.
    """

    id: int
    given: Given | None


@dataclass(frozen=True, slots=True)
class Batch:
    """As many answers as a batch holds, one after another.

    Attributes:
        askings: Askings that were answered, in the order of their answers.
        answers: Five numbers of each.
        asked: Askings counted with the batch: those answered in it, and those after the last asking
            of the batches before, up to its own last, that nobody had answered when it was whole.
        first_on: Day of its first answer.
        whole_on: Local day on which it became whole.
        whole_at: The instant.
    """

    askings: tuple[int, ...]
    answers: tuple[tuple[int, ...], ...]
    asked: int
    first_on: date
    whole_on: date
    whole_at: datetime


def batches_of(askings: Sequence[SafeAsking]) -> tuple[Batch, ...]:
    """Count off the answers of one centre, area and way.

    Args:
        askings: All of them since the first, in any order.

    Returns:
        Whole batches in order; answers after the last one wait for theirs.
    """
    answered = sorted(
        ((one.given, one.id) for one in askings if one.given is not None),
        key=lambda pair: pair[0].place,
    )
    found: list[Batch] = []
    counted = 0
    for start in range(0, len(answered) - FEEDBACK_LEAST + 1, FEEDBACK_LEAST):
        part = answered[start : start + FEEDBACK_LEAST]
        last = part[-1][0].place
        until = max(counted, *(asking for _, asking in part))
        unanswered = sum(
            counted < one.id <= until and (one.given is None or one.given.place > last)
            for one in askings
        )
        counted = until
        found.append(
            Batch(
                askings=tuple(asking for _, asking in part),
                answers=tuple(given.answers for given, _ in part),
                asked=len(part) + unanswered,
                first_on=min(given.on for given, _ in part),
                whole_on=max(given.on for given, _ in part),
                whole_at=max(given.at for given, _ in part),
            )
        )
    return tuple(found)


def batches_within(
    batches: Sequence[Batch], first: date, last: date, known_at: datetime
) -> tuple[Batch, ...]:
    """Keep batches that became whole in a period and were known by an instant.

    Args:
        batches: Of one centre, area and way.
        first: First local day.
        last: Last local day.
        known_at: The instant.

    Returns:
        Those, each as a whole.
    """
    return tuple(
        one for one in batches if first <= one.whole_on <= last and one.whole_at <= known_at
    )
