"""The findings of a draft between their form and what is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from werkzeug.datastructures import MultiDict

from qa_app.domain.actions import Owner
from qa_app.domain.defaults import FINDINGS_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import ActionPlan, FindingDraft, FindingKind, FindingSheet
from qa_app.domain.follow_up import FindingTold
from qa_app.web.days import typed_day
from qa_app.web.findings.pages import Block
from qa_app.web.numbers import number_or_none

_SIGNS = str.maketrans(",，、;；/", "      ")


def sheet_of(form: MultiDict[str, str]) -> FindingSheet:
    """Read the form.

    Args:
        form: Its fields.

    Returns:
        What is to be saved; lines of which nothing was filled in are left out.

    Raises:
        InvalidError: A day is none (`unknown_day`; `place` names the line), or that of the talk
            with the worker is none (`unknown_talk_day`).
    """
    lines: list[FindingDraft] = []
    for prefix, kind in (("f", FindingKind.FINDING), ("s", FindingKind.STRENGTH)):
        blocks = [one for one in blocks_of(form, prefix) if not one.is_empty]
        lines += [_draft(one, kind, len(lines) + at) for at, one in enumerate(blocks, 1)]
    return FindingSheet(
        lines=tuple(lines),
        discussed_on=_day(form.get("discussed", ""), ""),
        revision=_whole(form.get("revision", "")),
        name_reason=form.get("name_reason", ""),
    )


def field_of(form: MultiDict[str, str], fault: InvalidError) -> str:
    """Tell which field of the form a wrong day stands in.

    Args:
        form: The fields as they were sent.
        fault: Why they were refused.

    Returns:
        Name of the field; empty when the fault is about no day.
    """
    place = str(fault.params.get("place", ""))
    if fault.code in {"talk_ahead", "unknown_talk_day"}:
        return "discussed"
    if fault.code not in {"unknown_day", "due_out_of_bounds"}:
        return ""
    # lines are numbered as they are saved: without those of which nothing was filled in
    sent = [one for prefix in "fs" for one in blocks_of(form, prefix) if not one.is_empty]
    return f"{sent[int(place) - 1].name}_due"


def blocks_of(form: MultiDict[str, str], prefix: str) -> list[Block]:
    """Read the blocks of one kind as they were typed.

    Args:
        form: The fields of the form.
        prefix: `f` for findings, `s` for strengths.

    Returns:
        In the order of the form.
    """
    count = min(_whole(form.get(f"{prefix}_count", "")), FINDINGS_MOST + 1)
    return [_block(form, f"{prefix}{number}", number) for number in range(1, count + 1)]


def blocks_from(told: Sequence[FindingTold], prefix: str) -> tuple[Block, ...]:
    """Fill the form with what stands, and leave room for one more.

    Args:
        told: Findings or strengths that stand.
        prefix: `f` for findings, `s` for strengths.

    Returns:
        Their blocks, then an empty one.
    """
    return _with_room(
        [_standing(one, f"{prefix}{at}", at) for at, one in enumerate(told, 1)], prefix
    )


def rearranged(
    blocks: Sequence[Block], prefix: str, act: str, notes: Mapping[str, str]
) -> tuple[Block, ...]:
    """Do to the blocks of one kind what a button of the form asks, without saving.

    Args:
        blocks: As they were typed.
        prefix: `f` for findings, `s` for strengths.
        act: `up.f2` or `down.f2` moves one, `add.f` makes room, `take.f.A1` begins one with an
            item; anything else leaves them as they are.
        notes: Item to the note on its answer, which begins the words of a finding about it.

    Returns:
        The blocks, numbered anew.
    """
    found = list(blocks)
    match act.split("."):
        case ["up", name]:
            _swap(found, name, -1)
        case ["down", name]:
            _swap(found, name, 1)
        case ["take", kind, item] if kind == prefix:
            free = next((place for place, one in enumerate(found) if one.is_empty), len(found))
            found[free : free + 1] = [Block(prefix, 0, item=item, text=notes.get(item, ""))]
        case ["add", kind] if kind == prefix:
            found.append(Block(prefix, 0))
    return _with_room(found[:FINDINGS_MOST], prefix)


def _swap(blocks: list[Block], name: str, by: int) -> None:
    at = next((place for place, one in enumerate(blocks) if one.name == name), None)
    if at is not None and 0 <= at + by < len(blocks):
        blocks[at], blocks[at + by] = blocks[at + by], blocks[at]


def _with_room(blocks: Sequence[Block], prefix: str) -> tuple[Block, ...]:
    found = list(blocks)
    if len(found) < FINDINGS_MOST and all(not one.is_empty for one in found):
        found.append(Block(prefix, 0))
    return tuple(replace(one, name=f"{prefix}{at}", number=at) for at, one in enumerate(found, 1))


def _standing(one: FindingTold, name: str, number: int) -> Block:
    plan = one.plan
    return Block(
        name=name,
        number=number,
        item=one.items[0],
        more=tuple(one.items[1:]),
        text=one.text,
        is_main=one.is_main,
        has_action=plan is not None,
        what="" if plan is None else plan.what,
        owner=Owner.CENTRE.value if plan is None else plan.owner.value,
        due="" if plan is None or plan.due_on is None else plan.due_on.isoformat(),
        evidence="" if plan is None else plan.evidence,
        is_structural=plan is not None and plan.is_structural,
    )


def _block(form: MultiDict[str, str], name: str, number: int) -> Block:
    def typed(field: str) -> str:
        return form.get(f"{name}_{field}", "").strip()

    what, evidence, due = typed("what"), typed("evidence"), typed("due")
    return Block(
        name=name,
        number=number,
        item=typed("item"),
        more=_codes(form.getlist(f"{name}_more")),
        text=typed("text"),
        is_main=typed("main") == "1",
        has_action=bool(what or evidence or due) or typed("action") == "1",
        what=what,
        owner=typed("owner"),
        due=due,
        evidence=evidence,
        is_structural=typed("structural") == "1",
    )


def _draft(one: Block, kind: FindingKind, number: int) -> FindingDraft:
    items = tuple(dict.fromkeys(code for code in (one.item, *one.more) if code))
    action = None
    if one.has_action:
        action = ActionPlan(
            what=one.what,
            owner=Owner.WORKER if one.owner == Owner.WORKER.value else Owner.CENTRE,
            due_on=_day(one.due, str(number)),
            evidence=one.evidence,
            is_structural=one.is_structural,
        )
    is_main = one.is_main and kind is FindingKind.FINDING
    return FindingDraft(kind, items, one.text, is_main=is_main, action=action)


def _day(text: str, place: str) -> date | None:
    if not text:
        return None
    try:
        return typed_day(text)
    except ValueError as fault:
        if not place:
            raise InvalidError("unknown_talk_day") from fault
        raise InvalidError("unknown_day", place=place) from fault


def _codes(sent: Sequence[str]) -> tuple[str, ...]:
    # each is ticked by name; a script may still send several codes in one field
    return tuple(code for one in sent for code in one.translate(_SIGNS).split())


def _whole(text: str) -> int:
    return number_or_none(text) or 0
