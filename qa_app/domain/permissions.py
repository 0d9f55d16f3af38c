"""What may be done, which role may do it, and how far; the one table that decides."""

from qa_app.domain.people import NO_REACH, Actor, Reach, Role
from qa_app.domain.permission_names import Permission
from qa_app.domain.role_rules import PRIVILEGED, TWO_HATS, roles_fit_together, weighs

__all__ = [
    "GRANTS",
    "PRIVILEGED",
    "READS_AGREED",
    "READS_OTHERS",
    "TWO_HATS",
    "Permission",
    "may",
    "reach_beyond_own",
    "reach_of",
    "reach_over_agreed",
    "reach_over_others",
    "reads_only_own",
    "reports_inside",
    "roles_fit_together",
    "roles_with",
    "weighs",
]

_P = Permission
_READING = frozenset({_P.SELF_MANAGE, _P.RUBRIC_READ})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.AUDITOR: _READING
    | {
        _P.CENTRE_READ,
        _P.COMPARISON_READ,
        _P.SESSION_READ,
        _P.RECORD_READ,
        _P.ROUND_READ,
        _P.ROUND_REPORT,
        _P.AUDIT_READ,
        _P.AUDIT_SCORE,
        _P.AUDIT_SIGN,
        _P.FINDING_WRITE,
        _P.ACTION_READ,
        _P.ANSWER_GIVE,
        _P.CRITERIA_READ,
        _P.CALIBRATION_TAKE,
        _P.DIRECTORY_READ,
        _P.STANDING_READ,
        _P.ACCESS_ASK,
    },
    Role.SENIOR_SUPERVISOR: _READING
    | {
        _P.ACCESS_ASK,
        _P.ACCESS_APPROVE,
        _P.INDICATOR_READ,
        _P.TRAINING_READ,
        _P.TRAINING_RECORD,
        _P.CEILING_SET,
        _P.RUBRIC_WRITE,
        _P.RUBRIC_PUBLISH,
        _P.STANDARD_EDIT,
        _P.CRITERIA_PUBLISH,
        _P.CENTRE_READ,
        _P.COMPARISON_READ,
        _P.PRACTITIONER_READ,
        _P.CASE_READ,
        _P.CASE_IMPORT,
        _P.SESSION_READ,
        _P.COVERAGE_READ,
        _P.RECORD_READ,
        _P.RECORD_WRITE,
        _P.DECISION_READ,
        _P.LEARNING_READ,
        _P.LEARNING_WRITE,
        _P.COMPETENCY_READ,
        _P.COMPETENCY_ASSESS,
        _P.SESSION_PLAN,
        _P.AGREEMENT_READ,
        _P.AGREEMENT_MAKE,
        _P.ROUND_READ,
        _P.ROUND_REPORT,
        _P.ROUND_PLAN,
        _P.SAMPLE_DRAW,
        _P.AUDIT_READ,
        _P.ITEMS_REQUEST,
        _P.AUDIT_SCORE,
        _P.AUDIT_SIGN,
        _P.AUDIT_VOID,
        _P.FINDING_WRITE,
        _P.ACTION_READ,
        # what they promised in a session is theirs to do (`domain.parties.doer_as`)
        _P.ACTION_WORK,
        _P.ACTION_CHECK,
        _P.ANSWER_GIVE,
        _P.OBJECTION_DECIDE,
        _P.CRITERIA_READ,
        _P.READER_MANAGE,
        _P.CALIBRATION_TAKE,
        _P.LIMIT_READ,
        _P.SUPERVISOR_REVIEW,
        _P.REPORT_READ,
        _P.REGION_REVIEW,
        _P.CHART_NOTE,
        _P.SERVICE_READ,
        # a centre neither confirms nor dismisses what went wrong at it
        _P.INCIDENT_JUDGE,
        _P.DIRECTORY_READ,
        _P.REGISTER_READ,
        _P.REGISTER_KEEP,
        _P.LIST_TAKE_IN,
        _P.CONSULT_READ,
        _P.CONSULT_GIVE,
        _P.STANDING_READ,
        _P.STANDING_PROPOSE,
        _P.STANDING_REVIEW,
        _P.STANDING_RELEASE,
        _P.PAPER_READ,
        _P.STANDING_NAME,
    },
    # on top of a role that reads: settles what two readers read differently, sees the round it
    # belongs to, and decides objections to results that they took no part in
    Role.MODERATOR: _READING
    | {
        _P.MODERATE_DECIDE,
        _P.ROUND_READ,
        _P.ROUND_REPORT,
        _P.OBJECTION_DECIDE,
        # neither a centre nor whoever reads there moves what its results are held against; who
        # does sees the chart
        _P.CHART_REBASE,
        _P.CENTRE_READ,
        _P.DIRECTORY_READ,
        _P.STANDING_READ,
        _P.STANDING_REVIEW,
    },
    Role.CENTRE_MANAGER: _READING
    | {
        _P.ACCESS_APPROVE,
        _P.OPENING_READ,
        _P.WORKER_RECORD,
        _P.TRAINING_READ,
        _P.TRAINING_RECORD,
        _P.CENTRE_READ,
        _P.COMPARISON_READ,
        _P.PRACTITIONER_READ,
        _P.COMPETENCY_READ,
        _P.CASE_READ,
        _P.CASE_IMPORT,
        _P.SESSION_READ,
        _P.COVERAGE_READ,
        _P.REPORT_READ,
        _P.ROUND_READ,
        _P.AUDIT_READ,
        _P.SESSION_PROPOSE,
        _P.RECORD_READ,
        _P.AGREEMENT_READ,
        _P.ITEMS_EXPORT,
        _P.DECISION_READ,
        _P.ACTION_READ,
        _P.ACTION_WORK,
        _P.ANSWER_GIVE,
        _P.OBJECTION_RAISE,
        _P.CRITERIA_READ,
        _P.LINK_MANAGE,
        _P.LIMIT_READ,
        _P.LIMIT_RECORD,
        _P.CHART_NOTE,
        _P.SERVICE_READ,
        _P.SERVICE_RECORD,
        _P.DIRECTORY_READ,
        _P.REGISTER_READ,
        _P.REGISTER_WRITE,
        _P.LIST_TAKE_IN,
        _P.CONSULT_READ,
        _P.CONSULT_ASK,
        _P.STANDING_READ,
        _P.STANDING_APPLY,
        _P.PAPER_READ,
    },
    Role.CASEWORKER: _READING
    | {
        _P.TRAINING_READ,
        _P.CENTRE_READ,
        _P.SESSION_READ,
        _P.COVERAGE_READ,
        _P.AUDIT_READ,
        _P.DECISION_READ,
        _P.LEARNING_READ,
        _P.COMPETENCY_READ,
        _P.COMPETENCY_ANSWER,
        _P.ACTION_READ,
        _P.SESSION_PROPOSE,
        _P.RECORD_READ,
        _P.AGREEMENT_READ,
        _P.ACTION_WORK,
        _P.ANSWER_GIVE,
        _P.CRITERIA_READ,
        _P.LIMIT_READ,
        _P.LIMIT_RECORD,
        _P.DIRECTORY_READ,
        _P.CONSULT_READ,
        _P.CONSULT_ASK,
        _P.STANDING_READ,
    },
    # of reports the years of cities alone, and nothing but what is final (`reports_inside`)
    Role.JUDICIAL_READER: _READING
    | {
        _P.CRITERIA_READ,
        _P.COMPARISON_READ,
        _P.REPORT_READ,
        _P.DIRECTORY_READ,
        _P.STANDING_READ,
        _P.INDICATOR_READ,
    },
    # decides without a case, a worker or a free text that was not released
    Role.JUDICIAL_DECIDER: _READING
    | {
        _P.INDICATOR_READ,
        _P.CRITERIA_READ,
        _P.STANDING_READ,
        _P.STANDING_PROPOSE,
        _P.STANDING_DECIDE,
        _P.STANDING_REVIEW,
        _P.PAPER_ISSUE,
        _P.PAPER_READ,
    },
    # writes down what was decided on paper; no judicial account is needed
    Role.REGISTRAR: _READING
    | {
        _P.CRITERIA_READ,
        _P.STANDING_READ,
        _P.STANDING_RECORD,
        _P.STANDING_REVIEW,
        _P.PAPER_ISSUE,
        _P.PAPER_READ,
    },
    # a department that answers for children in a district: aggregates under the rules of small
    # numbers, and who helps where
    Role.AUTHORITY_READER: _READING | {_P.DIRECTORY_READ, _P.COMPARISON_READ, _P.INDICATOR_READ},
    Role.SYS_ADMIN: _READING
    | {
        _P.INDICATOR_READ,
        _P.ACCOUNT_READ,
        _P.ACCOUNT_MANAGE,
        _P.OWNER_CONFIRM,
        _P.ROLE_CONFIRM,
        _P.FACTOR_CONFIRM,
        _P.HOLIDAY_EDIT,
        _P.PLACE_EDIT,
        # what was held before the product came; whoever leads sessions says so one by one
        _P.SESSION_IMPORT,
        _P.READER_MANAGE,
        _P.OUTBOX_READ,
        _P.SYSTEM_READ,
        _P.DIRECTORY_READ,
        _P.REGISTER_READ,
        _P.REGISTER_WRITE,
        _P.REGISTER_KEEP,
        _P.LIST_TAKE_IN,
        _P.STANDING_NAME,
    },
    # who may do what, and no account made or disabled; a second person confirms what weighs
    Role.SEC_ADMIN: _READING
    | {
        _P.ACCOUNT_READ,
        _P.OWNER_CONFIRM,
        _P.LOGIN_END,
        _P.ROLE_GRANT,
        _P.ROLE_CONFIRM,
        _P.FACTOR_RESET,
        _P.FACTOR_CONFIRM,
    },
    Role.AUDIT_ADMIN: _READING
    | {_P.JOURNAL_READ, _P.ACCOUNT_READ, _P.OWNER_CONFIRM, _P.ITEMS_APPROVE, _P.OPENING_READ},
}
"""Grants in force; a role without an entry holds nothing yet."""

