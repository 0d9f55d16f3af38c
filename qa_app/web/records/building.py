"""Puts the form of a record together: its blocks, rows and fields."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import url_for

from qa_app.domain.defaults import RECORD_ROWS_MOST, RECORD_TEXT_MOST
from qa_app.domain.errors import RefusedError
from qa_app.domain.people import Actor
from qa_app.domain.record_content import BlockContent, missing_of
from qa_app.domain.session_blocks import (
    NEEDS_PEOPLE,
    OF_CASES,
    ROWS,
    Block,
    Field,
    FieldKind,
    fields_beside,
    fields_of_rows,
)
from qa_app.domain.supervision import SessionType
from qa_app.extensions import database
from qa_app.queries.draws import files_of
from qa_app.queries.record_beside import open_cases, people_at, workload_at
from qa_app.queries.record_content import BlockStands, blocks_in
from qa_app.queries.records import RecordHead
from qa_app.web.follow_up_labels import ASKS_NAME
from qa_app.web.kept_here import owner_for, seal_for
from qa_app.web.locale import page_language
from qa_app.web.records.labels import (
    hint_of,
    missing_parts,
    output_words,
    record_refusal,
    usual_words,
)
from qa_app.web.records.pages import (
    OfferedCase,
    ShownBlock,
    ShownField,
    ShownNote,
    ShownRow,
    WriteRecordPage,
)
from qa_app.web.records.script_words import script_words
from qa_app.web.records.telling import late_days, note_of
from qa_app.web.session import form_token
from qa_app.web.session_labels import clauses, type_words
from qa_app.wording import Words
from qa_app.wording.said_records import said_fields, said_late_open
from qa_app.wording.session_blocks import BLOCKS, FIELDS, OPTIONS, YES_NO

_MOST = {FieldKind.TEXT: RECORD_TEXT_MOST, FieldKind.CASE: 20, FieldKind.PERSON: 40}


@dataclass(frozen=True, slots=True)
class BlockTrouble:
    """A block that was not saved.

    Attributes:
        block: The block.
        typed: What was sent.
        fault: Why it was refused; None when somebody saved it meanwhile.
        stands: What stands instead; None when it was refused.
    """

    block: Block
    typed: BlockContent
    fault: RefusedError | None = None
    stands: BlockStands | None = None


def write_page(
    actor: Actor,
    head: RecordHead,
    trouble: BlockTrouble | None = None,
    note: ShownNote | None = None,
) -> WriteRecordPage:
    """Put the page of a record that is being written together.

    Args:
        actor: Who writes it.
        head: The session and its record.
        trouble: A block that was not saved; None for none.
        note: The note as it was refused; None for the note as it stands.

    Returns:
        The page.
    """
    store, fine = database(), head.type
    stands = blocks_in(store, head.session_id, fine)
    blocks = tuple(
        _block(fine, block, one, trouble if trouble and trouble.block is block else None)
        for block, one in stands.items()
    )
    contents = {code: one.content for code, one in stands.items()}
    is_of_files = Block.FILES in stands or Block.VISIT in stands
    return WriteRecordPage(
        head=head,
        type_name=type_words(fine),
        usual=usual_words(fine),
        outputs=output_words(fine),
        late=said_late_open(Words(page_language()), late_days(head)),
        blocks=blocks,
        files=files_of(store, head.session_id, actor.account_id) if is_of_files else (),
        workload=workload_at(store, head.centre_id) if Block.ALLOCATION in stands else (),
        functions=Words(page_language()).say(FIELDS["functions"]),
        missing=missing_parts(missing_of(fine, contents)),
        cases=_cases(actor, head) if stands.keys() & OF_CASES else (),
        people=people_at(store, head.centre_id),
        note=note or note_of(actor, head),
        island=_island(head, stands),
    )


def _cases(actor: Actor, head: RecordHead) -> tuple[OfferedCase, ...]:
    words = Words(page_language())
    return tuple(
        # some browsers show only these words, so the reference stands in them too
        OfferedCase(
            one.reference,
            clauses(
                one.reference,
                *([one.worker] if one.worker else []),
                *([words.say(OPTIONS["risk"][one.risk])] if one.risk in OPTIONS["risk"] else []),
            ),
        )
        for one in open_cases(database(), actor, head)
    )


def standing_words(fine: SessionType, block: Block, content: BlockContent) -> list[tuple[str, str]]:
    """Put what stands in a block into words, line by line.

    Args:
        fine: What kind of session.
        block: The block.
        content: What stands in it.

    Returns:
        Label and words of each filled field.
    """
    words = Words(page_language())
    lines = list(said_fields(words, fields_beside(fine, block), content.values))
    for number, row in enumerate(content.rows, start=1):
        for label, said in said_fields(words, fields_of_rows(block), row):
            lines.append((f"{number}. {label}", said))
    return lines


def _block(
    fine: SessionType, block: Block, stands: BlockStands, trouble: BlockTrouble | None
) -> ShownBlock:
    content = stands.content if trouble is None else trouble.typed
    fault = None if trouble is None else trouble.fault
    wrong: tuple[object, object] = (None, None)
    if fault is not None:
        wrong = (fault.params.get("row"), fault.params.get("field"))
    rows = _rows(fine, block, content, wrong) if block in ROWS else ()
    shown = ShownBlock(
        code=block.value,
        heading=Words(page_language()).say(BLOCKS[block]),
        hint=hint_of(block),
        fields=tuple(
            _field(block, one, content.values, "v-", is_wrong=wrong == (None, one.code))
            for one in fields_beside(fine, block)
        ),
        rows=rows,
        has_rows=block in ROWS,
        revision=stands.revision,
        asks_name=bool(content.name_reason),
        name_reason=content.name_reason,
    )
    if trouble is None:
        return shown
    return replace(
        shown,
        fault="" if fault is None else record_refusal(fault),
        stands=()
        if trouble.stands is None
        else tuple(standing_words(fine, block, trouble.stands.content)),
        asks_name=shown.asks_name or (fault is not None and fault.code in ASKS_NAME),
    )


def _rows(
    fine: SessionType, block: Block, content: BlockContent, wrong: tuple[object, object]
) -> tuple[ShownRow, ...]:
    filled = [
        ShownRow(number, _row(block, row, number, wrong), is_empty=False)
        for number, row in enumerate(content.rows, start=1)
    ]
    if len(filled) < RECORD_ROWS_MOST:
        number = len(filled) + 1
        fields = _row(block, {}, number, wrong)
        # a line that nothing is typed into is not missed, but for the first who was there
        if filled or block is not Block.MEETING or fine not in NEEDS_PEOPLE:
            fields = tuple(replace(one, is_needed=False) for one in fields)
        filled.append(ShownRow(number, fields, is_empty=True))
    return tuple(filled)


def _row(
    block: Block, row: Mapping[str, str], number: int, wrong: tuple[object, object]
) -> tuple[ShownField, ...]:
    return tuple(
        _field(block, one, row, f"r{number}-", is_wrong=wrong == (number, one.code))
        for one in fields_of_rows(block)
    )


def _field(
    block: Block, one: Field, values: Mapping[str, str], prefix: str, *, is_wrong: bool
) -> ShownField:
    words = Words(page_language())
    options: Mapping[str, str] = {}
    if one.kind is FieldKind.CHOICE:
        options = OPTIONS[one.code]
    elif one.kind is FieldKind.YES_NO:
        options = YES_NO
    return ShownField(
        name=f"{prefix}{one.code}",
        id=f"{block.value}-{prefix}{one.code}",
        label=words.say(FIELDS[one.code]),
        kind=one.kind.value,
        value=values.get(one.code, ""),
        options=tuple((code, words.say(message)) for code, message in options.items()),
        most=one.most or _MOST.get(one.kind, 0),
        least=one.least,
        is_needed=one.is_needed,
        is_wrong=is_wrong,
    )


def _island(head: RecordHead, stands: Mapping[Block, BlockStands]) -> str:
    session_id, about = head.session_id, f"record/{head.session_id}"
    here = url_for("records.show", session_id=session_id)
    plain = {
        "owner": owner_for(about),
        "seal": seal_for(about),
        "csrf": form_token(),
        "save": url_for("records.save", session_id=session_id),
        "state": url_for("records.state", session_id=session_id),
        "signIn": url_for("accounts.sign_in", next=here),
        "revisions": {block.value: one.revision for block, one in stands.items()},
        "words": script_words(),
    }
    # the closing sign of a script element must not stand inside it
    return json.dumps(plain, ensure_ascii=False).replace("<", "\\u003c")
