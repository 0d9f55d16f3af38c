"""Everybody in the demonstration uses their account on its last day."""

from datetime import date

from qa_app.demo.acting import Stage
from qa_app.demo.founding import Founding
from qa_app.queries.managed_accounts import accounts_page
from qa_app.services.accounts.sign_in import Attempt, sign_in

_FIRST = "supervisor"


def use_accounts(stage: Stage, founding: Founding, today: date) -> None:
    """Sign everybody in once.

    The founding lies two years back: without it every account would have lain unused since then,
    and the first `qa tick` would close them all.

    Args:
        stage: Who and what there is.
        founding: The passwords; who has none of their own has that of the first supervisor.
        today: The last day of the story.

    Raises:
        LookupError: Somebody is not let in, with their login name.
    """
    at, number, after = stage.instant(today, 0), 0, ""
    while page := accounts_page(stage.session, founding.operator, after):
        for one in page:
            number += 1
            password = founding.passwords.get(one.login_name, founding.passwords[_FIRST])
            # a session that nobody can go on with: no token is known that has this digest
            attempt = Attempt(one.login_name, password, f"{number:064x}", "", None)
            if not sign_in(stage.session, attempt, founding.hasher, at=at).is_in:
                raise LookupError(one.login_name)
        after = page[-1].login_name
