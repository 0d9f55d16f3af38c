"""Findings and strengths of a draft as its pages show them: with item, answer and standard."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.draft import Draft, entry_of
from qa_app.domain.finding_check import SheetFault, WrittenLine, contradictions
from qa_app.domain.findings import FindingKind
from qa_app.domain.follow_up import FollowUp
from qa_app.domain.requirements import requirement_of
from qa_app.domain.text import has_words
from qa_app.web.asking.answers import answer_words
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.follow_up import CONTRADICTIONS, UNANSWERED, said_action
from qa_app.wording.said_follow_up import SaidAction


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """An item with its answer.

    Attributes:
        code: Its code.
        text: What it requires, in words.
        answer: The answer, or what dates and logs came to; that it waits for one.
        meaning: What the rubric says that this answer means here; empty for nothing.
    """

    code: str
    text: str
    answer: str
    meaning: str


@dataclass(frozen=True, slots=True)
class WrittenFinding:
    """A finding or a strength.

    Attributes:
        is_main: True for one of the few that come first.
        items: What it rests on.
        text: The reader's words; empty for none.
        action: What has to be done; None when nothing has to be.
        faults: How it speaks against the answers, in words.
    """

    is_main: bool
    items: tuple[AnsweredItem, ...]
    text: str
    action: SaidAction | None
    faults: tuple[str, ...]


def sheet_faults(draft: Draft, told: FollowUp) -> tuple[SheetFault, ...]:
    """Find what on the sheet speaks against the answers, as signing would.

    Args:
        draft: The draft, scored.
        told: What was written.

    Returns:
        The faults.
    """
    lines = [
        WrittenLine(place, kind, one.items, has_words(one.text), one.plan is not None)
        for kind in FindingKind
        for place, one in enumerate(told.of_kind(kind), 1)
        if not one.is_by_rule
    ]
    codes = {code: one.code for code, one in draft.told.items() if one.code is not None}
    return contradictions(draft.rubric, codes, draft.score.stop, lines)


def written(
    draft: Draft, told: FollowUp, kind: FindingKind, words: Words
) -> tuple[WrittenFinding, ...]:
    """Put the findings, or the strengths, of a draft into words.

    Args:
        draft: The draft, scored.
        told: What was written.
        kind: Which of the two.
        words: The language.

    Returns:
        In the order of the sheet.
    """
    faults = sheet_faults(draft, told)
    return tuple(
        WrittenFinding(
            is_main=one.is_main,
            items=tuple(answered(draft, code, words) for code in one.items),
            text=one.text,
            action=None
            if one.plan is None
            else said_action(
                words,
                one.plan,
                one.action,
                words.text(requirement_of(draft.rubric, one.items[0])),
                local_today(),
            ),
            faults=fault_words(faults, kind, (place,), words),
        )
        for place, one in enumerate(told.of_kind(kind), 1)
    )


def fault_words(
    faults: Iterable[SheetFault], kind: FindingKind, places: Collection[int], words: Words
) -> tuple[str, ...]:
    """Say how lines speak against the answers, and what to do.

    Args:
        faults: What was found.
        kind: Findings or strengths.
        places: Which lines.
        words: The language.

    Returns:
        One sentence for each.
    """
    return tuple(
        words.say(CONTRADICTIONS[one.why], items=words.listed(one.items))
        for one in faults
        if one.kind is kind and one.place in places
    )


def answered(draft: Draft, code: str, words: Words) -> AnsweredItem:
    """Say what an item requires and how it was answered.

    Args:
        draft: The draft, scored.
        code: The item.
        words: The language.

    Returns:
        The item; an item that the rubric has not has no text.
    """
    entry = entry_of(draft.entries, EntryKind.ANSWER, code)
    found = draft.told[code].code if code in draft.told else None
    said = answer_words(draft.rubric, entry, words.language, "")
    if not said:
        said = _labels(draft, code, words).get(found or "", "") or words.say(UNANSWERED)
    meaning = _meaning(draft, code, found, words)
    text = words.text(requirement_of(draft.rubric, code))
    return AnsweredItem(code, text, said, meaning)


def _labels(draft: Draft, code: str, words: Words) -> Mapping[str, str]:
    item = draft.rubric.items.get(code)
    return {} if item is None else {one.code: words.text(one.label) for one in item.scale.options}


def _meaning(draft: Draft, code: str, found: str | None, words: Words) -> str:
    item = draft.rubric.items.get(code)
    if item is None or found is None:
        return ""
    own = dict(item.anchors).get(found)
    general = {one.code: one.means for one in item.scale.options}.get(found)
    return words.text(own) if own else words.text(general) if general else ""
