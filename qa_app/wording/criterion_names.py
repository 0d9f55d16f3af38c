"""What a criterion is called in few words."""

from qa_app.domain.centre_register import PAPERS
from qa_app.domain.criteria import Criterion, rule_of
from qa_app.domain.rules.tree import Leaf
from qa_app.wording.measured_sentences import SAID
from qa_app.wording.words import Words


def name_of(words: Words, criterion: Criterion) -> str:
    """Name a criterion by what it measures.

    Args:
        words: The language.
        criterion: The criterion, as it is asked of the centre where one is looked at.

    Returns:
        A few words; the papers where it asks for papers, because several criteria do; its own text
        where it joins several tests or its metric has no words.
    """
    rule = rule_of(criterion)
    if not isinstance(rule, Leaf) or rule.metric not in SAID:
        return words.text(criterion.text)
    papers = [PAPERS[one].name for one in rule.params.get("docs", ()) if one in PAPERS]
    return words.listed(map(words.text, papers)) or words.say(SAID[rule.metric].column)
