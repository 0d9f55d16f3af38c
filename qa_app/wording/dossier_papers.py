"""The dossier and the draft of the decision letter as papers, from the same data as the page."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from qa_app.domain.defaults import SHARE_DENOMINATOR
from qa_app.domain.journal import canonical_json
from qa_app.domain.register_status import DECIDED
from qa_app.domain.rules.decision_thaw import decision_from
from qa_app.domain.rules.measurement import Measurement, measurement_from
from qa_app.domain.rules.metrics import Scale
from qa_app.domain.rules.sight import Sight
from qa_app.domain.rules.tree import Leaf, leaves_in, rule_from
from qa_app.domain.text import BilingualText, text_from
from qa_app.domain.verdicts import CriterionType
from qa_app.wording.audit_reports import HEADS
from qa_app.wording.catalogue import message as _
from qa_app.wording.decided_letters import DecidedLetter, decided_parts
from qa_app.wording.decision_rows import said_row
from qa_app.wording.measured_sentences import ends_of, threshold_of, value_of, versions_message
from qa_app.wording.own_entries import said_own_entries
from qa_app.wording.said import SaidLine
from qa_app.wording.said_printed import SaidPart, SaidPrinted, SaidTable
from qa_app.wording.words import Words

Plain = Mapping[str, Any]

_DOSSIER, _LETTER = _("Assessment dossier"), _("Decision letter")
_DRAFT = _("Draft for approval")
_CENTRE, _AREA, _CRITERIA, _AS_OF = _("Centre"), _("Area"), _("Criteria"), _("As of")
_SET = _("%(set)s, version %(version)s")
_AGGREGATES = _("Aggregates only: no case, no worker, no free text.")
_WHOLE = _(
    "Holds exact numbers of files: for those who may read this centre's files, not to be handed on."
)
_WITHOUT = _(
    "Without numbers of files, people and events: verdicts of tests are stated by the platform."
)
_PROPOSES = _("The table proposes: %(status)s. A named officer of the body decides.")
_BECAUSE = _("The row that holds: %(words)s")
_CODE, _TEXT = _("Code"), _("Criterion")
_VALUE, _LIMIT, _STANDS = _("Measured"), _("Threshold"), _("Verdict")
_EACH, _PROPOSAL, _REPLY = _("Criterion by criterion"), _("What follows"), _("Reply form")
_LOST = _("interval not kept then")
_UNKNOWN, _WAITS = _("not known"), _("waits for %(codes)s")
_BLANKS = (
    _("Issuing body"),
    _("Document number"),
    _("Date of the decision"),
    _("Decision (tick one)"),
    _("Reasons, if it departs"),
    _("Conditions, each with its day"),
    _("In force from – to"),
    _("Signature of the officer, seal"),
)
CHOICES_LATER = _("Or, if the standing in the register has changed by then: %(choices)s")
_PASTE = _("Code of this evidence, to be pasted when the decision is recorded: %(code)s")
_SELF = _("The same dossier as one HTML file works every verdict out again without a network.")
_SELF_WITHOUT = _(
    "The same dossier as one HTML file puts the verdicts together again without a network, from the"
    " tests that are stated."
)
_TO, _GROUNDS, _DECISION = _("To"), _("Grounds"), _("Decision")
_CONDITIONS, _OBJECTION = _("Conditions"), _("Objection")
_FILL = _("(to be filled in: %(what)s)")
_GROUND = _("%(code)s %(text)s: %(stands)s (%(value)s; threshold %(limit)s)")
_GROUND_WITHOUT = _("%(code)s %(text)s: %(stands)s (threshold %(limit)s)")
_MAY_OBJECT = _(
    "The centre may object within %(days)s days after the day on which the decision is confirmed on"
    " the platform; its page there names the last day. %(effect)s."
)
_MAY_OBJECT_UNTIL = _(
    "The centre may object until %(day)s, %(days)s days after the day on which the decision was"
    " confirmed on the platform. %(effect)s."
)
_DIGEST, _KEY = _("Digest of the evidence"), _("Key that signs")
_MADE = _("As of %(day)s")
_MARK = _("For those who decide")
_LEVELS = {"not_met": "failed"}
_BLANK = 48 * "_"
_LONG = f"{_BLANK} {_BLANK}"


def said_dossier_paper(words: Words, signed: Plain) -> SaidPrinted:
    """Put a dossier on paper.

    Args:
        words: The language.
        signed: What `domain.dossiers.plain_dossier` gave.

    Returns:
        The paper, with the reply form at its end.
    """
    plain = signed["evaluation"]
    row = decision_from(plain["decision"]).rows[plain["row"]]
    asked = {CriterionType(one["type"]) for one in plain["criteria"]}
    status = _status(words, signed, plain["status"])
    proposal = (
        words.say(_PROPOSES, status=status),
        words.say(_BECAUSE, words=said_row(words, row, asked)),
        words.say(_SELF if signed["is_whole"] else _SELF_WITHOUT),
    )
    blanks = SaidTable(
        ("", ""), (2, 5), tuple((words.say(one), _choices(words, signed, one)) for one in _BLANKS)
    )
    code = words.say(_PASTE, code=signed["reply"])
    parts = (
        SaidPart(words.say(_PROPOSAL), proposal),
        SaidPart(words.say(_EACH), (), _table(words, signed)),
        SaidPart(words.say(_REPLY), (code,), blanks, signed["reply"], is_slip=True),
    )
    remarks = words.say(_AGGREGATES), words.say(_WHOLE if signed["is_whole"] else _WITHOUT)
    return _paper(words, signed, words.say(_DOSSIER), remarks, parts)


def said_letter(
    words: Words,
    signed: Plain,
    days_to_object: int,
    effect: BilingualText,
    decided: DecidedLetter | None = None,
) -> SaidPrinted:
    """Draft the letter about a decision.

    Args:
        words: The language.
        signed: What `domain.dossiers.plain_dossier` gave.
        days_to_object: Days in which the centre may object.
        effect: What holds meanwhile.
        decided: What was decided on the evidence; None before.

    Returns:
        A draft without letterhead, seal or number. Before anything is decided, what a named officer
        must write is left open.
    """
    grounds = tuple(_ground(words, signed, one) for one in signed["evaluation"]["criteria"])
    # the criteria write it without a full stop, of whoever writes their own it is not known
    meanwhile = words.text(effect).rstrip(".。")
    objection = words.say(_MAY_OBJECT, days=days_to_object, effect=meanwhile)
    if decided is not None:
        day = words.day(decided.last_day)
        objection = words.say(_MAY_OBJECT_UNTIL, day=day, days=days_to_object, effect=meanwhile)
    parts = (
        SaidPart(words.say(_TO), (words.text(text_from(signed["centre"])),)),
        SaidPart(words.say(_GROUNDS), grounds),
        *(_open_parts(words, signed) if decided is None else decided_parts(words, decided)),
        SaidPart(words.say(_OBJECTION), (objection,)),
    )
    return _paper(words, signed, words.say(_LETTER), (), parts)


def _open_parts(words: Words, signed: Plain) -> tuple[SaidPart, ...]:
    blank = words.say(_FILL, what=words.say(_DECISION))
    proposes = words.say(_PROPOSES, status=_status(words, signed, signed["evaluation"]["status"]))
    return (
        SaidPart(words.say(_DECISION), (blank, proposes)),
        SaidPart(words.say(_CONDITIONS), (words.say(_FILL, what=words.say(_CONDITIONS)),)),
    )


def _paper(
    words: Words, signed: Plain, title: str, remarks: tuple[str, ...], parts: tuple[SaidPart, ...]
) -> SaidPrinted:
    plain = signed["evaluation"]
    version = plain["criteria_version"]["version"]
    criteria = words.say(_SET, set=words.text(text_from(signed["set"])), version=version)
    centre = words.text(text_from(signed["centre"]))
    area = words.text(text_from(signed["area"]))
    digest = hashlib.sha256(canonical_json(signed).encode()).hexdigest()
    as_of = words.day(date.fromisoformat(plain["as_of"]))
    return SaidPrinted(
        language=words.language,
        title=title,
        subject=f"{centre} · {area}",
        draft=words.say(_DRAFT),
        is_draft=False,
        identity=(
            SaidLine(words.say(_CENTRE), centre, is_content=True),
            SaidLine(words.say(_AREA), area, is_content=True),
            SaidLine(words.say(_CRITERIA), criteria),
            SaidLine(words.say(_AS_OF), as_of),
        ),
        remarks=remarks,
        parts=parts,
        closing=words.text(text_from(signed["disclaimer"])),
        verification=(
            SaidLine(words.say(_DIGEST), f"SHA-256 {signed['evidence_digest']}"),
            SaidLine(words.say(_KEY), f"{signed['key']} · SHA-256 {digest}"),
        ),
        verification_head=words.say(HEADS["verification"]),
        foot=words.say(_MADE, day=as_of),
        page=words.say(HEADS["page"]),
        class_mark=words.say(_MARK),
    )


def _choices(words: Words, signed: Plain, blank: str) -> str:
    if blank != _BLANKS[3]:
        # reasons and conditions are longer than a line
        return _LONG if blank in _BLANKS[4:6] else _BLANK
    other = [one for one in DECIDED if one not in signed["choices"]]
    first, later = (
        "　".join(f"□\u00a0{_status(words, signed, one)}" for one in some)
        for some in (signed["choices"], other)
    )
    return f"{first}\n{words.say(CHOICES_LATER, choices=later)}"


def _status(words: Words, signed: Plain, code: str) -> str:
    return words.text(text_from(signed["states"].get(code, {"zh": code, "en": code})))


def _table(words: Words, signed: Plain) -> SaidTable:
    heads = tuple(words.say(one) for one in (_CODE, _TEXT, _VALUE, _LIMIT, _STANDS))
    rows = tuple(
        (
            one["code"],
            _marked(words, signed, one),
            _measured(words, signed, one),
            _limits(words, one),
            _stands(words, signed, one),
        )
        for one in signed["evaluation"]["criteria"]
    )
    return SaidTable(heads, (5, 34, 14, 16, 14), rows)


def _ground(words: Words, signed: Plain, one: Plain) -> str:
    is_held = any("stated" in part for part in one["found"])
    return words.say(
        _GROUND_WITHOUT if is_held else _GROUND,
        code=one["code"],
        text=_text(words, signed, one),
        stands=_stands(words, signed, one),
        value=_values(words, one),
        limit=_limits(words, one),
    )


def _marked(words: Words, signed: Plain, one: Plain) -> str:
    own = said_own_entries(words, (leaf.metric for leaf in leaves_in(rule_from(one["rule"]))))
    joined = signed.get("versions", {}).get(one["code"], ())
    mixed = said_versions(words, one["rule"], joined)
    return "\n".join(filter(None, (_text(words, signed, one), own, mixed)))


def said_versions(words: Words, rule: Plain, joined: Sequence[Sequence[str] | None]) -> str:
    """Say of a criterion which versions of a rubric its numbers put together.

    Args:
        words: The language.
        rule: Its rule as plain data.
        joined: The versions for each of its tests; None for a test with one, empty for none at all.

    Returns:
        A line for each test that puts any together; empty without one.
    """
    leaves = leaves_in(rule_from(rule))
    return "\n".join(
        words.say(versions_message(leaf.metric), versions=words.listed(versions))
        for leaf, versions in zip(leaves, joined, strict=False)
        if versions
    )


def _text(words: Words, signed: Plain, one: Plain) -> str:
    return words.text(text_from(signed["criteria"][one["code"]]))


def _stands(words: Words, signed: Plain, one: Plain) -> str:
    code = _LEVELS.get(one["verdict"], one["verdict"])
    level = words.text(text_from(signed["levels"][code]))
    if not one["waits_for"]:
        return level
    return f"{level}\n{words.say(_WAITS, codes=words.listed(one['waits_for']))}"


def _values(words: Words, one: Plain) -> str:
    leaves = leaves_in(rule_from(one["rule"]))
    return "\n".join(
        _value(words, leaf, part) for leaf, part in zip(leaves, one["found"], strict=True)
    )


def _measured(words: Words, signed: Plain, one: Plain) -> str:
    # each value with its interval below
    leaves = tuple(leaves_in(rule_from(one["rule"])))
    kept = signed.get("intervals", {}).get(one["code"], [None] * len(leaves))
    lines = []
    for leaf, part, ends in zip(leaves, one["found"], kept, strict=True):
        around = ends and (Fraction(ends[0]), Fraction(ends[1]))
        found = replace(measurement_from(part), around=around)
        told = ends_of(words, leaf, found)
        if not told and _is_lost(signed, leaf, found):
            told = words.say(_LOST)
        lines += [line for line in (_value(words, leaf, part), told) if line]
    return "\n".join(lines)


def _is_lost(signed: Plain, leaf: Leaf, found: Measurement) -> bool:
    # evidence of before has the mean without its interval
    is_mean = signed["scales"].get(leaf.metric) == Scale.SCORE
    is_kept = not signed["is_whole"] or "intervals" in signed
    return is_mean and not is_kept and found.value is not None and found.n > 1


def _value(words: Words, leaf: Leaf, part: Plain) -> str:
    found = measurement_from(part)
    if found.gap:
        # why nothing can be told is told to all
        return words.say(_UNKNOWN)
    held = Sight(SHARE_DENOMINATOR) if found.stated is not None else Sight()
    return value_of(words, leaf, found, held) or words.say(_UNKNOWN)


def _limits(words: Words, one: Plain) -> str:
    return "\n".join(
        " / ".join(
            said
            for test in (leaf.met, leaf.conditional)
            if (said := threshold_of(words, leaf.metric, test))
        )
        for leaf in leaves_in(rule_from(one["rule"]))
    )
