"""Puts a supervision record into words, for its page and for its paper."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from qa_app.domain.actions import Owner
from qa_app.domain.record_content import BlockContent
from qa_app.domain.record_people import AnswerStands, PersonStands, SignStands
from qa_app.domain.record_told import RecordTold, ToldPerson
from qa_app.domain.session_blocks import (
    MARKS,
    Block,
    Field,
    FieldKind,
    Function,
    capacity_percent,
    fields_beside,
    fields_of_rows,
)
from qa_app.domain.supervision import SessionType
from qa_app.domain.supervision_records import AnswerKind, RecordState
from qa_app.wording.action_owners import said_owner
from qa_app.wording.audit_reports import CLOSING, HEADS
from qa_app.wording.catalogue import message as _
from qa_app.wording.coverage import FUNCTION_NAMES
from qa_app.wording.journal_values import VALUES
from qa_app.wording.said import SaidLine
from qa_app.wording.said_printed import SaidPart, SaidPrinted, SaidTable
from qa_app.wording.session_blocks import BLOCKS, FIELDS, value_message
from qa_app.wording.words import Words

_TITLE = _("Supervision record")
_DRAFT = _("Draft")
_INTERNAL = _("Internal")
_CENTRE, _DAY = _("Centre"), _("Day")
_LED_BY, _STANDS = _("Led by"), _("How it stands")
_DIGEST, _NUMBER = _("Digest of the content"), "SV-%06d"
_ASKED, _RECORDED = _("Asked"), _("Recorded")
_WHO, _THERE, _CREDITED = _("Who"), _("Minutes there"), _("Minutes credited")
_NO_CREDIT = _("none by rule")
_NOT_YET = _("counted when it is signed")
_ABSENT = _("absent")
_MADE = _("made %(at)s")
_PEOPLE, _DISAGREEMENTS = _("Who has signed and acknowledged it"), _("Disagreements")
_SIGNATURE, _ACKNOWLEDGEMENT = _("Signed or not"), _("Acknowledged or not")
_CASE, _ROW = _("Case %(case)s"), _("%(block)s, number %(n)s")
_EMPTY = _("Nothing was written down here.")
_SCORE = _("Reached: %(percent)s%% of the points.")
_LATE = _("Written late: %(days)s days after the session, more than a day.")
_OPEN_LATE = _(
    "Late: %(days)s days have gone by since the session and nobody has signed the record."
)
_STATES = {
    RecordState.DRAFT: _("being written; nobody has signed"),
    RecordState.SIGNED: _("signed by all who sign"),
}
_AWAITED = _("waits for the signature of %(names)s")
_SIGNED = {
    SignStands.SIGNED: _("signed, %(at)s"),
    SignStands.ON_PAPER: _("on paper, as %(by)s attested, %(at)s"),
    SignStands.AWAITED: _("still to sign"),
    SignStands.NOT_ASKED: _("no signature asked for"),
}
_ANSWERED = {
    AnswerStands.ON_PAPER: _("read on paper; nothing more is asked for"),
    AnswerStands.NO_ACCOUNT: _("has no account; nothing is asked for here"),
    AnswerStands.AWAITED: _("still to acknowledge"),
}
_ANSWERED_BY = _("still to acknowledge, by %(day)s")
_GIVEN = {
    AnswerKind.ACKNOWLEDGED: _("acknowledged, %(at)s"),
    AnswerKind.DISAGREED: _("disagrees, %(at)s"),
}
_LEADER = _("%(name)s, who led the session")
_DISAGREED = _("%(name)s disagrees, %(at)s: %(text)s")
_BY_DAY = _("%(who)s, by %(day)s")
_KEPT_APART = _(
    "Decisions about cases go to the list of each case; remarks on a worker stay in this record."
)


def said_parts(words: Words, told: RecordTold) -> tuple[SaidPart, ...]:
    """Put what stands in a record into words, part by part.

    Args:
        words: The language.
        told: The record.

    Returns:
        A part for each block, each case a part of its own.
    """
    parts: list[SaidPart] = []
    for block, content in told.blocks.items():
        if block is Block.ACTIONS:
            parts += _agreed(words, content)
        else:
            parts += _block(words, told, block, content)
    return tuple(parts)


def said_people(words: Words, told: RecordTold, zone: str) -> tuple[SaidPart, ...]:
    """Say who has signed a record, acknowledged it, disagreed, and who is still to.

    Args:
        words: The language.
        told: The record.
        zone: Local time zone.

    Returns:
        One list of everybody, then the words of each disagreement; nothing before its leader
        signed.
    """
    if not told.people:
        return ()
    heads = (words.say(_WHO), words.say(_SIGNATURE), words.say(_ACKNOWLEDGEMENT))
    rows = tuple(_person(words, told, one, zone) for one in told.people)
    parts = [SaidPart(words.say(_PEOPLE), (), SaidTable(heads, (30, 35, 35), rows))]
    against = tuple(
        words.say(_DISAGREED, name=one.name, at=words.instant(one.at, zone), text=one.text)
        for one in told.answers
        if one.kind is AnswerKind.DISAGREED
    )
    if against:
        parts.append(SaidPart(words.say(_DISAGREEMENTS), against))
    return tuple(parts)


def _agreed(words: Words, content: BlockContent) -> list[SaidPart]:
    said = tuple(_action(words, row) for row in content.rows)
    return [SaidPart(words.say(BLOCKS[Block.ACTIONS]), said)] if said else []


def _action(words: Words, row: Mapping[str, str]) -> str:
    owner = Owner(row["owner"])
    who = said_owner(words, owner, row.get("person", ""))
    if "due_on" in row:
        who = words.say(_BY_DAY, who=who, day=words.day(date.fromisoformat(row["due_on"])))
    said = words.pair(row["what"], who)
    return words.sequence([said, row["evidence"]]) if "evidence" in row else said


def said_state(words: Words, told: RecordTold) -> str:
    """Say how a record stands.

    Args:
        words: The language.
        told: The record.

    Returns:
        A few words.
    """
    if told.state is RecordState.AWAITED:
        return words.say(_AWAITED, names=words.listed(told.waits_for))
    return words.say(_STATES[told.state])


def said_late(words: Words, told: RecordTold) -> str:
    """Say that a record was written late.

    Args:
        words: The language.
        told: The record.

    Returns:
        A sentence; empty for one that was written in time.
    """
    if told.late_days is None:
        return ""
    if told.state is RecordState.DRAFT:
        return said_late_open(words, told.late_days)
    return words.say(_LATE, days=told.late_days)


def said_late_open(words: Words, days: int | None) -> str:
    """Say that a record that nobody signed is late.

    Args:
        words: The language.
        days: Days since the session; None in time.

    Returns:
        A sentence; empty in time.
    """
    return "" if days is None else words.say(_OPEN_LATE, days=days)


def said_type(words: Words, fine: SessionType) -> str:
    """Name a kind of session.

    Args:
        words: The language.
        fine: The kind.

    Returns:
        Its name.
    """
    return words.say(VALUES["type"][fine.value])


def said_record(words: Words, told: RecordTold, made_at: datetime, zone: str) -> SaidPrinted:
    """Put a record into words as a paper; a note on well-being is never among them.

    Args:
        words: The language.
        told: The record.
        made_at: When the paper is made.
        zone: Local time zone.

    Returns:
        The paper; the same words for the same record at the same time.
    """
    late = said_late(words, told)
    identity = (
        SaidLine(words.say(_CENTRE), words.text(told.centre)),
        SaidLine(words.say(_DAY), words.day(told.held_on)),
        SaidLine(words.say(_LED_BY), told.leader),
        SaidLine(words.say(_STANDS), said_state(words, told)),
    )
    number = _NUMBER % told.session_id
    digest = f"SHA-256 {told.digest}" if told.digest else words.say(_STATES[RecordState.DRAFT])
    return SaidPrinted(
        language=words.language,
        title=words.say(_TITLE),
        subject=said_type(words, told.type),
        draft=words.say(_DRAFT),
        is_draft=told.state is RecordState.DRAFT,
        identity=identity,
        remarks=tuple(one for one in (late, words.say(_KEPT_APART)) if one),
        parts=(*said_parts(words, told), *said_people(words, told, zone)),
        closing=words.say(CLOSING),
        verification=(SaidLine(words.say(_DIGEST), digest),),
        verification_head=words.say(HEADS["verification"]),
        foot=f"{number} · {words.say(_MADE, at=words.instant(made_at, zone))}",
        page=words.say(HEADS["page"]),
        class_mark=words.say(_INTERNAL),
    )


def said_value(words: Words, one: Field, value: str) -> str:
    """Put what stands in a field into words.

    Args:
        words: The language.
        one: The field.
        value: What stands in it; empty for nothing.

    Returns:
        The words, or what was typed.
    """
    if not value:
        return ""
    message = value_message(one.code, one.kind, value)
    if message is not None:
        return words.say(message)
    return words.day(datetime.fromisoformat(value).date()) if one.kind is FieldKind.DAY else value


def said_fields(
    words: Words, fields: tuple[Field, ...], values: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Put the filled fields of a block or a row into words.

    Args:
        words: The language.
        fields: The fields, in the order of the form.
        values: What stands in them.

    Yields:
        Label and words of each filled field.
    """
    covered = [FUNCTION_NAMES[one.code] for one in _functions(fields) if values.get(one.code)]
    for one in fields:
        if one.code == Function.ACCOUNTABILITY and covered:
            said = words.listed(words.say(name) for name in covered)
            yield words.say(FIELDS["functions"]), said
        elif one.kind is not FieldKind.TICK and values.get(one.code):
            yield words.say(FIELDS[one.code]), said_value(words, one, values[one.code])


