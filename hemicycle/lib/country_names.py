"""The data behind `countries`: codes, and where UN names differ from CLDR's.

Sources: ISO 3166-1; the member states' names as the United Nations writes them in each
of its languages (UNTERM short names). XK is the code in use for people from Kosovo.
"""

# ruff: noqa: E501, SIM905  # tables, one country a line

_PAIRS = (
    "AD:AND AE:ARE AF:AFG AG:ATG AI:AIA AL:ALB AM:ARM AO:AGO AQ:ATA AR:ARG AS:ASM "
    "AT:AUT AU:AUS AW:ABW AX:ALA AZ:AZE BA:BIH BB:BRB BD:BGD BE:BEL BF:BFA BG:BGR "
    "BH:BHR BI:BDI BJ:BEN BL:BLM BM:BMU BN:BRN BO:BOL BQ:BES BR:BRA BS:BHS BT:BTN "
    "BV:BVT BW:BWA BY:BLR BZ:BLZ CA:CAN CC:CCK CD:COD CF:CAF CG:COG CH:CHE CI:CIV "
    "CK:COK CL:CHL CM:CMR CN:CHN CO:COL CR:CRI CU:CUB CV:CPV CW:CUW CX:CXR CY:CYP "
    "CZ:CZE DE:DEU DJ:DJI DK:DNK DM:DMA DO:DOM DZ:DZA EC:ECU EE:EST EG:EGY EH:ESH "
    "ER:ERI ES:ESP ET:ETH FI:FIN FJ:FJI FK:FLK FM:FSM FO:FRO FR:FRA GA:GAB GB:GBR "
    "GD:GRD GE:GEO GF:GUF GG:GGY GH:GHA GI:GIB GL:GRL GM:GMB GN:GIN GP:GLP GQ:GNQ "
    "GR:GRC GS:SGS GT:GTM GU:GUM GW:GNB GY:GUY HK:HKG HM:HMD HN:HND HR:HRV HT:HTI "
    "HU:HUN ID:IDN IE:IRL IL:ISR IM:IMN IN:IND IO:IOT IQ:IRQ IR:IRN IS:ISL IT:ITA "
    "JE:JEY JM:JAM JO:JOR JP:JPN KE:KEN KG:KGZ KH:KHM KI:KIR KM:COM KN:KNA KP:PRK "
    "KR:KOR KW:KWT KY:CYM KZ:KAZ LA:LAO LB:LBN LC:LCA LI:LIE LK:LKA LR:LBR LS:LSO "
    "LT:LTU LU:LUX LV:LVA LY:LBY MA:MAR MC:MCO MD:MDA ME:MNE MF:MAF MG:MDG MH:MHL "
    "MK:MKD ML:MLI MM:MMR MN:MNG MO:MAC MP:MNP MQ:MTQ MR:MRT MS:MSR MT:MLT MU:MUS "
    "MV:MDV MW:MWI MX:MEX MY:MYS MZ:MOZ NA:NAM NC:NCL NE:NER NF:NFK NG:NGA NI:NIC "
    "NL:NLD NO:NOR NP:NPL NR:NRU NU:NIU NZ:NZL OM:OMN PA:PAN PE:PER PF:PYF PG:PNG "
    "PH:PHL PK:PAK PL:POL PM:SPM PN:PCN PR:PRI PS:PSE PT:PRT PW:PLW PY:PRY QA:QAT "
    "RE:REU RO:ROU RS:SRB RU:RUS RW:RWA SA:SAU SB:SLB SC:SYC SD:SDN SE:SWE SG:SGP "
    "SH:SHN SI:SVN SJ:SJM SK:SVK SL:SLE SM:SMR SN:SEN SO:SOM SR:SUR SS:SSD ST:STP "
    "SV:SLV SX:SXM SY:SYR SZ:SWZ TC:TCA TD:TCD TF:ATF TG:TGO TH:THA TJ:TJK TK:TKL "
    "TL:TLS TM:TKM TN:TUN TO:TON TR:TUR TT:TTO TV:TUV TW:TWN TZ:TZA UA:UKR UG:UGA "
    "UM:UMI US:USA UY:URY UZ:UZB VA:VAT VC:VCT VE:VEN VG:VGB VI:VIR VN:VNM VU:VUT "
    "WF:WLF WS:WSM XK:XKX YE:YEM YT:MYT ZA:ZAF ZM:ZMB ZW:ZWE "
)
ALPHA_3: dict[str, str] = dict(pair.split(":") for pair in _PAIRS.split())
"""Two-letter code -> three-letter code, for every country and area."""

