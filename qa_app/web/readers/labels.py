"""Words of who reads."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.bars import Judged, bars_of
from qa_app.domain.calibration import Calibration, CalibrationStanding
from qa_app.domain.errors import RefusedError
from qa_app.queries.readers import Reader, TieLine
from qa_app.web.locale import page_language
from qa_app.web.readers.pages import ReaderLine, ShownTie
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.who_reads import CONFLICT_REASONS, TIE_KINDS, bar_words


def shown_tie(line: TieLine, *, may_end: bool) -> ShownTie:
    """Put a tie into words."""
    words, tie = Words(page_language()), line.tie
    judged = Judged(tie.centre_id, tie.practitioner_id, local_today())
    found = bars_of((), (tie,), judged)
    return ShownTie(
        line,
        words.say(TIE_KINDS[tie.kind]),
        "" if tie.reason is None else words.say(CONFLICT_REASONS[tie.reason]),
        words.listed(bar_words(words, bar) for bar in found) or str(_("nothing any more")),
        may_end,
    )


def readers_title(lines: Sequence[Reader]) -> str:
    """Count who reads, as the page's heading."""
    active = sum(one.is_active for one in lines)
    left = len(lines) - active
    said = str(ngettext("%(num)d person reviews files", "%(num)d people review files", active))
    if not left:
        return said
    return said + str(_(", %(n)d disabled", n=left))


def reader_line(reader: Reader, areas: Mapping[str, str], standing: str) -> ReaderLine:
    """Put a reader into words."""
    named = [areas[code] for code in reader.areas if code in areas]
    return ReaderLine(
        reader, Words(page_language()).listed(named) or str(_("every area")), standing
    )


def standing_words(found: Sequence[Calibration]) -> str:
    """Count for how many rubrics a reader is calibrated, advised or below the gate."""
    names = {
        CalibrationStanding.PASSED: _("calibrated"),
        CalibrationStanding.ADVISORY: _("advisory rounds"),
        CalibrationStanding.BELOW: _("below the gate"),
    }
    parts = [
        f"{name}{_(': ')}{count}"
        for standing, name in names.items()
        if (count := sum(one.standing is standing for one in found))
    ]
    return str(_(", ")).join(parts) or str(_("none yet"))


def refusal(fault: RefusedError) -> tuple[str, str]:
    """Say why something was refused: the field it is about, and the words."""
    words = {
        "ends_before": ("until_on", _("The last day is before the first")),
        "backdated": ("until_on", _("The last day is today or later, never a day that is over")),
        "recorded_by_others": (
            "until_on",
            _("Others recorded this about you: somebody else who looks after reviewers ends it"),
        ),
        "reason_missing": ("reason", _("A conflict needs its reason, and nothing else has one")),
        "unknown_worker": ("worker", _("There is no worker with this code at the centre")),
        "worker_missing": ("worker", _("Say whom this person supervises")),
        "ended": ("until_on", _("This tie has its last day already")),
        "files_per_week": ("files_per_week", _("Give a number of files within the bounds")),
        "unknown_area": ("areas", _("Choose among the areas shown")),
        "changed": ("", _("Somebody else changed this meanwhile: look at it again")),
    }
    field, said = words[fault.code]
    return field, str(said)
