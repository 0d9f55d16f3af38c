"""One sentence for each judgement of a criterion, with its numbers or without them."""

from qa_app.domain.criteria_period import Period, first_month_of, free_of, owed_until
from qa_app.domain.defaults import AGREEMENT_FILES_LEAST, FINDINGS_LEAST, ROUND_FILES
from qa_app.domain.endorsement import OF_PROGRAMME, Judgement, Reason, holds
from qa_app.domain.endorsement_shown import Figures
from qa_app.domain.verdicts import Verdict
from qa_app.wording.catalogue import message as _
from qa_app.wording.criteria import (
    ACTIONS,
    AGREEMENT,
    BAND,
    MEAN,
    RED_LINE,
    REPORT,
    TIME,
    TWICE,
    half_year,
    numbers,
)
from qa_app.wording.trends import month
from qa_app.wording.who_reads import SAFEGUARDS
from qa_app.wording.words import Words

SENTENCES: dict[tuple[str, Reason], str] = {
    (MEAN, Reason.MEAN): _(
        "Mean of the %(n)s files read in the %(halves)s: %(value)s points, each file weighing"
        " the same."
    ),
    (MEAN, Reason.NO_ROUND): _(
        "No half-year from %(first)s to %(last)s has %(least)s scored files, so there is no"
        " round to judge; the most in one half-year: %(n)s."
    ),
    (BAND, Reason.NONE_OPEN): _(
        "Files in band D without a finished correction plan: none; files rated from %(first)s to"
        " %(last)s: %(n)s."
    ),
    (BAND, Reason.NO_PLAN): _(
        "Files in band D whose correction plan is not finished: %(count)s, of them without a plan"
        " or with a step that is late: %(loose)s; files rated from %(first)s to %(last)s: %(n)s."
    ),
    (BAND, Reason.PLAN_RUNS): _(
        "Files in band D whose correction plan is not finished: %(count)s, each running in time;"
        " files rated from %(first)s to %(last)s: %(n)s."
    ),
    (RED_LINE, Reason.NONE_OPEN): _(
        "Red-line findings still open: none; files read from %(first)s to %(last)s: %(n)s."
    ),
    (RED_LINE, Reason.NO_CONTAINMENT): _(
        "Red-line findings still open: %(count)s, of them not contained by the next day or not"
        " planned in 7 days: %(loose)s; files read from %(first)s to %(last)s: %(n)s."
    ),
    (RED_LINE, Reason.CONTAINED): _(
        "Red-line findings still open: %(count)s, each contained by the next day, with a plan in 7"
        " days or these still running; files read from %(first)s to %(last)s: %(n)s."
    ),
    (REPORT, Reason.NO_ITEM): _(
        "The rubrics read from %(first)s to %(last)s ask nothing about mandatory reports, so"
        " this cannot be told."
    ),
    (REPORT, Reason.NONE_DUE): _(
        "Files were read from %(first)s to %(last)s; in none of them was a report due."
    ),
    (REPORT, Reason.ALL_MADE): _(
        "Reports due in files read from %(first)s to %(last)s: %(n)s, every one made at once."
    ),
    (REPORT, Reason.FAILED): _(
        "Reports due in files read from %(first)s to %(last)s: %(n)s, of them missed or late:"
        " %(count)s. Not each of them was contained by the next day and then shown to be mended by"
        " conforming files."
    ),
    (REPORT, Reason.REMEDY_UNSHOWN): _(
        "Reports due in files read from %(first)s to %(last)s: %(n)s, of them missed or late:"
        " %(count)s. Each was contained by the next day and shown to be mended by conforming files;"
        " re-training within 30 days is not recorded in this system, so this cannot be told."
    ),
    (REPORT, Reason.UNCLEAR): _(
        "Reports due in files read from %(first)s to %(last)s: %(n)s, none found missed; for"
        " %(count)s the answer (partly met, no record) does not show that it was made at once."
    ),
    (TIME, Reason.NO_ITEM): _(
        "The rubrics read from %(first)s to %(last)s have no item about time limits of the"
        " centre, so this cannot be told."
    ),
    (TIME, Reason.NONE_DUE): _(
        "Files were read from %(first)s to %(last)s; no time limit of the centre was due in them."
    ),
    (TIME, Reason.SHARE): _(
        "Items about time limits of the centre in files read from %(first)s to %(last)s: %(n)s,"
        " kept: %(count)s (%(value)s%%)."
    ),
    (ACTIONS, Reason.NONE_DUE): _(
        "No action had its last day from %(first)s to %(last)s, and none of before is still open."
        " What is lacking is actions that fell due, not files read."
    ),
    (ACTIONS, Reason.SHARE): _(
        "Actions that fell due from %(first)s to %(last)s, or before and are still open: %(n)s,"
        " done by their day and verified: %(count)s (%(value)s%%)."
    ),
    (ACTIONS, Reason.TOO_FEW): _(
        "Actions that fell due from %(first)s to %(last)s, or before and are still open: only"
        " %(n)s, and %(least)s are needed. What is lacking is actions that fell due, not files"
        " read."
    ),
    (AGREEMENT, Reason.AGREED): _(
        "Files of this area that two people read from %(first)s to %(last)s, at every centre:"
        " %(n)s; their grade bands agree by %(value)s (Gwet's AC2; lower end of the interval:"
        " %(low)s)."
    ),
    (AGREEMENT, Reason.TOO_FEW): _(
        "Files of this area that were read twice and graded from %(first)s to %(last)s: only"
        " %(n)s, and %(least)s are needed."
    ),
    (TWICE, Reason.TWICE): _(
        "Files of this area read from %(first)s to %(last)s, at every centre: %(n)s; read by two"
        " people: %(count)s (%(value)s%%)."
    ),
    (TIME, Reason.TOO_FEW): _(
        "Items about time limits of the centre in files read from %(first)s to %(last)s: only"
        " %(n)s, and %(least)s are needed."
    ),
}
"""Metric and reason to the sentence; what is not here has a sentence by reason alone."""

