"""What the database refuses of findings, actions, answers and objections."""

from qa_app.models.trigger_kinds import Trigger, changed, changed_json

FROZEN_ACTION = (
    "finding_id",
    "audit_id",
    "session_id",
    "centre_id",
    "practitioner_id",
    "rubric_code",
    "owner",
    "is_structural",
    "what",
    "evidence",
    "wanted_on",
)
"""Columns of an action that never change once written; `items` neither.

While its reading is a draft, the whole sheet is written anew. `kind` is found when it is opened.
"""

FROZEN_OBJECTION = ("audit_id", "ground", "body", "raised_at", "raised_by")
"""Columns of an objection that never change."""

FOLLOW_UP_TRIGGERS: tuple[Trigger, ...] = (
    *(
        Trigger(f"{table}_no_{verb}", table, verb.upper(), "", message)
        for table, message in (
            ("finding_answer", "what was answered stays"),
            ("action_step", "the course of an action stays"),
            ("name_reason", "why a name was kept stays"),
        )
        for verb in ("update", "delete")
    ),
    Trigger(
        "finding_only_of_drafts",
        "finding",
        "INSERT",
        "(SELECT state FROM audit WHERE audit.id = NEW.audit_id) <> 'draft'",
        "a signed audit takes no more findings",
    ),
    *(
        Trigger(
            f"finding_no_{verb}",
            "finding",
            verb.upper(),
            "(SELECT state FROM audit WHERE audit.id = OLD.audit_id) <> 'draft'",
            "the findings of a signed audit are frozen",
        )
        for verb in ("update", "delete")
    ),
    Trigger(
        "corrective_action_frozen",
        "corrective_action",
        "UPDATE",
        f"{changed(FROZEN_ACTION)} OR {changed_json(('items',))}"
        f" OR (OLD.state <> 'draft' AND {changed(('kind',))})",
        "what has to be done stays as it was signed",
    ),
    Trigger(
        "corrective_action_of_drafts",
        "corrective_action",
        "INSERT",
        "NEW.session_id IS NOT NULL AND (SELECT state FROM supervision_record"
        " WHERE supervision_record.session_id = NEW.session_id) IS DISTINCT FROM 'draft'",
        "a signed record takes no more actions",
    ),
    Trigger(
        "corrective_action_no_delete",
        "corrective_action",
        "DELETE",
        "OLD.state <> 'draft'",
        "an action that was opened stays",
    ),
    Trigger(
        "objection_settled",
        "objection",
        "UPDATE",
        f"OLD.state IN ('upheld', 'amended') OR {changed(FROZEN_OBJECTION)}",
        "an objection stays as it was raised and decided",
    ),
    Trigger("objection_no_delete", "objection", "DELETE", "", "an objection stays"),
    Trigger(
        "amendment_settled",
        "amendment",
        "UPDATE",
        "OLD.state <> 'asked' OR NEW.asked_by IS DISTINCT FROM OLD.asked_by"
        " OR NEW.settled_by = NEW.asked_by",
        "an amendment is settled once, by a second person",
    ),
    Trigger("amendment_no_delete", "amendment", "DELETE", "", "an amendment stays"),
)
