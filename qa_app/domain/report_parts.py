"""The lines of an audit report: sections and items as the frozen result tells them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.clocks import LATE, MISSING, NOT_DUE, ON_TIME
from qa_app.domain.option_roles import digits_of, roles_of
from qa_app.domain.report_names import Because, known_names
from qa_app.domain.rubric import Critical, Item, Method, Option, OptionRole, Rubric, Section
from qa_app.domain.scoring_plain import read_ratio
from qa_app.domain.scoring_result import CaseShare, CodeSource, State, Why
from qa_app.domain.signing import place_in_scale
from qa_app.domain.text import NO_TEXT, BilingualText

Plain = Mapping[str, Any]


class SectionState(StrEnum):
    """Whether a section adds to the result."""

    SCORED = "scored"
    NOT_ASSESSED = "not_assessed"
    OFF = "off"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section.

    Attributes:
        code: Its code.
        title: Its title.
        state: Whether it adds to the result.
        weight: Its weight among the sections.
        value: Weighted: its exact share 0..1; profile: the exact mean of its levels;
            None unless scored, and for the other methods.
        fill: How far its bar reaches, 0..1; None without a bar.
        level: Profile: its whole level.
    """

    code: str
    title: BilingualText
    state: SectionState
    weight: Fraction
    value: Fraction | None = None
    fill: Fraction | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One item.

    Attributes:
        code: Its code.
        section: Its section.
        text: The requirement.
        weight: Its weight in the section.
        critical: Red line, must-pass item or neither.
        state: What became of it.
        why: Why it adds nothing; None when it is scored.
        because: What decided that, with the values entered.
        option: The answer that stands; None without one.
        role: Its look; None without an answer.
        digit: The digit printed beside it; empty without one.
        source: Who set it; None without one.
        note: The reader's note; empty for none.
        read: What was read, where the reader ticked it.
        value: 0..1; None unless scored.
        possible: Points of the overall it could earn; None outside weighted results.
        earned: Points it earned; None likewise.
        started_at: Time items: local instant the limit ran from.
        limit_at: Time items: last instant in time.
        done_at: Time items: when it was done.
        cases: Per-case items: what the cases say.
        trips: True when it is critical and failed.
        dated: Time items: the codes that its dates may give, as far as the frozen result tells
            them; more than one where a later limit decides; empty without dates.
    """

    code: str
    section: str
    text: BilingualText
    weight: Fraction
    critical: Critical | None
    state: State
    why: Why | None
    because: tuple[Because, ...]
    option: Option | None
    role: OptionRole | None
    digit: str
    source: CodeSource | None
    note: str
    read: tuple[BilingualText, ...]
    value: Fraction | None
    possible: Fraction | None
    earned: Fraction | None
    started_at: datetime | None
    limit_at: datetime | None
    done_at: datetime | None
    cases: CaseShare | None
    trips: bool
    dated: frozenset[str] = frozenset()

    @property
    def lost(self) -> Fraction | None:
        """Points of the overall that it could have earned and did not; None without points."""
        if self.possible is None or self.earned is None:
            return None
        return self.possible - self.earned


@dataclass(frozen=True, slots=True)
class RatedLine:
    """An outcome or item of a rule rubric; `rating` None = not rated, `label` its own words."""

    code: str
    title: BilingualText
    rating: str | None
    label: BilingualText = NO_TEXT


def report_items(
    rubric: Rubric, told: Iterable[Plain], entries: Sequence[Entry], read_on: date
) -> tuple[ReportItem, ...]:
    """Give every item with what the frozen result and the reader say of it.

    Args:
        rubric: The version the file was read against.
        told: The items of the frozen explanation.
        entries: What the reader saved.
        read_on: Local day of reading.

    Returns:
        In the rubric's order.
    """
    names = known_names(rubric, entries)
    saved = {entry.key: entry for entry in entries if entry.kind is EntryKind.ANSWER}
    found = (_item(rubric.items[one["item"]], one, names, saved.get(one["item"])) for one in told)
    return tuple(replace(one, dated=_dated(rubric.items[one.code], one, read_on)) for one in found)


def _dated(item: Item, told: ReportItem, read_on: date) -> frozenset[str]:
    if told.started_at is None or told.limit_at is None:
        return frozenset()
    if told.done_at is None:
        last = told.limit_at.date()
        if read_on == last:  # the time of day at which it was read is not kept
            return frozenset({NOT_DUE, MISSING})
        return frozenset({NOT_DUE if read_on < last else MISSING})
    if told.done_at <= told.limit_at:
        return frozenset({ON_TIME})
    has_later = any(
        clock.late_until or any(branch.late_until for branch in clock.within_if)
        for clock in item.clocks
    )
    return frozenset({LATE, MISSING} if has_later else {LATE})


_UNTOLD: Plain = {
    "state": State.SCORED,
    "why": None,
    "because": (),
    "source": CodeSource.READER,
    "value": None,
    "weight": "1/1",
    "possible": None,
    "earned": None,
    "started_at": None,
    "limit_at": None,
    "done_at": None,
    "cases": None,
    "trips": False,
}


def unexplained_items(rubric: Rubric, plain: Plain) -> list[Plain]:
    """Tell of the items of a result that was frozen without its explanation.

    Args:
        rubric: The version it was read against.
        plain: The frozen result of an imported inspection.

    Returns:
        The items with a code, in the rubric's order, in the form of an explanation.
    """
    codes = plain["codes"]
    return [{**_UNTOLD, "item": i, "code": codes[i]} for i in rubric.items if i in codes]


def _item(item: Item, told: Plain, names: Mapping[str, Because], saved: Entry | None) -> ReportItem:
    code = told["code"]
    option = next((option for option in item.scale.options if option.code == code), None)
    read = dict(item.read)
    cases = told["cases"]
    return ReportItem(
        code=item.code,
        section=item.section,
        text=item.text,
        weight=Fraction(told["weight"]),
        critical=item.critical,
        state=State(told["state"]),
        why=None if told["why"] is None else Why(told["why"]),
        because=tuple(names.get(name, Because(name, NO_TEXT)) for name in told["because"]),
        option=option,
        role=None if option is None else roles_of(item.scale)[option.code],
        digit="" if option is None else digits_of(item.scale)[option.code],
        source=None if told["source"] is None else CodeSource(told["source"]),
        note="" if saved is None else saved.note,
        read=() if saved is None else tuple(read[name] for name in saved.read if name in read),
        value=read_ratio(told["value"]),
        possible=read_ratio(told["possible"]),
        earned=read_ratio(told["earned"]),
        started_at=_instant(told["started_at"]),
        limit_at=_instant(told["limit_at"]),
        done_at=_instant(told["done_at"]),
        cases=None
        if cases is None
        else CaseShare(cases["top"], cases["scored"], cases["failed"], cases["open"]),
        trips=told["trips"],
    )


def without_case(item: ReportItem) -> ReportItem:
    """Leave out of an item what would tell of the case.

    Args:
        item: The item.

    Returns:
        The item without note, facts, ticks and dates.
    """
    return replace(
        item,
        because=(),
        note="",
        read=(),
        started_at=None,
        limit_at=None,
        done_at=None,
        dated=frozenset(),
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def section_lines(
    rubric: Rubric, plain: Plain, items: Sequence[ReportItem]
) -> tuple[SectionLine, ...]:
    """Give every section with its value.

    Args:
        rubric: The version the file was read against.
        plain: The frozen result.
        items: Its items.

    Returns:
        In the rubric's order.
    """
    return tuple(_section(rubric, section, plain, items) for section in rubric.sections)


def _section(
    rubric: Rubric, section: Section, plain: Plain, items: Sequence[ReportItem]
) -> SectionLine:
    value = read_ratio(plain.get("sections", {}).get(section.code))
    fill = value
    if value is not None and rubric.method is Method.DIMENSION_PROFILE:
        fill = place_in_scale(section.items[0].scale, value)
    return SectionLine(
        section.code,
        section.title,
        _state(section, plain, items),
        section.weight,
        value,
        fill,
        plain.get("levels", {}).get(section.code),
    )


def _state(section: Section, plain: Plain, items: Sequence[ReportItem]) -> SectionState:
    if section.code in plain["not_assessed"]:
        return SectionState.NOT_ASSESSED
    own = [item for item in items if item.section == section.code]
    if any(item.why is Why.SECTION_FALSE for item in own):
        return SectionState.OFF
    is_scored = any(item.state is State.SCORED for item in own)
    return SectionState.SCORED if is_scored else SectionState.EMPTY
