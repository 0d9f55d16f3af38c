"""What came out when a draft of criteria was tried, in words and as tables."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.defaults import SANDBOX_PASSING_LEAST, SANDBOX_PASSING_PCT
from qa_app.domain.rounding import display
from qa_app.domain.rules.decision import PROPOSED, Status
from qa_app.domain.rules.past_outcomes import Turn, commonest, is_worse
from qa_app.domain.simulation import CENTRES
from qa_app.domain.simulation_centre import FILES, FRAME
from qa_app.domain.simulation_files import Slips
from qa_app.domain.text import BilingualText
from qa_app.domain.trial import Changed, Line, Past, Trial, fewest_passing, lines_of
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_BITING_SHOWN = 3
_SLIPS = {Slips.MIXED: _("mixed"), Slips.WORST: _("the worst each time")}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of words.

    Attributes:
        heads: Names of its columns.
        rows: Its rows, each as long as the heads.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def said_finding(words: Words, trial: Trial | None) -> str:
    """Say what a trial found, as a heading.

    Args:
        words: The page's language.
        trial: What came out; None before it was run.

    Returns:
        One sentence.
    """
    if trial is None:
        return words.say(_("This draft was not tried yet"))
    fewest = fewest_passing(trial)
    if fewest is None:
        return words.say(_("What came out when this draft was tried"))
    return words.say(
        _(
            "Of 100 honest centres %(count)s would pass the provisional set where %(pct)s %% of"
            " items are met; at least %(least)s are wanted"
        ),
        count=display(fewest, 0),
        pct=SANDBOX_PASSING_PCT,
        least=SANDBOX_PASSING_LEAST,
    )


def said_method(words: Words) -> tuple[str, ...]:
    """Say how honest centres are simulated, and what that does not tell.

    Args:
        words: The page's language.

    Returns:
        Sentences.
    """
    return (
        words.say(
            _(
                "%(centres)s centres of each area are simulated; %(files)s files a round out of"
                " %(frame)s, scored by the rubric in force. Every item in force is met with the"
                " probability given, and so is every session, referral, remedy and action."
            ),
            centres=CENTRES,
            files=FILES,
            frame=FRAME,
        ),
        words.say(
            _(
                "Slips that are mixed: half are met in part, 35 of 100 are not met, 15 have no"
                " record; of what must not happen 35 are a breach and the rest cannot be told; 60"
                " of 100 that miss a limit are late. The worst: each slip gets the lowest answer."
            )
        ),
        words.say(
            _(
                "The worst may pass where mixed slips do not: what is not met was found, and counts"
                " on conditions once it is remedied; of what has no record nobody can tell whether"
                " it was done (such as a report that was due), and what cannot be told is deferred."
            )
        ),
        words.say(
            _(
                "Limits: slips within one file go together in truth, reviewers err, and centres"
                " differ. What is shown is the rule; it is no forecast."
            )
        ),
    )


def said_left_out(words: Words, trial: Trial, areas: Mapping[str, BilingualText]) -> str:
    """Say which areas could not be simulated.

    Args:
        words: The page's language.
        trial: What came out.
        areas: Area to its name.

    Returns:
        One sentence; empty when all could.
    """
    if not trial.left_out:
        return ""
    names = words.listed(_area(words, areas, one) for one in trial.left_out)
    return words.say(
        _("Not simulated, because their rubric asks about events: %(areas)s."), areas=names
    )


def dry_run_table(
    words: Words, trial: Trial, file: CriteriaFile, areas: Mapping[str, BilingualText]
) -> Table:
    """Put the dry run into a table: a row for each share of items met and kind of slips.

    Args:
        words: The page's language.
        trial: What came out.
        file: The draft.
        areas: Area to its name.

    Returns:
        By set how many of 100 centres pass, in brackets those without conditions, then each area.
    """
    lines = lines_of(trial)
    sets = [one for one in file.sets if any(line.set == one.code for line in lines)]
    cells = list(dict.fromkeys((line.met_pct, line.slips) for line in lines))
    by_key = {(line.met_pct, line.slips, line.set): line for line in lines}
    heads = [words.say(_("Items met")), words.say(_("Slips"))]
    heads += [words.text(one.name) for one in sets]
    heads.append(words.say(_("Each area")))
    rows = []
    for pct, slips in cells:
        own = [by_key[pct, slips, one.code] for one in sets]
        row = [words.per_cent(pct), words.say(_SLIPS[slips])]
        row += [_passing(line) for line in own]
        row.append(_by_area(words, own[-1], areas) if own else "")
        rows.append(tuple(row))
    if sets:
        heads[-1] = words.say(_("Each area, %(set)s"), set=words.text(sets[-1].name))
    return Table(tuple(heads), tuple(rows))


def _passing(line: Line) -> str:
    return f"{display(line.passing, 0)} ({display(line.without_conditions, 0)})"


def _by_area(words: Words, line: Line, areas: Mapping[str, BilingualText]) -> str:
    return words.sequence(
        f"{_area(words, areas, area)} {display(passing, 0)}"
        for area, (passing, _free) in line.by_area.items()
    )


def biting_table(words: Words, trial: Trial, file: CriteriaFile) -> Table:
    """Say which criteria keep honest centres out.

    Args:
        words: The page's language.
        trial: What came out.
        file: The draft.

    Returns:
        By share of items met, slips and set the criteria that are most often less than met.
    """
    names = names_of(words, file)
    sets = {one.code: words.text(one.name) for one in file.sets}
    rows = [
        (
            words.per_cent(line.met_pct),
            words.say(_SLIPS[line.slips]),
            sets.get(line.set, line.set),
            words.sequence(
                _biting(words, names.get(code, code), display(share, 0))
                for code, share in line.biting[:_BITING_SHOWN]
            )
            or words.say(_("nothing")),
        )
        for line in lines_of(trial)
    ]
    heads = (_("Items met"), _("Slips"), _("Set"), _("Most often less than met"))
    return Table(tuple(words.say(one) for one in heads), tuple(rows))


def names_of(words: Words, file: CriteriaFile) -> dict[str, str]:
    """Name the criteria of a file.

    Args:
        words: The page's language.
        file: The file.

    Returns:
        Code to code and text.
    """
    return {
        one.code: f"{one.code} {words.text(one.text)}" for of in file.sets for one in of.criteria
    }


def said_past(words: Words, past: Past, file: CriteriaFile) -> tuple[str, ...]:
    """Say what a draft would have changed in the past.

    Args:
        words: The page's language.
        past: What it would have been.
        file: The draft.

    Returns:
        Sentences: over what it was tried, then one for each set.
    """
    if not past.days:
        return (words.say(_("No month of the past was looked at.")),)
    first = words.say(
        _(
            "Held against %(areas)s areas of %(centres)s centres at the ends of %(months)s months,"
            " %(first)s to %(last)s, each by what was known then, beside version %(base)s."
        ),
        areas=past.area_count,
        centres=past.centre_count,
        months=len(past.days),
        first=words.day(past.days[0]),
        last=words.day(past.days[-1]),
        base=past.base or words.say(_("(nothing is in force)")),
    )
    said = [first, *(_said_set(words, past, one.code, words.text(one.name)) for one in file.sets)]
    if past.without:
        said.append(
            words.say(
                _("Nothing is collected yet for: %(metrics)s."),
                metrics=words.sequence(past.without),
            )
        )
    return tuple(said)


def _said_set(words: Words, past: Past, code: str, name: str) -> str:
    own = [one for one in past.changed if one.set == code]
    standing = [one for one in own if one.turn.is_standing]
    harder = Counter(is_worse(one.turn.now, one.turn.then, PROPOSED) for one in standing)
    reasons = commonest([one.turn for one in own])
    said = words.say(
        _(
            "%(set)s: %(areas)s areas would have stood otherwise at some time, %(now)s do at the"
            " end (%(harder)s harder, %(milder)s milder)."
        ),
        set=name,
        areas=len({(one.centre_id, one.area) for one in own}),
        now=len(standing),
        harder=harder[True],
        milder=harder[False],
    )
    if not reasons:
        return said
    bite = words.sequence(f"{one} ({count})" for one, count in reasons[:_BITING_SHOWN])
    return said + words.say(_(" What bites most: %(criteria)s."), criteria=bite)


def past_table(
    words: Words,
    changed: Iterable[Changed],
    file: CriteriaFile,
    names: tuple[Mapping[int, BilingualText], Mapping[str, BilingualText]],
) -> Table:
    """List when a draft would have said something else, of centres that may be named.

    Args:
        words: The page's language.
        changed: What would have been.
        file: The draft.
        names: Centre to its name, for those within reach; area to its name.

    Returns:
        A row for each stretch; centres that have no name here are left out.
    """
    centres, areas = names
    sets = {one.code: words.text(one.name) for one in file.sets}
    heads = (
        _("Centre"),
        _("Area"),
        _("Set"),
        _("From"),
        _("Valid until"),
        _("By what is in force"),
        _("By the draft"),
        _("What bites"),
    )
    return Table(
        tuple(words.say(one) for one in heads),
        tuple(
            (
                words.text(centres[one.centre_id]),
                _area(words, areas, one.area),
                sets.get(one.set, one.set),
                one.turn.first.isoformat(),
                words.say(_("still")) if one.turn.is_standing else one.turn.last.isoformat(),
                _status(words, file, one.turn.now),
                _status(words, file, one.turn.then),
                _bites(words, one.turn),
            )
            for one in changed
            if one.centre_id in centres
        ),
    )


def _bites(words: Words, turn: Turn) -> str:
    if not turn.biting:
        return words.say(_("the decision table"))
    return words.sequence(turn.biting)


def _status(words: Words, file: CriteriaFile, status: Status | None) -> str:
    if status is None:
        return words.say(_("nothing in force"))
    name = file.terms.states.get(status)
    return status.value if name is None else words.text(name)


def _area(words: Words, areas: Mapping[str, BilingualText], code: str) -> str:
    name = areas.get(code)
    return code if name is None else words.text(name)


def named_first(changed: Sequence[Changed]) -> tuple[Changed, ...]:
    """Order stretches for a list.

    Args:
        changed: Stretches.

    Returns:
        Those that hold at the end first, then the newest.
    """
    return tuple(
        sorted(
            changed,
            key=lambda one: (
                not one.turn.is_standing,
                -one.turn.last.toordinal(),
                one.set,
                one.centre_id,
                one.area,
            ),
        )
    )


def _biting(words: Words, name: str, count: str) -> str:
    # shares are means over areas: one centre of one area is fewer than one of a hundred
    if count == "0":
        return words.say(_("%(name)s: fewer than 1 of 100"), name=name)
    return words.say(_("%(name)s: %(count)s of 100"), name=name, count=count)
