"""The centres whose service somebody may see, and what waits there."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.service_due import service_due
from qa_app.queries.service_records import service_centres
from qa_app.web.guard import current_actor, requires
from qa_app.web.service_records.blueprint import bp
from qa_app.web.service_records.pages import CentresPage
from qa_app.web.settings import local_today


@bp.get("")
@requires(Permission.SERVICE_READ)
def index() -> ResponseReturnValue:
    centres = service_centres(database(), current_actor())
    if len(centres) == 1:
        return redirect(url_for("service_records.referrals", centre_id=centres[0][0]))
    due = service_due(database(), current_actor(), local_today())
    finding = ngettext(
        "Something is late or open at %(num)d centre",
        "Something is late or open at %(num)d centres",
        len(due),
    )
    page = CentresPage(
        finding=finding if due else str(_("Nothing is late or open in the service of centres")),
        due=due,
        centres=centres,
    )
    return page.render()
