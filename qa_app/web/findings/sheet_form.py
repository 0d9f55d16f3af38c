"""The findings of a draft between their form and what is saved."""

from collections.abc import Mapping, Sequence
from datetime import date

from qa_app.domain.actions import Owner
from qa_app.domain.defaults import FINDINGS_MOST, MAIN_FINDINGS_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import ActionPlan, FindingDraft, FindingKind, FindingSheet
from qa_app.domain.follow_up import FindingTold
from qa_app.web.findings.pages import Block
from qa_app.web.numbers import whole_number

_SIGNS = str.maketrans(",，、;；/", "      ")


def sheet_of(form: Mapping[str, str]) -> FindingSheet:
    """Read the form.

    Args:
        form: Its fields.

    Returns:
        What is to be saved; lines of which nothing was filled in are left out.

    Raises:
        InvalidError: A day is none (`unknown_day`; `place` names the line).
    """
    lines: list[FindingDraft] = []
    for prefix, kind in (("f", FindingKind.FINDING), ("s", FindingKind.STRENGTH)):
        blocks = [one for one in blocks_of(form, prefix) if one.item or one.more or one.text]
        # an empty place keeps the order of the form
        blocks.sort(key=lambda one: (_place(one), one.number))
        lines += [_draft(one, kind, len(lines) + at) for at, one in enumerate(blocks, 1)]
    return FindingSheet(
        lines=tuple(lines),
        discussed_on=_day(form.get("discussed", ""), ""),
        revision=_whole(form.get("revision", "")),
        keeps_names=form.get("keeps_names") == "1",
    )


def blocks_of(form: Mapping[str, str], prefix: str) -> list[Block]:
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
    """Fill the form with what stands, and leave room for more.

    Args:
        told: Findings or strengths that stand.
        prefix: `f` for findings, `s` for strengths.

    Returns:
        Their blocks, then empty ones.
    """
    blocks = [_standing(one, f"{prefix}{at}", at) for at, one in enumerate(told, 1)]
    wanted = min(max(len(blocks) + 1, MAIN_FINDINGS_MOST), FINDINGS_MOST)
    blocks += [Block(f"{prefix}{at}", at) for at in range(len(blocks) + 1, wanted + 1)]
    return tuple(blocks)


def _standing(one: FindingTold, name: str, number: int) -> Block:
    plan = one.plan
    return Block(
        name=name,
        number=number,
        item=one.items[0],
        more=" ".join(one.items[1:]),
        text=one.text,
        place=str(number),
        is_main=one.is_main,
        has_action=plan is not None,
        what="" if plan is None else plan.what,
        owner=Owner.CENTRE.value if plan is None else plan.owner.value,
        due="" if plan is None or plan.due_on is None else plan.due_on.isoformat(),
        evidence="" if plan is None else plan.evidence,
        is_structural=plan is not None and plan.is_structural,
    )


def _block(form: Mapping[str, str], name: str, number: int) -> Block:
    def typed(field: str) -> str:
        return form.get(f"{name}_{field}", "").strip()

    what, evidence, due = typed("what"), typed("evidence"), typed("due")
    return Block(
        name=name,
        number=number,
        item=typed("item"),
        more=typed("more"),
        text=typed("text"),
        place=typed("place"),
        is_main=typed("main") == "1",
        has_action=bool(what or evidence or due) or typed("action") == "1",
        what=what,
        owner=typed("owner"),
        due=due,
        evidence=evidence,
        is_structural=typed("structural") == "1",
    )


def _draft(one: Block, kind: FindingKind, number: int) -> FindingDraft:
    more = one.more.translate(_SIGNS).split()
    items = tuple(dict.fromkeys(code for code in (one.item, *more) if code))
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
        return date.fromisoformat(text)
    except ValueError as fault:
        raise InvalidError("unknown_day", place=place) from fault


def _place(one: Block) -> int:
    return _whole(one.place) or one.number


def _whole(text: str) -> int:
    try:
        return whole_number(text)
    except ValueError:
        return 0
