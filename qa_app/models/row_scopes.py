"""Which tables the second lock scopes, and by which columns a row tells whom it belongs to.

A row is let through when one of its columns says so: its centre lies within the ceiling of the
account, it names the account or its practitioner, or the row that it belongs to is let through.
What stands outside, and why, is in docs/adr/0046; a test holds every table to one of the two.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowScope:
    """How a row of one table tells whom it belongs to; one of these is enough.

    Attributes:
        centre: Column with its centre; None when it has none of its own.
        parents: Columns with the key of the row that it belongs to, and the table of that.
        accounts: Columns with an account whose row it is as well.
        persons: Columns with a practitioner whose row it is as well.
        members: Tables that name who takes part in it: table, its column with the key of this
            row, its column with the member, and whether that is an account.
        hosts: Tables that name a centre besides, where the row is a guest: table, its column with
            the key of this row, its column with the centre.
        is_free_without_centre: True lets rows through that name no centre.
    """

    centre: str | None = None
    parents: tuple[tuple[str, str], ...] = ()
    accounts: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    members: tuple[tuple[str, str, str, bool], ...] = ()
    hosts: tuple[tuple[str, str, str], ...] = ()
    is_free_without_centre: bool = False


_CENTRE = RowScope(centre="centre_id")
_OF_AUDIT = RowScope(parents=(("audit_id", "audit"),))
_OF_FILE = RowScope(parents=(("case_file_id", "case_file"),))
_OF_SESSION = RowScope(parents=(("session_id", "supervision_session"),))
_OF_WORKER = RowScope(parents=(("practitioner_id", "practitioner"),))
_OF_ESCALATION = RowScope(parents=(("escalation_id", "escalation"),))
_OF_ACTION = RowScope(parents=(("action_id", "corrective_action"),))

ROW_SCOPES: dict[str, RowScope] = {
    # case files and samples
    "case_list": _CENTRE,
    "list_match": _CENTRE,
    "case_file": RowScope(centre="centre_id", persons=("practitioner_id",)),
    "caseload_count": RowScope(parents=(("list_id", "case_list"),), persons=("practitioner_id",)),
    "running_limit": RowScope(centre="centre_id", parents=(("case_file_id", "case_file"),)),
    "case_file_before": _OF_FILE,
    "running_event": _OF_FILE,
    "running_fact": _OF_FILE,
    "draw": _OF_SESSION,
    "drawn_file": _OF_FILE,
    "file_replacement": _OF_FILE,
    # readings of files, and what follows from them
    "audit": RowScope(centre="centre_id", accounts=("reader_id",), persons=("practitioner_id",)),
    "reading_before": _OF_AUDIT,
    "audit_entry": _OF_AUDIT,
    "audit_operation": _OF_AUDIT,
    "finding": _OF_AUDIT,
    "finding_sheet": _OF_AUDIT,
    "finding_answer": _OF_AUDIT,
    "item_flag": _OF_AUDIT,
    "objection": _OF_AUDIT,
    "amendment": _OF_AUDIT,
    "sheet_scan": _OF_AUDIT,
    "single_moderation": _OF_AUDIT,
    "supervisor_review": RowScope(parents=(("audit_id", "audit"),), accounts=("supervisor_id",)),
    "region_review": _OF_AUDIT,
    "region_evidence": _OF_AUDIT,
    "name_reason": RowScope(parents=(("audit_id", "audit"), ("session_id", "supervision_session"))),
    "reading_pair": _CENTRE,
    "pair_decision": RowScope(parents=(("pair_id", "reading_pair"),)),
    "escalation": _CENTRE,
    "escalation_outcome": _OF_ESCALATION,
    "no_harm_request": RowScope(
        parents=(("escalation_id", "escalation"),), accounts=("second_id",)
    ),
    "corrective_action": RowScope(centre="centre_id", persons=("practitioner_id",)),
    "action_step": _OF_ACTION,
    "action_reading": _OF_ACTION,
    "action_training": _OF_ACTION,
    # supervision
    "supervision_session": RowScope(
        centre="centre_id",
        accounts=("supervisor_id",),
        members=(
            ("session_person", "session_id", "practitioner_id", False),
            ("session_staff", "session_id", "account_id", True),
        ),
    ),
    "day_proposal": _OF_SESSION,
    "session_move": _OF_SESSION,
    "supervision_record": _OF_SESSION,
    "record_answer": _OF_SESSION,
    "record_block": _OF_SESSION,
    "record_case": _OF_SESSION,
    "record_presence": _OF_SESSION,
    "record_signature": _OF_SESSION,
    "well_being_note": RowScope(accounts=("supervisor_id", "supervised_id")),
    "supervision_agreement": RowScope(
        centre="centre_id",
        accounts=("supervisor_id", "account_id"),
        persons=("practitioner_id",),
        is_free_without_centre=True,  # between two supervisors: nothing of a centre
    ),
    "session_series": RowScope(centre="centre_id", accounts=("supervisor_id",)),
    "learning_goal": _OF_WORKER,
    # the register of workers
    "practitioner": RowScope(
        centre="centre_id",
        persons=("id",),
        # whoever is deployed to a centre is known there
        hosts=(("supervision_agreement", "practitioner_id", "centre_id"),),
    ),
    "worker_profile": _OF_WORKER,
    "worker_post": _OF_WORKER,
    "worker_check": _OF_WORKER,
    "worker_licence": _OF_WORKER,
    "competency_assessment": _OF_WORKER,
    "competency_survey": _OF_WORKER,
    "training_attendance": _OF_WORKER,
    # records of services
    "service_referral": _CENTRE,
    "feedback_asking": _CENTRE,
    "feedback_reply": RowScope(parents=(("asking_id", "feedback_asking"),)),
    "complaint": _CENTRE,
    "incident": _CENTRE,
    "incident_statement": _CENTRE,
    "consultation": RowScope(centre="centre_id", accounts=("asked_by", "given_by")),
    # the way to the register of centres, as far as it is argued about
    "decision_objection": _CENTRE,
}
"""Every table of case-level and person-level content, by its name."""
