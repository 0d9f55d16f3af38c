"""The class of every column: what of it tells of children, of people, of centres, of nobody.

C4 is linked with a child, C3 tells of people who work, C2 of centres, C1 of nobody; a secret opens
something. A column without a class fails a test; docs/privacy/data-map.md is made from here.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache


class DataClass(StrEnum):
    """How sensitive what stands in a column is, the least first."""

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    SECRET = "secret"  # noqa: S105 - the name of a class


_LINES = """
absence | C3: id account_id kind from_on until_on recorded_at recorded_by taken_back_at
access_request | C4: id case_file_id centre_id asked_by asked_at purpose words days is_approved
  refusal answered_at answered_by expires_at ended_at ended_by
account | C3: id login_name display_name language single_keys is_active failed_count
  last_failed_at created_at practitioner_id password_set_at enabled_at disabled_why | secret:
  password_hash
account_link | C3: id account_id kind made_at made_by expires_at closed_at was_used seen_by
  seen_at | secret: token_digest
account_note | C3: id account_id kind at seen_at
action_reading | C2: action_id audit_id conforms is_sampled read_on signed_at judged_at
action_step | C4: id action_id step state body audit_id session_id at by stood
action_training | C2: id centre_id action_id event_id recorded_at recorded_by ended_at ended_by
  ended_why
address_try | C3: address minute_at count
amendment | C4: id audit_id objection_id body changes refusal state asked_at asked_by settled_at
  settled_by new_audit_id
area | C1: code name_zh name_en is_resource_area position
audit | C2: id centre_id area_code rubric_version_id session_id draw_id supplements_id
  supplement_asks reading replaces_id sample_type drawn_as add_reason assessors version_reason
  version_day due_on state result_state created_at started_at read_at reviewed_on seconds_spent
  answered_count signed_at signed_by shared_at final_at counted_until status score_millionths band
  band_position stop_count gate_count explanation_digest void_reason void_asked_at void_asked_by
  voided_at voided_by source source_key | C3: practitioner_id reader_id | C4: case_file_id
  explanation
audit_entry | C4: audit_id kind key value note extra revision saved_at saved_by
audit_operation | C4: audit_id operation_id kind key value note extra base_revision revision
  body_digest saved_at saved_by
audit_round | C2: id period_from period_until starts_on ends_on design profile owner_id
  moderator_id revision created_at created_by cancelled_at cancelled_by cancel_reason
audit_round_centre | C2: round_id centre_id
audit_round_reader | C3: round_id account_id
audit_round_rubric | C2: round_id rubric_version_id
baseline | C2: id scope rubric_version_id section month reason name_reason old_mean new_mean
  begun_at begun_by taken_back_at taken_back_by taken_back_why
calendar_feed | C3: id account_id centre_id language made_at revoked_at | secret: digest
card_code | C3: id card_id place turn used_at | secret: digest
case_file | C4: id reference centre_id area_code practitioner_id local_digest opened_on closed_on
  stage risk shelf is_sealed list_id recorded_at
case_file_before | C4: id case_file_id area_code opened_on closed_on until_at
case_list | C2: id centre_id digest added_count updated_count unchanged_count imported_at
  imported_by
caseload_ceiling | C2: id place_id area_code from_on most recorded_at recorded_by ended_at
  ended_by ended_why
caseload_count | C2: id list_id practitioner_id area_code counted_on open_count
centre | C2: id code place_id place_path name_zh name_en kind source onboarded_on closed_on
centre_area | C2: centre_id area_code
centre_document | C2: id centre_id area_code kind number issuer issued_on valid_until reviewed_on
  outcome digest recorded_at recorded_by ended_at ended_by ended_why
centre_key | C2: centre_id is_replaced set_at set_by | secret: fingerprint
centre_profile | C2: id centre_id partner recorded_at recorded_by ended_at ended_by ended_why |
  C3: contact_zh contact_en
centre_sanction | C2: id centre_id kind number body begun_on closed_on recorded_at recorded_by
  ended_at ended_by ended_why
chart_note | C2: id scope rubric_code kind happened_on text_zh text_en name_reason revision
  written_at written_by removed_at removed_by removed_why
code_card | C3: id account_id made_by made_at expires_at confirmed_at ended_at
code_seed | C3: id account_id made_at confirmed_at ended_at last_step | secret: seed
competency_assessment | C3: id practitioner_id framework_id kind assessed_on next_on levels note
  recorded_at recorded_by ended_at ended_by ended_why
competency_framework | C1: id code area_code version content digest published_at published_by
competency_survey | C3: id practitioner_id framework_id answered_on answers recorded_at
  recorded_by ended_at ended_by ended_why
