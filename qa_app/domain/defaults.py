"""Every default number of the product; docs/defaults.md tells where each comes from."""

from typing import Final

# signing in; NIST SP 800-63B-4 is the source of the length
PASSWORD_LEAST: Final = 15
PASSWORD_MOST: Final = 256
SIGN_IN_DELAYS_SECONDS: Final = (0, 0, 0, 1, 2, 4, 8)
SIGN_IN_LOCK_AFTER: Final = 10
SIGN_IN_LOCK_MINUTES: Final = 15
SIGN_IN_HARD_STOP: Final = 100
SESSION_IDLE_MINUTES: Final = 30
SESSION_ABSOLUTE_HOURS: Final = 12

# reviews
WITHDRAW_MINUTES: Final = 30
ANSWER_WINDOW_WORKING_DAYS: Final = 10
NO_REPEAT_MONTHS: Final = 12
RESERVES_PER_STRATUM: Final = 2
FRAME_MONTHS: Final = 6
FILES_PER_SESSION_MOST: Final = 40
SESSION_YEARS: Final = 2
READING_DUE_DAYS: Final = 7
NEXT_DAYS: Final = 14
SOON_DAYS: Final = 7
NOTE_MOST: Final = 2000
ENTRY_SECONDS_MOST: Final = 600
DATED_ROWS_MOST: Final = 400
ENTRY_NUMBER_MOST: Final = 20
ENTRY_WHOLE_MOST: Final = 1_000_000
ENTRY_YEAR_FIRST: Final = 1900
ENTRY_YEAR_LAST: Final = 2200

# sampling; docs/methods/sampling.md
CONFIDENCE_PCT: Final = 95
PRECISION_MARGIN_PCT: Final = 10
LQAS_UPPER_PCT: Final = 80
LQAS_LOWER_PCT: Final = 50
LQAS_RISK_PCT: Final = 10
CONFORMING_BAND: Final = 2
SAMPLE_FILES_MOST: Final = 400
ROUND_CENTRES_MOST: Final = 60
ROUND_PERIOD_DAYS_MOST: Final = 400

# small numbers and charts; docs/methods/trends.md
FILES_PER_POINT: Final = 5
SHARE_DENOMINATOR: Final = 10
FINDINGS_LEAST: Final = 5
RUN_CHART_POINTS: Final = 10
SPARKLINE_POINTS: Final = 8
SPARKLINE_LEAST: Final = 4
SPARKLINE_FLOOR_PCT: Final = 60

# criteria of the register; ADR 0013, windows of the criteria file
EVIDENCE_MONTHS: Final = 12
ROUND_FILES: Final = 5
ROUNDS_JUDGED: Final = 2
HALF_YEARS_BACK: Final = 4
AS_OF_OFFERED: Final = 12

# papers
REPORT_FINDINGS: Final = 3

# lines on charts; criterion E09
SCORE_LINE_PCT: Final = 80
CONDITIONAL_LINE_PCT: Final = 70

# sizes of lists and of what may be sent in
ROWS_PER_PAGE: Final = 25
ROWS_AT_A_GLANCE: Final = 8
COUNT_MOST: Final = 1000
IMPORT_ROWS_MOST: Final = 50_000
IMPORT_BYTES_MOST: Final = 10_000_000
IMPORT_UNPACKED_BYTES_MOST: Final = 64_000_000
IMPORT_COLUMNS_MOST: Final = 64
IMPORT_PARTS_MOST: Final = 1_000
IMPORT_FAULTS_SHOWN: Final = 200
IMPORT_FAULTS_COUNTED: Final = 2_000
IMPORT_CELL_MOST: Final = 200
IMPORT_VALUES_MATCHED: Final = 30
IMPORT_REMEMBERED_MOST: Final = 200
IMPORT_SHEET_MARKS_MOST: Final = 3_000_000
IMPORT_TEXT_MARKS_MOST: Final = 600_000
IMPORT_OTHER_MARKS_MOST: Final = 50_000
IMPORT_TAG_MOST: Final = 65_536
IMPORT_ATTRIBUTES_MOST: Final = 8
IMPORT_ATTRIBUTES_FREE: Final = 100_000
REQUEST_BYTES_MOST: Final = 12_000_000
FORM_BYTES_MOST: Final = 3_000_000
CODE_MOST: Final = 40
HOLIDAY_NAME_MOST: Final = 60
NUMBER_LENGTH_MOST: Final = 1_000

