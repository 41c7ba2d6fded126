"""Words of the six languages that a check must understand: offices, months, claims.

Words of the language, never of one text: what is so at one conference comes from its record.
"""

# ruff: noqa: SIM905  # tables, one matter a line

from functools import cache

from babel import Locale

from hemicycle.lib.record.reading import key_of, keys_of

LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")

FUNCTION_WORDS = frozenset(
    key
    for text in (
        "a an the of for on in at to from by with and or its his her their this that as is was be been "
        "le la les un une de du des d l et ou en à au aux pour par sur dans avec ce cette son sa leurs "
        "el los las del al y o e por para con en una unos unas su sus que se "
        "и в во на по для от из с со к о об при за у под над или а не что как это "
        "من في على الى عن مع و او ان هذا هذه ما لا بين "
        "的 和 与 及 在 于 为 以 之 等 了 "
    ).split(" ")
    for key in [key_of(text)]
    if key
)
"""Words that join others; a name is compared without them."""

CONNECTORS = frozenset(
    key_of(word)
    for word in (
        "of the for on in at to and de du des la le les l d et pour à au aux del el los las y para en al por "
        "и по при в на من في و لـ ل the"
    ).split()
)
"""Those that may stand inside a title or a name of a body."""

MEETING = {
    "en": "conference meeting summit gathering forum",
    "fr": "conférence réunion sommet rassemblement forum",
    "es": "conferencia reunión cumbre encuentro foro",
    "ru": "конференция конференции встреча саммит форум",
    "ar": "مؤتمر اجتماع قمة ملتقى منتدى",
}
MEETING_ZH = ("会议", "大会", "峰会", "论坛")

THEME = {
    "en": ("theme", "themed", "motto"),
    "fr": ("thème",),
    "es": ("tema", "lema"),
    "ru": ("тема", "темой", "теме", "тему", "темы", "девиз", "девизом"),
    "zh": ("主题", "题为"),
    "ar": ("موضوع", "شعار", "موضوعه", "عنوان", "شعاره"),
}

HAPPENS = {
    "en": "held hold hosts host hosted took takes take place opened opens open opening closed closing concluded meets met meet attend attended attends gathered gathers convened convenes brought brings ran runs began begins started starts ended ends welcomed welcomes",
    "fr": "tenue tenu tient tiendra lieu accueille accueilli accueillera ouvert ouverte ouvre ouverture clôture close réunit réuni réunie réunira participé participer organisée organisé rassemblé rassemble déroulée déroule commence termine",
    "es": "celebró celebra celebrará celebrada celebrado celebrarse lugar acoge acogió acogerá inauguró inaugura inauguración clausura clausuró reúne reunió reunirá asistió asistir participó participar comenzó termina desarrolló",
    "ru": "состоялась состоится состоялся проходит прошла прошел пройдет проходила проводится проведена открылась открывается открытие закрылась закрытие собрала собрались приняли принял участие принимает принимал началась завершилась",
    "ar": "عقد يعقد انعقد ينعقد عقدت انعقدت تعقد افتتح افتتاح يفتتح اختتم اختتام جمع يجمع شارك شاركت حضر حضور استضاف استضافت تستضيف تستضيفه بدا اقيم يقام جرى",
}
HAPPENS_ZH = (
    "举行",
    "召开",
    "开幕",
    "闭幕",
    "参加",
    "出席",
    "举办",
    "主办",
    "汇聚",
    "开始",
)

OTHER_DEED = {
    "en": "registration registered register deadline apply applications application proposals nominations announced announce published publish issued letter statement reported report signed before since until preparatory appointed elected",
    "fr": "inscription inscriptions inscrit délai candidature candidatures propositions annoncé publié publie lettre déclaration rapport signé avant depuis jusqu préparatoire nommé élu élue nommée",
    "es": "inscripción inscripciones plazo candidaturas propuestas anunció publicó publicado carta declaración informe firmó antes desde hasta preparatoria nombrado elegida elegido",
    "ru": "регистрация регистрации заявки заявок срок объявил объявила опубликовано опубликован письмо заявление доклад подписан подписано подготовительная назначен избран",
    "ar": "تسجيل طلبات موعد اعلن اعلنت نشر نشرت رساله بيان تقرير وقع تحضيري عين انتخب قبل منذ حتى",
}
OTHER_DEED_ZH = (
    "注册",
    "报名",
    "截止",
    "申请",
    "提案",
    "宣布",
    "发布",
    "信函",
    "声明",
    "报告",
    "签署",
    "之前",
    "筹备",
    "任命",
    "当选",
)

