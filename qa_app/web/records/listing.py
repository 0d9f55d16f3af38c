"""Puts the list of one's own sessions and records together."""

from flask_babel import gettext as _

from qa_app.domain.defaults import OWN_SESSIONS_AHEAD, ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.supervision_records import RecordState
from qa_app.extensions import database
from qa_app.queries.own_sessions import agreed_with, sessions_ahead
from qa_app.queries.records import RecordHead, RecordLine
from qa_app.web.locale import page_language
from qa_app.web.records.labels import list_finding, to_do_words
from qa_app.web.records.pages import ListedRecord, RecordListPage, ShownAgreed, ShownAhead
from qa_app.web.records.telling import late_days
from qa_app.web.session_labels import clauses, near_day, type_words
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.action_owners import said_owner
from qa_app.wording.follow_up import said_state


def list_page(
    actor: Actor, lines: tuple[RecordLine, ...], page: int, *, has_more: bool
) -> RecordListPage:
    """Put the list of one's own records together.

    Args:
        actor: Who looks.
        lines: The records of this page of the list.
        page: The page, from 1.
        has_more: There are more on the next.

    Returns:
        The page.
    """
    return RecordListPage(
        finding=list_finding(lines),
        lede=str(
            _(
                "Only who led a session or was supervised in it reads its record, whatever their"
                " role."
            )
        ),
        ahead=_ahead(actor) if page == 1 else (),
        agreed=_agreed(actor) if page == 1 else (),
        lines=tuple(
            ListedRecord(
                one.head,
                type_words(one.head.type),
                _state_of(one.head),
                to_do_words(one),
                one.disagreements,
            )
            for one in lines
        ),
        page=page,
        has_more=has_more,
        today=local_today(),
    )


def _state_of(head: RecordHead) -> str:
    said = {
        None: _("not written yet"),
        RecordState.DRAFT: _("being written"),
        RecordState.AWAITED: _("waits for signatures"),
        RecordState.SIGNED: _("signed by all"),
    }[head.state]
    if head.state in {None, RecordState.DRAFT} and late_days(head) is not None:
        return clauses(str(said), str(_("late")))
    return str(said)


def _ahead(actor: Actor) -> tuple[ShownAhead, ...]:
    today = local_today()
    return tuple(
        ShownAhead(
            one.id,
            type_words(one.type),
            one.centre_name,
            one.leader,
            near_day(one.planned_on, today)
            if one.starts_at is None
            else f"{near_day(one.planned_on, today)} {one.starts_at:%H:%M}",
        )
        for one in sessions_ahead(database(), actor, today, OWN_SESSIONS_AHEAD)
    )


def _agreed(actor: Actor) -> tuple[ShownAgreed, ...]:
    words, today = Words(page_language()), local_today()
    shown = []
    for one in agreed_with(database(), actor, ROWS_PER_PAGE):
        who = said_owner(words, one.owner, one.worker)
        if one.next_on is not None:
            day = near_day(one.next_on, today)
            who = str(_("%(who)s, by %(day)s", who=who, day=day))
        state = said_state(words, one.state, one.owner, is_agreed=True, worker=one.worker)
        is_late = one.next_on is not None and one.next_on < today
        shown.append(ShownAgreed(one.id, words.text(one.requirement), who, state, is_late))
    return tuple(shown)
