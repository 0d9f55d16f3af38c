"""Pages of the editor, of trying a draft, of files and of phrases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from qa_app.domain.draft_outline import OutlineLine
from qa_app.domain.phrases import Phrase
from qa_app.domain.text import BilingualText
from qa_app.queries.rubric_drafts import DraftInHand
from qa_app.web.asking.result import SectionScore
from qa_app.web.drafting.editor_view import PartView
from qa_app.web.drafting.forms import FileForm
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
class OutlineGroup:
    """A list of the outline: its code, its words, and those that add to it; empty for none."""

    code: str
    words: str
    add: str


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


@dataclass(frozen=True, slots=True)
class Came:
    """What a made-up file comes to; `rules` says of each item and outcome which rule rated it."""

    result: str
    band: str
    caps: tuple[str, ...]
    sections: tuple[SectionScore, ...]
    rules: tuple[tuple[str, str, str], ...]
    alert: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A value of a made-up file that no review would take.

    Attributes:
        label: What it was entered for.
        value: As it was entered; empty for a list or a table.
        rule: What is taken there; empty where the page offers every choice.
        anchor: Where it stands on the page; empty for items.
    """

    label: str
    value: str
    rule: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Beside:
    """The made-up file beside the form of a part.

    Attributes:
        part: Address of the part.
        errors: Faults of the draft; with them nothing is scored.
        is_rules: It is a rubric of rules, tried as a whole only.
        read_on: Day on which the file is read.
        before: Address of the item before; empty without.
        after: Address of the item after; empty without.
        carried: Fields of other parts with what was filled in.
        controls: Facts, dates and lists that the part needs.
        items: Its items, as their reviewer will see them.
        came: What the whole file comes to; None while nothing can be scored.
        refused: What no review would take.
        is_empty: Nothing was filled in yet.
        is_of_form: What stands in the form counts, saved or not.
    """

    part: str
    errors: int
    is_rules: bool
    read_on: date
    before: str
    after: str
    carried: tuple[tuple[str, str], ...]
    controls: tuple[Markup, ...] = ()
    items: str | Markup = ""
    came: Came | None = None
    refused: tuple[LeftOut, ...] = ()
    is_empty: bool = True
    is_of_form: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BesidePart(Page):
    """The made-up file alone, for the script of the editor."""

    template: ClassVar[str] = "drafting/beside.html"

    draft: DraftInHand
    beside: Beside


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPage(Page):
    """The outline of a draft and the form of one part.

    Attributes:
        draft: The draft.
        title: Its title, shortened.
        found: What the check found.
        view: The form of the part.
        yaml: The part as text.
        yaml_faults: Its faults by the lines of that text; empty while it cannot be read.
        is_yaml_open: The text is unfolded.
        trouble: Why it was not saved.
        searched: Words that clauses were searched for.
        tests: Tests of conditions with their words.
        beside: The made-up file.
        lags: Texts that were changed in one language only; no faults.
        groups: Lists of the outline.
    """

    template: ClassVar[str] = "drafting/editor.html"

    draft: DraftInHand
    title: str
    found: Found
    view: PartView
    yaml: str
    yaml_faults: tuple[tuple[int, str], ...]
    is_yaml_open: bool
    trouble: Trouble
    searched: str
    tests: Mapping[str, str]
    beside: Beside
    lags: tuple[FaultLine, ...]
    groups: tuple[OutlineGroup, ...]


@dataclass(frozen=True, slots=True)
class TrialSection:
    """A section as its reviewer will see it; without a title the judgement of the whole."""

    code: str
    title: BilingualText | None
    weight: str
    items: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPage(Page):
    """A draft as its reviewer will see it; filled in it is scored, and nothing is kept.

    `regions` says which bands count where; empty for bands that are the same everywhere.
    """

    template: ClassVar[str] = "drafting/trial.html"

    draft: DraftInHand
    title: str
    faults: tuple[FaultLine, ...]
    sections: tuple[TrialSection, ...]
    controls: tuple[Markup, ...]
    came: Came | None
    refused: tuple[LeftOut, ...]
    regions: tuple[tuple[str, str], ...]
    read_on: date


@dataclass(frozen=True, slots=True)
class FileFault:
    """What is wrong with a file, and where: line and column, or sheet and cell."""

    is_error: bool
    place: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FromFilePage(Page):
    """A draft begins with a file, or a file takes the place of what it holds.

    `taken` is the draft that holds the file now; its faults stand here with their cells.
    """

    template: ClassVar[str] = "drafting/from_file.html"

    form: FileForm
    taken: int | None
    replaces: DraftInHand | None
    faults: tuple[FileFault, ...]
    untold: str
    open_draft: int | None


@dataclass(frozen=True, slots=True)
class PhraseItem:
    """An item with its phrases.

    Attributes:
        code: Its code.
        text: What it asks.
        phrases: As they stand, or as they were typed when they were not saved.
        seen: Digest of those that stand.
        trouble: Why they were not saved; empty when nothing was in the way.
        theirs: Those that stand, where others were typed.
    """

    code: str
    text: BilingualText
    phrases: tuple[Phrase, ...]
    seen: str
    trouble: str
    theirs: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhrasesPage(Page):
    """The phrase bank of a rubric."""

    template: ClassVar[str] = "drafting/phrases.html"

    code: str
    title: BilingualText
    version: str
    items: tuple[PhraseItem, ...]
    count: int