EARLIER = {
    "en": "previous last earlier former past preceding predecessor next following since upcoming future",
    "fr": "précédente précédent dernière dernier antérieure passée prochaine suivante future depuis",
    "es": "anterior pasada último última previa próxima siguiente futura desde",
    "ru": "предыдущая предыдущей прошлая прошлой прошлом последняя следующая следующей будущая",
    "ar": "سابق سابقه ماضي ماضيه اخير اخيره قادم قادمه مقبل مقبله تالي",
}
EARLIER_ZH = ("上届", "上一届", "往届", "前一届", "下届", "下一届", "去年", "明年")

# Word of an office -> what it is. One word of one language may be several offices of another.
_OFFICES = """
en|co chair,cochair,co chairperson,co chairman,co chairwoman|cochair
en|vice chair,vice chairman,vice chairperson,deputy chair|vicechair
en|chair,chairman,chairwoman,chairperson|chair
en|vice president|vicepresident
en|president|president
en|under secretary general|usg
en|assistant secretary general|asg
en|deputy secretary general|dsg
en|secretary general|sg
en|executive secretary|execsec
en|director general|dg
en|executive director|execdir
en|deputy director|deputydir
en|director|director
en|deputy mayor|deputymayor
en|mayor|mayor
en|governor|governor
en|prime minister|pm
en|foreign minister,minister for foreign affairs|minister
en|minister|minister
en|ambassador|ambassador
en|permanent representative|permrep
en|special envoy,envoy|envoy
en|high commissioner|hc
en|commissioner|commissioner
en|chief executive officer,ceo,chief executive|ceo
en|chief|chief
en|head|head
en|coordinator|coordinator
en|rapporteur|rapporteur
en|moderator|moderator
en|founder|founder
en|senator|senator
en|spokesperson,spokesman,spokeswoman|spokes
en|treasurer|treasurer
en|administrator|administrator
fr|coprésident,coprésidente,co président,co présidente|cochair
fr|vice président,vice présidente|vicepresident,vicechair
fr|président,présidente|president,chair
fr|secrétaire général adjoint,secrétaire générale adjointe|usg,dsg
fr|sous secrétaire général,sous secrétaire générale|asg
fr|vice secrétaire générale,vice secrétaire général|dsg
fr|secrétaire général,secrétaire générale|sg
fr|secrétaire exécutif,secrétaire exécutive|execsec
fr|directeur général,directrice générale|dg,ceo
fr|directeur exécutif,directrice exécutive|execdir
fr|directeur adjoint,directrice adjointe|deputydir
fr|directeur,directrice|director
fr|maire adjoint,maire adjointe|deputymayor
fr|maire,mairesse|mayor
fr|gouverneur,gouverneure|governor
fr|premier ministre,première ministre|pm
fr|ministre|minister
fr|ambassadeur,ambassadrice|ambassador
fr|représentant permanent,représentante permanente|permrep
fr|envoyé spécial,envoyée spéciale|envoy
fr|haut commissaire,haute commissaire,haut commissaire|hc
fr|commissaire|commissioner
fr|chef,cheffe|chief,head
fr|coordonnateur,coordonnatrice,coordinateur,coordinatrice|coordinator
fr|rapporteur,rapporteuse|rapporteur
fr|modérateur,modératrice|moderator
fr|fondateur,fondatrice|founder
fr|sénateur,sénatrice|senator
fr|porte parole|spokes
fr|trésorier,trésorière|treasurer
fr|administrateur,administratrice|administrator
es|copresidente,copresidenta,co presidente,co presidenta|cochair
es|vicepresidente,vicepresidenta|vicepresident,vicechair
es|presidente,presidenta|president,chair
es|secretario general adjunto,secretaria general adjunta|usg,asg
es|vicesecretario general,vicesecretaria general|dsg
es|subsecretario general,subsecretaria general|asg,usg
es|secretario general,secretaria general|sg
es|secretario ejecutivo,secretaria ejecutiva|execsec
es|director general,directora general|dg,ceo
es|director ejecutivo,directora ejecutiva|execdir
es|director adjunto,directora adjunta,subdirector,subdirectora|deputydir
es|director,directora|director
es|teniente de alcalde|deputymayor
es|alcalde,alcaldesa|mayor
es|gobernador,gobernadora|governor
es|primer ministro,primera ministra|pm
es|ministro,ministra|minister
es|embajador,embajadora|ambassador
es|representante permanente|permrep
es|enviado especial,enviada especial|envoy
es|alto comisionado,alta comisionada|hc
es|comisionado,comisionada,comisario,comisaria|commissioner
es|jefe,jefa|chief,head
es|coordinador,coordinadora|coordinator
es|relator,relatora|rapporteur
es|moderador,moderadora|moderator
es|fundador,fundadora|founder
es|senador,senadora|senator
es|portavoz|spokes
es|tesorero,tesorera|treasurer
es|administrador,administradora|administrator
ru|сопредседатель|cochair
ru|заместитель председателя|vicechair
ru|председатель,председательница|chair,president
ru|вице президент|vicepresident
ru|президент|president
ru|заместитель генерального секретаря|usg
ru|помощник генерального секретаря|asg
ru|первый заместитель генерального секретаря|dsg
ru|генеральный секретарь,генсек|sg
ru|исполнительный секретарь|execsec
ru|генеральный директор|dg,ceo
ru|исполнительный директор|execdir
ru|заместитель директора|deputydir
ru|директор|director
ru|заместитель мэра|deputymayor
ru|мэр|mayor
ru|губернатор|governor
ru|премьер министр|pm
ru|министр|minister
ru|посол|ambassador
ru|постоянный представитель|permrep
ru|специальный посланник,посланник|envoy
ru|верховный комиссар|hc
ru|комиссар|commissioner
ru|начальник|chief,head
ru|глава,руководитель|head,chief
ru|координатор|coordinator
ru|докладчик|rapporteur
ru|модератор|moderator
ru|основатель,основательница|founder
ru|сенатор|senator
ru|пресс секретарь|spokes
ru|казначей|treasurer
ru|администратор|administrator
zh|联合主席,共同主席|cochair
zh|副主席|vicechair,vicepresident
zh|主席|chair,president
zh|副总统|vicepresident
zh|总统|president
zh|副会长|vicepresident,vicechair
zh|会长|president,chair
zh|副秘书长|usg,dsg
zh|助理秘书长|asg
zh|常务副秘书长|dsg
zh|秘书长|sg
zh|执行秘书|execsec
zh|总干事|dg
zh|执行主任|execdir
zh|副主任|deputydir
zh|主任,司长|director
zh|副市长|deputymayor
zh|市长|mayor
zh|州长,省长|governor
zh|总理,首相|pm
zh|部长,外长|minister
zh|大使|ambassador
zh|常驻代表|permrep
zh|特使|envoy
zh|高级专员|hc
zh|专员|commissioner
zh|首席执行官|ceo
zh|处长,科长|chief
zh|负责人|head
zh|协调员|coordinator
zh|报告员|rapporteur
zh|主持人|moderator
zh|创始人|founder
zh|参议员|senator
zh|发言人|spokes
zh|署长|administrator,execdir
ar|رئيس مشارك,رئيسة مشاركة,رئيس مشترك|cochair
ar|نائب رئيس,نائبة رئيس|vicepresident,vicechair
ar|رئيس بلدية,رئيسة بلدية,عمدة|mayor
ar|رئيس وزراء,رئيسة وزراء|pm
ar|رئيس,رئيسة|president,chair,head
ar|وكيل امين عام,وكيلة امين عام,وكيل امينة عامة,وكيلة امينة عامة|usg
ar|امين عام مساعد,امينة عامة مساعدة|asg
ar|نائب امين عام,نائبة امين عام,نائبة امينة عامة|dsg
ar|امين عام,امينة عامة|sg
ar|امين تنفيذي,امينة تنفيذية|execsec
ar|مدير عام,مديرة عامة|dg,ceo
ar|مدير تنفيذي,مديرة تنفيذية|execdir
ar|نائب مدير,نائبة مدير|deputydir
ar|مدير,مديرة|director
ar|حاكم,حاكمة,محافظ,محافظة|governor
ar|وزير,وزيرة|minister
ar|سفير,سفيرة|ambassador
ar|ممثل دائم,ممثلة دائمة|permrep
ar|مبعوث,مبعوثة|envoy
ar|مفوض سامي,مفوضة سامية|hc
ar|مفوض,مفوضة|commissioner
ar|منسق,منسقة|coordinator
ar|مقرر,مقررة|rapporteur
ar|ميسر,ميسرة|moderator
ar|مؤسس,مؤسسة|founder
ar|متحدث باسم,متحدثة باسم,ناطق باسم|spokes
"""


