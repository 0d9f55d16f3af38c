"""Acts of the journal and the things they were done to, in words."""

from qa_app.domain.objections import GROUNDS, Ground
from qa_app.domain.voiding import VOID_REASONS, VoidReason
from qa_app.wording.catalogue import message as _
from qa_app.wording.journal_values import VALUES
from qa_app.wording.words import Words

ACTIONS: dict[str, str] = {
    "session:start": _("signed in"),
    "session:again": _("signed in again"),
    "session:refuse": _("sign-in refused"),
    "session:end": _("session ended"),
    "account:create": _("account created"),
    "account:change": _("account changed"),
    "rubric:publish": _("rubric version published"),
    "rubric:start": _("rubric draft begun"),
    "rubric:save": _("rubric draft saved"),
    "rubric:move": _("rubric draft handed in, returned or discarded"),
    "rubric:compare": _("said whether an item stays comparable"),
    "rubric:compare_version": _("published version compared with the one before"),
    "rubric:retire": _("rubric version retired"),
    "rubric:translate": _("translation of a rubric added"),
    "case:import": _("case list imported"),
    "case:key": _("key of a centre's own numbers set"),
    "scan:file": _("scanned pages of a score sheet filed"),
    "session:plan": _("supervision session planned"),
    "session:settle": _("supervision session held or cancelled"),
    "session:reassign": _("supervision session given to another supervisor"),
    "month:propose": _("a month proposed"),
    "month:change": _("something in the plan of a month moved or dropped"),
    "month:agree": _("the plan of a month agreed to"),
    "month:publish": _("the plan of a month published"),
    "record:open": _("supervision record begun"),
    "record:save": _("part of a supervision record saved"),
    "record:sign": _("supervision record signed"),
    "record:answer": _("supervision record acknowledged or disagreed with"),
    "record:note": _("note of two people saved"),
    "action:agree": _("action written into a supervision record or taken out of it"),
    "learning:change": _("learning plan of a worker changed"),
    "agreement:make": _("supervision agreement made"),
    "agreement:change": _("supervision agreement changed"),
    "agreement:end": _("supervision agreement ended"),
    "supervisor:set_time": _("time of a supervisor set"),
    "absence:record": _("days away of a supervisor recorded"),
    "absence:take_back": _("days away of a supervisor taken back"),
    "travel:set": _("centres put on one journey, or taken off it"),
    "sample:freeze": _("sampling frame frozen"),
    "sample:draw": _("sample drawn"),
    "sample:add": _("file added by hand"),
    "sample:replace": _("drawn file replaced"),
    "round:plan": _("review round planned"),
    "round:change": _("review round changed"),
    "round:cancel": _("review round cancelled"),
    "round:visit": _("sessions of a round planned"),
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
    "audit:amend": _("amended review proposed, confirmed or refused"),
    "finding:save": _("findings saved"),
    "harm:raise": _("possible unreported harm raised"),
    "harm:settle": _("said what became of possible unreported harm"),
    "harm:ask": _("a supervisor asked to confirm that it was no harm"),
    "harm:answer": _("answered whether possible unreported harm was no harm"),
    "item:flag": _("moderation of an item asked for, or taken back"),
    "action:move": _("step taken with an action"),
    "action:judge": _("actions held against later reviews"),
    "answer:give": _("result answered"),
    "objection:move": _("objection raised or decided"),
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
    "tie:record": _("tie to a centre or a worker recorded"),
    "tie:end": _("tie to a centre or a worker ended"),
    "reader:set_capacity": _("areas and files a week of a reviewer set"),
    "reader:assign": _("files divided among reviewers"),
    "calibration:keep": _("answers to a practice file kept"),
    "calibration:hand_in": _("practice file handed in"),
    "team:set_profile": _("profile of the team set"),
    "pair:choose": _("files chosen for a second reading"),
    "single:uphold": _("a moderator looked at a review, and it stands"),
    "pair:move": _("two readings of a file settled, proposed to be, or given up"),
    "list:read": _("list searched or taken away"),
    "items:export": _("results taken away item by item"),
    "items:request": _("asked to take results away item by item"),
    "items:answer": _("a request to take results away approved or refused"),
}
"""Act to its words; every act that is recorded has some, by test."""

