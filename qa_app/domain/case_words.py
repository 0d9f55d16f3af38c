"""Words of real case lists for values that a list may hold."""

from qa_app.domain.case_cells import alike
from qa_app.domain.case_entries import Column

SYNONYMS: dict[Column, dict[str, str]] = {
    Column.AREA: {
        alike(word): code
        for code, words in {
            "social_work": (
                *("社工", "社会工作", "社工服务", "社会工作服务", "个案", "个案管理", "个案工作"),
                *("社工个案", "case management", "social work"),
            ),
            "legal_aid": (
                *("法援", "法律", "法律援助", "法律服务", "法律帮助", "法律咨询", "律师", "legal"),
            ),
            "psychological": (
                *("心理", "心理支持", "心理咨询", "心理辅导", "心理疏导", "心理干预", "心理服务"),
                *("心理援助", "心理健康", "心理评估", "counselling", "psychology"),
            ),
            "family_education": (
                *("家教", "家庭教育", "家庭教育指导", "家教指导", "亲职教育", "家庭指导"),
                *("family education", "parenting"),
            ),
        }.items()
        for word in words
    },
    Column.RISK: {
        alike(word): code
        for code, words in {
            "high": ("高风险", "高危", "高度", "高度风险", "H"),
            "medium": ("中风险", "中等", "中度", "中等风险", "M"),
            "low": ("低风险", "低度", "低度风险", "L"),
        }.items()
        for word in words
    },
    Column.STAGE: {
        alike(word): code
        for code, words in {
            "investigation": ("侦查阶段", "公安侦查"),
            "prosecution_review": ("审查起诉阶段", "检察院审查起诉"),
            "first_instance": ("一审阶段", "一审审理"),
            "second_instance": ("二审阶段", "二审审理"),
            "enforcement": ("执行阶段",),
        }.items()
        for word in words
    },
    Column.STATE: {
        alike(word): code
        for code, words in {
            "open": ("未结案", "未结", "办理中", "进行中", "跟进中", "在办中", "否"),
            "closed": ("结案", "已结", "办结", "已办结", "已归档", "是"),
        }.items()
        for word in words
    },
}
"""Words of real lists that leave no doubt; others are matched by a person."""
