"""Why an act of the command line was refused, in words with the way out."""

from qa_app.wording.catalogue import message as _

REFUSALS: dict[str, str] = {
    "code_reused": _(
        "these codes belonged to items that left, and are never given to others: %(items)s"
    ),
    "second_person_here": _(
        "a second person publishes a rubric that the product does not bring along: begin a draft"
        " from this file on screen (Rubrics, New rubric) and let somebody who did not write it"
        " publish it; that can be: %(names)s"
    ),
    "not_yet_in_force": _(
        "version %(standing)s begins on %(day)s: publish the next one on that day or later"
    ),
    "nothing_changed": _("the file says the same as version %(standing)s: nothing to publish"),
    "nothing_named": _("name at least one file, or give --shipped"),
    "reference": _(
        "a reference rubric is never published; give it another status, or hidden: true"
    ),
    "retired": _("the file says that this rubric is retired: retired rubrics are not published"),
    "text_over_length": _(
        "A text is too long: “%(start)s…” has %(count)s characters, and at most %(most)s are kept."
        " Nothing was saved: make it shorter."
    ),
    "unknown_area": _("the area %(area)s is not in areas.yaml: add it there"),
    "unknown_rubric": _("no rubric %(rubric)s is published here"),
    "unknown_version": _(
        "version %(version)s of %(rubric)s is not published here; published are: %(known)s"
    ),
    "version_not_higher": _(
        "version %(standing)s is published: give the file a higher version number"
    ),
    "version_taken": _(
        "version %(version)s of %(rubric)s is published with another content and cannot change:"
        " give the file a new version"
    ),
}
"""Code of a refusal to message."""
