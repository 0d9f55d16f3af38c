"""What is said of workers on several pages."""

from flask_babel import gettext as _

from qa_app.domain.worker_lacks import SOON
from qa_app.queries.workers import (
    WorkerProfile,
)
from qa_app.queries.workers_at import (
    WorkerAtCentre,
)
from qa_app.web.workers.pages import (
    LackShown,
)
from qa_app.wording import Words
from qa_app.wording.workers import (
    TIERS,
    WORKER_KINDS,
    said_lack,
)


def lacks_shown(words: Words, one: WorkerAtCentre) -> tuple[LackShown, ...]:
    """Say what a worker lacks.

    Args:
        words: The language.
        one: The worker.

    Returns:
        The gravest first.
    """
    return tuple(LackShown(said_lack(words, lack), lack.what in SOON) for lack in one.lacks)


def footing_of(words: Words, one: WorkerProfile) -> str:
    """Say what a worker is.

    Args:
        words: The language.
        one: Their profile.

    Returns:
        A list of words.
    """
    parts = [words.say(WORKER_KINDS[one.kind]), words.say(TIERS[one.tier])]
    parts.append(str(_("paid") if one.is_paid else _("unpaid")))
    parts.append(str(_("%(share)s%% of a post", share=one.full_time_percent)))
    if not one.meets_children:
        parts.append(str(_("not in contact with children")))
    if one.under:
        parts.append(str(_("under %(code)s", code=one.under)))
    return words.listed(parts)
