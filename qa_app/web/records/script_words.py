"""Sentences that the script of the record's form fills in."""

from flask_babel import gettext as _


def script_words() -> dict[str, str]:
    """Give the script its sentences.

    Returns:
        Name to sentence; `{…}` stands for what the script fills in.
    """
    return {
        "saved": _("All saved %(at)s", at="{at}"),
        "sending": _("Saving… (%(n)s)", n="{n}"),
        "offline": _(
            "Offline. %(n)s parts not yet saved. Keep this page open; they will be sent.", n="{n}"
        ),
        "out": _("Signed out for safety. Sign in again to go on; nothing is lost."),
        "signIn": _("Sign in"),
        "stranger": _("Somebody else is signed in now: %(n)s unsaved parts were dropped.", n="{n}"),
        "gone": _("This record can no longer be changed here. Reload the page."),
        "conflicts": _("Conflicts waiting for your choice: %(n)s", n="{n}"),
        "refusals": _("Not saved: %(n)s parts need another look.", n="{n}"),
        "conflict": _("This part was saved in another window meanwhile. There stands:"),
        "elsewhere": _(
            "Changed meanwhile in another window, and not shown here yet: %(what)s.", what="{what}"
        ),
        "comma": _(", "),
        "reload": _("Reload the page"),
        "seen": _("Understood"),
        "yours": _("You typed:"),
        "keepTheirs": _("Take what stands there"),
        "keepYours": _("Save mine"),
        "nothing": _("nothing"),
        "leave": _("Something is not saved yet."),
        "why": _("What looks like a name is needed here, because"),
        "another": _("Add another"),
        "stays": _("What you typed in this part stays here, also after a reload, until it fits."),
        "colon": _(": "),
    }
