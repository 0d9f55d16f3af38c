"""Papers about decisions in words of one language."""

from dataclasses import dataclass
from datetime import date

from qa_app.domain.key_lists import KeyLoss, KeyRevocation
from qa_app.domain.papers import PaperFacts, PublicStanding, Revoked, check_code
from qa_app.domain.papers_check import Outcome
from qa_app.domain.register_terms import Names
from qa_app.domain.rules.decision import Status
from qa_app.wording.catalogue import message as _
from qa_app.wording.said import SaidLine
from qa_app.wording.words import Words

_ENTERED = _("%(centre)s stands in the %(register)s for %(area)s.")
_ON_CONDITIONS = _("%(centre)s stands in the %(register)s for %(area)s, on conditions.")
_CENTRE, _AREA, _CRITERIA, _DAYS = _("Centre"), _("Area"), _("Criteria"), _("From – to")
_CONDITIONS, _NUMBER, _CHECK, _BODY = (
    _("Conditions"),
    _("Number of the paper"),
    _("Check code"),
    _("Issued by"),
)
_SPAN = _("%(first)s – %(last)s")
_VERSION = _("%(set)s, version %(version)s")
_COUNT = _("%(count)s; they are named in the decision")
_NO_CONDITIONS = _("without conditions")
_RESULT, _REASONS = _("Computed result"), _("Reasons")
_DEPARTS = _("“%(status)s”; the decision departs from it")
_ONLINE = _("What the page says on the day it is asked counts, not this sheet.")
_SEAL = _("Seal")
_VALID_ON_CONDITIONS = _("Valid, on conditions")
_VOID_ON, _NEWER = _("Revoked on"), _("Newer paper")
_STANDS_FOR_IT = _("A newer paper stands for this one; ask the body that issued it.")
_ARGUED = _("Reconsideration")
_UNTIL_ENDED = _(
    "The decision is to be looked at again by people who took no part in it. That has not ended"
    " yet; this page says how it stands now."
)
_SCAN = _("Scan, or enter number and check code at:")
_ISSUED = _("Issued on")

STANDINGS: dict[PublicStanding, tuple[str, str]] = {
    PublicStanding.VALID: ("✓", _("Valid")),
    PublicStanding.SUSPENDED: ("◐", _("Suspended")),
    PublicStanding.REMOVED: ("✕", _("Removed")),
    PublicStanding.EXPIRED: ("○", _("Expired")),
    PublicStanding.NOT_YET: ("◷", _("Not in force yet")),
    PublicStanding.SUPERSEDED: ("⊘", _("Superseded: its decision does not hold any more")),
    PublicStanding.VOID: ("⊘", _("This paper was revoked")),
    PublicStanding.KEY_REVOKED: ("⊘", _("Not valid: the key that signed it was revoked")),
    PublicStanding.OUTSIDE_KEY: ("⊘", _("Not valid: its key did not sign on the day of issue")),
    PublicStanding.NOT_FOUND: ("?", _("Not found")),
}
"""How a paper stands to its shape and word."""

REASONS: dict[Revoked, str] = {
    Revoked.REPLACED: _("replaced by a new paper"),
    Revoked.MISTAKE: _("there was a mistake in it"),
    Revoked.LOST: _("it was lost or fell into wrong hands"),
    Revoked.DECISION: _("its decision does not hold any more"),
}
"""Why a paper does not count any more, in words."""

OUTCOMES: dict[Outcome, str] = {
    Outcome.GENUINE: _("Genuine: signed by a key of the list, and in force today."),
    Outcome.NOT_YET: _("Genuine, but not in force yet: it begins on %(first)s."),
    Outcome.EXPIRED: _("Expired: its last day was %(last)s."),
    Outcome.REVOKED: _("Revoked: the list says that this paper does not count any more."),
    Outcome.KEY_REVOKED: _("Not valid: the key that signed it was revoked."),
    Outcome.OUTSIDE_KEY: _("Not valid: its key did not sign on the day of issue that it names."),
    Outcome.ALTERED: _(
        "Not valid: the signature does not fit the key that the file names. Either the file was"
        " altered after it was signed, or it is a forgery that another key signed."
    ),
    Outcome.FORGED: _("Forged: no key of the list signed it."),
    Outcome.UNREADABLE: _("There is no signed paper in this file."),
}
"""What came of a check, in words."""

