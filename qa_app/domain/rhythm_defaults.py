"""Default numbers of the rhythms of supervision: of a worker, of a team."""

from typing import Final

# a worker
RHYTHM_DAYS: Final = (7, 14)
RHYTHM_UNTIL_DAYS: Final = (42, 182)
ASSESSMENT_DAYS: Final = (30, 182, 365)
SHADOWING_DAYS: Final = (14, 28, 42)
FILES_A_QUARTER: Final = (2, 4)

# a team
TEAM_LEAST: Final = {"group": 4, "peer": 2, "meeting": 2}
TEAM_MOST: Final = 10
CASE_MEETING_DAYS: Final = 14
CONFERENCE_DAYS: Final = 14
TEAM_LOOK_BACK_DAYS: Final = 365