complaint | C4: id thread centre_id received_on channel topic complainant sealed_text due_on
  answered_on outcome sealed_answer recorded_at recorded_by ended_at ended_by ended_why
consultation | C4: id centre_id area_code case_file_id topic question asked_at asked_by expert_id
  given_at given_by answer answered_at answered_by closed_at closed_by number recorded_at
  answer_recorded_at
corrective_action | C2: id finding_id audit_id session_id centre_id practitioner_id rubric_code
  items kind owner is_structural wanted_on state opened_on contain_on plan_on re_read_on due_on
  contained_on planned_on re_read_at done_on done_at done_by verified_on is_by_document
  recurrences proof failed_proofs waits_by waits_for next_on revision | C4: what evidence
counter_check | C3: id month act_count digest checked_at checked_by outsider signed_on
criteria_check | C1: id draft_id code digest reason done_at done_by
criteria_draft | C1: id code version fingerprint content state handed_in_at handed_in_by
  settled_at settled_by
criteria_in_force | C1: id place_id stage version_id set_code from_day state proposed_at
  proposed_by settled_at settled_by
criteria_sandbox | C1: id draft_id fingerprint digest content ran_at ran_by
criteria_trial_ask | C1: draft_id asked_at asked_by done parts alive_at failed_at
criteria_version | C1: id code version fingerprint content draft_id published_at published_by
day_proposal | C3: id session_id day starts_at_time reason asked_at asked_by answer answered_at
  answered_by
decision_condition | C2: id decision_id position body due_on is_met settled_at settled_by
decision_objection | C2: id decision_id centre_id ground body filed_at filed_by outcome settled_at
digest_key | C2: id | secret: sealed
draw | C2: id session_id rubric_version_id filters frame design frame_digest frame_count
  excluded_count frozen_at seed wanted_count drawn_at drawn_by
drawn_file | C4: draw_id position case_file_id stratum ticket is_reserve
escalation | C4: id audit_id centre_id item raised_at raised_by
escalation_outcome | C4: escalation_id outcome told_to told_at told_on second_id at by
evidence_snapshot | C2: id centre_id area_code version_id set_code as_of made_for status digest
  content intervals taken_at taken_by
expert | C3: id place_id code name organisation areas from_on until_on recorded_at recorded_by
  ended_at ended_by ended_why
export_request | C2: id centre_id since until centres form purpose asked_at asked_by is_approved
  refusal answered_at answered_by project first_at first_by
factor_reset | C3: id account_id reason asked_by asked_at decided_by decided_at state
factor_state | C3: account_id failed_count last_failed_at due_since reset_at
feedback_asking | C4: id centre_id area_code asked_on asked way basis language open_until
  recorded_at recorded_by ended_at ended_by ended_why | secret: token_digest
feedback_reply | C4: id asking_id replied_on first second third fourth fifth sealed_words
  recorded_at recorded_by ended_at ended_by ended_why
file_replacement | C4: id draw_id case_file_id by_file_id reason replaced_at replaced_by
finding | C4: id audit_id position kind source is_main items body
finding_answer | C4: id audit_id finding_id kind body at by
finding_sheet | C2: audit_id revision discussed_on saved_at saved_by
grant_request | C3: id account_id grants asked_at asked_by is_confirmed answered_at answered_by
group_robot | C3: id centre_id kind language made_at made_by removed_at | secret: address secret
guard_reason | C4: id endpoint fields kinds reason at by
guarded_name | C1: id kind name added_at added_by
holiday | C1: region on is_working name_zh name_en
holiday_year | C1: region year
idempotency | C3: account_id key action body_digest object_id done_at
incident | C4: id thread centre_id kind happened_on known_at sealed_text contained_at judgement
  judged_on guardians_told_on authority_told_on measures_on recorded_at recorded_by ended_at
  ended_by ended_why
incident_statement | C2: id centre_id until_on recorded_at recorded_by ended_at ended_by ended_why
item_comparability | C1: version_id base_version_id item_code kind reason confirmed_by
  confirmed_at
item_flag | C4: id audit_id item reason at by taken_back_at
item_phrase | C1: id rubric_code item_code position text_zh text_en is_active updated_at
  updated_by
item_total | C2: scope rubric_version_id item_code sample_type month code file_count final_count
  rated_count lost_sum section_lost_sum
journal | C3: seq at actor_id actor_name session_digest address action object_type object_id
  centre_id outcome detail alg prev_hash hash
journal_checkpoint | C2: id first_seq last_seq first_hash last_hash first_at last_at made_at
  key_id signature
journal_head | C1: id seq hash
kept_password | C3: id account_id replaced_at | secret: password_hash
known_device | C3: id account_id made_at used_at failed_count last_failed_at | secret:
  token_digest
