"""Blocks of supervision records, their fields and what may be chosen, in words."""

from qa_app.domain.session_blocks import Block, FieldKind, Function, Mode, Risk
from qa_app.domain.session_kinds import Output, Usual
from qa_app.wording.catalogue import message as _

BLOCKS: dict[Block, str] = {
    Block.MEETING: _("When, how and who was there"),
    Block.LAST_ACTIONS: _("What was agreed last time"),
    Block.AGENDA: _("Agenda"),
    Block.CASES: _("Cases discussed"),
    Block.LEARNING: _("Practice and learning"),
    Block.SUPPORT: _("Workload and support"),
    Block.ATTENDANCE: _("Who was absent"),
    Block.THEME: _("Theme"),
    Block.CAPACITY: _("Capacity assessment"),
    Block.SHADOWED: _("What the shadower saw"),
    Block.OBSERVED: _("What was observed"),
    Block.FILES: _("Files that were read"),
    Block.ALLOCATION: _("Cases and who takes them"),
    Block.AGENCIES: _("Agencies and decisions"),
    Block.CRISIS: _("What happened and what was done"),
    Block.PRACTICE: _("The supervisor's own practice"),
    Block.VISIT: _("What was looked at"),
    Block.GUIDANCE: _("What reviewers read differently"),
    Block.FEEDBACK: _("Feedback"),
    Block.ACTIONS: _("Agreed actions"),
}
"""Block to its heading."""

FIELDS: dict[str, str] = {
    "held_on": _("Day on which it was held"),
    "began_at": _("Began at"),
    "ended_at": _("Ended at"),
    "mode": _("How you met"),
    "was_interrupted": _("Was it interrupted?"),
    Function.ACCOUNTABILITY: _("Accountability: work that has to be answered for"),
    Function.LEARNING: _("Learning: practice and knowledge"),
    Function.SUPPORT: _("Support: workload and well-being"),
    "next_on": _("Next session"),
    "person": _("Code of the worker"),
    "minutes": _("Minutes there"),
    "topics": _("What was talked about"),
    "remarks": _("Done, late or dropped, and why"),
    "case": _("Case"),
    "risk": _("Risk"),
    "safety_seen": _("Was the child's safety looked at?"),
    "child_heard": _("Was the child's own view heard?"),
    "progress": _("How the plan goes on"),
    "options": _("What could be done"),
    "decision": _("Decision"),
    "reason": _("Reason for the decision"),
    "owner": _("Who does it"),
    "due_on": _("By"),
    "on_worker": _("Remark on the worker"),
    "talked_about": _("What was talked about"),
    "learned": _("What was learned"),
    "workload": _("Workload, from 1 (light) to 10 (too much)"),
    "support_given": _("Support given or asked for"),
    "absent_why": _("Who was absent and why, by code"),
    "theme": _("Theme"),
    "attitudes": _("Attitudes"),
    "knowledge": _("Knowledge"),
    "skills": _("Skills"),
    "strengths": _("Strengths"),
    "gaps": _("Gaps"),
    "works_alone": _("May work alone"),
    "visit": _("Kind of visit"),
    "seen": _("What was seen"),
    "questions": _("Questions that came up"),
    "debrief_minutes": _("Minutes of talk afterwards"),
    "readiness": _("Ready to do it alone"),
    "child_agreed": _("Did the child agree to be observed?"),
    "caregiver_agreed": _("Did the caregiver agree?"),
    "stage": _("Stage of the work"),
    "contact": _("Contact with child and family"),
    "safety": _("Attention to safety"),
    "childs_voice": _("The child's voice"),
    "evidence": _("Evidence that was looked at together"),
    "allocated_to": _("Allocated to (code) and why"),
    "agencies": _("Agencies"),
    "sharing_basis": _("Basis for sharing information"),
    "decisions": _("What was decided"),
    "who_acts": _("Who acts"),
    "trigger": _("What happened"),
    "action": _("What was done at once"),
    "escalated": _("Was it passed on to higher up?"),
    "plan": _("Plan"),
    "checked": _("What was looked at, point by point"),
    "found": _("What was found"),
    "told_on_site": _("What was told on the spot"),
    "unlike": _("Items that were read differently, and how"),
    "guidance": _("How they are read from now on"),
    "functions": _("Functions of supervision that were covered"),
}
"""Field to its label."""

