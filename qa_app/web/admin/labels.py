"""Words of the administration."""

from flask_babel import gettext as _

from qa_app.domain.people import Role
from qa_app.domain.register import KINDS
from qa_app.domain.trust_defaults import PASSWORD_LEAST, PASSWORD_MOST
from qa_app.web.labels import plain


def role_words() -> dict[Role, tuple[str, str]]:
    """Name the roles that may be granted.

    Returns:
        Role to its name and to what it is for, in the order in which people meet them.
    """
    return {
        Role.CASEWORKER: (
            _("Caseworker"),
            _("Reads signed reviews of their own files."),
        ),
        Role.CENTRE_MANAGER: (
            _("Centre manager"),
            _("Imports the case list and reads the results of one centre."),
        ),
        Role.AUDITOR: (_("Reviewer"), _("Reads and signs the files given to them.")),
        Role.SENIOR_SUPERVISOR: (
            _("Senior supervisor"),
            _("Plans sessions, draws files, reviews, sees every centre within reach."),
        ),
        Role.MODERATOR: (
            _("Moderator"),
            _(
                "Besides a role that reads files: settles what two reviewers read differently,"
                " and decides objections."
            ),
        ),
        Role.JUDICIAL_READER: (
            _("Judicial reader"),
            _("Reads criteria and results without any case."),
        ),
        Role.JUDICIAL_DECIDER: (
            _("Judicial decider"),
            _("Proposes or decides who stands in the register, on evidence without any case."),
        ),
        Role.REGISTRAR: (
            _("Registrar"),
            _("Writes down what was decided on paper, checked by a second person."),
        ),
        Role.AUTHORITY_READER: (
            _("Reader of a public authority"),
            _("Sees who helps where and numbers of a district, no small ones; no case, no worker."),
        ),
        Role.SYS_ADMIN: (
            _("System administrator"),
            _("Makes accounts, keeps places and holidays; gives no role, sees no case."),
        ),
        Role.SEC_ADMIN: (
            _("Security administrator"),
            _("Gives and takes roles; makes no account, sees no case and no result."),
        ),
        Role.AUDIT_ADMIN: (
            _("Audit administrator"),
            _("Reads and verifies the journal and tells who saw what; changes nothing."),
        ),
    }


def role_name(role: Role) -> str:
    """Name a role.

    Args:
        role: The role.

    Returns:
        Its name.
    """
    known = role_words().get(role)
    return str(known[0]) if known else role.value


def level_name(level: str) -> str:
    """Name a level of the area tree.

    Args:
        level: Its code; imported histories have levels of their own.

    Returns:
        Its name.
    """
    words = {
        "province": _("province"),
        "city": _("city"),
        "district": _("district"),
        "country": _("country"),
        "council_area": _("council area"),
    }
    return str(words.get(level, level))


def kind_name(kind: str) -> str:
    """Name a kind of organisation.

    Args:
        kind: Its code.

    Returns:
        Its name; the code itself for kinds of imported histories.
    """
    return plain(KINDS[kind]) if kind in KINDS else kind


def refusal_words(code: str) -> str:
    """Put a refusal into words.

    Args:
        code: Why something was refused.

    Returns:
        What is wrong and the way out.
    """
    words = {
        "login_name": _("Use small letters, digits, Hanzi, dot, dash or underscore; at least two"),
        "login_name_taken": _("This name is taken: choose another one"),
        "practitioner_taken": _("Another active account is this person's: disable that one first"),
        "worker_elsewhere": _(
            "The account is a caseworker's of another centre: choose a worker of that one, or have"
            " its roles changed first"
        ),
        "too_short": _("Use at least %(n)s characters", n=PASSWORD_LEAST),
        "too_long": _("Use at most %(n)s characters", n=PASSWORD_MOST),
        "guessable": _("This is easy to guess: use several unrelated words"),
        "no_role": _("The account holds no role: choose the one that it gets"),
        "roles_exclude": _(
            "An administrator role stands alone: who looks after accounts, roles or the journal may"
            " not see or decide cases, nor hold another administrator role. Use a second account."
        ),
        "roles_weigh": _("Give this role to an account that is there: a second person confirms it"),
        "unknown_place": _("There is no place with this code within your reach"),
        "unknown_centre": _("There is no centre with this code that fits"),
        "beyond_reach": _("You can give roles only within your own reach"),
        "own_account": _("Nobody changes this of their own account: ask another administrator"),
        "not_a_code": _("Use letters, digits, dot, dash or underscore; at most 40, no Hanzi"),
        "code_taken": _("This code is taken: choose another one"),
        "name_missing": _("Give a name in at least one language"),
        "wrong_parent": _("This level cannot stand below that place"),
        "unknown_level": _("Choose a level"),
        "unknown_area": _("Choose at least one area"),
        "first_day": _(
            "The first day lies more than a year ahead: correct it, or enter the worker later"
        ),
        "ends_before_start": _("The last day lies before the first"),
    }
    return str(words[code])