OBJECTS: dict[str, str] = {
    "account": _("account"),
    "login_session": _("session of a person"),
    "rubric_version": _("rubric version"),
    "rubric_draft": _("rubric draft"),
    "case_list": _("case list"),
    "supervision_session": _("supervision session"),
    "supervision_agreement": _("supervision agreement"),
    "draw": _("sample"),
    "audit_round": _("review round"),
    "month_plan": _("plan of a month"),
    "audit": _("review"),
    "practitioner": _("practitioner"),
    "corrective_action": _("corrective action"),
    "escalation": _("possible unreported harm"),
    "history": _("inspection history"),
    "place": _("place or centre"),
    "supervision_agreement": _("supervision agreement"),
    "holiday": _("holiday table"),
    "holiday_year": _("years of the holiday table"),
    "month_total": _("totals"),
    "standard_document": _("document of the library"),
    "standard_clause": _("clause of a document"),
    "item_phrase": _("phrases of an item"),
    "setting": _("setting"),
    "practice_reading": _("reading of a practice file"),
    "reading_pair": _("two readings of a file"),
    "list": _("list"),
    "item_export": _("file of results item by item"),
    "export_request": _("request to take results away"),
}
"""Kind of thing to its words; every kind that is recorded has some, by test."""

FLAWS: dict[str, str] = {
    "gap": _("a row is missing before it, or it was moved"),
    "link": _("it does not follow the row before it"),
    "digest": _("its content was changed"),
}
"""What is wrong with a broken row."""

DETAILS: dict[str, str] = {
    "form": _("kind of file"),
    "purpose": _("what for"),
    "request": _("number of the request"),
    "refusal": _("why it was refused"),
    "share_pct": _("share in percent"),
    "since": _("read from"),
    "until": _("read until"),
    "period_until": _("last day of the period"),
    "period_from": _("first day of the period"),
    "method": _("how files are chosen"),
    "centres": _("centres"),
    "causes": _("why it was looked at"),
    "added": _("added"),
    "agreed": _("kind of agreement"),
    "every_days": _("days from one session to the next"),
    "functions": _("shares of accountability, learning and support"),
    "last_day": _("last day"),
    "minutes": _("minutes"),
    "audit": _("review"),
    "authority": _("reported to"),
    "outcome": _("outcome"),
    "second": _("second person"),
    "by_version": _("by version"),
    "change": _("change"),
    "comparison": _("comparison"),
    "block": _("part of the record"),
    "part": _("signed as"),
    "count": _("how many"),
    "digest": _("digest"),
    "drift": _("rows that differed"),
    "fingerprint": _("fingerprint"),
    "from_account": _("from whom"),
    "frame_count": _("files in the frame"),
    "frame_digest": _("digest of the frame"),
    "is_passed": _("passed"),
    "is_shown": _("shown"),
    "name_reason": _("digest of the reason why a name is kept"),
    "name_reasons": _("digests of the reasons why names are kept"),
    "key": _("item"),
    "keys": _("items"),
    "kind": _("kind"),
    "login_digest": _("digest of the name tried"),
    "on": _("day"),
    "owner": _("who has to do it"),
    "planned_on": _("planned day"),
    "profile": _("profile of the team"),
    "reason": _("reason"),
    "region": _("region"),
    "relaxed": _("safeguards relaxed"),
    "revision": _("revision"),
    "roles": _("roles"),
    "rules": _("rules set aside"),
    "unplaced": _("without a place"),
    "rubric": _("rubric"),
    "score_digest": _("digest of the result"),
    "seed": _("seed"),
    "source": _("source"),
    "state": _("state"),
    "step": _("step"),
    "stop": _("red lines crossed"),
    "successor": _("successor"),
    "tie": _("kind of tie"),
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
    if name == "reason" and value in tuple(Ground):
        return words.text(GROUNDS[Ground(value)])
    return None