READS_OTHERS = frozenset({Role.AUDITOR, Role.SENIOR_SUPERVISOR, Role.CENTRE_MANAGER})
"""Roles that read a centre's signed audits whoever worked on the file."""


READS_AGREED = frozenset({Role.SENIOR_SUPERVISOR, Role.CENTRE_MANAGER})
"""Roles that read a centre's actions agreed in supervision, and decisions about its cases."""


def roles_with(permission: Permission) -> frozenset[Role]:
    """List the roles that allow something.

    Args:
        permission: What somebody wants to do.

    Returns:
        The roles; none where nobody may but the system.
    """
    return frozenset(role for role, held in GRANTS.items() if permission in held)


def may(actor: Actor, permission: Permission) -> bool:
    """Decide whether an actor may do something at all.

    Args:
        actor: Who wants to act.
        permission: What they want to do.

    Returns:
        True when some grant allows it; where it may be done is `reach_of`'s answer.
    """
    return actor.is_system or any(
        permission in GRANTS.get(grant.role, frozenset()) for grant in actor.grants
    )


def reach_of(actor: Actor, permission: Permission) -> Reach:
    """Give the centres over which an actor may do something.

    Args:
        actor: Who wants to act.
        permission: What they want to do.

    Returns:
        The joined reach of every grant that allows it; empty when none does.
    """
    return actor.reach_as(roles_with(permission))