@cache
def offices(language: str) -> dict[tuple[str, ...], frozenset[str]]:
    """The words of an office, as keys -> which offices they can mean."""
    table: dict[tuple[str, ...], frozenset[str]] = {}
    for line in _OFFICES.strip().splitlines():
        code, words, meanings = line.split("|")
        if code == language:
            for word in words.split(","):
                table[tuple(keys_of(word))] = frozenset(meanings.split(","))
    return table


@cache
def months(language: str) -> dict[str, int]:
    """The key of a month's name -> its number."""
    table: dict[str, int] = {}
    locale = Locale.parse(language)
    for context in ("format", "stand-alone"):
        for width in ("abbreviated", "wide"):
            for number, name in locale.months[context][width].items():
                keys = keys_of(name)
                if len(keys) == 1 and not keys[0].isdigit():
                    table[keys[0]] = number
    if language == "ar":
        for number, name in enumerate(_LEVANTINE.split(), 1):
            if name != "-":
                table[key_of(name)] = number
    return table


_LEVANTINE = "- شباط آذار نيسان أيار حزيران تموز آب أيلول - - -"

# Counted: what a figure counts -> its words.
COUNTED = {
    "participants": {
        "en": "participant representative delegate attendee people person",
        "fr": "participant participante représentant représentante délégué déléguée personne",
        "es": "participante representante delegado delegada asistente persona",
        "ru": "участник участников участника представитель представителей представителя делегат делегатов человек",
        "zh": "代表 与会者 参会者 人 参与者",
        "ar": "مشارك مشاركا مشاركه ممثل ممثلا مندوب مندوبا شخص شخصا",
    },
    "organisations": {
        "en": "NGO organization organisation CSO",
        "fr": "ONG organisation",
        "es": "ONG organización organizaciones OSC",
        "ru": "НПО организация организаций организации",
        "zh": "非政府组织 组织 机构",
        "ar": "منظمه منظمات",
    },
    "countries": {
        "en": "country nation",
        "fr": "pays",
        "es": "país países",
        "ru": "страна стран страны",
        "zh": "国家 个国",
        "ar": "بلد بلدا دوله دول بلدان",
    },
    "workshops": {
        "en": "workshop",
        "fr": "atelier",
        "es": "taller",
        "ru": "семинар семинаров семинара",
        "zh": "工作坊 研讨会 讲习班",
        "ar": "ورشه حلقه",
    },
    "applications": {
        "en": "application proposal",
        "fr": "candidature proposition",
        "es": "solicitud propuesta",
        "ru": "заявка заявок заявки",
        "zh": "申请 提案",
        "ar": "طلب طلبا اقتراح اقتراحا",
    },
    "registered": {
        "en": "registrant",
        "fr": "inscrit inscrite",
        "es": "inscrito inscrita",
        "ru": "зарегистрированный",
        "zh": "注册者",
        "ar": "مسجل مسجلا",
    },
}

