"""Rows of the journal, and what a check of it found, in words."""

import json
from collections.abc import Mapping

from flask_babel import gettext as _

from qa_app.domain.journal_anchors import AnchorReport, AnchorState, JudgedAnchor
from qa_app.domain.name_order import name_key
from qa_app.queries.journal import JournalLine, Verified
from qa_app.web.journal.known_names import Named
from qa_app.web.journal.pages import Detail, Range, Row
from qa_app.wording import Words
from qa_app.wording.journal import ACTIONS, FLAWS, OBJECTS, detail_value
from qa_app.wording.journal_details import DETAILS
from qa_app.wording.journal_groups import GROUPS, group_of

_DIGITS_SHOWN = 12
_ACCOUNTS = frozenset({"from_account", "to_account"})
_JOINED = frozenset({"relaxed"})


def row_of(words: Words, line: JournalLine, people: Mapping[int, str], names: Named) -> Row:
    return Row(
        seq=line.seq,
        at=line.at,
        actor=line.actor_name,
        action=_named(words, ACTIONS, line.action),
        thing=_named(words, OBJECTS, line.object_type),
        object_id=line.object_id or "",
        is_refused=line.outcome != "done",
        detail=tuple(
            _detail(words, names, name, people.get(value, value) if name in _ACCOUNTS else value)
            for name, value in json.loads(line.detail).items()
            if value not in (None, [], "")
        ),
    )


def actions(words: Words) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Offer the acts to choose from: by what they are about, then by their names."""
    named = [(code, words.say(message)) for code, message in ACTIONS.items()]
    named.sort(key=lambda one: name_key(one[1].casefold()))
    return tuple(
        (words.say(group), tuple(one for one in named if group_of(one[0]) == group))
        for group in GROUPS
    )


def _named(words: Words, names: Mapping[str, str], code: str) -> str:
    return words.say(names[code]) if code in names else code


def _detail(words: Words, names: Named, name: str, value: object) -> Detail:
    values = (
        value if isinstance(value, list) else str(value).split() if name in _JOINED else [value]
    )
    said = [detail_value(words, name, str(one)) or names.get((name, str(one))) for one in values]
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
    chain, anchors = found.chain, found.anchors
    if chain.broken_seq is not None:
        return str(_("Row %(seq)s of the journal is broken", seq=chain.broken_seq))
    if not found.is_head_right:
        return str(_("The end of the journal does not fit its head"))
    if anchors is not None and not anchors.is_right:
        # the chain holds and still is another one: "complete" would be the wrong heading
        if anchors.doubtful is None:
            return str(_("A restore that nobody named is said to have lost rows of an anchor"))
        beyond = next((one for one in anchors.judged if one.state is AnchorState.BEYOND), None)
        if beyond is None or any(one.state is AnchorState.WRONG for one in anchors.judged):
            return str(_("The journal does not agree with the anchor"))
        return str(
            _(
                "The journal has no row %(seq)s: rows at the end may have been removed",
                seq=beyond.anchor.seq,
            )
        )
    return str(_("The journal is complete up to row %(seq)s", seq=chain.last_seq))


def findings(words: Words, found: Verified) -> tuple[str, ...]:
    chain = found.chain
    if chain.broken_seq is not None:
        return (
            str(_("What is wrong with it: %(flaw)s.", flaw=words.say(FLAWS[str(chain.flaw)]))),
            str(_("Rows before it that hold: %(count)s.", count=chain.count)),
            _way_out(),
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
            _way_out(),
        )
    said = [str(_("Rows that hold: %(count)s, without a gap.", count=chain.count))]
    if chain.before:
        said.append(
            str(_("Signed checkpoints stand for rows 1 to %(seq)s.", seq=chain.before)),
        )
    if found.anchors is not None and found.anchors.doubtful is not None:
        first, last = found.anchors.doubtful
        said += [
            str(
                _(
                    "The first row that was changed or removed lies from %(first)s to %(last)s."
                    " First check that the anchor was typed as it was kept.",
                    first=first,
                    last=last,
                )
            ),
            _way_out(),
        ]
    elif found.anchors is not None and not found.anchors.judged:
        said.append(_no_anchor())
    return tuple(said)


def ranges(report: AnchorReport | None) -> tuple[Range, ...]:
    if report is None:
        return ()
    first, last = report.anchored_to + 1, report.last_seq
    found = []
    if report.anchored_to:
        found.append(Range(f"1–{report.anchored_to}", str(_("anchored"))))
    if first <= last:
        said = _("not anchored: no right anchor lies after them")
        found.append(Range(f"{first}–{last}", str(said)))
    return tuple(found)


def anchors(report: AnchorReport | None) -> tuple[str, ...]:
    return tuple(_judged(one) for one in report.judged) if report is not None else ()


def _judged(one: JudgedAnchor) -> str:
    seq = one.anchor.seq
    if one.anchor.first_seq:
        return _judged_checkpoint(one)
    if one.state is AnchorState.RIGHT:
        return str(_("Row %(seq)s is the one of the anchor.", seq=seq))
    if one.state is AnchorState.SAID_LOST:
        return _said_lost(one)
    if one.state is AnchorState.GIVEN_UP:
        return str(
            _(
                "Row %(seq)s was lost when a backup was restored; row %(told)s tells of it.",
                seq=seq,
                told=one.reseal_seq,
            )
        )
    if one.state is AnchorState.UNDER_CHECKPOINT:
        return str(_("Row %(seq)s is no longer kept: a signed checkpoint stands for it.", seq=seq))
    if one.state is AnchorState.BEYOND:
        return str(_("There is no row %(seq)s, although there is an anchor of it.", seq=seq))
    return str(_("Row %(seq)s is not the one of the anchor.", seq=seq))


def _judged_checkpoint(one: JudgedAnchor) -> str:
    first, last = one.anchor.first_seq, one.anchor.seq
    if one.state is AnchorState.RIGHT:
        said = _(
            "The checkpoint of rows %(first)s to %(last)s is the one of the anchor.",
            first=first,
            last=last,
        )
    elif one.state is AnchorState.SAID_LOST:
        return _said_lost(one)
    elif one.state is AnchorState.GIVEN_UP:
        said = _(
            "The checkpoint of rows %(first)s to %(last)s was lost when a backup was restored; row"
            " %(told)s tells of it.",
            first=first,
            last=last,
            told=one.reseal_seq,
        )
    else:
        said = _(
            "The checkpoint of rows %(first)s to %(last)s does not stand as the anchor tells: it"
            " was changed or replaced.",
            first=first,
            last=last,
        )
    return str(said)


def _said_lost(one: JudgedAnchor) -> str:
    return str(
        _(
            "Row %(told)s says that a restore lost row %(seq)s. That proves nothing by itself: hold"
            " the digest of the backup (%(backup)s) against what was written down at the restore,"
            " and check by the command qa journal verify --restore.",
            told=one.reseal_seq,
            seq=one.anchor.seq,
            backup=one.backup,
        )
    )


def _way_out() -> str:
    return str(_("Stop the system, keep a copy of the database and restore the last backup."))


def _no_anchor() -> str:
    return str(
        _(
            "Without an anchor kept elsewhere, rows cut off at the end together with the head"
            " cannot be seen. Note the head below and enter it here next time."
        )
    )
