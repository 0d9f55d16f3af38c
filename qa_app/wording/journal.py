"""Acts of the journal and the things they were done to, in words."""

from qa_app.domain.voiding import VOID_REASONS, VoidReason
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

ACTIONS: dict[str, str] = {
    "session:start": _("signed in"),
    "session:refuse": _("sign-in refused"),
    "session:end": _("session ended"),
    "account:create": _("account created"),
    "account:change": _("account changed"),
    "rubric:publish": _("rubric version published"),
    "rubric:start": _("rubric draft begun"),
    "rubric:save": _("rubric draft saved"),
    "rubric:move": _("rubric draft handed in, returned or discarded"),
    "rubric:compare": _("said whether an item stays comparable"),
    "rubric:retire": _("rubric version retired"),
    "rubric:translate": _("translation of a rubric added"),
    "case:import": _("case list imported"),
    "session:plan": _("supervision session planned"),
    "session:settle": _("supervision session held or cancelled"),
    "session:reassign": _("supervision session given to another supervisor"),
    "sample:freeze": _("sampling frame frozen"),
    "sample:draw": _("sample drawn"),
    "sample:add": _("file added by hand"),
    "audit:supplement": _("supplementary review opened"),
    "sample:name_reader": _("another reviewer named for a sample"),
    "audit:read": _("review opened"),
    "audit:score": _("answer saved"),
    "audit:score_many": _("several answers saved"),
    "audit:keep_name": _("answer saved; what looks like a name in its note kept on purpose"),
    "audit:keep_names": _("answers saved; what looks like names in notes kept on purpose"),
    "audit:hand_over": _("review handed over"),
    "audit:sign": _("review signed"),
    "audit:withdraw": _("signature taken back"),
    "audit:void": _("review made void"),
    "audit:finalise": _("results became final"),
    "history:import": _("inspection history imported"),
    "place:change": _("places or centres changed"),
    "holiday:change": _("holiday table changed"),
    "holiday:load": _("holiday table taken in"),
    "totals:rebuild": _("totals counted anew"),
    "standard:import": _("document taken into the library"),
    "standard:change": _("document of the library changed"),
    "clause:change": _("clause of the library changed"),
    "phrase:change": _("phrases for notes changed"),
    "notice:set": _("notice on every page changed"),
    "list:read": _("list searched or taken away"),
}
"""Act to its words; every act that is recorded has some, by test."""

OBJECTS: dict[str, str] = {
    "account": _("account"),
    "login_session": _("session of a person"),
    "rubric_version": _("rubric version"),
    "rubric_draft": _("rubric draft"),
    "case_list": _("case list"),
    "supervision_session": _("supervision session"),
    "draw": _("sample"),
    "audit": _("review"),
    "history": _("inspection history"),
    "place": _("place or centre"),
    "holiday": _("holiday table"),
    "holiday_year": _("years of the holiday table"),
    "month_total": _("totals"),
    "standard_document": _("document of the library"),
    "standard_clause": _("clause of a document"),
    "item_phrase": _("phrases of an item"),
    "setting": _("setting"),
    "list": _("list"),
}
"""Kind of thing to its words; every kind that is recorded has some, by test."""

FLAWS: dict[str, str] = {
    "gap": _("a row is missing before it, or it was moved"),
    "link": _("it does not follow the row before it"),
    "digest": _("its content was changed"),
}
"""What is wrong with a broken row."""

DETAILS: dict[str, str] = {
    "added": _("added"),
    "by_version": _("by version"),
    "change": _("change"),
    "comparison": _("comparison"),
    "count": _("how many"),
    "digest": _("digest"),
    "drift": _("rows that differed"),
    "fingerprint": _("fingerprint"),
    "from_account": _("from whom"),
    "frame_count": _("files in the frame"),
    "frame_digest": _("digest of the frame"),
    "is_shown": _("shown"),
    "key": _("item"),
    "keys": _("items"),
    "kind": _("kind"),
    "login_digest": _("digest of the name tried"),
    "on": _("day"),
    "planned_on": _("planned day"),
    "reason": _("reason"),
    "region": _("region"),
    "revision": _("revision"),
    "roles": _("roles"),
    "rubric": _("rubric"),
    "score_digest": _("digest of the result"),
    "seed": _("seed"),
    "source": _("source"),
    "state": _("state"),
    "step": _("step"),
    "stop": _("red lines crossed"),
    "successor": _("successor"),
    "to_account": _("to whom"),
    "supplements": _("review that it supplements"),
    "type": _("kind of session"),
    "unchanged": _("unchanged"),
    "updated": _("changed"),
    "version": _("version"),
    "view": _("page"),
    "what": _("what"),
    "why": _("why"),
    "years": _("years"),
}
"""Name of a recorded detail to its words; every name that events have has some, by test."""

