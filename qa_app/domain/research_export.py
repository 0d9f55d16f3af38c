"""Tables for research: answers counted by centre, quarter and section, small numbers held back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from qa_app.domain.defaults import (
    FILES_PER_POINT,
    PROJECT_LEAST,
    PROJECT_MOST,
    RESEARCH_RESTS_DAYS,
    SMALL_COUNT,
)
from qa_app.domain.errors import InvalidError
from qa_app.domain.export_columns import COLUMNS
from qa_app.domain.item_export import ExportedReading, Purpose
from qa_app.domain.month_grid import last_of
from qa_app.domain.research_ratings import RatedBlock, shown_ratings
from qa_app.domain.result_export import ITEM_COLUMNS, item_rows
from qa_app.domain.signing import named_ratings
from qa_app.domain.statistics.disclosure import shown_counts
from qa_app.domain.text import has_words
from qa_app.domain.totals import COUNTED_IN_CHARTS

_QUARTER_MONTHS = 3
_HEAD = {one.name: place for place, one in enumerate(COLUMNS[1:])}
_ROW = {name: place for place, name in enumerate(ITEM_COLUMNS)}

Scales = Mapping[tuple[str, str, str], tuple[str, Sequence[str]]]
"""Rubric, version and item to its scale and the codes of that scale's options, in their order."""
Blocks = Mapping[tuple[str, str], Sequence[RatedBlock]]
"""Rule rubric and version to what of it is counted."""
NO_BLOCKS: Blocks = {}
_OUTCOME, _ITEM = "outcome", "item"


class Group(NamedTuple):
    """Files that are counted together."""

    centre: str
    quarter: str
    area: str
    rubric: str
    version: str


@dataclass(frozen=True, slots=True)
class CountedFile:
    """One file as far as the tables need it.

    Attributes:
        group: Where it counts.
        answers: Section and item to the option.
        is_changed: True where its result was changed or made void after it was final.
        ratings: Rule rubrics: what was rated, by the names of `signing.counted_parts`.
    """

    group: Group
    answers: Mapping[tuple[str, str], str]
    is_changed: bool = False
    ratings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResearchRow:
    """One row of the table.

    Attributes:
        group: Whose files and when.
        section: Section of the rubric; of a rule rubric the outcome or item.
        scale: Scale of the items that are counted together; of a rule rubric `outcome` or `item`.
        files: Files read in this quarter, `FILES_PER_POINT` or more.
        option: The option, or the rating.
        answers: How many items were answered so, or files rated so; None where that is held back.
    """

    group: Group
    section: str
    scale: str
    files: int
    option: str
    answers: int | None


@dataclass(frozen=True, slots=True)
class ResearchTable:
    """The table.

    Attributes:
        rows: In the order of group, section, scale and option.
        left_out: Centres and quarters without rows, because too few files were read or a result
            was changed or made void since.
    """

    rows: tuple[ResearchRow, ...]
    left_out: int


def counted_until(quarter_end: date) -> date:
    """Say by when a result must be final to count in tables for research.

    The day hangs on the quarter alone, so that everybody who takes a quarter, whenever, takes the
    same numbers: of two tables that differ by one file the difference would be that file.

    Args:
        quarter_end: Last day of a quarter.

    Returns:
        The day, by universal time.
    """
    return quarter_end + timedelta(days=RESEARCH_RESTS_DAYS)


def check_rests(until: date, today: date) -> None:
    """Refuse quarters whose numbers may still grow.

    Args:
        until: Last day of the last one.
        today: Local day.

    Raises:
        InvalidError: It is not over long enough (`span_ahead`).
    """
    # wherever it is read, the last day to count is over everywhere one day later
    if today <= counted_until(until) + timedelta(days=1):
        raise InvalidError("span_ahead")


def check_research(since: date | None, until: date | None, purpose: Purpose, project: str) -> None:
    """Refuse a request for tables that cannot be made or of which nobody could judge the use.

    Args:
        since: First day of reading.
        until: Last day of reading.
        purpose: What for.
        project: What the research is and who does it.

    Raises:
        InvalidError: The days are not those of whole quarters (`quarters`): what a shorter span
            adds could be worked out from two tables. The purpose is another one (`purpose`). The
            project is said in too few or too many words (`project`).
    """
    if since is None or until is None or not _are_quarters(since, until):
        raise InvalidError("quarters")
    if purpose is not Purpose.RESEARCH:
        raise InvalidError("purpose")
    said = project.strip()
    if not has_words(said) or not PROJECT_LEAST <= len(said) <= PROJECT_MOST:
        raise InvalidError("project")


def _are_quarters(since: date, until: date) -> bool:
    is_start = since.day == 1 and since.month % _QUARTER_MONTHS == 1
    is_end = until == last_of(until.replace(day=1)) and until.month % _QUARTER_MONTHS == 0
    return is_start and is_end


