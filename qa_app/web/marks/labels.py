"""Possible unreported harm and flags, in the words of a page."""

from datetime import datetime

from flask_babel import gettext as _

from qa_app.domain.errors import RefusedError
from qa_app.domain.escalation import NoHarmAnswer
from qa_app.queries.escalations import Harm
from qa_app.queries.no_harm_asks import NoHarmAsk
from qa_app.web.locale import page_language
from qa_app.web.session_labels import sentences
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.marks import AUTHORITIES, OUTCOMES


def until_words(harm: Harm, now: datetime) -> str:
    """Say until when possible harm must have an outcome.

    Args:
        harm: It.
        now: The present.

    Returns:
        A sentence.
    """
    at = Words(page_language()).instant(harm.until, installation().timezone)
    if harm.until < now:
        return str(_("An outcome was needed by %(at)s: it is late.", at=at))
    return str(_("An outcome is needed by %(at)s.", at=at))


def settled_words(harm: Harm) -> str:
    """Say what became of possible harm.

    Args:
        harm: It.

    Returns:
        Sentences; empty while it waits.
    """
    settled, words = harm.settled, Words(page_language())
    if settled is None:
        return ""
    zone = installation().timezone
    parts = [words.say(OUTCOMES[settled.outcome])]
    if settled.told_to:
        parts.append(words.say(AUTHORITIES[settled.told_to]))
    if settled.told_at is not None:
        parts.append(words.instant(settled.told_at, zone))
    if settled.told_on is not None:
        parts.append(words.day(settled.told_on))
    if settled.second:
        parts.append(settled.second)
    at = words.instant(settled.at, zone)
    return sentences(
        str(_("Outcome: %(what)s.", what=words.listed(parts))),
        str(_("Said by %(by)s, %(at)s.", by=settled.by, at=at)),
    )


def asked_words(harm: Harm) -> str:
    """Say who was asked to confirm that it was no harm.

    Args:
        harm: It.

    Returns:
        A sentence; empty while nobody was asked, and once it has an outcome.
    """
    asked = harm.asked
    if asked is None or harm.settled is not None:
        return ""
    if asked.is_denied:
        return str(_("%(second)s was asked and says that it may be harm.", second=asked.second))
    at = Words(page_language()).instant(asked.at, installation().timezone)
    return str(
        _(
            "%(by)s holds that it was no harm and asked %(second)s to confirm it, %(at)s.",
            by=asked.by,
            second=asked.second,
            at=at,
        )
    )


def ask_lines(asks: tuple[NoHarmAsk, ...]) -> tuple[str, ...]:
    """Tell who was asked when to confirm that it was no harm, and what they said.

    Args:
        asks: Every time somebody was asked.

    Returns:
        A sentence for each, the first one first.
    """
    return tuple(_ask_line(one) for one in asks)


def _ask_line(one: NoHarmAsk) -> str:
    words, zone = Words(page_language()), installation().timezone
    asked = _(
        "%(at)s: %(by)s asked %(second)s.",
        at=words.instant(one.at, zone),
        by=one.by,
        second=one.second,
    )
    if one.answered_at is None:
        follows = (
            _("Then somebody else was asked instead.") if one.is_taken_back else _("No answer.")
        )
    elif one.answer == NoHarmAnswer.NO_HARM:
        at = words.instant(one.answered_at, zone)
        follows = _("Confirmed that it was no harm, %(at)s.", at=at)
    else:
        at = words.instant(one.answered_at, zone)
        follows = _("Said that it may be harm, %(at)s.", at=at)
    return sentences(str(asked), str(follows))


def mark_refusal(fault: RefusedError) -> str:
    """Say why a mark or an outcome was refused.

    Args:
        fault: The refusal.

    Returns:
        What happened and what to do.
    """
    words = {
        "outcome_unknown": _("Choose what was done."),
        "authority_missing": _("Choose to whom it was reported."),
        "time_missing": _("Give the day and the time of the report."),
        "day_missing": _("Give the day on which it had been reported."),
        "second_missing": _("Choose the supervisor who is to confirm it."),
        "asked_before": _("This supervisor is asked already."),
        "no_harm_denied": _("A supervisor said that it may be harm: report it."),
        "not_asked": _("It is not you, or not you any more, who is asked."),
        "answer_missing": _("Choose your answer."),
        "barred": _("Something ties you to this centre or worker: somebody else has to be asked."),
        "barred_own": _("You worked on this file: somebody else has to be asked."),
        "day_before_case": _(
            "The case was opened after this day: a report from before is not one of what the"
            " file shows. Report it now."
        ),
        "time_ahead": _("A report cannot lie ahead."),
        "time_before": _(
            "This lies more than a day before the harm was noticed: choose that it had been"
            " reported before."
        ),
        "harm_settled": _("Somebody gave it an outcome meanwhile; it is shown here."),
        "item_unknown": _("Choose an item."),
        "reason_unknown": _("Choose why."),
        "flagged_before": _("This item is flagged already."),
        "not_flagged": _("This item is not flagged any more."),
    }
    other = _("This cannot be done as it stands. Reload the page and look again.")
    return str(words.get(fault.code, other))
