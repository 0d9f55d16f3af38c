"""Acts of the journal and the things they were done to, in words."""

from qa_app.wording.catalogue import message as _

ACTIONS: dict[str, str] = {
    "session:start": _("signed in"),
    "session:refuse": _("sign-in refused"),
    "session:end": _("session ended"),
    "account:create": _("account created"),
    "account:change": _("account changed"),
    "rubric:publish": _("rubric version published"),
    "case:import": _("case list imported"),
    "session:plan": _("supervision session planned"),
    "session:settle": _("supervision session held or cancelled"),
    "sample:freeze": _("sampling frame frozen"),
    "sample:draw": _("sample drawn"),
    "sample:add": _("file added by hand"),
    "audit:read": _("review opened"),
    "audit:score": _("answer saved"),
    "audit:score_many": _("several answers saved"),
    "audit:sign": _("review signed"),
    "audit:withdraw": _("signature taken back"),
    "audit:void": _("review made void"),
    "audit:finalise": _("results became final"),
    "history:import": _("inspection history imported"),
    "place:change": _("places or centres changed"),
    "holiday:change": _("holiday table changed"),
    "holiday:load": _("holiday table taken in"),
    "totals:rebuild": _("totals counted anew"),
    "notice:set": _("notice on every page changed"),
    "list:read": _("list searched or taken away"),
}
"""Act to its words; every act that is recorded has some, by test."""

OBJECTS: dict[str, str] = {
    "account": _("account"),
    "login_session": _("session of a person"),
    "rubric_version": _("rubric version"),
    "case_list": _("case list"),
    "supervision_session": _("supervision session"),
    "draw": _("sample"),
    "audit": _("review"),
    "history": _("inspection history"),
    "place": _("place or centre"),
    "holiday": _("holiday table"),
    "holiday_year": _("years of the holiday table"),
    "month_total": _("totals"),
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
