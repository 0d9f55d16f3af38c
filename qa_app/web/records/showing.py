"""Puts the pages of records together on which nothing is written."""

from datetime import date, time
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.errors import InvalidError, RefusedError
from qa_app.domain.people import Actor
from qa_app.domain.record_content import missing_of
from qa_app.domain.record_people import still_to_acknowledge
from qa_app.domain.record_told import RecordTold
from qa_app.domain.session_blocks import Block, may_be_observed
from qa_app.domain.supervision import SessionState
from qa_app.domain.supervision_records import (
    AnswerKind,
    RecordState,
    check_over,
    record_digest,
    signers,
    still_to_sign,
)
from qa_app.extensions import database
from qa_app.queries.records import RecordHead, answers_to, signatures_of, supervised_in
from qa_app.web.forms import form_key
from qa_app.web.locale import page_language
from qa_app.web.records.labels import (
    missing_parts,
    output_words,
    record_refusal,
    signing_words,
    usual_words,
)
from qa_app.web.records.pages import (
    AnswerForm,
    BeginRecordPage,
    CheckRecordPage,
    PaperSigner,
    ShownNote,
    ShowRecordPage,
)
from qa_app.web.records.telling import late_days, note_of, told_record
from qa_app.web.session_labels import due_words, near_day, type_words
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.said_records import said_late, said_late_open, said_parts, said_people


def begin_page(actor: Actor, head: RecordHead, note: ShownNote | None = None) -> BeginRecordPage:
    """Put the page of a record together that nobody may read yet.

    Args:
        actor: Who looks.
        head: The session.
        note: The note as it was refused; None for the note as it stands, if one does.

    Returns:
        The page; who leads the session may begin the record there once its day has come.
    """
    refusal = ""
    if head.session_state is SessionState.CANCELLED:
        refusal = _("The session was cancelled; it has no record.")
    elif not head.is_leader:
        refusal = _(
            "The record is not signed yet. It stands here once %(name)s has signed it.",
            name=head.leader,
        )
    elif head.planned_on > local_today():
        refusal = _(
            "Its record can be written from %(day)s on.",
            day=near_day(head.planned_on, local_today()),
        )
    stands = note or note_of(actor, head)
    return BeginRecordPage(
        head=head,
        type_name=type_words(head.type),
        usual=usual_words(head.type),
        outputs=output_words(head.type),
        signs=signing_words(head.type),
        late="" if refusal else said_late_open(Words(page_language()), late_days(head)),
        refusal=str(refusal),
        # the first word of a note is written where the record is
        note=stands if stands is not None and (note or stands.revision) else None,
    )


def check_page(
    head: RecordHead, ticked: frozenset[int], fault: RefusedError | None = None
) -> CheckRecordPage:
    """Put the page together on which the leader checks and signs.

    Args:
        head: The session and its record, a draft.
        ticked: Practitioners whose signature on paper was attested in what was sent.
        fault: Why nothing was signed; None when nothing was sent.

    Returns:
        The page, with the fingerprint of what it shows.
    """
    told, words = told_record(head), Words(page_language())
    missing = tuple(missing_of(head.type, told.blocks))
    who = signers(head.type, supervised_in(database(), head.session_id))
    return CheckRecordPage(
        head=head,
        type_name=type_words(head.type),
        late=said_late(words, told),
        missing=missing_parts(missing),
        refusal="" if missing else _refusal(told),
        parts=said_parts(words, told),
        on_paper=tuple(
            PaperSigner(one.practitioner_id, one.name, one.practitioner_id in ticked)
            for one in who
            if one.account_id is None and one.practitioner_id is not None
        ),
        others=words.listed(one.name for one in who if one.account_id is not None),
        digest=record_digest(head.session_id, head.type, told.blocks),
        fault="" if fault is None else record_refusal(fault),
    )


def show_page(
    actor: Actor,
    head: RecordHead,
    answer: AnswerForm | None = None,
    note: ShownNote | None = None,
) -> ShowRecordPage:
    """Put the page of a signed record together.

    Args:
        actor: Who looks.
        head: The session and its record, signed by its leader.
        answer: A disagreement that was refused; None for a fresh form.
        note: The note as it was refused; None for the note as it stands.

    Returns:
        The page.
    """
    told, words, store = told_record(head), Words(page_language()), database()
    there = supervised_in(store, head.session_id)
    left = still_to_sign(head.type, there, signatures_of(store, head.session_id))
    is_supervised = any(one.account_id == actor.account_id for one in there)
    said = {
        one.kind for one in answers_to(store, head.session_id) if one.account_id == actor.account_id
    }
    return ShowRecordPage(
        head=head,
        finding=_finding(
            told,
            is_mine=[one.account_id for one in left] == [actor.account_id],
            has_read=bool(said),
        ),
        type_name=type_words(head.type),
        late=said_late(words, told),
        people=said_people(words, told, installation().timezone),
        parts=said_parts(words, told),
        digest=told.digest or "",
        may_sign=any(one.account_id == actor.account_id for one in left),
        # whoever disagrees has read it
        may_acknowledge=is_supervised and not said,
        may_disagree=is_supervised,
        until=_until(told.answer_until, local_today()),
        answer=answer or AnswerForm(form_key()),
        note=note or note_of(actor, head),
    )


def _until(day: date | None, today: date) -> str:
    if day is None:
        return ""
    named = near_day(day, today)
    if day >= today:
        return str(_("Acknowledge it by %(day)s.", day=named))
    late = due_words(day, today)
    return str(_("It was to be acknowledged by %(day)s: %(late)s.", day=named, late=late))


def _finding(told: RecordTold, *, is_mine: bool, has_read: bool) -> str:
    words = Words(page_language())
    said = {one.kind for one in told.answers}
    against = AnswerKind.DISAGREED in said
    waiting = still_to_acknowledge([one.stands for one in told.people])
    if is_mine and not against:
        # whoever is the last one asked is not called by a code
        if has_read:
            return str(_("You acknowledged it; your signature is still open"))
        return str(_("Waits for your signature"))
    if told.state is RecordState.AWAITED:
        return _finding_of_unsigned(words.listed(told.waits_for), against=against)
    if waiting:
        names = words.listed(one.code for one in waiting)
        return _finding_of_unread(names, against=against)
    if against:
        return str(_("Signed, and disagreed with"))
    if said:
        return str(_("Signed and acknowledged"))
    return str(_("Signed, and nothing is left to do"))


def _finding_of_unsigned(names: str, *, against: bool) -> str:
    if against:
        return str(_("Disagreed with, and waits for the signature of %(names)s", names=names))
    return str(_("Waits for the signature of %(names)s", names=names))


def _finding_of_unread(names: str, *, against: bool) -> str:
    if against:
        said = _("Signed, disagreed with, still to be acknowledged by %(names)s", names=names)
        return str(said)
    return str(_("Signed, still to be acknowledged by %(names)s", names=names))


def _refusal(told: RecordTold) -> str:
    meeting = told.blocks[Block.MEETING].values
    local = clock.now().astimezone(ZoneInfo(installation().timezone)).replace(tzinfo=None)
    try:
        check_over(told.held_on, time.fromisoformat(meeting["ended_at"]), local)
    except InvalidError as fault:
        return record_refusal(fault)
    return _not_agreed(told)


def _not_agreed(told: RecordTold) -> str:
    content = told.blocks.get(Block.OBSERVED)
    if content is None or may_be_observed(
        child_agreed=content.values.get("child_agreed") == "yes",
        caregiver_agreed=content.values.get("caregiver_agreed") == "yes",
    ):
        return ""
    return record_refusal(RefusedError("not_agreed"))
