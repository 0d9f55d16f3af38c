"""Words of second readings, moderation and agreement."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.defaults import PAIR_REDRAWS_MOST
from qa_app.domain.errors import RefusedError
from qa_app.domain.rubric import Critical, Item
from qa_app.queries.moderation import PairLine
from qa_app.web.locale import page_language
from qa_app.web.moderation.values import value_lines
from qa_app.web.reader_refusals import reader_refusals
from qa_app.web.session_labels import clauses
from qa_app.wording import Words


def alike_words(alike: int, count: int) -> str:
    """Say how many items are alike.

    Args:
        alike: On which both gave the same.
        count: All.

    Returns:
        Such as `35 of 40 items alike`; no share for one file.
    """
    return str(_("%(alike)s of %(count)s items alike", alike=alike, count=count))


def cause_words(line: PairLine) -> str:
    """Say why a pair has to be settled.

    Args:
        line: The pair.

    Returns:
        Critical items first, then others and how far apart the bands are.
    """
    causes = []
    if line.critical_count:
        causes.append(
            ngettext(
                "%(num)d critical item read differently",
                "%(num)d critical items read differently",
                line.critical_count,
            )
        )
    others = line.item_count - line.alike_count - line.critical_count
    if others > 0:
        causes.append(
            ngettext("%(num)d other item", "%(num)d other items", others)
            if causes
            else ngettext("%(num)d item read differently", "%(num)d items read differently", others)
        )
    if line.bands_apart:
        causes.append(ngettext("%(num)d band apart", "%(num)d bands apart", line.bands_apart))
    return str(clauses(*causes) or _("no item read differently"))


def spent_words() -> str:
    """Say that no file of a sample is drawn anew any more."""
    return str(
        ngettext(
            "Files of this sample were drawn anew %(num)d time already, which is the most: a pair"
            " is only given up now, and no other file takes its place.",
            "Files of this sample were drawn anew %(num)d times already, which is the most: a pair"
            " is only given up now, and no other file takes its place.",
            PAIR_REDRAWS_MOST,
        )
    )


def left_words(left: int) -> str:
    """Say how often files of a sample may still be drawn anew; why not, once they may not."""
    if not left:
        return spent_words()
    return str(
        ngettext(
            "Files of this sample may be drawn anew %(num)d more time.",
            "Files of this sample may be drawn anew %(num)d more times.",
            left,
        )
    )


def refusal(fault: RefusedError) -> str:
    """Say why something was refused.

    Args:
        fault: The refusal.

    Returns:
        What to do.
    """
    key = str(fault.params.get("key", ""))
    words = {
        "undecided": _("Decide on every difference first, or let small ones be settled together."),
        "reason_missing": _("Write why for %(key)s.", key=key),
        "unknown_answer": _("Choose another answer for %(key)s.", key=key),
        "not_an_answer": _("Choose one of the two readings for %(key)s.", key=key),
        "not_ready": _("The rubric demands a note or an answer for %(key)s.", key=key),
        "text_too_long": _("A reason holds at most 1,000 characters."),
        "phone": _("Do not enter phone numbers or e-mail addresses. Nothing was saved."),
        "mail": _("Do not enter phone numbers or e-mail addresses. Nothing was saved."),
        "id_number": _(
            "This looks like an ID number; one with a wrong digit counts as well. Leave it out."
            " If it is a number of another kind, leave out its first six digits. Nothing was saved."
        ),
        "likely_name": _("This looks like a person's name. Write the role instead."),
        "settled": _("This pair is settled already."),
        "proposed_since": _(
            "Something else was proposed since you opened this page. Nothing was saved: read what"
            " is proposed now, then answer."
        ),
        "not_proposed": _("The other reviewer has proposed nothing that waits for you."),
        "barred": _("You may not judge this file: something ties you to it."),
        "barred_own": _("You worked on this file; others settle it."),
        "own_reading": _("Whoever reads files of this sample does not choose who reads again."),
        **reader_refusals(),
        "own_case": _("This person worked on the files that are left, or is tied to who did."),
        "nothing_to_read": _("No file is left that this person may read a second time."),
        "chosen_before": _("Files of this sample were chosen before."),
        "not_drawn": _("Draw the files first."),
        "redraws_spent": spent_words(),
        "changed": _("Somebody else changed this meanwhile: look at it again"),
        "not_open": _("Both readings are done, or the pair was given up before."),
        "same_reader": _("Name somebody else."),
        "not_planned": _("This session is cancelled."),
        "reads_no_files": _("No files are read at a session of this kind."),
    }
    return str(words.get(fault.code, _("This was not possible. Nothing was saved.")))


def answer_words(item: Item | None, code: Any) -> str:
    """Name an answer.

    Args:
        item: Its item; None for what is no answer to an item.
        code: The answer.

    Returns:
        Its words; a dash for none.
    """
    if code is None:
        return "–"
    if item is not None:
        words = Words(page_language())
        labels = {one.code: words.text(one.label) for one in item.scale.options}
        return labels.get(str(code)) or str(code)
    return " ".join(value_lines(code, {}))


def tag_words(item: Item | None, *, is_small: bool) -> str:
    """Name what makes a difference weigh more or less.

    Args:
        item: Its item; None without one.
        is_small: True for one step that is not critical.

    Returns:
        The word; empty for neither.
    """
    if item is not None and item.critical is Critical.STOP:
        return str(_("Red line"))
    if item is not None and item.critical is Critical.GATE:
        return str(_("Must pass"))
    return str(_("one step apart")) if is_small else ""
