"""What the database refuses of supervision records: changes to what was signed, and to answers."""

from qa_app.models.trigger_kinds import Trigger, changed, changed_json

FROZEN_RECORD = (
    "held_on",
    "began_at",
    "ended_at",
    "mode",
    "was_interrupted",
    "next_on",
    "revision",
    "written_at",
    "written_by",
    "saved_at",
    "digest",
)
"""Columns of a record that never change once its leader signed it; `functions` neither."""

_STATE = (
    "(SELECT state FROM supervision_record WHERE supervision_record.session_id = {}.session_id)"
)
_SIGNED = "a signed record is frozen"

RECORD_TRIGGERS: tuple[Trigger, ...] = (
    Trigger(
        "supervision_record_frozen",
        "supervision_record",
        "UPDATE",
        f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {changed(FROZEN_RECORD)}"
        f" OR {changed_json(('functions',))})",
        _SIGNED,
    ),
    Trigger(
        "supervision_record_settled",
        "supervision_record",
        "UPDATE",
        f"OLD.state = 'signed' AND ({changed(('state', 'signed_at'))})",
        "a record that all have signed stays so",
    ),
    Trigger(
        "supervision_record_no_delete",
        "supervision_record",
        "DELETE",
        "OLD.state <> 'draft'",
        _SIGNED,
    ),
    *(
        Trigger(
            f"{table}_no_{verb}",
            table,
            verb.upper(),
            f"{_STATE.format('NEW' if verb == 'insert' else 'OLD')} <> 'draft'",
            _SIGNED,
        )
        for table in ("record_block", "record_presence", "record_case")
        for verb in ("insert", "update", "delete")
    ),
    *(
        Trigger(f"{table}_no_{verb}", table, verb.upper(), "", "what was signed or said stays")
        for table in ("record_signature", "record_answer")
        for verb in ("update", "delete")
    ),
)
