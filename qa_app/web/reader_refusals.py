"""Why a person may not read files somewhere, in one wording for every page that says so."""

from flask_babel import gettext as _


def reader_refusals() -> dict[str, str]:
    """Say why somebody may not read files, or not lead sessions, at a centre.

    Returns:
        Code of the refusal to words without a full stop, so that they stand at a field as well.
    """
    return {
        code: str(words)
        for code, words in {
            "unfit_reader": _("This person may not read files here"),
            "unfit_supervisor": _("This person may not lead sessions here"),
            "moderates_round": _(
                "This person decides where reviewers of the round differ, and reads none of it"
            ),
            "not_of_round": _(
                "The round does not name this person as a reviewer: add them to the round first"
            ),
            "own_centre": _(
                "This person belongs to the centre, or did within 12 months, and reviews none of it"
            ),
            "declared_conflict": _("This person declared a conflict of interest with the centre"),
            "closed_file": _(
                "You would have to ask for access to this case file: ask first, or leave it to"
                " somebody else"
            ),
            "own_case": _(
                "The reader or the supervisor worked on the case, or the reader supervises its"
                " worker or declared a conflict: nobody reviews their own work"
            ),
        }.items()
    }