def counted_file(reading: ExportedReading) -> CountedFile | None:
    """Take from a review what the tables count.

    Args:
        reading: The review.

    Returns:
        Its answers and ratings; None when it was not drawn at random or as one of all, was not
        final by the day of `counted_until`, or its answers are withheld. Notes, references and
        readers are not looked at.
    """
    head = {name: reading.head[place] for name, place in _HEAD.items() if place < len(reading.head)}
    final_at, on = head["final_at"], head["reviewed_on"]
    if head["sample_type"] not in COUNTED_IN_CHARTS:
        return None
    if not isinstance(final_at, datetime) or not isinstance(on, date):
        return None
    if final_at.date() > counted_until(_quarter_end(on)):
        return None
    answers: dict[tuple[str, str], str] = {}
    for row in item_rows(0, reading.result):
        section, item, code = (row[_ROW[name]] for name in ("section", "item", "code"))
        if row[_ROW["state"]] == "scored" and section and code:
            answers[str(section), str(item)] = str(code)
    ratings = named_ratings(reading.result) if "ratings" in reading.result else {}
    if not answers and not ratings:
        return None
    quarter = f"{on.year}Q{(on.month - 1) // _QUARTER_MONTHS + 1}"
    named = (str(head[name]) for name in ("area", "rubric", "version"))
    # what took the place of a final result came later and does not count by itself
    is_changed = head["standing"] != "final"
    return CountedFile(Group(str(head["centre"]), quarter, *named), answers, is_changed, ratings)


def _quarter_end(day: date) -> date:
    month = day.month + (-day.month) % _QUARTER_MONTHS
    return last_of(day.replace(month=month, day=1))


def research_table(
    files: Iterable[CountedFile], scales: Scales, blocks: Blocks = NO_BLOCKS
) -> ResearchTable:
    """Count answers and hold back what would tell of few files.

    Items of a section are counted together as far as they share a scale: how many answers a scale
    has there is known to everyone who knows the rubric and the number of files.

    Args:
        files: The files; the centre of each is already its pseudonym.
        scales: Scale of each item; items that it does not name are left out.
        blocks: What is counted of rule rubrics (`shown_ratings`).

    Returns:
        One row for each option of each scale of a section, and for each rating of an outcome or
        item. A number that stands on fewer than
        `SMALL_COUNT` files is held back, and as many more of its scale as would give it away
        together with the number of files; where that is not possible the whole scale is. A group
        has no rows once one of its results was changed or made void: beside a table that was
        taken before, new rows would tell that file.

    Source: docs/methods/disclosure.md.
    """
    groups: dict[Group, list[CountedFile]] = defaultdict(list)
    for one in files:
        groups[one.group].append(one)
    rows: list[ResearchRow] = []
    left_out = 0
    for group in sorted(groups):
        own = groups[group]
        if len(own) < FILES_PER_POINT or any(one.is_changed for one in own):
            left_out += 1
            continue
        for (section, scale), tally in sorted(_tallies(own, scales).items()):
            rows += [
                ResearchRow(group, section, scale, len(own), option, count)
                for option, count in tally.shown().items()
            ]
        rows += _rated(group, own, blocks.get((group.rubric, group.version), ()))
    return ResearchTable(tuple(rows), left_out)


def _rated(
    group: Group, files: Sequence[CountedFile], blocks: Sequence[RatedBlock]
) -> Iterator[ResearchRow]:
    for block in blocks:
        for part, rating, count in shown_ratings(block, [one.ratings for one in files]):
            kind = _OUTCOME if part.is_outcome else _ITEM
            yield ResearchRow(group, part.code, kind, len(files), rating, count)


@dataclass(frozen=True, slots=True)
class _Tally:
    """Option to how many items were answered so, and in which of the files."""

    answers: dict[str, int]
    files: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, option: str, file: int) -> None:
        self.answers[option] = self.answers.get(option, 0) + 1
        self.files[option].add(file)

    def shown(self) -> dict[str, int | None]:
        # several answers of few files are as telling as few answers
        weighed = {
            option: count if len(self.files[option]) >= SMALL_COUNT else min(count, SMALL_COUNT - 1)
            for option, count in self.answers.items()
        }
        told = shown_counts(weighed)
        if told.total is None:
            return dict.fromkeys(self.answers)
        return {
            option: None if told.cells[option] is None else count
            for option, count in self.answers.items()
        }


def _tallies(files: Sequence[CountedFile], scales: Scales) -> dict[tuple[str, str], _Tally]:
    found: dict[tuple[str, str], _Tally] = {}
    for number, one in enumerate(files):
        for (section, item), option in one.answers.items():
            known = scales.get((one.group.rubric, one.group.version, item))
            if known is None:
                continue
            scale, options = known
            if (section, scale) not in found:
                found[section, scale] = _Tally(dict.fromkeys(options, 0))
            found[section, scale].add(option, number)
    return found
