"""Why something about workers or training was refused, in words."""

from flask_babel import gettext as _

from qa_app.domain.defaults import CASELOAD_CEILING_MOST, TRAINING_MINUTES_MOST
from qa_app.domain.errors import RefusedError


def refusal_words(fault: RefusedError) -> str:
    """Say why it was refused and what to do.

    Args:
        fault: The refusal.

    Returns:
        The words.
    """
    numbers = {"ceiling": CASELOAD_CEILING_MOST, "minutes": TRAINING_MINUTES_MOST}
    return _about_workers().get(fault.code) or _about_training(numbers)[fault.code]


def _about_workers() -> dict[str, str]:
    return {
        "profile_day": _("Choose a day from the worker's first day in post until today."),
        "full_time_share": _("Give a share from 1 to 100 per cent."),
        "under_missing": _("Name the worker who answers for the student or volunteer."),
        "under_unfit": _("Only students and volunteers are under a worker; leave it empty."),
        "under_unknown": _("No other worker of this centre has this code."),
        "licence_unknown": _("Choose a certificate of the city's table."),
        "licence_level": _("Choose a level of the list."),
        "ends_before_start": _("The last day lies before the first."),
        "check_half_answered": _("Give the day, what was found and who answered; or nothing."),
        "check_day": _("Days lie in the past, and the answer not before the question."),
        "fact_changed": _(
            "Somebody corrected or ended it meanwhile. Nothing was saved: see how it stands now."
        ),
        "reason_unfit": _("To correct something, record what is right instead."),
        "key_reused": _("This form was sent before with something else. Open the page again."),
    }


def _about_training(numbers: dict[str, int]) -> dict[str, str]:
    return {
        "ceiling_unfit": _("Give a number from 1 to %(most)s.", most=numbers["ceiling"]),
        "unknown_area": _("Choose an area of the list."),
        "not_a_code": _("Letters, digits, dot, dash and underscore, 40 at most."),
        "text_missing": _("Give a name in at least one language."),
        "names_person": _("Name no person and no number of a person here."),
        "minutes_unfit": _(
            "Give minutes from 1 to %(most)s, and not more than the training took.",
            most=numbers["minutes"],
        ),
        "event_day": _("Choose a day that has come."),
        "trainer_unfit": _("Give a worker or an organisation, one of the two."),
        "code_taken": _("This code is taken."),
        "unknown_course": _("Choose a course of the list."),
        "unknown_module": _("Choose a module of the list."),
        "unknown_event": _("There is no such training for a place that you look after."),
        "unknown_place": _("Choose a place of the list."),
        "unknown_practitioner": _("No worker of this centre has this code."),
        "row_in_use": _("Take out its trainers and those who attended first."),
    }
