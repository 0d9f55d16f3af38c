"""Pages of rubric drafts, of comparing, publishing, retiring and translating."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.back_cast import BackCast
from qa_app.queries.rubric_drafts import DraftInHand, DraftLine
from qa_app.queries.rubric_list import VersionLine
from qa_app.web.drafting.editor_pages import FaultLine
from qa_app.web.drafting.forms import (
    EmptyForm,
    NextForm,
    PublishForm,
    ReasonForm,
    RetireForm,
    SeenForm,
    TranslationForm,
)
from qa_app.web.drafting.reading import Checked
from qa_app.web.drafting.where import Where
from qa_app.web.pages import Page
from qa_app.wording.said_changes import SaidChanges
from qa_app.wording.said_rubric import SaidRubric


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the list: what it is, how it stands, for whom it waits."""

    line: DraftLine
    state: str
    look: str
    waits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftsPage(Page):
    """The list of drafts."""

    template: ClassVar[str] = "drafting/index.html"

    finding: str
    rows: tuple[DraftRow, ...]
    is_settled: bool
    may_write: bool
    next_before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDraftPage(Page):
    """What a draft begins with."""

    template: ClassVar[str] = "drafting/new.html"

    next_form: NextForm
    empty_form: EmptyForm
    open_draft: int | None


@dataclass(frozen=True, slots=True)
class Acts:
    """What the person may do to a draft now, as forms; None where they may not.

    Attributes:
        submit_form: Hands it in.
        return_form: Gives it back.
        discard_form: Gives it up.
        may_publish: They may publish it once nothing is open.
        who_may: Who may publish a draft that is still open, and why not those before the
            page; empty for who may publish it now, and for a draft at its end.
    """

    submit_form: SeenForm | None
    return_form: ReasonForm | None
    discard_form: SeenForm | None
    may_publish: bool
    who_may: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage(Page):
    """One draft: faults, what it changes, what can be done."""

    template: ClassVar[str] = "drafting/draft.html"

    finding: str
    draft: DraftInHand
    writers: tuple[str, ...]
    state: str
    look: str
    checked: Checked
    base_version: str
    effect: tuple[str, ...]
    undecided: int
    proposed: str
    acts: Acts
    refusal: str
    lags: tuple[FaultLine, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Deciding:
    """What the compare page of a draft needs to take decisions; None for published versions.

    Attributes:
        draft_id: The draft.
        revision: What the person sees of it.
        may_decide: They may say whether reworded items stay comparable.
        is_first_word: They had no hand in the draft yet: to decide would be the first.
    """

    draft_id: int
    revision: int
    may_decide: bool
    is_first_word: bool


@dataclass(frozen=True, slots=True)
class Confirming:
    """What the compare page of published versions needs to take decisions.

    Attributes:
        code: The rubric.
        version: The later version.
        is_new: Nothing was kept of the comparison so far: the trend does not join yet.
    """

    code: str
    version: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage(Page):
    """What changed between two versions, or between a version and a draft."""

    template: ClassVar[str] = "drafting/compare.html"

    code: str
    title: BilingualText
    before: str
    after: str
    changes: SaidChanges
    deciding: Deciding | None
    confirming: Confirming | None
    versions: tuple[VersionLine, ...]
    is_settled: bool
    lagging: str
    lags: tuple[FaultLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackCastPage(Page):
    """What a draft would have made of the latest signed reviews.

    Attributes:
        finding: That, in one sentence.
        draft: The draft.
        base_version: The version that it follows.
        cast: The outcome; None when the two share no score.
        bands: Bands that occur, in order.
        most: Reviews that are scored at most.
        step: Steps in which sealed reviews are counted.
        least: Sealed reviews below which none is counted.
    """

    template: ClassVar[str] = "drafting/back_cast.html"

    finding: str
    draft: DraftInHand
    base_version: str
    cast: BackCast | None
    bands: tuple[str, ...]
    most: int
    step: int
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WholePage(Page):
    """A draft as the page of its version will show it.

    Attributes:
        draft: The draft.
        rubric: All of it in words; None while it has faults.
        shelf: Clauses that the library holds.
        may_publish: The person may publish it now.
    """

    template: ClassVar[str] = "drafting/whole.html"

    draft: DraftInHand
    rubric: SaidRubric | None
    shelf: frozenset[tuple[str, str]]
    may_publish: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPage(Page):
    """The last look before a version is frozen.

    Attributes:
        draft: The draft.
        base_version: The version that it follows; empty for the first.
        effect: What it changes.
        undecided: Reworded items that wait for a person's word.
        proposed: The number after what changed, where the draft has another; else empty.
        regions: Which bands count where; empty for bands that are the same everywhere.
        lags: Texts that were changed in one language only.
        where: Where it will count.
        form: What is still to be said.
    """

    template: ClassVar[str] = "drafting/publish.html"

    draft: DraftInHand
    where: Where
    base_version: str
    effect: tuple[str, ...]
    undecided: int
    proposed: str
    regions: tuple[tuple[str, str], ...]
    lags: tuple[FaultLine, ...]
    form: PublishForm


@dataclass(frozen=True, slots=True, kw_only=True)
class RetirePage(Page):
    """Takes a version out of use."""

    template: ClassVar[str] = "drafting/retire.html"

    code: str
    title: BilingualText
    version: str
    form: RetireForm


@dataclass(frozen=True, slots=True)
class TextToWrite:
    """A text of a version that was published without it.

    Attributes:
        place: Where it stands.
        label: The same for people.
        words: Its words in the language that is there.
        translation: What was translated so far; empty without.
        conflict: What somebody else wrote meanwhile; empty without.
    """

    place: str
    label: str
    words: str
    translation: str
    conflict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationPage(Page):
    """Missing texts beside those that are there."""

    template: ClassVar[str] = "drafting/translation.html"

    code: str
    title: BilingualText
    version: str
    from_language: str
    to_language: str
    texts: tuple[TextToWrite, ...]
    missing: int
    form: TranslationForm
