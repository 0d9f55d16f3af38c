"""Words of what is refused, and of where records stand."""

from datetime import date, datetime
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.defaults import ASKING_PERIOD_DAYS, ASKINGS_A_DAY, FEEDBACK_LEAST
from qa_app.domain.errors import RefusedError
from qa_app.domain.feedback import AskingPace
from qa_app.domain.rounding import display, whole_percent
from qa_app.domain.statistics.intervals import Interval
from qa_app.web.follow_up_labels import follow_up_refusal
from qa_app.web.locale import page_language
from qa_app.web.session_labels import short_day
from qa_app.web.settings import installation
from qa_app.wording import Words


def refusal(fault: RefusedError) -> str:
    """Say why it was refused and what to do.

    Args:
        fault: The refusal.

    Returns:
        The words.
    """
    if fault.code == "asked_all_cases":
        return _all_cases(fault)
    said = _own().get(fault.code)
    return follow_up_refusal(fault) if said is None else str(said)


def _own() -> dict[str, str]:
    return {
        "bad_reference": _(
            "A reference has 3 to 40 letters, digits and hyphens, and never a name."
        ),
        "day_ahead": _("This day lies ahead."),
        "day_too_early": _("This day lies before what came first."),
        "step_not_open": _("This step was taken before, or does not come next."),
        "no_day": _("Give a date such as 2026-04-09, and what came of it."),
        "no_reason": _("Say why it was declined."),
        "unknown_area": _("The centre does not work in this area."),
        "known_reference": _("A referral of this area with this reference stands already."),
        "changed_meanwhile": _("Somebody changed it meanwhile. See how it stands now."),
        "judged_stays": _("A supervisor has said whether it was so; it stays."),
        "key_reused": _("This form was sent before. Reload the page."),
        "unknown_case": _("The centre has no case with this reference."),
        "guardian_suspected": _(
            "The case says that whoever looks after the child is suspected. Do not ask: record that"
            " asking was unsafe."
        ),
        "not_said_safe": _("Ask only where you can say that asking is safe."),
        "no_device": _("This can only be opened on a device on which you are signed in."),
        "answer_missing": _("Choose one answer to each question."),
        "asked_enough_today": _(
            "You have asked %(most)s people today; ask again tomorrow.", most=ASKINGS_A_DAY
        ),
        "own_paper": _(
            "You handed this paper out. Somebody else of the centre, or who manages all centres,"
            " enters what stands on it."
        ),
        "answered_before": _("This was answered before."),
    }


def _all_cases(fault: RefusedError) -> str:
    return str(
        _(
            "In the last %(days)s days as many have been asked as this area had cases open"
            " (%(cases)s). If cases are missing, take in a newer case list.",
            days=ASKING_PERIOD_DAYS,
            **fault.params,
        )
    )


def day_words(on: date) -> str:
    """Write a day in the page's language.

    Args:
        on: The day.

    Returns:
        The words.
    """
    return Words(page_language()).day(on)


def instant_words(at: datetime) -> str:
    """Write an instant in the page's language and the installation's time.

    Args:
        at: The instant.

    Returns:
        The words.
    """
    return Words(page_language()).instant(at, installation().timezone)


def due_chip(due_on: date | None, today: date) -> tuple[str, str]:
    """Say how long a limit still runs, or how late it is.

    Args:
        due_on: Last day in time; None where none runs.
        today: Local day.

    Returns:
        Look of the chip and words.
    """
    if due_on is None:
        return "plain", str(_("no limit runs"))
    days = (due_on - today).days
    if days < 0:
        return "late", str(ngettext("%(num)d day late", "%(num)d days late", -days))
    if days == 0:
        return "wait", str(_("due today"))
    return "run", str(_("due %(day)s", day=short_day(due_on)))


def kept_words(on: date, due: date | None, besides: str = "") -> str:
    """Say whether a step was in time.

    Args:
        on: When it was taken.
        due: Last day in time; None where none ran.
        besides: What else is said of it.

    Returns:
        Words; empty where there is nothing to say.
    """
    if due is None:
        return besides
    words = _("in time") if on <= due else _("late, due %(day)s", day=day_words(due))
    return f"{besides}{_(', ')}{words}" if besides else str(words)


def say(message: str) -> str:
    """Put a message of the vocabularies into the page's language.

    Args:
        message: English message.

    Returns:
        The words.
    """
    return Words(page_language()).say(message)


def few_words() -> str:
    """Say how answers come to be shown.

    Returns:
        Sentences.
    """
    return str(
        _(
            "Answers are counted %(least)s at a time, for each area, those from the device and"
            " from paper apart; further ones wait until there are %(least)s again, so that nobody"
            " can work out what one person said. The share is of those who were asked until the"
            " last answer that is counted (n); whoever was asked after that joins the next"
            " %(least)s.",
            least=FEEDBACK_LEAST,
        )
    )


def pace_words(pace: AskingPace) -> str:
    """Say how askings came about, so that a supervisor sees when one person asks in a rush.

    Args:
        pace: It.

    Returns:
        A sentence; empty where nobody was asked.
    """
    if not pace.days:
        return ""
    return str(
        _(
            "People who asked: %(people)s. Days on which somebody was asked: %(days)s; at most"
            " %(most)s on one of them. Papers are entered by somebody other than who handed them"
            " out.",
            people=pace.people,
            days=pace.days,
            most=pace.most,
        )
    )


def say_share(found: Interval, count: int) -> str:
    """Say a share with its interval, and of how many it is.

    Args:
        found: The share with its interval of 95 %.
        count: Of how many.

    Returns:
        Such as `50 % (30 to 70 %), n = 20`.
    """
    low, high = Fraction(max(found.low, 0.0)), Fraction(min(found.high, 1.0))
    return str(
        _(
            "%(share)s %% (%(low)s to %(high)s %%), n = %(n)s",
            share=whole_percent(found.estimate),
            low=display(low * 100, 0),
            high=display(high * 100, 0),
            n=count,
        )
    )
