"""Practice files: invented case files with agreed answers, for calibration and the first day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from qa_app.domain.asked import HOLISTIC_KEY
from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.draft import Draft, scored_draft
from qa_app.domain.rubric import Rubric
from qa_app.domain.text import BilingualText
from qa_app.domain.working_days import WorkingCalendar

_ASSESSORS = ("centre", "supervisor")
_FILES = 2


def files_for(rubric: str) -> tuple[str, ...]:
    """Name the practice files of a rubric; one round reads each of them once.

    Args:
        rubric: The rubric's code.

    Returns:
        Their codes; files of these names are shipped for the areas of a resource centre.
    """
    return tuple(f"{rubric}_{number}" for number in range(1, _FILES + 1))


@dataclass(frozen=True, slots=True)
class Agreed:
    """What experienced readers agreed on for one item.

    Attributes:
        code: The option.
        why: A sentence of reasoning.
    """

    code: str
    why: BilingualText


@dataclass(frozen=True, slots=True)
class PracticeFile:
    """An invented case file.

    Attributes:
        code: Its name.
        rubric: Code of the rubric that it is read against.
        version: Version for which the answers were agreed.
        title: Its title.
        read_at: Local instant for which it is read.
        holds: What the file holds, paragraph by paragraph.
        background: Its facts, dates and logs, given with the file.
        answers: Item to what is agreed; the judgement of the whole stands under its own key.
    """

    code: str
    rubric: str
    version: str
    title: BilingualText
    read_at: datetime
    holds: tuple[BilingualText, ...]
    background: tuple[Entry, ...]
    answers: Mapping[str, Agreed]


def read_as(
    practice: PracticeFile, rubric: Rubric, codes: Mapping[str, str], calendar: WorkingCalendar
) -> Draft:
    """Score a practice file as somebody answered it.

    Args:
        practice: The file.
        rubric: The rubric, in any version.
        codes: Item to the option chosen; unknown items and options are left out.
        calendar: Working days.

    Returns:
        The draft, scored by the product's engine.
    """
    entries = [one for one in practice.background if _is_declared(rubric, one)]
    for code, chosen in codes.items():
        if code == HOLISTIC_KEY:
            scale = None if rubric.holistic is None else rubric.holistic.scale
            kind = EntryKind.HOLISTIC
        else:
            item = rubric.items.get(code)
            scale, kind = (None if item is None else item.scale), EntryKind.ANSWER
        if scale is not None and chosen in {option.code for option in scale.options}:
            entries.append(Entry(kind, code, chosen))
    return scored_draft(rubric, entries, _ASSESSORS, practice.read_at, calendar)


def agreed_codes(practice: PracticeFile) -> dict[str, str]:
    """Give the agreed answers as codes.

    Args:
        practice: The file.

    Returns:
        Item to option.
    """
    return {code: one.code for code, one in practice.answers.items()}


def _is_declared(rubric: Rubric, entry: Entry) -> bool:
    declared = {
        EntryKind.FACT: {one.code for one in rubric.facts},
        EntryKind.CLOCK: {one.code for one in rubric.clocks},
        EntryKind.LOG: {one.code for one in rubric.logs},
    }
    return entry.key in declared.get(entry.kind, set())