# At least, at most, about.
AT_LEAST = {
    "en": "more than,over,at least,in excess of",
    "fr": "plus de,au moins,plus d",
    "es": "más de,al menos",
    "ru": "более,свыше,более чем,не менее",
    "zh": "超过,逾,多",
    "ar": "اكثر من,يزيد على,ما يزيد على,ازيد من",
}
ABOUT = {
    "en": "about,some,around,nearly,almost,approximately,close to",
    "fr": "environ,près de,quelque,presque",
    "es": "unos,unas,cerca de,casi,aproximadamente",
    "ru": "около,почти,примерно,порядка",
    "zh": "约,近,大约,将近",
    "ar": "نحو,حوالي,زهاء,قرابه,ما يقرب من",
}

# Claims that compare with all others: a record confirms them or does not.
_NOUN = {
    "en": r"(?:one|time|delegation|conference|meeting|edition|gathering|event|summit|organi[sz]ation|chamber|country|city|woman|person|ngo)",
    "fr": r"(?:fois|délégation|conférence|réunion|édition|rencontre|événement|sommet|organisation|chambre|pays|ville|femme|personne|ong)",
    "es": r"(?:vez|delegación|conferencia|reunión|edición|encuentro|evento|cumbre|organización|cámara|país|ciudad|mujer|persona|ong)",
    "ru": r"(?:раз|делегаци\w+|конференци\w+|встреч\w+|мероприяти\w+|саммит\w*|организаци\w+|палат\w+|стран\w+|город\w*|женщин\w+)",
    "ar": r"(?:مرة|وفد|مؤتمر|اجتماع|دورة|لقاء|حدث|قمة|منظمة|غرفة|بلد|مدينة|امرأة)",
}
CLAIMS: dict[str, str] = {
    "en": rf"\b(?:the\s+|its\s+|a\s+)?(?:(?:world['’]s\s+)?(?:\w+-)?(?:largest|biggest|highest|greatest|oldest)\b|most\s+(?:important|prestigious|influential)|top\s+(?:event|conference|meeting|gathering|forum)|annual\s+(?:[\w-]+\s+){{0,3}}?{_NOUN['en']}|(?:very\s+)?first(?:[\s-]ever)?\s+(?:[\w-]+\s+){{0,2}}?{_NOUN['en']}\b|first\s+ever\b|only\s+{_NOUN['en']}\b|unprecedented|record\s+number)",
    "fr": rf"\b(?:la\s+|le\s+|l['’])?(?:plus\s+(?:grande?|vaste|importante?|prestigieuse?|ancienne?|ancien|haut|haute)\b(?!\s+(?:part|que))|(?:toute\s+)?(?:première|premier)\s+(?:[\w-]+\s+){{0,1}}?{_NOUN['fr']}\b|seule?\s+{_NOUN['fr']}\b|{_NOUN['fr']}\s+annuelle?\b|sans\s+précédent|nombre\s+record)",
    "es": rf"\b(?:la\s+|el\s+)?(?:{_NOUN['es']}\s+(?:anual\s+)?más\s+(?:grande|importante|numerosa|antigua|alta)|(?:mayor|más\s+grande)\s+{_NOUN['es']}|más\s+alto\s+nivel|(?:primera|primer)\s+{_NOUN['es']}\b|únic[oa]\s+{_NOUN['es']}\b|{_NOUN['es']}\s+anual\b|sin\s+precedentes|número\s+récord)",
    "ru": rf"\b(?:(?:самы?[йяеуюох]\w*|наи)\s*(?:крупн|больш|важн|престижн|высок|стар)\w+|крупнейш\w+|наибольш\w+|важнейш\w+|перв\w{{2,3}}\s+(?:[\w-]+\s+)?{_NOUN['ru']}|впервые|единственн\w+\s+{_NOUN['ru']}|ежегодн\w+\s+(?:[\w-]+\s+)?{_NOUN['ru']}|беспрецедентн\w+|рекордн\w+)",
    "zh": r"(?:(?:世界|全球|全国)?(?:规模)?最(?:大|高|重要|具影响力|悠久)|首次|第一次|首个|首届|第一个|唯一|一年一度|年度(?:会议|大会|盛会)|史无前例|前所未有|创纪录)",
    "ar": rf"(?:\bأكبر\s+(?!من\b)\w+|\bأعلى\s+\w+|\bأهم\s+\w+|\bأقدم\s+\w+|\bأول\s+{_NOUN['ar']}|\bلأول\s+مرة|\bللمرة\s+الأولى|\b(?:المؤتمر|الاجتماع|اللقاء|الملتقى)\s+السنوي|\bالوحيدة?\b|\bغير\s+مسبوق\w*|\bرقم\w*\s+قياسي\w*)",
}
INVITED: dict[str, str] = {
    "en": r"\b(?:personally|individually|specially|especially|exclusively)\s+invited\b|\bpersonal(?:ly)?\s+invitation\b|\binvited\s+(?:personally|in\s+person)\b",
    "fr": r"\b(?:personnellement|spécialement)\s+invité\w*|\binvité\w*\s+(?:personnellement|spécialement)|\binvitation\s+personnelle",
    "es": r"\binvitad\w+\s+(?:personalmente|especialmente)|\b(?:personalmente|especialmente)\s+invitad\w+|\binvitación\s+personal",
    "ru": r"\bлично\s+приглаш\w+|\bприглаш\w+\s+лично|\bпо\s+личному\s+приглашению|\bспециально\s+приглаш\w+",
    "zh": r"(?:亲自|特别|专门)邀请|应[^，。]{1,20}(?:亲自|特别)邀请|特邀",
    "ar": r"\bدعوة\s+شخصية|\bدع\w+\s+شخصيا|\bمدعو\w*\s+شخصيا",
}
REPORTED: dict[str, str] = {
    "en": r"\b(?:said|stated|pointed\s+out|stressed|noted|declared|emphasi[sz]ed|added|affirmed|underlined|welcomed|called\s+for)\b",
    "fr": r"\b(?:a\s+(?:dit|déclaré|souligné|indiqué|affirmé|ajouté|salué|rappelé)|selon\s+(?:lui|elle))\b",
    "es": r"\b(?:dijo|declaró|señaló|subrayó|afirmó|añadió|destacó|indicó)\b",
    "ru": r"\b(?:сказал|сказала|заявил|заявила|отметил|отметила|подчеркнул|подчеркнула|добавил|добавила|указал|указала)\b",
    "zh": r"(?:表示|指出|强调|说|称)",
    "ar": r"\b[وف]?(?:قال|قالت|صرح|صرحت|أكد|أكدت|أشار|أشارت|أضاف|أضافت)\b",
}
HE_SHE: dict[str, str] = {
    "en": r"\b(?:he|she)\b", "fr": r"\b(?:il|elle)\b", "es": r"\b(?:él|ella)\b",
    "ru": r"\b(?:он|она)\b", "zh": r"[他她]", "ar": r"\b(?:وقال|وأكد|وأشار|وأضاف)\w*",
}  # fmt: skip

