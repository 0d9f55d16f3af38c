"""New reports of the last quarter or year, as Today tells them."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import ngettext

from qa_app.domain.defaults import COUNT_MOST
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.extensions import database
from qa_app.queries.period_reports import new_reports
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.period_reports import report_title
from qa_app.wording.report_areas import span_words


@dataclass(frozen=True, slots=True)
class NewReports:
    """Reports of one span that somebody has not opened.

    Attributes:
        address: Where they are listed.
        title: What they are, and of when.
        count: How many, with a sign where there may be more.
    """

    address: str
    title: str
    count: str


def reports_today(actor: Actor, day: date) -> tuple[NewReports, ...]:
    """List what is new.

    Args:
        actor: Who asks.
        day: Local day.

    Returns:
        A line for the last quarter and for the last year, as far as something is new.
    """
    if not may(actor, Permission.REPORT_READ):
        return ()
    words = Words(page_language())
    return tuple(
        NewReports(
            url_for("period_reports.index", kind=span.kind.value),
            f"{report_title(words, span.kind)} · {span_words(words, span)}",
            _counted(count),
        )
        for span, count in sorted(new_reports(database(), actor, day).items())
    )


def _counted(count: int) -> str:
    if count >= COUNT_MOST:
        return f"{COUNT_MOST}+"
    return str(ngettext("%(num)d new", "%(num)d new", count))
