"""Rules for processing data of minors and its impact assessment, as templates with known facts.

What the installation knows of itself stands there; what only its operator knows is to be filled in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qa_app.domain.defaults import SMALL_COUNT
from qa_app.domain.retention import Periods
from qa_app.domain.trust_defaults import ACCESS_DAYS_MOST
from qa_app.wording.audit_pack import minors_ends
from qa_app.wording.catalogue import message as _
from qa_app.wording.digested_papers import digested_paper
from qa_app.wording.role_names import ROLES
from qa_app.wording.said import SaidLine
from qa_app.wording.said_printed import SaidPart, SaidPrinted, SaidTable
from qa_app.wording.words import Words

_BLANK = _("[to be filled in: %(what)s]")
_BODY, _OFFICE = _("name and address of the body"), _("office and telephone")
_BASIS, _WHO = _("document and date"), _("name, office, day")
_PLACE, _ANSWER_DAYS = _("servers, backups, who runs them"), _("working days")
_CONFIRM = _("confirm or change")
_BEFORE, _AFTER = _("risk before"), _("risk after")
_NEXT, _CONCLUSION = _("day"), _("may go on, may go on after changes, or not")
_AUTHOR = _("body, office, author, day")

_RULES = _("Rules for processing personal information of minors")
_RULES_NOTE = _(
    "Fill in what stands in brackets, have it approved, publish it where guardians find it, and"
    " review it every year. It answers articles 28 and 31 of the Personal Information Protection"
    " Law and the Regulation on the Protection of Minors Online. A lawyer confirms it before use."
)
_ASSESSMENT = _("Impact assessment on personal information of minors")
_ASSESSMENT_NOTE = _(
    "To be made before information of minors is processed and after every great change; kept at"
    " least three years (Personal Information Protection Law, articles 55 and 56)."
)
_TEMPLATE = _("Template with the facts of this installation")
_STAND = _("As it stands on")
_ADDRESS = _("Address of this installation")

_WHO_DECIDES = _("Who decides")
_WHAT_FOR = _("What for")
_PURPOSE = _(
    "Checking the quality of child-protection services by reading case files against published"
    " rubrics, supervising those who work on them, and following up what was found. Nothing else."
)
_WHAT = _("What is processed")
_KINDS = _(
    "A random reference of the case file, codes of answers, days, and texts on what the file"
    " shows. Never entered: a child's name, identity number, birthday, address, school, telephone,"
    " photograph or voice. The centre alone can link a reference with a child, so all of it is"
    " treated as personal information."
)
_FILES = _("Case files listed on that day: %(files)s, of which sealed: %(sealed)s.")
_GROUND = _("On what basis")
_STATED = _(
    "Statutory duty or consent of the guardian: %(blank)s. The centre confirms its basis; this"
    " system keeps no consent forms."
)
_SEES = _("Who sees it")
_ACCESS = _(
    "The reviewer to whom a file is assigned, the moderator, the manager of the centre and the"
    " worker responsible. Anybody else asks, for a purpose and at most %(days)s days; somebody else"
    " answers; every opening is recorded."
)
_ACCOUNTS = _("Accounts by role on that day: %(roles)s.")
_ROLE_COUNT = _("%(role)s %(count)s")
_PROTECTED = _("How it is protected")
_MEANS = _(
    "Encryption of texts, administrators kept apart, a second factor, a journal that cannot be"
    " changed unnoticed, a guard that refuses identity numbers."
)
_SEALED_BACKUPS = {
    True: _("Backups of this installation are encrypted."),
    False: _("This installation has no key for backups yet: they are not encrypted by it."),
}
_OUTSIDE = {
    True: _("The head of the journal is handed to another place every day."),
    False: _("The head of the journal is handed nowhere yet."),
}
_HOW_LONG = _("How long")
_KEPT = _(
    "Texts on children %(child)s years, texts on workers %(personnel)s years after everybody"
    " concerned left, texts on decisions about centres %(institution)s years, sign-ins %(network)s"
    " days, the journal %(journal)s days: %(blank)s."
)
_HANDED = _("To whom it is handed")
_JUDICIAL = _(
    "Judicial users receive figures of %(least)s files or more, as of fixed days alone. Dossiers"
    " and drafts of letters that they download give verdicts without numbers. No foreign service."
)
_MAIL = {
    True: _("Reminders leave by mail through %(host)s, without a case and without a child."),
    False: _("No mail leaves this installation."),
}
_RIGHTS = _("Rights")
_ASKED = _(
    "Guardians and minors ask %(office)s to see, correct or delete; it answers within %(days)s. The"
    " centre finds the file by its own number."
)
_APPROVED = _("Approved")
_BY = _("By %(who)s. Next review: %(next)s.")

_QUESTIONS, _RISKS, _ENDS = _("Questions"), _("Risks"), _("Conclusion")
_QUESTION_HEADS = (_("What is asked"), _("What is answered"))
_RISK_HEADS = (_("Risk"), _("Risk before"), _("What is done"), _("Risk after"))
_MADE_BY = _("Body, office, author, day")
_NEED = _("Purpose and necessity: why would less not do?")
_LESS = _(
    "Quality of services is read from files; references are random, identities stay in the centre."
)
_LAWFUL = _("Lawful basis and document")
_HOW_MANY = _("Kinds of information, how many files")
_HOW_MANY_ACCOUNTS = _("Who has access, how many accounts of each role")
_STANDS = _("Where it stands")
_ABROAD = _("Is anything handed to others or abroad?")
_RISK_ROWS = (
    (
        _("somebody learns who a child is from free text"),
        _("guard on free text, encryption, reasons put down"),
    ),
    (_("an insider looks at files of others"), _("assignment, requests, openings recorded")),
    (
        _("an administrator changes results or traces"),
        _("three administrators, sealed journal, anchors outside"),
    ),
    (
        _("a device or backup is lost"),
        _("encryption, ending sessions from afar, keys apart"),
    ),
    (_("a single case is inferred from figures"), _("figures under %(least)s withheld")),
    (_("texts stay too long"), _("periods of keeping, a nightly job, the journal")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallationFacts:
    """What an installation knows of itself.

    Attributes:
        address: Address under which people reach it; empty when it is not set.
        figures: Figures of the yearly pack, by code.
        periods: How long things stay.
        journal_days: How many days rows of the journal stay.
        mail_host: Mail server; empty sends no mail.
        is_backup_sealed: True when a key for backups is set.
        is_anchored: True when heads of the journal are handed outside.
        today: The day.
    """

    address: str
    figures: Mapping[str, int]
    periods: Periods
    journal_days: int
    mail_host: str
    is_backup_sealed: bool
    is_anchored: bool
    today: date


def said_rules(words: Words, facts: InstallationFacts) -> SaidPrinted:
    """Write the rules for processing personal information of minors.

    Args:
        words: The language.
        facts: What the installation knows of itself.

    Returns:
        The template; what is not known is marked as to be filled in.

    Source: Personal Information Protection Law, articles 28 and 31.
    """
    asked = words.say(_ASKED, office=_blank(words, _OFFICE), days=_blank(words, _ANSWER_DAYS))
    told: tuple[tuple[str, tuple[str, ...]], ...] = (
        (_WHO_DECIDES, (_blank(words, _BODY), _blank(words, _OFFICE))),
        (_WHAT_FOR, (words.say(_PURPOSE),)),
        (_WHAT, (words.say(_KINDS), _files(words, facts))),
        (_GROUND, (words.say(_STATED, blank=_blank(words, _BASIS)),)),
        (_SEES, (words.say(_ACCESS, days=ACCESS_DAYS_MOST), _accounts(words, facts))),
        (_PROTECTED, _means(words, facts)),
        (_HOW_LONG, (_kept(words, facts),)),
        (_HANDED, _handed(words, facts)),
        (_RIGHTS, (asked,)),
        (_APPROVED, (_approval(words),)),
    )
    parts = tuple(
        SaidPart(f"{at}. {words.say(head)}", texts) for at, (head, texts) in enumerate(told, 1)
    )
    return _template(words, (_RULES, _RULES_NOTE), parts, facts)


def said_assessment(words: Words, facts: InstallationFacts) -> SaidPrinted:
    """Write the impact assessment on personal information of minors.

    Args:
        words: The language.
        facts: What the installation knows of itself.

    Returns:
        The template; what is not known is marked as to be filled in.

    Source: Personal Information Protection Law, articles 55 and 56.
    """
    answers = (
        (_MADE_BY, (_blank(words, _AUTHOR),)),
        (_NEED, (words.say(_LESS), _blank(words, _CONFIRM))),
        (_LAWFUL, (_blank(words, _BASIS),)),
        (_HOW_MANY, (words.say(_KINDS), _files(words, facts))),
        (_HOW_MANY_ACCOUNTS, (_accounts(words, facts),)),
        (_HOW_LONG, (_kept(words, facts),)),
        (_PROTECTED, _means(words, facts)),
        (_STANDS, (_blank(words, _PLACE),)),
        (_ABROAD, _handed(words, facts)),
    )
    questions = SaidTable(
        tuple(words.say(one) for one in _QUESTION_HEADS),
        (34, 66),
        tuple((words.say(head), "\n".join(texts)) for head, texts in answers),
    )
    before, after = _blank(words, _BEFORE), _blank(words, _AFTER)
    risks = SaidTable(
        tuple(words.say(one) for one in _RISK_HEADS),
        (30, 20, 30, 20),
        tuple(
            (words.say(risk), before, words.say(done, least=SMALL_COUNT), after)
            for risk, done in _RISK_ROWS
        ),
    )
    parts = (
        SaidPart(words.say(_QUESTIONS), (), questions),
        SaidPart(words.say(_RISKS), (), risks),
        SaidPart(words.say(_ENDS), (_blank(words, _CONCLUSION), _approval(words))),
    )
    return _template(words, (_ASSESSMENT, _ASSESSMENT_NOTE), parts, facts)


def _template(
    words: Words,
    named: tuple[str, str],
    parts: tuple[SaidPart, ...],
    facts: InstallationFacts,
) -> SaidPrinted:
    title, note = (words.say(one) for one in named)
    address = facts.address or _blank(words, _ADDRESS)
    identity = (
        SaidLine(words.say(_ADDRESS), address),
        SaidLine(words.say(_STAND), words.day(facts.today)),
    )
    lead = SaidPart("", (note,))
    ends = minors_ends(words, facts.today)
    return digested_paper(words, (title, words.say(_TEMPLATE)), identity, (lead, *parts), ends)


def _blank(words: Words, what: str) -> str:
    return words.say(_BLANK, what=words.say(what))


def _files(words: Words, facts: InstallationFacts) -> str:
    sealed = facts.figures["files_sealed"]
    return words.say(_FILES, files=facts.figures["files"], sealed=sealed)


def _accounts(words: Words, facts: InstallationFacts) -> str:
    held = [
        words.say(_ROLE_COUNT, role=words.say(said), count=facts.figures[f"role/{role.value}"])
        for role, said in ROLES.items()
        if f"role/{role.value}" in facts.figures
    ]
    return words.say(_ACCOUNTS, roles=words.listed(held))


def _means(words: Words, facts: InstallationFacts) -> tuple[str, ...]:
    backups, anchors = _SEALED_BACKUPS[facts.is_backup_sealed], _OUTSIDE[facts.is_anchored]
    return tuple(words.say(one) for one in (_MEANS, backups, anchors))


def _kept(words: Words, facts: InstallationFacts) -> str:
    periods = facts.periods
    return words.say(
        _KEPT,
        child=periods.child_years,
        personnel=periods.personnel_years,
        institution=periods.institution_years,
        network=periods.network_days,
        journal=facts.journal_days,
        blank=_blank(words, _CONFIRM),
    )


def _handed(words: Words, facts: InstallationFacts) -> tuple[str, ...]:
    mail = words.say(_MAIL[bool(facts.mail_host)], host=facts.mail_host)
    return (words.say(_JUDICIAL, least=SMALL_COUNT), mail)


def _approval(words: Words) -> str:
    return words.say(_BY, who=_blank(words, _WHO), next=_blank(words, _NEXT))