KEY_LOSSES: dict[KeyLoss, str] = {
    KeyLoss.STOLEN: _("it was stolen"),
    KeyLoss.EXPOSED: _("others may have seen it"),
    KeyLoss.MISUSED: _("it was misused"),
}
"""Why a key does not count any more, in words."""

_REVOKED = _("Revoked from %(day)s on: %(why)s")
_AS_OF = _("As of the list of %(day)s. Whether co-operation was suspended since, the page tells.")
_COMPARE = _("Compare the sheet in your hand with what was signed:")


@dataclass(frozen=True, slots=True)
class SaidCertificate:
    """A paper of one page.

    Attributes:
        language: `zh` or `en`.
        title: Its title, from the settings.
        register: What the register is called.
        sentence: What it says in one sentence.
        lines: What it says line by line.
        online: That the page counts.
        scan: What stands beside the code.
        check: Number and check code.
        seal: Word in the circle that is left for the seal.
        closing: The line that closes every paper.
        foot: Left end of the foot.
    """

    language: str
    title: str
    register: str
    sentence: str
    lines: tuple[SaidLine, ...]
    online: str
    scan: str
    check: str
    seal: str
    closing: str
    foot: str


def said_certificate(words: Words, facts: PaperFacts, token: str, names: Names) -> SaidCertificate:
    """Put a paper into words.

    Args:
        words: The language.
        facts: What it says.
        token: Its token.
        names: What register, paper and body are called.

    Returns:
        The paper in words.
    """
    register = words.text(names.register)
    sentence = words.say(
        _ON_CONDITIONS if facts.status is Status.CONDITIONAL else _ENTERED,
        centre=words.text(facts.centre),
        register=register,
        area=words.text(facts.area_name),
    )
    return SaidCertificate(
        language=words.language,
        title=words.text(names.paper),
        register=register,
        sentence=sentence,
        lines=paper_lines(words, facts),
        online=words.say(_ONLINE),
        scan=words.say(_SCAN),
        check=f"{facts.number} · {check_code(token)}",
        seal=words.say(_SEAL),
        closing=words.text(names.disclaimer),
        foot=f"{facts.number} · {words.pair(words.say(_ISSUED), words.day(facts.issued_on))}",
    )


def paper_lines(words: Words, facts: PaperFacts) -> tuple[SaidLine, ...]:
    """Say what a paper says, line by line.

    Args:
        words: The language.
        facts: What it says.

    Returns:
        The lines.
    """
    days = said_days(words, facts.valid_from, facts.valid_until)
    criteria = words.say(_VERSION, set=words.text(facts.set_name), version=facts.criteria[1])
    conditions = (
        words.say(_COUNT, count=facts.conditions) if facts.conditions else words.say(_NO_CONDITIONS)
    )
    values = (
        (_CENTRE, words.text(facts.centre)),
        (_AREA, words.text(facts.area_name)),
        (_CRITERIA, criteria),
        (_DAYS, days),
        (_CONDITIONS, conditions),
        (_BODY, words.text(facts.body)),
        (_NUMBER, facts.number),
    )
    return tuple(
        SaidLine(words.say(label), value) for label, value in (*values, *_departure(words, facts))
    )


def _departure(words: Words, facts: PaperFacts) -> tuple[tuple[str, str], ...]:
    if facts.departs_from is None:
        return ()
    computed = words.say(_DEPARTS, status=words.text(facts.departs_from))
    why = ((_REASONS, facts.reasons),) if facts.reasons else ()
    return ((_RESULT, computed), *why)


