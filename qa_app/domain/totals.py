"""How counted readings add up to the totals that pages show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from qa_app.domain.file_losses import NO_LOSS, Loss

BAND_PLACES = 6
"""Bands that a total can count; more than any rubric has."""

WHOLE_FILE = ""
"""Section of a total that stands for the whole file."""

NETWORK = "n"
"""Scope of the whole network."""


class SampleType(StrEnum):
    """How a file came to be read; only the first two enter charts and criteria.

    A `supplement` only answers what a newer version asks besides; a `quarter` is about a supervisor
    and a `year` about a region, and not about a centre. None of them counts in a total.
    """

    RANDOM = "random"
    CENSUS = "census"
    PURPOSIVE = "purposive"
    IMPORTED = "imported"
    SUPPLEMENT = "supplement"
    QUARTER = "quarter"
    YEAR = "year"


NOT_OF_CENTRES = frozenset({SampleType.QUARTER.value, SampleType.YEAR.value})
"""How a review is marked that is filed under a centre and says nothing of it."""

IN_NO_TOTAL = NOT_OF_CENTRES | {SampleType.SUPPLEMENT.value}
"""How a review is marked that enters no total."""

COUNTED_IN_CHARTS = frozenset({SampleType.RANDOM, SampleType.CENSUS})


@dataclass(frozen=True, slots=True)
class CountedReading:
    """What one signed audit adds to the totals.

    Attributes:
        audit_id: The audit.
        centre_id: Its centre.
        place_path: Ids of the area tree down to the centre's node, such as `1/3/7/`.
        rubric_version_id: The version it was read against.
        area_code: Expertise area.
        sample_type: How the file was chosen.
        month: `month_of` the day the file was read.
        score_millionths: Ratio 0..1 in millionths; None when not rated.
        band_position: Place of the band, 1 is best, or of the rating where the rubric has no
            bands (`ratings.place_counted`); None without either.
        stop_count: Red-line items that tripped.
        gate_count: Must-pass items that tripped.
        sections: Section to its ratio in millionths; sections without a scored item left out.
        codes: Item to the code that stood at signing; of a rule rubric question to answer, and
            beside them what its rules rated, under the names of `rubric_rules`.
        is_final: True once the answer window is over.
        practitioner_id: Who was responsible for the case at signing; None for a whole centre, and
            where nobody is known.
        reader_id: Who read it; 0 where nobody is named.
        design: How it was drawn, as `new_stretches.design_of` gives it.
        losses: Item to what it cost, those that cost nothing left out; only with a score.
        by_case: Item that was scored case by case to what stands for its code; only with a score.
    """

    audit_id: int
    centre_id: int
    place_path: str
    rubric_version_id: int
    area_code: str
    sample_type: str
    month: int
    score_millionths: int | None
    band_position: int | None
    stop_count: int
    gate_count: int
    sections: Mapping[str, int]
    codes: Mapping[str, str]
    is_final: bool
    practitioner_id: int | None = None
    reader_id: int = 0
    design: str = ""
    losses: Mapping[str, Loss] = field(default_factory=dict)
    by_case: Mapping[str, str] = field(default_factory=dict)


class TotalKey(NamedTuple):
    """Which total; the order of fields is the order in which totals are locked."""

    scope: str
    rubric_version_id: int
    sample_type: str
    section: str
    month: int
    area_code: str


_BANDS = tuple(f"band_{place}" for place in range(1, BAND_PLACES + 1))
MONTH_COLUMNS = (
    *("file_count", "scored_count", "score_sum"),
    *("final_count", "final_scored_count", "final_score_sum"),
    *_BANDS,
    *(f"final_{band}" for band in _BANDS),
    *("stop_count", "final_stop_count", "gate_count", "final_gate_count"),
    "final_square_sum",
)
"""The numbers of a month total, as its columns are called and ordered."""


class ItemKey(NamedTuple):
    """Which item total; the order of fields is the order in which totals are locked."""

    scope: str
    rubric_version_id: int
    item_code: str
    sample_type: str
    month: int
    code: str


class ItemNumbers(NamedTuple):
    """The numbers of an item total, as its columns are called and ordered.

    Attributes:
        file_count: Files in which the code stood; none under what stands for a code of an item
            answered case by case.
        final_count: Those of them that are final.
        rated_count: Files with a score in which it stood.
        lost_sum: What the item cost those files, in millionths of the whole score.
        section_lost_sum: The same in millionths of the section's own score.
    """

    file_count: int = 0
    final_count: int = 0
    rated_count: int = 0
    lost_sum: int = 0
    section_lost_sum: int = 0

    def plus(self, other: "ItemNumbers", sign: int = 1) -> "ItemNumbers":
        """Add numbers of the same total.

        Args:
            other: The other ones.
            sign: 1 adds them, -1 takes them away.

        Returns:
            The sum.
        """
        return ItemNumbers(*[one + sign * two for one, two in zip(self, other, strict=True)])


NO_NUMBERS = ItemNumbers()


def scopes_of(centre_id: int, place_path: str) -> tuple[str, ...]:
    """List every level that shows a total holding a centre's files.

    Args:
        centre_id: The centre.
        place_path: Its node's path, such as `1/3/7/`.

    Returns:
        Centre, each place of the path from the root down, and the network.
    """
    places = tuple(f"p:{node}" for node in place_path.split("/") if node)
    return (f"c:{centre_id}", *places, NETWORK)


def practitioner_scope(practitioner_id: int) -> str:
    """Name the total of one worker's own files; there are none of their items.

    Args:
        practitioner_id: The worker.

    Returns:
        Such as `w:4`.

    Source: docs/adr/0037-a-practitioners-own-trend.md.
    """
    return f"w:{practitioner_id}"


def changes_to_totals(
    readings: Iterable[CountedReading], sign: int
) -> dict[TotalKey, Mapping[str, int]]:
    """Add up what readings change in the month totals.

    Args:
        readings: Signed audits.
        sign: 1 adds them, -1 takes them away.

    Returns:
        Total to column to the number added; totals that change alike may share one mapping.
    """
    changes: dict[TotalKey, Mapping[str, int]] = {}
    for reading in counting(readings):
        parts = [(section, added_to({}, columns, sign)) for section, columns in _parts(reading)]
        for scope in _month_scopes(reading):
            for section, columns in parts:
                key = TotalKey(
                    scope,
                    reading.rubric_version_id,
                    reading.sample_type,
                    section,
                    reading.month,
                    reading.area_code,
                )
                # nearly always one reading is counted, and nothing stands there yet
                before = changes.get(key)
                changes[key] = columns if before is None else added_to(before, columns)
    return changes


def added_to(
    before: Mapping[str, int], columns: Mapping[str, int], sign: int = 1
) -> dict[str, int]:
    """Add numbers by column.

    Args:
        before: Some numbers.
        columns: Others of the same total.
        sign: 1 adds them, -1 takes them away.

    Returns:
        The sums, of all columns of either.
    """
    found = dict(before)
    for column, number in columns.items():
        found[column] = found.get(column, 0) + sign * number
    return found


def changes_to_items(readings: Iterable[CountedReading], sign: int) -> dict[ItemKey, ItemNumbers]:
    """Add up what readings change in the item totals of their centres and places.

    Args:
        readings: Signed audits.
        sign: 1 adds them, -1 takes them away.

    Returns:
        Item total to the numbers added.
    """
    changes: dict[ItemKey, ItemNumbers] = {}
    for reading in counting(readings):
        one_reading = _item_changes(reading, sign)
        if not changes:
            # nearly always one reading is counted, and nothing is added up
            changes = one_reading
            continue
        for key, numbers in one_reading.items():
            before = changes.get(key)
            changes[key] = numbers if before is None else before.plus(numbers)
    return changes


def _item_changes(reading: CountedReading, sign: int) -> dict[ItemKey, ItemNumbers]:
    version, sample, month = reading.rubric_version_id, reading.sample_type, reading.month
    counted = sorted(
        (item, code, one if sign == 1 else NO_NUMBERS.plus(one, sign))
        for item, code, one in _items(reading)
    )
    # in the order of the keys, so that who locks them has next to nothing left to sort
    return {
        ItemKey(scope, version, item, sample, month, code): numbers
        for scope in sorted(scopes_of(reading.centre_id, reading.place_path))
        for item, code, numbers in counted
    }


def _items(reading: CountedReading) -> Iterator[tuple[str, str, ItemNumbers]]:
    final, rated = int(reading.is_final), int(reading.score_millionths is not None)
    for item, code in reading.codes.items():
        loss = reading.losses.get(item, NO_LOSS)
        yield item, code, ItemNumbers(1, final, rated, *loss)
    for item, code in reading.by_case.items():
        loss = reading.losses.get(item, NO_LOSS)
        yield item, code, ItemNumbers(0, 0, rated, *loss)


def _month_scopes(reading: CountedReading) -> tuple[str, ...]:
    scopes = scopes_of(reading.centre_id, reading.place_path)
    if reading.practitioner_id is None:
        return scopes
    return (*scopes, practitioner_scope(reading.practitioner_id))


def counting(readings: Iterable[CountedReading]) -> Iterator[CountedReading]:
    """Leave out what enters no total.

    Here and nowhere else, so that signing, voiding and counting anew can never disagree.

    Args:
        readings: Signed audits.

    Returns:
        Those of them that count.
    """
    return (one for one in readings if one.sample_type not in IN_NO_TOTAL)


def _parts(reading: CountedReading) -> Iterator[tuple[str, dict[str, int]]]:
    whole = _columns(reading.score_millionths, is_final=reading.is_final)
    counts = {
        "stop_count": int(reading.stop_count > 0),
        "gate_count": int(reading.gate_count > 0),
    }
    if reading.band_position is not None:
        counts[f"band_{reading.band_position}"] = 1
    for column, number in counts.items():
        whole[column] = number
        whole[f"final_{column}"] = number * reading.is_final
    # with the sum it tells how far scores spread, without looking at a file again
    whole["final_square_sum"] = (reading.score_millionths or 0) ** 2 * reading.is_final
    yield WHOLE_FILE, whole
    for section, millionths in reading.sections.items():
        yield section, _columns(millionths, is_final=reading.is_final)


def _columns(millionths: int | None, *, is_final: bool) -> dict[str, int]:
    scored = int(millionths is not None)
    score = millionths or 0
    return {
        "file_count": 1,
        "scored_count": scored,
        "score_sum": score,
        "final_count": int(is_final),
        "final_scored_count": scored * is_final,
        "final_score_sum": score * is_final,
    }