BODY_NOUNS = {
    "en": "committee commission council office programme program fund agency department board bureau secretariat assembly organization organisation conference",
    "fr": "comité commission conseil bureau programme fonds agence département secrétariat assemblée organisation conférence",
    "es": "comité comisión consejo oficina programa fondo agencia departamento secretaría asamblea organización conferencia",
    "ru": "комитет комиссия совет управление программа фонд агентство департамент секретариат ассамблея организация конференция бюро",
    "ar": "لجنة مجلس مكتب برنامج صندوق وكالة ادارة امانة جمعية منظمة مؤتمر هيئة",
}
TITLE_NOUNS = {
    "en": "city town country state republic region district nation government",
    "fr": "ville pays état république région district gouvernement",
    "es": "ciudad país estado república región distrito gobierno",
    "ru": "город города страна страны штат штата республика республики область области правительства",
    "ar": "مدينة دولة جمهورية ولاية منطقة حكومة بلدية",
}
BODY_NOUNS_ZH = (
    "委员会",
    "理事会",
    "办公室",
    "办事处",
    "计划署",
    "基金",
    "署",
    "部",
    "秘书处",
    "大会",
    "组织",
    "会议",
)
UNITED_NATIONS = {
    "en": ("United Nations", "UN"),
    "fr": ("Nations Unies", "ONU", "Organisation des Nations Unies"),
    "es": ("Naciones Unidas", "ONU", "Organización de las Naciones Unidas"),
    "ru": ("Организация Объединенных Наций", "ООН", "Объединенных Наций"),
    "zh": ("联合国",),
    "ar": ("الأمم المتحدة",),
}
HONORIFICS = frozenset(
    key_of(word)
    for word in (
        "Mr Mrs Ms Miss Dr Prof Professor Sir Madam Mme M Mlle Monsieur Madame Sr Sra Señor Señora Don Doña "
        "Dra господин госпожа г-н г-жа господина госпожи السيد السيدة الدكتور الدكتورة الأستاذ الأستاذة سعادة معالي"
    ).split()
)
LED_BY_AR = frozenset(
    key_of(word) for word in "برئاسة بقيادة يرأسه ترأسه قاد يقود".split()
)
SURNAMES_ZH = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
NAME_CUES_ZH = (
    "先生",
    "女士",
    "会长",
    "主席",
    "团长",
    "代表",
    "率",
    "带领",
    "带队",
    "博士",
    "教授",
    "秘书长",
    "说",
    "表示",
    "指出",
    "总裁",
    "董事长",
    "主任",
)


@cache
def word_set(table_name: str, language: str) -> frozenset[str]:
    """The keys of one of the tables above that list words of a language."""
    words = globals()[table_name].get(language, "")
    return frozenset(
        key_of(word) for word in (words.split() if isinstance(words, str) else words)
    )
