"""The blocks of a report that stand beside its areas: sampling, actions, supervision, method."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from qa_app.domain.defaults import AGREEMENT_FILES_LEAST, FILES_PER_POINT, SHARE_DENOMINATOR
from qa_app.domain.period_report import PeriodReport
from qa_app.domain.rounding import display
from qa_app.wording import coverage, trends
from qa_app.wording.agreement import said_agreement
from qa_app.wording.catalogue import message as _
from qa_app.wording.said_period import SaidBlock
from qa_app.wording.said_printed import SaidPart, SaidTable
from qa_app.wording.words import Words

_SAMPLED, _ACTIONS = _("Files, sampling, agreement"), _("Actions")
_SUPERVISION, _RESPONSE, _METHOD = _("Supervision"), _("What the centre said"), _("Method")
_DRAWS = _("%(draws)s samples were drawn: %(drawn)s of %(frame)s files in their frames.")
_NO_DRAWS = _("No sample was drawn in this period.")
_REPLACED, _REPLACED_ONE = (
    _("%(count)s files drawn could not be read and a reserve took their place."),
    _("1 file drawn could not be read and a reserve took its place."),
)
_PAIRS, _PAIR = _("%(count)s files were read twice, blind."), _("1 file was read twice, blind.")
_NO_PAIRS = _("No file was read twice, blind.")
_BESIDES = _(
    "%(area)s: %(files)s chosen on purpose or imported stand in no line and in no share here."
)
_AGREE_NONE = _(
    "How far reviewers agree cannot be told: that takes %(least)s files read twice, blind."
)
_OPENED = _(
    "%(opened)s actions that follow from reviews were opened in this period; %(done)s were done and"
    " %(verified)s verified."
)
_DONE_LATE = _("%(count)s of those done came after their day.")
_WAITING = _(
    "At the end of %(day)s %(waiting)s were not verified yet; of %(late)s of them the next step was"
    " late."
)
_NONE_WAITING = _("At the end of %(day)s no such action was open.")
_DUE = _(
    "%(held)s of %(due)s individual sessions due by the rhythm were held (%(share)s %%);"
    " missed: %(missed)s."
)
_DUE_NONE = _("The rhythm asked nobody for a session in this period.")
_PLANNED = _(
    "Counted apart, sessions on the calendar, of every kind, visits and file checks included:"
    " %(held)s of %(due)s planned were held, %(late)s of them late."
)
_PLANNED_NONE = _("No session was planned in this period.")
_SHOWN = _("%(shown)s results were shown; to %(answered)s of them something was said.")
_SHOWN_SILENT = _("%(shown)s results were shown; nothing was said to any of them.")
_SHOWN_NONE = _("No result was shown in this period.")
_OBJECTED = _(
    "Objections: %(objections)s; the result stayed in %(upheld)s and was amended in %(amended)s,"
    " %(undecided)s are not decided."
)
_NO_OBJECTION = _("No objection was raised.")
_AGES = (_("Open for"), _("0–14 days"), _("15–30 days"), _("31–60 days"), _("more than 60 days"))
_ACTIONS_ROW = _("Actions")
_HOW = (
    _(
        "Actions: those that follow from reviews, as they stood at the end of the period; late"
        " means that the next step was past its limit, as in the list of actions."
    ),
    _(
        "What counts: signed reviews whose file was drawn at random or read in full; files chosen"
        " on purpose and imported results stand apart. A month belongs to the day on which the file"
        " was read."
    ),
    _(
        "A mean is shown from %(files)s files on, a share from %(share)s; below that it says how"
        " many files there are. Files read against different versions of a rubric are never added"
        " up. Intervals of shares are Wilson's, at 95 %%. A visit to a whole centre is no sample"
        " and has no interval."
    ),
    _(
        "Charts: one XmR chart for each area, limits from the first 12 periods of a stretch; a new"
        " version of the rubric, another way of sampling, other reviewers or a new baseline begin"
        " a new stretch. A change from one period to the next is no trend yet."
    ),
    _(
        "Points lost: what the score of a file lacks of 100, divided among its items by the weights"
        " that the file had after what did not apply; then averaged over all files with a score."
    ),
    _(
        "Centres and areas are listed by name, never by rank. The figures were kept on the day"
        " named and do not change; when results are amended or become final later, a new version"
        " of this report is made and this one stays."
    ),
    _("Methods with sources: docs/methods (trends, charts, disclosure, agreement, coverage)."),
)


def sampling_block(words: Words, report: PeriodReport) -> SaidBlock:
    """Say how files were chosen and how far reviewers agree.

    Args:
        words: The language.
        report: The report.

    Returns:
        The block.
    """
    told = report.facts.sampling
    said = [
        words.say(_DRAWS, draws=told.draws, drawn=told.drawn, frame=told.frame)
        if told.draws
        else words.say(_NO_DRAWS)
    ]
    if told.replaced:
        said.append(
            words.say(_REPLACED_ONE if told.replaced == 1 else _REPLACED, count=told.replaced)
        )
    pairs = {0: _NO_PAIRS, 1: _PAIR}.get(told.pairs, _PAIRS)
    said.append(words.say(pairs, count=told.pairs))
    said += [
        words.say(
            _BESIDES,
            area=words.text(one.rubric.title),
            files=trends.counted(words, one.besides),
        )
        for one in report.areas
        if one.besides
    ]
    agreement = [said_agreement(words, one) for one in report.facts.agreement] or [
        words.say(_AGREE_NONE, least=AGREEMENT_FILES_LEAST)
    ]
    return plain_block("sampling", words.say(_SAMPLED), (trends.paragraph(words, said), *agreement))


def action_sentences(words: Words, report: PeriodReport) -> list[str]:
    """Say how many actions were opened and verified, and how many wait.

    Args:
        words: The language.
        report: The report.

    Returns:
        Whole sentences.
    """
    told, day = report.facts.actions, words.day(report.facts.span.last)
    said = [words.say(_OPENED, opened=told.opened, done=told.done, verified=told.verified)]
    said.append(
        words.say(_WAITING, day=day, waiting=told.waiting, late=told.late)
        if told.waiting
        else words.say(_NONE_WAITING, day=day)
    )
    if told.done_late:
        said.append(words.say(_DONE_LATE, count=told.done_late))
    return said


def actions_block(words: Words, report: PeriodReport) -> SaidBlock:
    """Tell of corrective actions.

    Args:
        words: The language.
        report: The report.

    Returns:
        The block.
    """
    told = report.facts.actions
    table = None
    if told.waiting:
        heads = tuple(words.say(one) for one in _AGES)
        row = (words.say(_ACTIONS_ROW), *(str(one) for one in told.ages))
        table = SaidTable(heads, (28, 18, 18, 18, 18), (row,))
    said = (trends.paragraph(words, action_sentences(words, report)),)
    return plain_block("actions", words.say(_ACTIONS), said, table)


def due_sentence(words: Words, report: PeriodReport) -> str:
    """Say how much of what the rhythm asks for was held.

    Args:
        words: The language.
        report: The report.

    Returns:
        A whole sentence.
    """
    told = report.facts.required
    if not told.due:
        return words.say(_DUE_NONE)
    share = display(Fraction(told.held * 100, told.due), 0)
    return words.say(_DUE, held=told.held, due=told.due, share=share, missed=told.missed)


def supervision_block(words: Words, report: PeriodReport) -> SaidBlock:
    """Tell of sessions due and planned.

    Args:
        words: The language.
        report: The report.

    Returns:
        The block.
    """
    planned = report.facts.planned
    said = [
        words.say(_PLANNED, due=planned.due, held=planned.held, late=planned.late)
        if planned.due
        else words.say(_PLANNED_NONE),
    ]
    if planned.held:
        said.append(coverage.functions_sentence(words, planned))
        said.append(coverage.hours_sentence(words, planned))
    if report.facts.required.due:
        said.insert(0, coverage.required_how(words))
    sentences = due_sentence(words, report), trends.paragraph(words, said)
    return plain_block("supervision", words.say(_SUPERVISION), sentences)


def shown_sentence(words: Words, report: PeriodReport) -> str:
    """Say how many results were shown and answered.

    Args:
        words: The language.
        report: The report.

    Returns:
        A whole sentence.
    """
    told = report.facts.response
    if not told.shown:
        return words.say(_SHOWN_NONE)
    message = _SHOWN if told.answered else _SHOWN_SILENT
    return words.say(message, shown=told.shown, answered=told.answered)


def response_block(words: Words, report: PeriodReport) -> SaidBlock:
    """Tell what the centre said.

    Args:
        words: The language.
        report: The report.

    Returns:
        The block.
    """
    told = report.facts.response
    said = [shown_sentence(words, report)]
    if told.shown:
        said.append(
            words.say(
                _OBJECTED,
                objections=told.objections,
                upheld=told.upheld,
                amended=told.amended,
                undecided=told.undecided,
            )
            if told.objections
            else words.say(_NO_OBJECTION)
        )
    return plain_block("response", words.say(_RESPONSE), (trends.paragraph(words, said),))


def method_block(words: Words) -> SaidBlock:
    """Say how all of it was counted.

    Args:
        words: The language.

    Returns:
        The block.
    """
    said = [
        words.say(one, files=FILES_PER_POINT, share=SHARE_DENOMINATOR)
        if "%(files)s" in one
        else words.say(one)
        for one in _HOW
    ]
    return replace(plain_block("method", words.say(_METHOD), said), is_explained=True)


def plain_block(
    key: str, heading: str, sentences: Iterable[str], table: SaidTable | None = None
) -> SaidBlock:
    """Make a block without charts.

    Args:
        key: Unique in the report.
        heading: Its heading.
        sentences: Its paragraphs.
        table: Its table; None without one.

    Returns:
        The block.
    """
    return SaidBlock(key, SaidPart(heading, tuple(sentences), table))
