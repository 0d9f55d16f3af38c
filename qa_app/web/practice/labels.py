"""Words of practice files."""

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.calibration import (
    FAR,
    Calibration,
    CalibrationStanding,
    ComparedAnswer,
    Likeness,
)
from qa_app.domain.statistics.intervals import Interval

_PERCENT = 100


def shares_words(likeness: Likeness) -> tuple[str, ...]:
    """Give both shares with n and interval."""
    found = []
    critical, others = likeness.critical(), likeness.others()
    if critical is not None:
        found.append(
            _(
                "Critical items answered alike: %(k)d of %(n)d (%(share)s)",
                k=likeness.critical_alike,
                n=likeness.critical_count,
                share=_interval(critical),
            )
        )
    if likeness.critical_far:
        found.append(
            ngettext(
                "%(num)d critical item lies two levels apart or more",
                "%(num)d critical items lie two levels apart or more",
                likeness.critical_far,
            )
        )
    if others is not None:
        found.append(
            _(
                "Other items within one level: %(k)d of %(n)d (%(share)s)",
                k=likeness.other_near,
                n=likeness.other_count,
                share=_interval(others),
            )
        )
    return tuple(str(one) for one in found)


def _interval(share: Interval) -> str:
    return str(
        _(
            "%(pct)d%%, 95%% interval %(low)d to %(high)d%%",
            pct=round(_PERCENT * share.estimate),
            low=round(_PERCENT * share.low),
            high=round(_PERCENT * share.high),
        )
    )


def standing_words(found: Calibration) -> str:
    """Say where a reader stands."""
    words = {
        CalibrationStanding.NONE: _("not calibrated yet: both files of a round are needed"),
        CalibrationStanding.ADVISORY: _(
            "round %(n)d, advisory: it holds nothing up", n=found.rounds
        ),
        CalibrationStanding.PASSED: _("calibrated (round %(n)d)", n=found.rounds),
        CalibrationStanding.BELOW: _(
            "below the gate (round %(n)d): coaching, and 30%% of the files are read twice",
            n=found.rounds,
        ),
    }
    return str(words[found.standing])


def finding_words(likeness: Likeness) -> str:
    """Say how alike one file was, as the page's heading."""
    if likeness.is_passed:
        return str(_("As the agreed answers, within the bounds"))
    return str(_("Further from the agreed answers than the bounds allow"))


def verdict_words(one: ComparedAnswer) -> tuple[str, str]:
    """Say how far one answer is from the agreed one, and the look of its chip."""
    if one.is_alike:
        return str(_("alike")), "done"
    if not one.apart:
        return str(_("another option of the same level")), "run"
    if one.apart < FAR:
        return str(_("one level apart")), "wait"
    return str(_("two levels apart or more")), "late"
