"""What people choose when a password must be long: passwords, pieces of them, pinyin of names.

Put together for this product from what every list of leaked passwords begins with (the same few
hundred, whoever published it), from keyboards, and from words of this field and of Yunnan; it was
copied from no list, so the licence of the product covers it. Lists of the ten thousand most common
hold few that are longer than nine signs, and nearly all of those are made of the pieces below.
"""

_PIECES = """
    password passwort passwords passwd passw0rd motdepasse contrasena senha parola geheim
    welcome letmein login logon signin access master monkey dragon shadow sunshine princess
    football baseball superman batman trustno iloveyou lovely secret whatever starwars
    administrator admin administration system sysadmin operator manager supervisor auditor
    reviewer caseworker judicial guest default changeme temporary initial testing tester sample
    example company office computer internet windows android chrome google wechat weixin alipay
    taobao baidu huawei xiaomi qq
    plumbline zhunsheng zhun sheng mima guanliyuan guanli dudao shencha pinggu zhongxin ertong
    weichengnianren baohu jiancha fayuan
    1314520 5201314 woaini woaiwojia aini nihao zhongguo china beijing shanghai shenzhen guangzhou
    yunnan kunming
    dali lijiang yuxi qujing baoshan zhaotong puer lincang chuxiong honghe wenshan xishuangbanna
    dehong nujiang diqing dianchi panlong wuhua guandu xishan chenggong
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december spring summer autumn winter
    准绳 密码 口令 昆明 云南 大理 丽江 玉溪 曲靖 中国 我爱你 你好 管理员 督导 审查 评估 中心 儿童
    未成年人 保护 检察院 法院 公安
"""
PIECES = tuple(_PIECES.split())
"""Pieces that hardly anybody has to guess: what is left without them must stand alone."""

_COMMON = """
    thequickbrownfox thequickbrownfoxjumps thequickbrownfoxjumpsoverthelazydog
    correcthorsebatterystaple correcthorsebattery horsebatterystaple tobeornottobe
    tobeornottobethatisthequestion maytheforcebewithyou ilovemyfamily ilovemywife ilovemychildren
    iloveyouforever iloveyousomuch iloveyouverymuch loveyouforever mypasswordisstrong
    thisismypassword thisisapassword thisisasecret thisisverysecret nobodyknowsthis
    neverforgetthis donotforgetthis rememberthispassword itsasecretforever letmeinplease
    pleaseletmein openthedoorplease opensesameopensesame abracadabra abracadabraabracadabra
    supercalifragilisticexpialidocious antidisestablishmentarianism onceuponatime
    onceuponatimeinaland happybirthdaytoyou happynewyear happynewyeartoyou merrychristmas
    manchesterunited realmadridfootball leonardodicaprio cristianoronaldo michaeljordan
    harrypotterandme lordoftherings gameofthrones starwarsepisode dragonballsuper
    woaiwodejiaren woaibabamama babamamawoaini woaizhongguo zhonghuarenmingongheguo
    renminwansui haohaoxuexi haohaoxuexitiantianxiangshang tiantianxiangshang
    tiantiankaixin wanshiruyi gongxifacai shengrikuaile xinniankuaile yilushunfeng
    yifanfengshun pingpinganan jiankangkuaile xingfuyishengyishi yishengyishi yishengyishiaini
    zhishaonihaishangkeyi chuangqianmingyueguang
    床前明月光疑是地上霜 好好学习天天向上 为人民服务为人民服务 中华人民共和国万岁
    春眠不觉晓处处闻啼鸟 白日依山尽黄河入海流 锄禾日当午汗滴禾下土 世上无难事只怕有心人
    一寸光阴一寸金寸金难买寸光阴
"""
COMMON = frozenset(_COMMON.split())
"""Long passwords that many people choose, without blanks, signs and digits at their end."""

WALKS = (
    "`1234567890-=",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujmikolp",
    "!@#$%^&*()_+",
    "qweasdzxc",
    "1q2w3e4r5t6y7u8i9o0p",
    "a1b2c3d4e5f6g7h8i9j0",
    "一二三四五六七八九十",
    "甲乙丙丁戊己庚辛壬癸",
)
"""Ways over keyboards and through alphabets; they are walked backwards as well."""

_FAMILIES = """
    王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 黄=huang 吴=wu 赵=zhao 周=zhou 徐=xu 孙=sun 马=ma
    朱=zhu 胡=hu 林=lin 郭=guo 何=he 高=gao 罗=luo 郑=zheng 梁=liang 谢=xie 宋=song 唐=tang 许=xu
    邓=deng 冯=feng 韩=han 曹=cao 曾=zeng 彭=peng 萧=xiao 肖=xiao 蔡=cai 潘=pan 田=tian 董=dong
    袁=yuan 于=yu 余=yu 叶=ye 蒋=jiang 杜=du 苏=su 魏=wei 程=cheng 吕=lv 丁=ding 沈=shen 任=ren
    姚=yao 卢=lu 傅=fu 付=fu 钟=zhong 姜=jiang 崔=cui 谭=tan 廖=liao 范=fan 汪=wang 陆=lu 金=jin
    石=shi 戴=dai 贾=jia 韦=wei 夏=xia 邱=qiu 方=fang 侯=hou 邹=zou 熊=xiong 孟=meng 秦=qin 白=bai
    江=jiang 阎=yan 闫=yan 薛=xue 尹=yin 段=duan 雷=lei 黎=li 史=shi 龙=long 陶=tao 贺=he 顾=gu
    毛=mao 郝=hao 龚=gong 邵=shao 万=wan 钱=qian 严=yan 武=wu 木=mu 刀=dao 和=he 普=pu
"""
FAMILY_PINYIN = dict(pair.split("=") for pair in _FAMILIES.split())
"""The commonest family names, and some of Yunnan, in pinyin without tones."""
