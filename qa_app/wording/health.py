"""How an installation stands, in words: what was found, and what mends it."""

from qa_app.domain.act_seals import Kind
from qa_app.domain.health import Finding, Part
from qa_app.wording.act_seals import named
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

PARTS: dict[Part, str] = {
    Part.DATABASE: _("Database"),
    Part.MIGRATIONS: _("Version of the database"),
    Part.JOURNAL: _("Journal"),
    Part.CLOCK: _("Clock"),
    Part.DISK: _("Room on the disk"),
    Part.FOLDER: _("Data folder"),
    Part.HTTPS: _("Encryption on the way"),
    Part.LINK: _("Way to the database"),
    Part.HOLIDAYS: _("Holiday table"),
    Part.TICK: _("Daily run"),
    Part.BACKUP: _("Backup"),
    Part.LOCK: _("Second lock"),
    Part.POLICY: _("Content policy"),
    Part.LEAKS: _("Passwords that leaked"),
    Part.ACTS: _("Records and journal"),
}
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_DAYS_FROM = 2 * _DAY
_MINUTES, _HOURS = _("%(minutes)s min"), _("%(hours)s h %(minutes)s min")
_DAYS = _("%(days)s days")
FOUND: dict[str, tuple[str, str]] = {
    "database": (_("It answers."), ""),
    "database_away": (
        _("The database does not answer."),
        _("Start the database server and look at QA_DATABASE_URL; saved answers are safe."),
    ),
    "database_damaged": (
        _("The file of the database is damaged."),
        _("Stop the workers, keep a copy of the file and put the last backup back."),
    ),
    "database_disk": (
        _("The disk of the database is full, fails, or takes no writing."),
        _("Make room on that disk or have it mounted for writing; saved answers are safe."),
    ),
    "migrations": (_("It is the one that this version expects."), ""),
    "migrations_pending": (
        _("The database is of another version, or was never made."),
        _("Stop the workers, run `qa init` and start them again."),
    ),
    "journal": (_("Head and last row agree at row %(seq)s."), ""),
    "journal_headless": (
        _("The journal has no head, so nothing can be saved."),
        _("Stop the workers, keep a copy of the database and restore the last backup."),
    ),
    "journal_broken": (
        _("The head of the journal, row %(seq)s, is not that of its last row."),
        _(
            "Stop the workers, keep a copy of the database, run `qa journal verify` and restore"
            " the last backup."
        ),
    ),
    "acts": (
        _("%(acts)s acts were recorded as the journal tells, %(hours)s hours ago."),
        "",
    ),
    "acts_never": (
        _("What is recorded was never held against the journal."),
        _("Let a timer run `qa tick`, or run `qa acts check`."),
    ),
    "acts_late": (
        _("What is recorded was last held against the journal %(hours)s hours ago."),
        _("Look why `qa tick` does not come to it, and run `qa acts check`."),
    ),
    "acts_unknown": (
        _(
            "When what is recorded was last held against the journal cannot be told: the note of it"
            " is not sealed by this installation, or is dated ahead of the clock."
        ),
        _("Run `qa tick` and `qa acts check`, and look who can write to the database."),
    ),
    "acts_unlike": (
        _("Not as the journal tells of it: %(what)s. Faults in all: %(count)s."),
        _(
            "Change nothing, keep a copy of the database and run `qa acts check`, which names each;"
            " the guide to operating says how to go on (“When records and journal disagree”)."
        ),
    ),
    "clock": (_("It agrees with the last act and with the database."), ""),
    "clock_behind": (
        _("This machine's clock is %(seconds)s seconds behind the last act of the journal."),
        _("Set the clock and let it be kept by NTP; look who changed it."),
    ),
    "aggregates_burst": (
        _("Accounts that asked for comparisons too fast within a day: %(count)s."),
        _(
            "The journal names them: ask what they needed, and look for single files in"
            " differences."
        ),
    ),
    "clock_set_back": (
        _("The clock was set back lately by %(length)s, after row %(seq)s of the journal."),
        _("Look who changed it and what was done then, and let NTP keep the clock."),
    ),
    "clock_apart": (
        _("This machine's clock is %(seconds)s seconds off that of the database server."),
        _("Let NTP keep the clocks of both machines."),
    ),
    "disk": (_("%(room)s are free."), ""),
    "disk_low": (
        _("Only %(room)s are free."),
        _("Make room or enlarge the disk, and take old backups elsewhere."),
    ),
    "disk_full": (
        _("Only %(room)s are free: answers might not be kept."),
        _("Make room at once; nothing that was saved is lost, and saving goes on by itself."),
    ),
    "disk_unknown": (
        _("The room in the data folder cannot be told."),
        _("Look whether the folder of QA_DATA_DIR is there; `qa init` makes it."),
    ),
    "folder": (_("Only its owner may look into it."), ""),
    "folder_open": (
        _("Others may look into the data folder (mode %(mode)s)."),
        _("Run `qa init` as its owner, or `chmod 700` on it."),
    ),
    "folder_closed": (
        _("This account may not write to the data folder."),
        _("Run everything as the owner of the folder of QA_DATA_DIR."),
    ),
    "link_near": (_("It does not leave this machine."), ""),
    "link_checked": (_("It is encrypted, and the server's certificate is checked."), ""),
    "link_plain": (
        _("It leads to another machine, and nothing checks who answers there."),
        _("End QA_DATABASE_URL with sslmode=verify-full and sslrootcert, or keep it apart."),
    ),
    "leaks": (_("The list is there; nobody may choose what stands in it."), ""),
    "leaks_not_named": (
        _("No list is named (QA_BREACHED_PASSWORDS): only easy passwords are refused."),
        "",
    ),
    "leaks_away": (
        _("The file of QA_BREACHED_PASSWORDS cannot be read: nobody can set a password."),
        _("Put the file back, readable for the account that serves; nothing needs a restart."),
    ),
    "leaks_wrong": (
        _(
            "The file of QA_BREACHED_PASSWORDS is no list of digests, is in another order or was"
            " cut short: nobody can set a password."
        ),
        _(
            "Put a whole list of SHA-256 digests in its place, in ascending order; the guide to"
            " operating says how one is made."
        ),
    ),
    "https": (_("Browsers come by https."), ""),
    "https_not_asked": (_("This is no installation in use (QA_ENV)."), ""),
    "https_missing": (
        _("Browsers may come without encryption, and passwords travel openly."),
        _("Put a proxy with https in front and set QA_HTTPS=1."),
    ),
    "holidays": (_("It covers %(year)s."), ""),
    "holidays_missing": (
        _("It does not cover %(year)s, so results of that year stay provisional."),
        _("Update the product, or enter the year on the page of the holiday table."),
    ),
    "holidays_next_missing": (
        _("It covers %(year)s but not %(next)s, so results of that year would stay provisional."),
        _(
            "Once its holidays are published, update the product, or enter %(next)s on the page of"
            " the holiday table."
        ),
    ),
    "tick": (_("It came to its end %(hours)s hours ago."), ""),
    "tick_never": (
        _("What is due was never done."),
        _("Let a timer run `qa tick`, every five to fifteen minutes."),
    ),
    "tick_late": (
        _("What is due was last done %(hours)s hours ago."),
        _("Look why the timer of `qa tick` stands still, and run it once by hand."),
    ),
    "backup": (_("The last one was made %(hours)s hours ago."), ""),
    "backup_never": (
        _("No backup was ever made."),
        _("Let a timer make a backup every night, and keep copies on another machine."),
    ),
    "backup_restored": (
        _("One was put back here; none was made since."),
        _("Let a timer make a backup every night, and keep copies on another machine."),
    ),
    "backup_late": (
        _("The last backup was made %(hours)s hours ago."),
        _("Look why the timer of the backup stands still, and make one by hand."),
    ),
    "lock_in_force": (_("The product and the database both keep rows of other centres back."), ""),
    "lock_not_offered": (
        _("The product keeps rows of other centres back; SQLite has no lock of its own."),
        "",
    ),
    "lock_owner": (
        _("The database keeps rows of other centres back, but this role could end that."),
        _("Let a role that owns nothing serve: QA_DATABASE_URL and QA_OWNER_DATABASE_URL."),
    ),
    "lock_off": (
        _("This role passes the lock of the database by: the product alone keeps rows back."),
        _("Let a role that owns nothing serve: QA_DATABASE_URL and QA_OWNER_DATABASE_URL."),
    ),
    "policy": (_("No browser reported within a week that it stopped anything of a page."), ""),
    "policy_broken": (
        _("Within a week browsers stopped something in a page by these rules: %(rules)s."),
        _(
            "Look in the browser of who saw it: software that changes pages on the way is the"
            " usual cause. Anybody can send such a report; where nothing is found, watch it."
        ),
    ),
}
"""Code of a finding to what was found and what mends it."""


def found_and_mend(words: Words, finding: Finding) -> tuple[str, str]:
    """Say what was found and what to do.

    Args:
        words: The words of a language.
        finding: How a part stands.

    Returns:
        Both sentences; the second is empty where nothing is to be mended.
    """
    found, mend = FOUND[finding.code]
    params = dict(finding.params)
    if finding.code == "clock_set_back":
        params["length"] = _length(words, int(params["seconds"]))
    if "kind" in params:
        params["what"] = named(words, Kind(str(params["kind"])), params["number"])
    return words.say(found, **params), words.say(mend, **params) if mend else ""


def _length(words: Words, seconds: int) -> str:
    if seconds < _HOUR:
        return words.say(_MINUTES, minutes=seconds // _MINUTE)
    if seconds < _DAYS_FROM:
        hours, minutes = divmod(seconds // _MINUTE, _MINUTE)
        return words.say(_HOURS, hours=hours, minutes=minutes)
    return words.say(_DAYS, days=seconds // _DAY)
