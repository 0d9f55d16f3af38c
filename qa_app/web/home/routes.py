"""Routes of the first page."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from qa_app.domain.permissions import Permission
from qa_app.web.guard import current_actor, requires
from qa_app.web.home.pages import TodayPage

bp = Blueprint("home", __name__)


@bp.get("/")
@requires(Permission.SELF_MANAGE)
def today() -> ResponseReturnValue:
    return TodayPage(name=current_actor().name).render()
