"""Why nobody, or not this person, may go on with something, for every page that hands it on."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.queries.successors import Successors
from qa_app.web.locale import page_language
from qa_app.web.reader_refusals import reader_refusals
from qa_app.web.session_labels import sentences
from qa_app.wording import Words


def nobody_words(found: Successors) -> str:
    """Say by which rule how many people may not take something over, and what to do then.

    Args:
        found: Who may take it over.

    Returns:
        The sentences; empty where somebody may.
    """
    if found.people:
        return ""
    if "record_begun" in found.refused:
        return begun_words()
    if "centre_closed" in found.refused:
        return str(_("The centre is closed by that day: cancel the session on its page."))
    if not found.refused:
        nobody = _("Nobody else has a role at this centre.")
        return sentences(str(nobody), _way_out(found.refused))
    counted = Words(page_language()).listed(
        _counted(code, count) for code, count in sorted(found.refused.items())
    )
    said = _(
        "Nobody else may go on with it. Of those with a role here: %(counted)s.", counted=counted
    )
    return sentences(str(said), _way_out(found.refused))


def begun_words() -> str:
    """Say that nobody else leads a session whose record was begun, and what to do then.

    Returns:
        The sentences.
    """
    return str(
        _(
            "Its record was begun: whoever leads the session signs it first. If they cannot any"
            " more, record the session as held; the record stays with who wrote it."
        )
    )


def refusal_words(code: str) -> str:
    """Say why a person may not take something over.

    Args:
        code: The refusal of the service.

    Returns:
        One sentence.
    """
    words = {
        **reader_refusals(),
        "own_case": _(
            "This person, or whoever leads the session, worked on the file or is tied to who did."
        ),
        "centre_closed": _("The centre is closed by then"),
        "tied": _("This person belongs to the centre, or declared a conflict."),
        "own_self": _("Nobody supervises themself."),
        "circle": _("This person is supervised, by way of others, by the one they would supervise"),
        "overlaps": _("Somebody else supervises this person on one of these days already"),
        "not_in_post": _("This person is not in post then"),
        "day_out_of_bounds": _("The day is too far away"),
        "over_ceiling": _(
            "This person would supervise more people than may be without a reason: end the"
            " agreement on its page, where a reason is asked for"
        ),
        "same_reader": _("Name somebody else."),
        "same_supervisor": _("Name somebody else."),
    }
    return str(words[code])


def _counted(code: str, count: int) -> str:
    # sentences, so that each language counts in its own way
    words = {
        "unfit_reader": ngettext(
            "%(num)d without the role to review files",
            "%(num)d without the role to review files",
            count,
        ),
        "unfit_supervisor": ngettext(
            "%(num)d without the role to lead sessions",
            "%(num)d without the role to lead sessions",
            count,
        ),
        "moderates_round": ngettext(
            "%(num)d who moderates the round", "%(num)d who moderate the round", count
        ),
        "not_of_round": ngettext(
            "%(num)d whom the round does not name", "%(num)d whom the round does not name", count
        ),
        "own_centre": ngettext(
            "%(num)d who belongs or belonged to the centre",
            "%(num)d who belong or belonged to the centre",
            count,
        ),
        "declared_conflict": ngettext(
            "%(num)d with a conflict of interest about the centre",
            "%(num)d with a conflict of interest about the centre",
            count,
        ),
        "tied": ngettext(
            "%(num)d who belongs to the centre or declared a conflict",
            "%(num)d who belong to the centre or declared a conflict",
            count,
        ),
        "own_self": ngettext(
            "%(num)d who would supervise themself",
            "%(num)d who would supervise themselves",
            count,
        ),
        "own_case": ngettext(
            "%(num)d kept from this file by work on it or a tie to who did it",
            "%(num)d kept from this file by work on it or a tie to who did it",
            count,
        ),
    }
    return str(words[code])


def _way_out(refused: Mapping[str, int]) -> str:
    if "not_of_round" in refused:
        return str(
            _(
                "Add a reviewer to the round on its page, or ask an administrator to give"
                " somebody else the role."
            )
        )
    return str(_("Ask an administrator to give somebody else the role at this centre."))
