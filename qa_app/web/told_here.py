"""Which answers to items the reader of a page is told, for every page that counts them."""

from collections.abc import Collection

from qa_app import clock
from qa_app.domain.told_answers import ToldAnswers
from qa_app.extensions import database
from qa_app.queries.told_answers import Wanted, answers_told
from qa_app.queries.trends import Scope
from qa_app.web.guard import current_actor
from qa_app.web.settings import local_today


def told_here(scope: Scope, code: str = "", months: Collection[int] = ()) -> ToldAnswers:
    """Find which answers the reader of a page is told.

    Args:
        scope: Whose files.
        code: One rubric; empty for all.
        months: Those that the page asks for; empty for all.

    Returns:
        As `queries.told_answers` finds it for the account that is signed in, now.
    """
    return answers_told(
        database(),
        current_actor(),
        scope,
        at=clock.now(),
        on=local_today(),
        wanted=Wanted(code, months),
    )
