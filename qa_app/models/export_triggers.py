"""What the database refuses of requests to take results away."""

from qa_app.models.trigger_kinds import Trigger, changed, changed_json

_ASKED = ("centre_id", "since", "until", "form", "purpose", "asked_at", "asked_by", "project")
_FIRST = ("first_at", "first_by")

EXPORT_TRIGGERS: tuple[Trigger, ...] = (
    Trigger(
        "export_request_answered",
        "export_request",
        "UPDATE",
        "OLD.is_approved IS NOT NULL OR NEW.answered_by = OLD.asked_by"
        " OR NEW.is_approved = (NEW.refusal IS NOT NULL)"
        " OR NEW.first_by = OLD.asked_by OR NEW.answered_by = NEW.first_by"
        " OR (NEW.form = 'zip' AND NEW.is_approved AND NEW.first_by IS NULL)"
        f" OR (OLD.first_by IS NOT NULL AND ({changed(_FIRST)}))"
        f" OR {changed(_ASKED)} OR {changed_json(('centres',))}",
        "a request is answered once, by a second person, and refused with a reason",
    ),
    Trigger("export_request_no_delete", "export_request", "DELETE", "", "requests are kept"),
)