OF_ANY: dict[Reason, str] = {
    Reason.RELAXED: _("Nobody can tell how reliable the readings of these months are."),
    Reason.NONE_TWICE: _(
        "No file of this area was read by two people and graded by both from %(first)s to"
        " %(last)s, so nobody can tell how far they agree."
    ),
    Reason.NO_FILE: _(
        "No file drawn at random or read as part of a whole has a final result from %(first)s"
        " to %(last)s."
    ),
    Reason.NOT_RATED: _(
        "Files were read from %(first)s to %(last)s, but none of them could be rated."
    ),
    Reason.TOO_FEW: _(
        "Only %(n)s could be looked at from %(first)s to %(last)s, and %(least)s are needed."
    ),
}
"""Reason to its sentence for criteria that have none of their own."""

WITHOUT_NUMBERS: dict[tuple[str, Reason], str] = {
    (MEAN, Reason.NO_ROUND): _(
        "No half-year from %(first)s to %(last)s has %(least)s scored files, so there is no"
        " round to judge."
    ),
    (BAND, Reason.NONE_OPEN): _("Files in band D without a finished correction plan: none."),
    (BAND, Reason.NO_PLAN): _(
        "There are files in band D without a correction plan, or with one that is late."
    ),
    (BAND, Reason.PLAN_RUNS): _(
        "There are files in band D whose correction plan is not finished; each runs in time."
    ),
    (RED_LINE, Reason.NONE_OPEN): _("Red-line findings still open: none."),
    (RED_LINE, Reason.NO_CONTAINMENT): _(
        "There are red-line findings still open, not all of them contained by the next day and"
        " planned in 7 days."
    ),
    (RED_LINE, Reason.CONTAINED): _(
        "There are red-line findings still open, each contained by the next day, with a plan in 7"
        " days or these still running."
    ),
    (REPORT, Reason.ALL_MADE): _(
        "Every report due in files read from %(first)s to %(last)s was made at once."
    ),
    (REPORT, Reason.FAILED): _(
        "Among the reports due in files read from %(first)s to %(last)s some were missed or"
        " late. Not each of them was contained by the next day and then shown to be mended by"
        " conforming files."
    ),
    (REPORT, Reason.REMEDY_UNSHOWN): _(
        "Among the reports due in files read from %(first)s to %(last)s some were missed or late."
        " Each was contained by the next day and shown to be mended by conforming files;"
        " re-training within 30 days is not recorded in this system, so this cannot be told."
    ),
    (REPORT, Reason.UNCLEAR): _(
        "Among the reports due in files read from %(first)s to %(last)s none was found missed,"
        " but not every answer shows that it was made at once."
    ),
    (TWICE, Reason.TWICE): _(
        "The share of this area's files that two people read from %(first)s to %(last)s"
        " %(outcome)s."
    ),
    (ACTIONS, Reason.SHARE): _(
        "The share of the centre's actions that were done by their day and verified, of those that"
        " fell due from %(first)s to %(last)s or before and are still open,"
        " %(outcome)s."
    ),
    (ACTIONS, Reason.TOO_FEW): _(
        "Too few actions fell due from %(first)s to %(last)s to tell. What is lacking is actions"
        " that fell due, not files read."
    ),
    (TIME, Reason.SHARE): _(
        "The share of items about the centre's time limits kept in files read from %(first)s to"
        " %(last)s %(outcome)s."
    ),
}
"""Metric and reason to the sentence without numbers."""

