"""A draft as the page of the version will show it, for whoever publishes it; nothing changes."""

from flask.typing import ResponseReturnValue

from qa_app.domain.permissions import Permission
from qa_app.domain.rubric_freeze import fingerprint_of
from qa_app.domain.rubric_thaw import thaw
from qa_app.extensions import database
from qa_app.queries.library import library_index
from qa_app.web.drafting.blueprint import bp
from qa_app.web.drafting.pages import WholePage
from qa_app.web.drafting.reading import ground, shipped_sources, the_draft
from qa_app.web.guard import requires
from qa_app.web.locale import page_language
from qa_app.web.regions import region_words
from qa_app.wording import Words
from qa_app.wording.rubrics import said_rubric


@bp.get("/drafts/<int:draft_id>/whole")
@requires(Permission.RUBRIC_WRITE)
def whole(draft_id: int) -> ResponseReturnValue:
    draft, on = the_draft(draft_id), ground()
    may_publish = draft.line.waits_for_me
    if on.faults(draft.plain):
        return WholePage(
            draft=draft, rubric=None, shelf=frozenset(), may_publish=may_publish
        ).render()
    content, index = on.content(draft.plain), library_index(database())
    rubric = thaw(content, fingerprint_of(content))
    # what the library does not hold is named by the register that the product brings along
    sources = {**shipped_sources(), **index.sources}
    return WholePage(
        draft=draft,
        rubric=said_rubric(Words(page_language()), rubric, sources, region_words(rubric)),
        shelf=frozenset((one.document, one.locus) for one in index.clauses),
        may_publish=may_publish,
    ).render()