def _functions(fields: tuple[Field, ...]) -> Iterator[Field]:
    return (one for one in fields if one.kind is FieldKind.TICK)


def _block(
    words: Words, told: RecordTold, block: Block, content: BlockContent
) -> Iterator[SaidPart]:
    heading, fields = words.say(BLOCKS[block]), fields_of_rows(block)
    lines = tuple(said_fields(words, fields_beside(told.type, block), content.values))
    score = _score(words, content) if block is Block.CAPACITY else ()
    if block is Block.MEETING:
        yield SaidPart(heading, (), _table(words, lines))
        if told.there:
            yield SaidPart("", (), _there(words, told))
        return
    if lines or not content.rows:
        nothing = () if lines else (words.say(_EMPTY),)
        yield SaidPart(heading, (*score, *nothing), _table(words, lines) if lines else None)
    for number, row in enumerate(content.rows, start=1):
        name = words.say(_ROW, block=heading, n=number)
        if "case" in row:
            name = words.say(_CASE, case=row["case"])
        rest = tuple(said_fields(words, tuple(f for f in fields if f.code != "case"), row))
        rest = tuple(_named(words, told, line, row) for line in rest)
        yield SaidPart(name, (), _table(words, rest))


def _named(
    words: Words, told: RecordTold, line: tuple[str, str], row: Mapping[str, str]
) -> tuple[str, str]:
    # where one worker was there, that is who does it
    there = [one.name for one in told.there if one.minutes]
    is_one = row.get("owner") == Owner.WORKER and len(there) == 1
    if is_one and line[0] == words.say(FIELDS["owner"]):
        return line[0], said_owner(words, Owner.WORKER, there[0])
    return line