_OUTCOMES: dict[Verdict, str] = {
    Verdict.MET: _("reaches the threshold"),
    Verdict.CONDITIONAL: _("reaches only the threshold for met on conditions"),
    Verdict.NOT_MET: _("does not reach the threshold"),
    Verdict.CANNOT_TELL: _("cannot be told"),
}
"""How a share whose number is not shown came out."""
_TOO_FEW_HELD = _("What was read from %(first)s to %(last)s is too little to tell.")
_FEW_NUMBERS = _("Counts and shares of fewer than %(least)s are not shown.")
_FEW_FINDINGS = _(
    "Findings in fewer than %(least)s files, or in all but so few, are shown without numbers."
)
_SHARE_FEW = _(
    "Items about time limits of the centre in files read from %(first)s to %(last)s: %(n)s, kept:"
    " %(count)s."
)
_AGREED_FEW = _(
    "Files of this area that two people read from %(first)s to %(last)s, at every centre: %(n)s;"
    " the figure is shown from %(shown_from)s files on."
)
_TWICE_FEW = _(
    "Files of this area read from %(first)s to %(last)s, at every centre: %(n)s; read by two"
    " people: %(count)s."
)
_NO_LOW = _(
    "Files of this area that two people read from %(first)s to %(last)s, at every centre: %(n)s;"
    " their grade bands agree by %(value)s (Gwet's AC2; its interval cannot be told)."
)
_OWED = _("The review programme owes this evidence; it never counts against the centre.")
_ACTIONS_FEW = _(
    "Actions that fell due from %(first)s to %(last)s, or before and are still open: %(n)s, done by"
    " their day and verified: %(count)s."
)
_ALL_WAIT = _(
    "Actions fell due until %(last)s, but each was done in time and is not verified yet, so none"
    " can be judged."
)
_OLDER = _("Among them due before %(first)s and still open, which counts as late: %(count)s.")
_AGAIN = _("Among them came back and got a new limit, which is the one that counts: %(count)s.")
_WAITING = _("Done in time, but not verified yet and therefore left out: %(count)s.")
_WANTS = {
    AGREEMENT: _("This cannot be told while evidence is missing: agreement of second readings."),
    TWICE: _("This cannot be told while evidence is missing: enough files read twice."),
}
_OWED_BY = _("The review programme owes it by %(until)s; it never counts against the centre.")
_WAS_OWED = _(
    "The review programme owed it by %(until)s and it did not come; it never counts against the"
    " centre."
)
_FREE_FROM = _(
    "The review programme can bring it on %(until)s at the earliest, when twelve months with the"
    " safeguard have passed; it never counts against the centre."
)
_NOT_FREE = _(
    "The review programme can bring it only once the safeguard was kept again for twelve months;"
    " it never counts against the centre."
)
_WITHOUT_SINCE = _("Since %(since)s the team does without a safeguard: %(what)s.")
_WITHOUT_SPAN = _("From %(since)s until %(until)s the team did without a safeguard: %(what)s.")
_LEFT_OUT = _("Answered not applicable and left out: %(count)s.")
_AMONG_THEM = _("Among them answered not applicable: %(count)s.")


