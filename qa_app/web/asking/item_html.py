"""Items as HTML; what never changes for a rubric and a language is rendered once and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from qa_app.domain.asked import AskedItem, find_asked
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.draft_summary import capped_band
from qa_app.domain.rubric import Rubric, SourceRef
from qa_app.domain.text import BilingualText
from qa_app.paths import resource
from qa_app.rubric_files.sources import read_sources
from qa_app.web.asking.parts import ItemPart
from qa_app.wording import Words
from qa_app.wording.law_basis import said_basis

_MARK = "\x00"
_SLOTS = ("line", "caption", "because", "note")
_ANSWERS = {"true": "yes_", "false": "no_"}


@dataclass(frozen=True, slots=True)
class ItemView:
    """How one item stands.

    Attributes:
        mode: `plain`, `wait` (a condition or date is missing), `found` (by dates, a log or a
            number), `over` (found, but overruled), `off`, `reported` or `cases`.
        chosen: The code shown as chosen; None without one.
        line: Dates of a time item.
        caption: Who set the code, or why the item is off.
        because: What switched it off.
    """

    mode: str = "plain"
    chosen: str | None = None
    line: str = ""
    caption: str = ""
    because: str = ""

    def plain(self) -> list[str | None]:
        """Give the view to a script.

        Returns:
            Its attributes in order.
        """
        return [self.mode, self.chosen, self.line, self.caption, self.because]


@dataclass(frozen=True, slots=True)
class TypedNote:
    """A reader's note, with what the reader ticked beside it.

    Attributes:
        text: What it says.
        is_asked: True when it holds what looks like a name and waits for its reader's word.
        phrases: Words that may be inserted, in the language of the page.
        read: Ids of what was read, as ticked.
    """

    text: str
    is_asked: bool = False
    phrases: tuple[str, ...] = ()
    read: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grounds:
    """From what the basis of items is told.

    Attributes:
        titles: Code of a document to its title in the library; what the library does not hold
            is named by the register that the product brings along.
        centre_kind: Kind of the centre that is reviewed; empty where none is.
    """

    titles: Mapping[str, BilingualText]
    centre_kind: str = ""


def item_html(
    rubric: Rubric,
    asked: AskedItem,
    language: str,
    view: ItemView,
    note: TypedNote,
    grounds: Grounds,
) -> Markup:
    """Give the HTML of an item.

    Args:
        rubric: The rubric.
        asked: What is asked.
        language: Language of the page.
        view: How the item stands.
        note: The reader's note.
        grounds: From what the basis of items is told.

    Returns:
        The HTML.
    """
    sources = tuple(_source(language, source, grounds.titles) for source in asked.sources)
    is_open = bool(note.text) or (view.chosen in asked.opens_note and view.mode != "found")
    look = (
        language,
        view.mode,
        view.chosen,
        is_open,
        note.read,
        note.is_asked,
        note.phrases,
        sources,
        grounds.centre_kind,
    )
    if not (note.text or view.line or view.caption or view.because):
        return _unfilled(rubric, asked.kind, asked.code, look)  # most items
    parts = _parts(rubric, asked.kind, asked.code, look)
    filled = {"line": view.line, "caption": view.caption, "because": view.because}
    filled["note"] = note.text
    # each part was escaped when it was rendered, each filling is escaped here
    return Markup("".join(filled_in(parts, filled)))  # noqa: S704 - escaped above


def filled_in(parts: tuple[str, ...], filled: Mapping[str, str]) -> list[str]:
    """Put fillings into the slots of a kept part.

    Args:
        parts: HTML and names of slots, in turn.
        filled: Slot to text.

    Returns:
        Pieces of HTML.
    """
    return [_escaped(filled[part]) if place % 2 else part for place, part in enumerate(parts)]


def _escaped(text: str) -> str:
    if not text:
        return ""  # most slots of most items
    # what is marked as escaped is taken as it is: it may be the items of a whole section
    return text if type(text) is Markup else str(escape(text))


_Texts = tuple[str, ...]
_Look = tuple[str, str, str | None, bool, _Texts, bool, _Texts, _Texts, str]


@lru_cache(maxsize=4000)
def _unfilled(rubric: Rubric, kind: EntryKind, code: str, look: _Look) -> Markup:
    # the names of slots stand between the parts
    return Markup("".join(_parts(rubric, kind, code, look)[::2]))  # noqa: S704 - escaped


@lru_cache(maxsize=4000)
def _parts(rubric: Rubric, kind: EntryKind, code: str, look: _Look) -> tuple[str, ...]:
    language, mode, chosen, is_note_open, read, is_asked, phrases, sources, centre = look
    words, asked = Words(language), find_asked(rubric, kind, code)
    html = ItemPart(
        asked=asked,
        mode=mode,
        chosen=chosen,
        is_note_open=is_note_open,
        is_asked=is_asked,
        read=read,
        phrases=phrases,
        slots={name: Markup(f"{_MARK}{name}{_MARK}") for name in _SLOTS},  # noqa: S704 - no input
        option_words=_option_words(language),
        materials=tuple((code, words.noted(code, text)) for code, text in asked.read),
        sources=sources,
        basis="" if asked.basis is None else said_basis(words, rubric.items[code], centre),
        capped_band=capped_band(rubric),
    ).render()
    return tuple(html.split(_MARK))


def _option_words(language: str) -> Callable[[AskedItem, str], str]:
    words = Words(language)

    def name(asked: AskedItem, code: str) -> str:
        option = next(one for one in asked.options if one.code == code)
        if asked.kind is EntryKind.APPLICABLE or not option.label.in_language(language):
            return words.named("answer", _ANSWERS.get(code, code))
        return words.text(option.short)

    return name


def _source(language: str, source: SourceRef, titles: Mapping[str, BilingualText]) -> str:
    named = titles.get(source.source) or _shipped().get(source.source)
    title = source.source if named is None else named.in_language(language)
    return title if source.locus is None else f"{title} {source.locus}"


@lru_cache(maxsize=1)
def _shipped() -> dict[str, BilingualText]:
    register = read_sources(resource("rubrics") / "sources.yaml")
    return {code: source.title for code, source in register.items()}
