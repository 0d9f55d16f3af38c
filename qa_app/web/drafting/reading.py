"""What pages of drafts read: the ground they stand on, a draft, and what it changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort
from flask_babel import ngettext

from qa_app.domain.comparability import Settled, comparable_codes, settle_items
from qa_app.domain.problems import Severity, most_told
from qa_app.domain.rubric_diff import RubricDiff, compare, step_of
from qa_app.domain.rubric_freeze import fingerprint_of
from qa_app.domain.rubric_ground import Ground
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.sources import Source
from qa_app.domain.version_numbers import next_version
from qa_app.extensions import database
from qa_app.paths import resource
from qa_app.queries.rubric_drafts import DraftInHand, draft_by_id
from qa_app.queries.rubric_standing import StandingVersion, version_content
from qa_app.queries.shelf import shelved
from qa_app.rubric_files.reader import load_library
from qa_app.rubric_files.sources import read_sources
from qa_app.web.guard import current_actor
from qa_app.web.locale import page_language
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.rubric_changes import RubricChanges
from qa_app.wording.rubric_places import fault_words, place_words
from qa_app.wording.said_changes import SaidChanges

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault or a doubt: where it stands and what is wrong, in words."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of a draft found.

    Attributes:
        errors: What keeps it from being published; those that are told at once.
        warnings: Doubts.
        untold: That there are more; empty when all are told.
    """

    errors: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    untold: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A draft beside the version that it follows.

    Attributes:
        base: That version.
        content: What the draft would become.
        diff: What changed.
        settled: How every item stands.
    """

    base: StandingVersion
    content: Content
    diff: RubricDiff
    settled: tuple[Settled, ...]

    @property
    def comparable(self) -> frozenset[str]:
        return comparable_codes(self.settled)

    def proposed(self) -> str:
        return next_version(self.base.version, step_of(self.diff, self.comparable))

    def said(self) -> SaidChanges:
        return said_changes((self.base.content, self.content), self.diff, self.settled)


def ground() -> Ground:
    shipped, chosen = resource("rubrics"), installation()
    library = shelved(database())(load_library(shipped / "draft.yaml", shipped))
    return Ground(library, chosen.required_language, chosen.region)


def shipped_sources() -> Mapping[str, Source]:
    return read_sources(resource("rubrics") / "sources.yaml")


def the_draft(draft_id: int) -> DraftInHand:
    return draft_by_id(database(), current_actor(), draft_id) or abort(404)


def checked(draft: DraftInHand, on: Ground) -> Checked:
    words = Words(page_language())
    problems = on.problems(draft.plain)
    told = most_told(problems)
    found = [
        (one.severity, Fault(place_words(words, draft.plain, one.path), fault_words(words, one)))
        for one in told
    ]
    return Checked(
        tuple(fault for severity, fault in found if severity is Severity.ERROR),
        tuple(fault for severity, fault in found if severity is Severity.WARNING),
        untold_words(len(problems) - len(told)),
    )


def untold_words(count: int) -> str:
    """Say that there are more faults than are listed; nothing when there are none."""
    return (
        ngettext(
            "%(num)d more is not listed: mend these first.",
            "%(num)d more are not listed: mend these first.",
            count,
        )
        if count
        else ""
    )


def base_version(draft: DraftInHand) -> str:
    """Name the version that a draft follows, whatever faults it has; empty for the first."""
    if draft.base_version_id is None:
        return ""
    base = version_content(database(), draft.base_version_id)
    return "" if base is None else base.version


def compared(draft: DraftInHand, on: Ground) -> Compared | None:
    if draft.base_version_id is None or on.faults(draft.plain):
        return None
    base = version_content(database(), draft.base_version_id) or abort(404)
    content = on.content(draft.plain)
    diff = compare(base.content, content)
    return Compared(base, content, diff, settle_items(diff, draft.comparability))


def said_changes(
    contents: tuple[Content, Content], diff: RubricDiff, settled: tuple[Settled, ...]
) -> SaidChanges:
    before, after = (thaw(content, fingerprint_of(content)) for content in contents)
    words = Words(page_language())
    return RubricChanges(words, diff, settled, (before, after), shipped_sources()).changes()
