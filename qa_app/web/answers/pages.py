"""Page on which a result is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.result_paper import ResultPaper
from qa_app.web.clause_links import RestsOn
from qa_app.web.pages import Page
from qa_app.wording.said_follow_up import SaidFollowUp


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was refused.

    Attributes:
        form: Which form, such as `answer-12`, `objection`; empty when nothing was refused.
        fault: Why.
        text: What was typed.
        asks_name: True when it looked like a name.
        chosen: Item to the answer that an amendment was to give it.
        ground: Ground that an objection was to have; empty when none was chosen.
    """

    form: str = ""
    fault: str = ""
    text: str = ""
    asks_name: bool = False
    chosen: Mapping[str, str] = field(default_factory=dict)
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person may do on this page.

    Attributes:
        answers: Kinds of answers for a finding or the whole, as code and words.
        replies: True when they may reply to a query.
        objects: True when they may object.
        alone: That nobody could decide their objection, and what happens then; empty when
            somebody could or they may not object.
        decides: True when they may say that the result stands.
        proposes: True when they may propose to amend the result under the open objection.
        amends: True when they may ask for an amendment though no objection is open.
        later: Why they may ask for an amendment only later; empty otherwise.
        settles: True when they may refuse the amendment that waits.
        confirms: True when they may confirm it as well.
        first: What has to be decided before; empty when nothing has.
        withdraws: True when they proposed the amendment that waits, and may take it back.
        part: Why they may not decide; empty when that does not matter.
        who: Who may decide what waits, or that nobody can and the way out; empty when nothing
            waits or that is not theirs to know.
        ahead: The same, said before an amendment is asked for; empty when none may be.
    """

    answers: tuple[tuple[str, str], ...]
    replies: bool
    objects: bool
    alone: tuple[str, ...]
    decides: bool
    proposes: bool
    amends: bool
    later: str
    settles: bool
    confirms: bool
    first: str
    withdraws: bool
    part: str
    who: tuple[str, ...]
    ahead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AmendItem:
    """An item that an amendment may answer otherwise: its answers as code and words.

    Attributes:
        code: The item.
        text: What it asks.
        now: What was answered, in words; empty when it was not asked.
        options: Answers as code and words.
        chosen: The answer that was chosen in a form that was refused; empty without one.
    """

    code: str
    text: str
    now: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class AmendSection:
    """The items of a section, folded away until one of them is to be answered otherwise."""

    code: str
    title: BilingualText
    asked: tuple[AmendItem, ...]

    @property
    def is_open(self) -> bool:
        """True when an item was answered otherwise in a form that was refused."""
        return any(one.chosen for one in self.asked)


@dataclass(frozen=True, slots=True)
class KeptName:
    """Where a name is kept, why, by whom and since when, in words."""

    where: str
    why: str
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPage(Page):
    """Findings with what was said to them, and what may be said."""

    template: ClassVar[str] = "answers/show.html"

    paper: ResultPaper
    follow: SaidFollowUp
    rests_on: RestsOn
    standing: str
    look: str
    wait: str
    is_own: bool
    may: Choices
    grounds: tuple[tuple[str, str], ...]
    amend_sections: tuple[AmendSection, ...]
    kept_names: tuple[KeptName, ...]
    trouble: Trouble
    key: str
