"""Chinese family names, as one sign or two: what a name may begin with. Data, no rule.

Source: `MOST_COMMON` is the order that the Institute of Genetics of the Chinese Academy of
Sciences counted (袁义达, author of 《中国四百大姓》, 江西人民出版社 2013), down to rank 250 as
later lists repeat it, with 闫, 肖, 付 and 代, which registers use for 阎, 萧, 傅 and 戴.
`CLASSIC` and `COMPOUND` are the names of 《百家姓》 (eleventh century), with some later ones of
two signs; left out are those that are words or places today, such as 东方 and 濮阳. `YUNNAN` was
put together for this product: names of the Dai, Naxi, Bai, Yi, Hani, Wa, Lahu, Lisu, Jingpo,
Zhuang and Hui that the others lack.
"""

MOST_COMMON = (
    "王李张刘陈杨黄吴赵周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程"
    "吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万"
    "钱严赖覃洪武莫孔汤向常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝"
    "包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤"
    "阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和"
    "仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝闫肖付代"
)
"""Names of one sign, the most common first."""

CLASSIC = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范"
    "彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜"
    "顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路"
    "娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪"
    "包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯"
    "宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖"
    "卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄"
    "晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师"
    "巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公"
)
"""Names of one sign of 《百家姓》."""

YUNNAN = "木刀罕召思俸放恩普杞字者茶密腊排勒蜂栗侬依陆纳保虎速闪哈喻撒赛鲜尼冼鄢谌"
"""Names of one sign that are common in Yunnan besides."""

COMPOUND = (
    "欧阳", "司马", "上官", "诸葛", "司徒", "慕容", "夏侯", "皇甫", "尉迟", "澹台", "公冶", "宗政",
    "淳于", "单于", "申屠", "公孙", "仲孙", "轩辕", "令狐", "钟离", "宇文", "长孙", "鲜于", "闾丘",
    "司空", "赫连", "万俟", "闻人", "端木", "拓跋", "独孤", "呼延", "南宫", "纳兰", "完颜",
)  # fmt: skip
"""Names of two signs."""

EVERY = frozenset(MOST_COMMON + CLASSIC + YUNNAN)
"""Every name of one sign."""
