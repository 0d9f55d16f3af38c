"""The part of an area's page that tells how it goes on after a decision was set aside."""

from flask_babel import gettext as _

from qa_app.domain.register_status import Applied
from qa_app.domain.rules.decision import IN_REGISTER
from qa_app.extensions import database
from qa_app.queries.register_standings import AreaStanding
from qa_app.queries.set_asides import led_back
from qa_app.web.decisions.labels import chip
from qa_app.web.decisions.parts import SetAsideShown
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words


def set_aside_shown(one: AreaStanding) -> SetAsideShown | None:
    """Tell what became of an area whose last decision was set aside, and who goes on how.

    Args:
        one: The area.

    Returns:
        What its page says; None where nothing was set aside, or somebody decided since.
    """
    key = one.place.centre_id, one.place.area_code
    found = led_back(database(), {key: one}, installation().timezone).get(key)
    if found is None:
        return None
    said = _(
        "Decision %(number)s was set aside by the panel of three on %(day)s and does not count any"
        " more.",
        number=found.decision_id,
        day=Words(page_language()).day(found.on),
    )
    return SetAsideShown(found.decision_id, str(said), _how_it_goes_on(one))


def _how_it_goes_on(one: AreaStanding) -> str:
    now, waiting = one.on(local_today()), one.waiting
    if now is not None and now in IN_REGISTER:
        said = _(
            "The area stands again where it stood before: %(status)s. Nobody has to do anything;"
            " a new decision needs new evidence.",
            status=plain(chip(now).word),
        )
    elif waiting is not None and waiting.state is Applied.APPLIED:
        said = _(
            "The application is open again and waits to be taken under review; the centre need not"
            " apply anew. It may take the application back, and then apply with another statement."
        )
    elif waiting is not None:
        said = _(
            "The application is open again and under review: the body decides anew, on the"
            " platform or on paper, on evidence that is frozen from now on; the centre need not"
            " apply anew. It may take the application back, and then apply with another statement."
        )
    else:
        said = _(
            "No application waits. The centre may apply; the body may decide anew on evidence that"
            " is frozen from now on."
        )
    return str(said)
