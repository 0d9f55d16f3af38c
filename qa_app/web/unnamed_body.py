"""The body that decides while nobody has named it."""

from flask_babel import gettext as _


def body_words() -> str:
    """Say that the body that decides must be named, and who names it.

    Returns:
        The sentences.
    """
    return str(
        _(
            "The body that decides is not named yet: nothing can be decided on the platform before"
            " it is. A senior supervisor or a system administrator proposes its name under “Names"
            " of act, paper and body”, and a second person agrees."
        )
    )
