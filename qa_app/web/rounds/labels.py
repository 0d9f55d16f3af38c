"""Sentences of review rounds."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.audit_stage import Stage
from qa_app.domain.defaults import (
    ANSWER_WINDOW_WORKING_DAYS,
    FILES_PER_SESSION_MOST,
    ROUND_CENTRES_MOST,
    ROUND_PERIOD_DAYS_MOST,
)
from qa_app.domain.rounds import RoundCancelReason
from qa_app.domain.sample_design import GAP_PCT, SizeRule
from qa_app.domain.text import BilingualText
from qa_app.queries.round_parts import RoundPart
from qa_app.queries.round_planning import ReadTwice, RoundRubricChoice
from qa_app.queries.rounds import RoundHead, RoundLine
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.session_labels import clauses
from qa_app.wording import Words
from qa_app.wording.rounds import (
    CANCEL_REASONS,
    LOOKS,
    said_result,
    said_round,
    said_stage,
)
from qa_app.wording.samples import said_note


def rubric_words(choice: RoundRubricChoice) -> str:
    """Name a rubric with its area, and the place where it counts if it is not everywhere."""
    named = f"{plain(choice.title)} · {plain(choice.area_name)}"
    if choice.place is None:
        return named
    return str(_("%(rubric)s (counts only in %(place)s)", rubric=named, place=plain(choice.place)))


def not_read_words(rubric: BilingualText, place: BilingualText, centres: Iterable[str]) -> str:
    """Say at which centres of a round a rubric is not read by; empty where it is at each."""
    names = Words(page_language()).listed(centres)
    if not names:
        return ""
    return str(
        _(
            "%(rubric)s counts only in %(place)s: files of %(centres)s are not read by it.",
            rubric=plain(rubric),
            place=plain(place),
            centres=names,
        )
    )


def read_twice_words(found: ReadTwice) -> str:
    """Say which centres several rubrics of one area read, and how to keep it so."""
    words = Words(page_language())
    return str(
        _(
            "%(rubrics)s are for the same area: each of them draws files at %(centres)s. Take one"
            " away, or tick below to read these centres by each of them.",
            rubrics=words.listed(f"“{plain(one)}”" for one in found.rubrics.values()),
            centres=words.listed(plain(one) for one in found.centres.values()),
        )
    )


def rule_words(rule: SizeRule) -> str:
    """Name a rule of size."""
    words = {
        SizeRule.NUMBER: _("a number of files"),
        SizeRule.PRECISION: _("how precisely a share is to be known"),
        SizeRule.LQAS: _("a lot quality screen (LQAS): passes or not, with two risks"),
    }
    return str(words[rule])


def stage_words(line: RoundLine) -> tuple[str, str]:
    """Say how far a round stands, and give the look of its chip."""
    if line.is_cancelled:
        return str(_("cancelled")), "plain"
    return said_stage(Words(page_language()), line.stage), LOOKS[line.stage]


def signed_words(line: RoundLine) -> str:
    """Count what is signed, and the centres that are not in the count yet."""
    if not line.file_count:
        return str(_("nothing drawn yet"))
    signed = str(_("%(done)d of %(all)d signed", done=line.signed_count, all=line.file_count))
    undrawn = line.undrawn_count
    if not undrawn:
        return signed
    more = ngettext("%(num)d centre not drawn yet", "%(num)d centres not drawn yet", undrawn)
    return clauses(signed, str(more))


def centres_words(count: int) -> str:
    """Count centres."""
    return str(ngettext("%(num)d centre", "%(num)d centres", count))


def rounds_finding(lines: tuple[RoundLine, ...]) -> str:
    """Say how the rounds stand, as the heading of their list."""
    open_ = sum(not one.is_cancelled and one.stage is not Stage.FINAL for one in lines)
    if not lines:
        return str(_("No review round is planned yet at the centres you may see"))
    if not open_:
        return str(_("Review rounds: none is under way"))
    return str(
        ngettext(
            "Review rounds: %(num)d is under way", "Review rounds: %(num)d are under way", open_
        )
    )


def round_finding(head: RoundHead) -> str:
    """Say how far a round stands, as the heading of its page."""
    stage, _look = stage_words(head.line)
    name = said_round(Words(page_language()), head.line.id)
    counted = "" if head.line.is_cancelled else signed_words(head.line)
    return clauses(name, stage, counted)


def cancelled_words(reason: RoundCancelReason | None) -> str:
    """Say why a round is cancelled; empty while it takes place."""
    if reason is None:
        return ""
    why = Words(page_language()).say(CANCEL_REASONS[reason])
    return str(_("Cancelled: %(reason)s.", reason=why))


def sample_words(part: RoundPart) -> str:
    """Say what a sample came from and what was replaced; empty before the draw."""
    return "" if part.note is None else said_note(Words(page_language()), part.note)


def result_words(part: RoundPart) -> str:
    """Say what a sample tells; empty before the draw."""
    if part.note is None or part.result is None:
        return ""
    frame, wanted = part.note.frame_count, part.note.read_count
    is_final = part.stage is Stage.FINAL
    return said_result(
        Words(page_language()), part.result, frame, wanted, part.rule, is_final=is_final
    )


def added_words(count: int) -> str:
    """Count files chosen by hand; empty without any."""
    if not count:
        return ""
    return str(
        ngettext(
            "%(num)d file chosen by hand, in no estimate",
            "%(num)d files chosen by hand, in no estimate",
            count,
        )
    )


def twice_words(count: int, signed: int) -> str:
    """Say how many of the files read two people have read; empty before any is signed."""
    if not signed:
        return ""
    return str(_("%(num)d of %(all)d read twice", num=count, all=signed))


def centre_duty_words(part: RoundPart) -> str:
    """Say what a centre has to do about its part of a round.

    Args:
        part: One rubric at the centre.

    Returns:
        One sentence.
    """
    day = Words(page_language()).day(part.planned_on)
    ready = _("Have these files ready on %(day)s.", day=day)
    words = {
        Stage.PLANNED: _(
            "Keep the case list complete until %(day)s: files are drawn from it.", day=day
        ),
        Stage.DRAWN: ready,
        Stage.IN_REVIEW: ready,
        Stage.SUBMITTED: _("Nothing now: results follow once they are settled."),
        Stage.MODERATION: _("Nothing now: results follow once they are settled."),
        Stage.SHARED: _(
            "Answer each result within %(days)d working days of its being shown to you.",
            days=ANSWER_WINDOW_WORKING_DAYS,
        ),
        Stage.APPEALED: _("Nothing now: an objection is being decided."),
        Stage.FINAL: _("Results are final: see to the actions."),
    }
    return str(words[part.stage])


def refusal_words(code: str, names: Mapping[str, str]) -> tuple[str, str]:
    """Say why something about a round was refused.

    Args:
        code: The refusal.
        names: Which `centres` and `readers` it is about, listed, and the moderator chosen
            (`moderator_id`); empty where it names none.

    Returns:
        The field it is about (empty for the whole form), and the words.
    """
    words: dict[str, tuple[str, str]] = {
        "period_order": ("period_until", _("The period ends before it begins")),
        "period_too_long": (
            "period_until",
            _("A period has %(most)d days at most", most=ROUND_PERIOD_DAYS_MOST),
        ),
        "reading_order": ("ends_on", _("Reading ends before it begins")),
        "day_out_of_bounds": (
            "starts_on",
            _("Give a day from two years ago to two years from now"),
        ),
        "centres_missing": ("centres", _("Choose a centre at least")),
        "too_many_centres": (
            "centres",
            _("A round has %(most)d centres at most", most=ROUND_CENTRES_MOST),
        ),
        "rubrics_missing": ("rubrics", _("Choose a rubric at least")),
        "readers_missing": ("readers", _("Choose a reviewer at least")),
        "strata_missing": ("by", _("Say what makes the groups")),
        "strata_needless": ("by", _("Groups go only with drawing within groups")),
        "lqas_grouped": (
            "rule",
            _(
                "A lot quality screen goes only with drawing from all files: within groups its"
                " risks would not hold"
            ),
        ),
        "files_wanted": (
            "number",
            _("Give a number from 1 to %(most)d", most=FILES_PER_SESSION_MOST),
        ),
        "margin_out_of_bounds": ("margin_pct", _("Choose one of the margins")),
        "bad_thresholds": (
            "lower_pct",
            _("Good and poor have to lie %(gap)d points apart, between 0 and 100", gap=GAP_PCT),
        ),
        "risk_out_of_bounds": ("beta_pct", _("Choose one of the risks")),
        "unfit_rubric": ("rubrics", _("A rubric chosen goes with none of the centres")),
        "unfit_owner": ("owner_id", _("This person may not plan rounds at every centre chosen")),
        "unfit_centre": (
            "centres",
            _(
                "No rubric chosen is for the areas or the place of: %(names)s",
                names=names.get("centres", ""),
            ),
        ),
        "unfit_reader": (
            "readers",
            _(
                "May not read at any centre chosen, or not in its areas: %(names)s",
                names=names.get("readers", ""),
            ),
        ),
        "unfit_moderator": (
            "moderator_id",
            _("This person may not decide between reviewers at the centres"),
        ),
        "moderator_reads": (
            "moderator_id",
            _("Whoever reads in a round does not decide where its reviewers differ"),
        ),
        "moderator_has_read": (
            "moderator_id",
            _(
                "%(name)s has read files of this round, or has some in hand: whoever reads does"
                " not decide where reviewers differ",
                name=names.get("moderator_id", ""),
            ),
        ),
        "period_ahead": ("starts_on", _("Reading begins before the period does")),
        "period_frozen": ("period_until", _("Files were drawn by this round: its period stays")),
        "rubrics_frozen": ("rubrics", _("Files were drawn by this round: its rubrics stay")),
        "design_frozen": ("method", _("Files were drawn by this round: its design stays")),
        "centre_visited": ("centres", _("The round has sessions at a centre that was taken away")),
        "round_drawn": ("", _("Files of this round are drawn, and what is drawn is read")),
        "unknown_centre": ("", _("This centre is not one of the round")),
        "not_in_force": ("planned_on", _("No version of a rubric is in force on that day")),
        "day_outside_round": ("planned_on", _("Give a day within the days of reading")),
        "centre_closed": ("planned_on", _("The centre is closed by then")),
        "unfit_supervisor": ("supervisor_id", _("This person may not lead sessions here")),
    }
    field, said = words[code]
    return field, str(said)
