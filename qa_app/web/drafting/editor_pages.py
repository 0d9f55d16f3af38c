"""Pages of the editor, of trying a draft, of files and of phrases."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.draft_parts import OutlineLine
from qa_app.queries.rubric_drafts import Draft
from qa_app.web.drafting.editor_view import PartView
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A fault or a doubt, with the way to it.

    Attributes:
        is_error: False for a doubt.
        part: Address of the part.
        field: Name of the field; empty for the whole part.
        place: Where it stands, in words.
        words: What is wrong.
    """

    is_error: bool
    part: str
    field: str
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the check says of a draft as it stands on screen."""

    finding: str
    faults: tuple[FaultLine, ...]
    outline: tuple[OutlineLine, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else saved meanwhile: theirs and what was typed."""

    field: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something was not saved.

    Attributes:
        words: What happened and what to do; empty when nothing did.
        is_stale: Somebody else saved meanwhile.
        clashes: What they changed in this part.
    """

    words: str = ""
    is_stale: bool = False
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPage(Page):
    """The outline of a draft and the form of one part."""

    template: ClassVar[str] = "drafting/editor.html"

    draft: Draft
    title: str
    found: Found
    view: PartView
    yaml: str
    is_yaml_open: bool
    trouble: Trouble
    searched: str
    tests: Mapping[str, str]
