"""What ties people, what bars them, how teams differ: codes in words."""

from collections.abc import Iterable

from qa_app.domain.bars import Bar, BarKind, ConflictReason, TieKind
from qa_app.domain.profiles import GivenUp, Profile, Rule, RuleCheck, Safeguard
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

TIE_KINDS: dict[TieKind, str] = {
    TieKind.MEMBERSHIP: _("belongs to the centre"),
    TieKind.CONFLICT: _("conflict of interest"),
    TieKind.SUPERVISION: _("supervises the worker"),
    TieKind.SESSIONS: _("leads individual sessions with the worker"),
}
CONFLICT_REASONS: dict[ConflictReason, str] = {
    ConflictReason.FAMILY: _("family"),
    ConflictReason.FRIENDSHIP: _("friendship"),
    ConflictReason.DISPUTE: _("dispute"),
    ConflictReason.MONEY: _("money"),
    ConflictReason.PARTY_TO_CASE: _("took part in a case there"),
    ConflictReason.OTHER: _("another reason"),
}
BARS: dict[BarKind, str] = {
    BarKind.OWN_CASE: _("worked on this case"),
    BarKind.DECLARED_WORKER: _("declared a conflict with this worker"),
    BarKind.SUPERVISEE: _("supervises this worker, and the result counts for the register"),
    BarKind.LED_SESSIONS: _(
        "led individual supervision of this worker within 12 months, or is to lead it, and the"
        " result counts for the register"
    ),
    BarKind.OWN_CENTRE: _("belongs to the centre, or did within 12 months"),
    BarKind.DECLARED_CENTRE: _("declared a conflict with this centre"),
}
PROFILES: dict[Profile, str] = {
    Profile.SMALL: _("small team"),
    Profile.MEDIUM: _("medium team"),
    Profile.FULL: _("full team"),
}
SAFEGUARDS: dict[Safeguard, str] = {
    Safeguard.SECOND_READINGS: _("second readings, blind, by people of the city"),
    Safeguard.CALIBRATION_GATE: _("the calibration gate"),
    Safeguard.THIRD_PERSON: _("a third person decides between two readings"),
    Safeguard.NO_EXCHANGE: _("readers of the city itself"),
    Safeguard.TWO_HATS: _("system and security administrator are two people"),
}
_WITHOUT_SINCE = _("Since %(since)s the team does without a safeguard: %(what)s.")
_WITHOUT_SPAN = _("From %(since)s until %(until)s the team did without a safeguard: %(what)s.")
_TAKEN_UP = _(
    "%(codes)s can be met only when all of this holds: the safeguard is taken up again, it was kept"
    " in all months that count, and in these enough files were read twice, with the agreement asked"
    " for."
)
RELAXED: dict[Safeguard, str] = {
    Safeguard.SECOND_READINGS: _(
        "Relaxed safeguard: files were not read twice, blind; nobody can tell how reliable the"
        " reading is."
    ),
    Safeguard.CALIBRATION_GATE: _(
        "Relaxed safeguard: calibration was advisory only; a reviewer below the gate was not"
        " checked more often."
    ),
    Safeguard.THIRD_PERSON: _(
        "Relaxed safeguard: where two readings differed and both reviewers agreed, the owner of"
        " the round decided, not a third person."
    ),
    Safeguard.NO_EXCHANGE: _(
        "Relaxed safeguard: second readings and objections are exchanged with a neighbouring city."
    ),
    Safeguard.TWO_HATS: _(
        "Relaxed safeguard: one person was system and security administrator; what they did was"
        " checked each month."
    ),
}
"""What every report says of a safeguard that was given up."""

RULES: dict[Rule, str] = {
    Rule.READERS: _("Nobody reads all files alone"),
    Rule.SECOND_READER: _("Files are read twice, by somebody other than the first reader"),
    Rule.MODERATOR: _("A third person decides between two readings"),
    Rule.OBJECTION_PANEL: _("An objection is decided by people who took no part"),
    Rule.SECOND_SUPERVISOR: _("Voiding and publishing take two senior supervisors"),
    Rule.LOG_ADMINISTRATOR: _("Somebody reads the journal who administers nothing else"),
    Rule.SYSTEM_ADMINISTRATOR: _("Somebody looks after accounts"),
    Rule.SECURITY_ADMINISTRATOR: _("Somebody gives roles who makes no accounts"),
}
_PEOPLE_MUST_COME = _("more people with this role")
_GIVE_UP = _("give up in the team's profile: %(what)s")
_GIVEN_UP = _("given up, and said so on every report: %(what)s")
_KEPT = _("kept")


def way_out(words: Words, check: RuleCheck) -> str:
    """Say what can be done about a rule that the people there cannot keep.

    Args:
        words: The language.
        check: The rule with its people.

    Returns:
        A few words.
    """
    if check.is_kept:
        return words.say(_KEPT)
    if check.relaxed_by is None:
        return words.say(_PEOPLE_MUST_COME)
    message = _GIVEN_UP if check.is_relaxed else _GIVE_UP
    return words.say(message, what=words.say(SAFEGUARDS[check.relaxed_by]))


_UNTIL = _("%(bar)s (until %(day)s)")


def bar_words(words: Words, bar: Bar) -> str:
    """Say what bars somebody, and until when.

    Args:
        words: The language.
        bar: The bar.

    Returns:
        The words; without a day where no end is known.
    """
    said = words.say(BARS[bar.kind])
    if bar.until is None:
        return said
    return words.say(_UNTIL, bar=said, day=words.day(bar.until))


def did_without(words: Words, given_up: GivenUp) -> str:
    """Say which safeguard a team did without, and since when.

    Args:
        words: The language.
        given_up: The safeguard with its days.

    Returns:
        A sentence.
    """
    return words.say(
        _WITHOUT_SINCE if given_up.until is None else _WITHOUT_SPAN,
        since=words.day(given_up.since),
        until="" if given_up.until is None else words.day(given_up.until),
        what=words.say(SAFEGUARDS[given_up.safeguard]),
    )


def taken_up(words: Words, codes: Iterable[str]) -> str:
    """Say what it takes until criteria that wait for a safeguard can be met.

    Args:
        words: The language.
        codes: Codes of the criteria.

    Returns:
        A sentence: to take the safeguard up again is not enough by itself.
    """
    return words.say(_TAKEN_UP, codes=words.listed(codes))
