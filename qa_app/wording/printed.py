"""Puts the report of a round, the list of actions and the rectification notice into words."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from qa_app.domain.audit_stage import Stage
from qa_app.domain.printed import (
    FoundItem,
    ListedAction,
    PrintedActions,
    PrintedAgreement,
    PrintedPart,
    PrintedRound,
)
from qa_app.domain.profiles import Safeguard
from qa_app.domain.text import BilingualText
from qa_app.wording.action_owners import said_source
from qa_app.wording.agreement import said_agreement
from qa_app.wording.audit_reports import CLOSING, HEADS
from qa_app.wording.catalogue import message as _
from qa_app.wording.follow_up import KINDS, said_action
from qa_app.wording.rounds import CANCEL_REASONS, said_result, said_round, said_span, said_stage
from qa_app.wording.said import SaidLine
from qa_app.wording.said_printed import SaidPart, SaidPrinted, SaidTable, texts_of
from qa_app.wording.samples import said_design, said_note
from qa_app.wording.who_reads import RELAXED
from qa_app.wording.words import Words

_DRAFT = _("Draft for approval")
_INTERNAL = _("Internal")
_ROUND_TITLE = _("Report of a review round")
_LIST_TITLE = _("List of actions")
_NOTICE_TITLE = _("Rectification notice")
_AGREEMENT = _("How far reviewers agree")
_LABELS = {
    "centre": _("Centre"),
    "period": _("Period under review"),
    "reading": _("Days of reading"),
    "stage": _("How far it stands"),
    "owner": _("Who answers for it"),
    "moderator": _("Who decides where reviewers differ"),
    "readers": _("Reviewers"),
    "design": _("The sample"),
    "day": _("As of"),
    "digest": _("Digest of the content"),
    "addressed": _("Addressed to"),
}
_COLUMNS = {
    "rubric": _("Rubric"),
    "state": _("State"),
    "sample": _("The sample"),
    "says": _("What the sample shows"),
    "item": _("Item"),
    "requirement": _("Requirement"),
    "files": _("Files"),
    "found": _("Item and finding"),
    "todo": _("To be done"),
    "who": _("Who, by when"),
    "stands": _("How it stands"),
    "shows": _("What shows it"),
    "file": _("File"),
}
_NOT_NAMED = _("not named yet")
_NOTHING_DRAWN = _("nothing drawn yet")
_NO_DAY = _("The round has no day here yet.")
_SHORT, _FOUND = _("In short"), _("What was found wanting most often")
_ACTIONS, _ASKED = _("Actions"), _("What has to be done")
_FILES = _("Files signed: %(signed)s of %(files)s.")
_TWICE = _("read twice: %(twice)s of %(signed)s")
_ADDED = _("chosen by hand, in no estimate: %(n)s")
_PROVISIONAL = _("Results are provisional as long as the round is not final.")
_CANCELLED = _("Cancelled: %(reason)s.")
_WITHIN = _("It tells of the centres that the person who made it may read.")
_COUNTED = _(
    "Actions: %(total)s; of these overdue %(late)s, waiting for later reviews %(waiting)s,"
    " verified %(verified)s."
)
_NO_FINDINGS = _("No finding stands yet.")
_FOUND_HOW = _("Number of signed files with a finding about the item; files chosen by hand count.")
_UNCOUNTED = _(
    "Not counted: files that you would have to ask for, where so few of a month or quarter would"
    " tell what was found in each (%(n)s)."
)
_LISTED = _("Actions that are not verified yet: %(n)s.")
_NO_ACTIONS = _("No action is open.")
_LEFT_OUT = _("Left out, because a paper would be too long: %(n)s.")
_SEALED = _("Sealed: the words are shown only to the people named for the case.")
_WHOLE_CENTRE = _("The whole centre")
_NOTICE_LEAD = _(
    "Reviews of case files at your centre found what is listed below. Please put it right by the"
    " days given and say in the system what was done, with what shows it."
)
_NOTICE_NOTHING = _("Nothing has to be put right at present; no notice is needed.")
_BY_REVIEWS = _(
    "What was put right is verified by later reviews of the same item, never by the one who did it."
)
_BY_DOCUMENT = _(
    "What was put right is verified by a document, which somebody looks at who did not do it."
)
_BY_EITHER = _(
    "What was put right is verified by later reviews of the same item, and where a document has to"
    " show it by that document; never by the one who did it."
)
_NOTICE_OBJECTION = _(
    "Within the limit for answers the centre may accept, comment or ask about each finding, and"
    " object to a result; people who took no part decide about objections."
)
_BLANKS = _("To be filled in by hand before it is sent")
_ISSUED_BY, _ISSUED_ON = _("Issued by"), _("Date")
_MADE = _("made %(at)s")
_DRAW = _("Sample of %(centre)s")
_PROOF = _("digest of the frame %(digest)s, seed %(seed)s")
_ROUND_NUMBER = "RR-%06d"


def said_round_report(
    words: Words, told: PrintedRound, made_at: datetime, zone: str
) -> SaidPrinted:
    """Put the report of a round into words.

    Args:
        words: The language.
        told: What it tells.
        made_at: When it is made.
        zone: Local time zone.

    Returns:
        The paper.
    """
    stage = (
        words.say(_CANCELLED, reason=words.say(CANCEL_REASONS[told.cancelled]))
        if (told.cancelled is not None)
        else said_stage(words, told.stage)
    )
    identity = _lines(
        words,
        ("period", said_span(words, *told.period)),
        ("reading", said_span(words, *told.reading)),
        ("stage", stage),
        ("design", said_design(words, told.design)),
        ("owner", told.owner),
        ("moderator", told.moderator or words.say(_NOT_NAMED)),
        ("readers", words.listed(told.readers)),
    )
    remarks = list(_relaxed(words, told.relaxed))
    if told.cancelled is None and told.stage is not Stage.FINAL:
        remarks.append(words.say(_PROVISIONAL))
    remarks.append(words.say(_WITHIN))
    parts = (
        _short(words, told),
        *(_centre(words, name, parts) for name, parts in told.centres),
        _agreement(words, told.agreement),
        _found(words, told.found, told.uncounted),
    )
    number = _ROUND_NUMBER % told.number
    draws = tuple(
        SaidLine(
            words.say(_DRAW, centre=words.text(centre)),
            words.say(_PROOF, digest=digest, seed=seed),
        )
        for centre, digest, seed in told.draws
    )
    sheet = _Sheet(
        title=words.say(_ROUND_TITLE),
        subject=said_round(words, told.number),
        is_draft=False,
        identity=identity,
        remarks=tuple(remarks),
        parts=parts,
        draws=draws,
        foot=(number, words.say(_MADE, at=words.instant(made_at, zone))),
    )
    return _paper(words, sheet)


def said_action_list(
    words: Words, told: PrintedActions, made_at: datetime, zone: str
) -> SaidPrinted:
    """Put the list of a centre's actions into words.

    Args:
        words: The language.
        told: What it tells.
        made_at: When it is made.
        zone: Local time zone.

    Returns:
        The paper.
    """
    lead = words.say(_LISTED, n=len(told.actions) + told.left_out)
    sheet = _Sheet(
        title=words.say(_LIST_TITLE),
        subject=words.text(told.centre),
        is_draft=False,
        identity=_lines(words, ("centre", words.text(told.centre)), ("day", words.day(told.today))),
        remarks=tuple(_relaxed(words, told.relaxed)),
        parts=(_actions(words, told, words.say(_ACTIONS), lead, words.say(_NO_ACTIONS)),),
        foot=(words.say(_MADE, at=words.instant(made_at, zone)),),
    )
    return _paper(words, sheet)


def said_notice(words: Words, told: PrintedActions, made_at: datetime, zone: str) -> SaidPrinted:
    """Put a rectification notice into words: a draft that somebody has to approve and send.

    Args:
        words: The language.
        told: What it tells.
        made_at: When it is made.
        zone: Local time zone.

    Returns:
        The paper; it bears no number, because only the body that issues it gives one.
    """
    blank = (
        words.pair(words.say(_ISSUED_BY), "＿" * 12),
        words.pair(words.say(_ISSUED_ON), "＿" * 12),
    )
    ends: tuple[SaidPart, ...] = ()
    if told.actions:
        proof = (words.say(_notice_proof(told)), words.say(_NOTICE_OBJECTION))
        ends = (SaidPart("", proof), SaidPart(words.say(_BLANKS), blank))
    lead, nothing = words.say(_NOTICE_LEAD), words.say(_NOTICE_NOTHING)
    sheet = _Sheet(
        title=words.say(_NOTICE_TITLE),
        subject=words.text(told.centre),
        is_draft=True,
        identity=_lines(
            words, ("addressed", words.text(told.centre)), ("day", words.day(told.today))
        ),
        remarks=tuple(_relaxed(words, told.relaxed)),
        parts=(_actions(words, told, words.say(_ASKED), lead, nothing), *ends),
        foot=(words.say(_MADE, at=words.instant(made_at, zone)),),
    )
    return _paper(words, sheet)


def _notice_proof(told: PrintedActions) -> str:
    # the kinds of action that the notice lists, and no other
    kinds = {one.told.action.is_structural for one in told.actions}
    if kinds == {True}:
        return _BY_DOCUMENT
    return _BY_EITHER if True in kinds else _BY_REVIEWS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    title: str
    subject: str
    is_draft: bool
    identity: tuple[SaidLine, ...]
    remarks: tuple[str, ...]
    parts: tuple[SaidPart, ...]
    foot: tuple[str, ...]
    draws: tuple[SaidLine, ...] = ()


def _paper(words: Words, sheet: _Sheet) -> SaidPrinted:
    texts = "\n".join(texts_of(sheet.title, sheet.identity, sheet.remarks, sheet.parts))
    digest = hashlib.sha256(texts.encode()).hexdigest()
    return SaidPrinted(
        language=words.language,
        title=sheet.title,
        subject=sheet.subject,
        draft=words.say(_DRAFT),
        is_draft=sheet.is_draft,
        identity=sheet.identity,
        remarks=sheet.remarks,
        parts=sheet.parts,
        closing=words.say(CLOSING),
        verification=(*sheet.draws, SaidLine(words.say(_LABELS["digest"]), f"SHA-256 {digest}")),
        verification_head=words.say(HEADS["verification"]),
        foot=" · ".join(sheet.foot),
        page=words.say(HEADS["page"]),
        class_mark=words.say(_INTERNAL),
    )


def _lines(words: Words, *lines: tuple[str, str]) -> tuple[SaidLine, ...]:
    return tuple(SaidLine(words.say(_LABELS[name]), value) for name, value in lines)


def _relaxed(words: Words, relaxed: Collection[Safeguard]) -> Iterable[str]:
    return (words.say(RELAXED[one]) for one in Safeguard if one in relaxed)


def _heads(words: Words, *names: str) -> tuple[str, ...]:
    return tuple(words.say(_COLUMNS[name]) for name in names)


def _short(words: Words, told: PrintedRound) -> SaidPart:
    signed, files = told.counts
    counts = told.actions
    said = words.say(
        _COUNTED,
        total=counts.total,
        late=counts.late,
        waiting=counts.waiting,
        verified=counts.verified,
    )
    return SaidPart(words.say(_SHORT), (words.say(_FILES, signed=signed, files=files), said))


def _centre(words: Words, name: BilingualText, parts: tuple[PrintedPart, ...]) -> SaidPart:
    if not parts:
        return SaidPart(words.text(name), (words.say(_NO_DAY),))
    rows = tuple(
        (
            f"{words.text(one.rubric)} {one.version}",
            said_stage(words, one.stage),
            _sample(words, one),
            ""
            if one.note is None or one.result is None
            else said_result(
                words,
                one.result,
                one.note.frame_count,
                one.note.read_count,
                one.rule,
                is_final=one.stage is Stage.FINAL,
            ),
        )
        for one in parts
    )
    heads = _heads(words, "rubric", "state", "sample", "says")
    return SaidPart(words.text(name), (), SaidTable(heads, (26, 12, 30, 32), rows))


def _sample(words: Words, one: PrintedPart) -> str:
    if one.note is None:
        return words.say(_NOTHING_DRAWN)
    parts = [said_note(words, one.note)]
    if one.signed_count:
        parts.append(words.say(_TWICE, twice=one.twice_count, signed=one.signed_count))
    if one.added_count:
        parts.append(words.say(_ADDED, n=one.added_count))
    return words.sequence(parts)


def _agreement(words: Words, told: tuple[PrintedAgreement, ...]) -> SaidPart:
    lines = tuple(said_agreement(words, one) for one in told)
    return SaidPart(words.say(_AGREEMENT), lines or (words.say(_NOTHING_DRAWN),))


def _found(words: Words, found: tuple[FoundItem, ...], uncounted: int) -> SaidPart:
    heading = words.say(_FOUND)
    left_out = (words.say(_UNCOUNTED, n=uncounted),) if uncounted else ()
    if not found:
        return SaidPart(heading, left_out or (words.say(_NO_FINDINGS),))
    rows = tuple(
        (one.code, words.text(one.requirement), words.text(one.rubric), str(one.files))
        for one in found
    )
    heads = _heads(words, "item", "requirement", "rubric", "files")
    table = SaidTable(heads, (10, 50, 30, 10), rows)
    return SaidPart(heading, (words.say(_FOUND_HOW), *left_out), table)


def _actions(words: Words, told: PrintedActions, heading: str, lead: str, nothing: str) -> SaidPart:
    if not told.actions:
        return SaidPart(heading, (nothing,))
    says = [lead]
    if told.left_out:
        says.append(words.say(_LEFT_OUT, n=told.left_out))
    rows = tuple(_action(words, one, told.today) for one in told.actions)
    heads = _heads(words, "found", "todo", "who", "stands")
    return SaidPart(heading, tuple(says), SaidTable(heads, (34, 28, 18, 20), rows))


def _action(words: Words, one: ListedAction, today: date) -> tuple[str, ...]:
    requirement = words.text(one.requirement)
    said = said_action(words, one.plan, one.told, requirement, today)
    shows = words.pair(words.say(_COLUMNS["shows"]), said.evidence) if said.evidence else ""
    does = (_under(said.what, shows), said.who, _under(said.state, said.waits, said.came_back))
    if one.agreed_on is not None:
        return (said_source(words, one.agreed_on), *does)
    first = f"{words.listed(one.items)} {words.say(KINDS[one.kind])}"
    place = one.reference or words.say(_WHOLE_CENTRE)
    finding = words.say(_SEALED) if one.is_withheld else one.finding
    return (
        _under(first, requirement, finding, words.pair(words.say(_COLUMNS["file"]), place)),
        *does,
    )


def _under(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
