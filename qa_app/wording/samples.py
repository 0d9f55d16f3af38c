"""What is said of samples: how they are made, what they risk, what became of them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from qa_app.domain.case_entries import RISKS, STAGES
from qa_app.domain.draw_check import DrawDifference, DrawFlaw
from qa_app.domain.replacements import ReplaceReason, SampleNote
from qa_app.domain.rounding import display
from qa_app.domain.sample_design import (
    DrawMethod,
    SampleDesign,
    SamplePlan,
    SizeRule,
    StratumBy,
)
from qa_app.domain.statistics.hypergeometric import Lot
from qa_app.domain.statistics.lqas import LqasRule, ends_of, pass_chance
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

METHODS: dict[DrawMethod, str] = {
    DrawMethod.SIMPLE: _("drawn at random from all files"),
    DrawMethod.STRATIFIED: _("drawn at random within groups of files"),
    DrawMethod.ALL: _("all files are read"),
}
STRATA: dict[StratumBy, str] = {
    StratumBy.WORKER: _("the worker"),
    StratumBy.RISK: _("the risk"),
    StratumBy.OPEN: _("whether the case is open"),
    StratumBy.STAGE: _("the stage"),
}
REPLACE_REASONS: dict[ReplaceReason, str] = {
    ReplaceReason.NOT_FOUND: _("the folder was not found"),
    ReplaceReason.HELD_ELSEWHERE: _("another body holds the folder"),
    ReplaceReason.DAMAGED: _("the folder is damaged and cannot be read"),
    ReplaceReason.SEALED_SINCE: _("the record was sealed after the list was made"),
    ReplaceReason.NOT_A_CASE: _("it is no case of this area and period"),
    ReplaceReason.BARRED: _("the reviewer or the supervisor worked on it or is tied to who did"),
}
_FLAWS: dict[DrawFlaw, str] = {
    DrawFlaw.FRAME_COUNT: _("the frame holds %(found)s files; %(kept)s are recorded"),
    DrawFlaw.FRAME_DIGEST: _("the frame's digest is %(found)s; %(kept)s is recorded"),
    DrawFlaw.STRATA: _("the groups do not hold the files of the frame"),
    DrawFlaw.STRATA_DIGEST: _("the groups' digest is %(found)s; %(kept)s is recorded"),
    DrawFlaw.SIZE: _("the design gives %(found)s; %(kept)s is recorded"),
    DrawFlaw.SEED_FIRST: _("the seed is older than the frozen frame"),
    DrawFlaw.SELECTION: _("the seed selects %(found)s; %(kept)s is recorded"),
    DrawFlaw.RESERVES: _("the seed gives the reserve %(found)s; %(kept)s is recorded"),
    DrawFlaw.TICKET: _("the ticket of a file is %(found)s; %(kept)s is recorded"),
    DrawFlaw.REPLACEMENT: _(
        "the next reserve was %(found)s; %(kept)s is recorded as the replacement"
    ),
    DrawFlaw.READ: _("%(kept)s is read, and neither drawn nor a replacement"),
    DrawFlaw.JOURNAL: _("the journal tells of %(found)s; %(kept)s is recorded"),
}
"""Flaw to message; every flaw has one, by test."""
GROUPS: dict[StratumBy, str] = {
    StratumBy.WORKER: _("worker"),
    StratumBy.RISK: _("risk"),
    StratumBy.OPEN: _("case open"),
    StratumBy.STAGE: _("stage"),
}
"""What makes a stratum, as the name before its value."""
_NAMED = {StratumBy.RISK: RISKS, StratumBy.STAGE: STAGES}
_NOTHING = _("nothing")
_DRAW = _("sample %(draw)s: %(what)s")
_EQUAL = _("%(count)s samples were drawn anew; all are as they stand.")
_DIFFERENT = _("%(count)s samples were drawn anew; %(differ)s differ.")
_NO_SUCH = _("sample %(draw)s: there is no drawn sample with this number")
_BY = _("%(method)s (%(strata)s)")
_NUMBER = _("%(n)s at each centre and rubric")
_PRECISION = _("as many files as tell a share within %(margin)s points of 100")
_LQAS = _(
    "as many files as tell %(upper)s%% from %(lower)s%% of conforming files with risks of at"
    " most %(alpha)s and %(beta)s in 100"
)
_LQAS_EVEN = _(
    "as many files as tell %(upper)s%% from %(lower)s%% of conforming files with both risks at"
    " most %(alpha)s in 100"
)
_PLANNED = _("%(files)s of %(all)s files would be read.")
_READ_WHOLE = _(
    "The frame is read whole, so chance decides nothing: the centre passes when at least"
    " %(least)s of %(size)s files conform."
)
_PASSES = _("The centre passes when at least %(least)s of %(size)s files read conform.")
_GOOD_FAILS = _("A good centre, of whose %(all)s files %(good)s conform, %(risk)s.")
_POOR_PASSES = _("A poor centre, of whose %(all)s files %(poor)s conform, %(risk)s.")
_BETWEEN = _(
    "A centre in between, of whose %(all)s files %(middle)s conform, passes in %(share)s of 100"
    " draws."
)
_FAILS_NEVER = _("cannot fail by chance")
_FAILS = _("fails by chance in %(share)s of 100 draws")
_PASSES_NEVER = _("cannot pass by chance")
_PASSES_OFTEN = _("passes by chance in %(share)s of 100 draws, a risk that the children bear")
_LESS = _("fewer than %(share)s")
_NOTE = _("%(read)s of %(frame)s files")
_NOTE_CENSUS = _("all %(frame)s files")
_REPLACED = _("%(replaced)s of %(drawn)s drawn files replaced: %(reasons)s")
_NONE_REPLACED = _("no drawn file was replaced")
_COUNTED = _("%(reason)s (%(n)s)")
_NO_RESERVE = _("without a reserve, so that the sample is smaller: %(n)s")
_NOT_PRODUCED = _("folders that could not be produced: %(n)s")
_HUNDRED = 100
_LEAST_SHOWN = Fraction(1, 10)


def said_design(words: Words, design: SampleDesign) -> str:
    """Say how samples are made.

    Args:
        words: The language.
        design: The design.

    Returns:
        One clause: how files are chosen and what decides how many.
    """
    how = words.say(METHODS[design.method])
    if design.method is DrawMethod.ALL:
        return how
    if design.by:
        strata = words.listed(words.say(STRATA[one]) for one in design.by)
        how = words.say(_BY, method=how, strata=strata)
    size = {
        SizeRule.NUMBER: words.say(_NUMBER, n=design.number),
        SizeRule.PRECISION: words.say(_PRECISION, margin=design.margin_pct),
        SizeRule.LQAS: words.say(
            _LQAS_EVEN if design.alpha_pct == design.beta_pct else _LQAS,
            upper=design.upper_pct,
            lower=design.lower_pct,
            alpha=design.alpha_pct,
            beta=design.beta_pct,
        ),
    }[design.rule]
    return words.sequence((how, size))


def said_plan(words: Words, plan: SamplePlan, frame_count: int) -> str:
    """Say what a design comes to before anything is drawn.

    Args:
        words: The language.
        plan: The plan.
        frame_count: Files of the frame as it stands.

    Returns:
        One sentence.
    """
    return words.say(_PLANNED, files=plan.size, all=frame_count)


def said_risks(
    words: Words, design: SampleDesign, rule: LqasRule, frame_count: int
) -> tuple[str, ...]:
    """Say what a lot quality rule asks and both its risks, exact for the files of the frame.

    Args:
        words: The language.
        design: The design.
        rule: The rule with the risks that it really has.
        frame_count: Files of the frame, 1 or more.

    Returns:
        Sentences: when the centre passes, and either that chance decides nothing or both risks
        with the numbers of conforming files that they are borne at, and what happens between them.
    """
    if rule.size >= frame_count:
        return (words.say(_READ_WHOLE, size=rule.size, least=rule.least),)
    ends = ends_of(design.bounds, frame_count)
    fails, passes = (_FAILS_NEVER, _FAILS), (_PASSES_NEVER, _PASSES_OFTEN)
    said = (
        words.say(_PASSES, least=rule.least, size=rule.size),
        words.say(
            _GOOD_FAILS, good=ends.good, all=frame_count, risk=_risk(words, rule.alpha, fails)
        ),
        words.say(
            _POOR_PASSES, poor=ends.poor, all=frame_count, risk=_risk(words, rule.beta, passes)
        ),
    )
    middle = (ends.good + ends.poor) // 2
    if not ends.poor < middle < ends.good:
        return said
    share = pass_chance(rule.size, rule.least, Lot(frame_count, middle)) * _HUNDRED
    between = words.say(_BETWEEN, middle=middle, all=frame_count, share=display(share, 1))
    return (*said, between)


def _risk(words: Words, risk: Fraction, messages: tuple[str, str]) -> str:
    never, often = messages
    if not risk:
        return words.say(never)
    if risk * _HUNDRED < _LEAST_SHOWN:
        return words.say(often, share=words.say(_LESS, share=display(_LEAST_SHOWN, 1)))
    return words.say(often, share=display(risk * _HUNDRED, 1))


def said_note(words: Words, note: SampleNote) -> str:
    """Say what a sample came from and what became of it.

    Args:
        words: The language.
        note: The note.

    Returns:
        One line that stands beside every result of the sample.
    """
    whole = note.drawn_count >= note.frame_count and not note.lost_count
    message = _NOTE_CENSUS if whole else _NOTE
    drawn = words.say(message, read=note.read_count, frame=note.frame_count)
    return words.sequence((drawn, said_replaced(words, note)))


def said_replaced(words: Words, note: SampleNote) -> str:
    """Say which files left a sample.

    Args:
        words: The language.
        note: The note.

    Returns:
        How many, why, and how many the centre could not produce in all, where several reasons
        come to that.
    """
    if not note.replaced_count:
        return words.say(_NONE_REPLACED)
    reasons = words.listed(
        words.say(_COUNTED, reason=words.say(REPLACE_REASONS[reason]), n=count)
        for reason, count in note.replaced.items()
    )
    parts = [
        words.say(_REPLACED, replaced=note.replaced_count, drawn=note.drawn_count, reasons=reasons)
    ]
    missing = [count for reason, count in note.replaced.items() if reason.is_not_produced]
    if len(missing) > 1:
        # of one reason it would say the same number again
        parts.append(words.say(_NOT_PRODUCED, n=sum(missing)))
    if note.lost_count:
        parts.append(words.say(_NO_RESERVE, n=note.lost_count))
    return words.sequence(parts)


def said_stratum(words: Words, stratum: str, workers: Mapping[int, str]) -> str:
    """Name a stratum.

    Args:
        words: The language.
        stratum: Its key, such as `risk=high/open=yes`.
        workers: Codes of practitioners that may be shown.

    Returns:
        What its files have in common.
    """
    said: list[str] = []
    for part in stratum.split("/"):
        name, _sep, value = part.partition("=")
        by = StratumBy(name)
        if by is StratumBy.WORKER and value:
            value = workers.get(int(value), value)
        elif by is StratumBy.OPEN:
            value = words.yes_or_no(is_yes=value == "yes")
        elif value in (known := _NAMED.get(by, {})):
            value = words.text(known[value])
        said.append(words.pair(words.say(GROUPS[by]), value or words.say(_NOTHING)))
    return words.listed(said)


def said_difference(words: Words, draw_id: int, one: DrawDifference) -> str:
    """Say what differs in a draw.

    Args:
        words: The language.
        draw_id: The draw.
        one: The first difference.

    Returns:
        One line.
    """
    nothing = words.say(_NOTHING)
    what = words.say(_FLAWS[one.flaw], kept=one.kept or nothing, found=one.found or nothing)
    return words.say(_DRAW, draw=draw_id, what=what)


def said_verified(words: Words, count: int, different: Sequence[int]) -> str:
    """Sum up a verification.

    Args:
        words: The language.
        count: Draws that were replayed.
        different: Those that differ.

    Returns:
        One line.
    """
    if not different:
        return words.say(_EQUAL, count=count)
    return words.say(_DIFFERENT, count=count, differ=len(different))


def said_no_draw(words: Words, draw_id: int) -> str:
    """Say that there is no such draw.

    Args:
        words: The language.
        draw_id: The number asked for.

    Returns:
        One line.
    """
    return words.say(_NO_SUCH, draw=draw_id)
