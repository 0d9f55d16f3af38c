"""Words of who would be in two sessions at once."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from qa_app.domain.double_booking import Clash
from qa_app.domain.errors import RefusedError
from qa_app.web.session_labels import clock_words, near_day


def clashes_in(fault: RefusedError) -> tuple[Clash, ...]:
    """Give who is in another session, as a refusal names them."""
    found = fault.params.get("clashes", ())
    if not isinstance(found, tuple):
        raise TypeError(fault.code)
    return found


def clash_words(one: Clash) -> str:
    """Say who is in another session, and when it is."""
    return str(
        _(
            "%(name)s is in another session from %(begin)s to %(end)s",
            name=one.name,
            begin=clock_words(one.starts_at),
            end=clock_words(one.ends_at),
        )
    )


def clashes_words(clashes: Sequence[Clash]) -> str:
    """Say the same of several people on one day."""
    return str(_("; ")).join(clash_words(one) for one in clashes)


def keep_words(fault: RefusedError) -> str:
    """Say who is in another session, and how to keep it so."""
    said = clashes_words(clashes_in(fault))
    return str(_("%(rules)s. Tick below to keep it all the same.", rules=said))


def day_clash_words(one: Clash, today: date) -> str:
    """Say who is in another session on which day, and when."""
    return f"{near_day(one.on, today)}{_(': ')}{clash_words(one)}"