def sentence(words: Words, judgement: Judgement, figures: Figures, period: Period) -> str:
    """Say why a verdict is as it is.

    Args:
        words: The language.
        judgement: What was judged.
        figures: What of its numbers may be shown.
        period: Which months were counted.

    Returns:
        One or two sentences, each with its full stop.
    """
    metric, reason = judgement.criterion.metric, judgement.reason
    values = numbers(figures) | _spans(words, judgement, period)
    values["shown_from"] = AGREEMENT_FILES_LEAST
    values["least"] = max(judgement.criterion.min_n or 0, ROUND_FILES if metric == MEAN else 1)
    if figures.is_held_back:
        values["outcome"] = words.say(_OUTCOMES[_outcome(judgement)])
        said = [words.say(WITHOUT_NUMBERS.get((metric, reason), _TOO_FEW_HELD), **values)]
        few = _FEW_FINDINGS if figures.held_below == FINDINGS_LEAST else _FEW_NUMBERS
        said.append(words.say(few, least=figures.held_below))
    else:
        message = _without_value(judgement, figures) or SENTENCES.get((metric, reason))
        said = [words.say(message or OF_ANY[reason], **values)]
        if reason is Reason.RELAXED:
            said = _said_of_safeguards(words, judgement) + said
            if figures.n is not None:
                said.append(words.say(_TWICE_FEW, **values))
        if metric in OF_PROGRAMME and judgement.verdict is Verdict.CANNOT_TELL:
            said.append(words.say(_OWED))
        if judgement.left_out_count and figures.n is not None:
            among = _AMONG_THEM if reason is Reason.SHARE else _LEFT_OUT
            said.append(words.say(among, count=judgement.left_out_count))
        said += _said_of_days(words, judgement, figures, values)
    if judgement.wants:
        said += [words.say(_WANTS[one.metric]) for one in judgement.wants]
        said += _said_of_safeguards(words, judgement)
        said.append(_owed(words, judgement, period))
    return ("" if words.language == "zh" else " ").join(said)


def _outcome(judgement: Judgement) -> Verdict:
    # a verdict that was taken back for want of evidence leaves how the number came out to be told
    if judgement.value is None:
        return Verdict.CANNOT_TELL
    if holds(judgement.criterion.met, judgement.value):
        return Verdict.MET
    kind = holds(judgement.criterion.conditional, judgement.value)
    return Verdict.CONDITIONAL if kind else Verdict.NOT_MET


def _said_of_safeguards(words: Words, judgement: Judgement) -> list[str]:
    return [
        words.say(
            _WITHOUT_SINCE if one.until is None else _WITHOUT_SPAN,
            since=words.day(one.since),
            until="" if one.until is None else words.day(one.until),
            what=words.say(SAFEGUARDS[one.safeguard]),
        )
        for one in judgement.given_up
    ]


def _owed(words: Words, judgement: Judgement, period: Period) -> str:
    # a promise that cannot be kept is not made: months without a safeguard stay in the window
    ends = [one.until for one in judgement.given_up]
    if period.is_past:
        return words.say(_WAS_OWED, until=words.day(owed_until(period)))
    if None in ends:
        return words.say(_NOT_FREE)
    free = max((free_of(day) for day in ends if day is not None), default=period.as_of)
    if free > owed_until(period):
        return words.say(_FREE_FROM, until=words.day(free))
    return words.say(_OWED_BY, until=words.day(owed_until(period)))


def _said_of_days(
    words: Words, judgement: Judgement, figures: Figures, values: dict[str, object]
) -> list[str]:
    told = judgement.timely
    counts = {_OLDER: told.older, _AGAIN: told.again, _WAITING: told.waiting}
    if figures.n is None:
        return []
    return [
        words.say(message, **(values | {"count": count}))
        for message, count in counts.items()
        if count
    ]


def _without_value(judgement: Judgement, figures: Figures) -> str | None:
    reason = judgement.reason
    if judgement.criterion.metric == ACTIONS:
        if reason is Reason.NONE_DUE and judgement.timely.waiting:
            return _ALL_WAIT
        return _ACTIONS_FEW if reason is Reason.SHARE and figures.value is None else None
    if reason is Reason.AGREED and figures.value is not None and figures.low is None:
        return _NO_LOW
    few = {Reason.SHARE: _SHARE_FEW, Reason.AGREED: _AGREED_FEW, Reason.TWICE: _TWICE_FEW}
    return few.get(reason) if figures.value is None else None


def _spans(words: Words, judgement: Judgement, period: Period) -> dict[str, object]:
    is_mean = judgement.criterion.metric == MEAN
    first = first_month_of(period.first_half) if is_mean else period.first_month
    halves = [half_year(words, half) for half in judgement.halves]
    joined = ("、" if words.language == "zh" else " and the ").join(halves)
    return {
        "first": month(words, first),
        "last": month(words, period.last_month),
        "halves": joined,
    }
