"""The body of a paper in the language of the page."""

from qa_app.domain.register_names import names_with
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.register_names import agreed_names
from qa_app.web.held_criteria import criteria_in_force
from qa_app.web.labels import plain

_KEPT = "agreed_body"


def body_said(typed: str) -> str:
    """Name the body of a paper.

    Args:
        typed: As it was typed from the paper.

    Returns:
        Where that is the body that was agreed on, in whichever language, its name in the language
        of the page; else what was typed.
    """
    # asked for once in a request, since lists name a body in each line
    kept = database().info
    if _KEPT not in kept:
        names = names_with(criteria_in_force().terms.names, agreed_names(database()))
        kept[_KEPT] = names.body
    body: BilingualText = kept[_KEPT]
    return plain(body) if typed in {body.zh, body.en} else typed