VALUES: dict[str, dict[str, str]] = {
    "change": {
        "add": _("added"),
        "added": _("added"),
        "change": _("changed"),
        "updated": _("brought up to date"),
        "put_in_force": _("put in force"),
        "supersede": _("superseded"),
        "unchanged": _("unchanged"),
        "kept": _("kept as it is"),
        "add_year": _("year added"),
        "day_off": _("day off"),
        "day_worked": _("working day made up"),
        "remove": _("removed"),
        "disable": _("disabled"),
        "enable": _("enabled"),
        "language": _("language"),
        "password": _("password"),
        "roles": _("roles"),
        "single_keys": _("single keys"),
    },
    "comparison": {"reworded": _("comparable"), "changed": _("not comparable")},
    "is_shown": {"True": _("yes"), "False": _("no")},
    "kind": {
        "answer": _("answer"),
        "fact": _("fact"),
        "clock": _("time limit"),
        "log": _("log of contacts"),
        "measure": _("measure"),
        "sample": _("count of cases"),
        "holistic": _("overall impression"),
        "applicable": _("whether it applies"),
    },
    "reason": {
        "supervisor_ill": _("the supervisor is ill"),
        "centre_asked": _("the centre asked for it"),
        "emergency": _("an emergency came first"),
        "travel": _("travel was not possible"),
        "conflict_of_interest": _("a conflict of interest came to light"),
        "centre_closed": _("the centre is closed"),
        "left": _("the person has left or may no longer work here"),
        "away": _("the person is ill or away"),
        "workload": _("too much work for one person"),
        "red_line": _("a red line has to be read again"),
        "complaint": _("a complaint was made"),
        "incident": _("a serious incident"),
        "high_risk": _("a case of high risk"),
        "new_worker": _("a new worker's file"),
        "learning": _("to learn from a good example"),
    },
    "roles": {
        "auditor": _("Reviewer"),
        "senior_supervisor": _("Senior supervisor"),
        "centre_manager": _("Centre manager"),
        "caseworker": _("Caseworker"),
        "judicial_reader": _("Judicial reader"),
        "sys_admin": _("System administrator"),
        "audit_admin": _("Log administrator"),
    },
    "source": {
        "empty": _("nothing"),
        "version": _("a published version"),
        "file": _("a file"),
    },
    "state": {"held": _("held"), "cancelled": _("cancelled")},
    "step": {
        "ask": _("asked for"),
        "confirm": _("confirmed"),
        "centres": _("centres"),
        "audits": _("reviews"),
        "submit": _("handed in"),
        "return": _("returned"),
        "discard": _("discarded"),
    },
    "type": {
        "individual": _("Individual supervision"),
        "case_discussion": _("Case discussion"),
        "group": _("Group supervision"),
        "peer": _("Peer supervision"),
        "capacity_assessment": _("Capacity assessment"),
        "shadowing": _("Shadowing"),
        "observation": _("Observation of practice"),
        "case_file_check": _("Case-file review"),
        "case_meeting": _("Team case meeting"),
        "case_conference": _("Inter-agency case conference"),
        "ad_hoc": _("Debrief after a crisis"),
        "supervision_of_supervisors": _("Supervision of supervisors"),
        "field_support_visit": _("Field support visit"),
        "group_calibration": _("Group calibration"),
    },
    "view": {
        "workspace": _("workspace"),
        "report": _("report"),
        "report_pdf": _("report as PDF"),
        "result_csv": _("result as CSV"),
        "result_json": _("result as JSON"),
        "journal": _("journal"),
        "cases_csv": _("case list as CSV"),
        "coverage_xlsx": _("coverage as workbook"),
        "criteria_csv": _("criteria as CSV"),
        "trends_csv": _("trends as CSV"),
    },
    "what": {
        "centre": _("centre"),
        "practitioner": _("practitioner"),
        "place": _("place"),
    },
    "why": {
        "wrong": _("wrong name or password"),
        "signed_out": _("signed out"),
        "ended_by_owner": _("ended from the account page"),
    },
}
"""Detail to its coded values in words; a value without words stays the code it is."""


_BY_VERSION = {
    "closed": _("%(version)s: %(count)s, in force when the case was closed"),
    "session": _("%(version)s: %(count)s, in force on the day of the session"),
    "planned": _("%(version)s: %(count)s, as planned"),
}


def detail_value(words: Words, name: str, value: str) -> str | None:
    """Put a coded value of a detail into words.

    Args:
        words: The language.
        name: The detail.
        value: Its value, as text.

    Returns:
        The words; None when it is no code that has some, such as a number or a digest.
    """
    if name == "by_version":
        version, reason, count = value.split(" ")
        return words.say(_BY_VERSION[reason], version=version, count=count)
    message = VALUES.get(name, {}).get(value)
    if message is not None:
        return words.say(message)
    if name == "reason" and value in tuple(VoidReason):
        return words.text(VOID_REASONS[VoidReason(value)])
    return None
