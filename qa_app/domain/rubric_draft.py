"""A rubric on its way to publication: its states, who does what, and what is kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from qa_app.domain.defaults import RUBRIC_AHEAD_DAYS
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.version_numbers import order_of

Plain = Mapping[str, Any]
TITLE_MOST = 200  # what a database keeps of it


class DraftState(StrEnum):
    """Where a draft stands; `published` and `discarded` are its ends."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DISCARDED = "discarded"


OPEN_STATES = (DraftState.DRAFT, DraftState.IN_REVIEW)
"""States of a draft that somebody still works on; a rubric has at most one such draft."""


class DraftAct(StrEnum):
    """What can be done to a draft."""

    SAVE = "save"
    CONFIRM = "confirm"
    SUBMIT = "submit"
    RETURN = "return"
    PUBLISH = "publish"
    DISCARD = "discard"


_RULES: dict[DraftAct, tuple[Permission, tuple[DraftState, ...]]] = {
    DraftAct.SAVE: (Permission.RUBRIC_WRITE, (DraftState.DRAFT,)),
    DraftAct.CONFIRM: (Permission.RUBRIC_WRITE, OPEN_STATES),
    DraftAct.SUBMIT: (Permission.RUBRIC_WRITE, (DraftState.DRAFT,)),
    DraftAct.RETURN: (Permission.RUBRIC_WRITE, (DraftState.IN_REVIEW,)),
    DraftAct.PUBLISH: (Permission.RUBRIC_PUBLISH, (DraftState.IN_REVIEW,)),
    DraftAct.DISCARD: (Permission.RUBRIC_WRITE, OPEN_STATES),
}


@dataclass(frozen=True, slots=True)
class DraftHands:
    """Who had a draft in hand.

    Attributes:
        writers: Every account that began it, saved it or said of an item whether it stays
            comparable, in the order in which they came; acts of the system leave none.
        submitted_by: Account that handed it in; None before.
    """

    writers: tuple[int, ...] = ()
    submitted_by: int | None = None

    def joined_by(self, actor: Actor) -> "DraftHands":
        """Add a person who writes.

        Args:
            actor: The person.

        Returns:
            The same for those who wrote before, and for the system.
        """
        if actor.account_id is None or actor.account_id in self.writers:
            return self
        return replace(self, writers=(*self.writers, actor.account_id))


@dataclass(frozen=True, slots=True)
class DraftSeen:
    """A draft as a person had it before them.

    Attributes:
        draft_id: The draft.
        revision: What they saw of it.
    """

    draft_id: int
    revision: int


def wrote(actor: Actor, hands: DraftHands) -> bool:
    """Tell whether a person had a hand in a draft and must leave publishing to another.

    Args:
        actor: The person.
        hands: Who wrote it and who handed it in.

    Returns:
        True for every writer, however long ago they wrote and whoever wrote after them, and
        for who handed it in.
    """
    return actor.account_id is not None and actor.account_id in {*hands.writers, hands.submitted_by}


def refusal_of(
    act: DraftAct, state: DraftState, actor: Actor, hands: DraftHands
) -> tuple[str, bool] | None:
    """Say why a person may not do something to a draft.

    Args:
        act: What they want to do.
        state: Where the draft stands.
        actor: The person.
        hands: Who had the draft in hand.

    Returns:
        None when they may; otherwise a code and whether it is a matter of rights:
        `rubric:write` or `rubric:publish` (rights), `second_person` (rights: who wrote in it or
        handed it in does not publish it), `draft_state` (somebody was first).
    """
    permission, states = _RULES[act]
    if not may(actor, permission):
        return permission.value, True
    if state not in states:
        return "draft_state", False
    if act is DraftAct.PUBLISH and wrote(actor, hands):
        return "second_person", True
    return None


def may_do(act: DraftAct, state: DraftState, actor: Actor, hands: DraftHands) -> bool:
    """Tell whether a person may do something to a draft.

    Args:
        act: What they want to do.
        state: Where the draft stands.
        actor: The person.
        hands: Who had the draft in hand.

    Returns:
        True when nothing speaks against it.
    """
    return refusal_of(act, state, actor, hands) is None


@dataclass(frozen=True, slots=True)
class DraftHead:
    """What lists tell of a draft.

    Attributes:
        version: The number it gives itself.
        title_zh: Chinese title, cut to what is kept.
        title_en: English title, likewise.
    """

    version: str
    title_zh: str
    title_en: str


def head_of(plain: Plain, version_before: str = "") -> DraftHead:
    """Read what lists tell of a draft, whatever faults it has.

    Args:
        plain: The draft's data.
        version_before: Number kept so far; stands while the draft has none that can be read.

    Returns:
        The head.
    """
    version, title = plain.get("version"), plain.get("title")
    texts = title if isinstance(title, Mapping) else {}
    is_number = isinstance(version, str) and order_of(version) is not None
    return DraftHead(
        str(version) if is_number else version_before,
        _cut(texts.get("zh")),
        _cut(texts.get("en")),
    )


def _cut(words: object) -> str:
    return words.strip()[:TITLE_MOST] if isinstance(words, str) else ""


def empty_plain(code: str, version: str, area: str) -> dict[str, Any]:
    """Give the beginning of a new rubric: everything that can be chosen is, the rest is empty.

    Args:
        code: The rubric's code.
        version: Its number.
        area: Its area.

    Returns:
        A file's data with the faults that its author has still to mend.
    """
    return {
        "schema": "qa.rubric/1",
        "id": code,
        "version": version,
        "status": "draft",
        "kind": "case_file",
        "area": area,
        "unit": "case",
        "title": {"zh": ""},
        "scoring": {
            "method": "weighted_sections",
            "scale": "mpu",
            "na": "exclude",
            "no_record": "zero",
            "round": "half_up_1",
            "bands": "std4",
        },
        "sections": [
            {
                "id": "A",
                "weight": 100,
                "title": {"zh": ""},
                "items": [{"id": "A1", "text": {"zh": ""}, "basis": "proposed"}],
            }
        ],
    }


def refusal_of_start_day(start: date, today: date, standing_from: date | None) -> str | None:
    """Say why a version may not be in force from a day.

    Args:
        start: The day chosen.
        today: The local day.
        standing_from: Day from which the version that it replaces is in force; None when it
            replaces none.

    Returns:
        `too_far_ahead` beyond a year; `already_read` when it replaces a version and lies in
        the past, where files were read under that version; `not_after` when the version that
        it replaces is not yet in force then; None when the day will do.
    """
    if start > today + timedelta(days=RUBRIC_AHEAD_DAYS):
        return "too_far_ahead"
    if standing_from is None:
        return None
    if start < today:
        return "already_read"
    return "not_after" if start <= standing_from else None
