"""What the database refuses of possible unreported harm, flags and single moderations."""

from qa_app.models.trigger_kinds import Trigger

ESCALATION_TRIGGERS: tuple[Trigger, ...] = (
    *(
        Trigger(f"{table}_no_{verb}", table, verb.upper(), "", message)
        for table, message in (
            ("escalation", "possible harm that was raised stays"),
            ("escalation_outcome", "what became of possible harm stays"),
        )
        for verb in ("update", "delete")
    ),
    Trigger(
        "no_harm_request_once",
        "no_harm_request",
        "UPDATE",
        "OLD.answer IS NOT NULL OR NEW.escalation_id <> OLD.escalation_id"
        " OR NEW.second_id <> OLD.second_id OR NEW.asked_at <> OLD.asked_at",
        "who was asked about possible harm, and what they said, stays",
    ),
    Trigger(
        "no_harm_request_no_delete",
        "no_harm_request",
        "DELETE",
        "",
        "who was asked about possible harm, and what they said, stays",
    ),
    Trigger(
        "item_flag_only_of_drafts",
        "item_flag",
        "INSERT",
        "(SELECT state FROM audit WHERE audit.id = NEW.audit_id) <> 'draft'",
        "the flags of a signed audit are frozen",
    ),
    Trigger(
        "item_flag_frozen",
        "item_flag",
        "UPDATE",
        "(SELECT state FROM audit WHERE audit.id = OLD.audit_id) <> 'draft'",
        "the flags of a signed audit are frozen",
    ),
    Trigger("item_flag_no_delete", "item_flag", "DELETE", "", "flags are kept"),
    Trigger(
        "single_moderation_once",
        "single_moderation",
        "UPDATE",
        "OLD.settled_at IS NOT NULL",
        "a moderation that was settled stays",
    ),
    Trigger(
        "single_moderation_no_delete",
        "single_moderation",
        "DELETE",
        "(SELECT state FROM audit WHERE audit.id = OLD.audit_id) <> 'draft'",
        "what a moderator has to look at stays while it is signed",
    ),
)
