"""Words of papers for the desk: labels, retrieval slips, score sheets."""

from qa_app.domain.asked import AskedItem
from qa_app.domain.rubric import Rubric
from qa_app.domain.score_sheet import PageMark, SheetLayout, SheetPlace, paper_items
from qa_app.wording.catalogue import message as _
from qa_app.wording.rounds import said_round
from qa_app.wording.words import Words

_SLIP = {
    "title": _("Retrieval slip"),
    "place": _("Shelf"),
    "reference": _("Reference"),
    "worker": _("Worker"),
    "pulled": _("Taken out"),
    "back": _("Brought back"),
    "no_place": _("no place given"),
    "by": _("Archivist"),
    "borrower": _("Borrower"),
    "on": _("Date"),
    "page": _("Page %(page)s of %(pages)s"),
}
_LABELS = {"title": _("Labels for folders"), "nameless": _("No names on this label")}
_SHEET_PAGE = _("Page %(page)s of %(pages)s")
_SHEET_KIND = _("Score sheet for a review on paper")
_SHEET_CENTRE = _("Centre: %(centre)s (%(code)s)")
_SHEET_SESSION = _("Centre: %(centre)s (%(code)s) · session of %(day)s")
_SHEET_ROUND = _("Centre: %(centre)s (%(code)s) · session of %(day)s · %(round)s")
_SHEET_FILE = _("File %(reference)s · sheet %(sheet)s · %(rubric)s %(version)s")
_HOW = _("One mark inside one box for each item, with a dark pen. Leave corners and code free.")
_REST, _REST_ONE = (
    _("%(count)s items of this rubric are answered on screen only: dates, counts and the like."),
    _("1 item of this rubric is answered on screen only: a date, a count or the like."),
)
_SIGNATURE = (_("Reviewer"), _("Signature"), _("Date"))


def slip_words(words: Words) -> dict[str, str]:
    """Give the words of a retrieval slip.

    Args:
        words: The language.

    Returns:
        Name of a place on the slip to its words.
    """
    return {name: words.say(text) for name, text in _SLIP.items()}


def label_words(words: Words) -> dict[str, str]:
    """Give the words of a sheet of labels.

    Args:
        words: The language.

    Returns:
        `title` and `nameless`.
    """
    return {name: words.say(text) for name, text in _LABELS.items()}


def option_words(words: Words, item: AskedItem, code: str) -> str:
    """Say an answer as the scale has it.

    Args:
        words: The language.
        item: The item.
        code: The answer.

    Returns:
        Digit and words.
    """
    option = next(one for one in item.options if one.code == code)
    said = option.short.in_language(words.language) or words.named("answer", option.code)
    return f"{option.digit} {said}".strip()


def sheet_kind(words: Words) -> str:
    """Say what paper it is.

    Args:
        words: The language.

    Returns:
        The line above the title of the rubric.
    """
    return words.say(_SHEET_KIND)


def sheet_place(words: Words, place: SheetPlace) -> str:
    """Say where and when the file is read; never whose file it is.

    Args:
        words: The language.
        place: Centre, session and round.

    Returns:
        One line; without a session of a review that belongs to none.
    """
    centre = {"centre": place.centre.in_language(words.language), "code": place.code}
    if place.session_on is None:
        return words.say(_SHEET_CENTRE, **centre)
    day = words.day(place.session_on)
    if place.round_id is None:
        return words.say(_SHEET_SESSION, **centre, day=day)
    return words.say(_SHEET_ROUND, **centre, day=day, round=said_round(words, place.round_id))


def sheet_lines(
    words: Words, rubric: Rubric, layout: SheetLayout, mark: PageMark, reference: str
) -> tuple[str, ...]:
    """Say what stands above the items of a sheet.

    Args:
        words: The language.
        rubric: The rubric.
        layout: The sheet.
        mark: What its codes say.
        reference: The file's reference; empty where the whole centre is read.

    Returns:
        One line for each sentence.
    """
    head = words.say(
        _SHEET_FILE,
        reference=reference or "–",
        sheet=mark.sheet,
        rubric=mark.rubric,
        version=mark.version,
    )
    every = sum(len(section.items) for section in rubric.sections)
    rest = every - len(layout.rows)
    said = [head, words.say(_HOW)]
    if rest > 0:
        said.append(words.say(_REST_ONE if rest == 1 else _REST, count=rest))
    return tuple(said)


def printed_items(words: Words, rubric: Rubric) -> dict[str, tuple[str, dict[str, str]]]:
    """Say the items of a sheet.

    Args:
        words: The language.
        rubric: The rubric.

    Returns:
        Item to its requirement and its answers.
    """
    return {
        item.code: (
            item.text.in_language(words.language),
            {one.code: option_words(words, item, one.code) for one in item.options if one.digit},
        )
        for item in paper_items(rubric)
    }


def signature_words(words: Words) -> tuple[str, str, str]:
    """Give the words before the blanks at the end.

    Args:
        words: The language.

    Returns:
        For name, signature and day.
    """
    name, signature, day = (words.say(text) for text in _SIGNATURE)
    return name, signature, day


def page_words(words: Words) -> str:
    """Give the words of a page number.

    Args:
        words: The language.

    Returns:
        With `%(page)s` and `%(pages)s`.
    """
    return words.say(_SHEET_PAGE)
