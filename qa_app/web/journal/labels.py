"""Rows of the journal, and what a check of it found, in words."""

import json
from collections.abc import Mapping

from flask_babel import gettext as _

from qa_app.queries.journal import JournalLine, Verified
from qa_app.web.journal.pages import Detail, Row
from qa_app.wording import Words
from qa_app.wording.journal import ACTIONS, DETAILS, FLAWS, OBJECTS, detail_value

_DIGITS_SHOWN = 12
_ACCOUNTS = frozenset({"from_account", "to_account"})


def row_of(words: Words, line: JournalLine, people: Mapping[int, str]) -> Row:
    return Row(
        seq=line.seq,
        at=line.at,
        actor=line.actor_name,
        action=_named(words, ACTIONS, line.action),
        thing=_named(words, OBJECTS, line.object_type),
        object_id=line.object_id or "",
        is_refused=line.outcome != "done",
        detail=tuple(
            _detail(words, name, people.get(value, value) if name in _ACCOUNTS else value)
            for name, value in json.loads(line.detail).items()
            if value not in (None, [], "")
        ),
    )


def actions(words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((code, words.say(message)) for code, message in ACTIONS.items())


def _named(words: Words, names: Mapping[str, str], code: str) -> str:
    return words.say(names[code]) if code in names else code


def _detail(words: Words, name: str, value: object) -> Detail:
    values = value if isinstance(value, list) else [value]
    said = [detail_value(words, name, str(one)) for one in values]
    known = [one for one in said if one is not None]
    is_content = len(known) < len(values)
    written = [_written(one) for one in values]
    return Detail(
        _named(words, DETAILS, name), _(", ").join(written if is_content else known), is_content
    )


def _written(value: object) -> str:
    text = "" if value is None else str(value)
    is_digest = len(text) > _DIGITS_SHOWN and all(sign in "0123456789abcdef" for sign in text)
    return f"{text[:_DIGITS_SHOWN]}…" if is_digest else text


def title(found: Verified) -> str:
    chain = found.chain
    if chain.broken_seq is not None:
        return str(_("Row %(seq)s of the journal is broken", seq=chain.broken_seq))
    if not found.is_head_right:
        return str(_("The end of the journal does not fit its head"))
    return str(_("The journal is complete up to row %(seq)s", seq=chain.last_seq))


def findings(words: Words, found: Verified) -> tuple[str, ...]:
    chain = found.chain
    if chain.broken_seq is not None:
        return (
            str(_("What is wrong with it: %(flaw)s.", flaw=words.say(FLAWS[str(chain.flaw)]))),
            str(_("Rows before it that hold: %(count)s.", count=chain.count)),
            str(_("Stop the system, keep a copy of the database and restore the last backup.")),
        )
    if not found.is_head_right:
        return (
            str(
                _(
                    "Rows that hold: %(count)s; the head names row %(seq)s. Rows were cut off at"
                    " the end, or the head was changed.",
                    count=chain.count,
                    seq=found.head_seq,
                )
            ),
            str(_("Stop the system, keep a copy of the database and restore the last backup.")),
        )
    return (str(_("Rows that hold: %(count)s, without a gap.", count=chain.count)),)


def anchor_title(seq: int, last_seq: int) -> str:
    if seq > last_seq:
        return str(
            _("The journal has no row %(seq)s: rows at the end may have been removed", seq=seq)
        )
    return str(_("The journal does not agree with the anchor"))


def anchor_finding(seq: int, *, is_right: bool) -> str:
    if is_right:
        return str(_("Row %(seq)s is the one of the anchor.", seq=seq))
    return str(
        _(
            "Row %(seq)s is not the one of the anchor. First check that the anchor was typed as"
            " it was kept; if it was, stop the system, keep a copy of the database and restore"
            " the last backup.",
            seq=seq,
        )
    )


def no_anchor() -> str:
    return str(
        _(
            "Without an anchor kept elsewhere, rows cut off at the end together with the head"
            " cannot be seen. Note the head below and enter it here next time."
        )
    )
