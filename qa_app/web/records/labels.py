"""What pages of records say: refusals, hints, what a record waits for."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.errors import RefusedError
from qa_app.domain.record_content import Missing
from qa_app.domain.session_blocks import BY_ONE, Block
from qa_app.domain.session_kinds import KINDS
from qa_app.domain.supervision import SessionType
from qa_app.domain.supervision_records import RecordState
from qa_app.queries.records import RecordLine
from qa_app.web.follow_up_labels import follow_up_refusal
from qa_app.web.locale import page_language
from qa_app.web.records.pages import MissingPart
from qa_app.wording import Words
from qa_app.wording.session_blocks import BLOCKS, FIELDS, OUTPUTS, USUAL


def record_refusal(fault: RefusedError) -> str:
    """Say why something about a record was refused and what to do.

    Args:
        fault: The refusal.

    Returns:
        The words; they name the field and the row where one is meant.
    """
    words = _refusals().get(fault.code)
    if fault.code == "unfit_value" and "least" in fault.params:
        words = str(_("enter a whole number from %(least)s to %(most)s."))
    said = follow_up_refusal(fault) if words is None else _filled(words, fault)
    field, row = fault.params.get("field"), fault.params.get("row")
    if not isinstance(field, str) or field not in FIELDS:
        return said
    label = Words(page_language()).say(FIELDS[field])
    if row is not None:
        label = str(_("Number %(n)s, %(field)s", n=row, field=label))
    return f"{label}{_(': ')}{said}"


def _filled(words: str, fault: RefusedError) -> str:
    names = fault.params.get("names", ())
    listed = Words(page_language()).listed(names) if isinstance(names, tuple) else ""
    ends = fault.params.get("ends")
    at = f"{ends:%H:%M}" if isinstance(ends, datetime) else ""
    return words % {
        "least": fault.params.get("least", ""),
        "most": fault.params.get("most", ""),
        "names": listed,
        "ends": at,
    }


def _refusals() -> dict[str, str]:
    return {
        "unfit_value": _("This does not fit here."),
        "unknown_block": _("This kind of session has no such part."),
        "too_many_rows": _("At most %(most)s lines stand here."),
        "held_ahead": _("The session cannot have been held on a day that lies ahead."),
        "ends_before": _("It ends before it begins."),
        "longer_than_session": _(
            "at most %(most)s minutes: so long the session lasted by its times."
        ),
        "person_twice": _("This person stands here twice."),
        "unknown_person": _("Nobody of the centre has this code."),
        "own_session": _("Nobody supervises themselves: take your own code out."),
        "unknown_case": _("The centre has no case of this reference."),
        "case_twice": _("This case stands here twice."),
        "record_signed": _("The record is signed; nothing in it changes any more."),
        "session_cancelled": _("The session was cancelled meanwhile; its record cannot go on."),
        "record_changed": _(
            "The record was changed since you saw it. Nothing was signed: read it again first."
        ),
        "record_not_ready": _("Something is still missing; nothing was signed."),
        "not_agreed": _(
            "Nobody is observed unless the child and the caregiver both agree. Without both,"
            " cancel the session or plan another kind."
        ),
        "paper_missing": _(
            "Confirm that these people signed on paper: %(names)s. They have no account."
        ),
        "nothing_to_sign": _("There is nothing here for you to sign any more."),
        "acknowledged": _("You acknowledged it already."),
        "disagreed_enough": _(
            "Nothing was attached: you disagreed with this record %(most)s times already, and more"
            " is not taken. Talk it over with who led the session."
        ),
        "note_changed": _(
            "The other person saved the note meanwhile. What you typed is still here; what stands"
            " there now is shown below it."
        ),
        "not_yet": _("Its day has not come."),
        "not_over": _(
            "By this record the session ends at %(ends)s. Sign after that, or put the time right if"
            " it ended earlier."
        ),
    }


def missing_parts(missing: Iterable[Missing]) -> tuple[MissingPart, ...]:
    """Name what is missing, part by part.

    Args:
        missing: The fields, in the order of the form.

    Returns:
        For each part where its first field stands on the form, its name, and its fields.
    """
    words = Words(page_language())
    by_part: dict[Block, list[Missing]] = {}
    for one in missing:
        by_part.setdefault(one.block, []).append(one)
    return tuple(
        (_anchor(found[0]), words.say(BLOCKS[block]), words.listed(_missing(one) for one in found))
        for block, found in by_part.items()
    )


def _missing(one: Missing) -> str:
    label = Words(page_language()).say(FIELDS[one.field])
    if one.row is None:
        return label
    return str(_("Number %(n)s, %(field)s", n=one.row, field=label))


def _anchor(one: Missing) -> str:
    if one.field == "functions":
        return f"{one.block.value}-functions"
    if one.field == "person" and one.row is None:
        return f"{one.block.value}-r1-person"
    return f"{one.block.value}-{'v' if one.row is None else f'r{one.row}'}-{one.field}"


def hint_of(block: Block) -> str:
    """Say what has to be known before a block is filled in.

    Args:
        block: The block.

    Returns:
        A sentence; empty for nothing.
    """
    hints = {
        Block.MEETING: _(
            "Enter 0 minutes for whoever was expected and did not come. Time is credited by rule."
        ),
        Block.CASES: _(
            "What is decided about a case goes to the case's own list, where the centre reads it."
            " Remarks on the worker go into the last field; they stay in this record and never go"
            " along."
        ),
        Block.ALLOCATION: _("Who takes which case goes to the case's own list."),
        Block.OBSERVED: _(
            "Both must have agreed, the child and the caregiver; without both nobody signs."
        ),
        Block.CAPACITY: _("Met counts 2 points, partly met 1, not met 0."),
        Block.AGENCIES: _("Name agencies and roles, no person."),
    }
    return str(hints.get(block, ""))


def usual_words(fine: SessionType) -> str:
    """Say how often a kind of session is usual.

    Args:
        fine: The kind.

    Returns:
        A few words.
    """
    return Words(page_language()).say(USUAL[KINDS[fine].usual])


def output_words(fine: SessionType) -> str:
    """Say what comes out of a kind of session.

    Args:
        fine: The kind.

    Returns:
        A list.
    """
    words = Words(page_language())
    return words.listed(words.say(OUTPUTS[one]) for one in KINDS[fine].outputs)


def signing_words(fine: SessionType) -> str:
    """Say who signs the record of a kind of session.

    Args:
        fine: The kind.

    Returns:
        A sentence.
    """
    if fine in BY_ONE:
        return str(_("Who led the session signs its record."))
    return str(
        _(
            "Who led the session signs first, then everybody who was supervised. For whoever has"
            " no account, the leader attests a signature on paper."
        )
    )


def to_do_words(line: RecordLine) -> str:
    """Say what has to be done about a record.

    Args:
        line: A record of one's own.

    Returns:
        A few words; empty for nothing.
    """
    head = line.head
    if head.is_leader:
        if head.state is None:
            return str(_("write the record"))
        return str(_("write on and sign")) if head.state is RecordState.DRAFT else ""
    does_sign = head.type not in BY_ONE and head.state is RecordState.AWAITED
    steps = [
        *([_("sign")] if does_sign and not line.has_signed else []),
        *([] if line.has_answered else [_("acknowledge")]),
    ]
    return Words(page_language()).listed(str(one) for one in steps)


def list_finding(lines: Iterable[RecordLine]) -> str:
    """Say what one's own records come to.

    Args:
        lines: The records on the page.

    Returns:
        A title that states the finding.
    """
    waiting = sum(bool(to_do_words(one)) for one in lines)
    if not waiting:
        return str(_("No record waits for you"))
    return str(
        ngettext(
            "%(num)d record waits for you",
            "%(num)d records wait for you",
            waiting,
        )
    )