learning_goal | C3: id practitioner_id session_id source body due_on state closed_on revision
  created_at created_by
list_match | C4: centre_id heads said changed_at changed_by
local_day | C1: id place_id centre_id on name_zh name_en entered_at entered_by
login_session | C3: id account_id created_at last_seen_at ended_at end_reason device address
  confirmed_at wrong_count way_in strength factor_at | secret: token_digest
mail_address | C3: account_id address is_on changed_at
month_plan | C2: id place_id month state revision found proposed_at proposed_by agreed_at
  agreed_by published_at published_by
month_plan_line | C3: id plan_id need need_id centre_id type tier due_on why supervisor_id day
  starts_at_time proposed_id proposed_on state session_id changed_at changed_by
month_total | C2: scope rubric_version_id sample_type section month area_code file_count
  scored_count score_sum final_count final_scored_count final_score_sum band_1 band_2 band_3
  band_4 band_5 band_6 final_band_1 final_band_2 final_band_3 final_band_4 final_band_5
  final_band_6 stop_count final_stop_count gate_count final_gate_count final_square_sum
name_reason | C4: id audit_id session_id place key reason at by
no_harm_request | C4: id escalation_id second_id asked_at asked_by answer answered_at
objection | C4: id audit_id ground body state raised_at raised_by decision decided_at decided_by
objection_panel | C2: objection_id side named_at named_by vote reasons voted_at | C3: account_id
outbox_message | C3: id key channel account_id robot_id kind content due_at state tries claim
  claimed_at settled_at fault
outside_account | C3: account_id issuer subject linked_at
pair_decision | C4: pair_id kind key choice value reason decided_at decided_by
passkey | C3: id account_id credential_id public_key sign_count name made_at last_used_at
period_report | C2: id kind scope centre_id place_id first_month version content digest mark
  is_final made_at
place | C1: id parent_id level code path name_zh name_en
place_population | C2: id place_id year child_count source recorded_at recorded_by ended_at
  ended_by ended_why
practice_reading | C3: id account_id practice_code rubric_code rubric_version asked answers
  outcome started_at handed_in_at
practitioner | C3: id centre_id code area_code started_on ended_on
reader | C3: account_id files_per_week revision changed_at
reader_area | C3: account_id area_code
reading_before | C2: id audit_id state due_on signed_at reviewed_on until_at
reading_month | C3: centre_id rubric_version_id month reader_id design file_count
reading_pair | C2: id centre_id rubric_version_id draw_id first_id second_id state seed ticket
  chosen_at chosen_by completed_at item_count alike_count critical_count asked_at asked_by how
  settled_at settled_by moderated_id dissolve_reason
record_answer | C3: id session_id account_id kind body at
record_block | C3: session_id block revision body saved_at saved_by
record_case | C4: id session_id position case_file_id discussed_on risk is_safety_seen
  is_child_heard owner due_on body
record_presence | C3: session_id practitioner_id minutes credited_seconds
record_signature | C3: id session_id account_id practitioner_id part at
recovery_code | C3: id account_id made_at used_at | secret: digest
region_evidence | C2: audit_id counted_on facts
region_review | C2: audit_id place_id place_path year label
register_application | C2: id centre_id area_code set_code statement state applied_at applied_by
  taken_up_at taken_up_by ended_at ended_by
register_decision | C2: id centre_id area_code set_code route status computed snapshot_id reasons
  effective_on valid_until state last_step application_id issuing_body document_number document_on
  scan_digest compared_by proposed_at proposed_by decided_at decided_by
register_names | C1: id names proposed_at proposed_by is_agreed answered_at answered_by
register_paper | C1: id decision_id centre_id area_code number check_digest valid_from valid_until
  payload digest key_id signature replaces_id issued_at issued_by revoked_at revoked_by
  revoked_why | secret: token token_digest
register_step | C1: id centre_id area_code number status effective_on until cause decision_id
  made_at made_by
released_item | C2: id kind item_id centre_id reason released_at released_by withdrawn_at
  withdrawn_by
report_read | C3: report_id account_id opened_at
required_month | C2: scope scope_id month every_days people due held late
role_grant | C3: id account_id role place_id place_path centre_id
rubric_draft | C1: id rubric_code version title_zh title_en base_version_id state content
  comparability revision created_at created_by updated_at updated_by writers submitted_at
  submitted_by settled_at settled_by return_reason version_id
rubric_version | C1: id rubric_code version status area_code kind unit access method is_hidden
  title_zh title_en item_count fingerprint content translations words_revision base_version_id
  published_at published_by written_by in_force_from in_force_until retired_at retired_by
  retired_reason
running_event | C4: id case_file_id event happened_on happened_at recorded_at recorded_by
  taken_back_at taken_back_by