# rubric files: size caps; more critical items than this cap nearly every file;
# longer numbers only slow exact arithmetic down
RUBRIC_BYTES_MOST: Final = 256_000
RUBRIC_ENTRIES_MOST: Final = 1_000
RUBRIC_DEPTH_MOST: Final = 32
RUBRIC_ALIASES_MOST: Final = 1_000
RUBRIC_NODES_MOST: Final = 30_000
RUBRIC_NUMBER_MOST: Final = 10**12
RUBRIC_KEY_MOST: Final = 200
RUBRIC_SHOWN_MOST: Final = 60
RUBRIC_FAULTS_TOLD_MOST: Final = 200
RUBRIC_WORKBOOK_BYTES_MOST: Final = 2_000_000
RUBRIC_UNPACKED_BYTES_MOST: Final = 20_000_000
RUBRIC_RATIO_MOST: Final = 100
RUBRIC_ROWS_MOST: Final = 5_000
RUBRIC_COLUMNS_MOST: Final = 64
RUBRIC_CELLS_MOST: Final = 10_000
RUBRIC_CELL_MOST: Final = 8_192
RUBRIC_MARKS_MOST: Final = 200_000
CRITICAL_ITEMS_MANY: Final = 5
DEDUCTION_TOTAL: Final = 100

# rubric versions: how far ahead one may come into force; audits scored under a draft
RUBRIC_AHEAD_DAYS: Final = 366
BACK_CAST_REVIEWS: Final = 50
DRAFT_REASON_MOST: Final = 500
TRANSLATION_MOST: Final = 2_000
SHARED_WEIGHT_PCT: Final = 70

# the library of standards: sizes of what people write there, and when they are reminded
STANDARD_CODE_MOST: Final = 32
STANDARD_TEXT_MOST: Final = 2_000
STANDARD_QUOTE_MOST: Final = 500
STANDARD_REVIEW_DAYS: Final = 60

# phrases for the notes of an item
PHRASE_MOST: Final = 300
PHRASES_MOST: Final = 20

# findings, actions, answers and objections
FINDINGS_MOST: Final = 20
MAIN_FINDINGS_MOST: Final = 3
FINDING_TEXT_MOST: Final = 1_000
STEP_TEXT_MOST: Final = 300
ANSWER_TEXT_MOST: Final = 2_000
CONTAIN_DAYS: Final = 1
PLAN_DAYS: Final = 7
RE_READ_DAYS: Final = 14
GATE_DUE_DAYS: Final = 30
ACTION_DUE_DAYS: Final = 90
PROOF_RUN: Final = 3
PROOF_SCREEN_FILES: Final = 19
PROOF_SCREEN_LEAST: Final = 13
RECURRENCE_MONTHS: Final = 12
OBJECTION_DAYS: Final = 30
OBJECTION_DECIDE_DAYS: Final = 60

# who reads: bars, calibration, size of a team, how much one reader takes on
MEMBERSHIP_BAR_MONTHS: Final = 12
CALIBRATION_CRITICAL_PCT: Final = 90
CALIBRATION_OTHER_PCT: Final = 70
ADVISORY_ROUNDS: Final = 2
UNCALIBRATED_SHARE_PCT: Final = 30
SMALL_TEAM_MOST: Final = 5
MEDIUM_TEAM_MOST: Final = 11
FILES_PER_WEEK: Final = 5
FILES_PER_WEEK_MOST: Final = 40
