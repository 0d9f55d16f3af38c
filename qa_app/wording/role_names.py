"""Names of roles, as pages, papers and the journal call them."""

from qa_app.domain.people import Role
from qa_app.wording.catalogue import message as _

ROLES: dict[Role, str] = {
    Role.CASEWORKER: _("Caseworker"),
    Role.CENTRE_MANAGER: _("Centre manager"),
    Role.AUDITOR: _("Reviewer"),
    Role.SENIOR_SUPERVISOR: _("Senior supervisor"),
    Role.MODERATOR: _("Moderator"),
    Role.JUDICIAL_READER: _("Judicial reader"),
    Role.JUDICIAL_DECIDER: _("Judicial decider"),
    Role.REGISTRAR: _("Registrar"),
    Role.AUTHORITY_READER: _("Reader of a public authority"),
    Role.SYS_ADMIN: _("System administrator"),
    Role.SEC_ADMIN: _("Security administrator"),
    Role.AUDIT_ADMIN: _("Audit administrator"),
}
"""Role to its name; every role has one, by test."""