def reach_over_others(actor: Actor) -> Reach:
    """Give the centres whose signed audits an actor reads, whoever worked on the file.

    A caseworker reads only audits of their own files, so that role's grants do not count.

    Args:
        actor: Who wants to read.

    Returns:
        The joined reach of every grant whose role reads others.
    """
    return actor.reach_as(READS_OTHERS)


def reach_beyond_own(actor: Actor, permission: Permission) -> Reach:
    """Give the centres where an actor may do something with files of others too.

    A caseworker acts on their own files only, so that role's grants do not count.

    Args:
        actor: Who wants to act.
        permission: What they want to do.

    Returns:
        The joined reach of every other grant that allows it.
    """
    return actor.reach_as(roles_with(permission) - {Role.CASEWORKER})


def reports_inside(actor: Actor) -> Reach:
    """Give the centres whose reports an actor reads as those do who work with them.

    Who reads for a judicial department is shown aggregates of years, once they are final.

    Args:
        actor: Who wants to read.

    Returns:
        The joined reach of every other grant that allows reports.
    """
    return actor.reach_as(roles_with(Permission.REPORT_READ) - {Role.JUDICIAL_READER})


def reach_over_agreed(actor: Actor) -> Reach:
    """Give the centres at which an actor reads what was agreed in supervision, whoever owns it.

    Those who only read files do not: a session is between its two sides and their centre.

    Args:
        actor: Who wants to read.

    Returns:
        The joined reach of every grant whose role manages a centre or looks after actions.
    """
    return actor.reach_as(READS_AGREED)


def reads_only_own(actor: Actor) -> bool:
    """Tell whether an actor reads audits, but only those of files they worked on.

    Args:
        actor: Who wants to read.

    Returns:
        True for caseworkers without another role that reads.
    """
    return may(actor, Permission.AUDIT_READ) and reach_over_others(actor) == NO_REACH
