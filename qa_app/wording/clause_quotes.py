"""English for the words that clauses of the shipped library quote and no item does: ours."""

GLOSSES_OF_CLAUSES: dict[str, str] = {
    "可以委托社会工作者、心理咨询师、律师等专业人员，驻场协助": (
        "may engage professionals such as social workers, counsellors and lawyers to assist on site"
    ),
    "应当尊重被监护人的真实意愿，按照最有利于被监护人的原则": (
        "must respect the ward's true wishes and follow what is most in the ward's interest"
    ),
    "撤销其监护人资格，安排必要的临时监护措施": (
        "end the guardianship and arrange the temporary guardianship that is needed"
    ),
    "期限为三年至五年": "for three to five years",
    "自案件移送审查起诉之日起，有权委托诉讼代理人": (
        "from the day on which the case is sent for review for prosecution, has the right to"
        " appoint a representative in the proceedings"
    ),
    "有权提起附带民事诉讼": "has the right to bring an incidental civil action",
    "可以自收到决定书后七日以内向上一级人民检察院申诉": (
        "may petition the procuratorate at the next higher level within seven days of receiving"
        " the decision"
    ),
    "附带民事诉讼的当事人和他们的法定代理人": (
        "parties to the incidental civil action and their legal representatives"
    ),
    "自收到判决书后五日以内，有权请求人民检察院提出抗诉": (
        "has the right, within five days of receiving the judgment, to ask the procuratorate to"
        " protest against it"
    ),
    "不服判决的上诉和抗诉的期限为十日": (
        "an appeal or a protest against a judgment must be made within ten days"
    ),
    "可以对未成年犯罪嫌疑人、被告人的成长经历、犯罪原因、监护教育等情况进行调查": (
        "may look into how the minor suspect or defendant grew up, why they offended, how they"
        " were cared for and educated, and the like"
    ),
    "应当通知未成年犯罪嫌疑人、被告人的法定代理人到场": (
        "must notify the legal representative of the minor suspect or defendant to be present"
    ),
    "附条件不起诉的考验期为六个月以上一年以下": (
        "probation under conditional non-prosecution is no less than six months and no more than"
        " one year"
    ),
    "考验期满的，人民检察院应当作出不起诉的决定": (
        "when probation is over, the procuratorate must decide not to prosecute"
    ),
    "应当对相关犯罪记录予以封存": "must seal the records of the offence",
    "应当及时向公安机关报案": "must report to the police without delay",
    "应当在七十二小时内作出人身安全保护令或者驳回申请": (
        "must issue a personal protection order or reject the application within 72 hours"
    ),
    "尊重未成年人人格尊严，保护未成年人隐私权和个人信息": (
        "respect the minor's dignity, protect the minor's privacy and personal information"
    ),
    "承担对未成年人实施家庭教育的主体责任": (
        "bear the main responsibility for the minor's family education"
    ),
    "对其进行交通出行、健康上网和防欺凌、防溺水、防诈骗、防拐卖、防性侵等方面的安全知识教育": (
        "teach them how to be safe in traffic and online, and from bullying, drowning, fraud,"
        " trafficking and sexual abuse"
    ),
    "尊重其参与相关家庭事务和发表意见的权利": (
        "respect their right to take part in family matters that concern them and to be heard"
    ),
    "提供有针对性的服务": "provide services that fit the need",
    "不得组织或者变相组织营利性教育培训": (
        "must not organise education or training for profit, openly or in disguise"
    ),
    "制定家庭教育服务规范，组织从业人员培训": (
        "set standards for family education services and organise training of those who work in"
        " them"
    ),
    "必要时督促其接受家庭教育指导": (
        "where necessary, urge them to accept guidance in family education"
    ),
    "并可以责令其接受家庭教育指导": "and may order them to accept guidance in family education",
    "并经未成年犯罪嫌疑人、被告人及其法定代理人同意，可以对未成年犯罪嫌疑人、被告人进行心理测评": (
        "and with the consent of the minor suspect or defendant and of their legal"
        " representative, may give the minor suspect or defendant a psychological assessment"
    ),
    "依法进行查询的单位和个人应当对相关记录信息予以保密": (
        "units and individuals that consult records by law must keep what they contain confidential"
    ),
    "应当予以保密": "must keep it confidential",
    "可以向法律援助机构申请法律援助": "may apply to a legal aid institution for legal aid",
    "免予核查经济困难状况": "is exempt from the check of financial hardship",
    (
        "应当自收到法律援助申请之日起七日内进行审查，作出是否给予法律援助的决定。"
        "决定给予法律援助的，应当自作出决定之日起三日内指派法律援助人员"
    ): (
        "must examine an application for legal aid within seven days of receiving it and decide"
        " whether to grant legal aid. Where it is granted, must assign a legal aid worker within"
        " three days of the decision"
    ),
    "受援人有权向法律援助机构、法律援助人员了解法律援助事项办理情况": (
        "the recipient has the right to learn from the legal aid institution and its worker how the"
        " matter is being handled"
    ),
    "心理治疗活动应当在医疗机构内开展": "psychotherapy must be given inside medical institutions",
    "应当坚持最有利于未成年人的原则": (
        "must hold to the principle of what is most in the minor's interest"
    ),
    "应当履行下列监护职责": "must perform the following duties of guardianship",
    "不得实施下列行为": "must not do any of the following",
    "应当委托具有照护能力的完全民事行为能力人代为照护": (
        "must entrust the care to a person who is able to give it and has full legal capacity"
    ),
    "与未成年人、被委托人至少每周联系和交流一次": (
        "be in touch and talk with the minor and the entrusted carer at least once a week"
    ),
    "学校对学生欺凌行为应当立即制止": "schools must stop bullying among pupils at once",
    "有权向网络产品和服务提供者或者网信、公安等部门投诉、举报": (
        "have the right to complain or report to the provider of the online product or service, or"
        " to cyberspace, police and other departments"
    ),
    "应当立即停止传输相关信息，采取删除、屏蔽、断开链接等处置措施": (
        "must at once stop transmitting the information and delete it, block it, break links to it"
        " or take like measures"
    ),
    "民政部门应当依法对未成年人进行临时监护": (
        "civil affairs departments must, according to law, take the minor into temporary"
        " guardianship"
    ),
    "向密切接触未成年人的单位提供免费查询服务": (
        "make checks available, free of charge, to units in close contact with minors"
    ),
    "为未成年人的心理辅导、康复救助、监护及收养评估等提供专业服务": (
        "provide professional services for minors: counselling, rehabilitation and relief,"
        " assessment of guardianship and adoption, and the like"
    ),
    "应当经过专门培训，熟悉未成年人身心特点": (
        "must be specially trained and know how minors are in body and mind"
    ),
    (
        "其他组织和个人不得披露有关案件中未成年人的姓名、影像、住所、就读学校"
        "以及其他可能识别出其身份的信息"
    ): (
        "other organisations and individuals must not disclose the name, image, home or school of"
        " a minor in such a case, or anything else by which they could be identified"
    ),
    "应当指派熟悉未成年人身心特点的律师": (
        "must assign lawyers who know how minors are in body and mind"
    ),
    "依法作出人身安全保护令或者撤销监护人资格": (
        "issue a personal protection order or end the guardianship, according to law"
    ),
    "实施必要的心理干预、经济救助、法律援助、转学安置等保护措施": (
        "take the protective measures that are needed, such as psychological intervention,"
        " financial relief, legal aid and a change of school"
    ),
    (
        "应当采取同步录音录像等措施，尽量一次完成；"
        "未成年被害人、证人是女性的，应当由女性工作人员进行"
    ): (
        "must use measures such as simultaneous audio and video recording, and finish in one"
        " session as far as possible; where the minor victim or witness is female, it must be done"
        " by female staff"
    ),
    "国家鼓励和支持社会组织、社会工作者参与": (
        "the state encourages and supports social organisations and social workers to take part"
    ),
    "应当予以训诫，并可以责令其接受家庭教育指导": (
        "must admonish them and may order them to accept guidance in family education"
    ),
    "其他对未成年人负有教育、培训、监护、救助、看护、医疗等职责的企业事业单位、社会组织等": (
        "other enterprises, public institutions, social organisations and the like with duties of"
        " education, training, guardianship, rescue, care or medical treatment towards minors"
    ),
    "应当由个人在充分知情的前提下自愿、明确作出": (
        "must be given by the individual, fully informed, freely and clearly"
    ),
    "并采取严格保护措施的情形下，个人信息处理者方可处理敏感个人信息": (
        "and under strict protective measures: only then may handlers handle sensitive personal"
        " information"
    ),
    "处理敏感个人信息应当取得个人的单独同意": (
        "to handle sensitive personal information, the individual's separate consent is required"
    ),
    "应当取得未成年人的父母或者其他监护人的同意": (
        "must obtain the consent of the minor's parents or other guardians"
    ),
    "定期对其处理个人信息遵守法律、行政法规的情况进行合规审计": (
        "check at regular times whether they handle personal information as laws and administrative"
        " regulations demand"
    ),
    "应当至少保存三年": "must be kept for at least three years",
    "应当立即采取补救措施，并通知履行个人信息保护职责的部门和个人": (
        "must take remedial measures at once and notify the departments in charge of protecting"
        " personal information and the individuals"
    ),
    "经人民检察院许可，诉讼代理人查阅、摘抄、复制本案案卷材料": (
        "with the procuratorate's permission, a representative in the proceedings reads, takes"
        " notes from and copies the case files"
    ),
    "应当尊重和保护未成年人隐私，不得向不知情人员泄露未成年犯罪嫌疑人的涉案信息": (
        "must respect and protect the minor's privacy and must not reveal to people who do not know"
        " of it that a minor suspect is involved in a case"
    ),
    "询问应当以一次为原则，避免反复询问": (
        "as a rule there is to be one interview; repeated interviews are to be avoided"
    ),
    "合适成年人可以代为行使到场权、知情权、异议权等": (
        "an appropriate adult may exercise, on behalf of the legal representative, the right to be"
        " present, to be informed, to object and the like"
    ),
    "定期对未成年犯罪嫌疑人进行考察、教育，实施跟踪帮教": (
        "regularly observe and educate the minor suspect, and support them through probation"
    ),
    "应当监督考察其是否遵守下列规定": "must supervise whether they keep to the following rules",
    "可以要求被附条件不起诉的未成年犯罪嫌疑人接受下列矫治和教育": (
        "may require the minor suspect under conditional non-prosecution to accept the following"
        " correction and education"
    ),
    "应当制作附条件不起诉考察意见书": (
        "must write an opinion on the observation under conditional non-prosecution"
    ),
    "应当撤销附条件不起诉的决定，提起公诉": (
        "must revoke the decision of conditional non-prosecution and prosecute"
    ),
    "应当对相关记录予以封存": "must seal the records concerned",
    "人民法院应当依法适用从业禁止": (
        "the people's court must, according to law, ban them from the occupation"
    ),
    "应当认定为前款规定的合理费用": (
        "must be recognised as reasonable costs under the paragraph before"
    ),
    "未成年被害人系女性的，应当有女性工作人员参与": (
        "where the minor victim is female, female staff must take part"
    ),
}
"""Quotation to what it says; every quotation of a shipped clause has one here or there, by test."""
