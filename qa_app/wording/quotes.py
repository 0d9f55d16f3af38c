"""English for the words of Chinese law that criteria and items quote: ours, and marked as ours."""

from qa_app.wording.clause_quotes import GLOSSES_OF_CLAUSES
from qa_app.wording.words import Words

GLOSSES: dict[str, str] = {
    "其他组织和个人不得披露有关案件中未成年人的姓名、影像、住所、就读学校": (
        "other organisations and individuals must not disclose the name, image, home or school of"
        " a minor in such a case"
    ),
    "应当立即向公安、民政、教育等有关部门报告": (
        "must report at once to the police, civil affairs, education and other departments"
        " concerned"
    ),
    "应当采取同步录音录像等措施，尽量一次完成": (
        "must use measures such as simultaneous audio and video recording, and finish in one"
        " session as far as possible"
    ),
    "应当每年定期对工作人员是否具有上述违法犯罪记录进行查询": (
        "must check every year, at regular times, whether staff have such a record of offences"
    ),
    "检查妇女的身体，应当由女工作人员或者医师进行": (
        "a woman's body must be examined by female staff or by a physician"
    ),
    "未成年被害人、证人是女性的，应当由女性工作人员进行": (
        "where the minor victim or witness is female, it must be done by female staff"
    ),
    "心理咨询人员不得从事心理治疗或者精神障碍的诊断、治疗": (
        "counsellors must not give psychotherapy, nor diagnose or treat mental disorders"
    ),
    "应当自收到法律援助申请之日起七日内进行审查，作出是否给予法律援助的决定": (
        "must examine an application for legal aid within seven days of receiving it and decide"
        " whether to grant legal aid"
    ),
    "应当自作出决定之日起三日内指派法律援助人员": (
        "must assign a legal aid worker within three days of the decision"
    ),
    "应当按照规定向受援人通报法律援助事项办理情况": (
        "must tell the recipient, as prescribed, how the legal aid matter is being handled"
    ),
    "应当依法通知其法定代理人或者其成年亲属、所在学校的代表等合适成年人到场": (
        "must, according to law, have their legal representative present, or an appropriate adult"
        " such as an adult relative or a representative of their school"
    ),
    "对于不通晓当地通用的语言文字的诉讼参与人，应当为他们翻译": (
        "for parties to the proceedings who do not know the language used locally, there must be"
        " an interpreter"
    ),
    "出具虚假社会调查、心理测评报告": (
        "issuing false reports of a social investigation or a psychological assessment"
    ),
    "其他法定代理人或者近亲属可以代为提出法律援助申请": (
        "another legal representative or a close relative may apply for legal aid on their behalf"
    ),
    "个人信息处理者应当事前进行个人信息保护影响评估": (
        "handlers of personal information must assess beforehand what their handling means for its"
        " protection"
    ),
    "不得向受援人收取任何财物": "must not take money or goods of any kind from the recipient",
}
"""Quotation to what it says; every quotation of a shipped rubric has one, by test."""


def gloss_of(words: Words, quote: str) -> str:
    """Say a quotation of Chinese law in the language of the page.

    Args:
        words: The page's language.
        quote: The words of the law; empty for none.

    Returns:
        Our translation; empty where the page is Chinese and for a quotation without one.
    """
    if words.language == "zh":
        return ""
    return GLOSSES.get(quote) or GLOSSES_OF_CLAUSES.get(quote, "")