def _score(words: Words, content: BlockContent) -> tuple[str, ...]:
    marks = tuple(
        content.values[code]
        for code in ("attitudes", "knowledge", "skills")
        if content.values.get(code) in MARKS
    )
    return (words.say(_SCORE, percent=capacity_percent(marks)),) if marks else ()


def _table(words: Words, lines: tuple[tuple[str, str], ...]) -> SaidTable:
    return SaidTable((words.say(_ASKED), words.say(_RECORDED)), (30, 70), lines)


def _there(words: Words, told: RecordTold) -> SaidTable:
    heads = (words.say(_WHO), words.say(_THERE), words.say(_CREDITED))
    none = _NOT_YET if told.state is RecordState.DRAFT else _NO_CREDIT
    rows = tuple(
        (
            one.name,
            str(one.minutes) if one.minutes else words.say(_ABSENT),
            words.say(none) if one.credited is None else str(one.credited // 60),
        )
        for one in told.there
    )
    return SaidTable(heads, (40, 30, 30), rows)


def _person(words: Words, told: RecordTold, one: ToldPerson, zone: str) -> tuple[str, ...]:
    stands = one.stands
    at = "" if stands.signed_at is None else words.instant(stands.signed_at, zone)
    return (
        words.say(_LEADER, name=one.name) if stands.is_leader else one.name,
        words.say(_SIGNED[stands.sign], by=one.by, at=at),
        _answered(words, told, stands, zone),
    )


def _answered(words: Words, told: RecordTold, stands: PersonStands, zone: str) -> str:
    if stands.answer is AnswerStands.GIVEN:
        return words.sequence(
            [words.say(_GIVEN[one.kind], at=words.instant(one.at, zone)) for one in stands.answers]
        )
    if stands.answer is AnswerStands.AWAITED and told.answer_until is not None:
        return words.say(_ANSWERED_BY, day=words.day(told.answer_until))
    return words.say(_ANSWERED[stands.answer]) if stands.answer in _ANSWERED else "–"
