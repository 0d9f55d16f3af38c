"""Findings and strengths that a reader writes beside the answers, and what is owed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.actions import ActionKind, Owner
from qa_app.domain.defaults import FINDING_TEXT_MOST, FINDINGS_MOST, MAIN_FINDINGS_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.identity_guard import REFUSED, identity_in
from qa_app.domain.name_reasons import check_named
from qa_app.domain.rubric import Critical, Rubric

# a name alone is asked about, not refused: it cannot be told from other words well enough


class FindingKind(StrEnum):
    """What a line of the sheet says."""

    FINDING = "finding"
    STRENGTH = "strength"


class FindingSource(StrEnum):
    """Who put it there: the reader, or the rule that a critical item has a finding."""

    READER = "reader"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """What has to be done about a finding.

    Attributes:
        what: What, in the reader's words; empty = the requirement has to be met.
        owner: Who does it.
        due_on: By when; None = by the limit of its kind.
        evidence: What would show that it was done; empty for later readings alone.
        is_structural: True where a document shows it and no file can, such as a procedure.
    """

    what: str = ""
    owner: Owner = Owner.CENTRE
    due_on: date | None = None
    evidence: str = ""
    is_structural: bool = False


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """One line of the sheet as its reader writes it.

    Attributes:
        kind: Finding or strength.
        items: Codes of the items that it rests on, at least one.
        text: The reader's words; empty = the requirement itself.
        is_main: True for one of the few that the report puts first.
        action: What has to be done; None for a strength, and where nothing has to be.
    """

    kind: FindingKind
    items: tuple[str, ...]
    text: str = ""
    is_main: bool = False
    action: ActionPlan | None = None


@dataclass(frozen=True, slots=True)
class FindingSheet:
    """What a reader writes beside the answers of one draft.

    Attributes:
        lines: In the reader's order.
        discussed_on: Day on which it was talked over with the worker; None before.
        revision: The revision that the reader saw; 0 = none was saved.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
    """

    lines: tuple[FindingDraft, ...]
    discussed_on: date | None = None
    revision: int = 0
    name_reason: str = ""


def check_text(text: str, most: int, *, name_reason: str, place: str = "") -> None:
    """Refuse a text that is too long or tells who somebody is.

    Args:
        text: As typed.
        most: Characters that it may hold.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
        place: Which text, for the door that shows the complaint.

    Raises:
        InvalidError: It is too long (`text_too_long`), holds an ID number, a phone number or a
            mail address, or what looks like a name without a reason (`likely_name`,
            `name_reason`).
    """
    if len(text) > most:
        raise InvalidError("text_too_long", most=most, place=place)
    found = identity_in(text)
    if found in REFUSED:
        raise InvalidError(found, place=place)
    check_named(text, name_reason, place)


def check_sheet(rubric: Rubric, sheet: FindingSheet, today: date) -> None:
    """Refuse a sheet that may not be saved.

    Args:
        rubric: The version that the draft is read against.
        sheet: What is to be saved.
        today: Local day.

    Raises:
        InvalidError: A line names no item or one that the rubric has not (`unknown_item`), more
            than `MAIN_FINDINGS_MOST` are main (`too_many_main`), there are too many lines
            (`too_many_lines`), a strength has an action (`strength_with_action`), a day lies in
            the past or beyond the limit that its items may come to have (`due_out_of_bounds`),
            the talk with the worker lies ahead (`talk_ahead`), or a text is refused; `place`
            names the line, from 1.
    """
    if len(sheet.lines) > FINDINGS_MOST:
        raise InvalidError("too_many_lines", most=FINDINGS_MOST)
    if sum(line.is_main for line in sheet.lines) > MAIN_FINDINGS_MOST:
        raise InvalidError("too_many_main", most=MAIN_FINDINGS_MOST)
    if sheet.discussed_on is not None and sheet.discussed_on > today:
        raise InvalidError("talk_ahead")
    known = known_items(rubric)
    for number, line in enumerate(sheet.lines, 1):
        place = str(number)
        if not line.items or not set(line.items) <= set(known):
            raise InvalidError("unknown_item", place=place)
        check_text(line.text, FINDING_TEXT_MOST, name_reason=sheet.name_reason, place=place)
        if line.action is not None:
            _check_action(rubric, line, line.action, today, place, name_reason=sheet.name_reason)


def _check_action(
    rubric: Rubric,
    line: FindingDraft,
    action: ActionPlan,
    today: date,
    place: str,
    *,
    name_reason: str,
) -> None:
    if line.kind is FindingKind.STRENGTH:
        raise InvalidError("strength_with_action", place=place)
    for text in (action.what, action.evidence):
        check_text(text, FINDING_TEXT_MOST, name_reason=name_reason, place=place)
    latest = strictest_kind(rubric, line.items).latest(today)
    if action.due_on is not None and not today <= action.due_on <= latest:
        raise InvalidError("due_out_of_bounds", place=place, latest=latest)


def texts_of(sheet: FindingSheet) -> tuple[str, ...]:
    """List every text of a sheet.

    Args:
        sheet: The sheet.

    Returns:
        Findings, strengths and actions, in order; empty ones among them.
    """
    texts: list[str] = []
    for line in sheet.lines:
        texts.append(line.text)
        if line.action is not None:
            texts += [line.action.what, line.action.evidence]
    return tuple(texts)


def known_items(rubric: Rubric) -> tuple[str, ...]:
    """Name the items that a finding may rest on.

    Args:
        rubric: The version.

    Returns:
        Codes in the rubric's order; of a rule rubric, its items.
    """
    return tuple(rubric.items) or tuple(item.code for item in rubric.rule_items)


def strictest_kind(rubric: Rubric, items: Iterable[str]) -> ActionKind:
    """Tell which limits an action may come to have, while the answers may still change.

    Args:
        rubric: The version.
        items: Codes of its items.

    Returns:
        Red line, must-pass or ordinary, by the most severe item that it rests on.
    """
    critical = {rubric.items[code].critical for code in items if code in rubric.items}
    if Critical.STOP in critical:
        return ActionKind.RED_LINE
    return ActionKind.GATE if Critical.GATE in critical else ActionKind.OTHER


def kind_of(items: Collection[str], stop: Collection[str], gate: Collection[str]) -> ActionKind:
    """Tell which limits an action has, by the most severe failure that it rests on.

    A red-line item that is answered partly, or of which nothing is on record, is no red line.

    Args:
        items: Codes of its items.
        stop: Red-line items that tripped.
        gate: Must-pass items that tripped.

    Returns:
        Red line, must-pass or ordinary.

    Source: rubrics/README.md, `critical_fail`.
    """
    if set(items) & set(stop):
        return ActionKind.RED_LINE
    return ActionKind.GATE if set(items) & set(gate) else ActionKind.OTHER


def enough_for(
    kind: ActionKind, items: Collection[str], stop: Collection[str], gate: Collection[str]
) -> frozenset[str]:
    """Name the items for which an action that runs is enough.

    Args:
        kind: Whose limits it has.
        items: Codes of its items.
        stop: Red-line items that trip now.
        gate: Must-pass items that trip now.

    Returns:
        Its items without those that ask for stricter limits than it has.
    """
    if kind is ActionKind.RED_LINE:
        return frozenset(items)
    stricter = {*stop, *gate} if kind is ActionKind.OTHER else {*stop}
    return frozenset(items) - stricter


def owed_items(tripped: Sequence[str], covered: Mapping[str, bool]) -> tuple[str, ...]:
    """Name the critical items that failed and lack a finding with an action.

    Args:
        tripped: Critical items that failed, red lines first.
        covered: Item to whether a finding that rests on it has an action; items without a
            finding left out.

    Returns:
        In the same order; signing gives each a finding and an action by rule.
    """
    return tuple(code for code in tripped if not covered.get(code, False))


def covered_items(lines: Iterable[tuple[Collection[str], bool]]) -> dict[str, bool]:
    """Tell which items findings rest on, and whether an action follows.

    Args:
        lines: Items of each finding, and whether it has an action.

    Returns:
        Item to whether at least one of its findings has an action.
    """
    covered: dict[str, bool] = {}
    for items, has_action in lines:
        for code in items:
            covered[code] = covered.get(code, False) or has_action
    return covered


def finding_place(audit_id: int, position: int) -> str:
    """Name what the text of a finding belongs to, for its encryption.

    Args:
        audit_id: The reading.
        position: Place of the finding on its sheet, from 1.

    Returns:
        Such as `finding/12/1`.
    """
    return f"finding/{audit_id}/{position}"


def action_place(audit_id: int, position: int, part: str) -> str:
    """Name what a text of an action belongs to, for its encryption.

    Args:
        audit_id: The reading.
        position: Place of its finding on the sheet, from 1.
        part: `what` or `evidence`.

    Returns:
        Such as `action/12/1/what`.
    """
    return f"action/{audit_id}/{position}/{part}"
