"""What a reader finds in an invented case file, entered the way a reader would."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from qa_app.demo.dated_events import dated_events, dated_logs
from qa_app.demo.dice import Dice
from qa_app.demo.file_story import FileStory
from qa_app.domain.asked import HOLISTIC_KEY
from qa_app.domain.audit_entries import Entry, EntryChange, EntryKind, Gap, lacks_of, plain_case
from qa_app.domain.case_plain import case_from
from qa_app.domain.rubric import Fact, FactType, Holistic, Item, Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_result import AuditScore
from qa_app.domain.working_days import WorkingCalendar

_PASSES = 6
_HALF = 50
_SLIPS = ("partly",) * 10 + ("unmet",) * 7 + ("no_record",) * 3
_BREACHES = ("found",) * 7 + ("cannot_tell",) * 13
_NOTES = (
    "所查材料中未见相应记录。",
    "记录日期晚于要求，已当面说明。",
    "材料不完整，建议补齐后复核。",
    "做法口头说明，档案中无佐证。",
)
_REASON = "以档案中的纸质登记为准。"


def written_file(
    rubric: Rubric, story: FileStory, calendar: WorkingCalendar, dice: Dice
) -> tuple[EntryChange, ...]:
    """Fill in everything that signing asks for.

    Slips fall as in the dry run of the criteria: half are partly met, 35 of 100 not met,
    the rest without a record; of breach items 35 of 100 slips are a breach.

    Args:
        rubric: The version the file is read against.
        story: What the file is like.
        calendar: Working days of the rubric's region.
        dice: Chance that can be repeated.

    Returns:
        The entries to save, none of them saved yet.
    """
    started = datetime.combine(story.opened_on, time(9, 0)) + timedelta(minutes=dice.below(400))
    entries = [Entry(EntryKind.FACT, fact.code, _fact(fact, story, dice)) for fact in rubric.facts]
    entries += dated_events(rubric, started, story, dice)
    entries += dated_logs(rubric, entries, story, dice)
    score = _scored(rubric, entries, story, calendar)
    for _ in range(_PASSES):
        if not score.open:
            break
        entries += [_answer(rubric.items[code], story, dice) for code in score.open]
        score = _scored(rubric, entries, story, calendar)
    if rubric.holistic is not None:
        entries.append(_judgement(rubric.holistic, score))
    entries = _noted(rubric, entries, score, dice)
    return tuple(_change(entry, dice) for entry in entries)


def _scored(
    rubric: Rubric, entries: Sequence[Entry], story: FileStory, calendar: WorkingCalendar
) -> AuditScore:
    case = case_from(rubric, plain_case(entries, ["centre"], story.read_at))
    return score_audit(rubric, case, calendar, explained=True)


def _fact(fact: Fact, story: FileStory, dice: Dice) -> Any:
    options = [code for code, _ in fact.options]
    match fact.type:
        case FactType.BOOL:
            return story.closed_on is not None if fact.code == "closed" else dice.hits(_HALF)
        case FactType.INT:
            end = story.closed_on or story.read_at.date()
            return (end - story.opened_on).days if "days" in fact.code else dice.between(1, 4)
        case FactType.DATE:
            return (story.opened_on + timedelta(days=dice.between(1, 20))).isoformat()
        case FactType.CHOICE:
            return dice.one_of(options)
        case FactType.MULTI:
            return [dice.one_of(options)]
        case FactType.HISTORY:
            later = (story.opened_on + timedelta(days=dice.between(20, 40))).isoformat()
            first = {"from": story.opened_on.isoformat(), "is": dice.one_of(options)}
            return [first, {"from": later, "is": dice.one_of(options)}]


def _answer(item: Item, story: FileStory, dice: Dice) -> Entry:
    codes = [option.code for option in item.scale.options]
    is_met = dice.hits(story.met_pct)
    if item.critical is not None and item.critical.value == "stop":
        is_met = not story.has_red_line
    code = codes[0]
    if not is_met:
        code = dice.one_of(_BREACHES if item.scale.code == "breach3" else _SLIPS)
        if story.has_red_line and item.critical_fail:
            code = min(item.critical_fail)
    if code not in codes:
        code = codes[1]
    read = tuple(name for name, _ in item.read) if item.read else ()
    note = _REASON if item.clocks or item.frequency or item.measure else ""
    return Entry(EntryKind.ANSWER, item.code, code, note=note, read=read)


def _judgement(holistic: Holistic, score: AuditScore) -> Entry:
    ranks = [option.code for option in holistic.scale.options]
    by_band = dict(holistic.bands)
    place = "ABCD".index(score.band) if score.band in {"A", "B", "C", "D"} else len(ranks) - 1
    mapped = by_band.get(score.band or "", (ranks[min(place, len(ranks) - 1)],))
    return Entry(EntryKind.HOLISTIC, HOLISTIC_KEY, mapped[0])


def _noted(rubric: Rubric, entries: Sequence[Entry], score: AuditScore, dice: Dice) -> list[Entry]:
    wanting = {
        lack.item
        for lack in lacks_of(rubric, score, entries, {})
        if lack.gap in {Gap.NOTE, Gap.REASON}
    }
    return [
        replace(entry, note=dice.one_of(_NOTES))
        if entry.kind is EntryKind.ANSWER and entry.key in wanting
        else entry
        for entry in entries
    ]


def _change(entry: Entry, dice: Dice) -> EntryChange:
    return EntryChange(
        entry.kind,
        entry.key,
        entry.value,
        base_revision=0,
        operation_id=f"{dice.number():016x}{dice.number():016x}",
        note=entry.note,
        read=entry.read,
    )