MEMBERS: frozenset[str] = frozenset(
    (
        "AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN "
        "BG BF BI CV KH CM CA CF TD CL CN CO KM CG CR CI HR CU CY CZ KP CD DK DJ DM "
        "DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT GN GW GY HT HN "
        "HU IS IN ID IR IQ IE IL IT JM JP JO KZ KE KI KW KG LA LV LB LS LR LY LI LT "
        "LU MG MW MY MV ML MT MH MR MU MX FM MC MN ME MA MZ MM NA NR NP NL NZ NI NE "
        "NG MK NO OM PK PW PA PG PY PE PH PL PT QA KR MD RO RU RW KN LC VC WS SM ST "
        "SA SN RS SC SL SG SK SI SB SO ZA SS ES LK SD SR SE CH SY TJ TZ TH TL TG TO "
        "TT TN TR TM TV UG UA AE GB US UY UZ VU VE VN YE ZM ZW "
    ).split()
)
OBSERVERS: frozenset[str] = frozenset({"PS", "VA"})

# English | French | Spanish | Russian | Chinese | Arabic; empty: as in CLDR.
_UN = """
AE||||Объединенные Арабские Эмираты||
AG|Antigua and Barbuda|||||
BA|Bosnia and Herzegovina|||||
BD|||Bangladesh|||
BH||Bahreïn|Bahrein|||
BN|Brunei Darussalam|Brunéi Darussalam|Brunei Darussalam|Бруней-Даруссалам|文莱达鲁萨兰国|بروني دار السلام
BO|Bolivia (Plurinational State of)|Bolivie (État plurinational de)|Bolivia (Estado Plurinacional de)|Боливия (Многонациональное Государство)|多民族玻利维亚国|بوليفيا (دولة - المتعددة القوميات)
BS||||Багамские Острова||
BW|||Botswana|||
BY||Bélarus|Belarús|||
CD|Democratic Republic of the Congo|République démocratique du Congo|República Democrática del Congo|Демократическая Республика Конго|刚果民主共和国|جمهورية الكونغو الديمقراطية
CF|||República Centroafricana|||
CG|Congo|Congo|Congo|Конго|刚果|الكونغو
CI|Côte d'Ivoire|Côte d'Ivoire|Côte d'Ivoire|Кот-д'Ивуар|科特迪瓦|كوت ديفوار
KM||||Коморские Острова||
CV|Cabo Verde|Cabo Verde|Cabo Verde|Кабо-Верде|佛得角|كابو فيردي
CZ|Czechia|Tchéquie|Chequia|Чехия|捷克|تشيكيا
DJ|||Djibouti|||
DO||||||الجمهورية الدومينيكية
FJ|||Fiji|||
FM|Micronesia (Federated States of)|Micronésie (États fédérés de)|Micronesia (Estados Federados de)|Микронезия (Федеративные Штаты)|密克罗尼西亚联邦|ميكرونيزيا (ولايات - الموحدة)
GB|United Kingdom of Great Britain and Northern Ireland|Royaume-Uni de Grande-Bretagne et d'Irlande du Nord|Reino Unido de Gran Bretaña e Irlanda del Norte|Соединенное Королевство Великобритании и Северной Ирландии|大不列颠及北爱尔兰联合王国|المملكة المتحدة لبريطانيا العظمى وأيرلندا الشمالية
SV||El Salvador||||
IR|Iran (Islamic Republic of)|Iran (République islamique d')|Irán (República Islámica del)|Иран (Исламская Республика)|伊朗伊斯兰共和国|إيران (جمهورية - الإسلامية)
IQ||Iraq|Iraq|||
KE|||Kenya|||
KG||Kirghizistan||Кыргызстан||قيرغيزستان
KN|Saint Kitts and Nevis|Saint-Kitts-et-Nevis|Saint Kitts y Nevis|Сент-Китс и Невис|圣基茨和尼维斯|سانت كيتس ونيفيس
KP|Democratic People's Republic of Korea|République populaire démocratique de Corée|República Popular Democrática de Corea|Корейская Народно-Демократическая Республика|朝鲜民主主义人民共和国|جمهورية كوريا الشعبية الديمقراطية
KR|Republic of Korea|République de Corée|República de Corea|Республика Корея|大韩民国|جمهورية كوريا
KZ|||Kazajstán|||
LA|Lao People's Democratic Republic|République démocratique populaire lao|República Democrática Popular Lao|Лаосская Народно-Демократическая Республика|老挝人民民主共和国|جمهورية لاو الديمقراطية الشعبية
LC|Saint Lucia|Sainte-Lucie|Santa Lucía|Сент-Люсия|圣卢西亚|سانت لوسيا
LS|||Lesotho|||
LY||||||ليبيا
MD|Republic of Moldova|République de Moldova|República de Moldova|Республика Молдова|摩尔多瓦共和国|جمهورية مولدوفا
MH||||Маршалловы Острова||
MK|North Macedonia|Macédoine du Nord|Macedonia del Norte|Северная Македония|北马其顿|مقدونيا الشمالية
MM|Myanmar|Myanmar|Myanmar|Мьянма|缅甸|ميانمار
MV||||Мальдивские Острова||ملديف
MW|||Malawi|||
NL|Netherlands (Kingdom of the)|Pays-Bas (Royaume des)|Países Bajos (Reino de los)|Нидерланды (Королевство)|荷兰王国|هولندا (مملكة -)
NZ|||Nueva Zelandia|||
OM||||||عمان
PG||||Папуа — Новая Гвинея||
PS|State of Palestine|État de Palestine|Estado de Palestina|Государство Палестина|巴勒斯坦国|دولة فلسطين
QA|||Qatar|||
RO|||Rumania|||
RU|Russian Federation|Fédération de Russie|Federación de Rusia|Российская Федерация|俄罗斯联邦|الاتحاد الروسي
RW|||Rwanda|||
SA|||Arabia Saudita|||
SB||||Соломоновы Острова||
SC||||Сейшельские Острова||
SR|||Suriname|||
ST|Sao Tome and Principe|Sao Tomé-et-Principe|Santo Tomé y Príncipe|Сан-Томе и Принсипи|圣多美和普林西比|سان تومي وبرينسيبي
SY|Syrian Arab Republic|République arabe syrienne|República Árabe Siria|Сирийская Арабская Республика|阿拉伯叙利亚共和国|الجمهورية العربية السورية
SZ|Eswatini|Eswatini|Eswatini|Эсватини|斯威士兰|إسواتيني
TL|Timor-Leste|Timor-Leste|Timor-Leste|Тимор-Лешти|东帝汶|تيمور - ليشتي
TR|Türkiye|Türkiye|Türkiye|Турция|土耳其|تركيا
TT|Trinidad and Tobago|Trinité-et-Tobago|Trinidad y Tabago|Тринидад и Тобаго|特立尼达和多巴哥|ترينيداد وتوباغو
TZ|United Republic of Tanzania|République-Unie de Tanzanie|República Unida de Tanzanía|Объединенная Республика Танзания|坦桑尼亚联合共和国|جمهورية تنزانيا المتحدة
US|United States of America|États-Unis d'Amérique|Estados Unidos de América|Соединенные Штаты Америки|美利坚合众国|الولايات المتحدة الأمريكية
VA|Holy See|Saint-Siège|Santa Sede|Святой Престол|教廷|الكرسي الرسولي
VC|Saint Vincent and the Grenadines|Saint-Vincent-et-les Grenadines|San Vicente y las Granadinas|Сент-Винсент и Гренадины|圣文森特和格林纳丁斯|سانت فنسنت وجزر غرينادين
VE|Venezuela (Bolivarian Republic of)|Venezuela (République bolivarienne du)|Venezuela (República Bolivariana de)|Венесуэла (Боливарианская Республика)|委内瑞拉玻利瓦尔共和国|فنزويلا (جمهورية - البوليفارية)
VN|Viet Nam|Viet Nam|Viet Nam|Вьетнам|越南|فييت نام
ZA||||Южная Африка||
ZW|||Zimbabwe|||
HK|China, Hong Kong SAR|Chine, RAS de Hong Kong|China, RAE de Hong Kong|Китай, САР Гонконг|中国香港特别行政区|الصين، منطقة هونغ كونغ الإدارية الخاصة
MO|China, Macao SAR|Chine, RAS de Macao|China, RAE de Macao|Китай, САР Макао|中国澳门特别行政区|الصين، منطقة ماكاو الإدارية الخاصة
TW|Taiwan Province of China|Province chinoise de Taiwan|Provincia china de Taiwán|Тайвань, провинция Китая|中国台湾省|مقاطعة تايوان الصينية
FK|Falkland Islands (Malvinas)|Îles Falkland (Malvinas)|Islas Malvinas (Falkland Islands)|Фолклендские (Мальвинские) острова|福克兰群岛（马尔维纳斯）|جزر فوكلاند (مالفيناس)
XK|Kosovo (Security Council resolution 1244)|Kosovo (résolution 1244 du Conseil de sécurité)|Kosovo (resolución 1244 del Consejo de Seguridad)|Косово (резолюция 1244 Совета Безопасности)|科索沃（安全理事会第1244号决议）|كوسوفو (قرار مجلس الأمن 1244)
"""
UN_NAMES: dict[str, tuple[str, ...]] = {
    line[:2]: tuple(line[3:].split("|")) for line in _UN.strip().splitlines()
}
"""Code -> names in English, French, Spanish, Russian, Chinese, Arabic."""

