"""Gathers what a record tells, for its page and its paper."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from qa_app import clock
from qa_app.domain.people import Actor
from qa_app.domain.record_content import BlockContent
from qa_app.domain.record_people import GivenAnswer, PersonStands, people_of
from qa_app.domain.record_told import RecordTold, ToldAnswer, ToldPerson
from qa_app.domain.session_blocks import Block
from qa_app.domain.supervision_records import (
    RecordState,
    SignPart,
    Supervised,
    answer_until,
    is_late,
    still_to_sign,
)
from qa_app.domain.working_days import NATIONAL_REGION
from qa_app.extensions import database
from qa_app.queries.holidays import working_calendar
from qa_app.queries.record_beside import presence_of
from qa_app.queries.record_content import blocks_in
from qa_app.queries.records import (
    RecordAnswer,
    RecordHead,
    answers_to,
    names_of,
    signatures_of,
    supervised_in,
)
from qa_app.queries.well_being import two_people, well_being_note
from qa_app.web.records.pages import ShownNote
from qa_app.web.settings import installation


def late_days(head: RecordHead) -> int | None:
    """Tell how many days after the session a record was written late, or is not written yet.

    Args:
        head: The session and its record.

    Returns:
        The days; None in time.
    """
    is_signed = head.state not in {None, RecordState.DRAFT}
    at = head.written_at if is_signed and head.written_at is not None else clock.now()
    written = at.astimezone(ZoneInfo(installation().timezone)).replace(tzinfo=None)
    return (written.date() - head.held_on).days if is_late(head.held_on, written) else None


def told_record(head: RecordHead) -> RecordTold:
    """Gather what a record tells.

    Args:
        head: The session and its record, which is the reader's to read; it was begun.

    Returns:
        What it tells.
    """
    store, session_id = database(), head.session_id
    there = supervised_in(store, session_id)
    signatures, answers = signatures_of(store, session_id), answers_to(store, session_id)
    return RecordTold(
        session_id=session_id,
        type=head.type,
        centre=head.centre_name,
        leader=head.leader,
        state=head.state or RecordState.DRAFT,
        held_on=head.held_on,
        late_days=late_days(head),
        blocks=_contents(head),
        there=presence_of(store, session_id),
        people=_people(head, there, answers),
        waits_for=tuple(one.name for one in still_to_sign(head.type, there, signatures)),
        answers=tuple(ToldAnswer(one.kind, one.by, one.text, one.at) for one in answers),
        answer_until=_until(head),
        digest=head.digest,
    )


def note_of(
    actor: Actor, head: RecordHead, typed: str | None = None, fault: str = "", *, asks: bool = False
) -> ShownNote | None:
    """Gather the note on well-being for the one who looks.

    Args:
        actor: Who looks.
        head: The session and its record.
        typed: What was typed and refused; None for what stands.
        fault: Why it was refused.
        asks: It is asked why what looks like a name is kept.

    Returns:
        The note with its form; None for everybody but the two people of such a session.
    """
    people = two_people(database(), actor, head.session_id)
    if people is None:
        return None
    stands = well_being_note(database(), actor, head.session_id, people)
    other = people[1] if people[0] == actor.account_id else people[0]
    standing = "" if stands is None else stands.text
    return ShownNote(
        text=standing if typed is None else typed,
        revision=0 if stands is None else stands.revision,
        other=names_of(database(), [other])[other],
        fault=fault,
        asks_name=asks,
        stands="" if typed is None else standing,
    )


def _contents(head: RecordHead) -> dict[Block, BlockContent]:
    stands = blocks_in(database(), head.session_id, head.type)
    return {block: one.content for block, one in stands.items()}


def _people(
    head: RecordHead, there: tuple[Supervised, ...], answers: tuple[RecordAnswer, ...]
) -> tuple[ToldPerson, ...]:
    if head.state in {None, RecordState.DRAFT}:
        return ()
    store = database()
    given = signatures_of(store, head.session_id)
    said = [GivenAnswer(one.account_id, one.kind, one.at) for one in answers]
    people = people_of(head.type, there, given, said)
    accounts = {one.account_id for one in given}
    accounts |= {one.account_id for one in people if one.account_id is not None}
    names = names_of(store, accounts)
    attested = {
        one.practitioner_id: names[one.account_id] for one in given if one.part is SignPart.ON_PAPER
    }
    return tuple(
        ToldPerson(_name(one, names), one, attested.get(one.practitioner_id, "")) for one in people
    )


def _name(one: PersonStands, names: Mapping[int, str]) -> str:
    known = names.get(one.account_id) if one.account_id is not None else None
    if known is None or one.practitioner_id is None:
        return known or one.code
    return one.code if known == one.code else f"{one.code} {known}"


def _until(head: RecordHead) -> date | None:
    if head.state in {None, RecordState.DRAFT} or head.written_at is None:
        return None
    signed_on = head.written_at.astimezone(ZoneInfo(installation().timezone)).date()
    return answer_until(signed_on, working_calendar(database(), NATIONAL_REGION))