YES_NO = {"yes": _("yes"), "no": _("no")}
"""What may be said to a question."""

_MARKS = {"met": _("met (2)"), "partly": _("partly (1)"), "not_met": _("not met (0)")}
_ALONE = {"yes": _("yes"), "with_support": _("with support"), "no": _("no")}

OPTIONS: dict[str, dict[str, str]] = {
    "mode": {
        Mode.AT_CENTRE: _("at the centre"),
        Mode.IN_FIELD: _("in the field"),
        Mode.BY_VIDEO: _("by video"),
        Mode.BY_PHONE: _("by phone"),
    },
    "risk": {Risk.HIGH: _("high"), Risk.MEDIUM: _("medium"), Risk.LOW: _("low")},
    "owner": {
        "worker": _("the worker of the case"),
        "supervisor": _("the supervisor"),
        "centre": _("the centre"),
    },
    "attitudes": _MARKS,
    "knowledge": _MARKS,
    "skills": _MARKS,
    "contact": _MARKS,
    "safety": _MARKS,
    "childs_voice": _MARKS,
    "works_alone": _ALONE,
    "readiness": _ALONE,
    "visit": {
        "home": _("home visit"),
        "interview": _("interview"),
        "meeting": _("meeting"),
        "other": _("something else"),
    },
    "stage": {
        "intake": _("intake"),
        "assessment": _("assessment"),
        "plan": _("planning"),
        "delivery": _("carrying out the plan"),
        "closure": _("closing the case"),
    },
    "sharing_basis": {
        "consent": _("consent"),
        "law": _("required by law"),
        "agreement": _("agreement between agencies"),
    },
}
"""Field of a choice to its options."""

USUAL: dict[Usual, str] = {
    Usual.BY_TENURE: _("weekly for six weeks, every two weeks to six months, then monthly"),
    Usual.BY_CASE: _("each open case monthly, high risk weekly"),
    Usual.MONTHLY: _("monthly"),
    Usual.AT_START: _("at the start, three to six months later, then yearly"),
    Usual.FIRST_WEEKS: _("three times at least in the first four to six weeks"),
    Usual.QUARTERLY: _("once a quarter"),
    Usual.OF_SUPERVISORS: _("once in each calendar quarter, as for every supervisor"),
    Usual.TWICE_A_QUARTER: _("two files at least for each worker and quarter"),
    Usual.FORTNIGHTLY: _("every two weeks"),
    Usual.SOON_THEN_MONTHLY: _("within 14 days, then monthly"),
    Usual.WITHIN_A_DAY: _("within 24 hours after a crisis"),
    Usual.BY_RESULT: _("by the results of the centre"),
    Usual.TWICE_A_YEAR: _("twice a year and for each version of a rubric"),
}
"""How often a kind of session is usual."""

OUTPUTS: dict[Output, str] = {
    Output.DECISIONS: _("decisions on the cases' own lists"),
    Output.ACTIONS: _("agreed actions"),
    Output.LEARNING_PLAN: _("learning plan"),
    Output.CREDIT: _("credited time"),
    Output.LEARNING_NOTE: _("note on learning"),
    Output.MAY_WORK_ALONE: _("whether somebody may work alone"),
    Output.READINESS: _("whether somebody is ready"),
    Output.FEEDBACK: _("feedback"),
    Output.REVIEWS: _("reviews of files"),
    Output.ALLOCATION: _("who takes which case"),
    Output.SHARED_DECISIONS: _("decisions of several agencies"),
    Output.ESCALATION: _("whether it was passed on"),
    Output.SCORE: _("result of the supervisor's review"),
    Output.PLAN: _("plan"),
    Output.NEXT_DAY: _("next day"),
    Output.GUIDANCE: _("note on how items are read"),
}
"""What comes out of a session."""


def value_message(code: str, kind: FieldKind, value: str) -> str | None:
    """Find the words of a chosen value.

    Args:
        code: The field.
        kind: How it is filled in.
        value: What was chosen.

    Returns:
        The message; None for what is typed.
    """
    if kind in {FieldKind.YES_NO, FieldKind.TICK}:
        return YES_NO[value]
    return OPTIONS[code][value] if kind is FieldKind.CHOICE else None