_SYNONYMS = """
AE|UAE|Emirates|ОАЭ|阿联酋|الإمارات|الامارات|الإمارات العربية|Эмираты|EAU|É.A.U.|酋长国
AM|Hayastan
BA|Bosnia|Bosna i Hercegovina|BiH|Босния|БиГ|波黑|البوسنة
BN|Brunei|Brunéi|文莱
BO|Bolivia|Bolivie|Боливия|玻利维亚|بوليفيا
BY|Byelorussia|Belorussia|Белоруссия|Бєларусь
CD|DRC|DR Congo|RDC|RD Congo|Congo-Kinshasa|Congo (Kinshasa)|Congo, Democratic Republic of the|Democratic Republic of Congo|Zaire|ДРК|刚果（金）|ДР Конго|RD del Congo|الكونغو الديمقراطية|الكونغو كينشاسا|刚果金|民主刚果|Congo démocratique|Congo RDC
CF|CAR|RCA|ЦАР|中非|أفريقيا الوسطى
CG|Republic of the Congo|Congo Republic|Congo-Brazzaville|Congo (Brazzaville)|République du Congo|Republic of Congo|Rep. of the Congo|República del Congo|Республика Конго|جمهورية الكونغو|الكونغو برازافيل|刚果共和国|刚果（布）|刚果布|Congo Brazzaville
CH|Schweiz|Suisse|Svizzera|Svizra
CI|Ivory Coast|Cote d'Ivoire|Costa de Marfil|Elfenbeinküste|ساحل العاج|RCI
CN|PRC|People's Republic of China|中华人民共和国|中國|Zhongguo|КНР|RPC|الصين الشعبية
CV|Cape Verde|Cap-Vert|الرأس الأخضر
CZ|Czech Republic|Česko|Česká republika|République tchèque|República Checa|Чешская Республика|捷克共和国|التشيك
DE|Deutschland|Allemagne|Federal Republic of Germany|ФРГ|RFA|BRD|FRG|德國
DO|RD|R. Dominicana|Rép. dominicaine|Dominican Rep.
EG|Misr|Arab Republic of Egypt|ج.م.ع|АРЕ
ES|España|Espana
FI|Suomi
FM|Micronesia|FSM|Micronésie
FR|法國
GB|UK|U.K.|United Kingdom|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|Royaume-Uni|Reino Unido|Великобритания|英国|المملكة المتحدة|Англия|Соединенное Королевство|بريطانيا|بريطانيا العظمى|انجلترا|英國|Angleterre|Grande-Bretagne|Gran Bretaña|Inglaterra
GE|Sakartvelo
GM|The Gambia|Gambia (Republic of The)
GR|Hellas|Ελλάδα
HK|Hong Kong|香港|Hongkong
HR|Hrvatska
HU|Magyarország
IE|Éire|Republic of Ireland
IN|Bharat|Hindustan
IR|Iran|Irán|Persia|Иран|伊朗|إيران|ИРИ|IRI|ايران
IS|Ísland
JP|Nippon|Nihon|Япония|日本国
KG|Киргизия|Kirghizie
KH|Kampuchea
KN|St. Kitts and Nevis|Saint Christopher and Nevis
KP|North Korea|DPRK|Corée du Nord|Corea del Norte|КНДР|朝鲜|كوريا الشمالية|Северная Корея|北韩|北韓|RPDC|Corée (Nord)|Korea (North)|Korea, North|Korea DPR|D.P.R. Korea
KR|South Korea|Korea, Republic of|ROK|Corée du Sud|Corea del Sur|Южная Корея|韩国|كوريا الجنوبية|Корейская Республика|南韩|南韓|韓國|Korea (South)|Korea, South|S. Korea|R.O. Korea
KZ|Казахстан
LA|Laos|Lao PDR|Lao|Лаос|老挝
LC|St. Lucia|St Lucia
LK|Ceylon
LY|الجماهيرية الليبية
MD|Moldova|Moldavia|Молдова|Молдавия|摩尔多瓦|مولدوفا
ME|Crna Gora
MK|Macedonia|FYROM|The former Yugoslav Republic of Macedonia|Македонија|ARYM|FYR Macedonia|Македония
MM|Burma|Birmanie|Birmania|Бирма|بورما
MO|Macao|Macau|澳门
NL|Netherlands|The Netherlands|Holland|Nederland|Pays-Bas|Países Bajos|Нидерланды|荷兰|هولندا
NO|Norge|Noreg
NZ|Aotearoa|Nueva Zelanda|НЗ
PG|PNG|ПНГ|巴新
PL|Polska
PS|Palestine|Palestinian Territories|Occupied Palestinian Territory|Palestina|فلسطين|Палестина|巴勒斯坦
RU|Russia|Russie|Rusia|Россия|俄罗斯|روسيا|РФ|FR de Russie|Federación Rusa|روسيا الاتحادية|俄羅斯|俄国|俄联邦
SA|KSA|Saudi|السعودية|КСА|沙特|العربية السعودية|Arabie saoudite
SE|Sverige
SK|Slovak Republic
SO|Soomaaliya
SS|S. Sudan
ST|São Tomé and Príncipe|Sao Tome & Principe|圣普
SY|Syria|Syrie|Siria|Сирия|叙利亚|سوريا|САР|سورية
SZ|Swaziland|eSwatini|Kingdom of Eswatini
TH|ประเทศไทย|Siam
TL|East Timor|Timor Leste|Timor oriental
TM|Туркмения
TR|Turkey|Turquie|Turquía|Turkiye
TT|Trinidad|T&T
TW|Taiwan|台湾|臺灣|Taiwan, Province of China
TZ|Tanzania|Tanzanie|Танзания|坦桑尼亚|تنزانيا
US|USA|U.S.A.|U.S.|United States|America|United States of America (the)|États-Unis|Estados Unidos|EE. UU.|EEUU|США|Соединённые Штаты|美国|الولايات المتحدة|أمريكا|Штаты|Соединенные Штаты|Америка|E.E.U.U.|EUA|É.-U.|E.U.A.|أميركا|امريكا|و.م.أ|الو.م.أ|美國|美利坚
VA|Vatican|Vatican City|Vatican City State|Vaticano|Ватикан|梵蒂冈|الفاتيكان
VC|St. Vincent and the Grenadines|Saint Vincent
VE|Venezuela|Венесуэла|委内瑞拉|فنزويلا
VN|Vietnam|Việt Nam|越南
XK|Kosovo|Kosova|Косово|科索沃|كوسوفو
ZA|RSA|Suid-Afrika|ЮАР|جنوب أفريقيا|جنوب افريقيا
"""
SYNONYMS: dict[str, tuple[str, ...]] = {
    line[:2]: tuple(line[3:].split("|")) for line in _SYNONYMS.strip().splitlines()
}
"""Code -> what people also write."""

_AMBIGUOUS = """
CG CD|Congo|The Congo|Le Congo|El Congo|Конго|刚果|剛果|الكونغو|كونغو
KR KP|Korea|Corée|La Corée|Corea|Корея|كوريا|Korean Republic
VG VI|Virgin Islands|Îles Vierges|Islas Vírgenes|Виргинские острова|维尔京群岛|جزر فرجن
CN TW|Republic of China
"""
AMBIGUOUS: dict[str, tuple[str, ...]] = {
    text: tuple(line.split("|")[0].split())
    for line in _AMBIGUOUS.strip().splitlines()
    for text in line.split("|")[1:]
}
"""What people write that may be either of these: asked, never guessed."""