def said_days(words: Words, first: date, last: date) -> str:
    """Say a span of days.

    Args:
        words: The language.
        first: First day.
        last: Last day.

    Returns:
        Both days.
    """
    return words.say(_SPAN, first=words.day(first), last=words.day(last))


def public_lines(words: Words, facts: PaperFacts) -> tuple[SaidLine, ...]:
    """Say of a paper what anyone may know.

    Args:
        words: The language.
        facts: What it says.

    Returns:
        Centre, area, days, how many conditions where there are any, and body; nothing else.
    """
    days = said_days(words, facts.valid_from, facts.valid_until)
    count = words.say(_COUNT, count=facts.conditions)
    values = (
        (_CENTRE, words.text(facts.centre)),
        (_AREA, words.text(facts.area_name)),
        (_DAYS, days),
        *(((_CONDITIONS, count),) if facts.conditions else ()),
        (_BODY, words.text(facts.body)),
    )
    return tuple(SaidLine(words.say(label), value) for label, value in values)


def standing_word(words: Words, standing: PublicStanding, facts: PaperFacts | None) -> str:
    """Say how a paper stands.

    Args:
        words: The language.
        standing: How it stands.
        facts: What it says; None where it was not found.

    Returns:
        A few words; of a paper that counts also that its entry is on conditions.
    """
    is_valid = standing is PublicStanding.VALID
    if is_valid and facts is not None and facts.status is Status.CONDITIONAL:
        return words.say(_VALID_ON_CONDITIONS)
    return words.say(STANDINGS[standing][1])


def void_lines(words: Words, void_on: date | None, *, is_replaced: bool) -> tuple[SaidLine, ...]:
    """Say when a paper was revoked, and whether another stands for it.

    Args:
        words: The language.
        void_on: On which day; None while it was not.
        is_replaced: True where a newer paper stands for it.

    Returns:
        The lines; nothing for a paper that was not withdrawn. The newer one's number stays untold.
    """
    if void_on is None:
        return ()
    lines = [SaidLine(words.say(_VOID_ON), words.day(void_on))]
    if is_replaced:
        lines.append(SaidLine(words.say(_NEWER), words.say(_STANDS_FOR_IT)))
    return tuple(lines)


def argued_lines(words: Words, *, is_argued: bool) -> tuple[SaidLine, ...]:
    """Say that a decision is to be looked at again; what holds meanwhile the standing tells.

    Args:
        words: The language.
        is_argued: True from an objection until its panel has ended.

    Returns:
        One line, which tells neither who objected nor why; nothing otherwise.
    """
    return (SaidLine(words.say(_ARGUED), words.say(_UNTIL_ENDED)),) if is_argued else ()


def said_outcome(words: Words, outcome: Outcome, facts: PaperFacts | None) -> str:
    """Say what came of a check.

    Args:
        words: The language.
        outcome: What came of it.
        facts: What the paper says; None where that is not known.

    Returns:
        A sentence.
    """
    if facts is None:
        return words.say(OUTCOMES[outcome])
    first, last = words.day(facts.valid_from), words.day(facts.valid_until)
    return words.say(OUTCOMES[outcome], first=first, last=last)


def said_revoked(words: Words, revoked: KeyRevocation) -> str:
    """Say from when a key does not count, and why.

    Args:
        words: The language.
        revoked: What is known of it.

    Returns:
        A line.
    """
    why = words.say(KEY_LOSSES[revoked.why])
    return words.say(_REVOKED, day=words.day(revoked.first_day), why=why)


def said_compare(words: Words) -> str:
    """Ask to compare the sheet with what was signed.

    Args:
        words: The language.

    Returns:
        A line.
    """
    return words.say(_COMPARE)


def said_as_of(words: Words, day: str) -> str:
    """Say how far a list of keys tells.

    Args:
        words: The language.
        day: When the list was taken.

    Returns:
        A line.
    """
    return words.say(_AS_OF, day=day)
