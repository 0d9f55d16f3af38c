"""The sentences that the workspace's script says."""

from flask_babel import gettext as _


def script_words() -> dict[str, str]:
    """Give the script its sentences.

    Returns:
        Name to sentence; `{…}` stands for what the script fills in.
    """
    return {
        "saved": _("All saved %(at)s", at="{at}"),
        "nothing": _("Nothing to save yet"),
        "sending": _("Saving… (%(n)s)", n="{n}"),
        "offline": _(
            "Offline. %(n)s answers not yet saved. Keep this page open; they will be sent.",
            n="{n}",
        ),
        "signedOut": _("Signed out for safety. Sign in again to go on; nothing is lost."),
        "signIn": _("Sign in"),
        "stranger": _(
            "Somebody else is signed in now: %(n)s unsaved answers were dropped.", n="{n}"
        ),
        "barred": _(
            "Something ties you to this file by now: nothing more is saved. Reload the page to"
            " see what to do."
        ),
        "gone": _("This review can no longer be changed here. Reload the page."),
        "conflict": _(
            "%(item)s was changed in another window to “%(theirs)s”; you entered “%(yours)s”."
            " Choose one.",
            item="{item}",
            theirs="{theirs}",
            yours="{yours}",
        ),
        "theirs": _("Keep “%(words)s”", words="{words}"),
        "yours": _("Keep mine: “%(words)s”", words="{words}"),
        "theirNote": _("Note of the other window: %(note)s", note="{note}"),
        "yourNote": _("Your note: %(note)s", note="{note}"),
        "noNote": _("no note"),
        "conflicts": _("Conflicts waiting for your choice: %(n)s", n="{n}"),
        "refused": _("%(why)s Correct it, or empty the field.", why="{why}"),
        "keepWhy": _("It is needed, because"),
        "keepName": _("Keep it"),
        "useRole": _("Write the role instead"),
        "refusals": _("Entries not accepted: %(n)s", n="{n}"),
        "lostNotes": _("Notes lost: %(n)s. All else is saved.", n="{n}"),
        "lostNote": _(
            "The note on %(item)s was not sent and is lost. Please write it again.", item="{item}"
        ),
        "elsewhere": _(
            "Changed meanwhile in another window or from records, and not shown here yet:"
            " %(what)s. Reload the page to see it.",
            what="{what}",
        ),
        "others": _("other entries"),
        "comma": _(", "),
        "reload": _("Reload the page"),
        "seen": _("Understood"),
        "stay": _("Not everything is saved yet. The page opens when all is saved."),
        "away": _("There is no network. The page opens when it is back."),
        "settle": _(
            "Something could not be saved. Deal with what is marked on this page, then try again."
        ),
        "whole": _("Overall"),
        "none": _("not answered"),
        "leave": _("Some answers are not saved yet."),
        "used": _(
            "Time used %(minutes)s min %(seconds)s s, shown to you only",
            minutes="{m}",
            seconds="{s}",
        ),
        "progress": _("%(done)s of %(of)s answered", done="{done}", of="{of}"),
        "undone": _("%(item)s: taken back", item="{item}"),
        "allDone": _("Everything in force is answered."),
        "waiting": _("%(n)s items are still open: they wait for case facts or dates.", n="{n}"),
        "nothingOpen": _("Nothing is open in this section."),
        "unanswered": _("Only unanswered items are shown"),
        "everything": _("All items are shown"),
    }