running_fact | C4: case_file_id fact value recorded_at recorded_by
running_limit | C4: case_file_id rubric_version_id item centre_id event responsible started_at
  limit_at done_at state untold needs worked_out_at
sealed_pass | C1: id
service_referral | C4: id thread centre_id area_code reference body received_on accepted_on
  declined_on decline_reason started_on assigned_on met_on closed_on accept_due_on start_due_on
  meet_due_on recorded_at recorded_by ended_at ended_by ended_why
session_month | C2: scope scope_id month type area_code due held held_late cancelled
  credited_seconds recorded accountability learning support
session_move | C3: id session_id from_on from_time to_on to_time reason at by
session_owed | C2: scope scope_id day type area_code owed
session_person | C3: session_id practitioner_id
session_series | C3: id centre_id type area_code supervisor_id agreement_id rule months_after
  starts_on until_on starts_at_time ends_at_time people state revision created_at created_by
  changed_at changed_by
session_staff | C3: session_id account_id
setting | C1: name value
sheet_scan | C4: id audit_id page image_digest filed_digest image readings filed_at filed_by
sign_in_failure | C3: login_digest failed_count last_failed_at
signing_key | C2: id code public_key made_at made_by retired_at retired_by revoked_at revoked_from
  revoked_why | secret: private_key
single_moderation | C3: audit_id causes asked_at settled_at settled_by | C4: reason
standard_clause | C1: document_code locus position text_zh text_en quote where_zh where_en who_zh
  who_en within seen revision updated_at updated_by
standard_document | C1: code kind state seen region area_code title_zh title_en issuer_zh
  issuer_en number version in_force_from in_force_until review_on superseded_by where_zh where_en
  import_digest revision updated_at updated_by
supervision_agreement | C3: id kind supervisor_id practitioner_id account_id centre_id place_path
  every_days minutes functions deputy_of_id from_on until_on over_reason end_reason successor_id
  revision created_at created_by ended_at ended_by
supervision_record | C3: session_id held_on began_at ended_at mode was_interrupted functions
  next_on state revision written_at written_by saved_at signed_at digest
supervision_session | C3: id centre_id type area_code planned_on starts_at_time ends_at_time
  moved_from_on due_on agreement_id series_id series_on sequence changed_at supervisor_id
  rubric_version_id files_wanted round_id state settled_at settled_by cancel_reason replaced_by_id
  created_at created_by
supervisor_review | C3: audit_id supervisor_id first_on label
supervisor_time | C3: account_id minutes_a_month centres_a_day revision changed_at changed_by
team_profile | C2: id profile relaxed neighbour set_at set_by
tie | C3: id account_id kind centre_id practitioner_id from_on until_on reason recorded_at
  recorded_by
training_attendance | C3: id event_id practitioner_id minutes recorded_at recorded_by ended_at
  ended_by ended_why
training_course | C1: id code name_zh name_en area_code about_victims makes_trainers recorded_at
  recorded_by ended_at ended_by ended_why
training_event | C1: id code course_id module_id place_id held_on minutes recorded_at recorded_by
  ended_at ended_by ended_why
training_module | C1: id course_id code name_zh name_en minutes recorded_at recorded_by ended_at
  ended_by ended_why
training_trainer | C3: id event_id practitioner_id organisation recorded_at recorded_by ended_at
  ended_by ended_why
travel_group | C2: centre_id name
vacancy | C2: id centre_id code area_code tier opened_on filled_on recorded_at recorded_by
  ended_at ended_by ended_why
well_being_note | C3: session_id supervisor_id supervised_id body revision saved_at
worker_check | C3: id practitioner_id asked_on answered_on outcome answered_by recorded_at
  recorded_by ended_at ended_by ended_why
worker_licence | C3: id practitioner_id area_code kind level valid_from valid_until recorded_at
  recorded_by ended_at ended_by ended_why
worker_post | C3: id practitioner_id started_on left_on left_why recorded_at recorded_by ended_at
  ended_by ended_why
worker_profile | C3: id practitioner_id from_on kind tier is_paid full_time_percent meets_children
  under_id recorded_at recorded_by ended_at ended_by ended_why
"""


@cache
def data_classes() -> Mapping[str, Mapping[str, DataClass]]:
    """Give the class of every column.

    Returns:
        Table to column to its class, in the order in which the tables name them.

    Source: docs/privacy/data-map.md; PIPL art. 28, 51.
    """
    found: dict[str, dict[str, DataClass]] = {}
    for line in re.sub(r"\n {2,}", " ", _LINES).strip().splitlines():
        table, *parts = line.split(" | ")
        found[table] = {
            column: DataClass(part.partition(": ")[0])
            for part in parts
            for column in part.partition(": ")[2].split()
        }
    return found
