"""Bodies of the United Nations system, by the names they give themselves in its languages.

Organs, funds, programmes and agencies that texts about a conference name most. A body that
is missing here is not confirmed, never contradicted.
"""

# a table, one body a line

from collections.abc import Iterator

from hemicycle.lib.record.terms import Body, Name

SOURCE = "United Nations"
LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")

# English | French | Spanish | Russian | Chinese | Arabic | acronyms
_BODIES = """
United Nations General Assembly|Assemblée générale des Nations Unies|Asamblea General de las Naciones Unidas|Генеральная Ассамблея Организации Объединенных Наций|联合国大会|الجمعية العامة للأمم المتحدة|UNGA
General Assembly|Assemblée générale|Asamblea General|Генеральная Ассамблея|大会|الجمعية العامة|
United Nations Security Council|Conseil de sécurité des Nations Unies|Consejo de Seguridad de las Naciones Unidas|Совет Безопасности Организации Объединенных Наций|联合国安全理事会|مجلس الأمن التابع للأمم المتحدة|UNSC
Security Council|Conseil de sécurité|Consejo de Seguridad|Совет Безопасности|安全理事会|مجلس الأمن|
Economic and Social Council|Conseil économique et social|Consejo Económico y Social|Экономический и Социальный Совет|经济及社会理事会|المجلس الاقتصادي والاجتماعي|ECOSOC,ЭКОСОС
United Nations Economic and Social Council|Conseil économique et social des Nations Unies|Consejo Económico y Social de las Naciones Unidas|Экономический и Социальный Совет Организации Объединенных Наций|联合国经济及社会理事会|المجلس الاقتصادي والاجتماعي للأمم المتحدة|
Committee on Non-Governmental Organizations|Comité chargé des organisations non gouvernementales|Comité encargado de las Organizaciones No Gubernamentales|Комитет по неправительственным организациям|非政府组织委员会|اللجنة المعنية بالمنظمات غير الحكومية|
United Nations Secretariat|Secrétariat de l’Organisation des Nations Unies|Secretaría de las Naciones Unidas|Секретариат Организации Объединенных Наций|联合国秘书处|الأمانة العامة للأمم المتحدة|
International Court of Justice|Cour internationale de Justice|Corte Internacional de Justicia|Международный Суд|国际法院|محكمة العدل الدولية|ICJ,CIJ
United Nations Human Rights Council|Conseil des droits de l’homme des Nations Unies|Consejo de Derechos Humanos de las Naciones Unidas|Совет по правам человека Организации Объединенных Наций|联合国人权理事会|مجلس حقوق الإنسان التابع للأمم المتحدة|
Department of Global Communications|Département de la communication globale|Departamento de Comunicación Global|Департамент глобальных коммуникаций|全球传播部|إدارة التواصل العالمي|
Department of Economic and Social Affairs|Département des affaires économiques et sociales|Departamento de Asuntos Económicos y Sociales|Департамент по экономическим и социальным вопросам|经济和社会事务部|إدارة الشؤون الاقتصادية والاجتماعية|UN DESA,DESA
United Nations Department of Economic and Social Affairs|Département des affaires économiques et sociales des Nations Unies|Departamento de Asuntos Económicos y Sociales de las Naciones Unidas|Департамент Организации Объединенных Наций по экономическим и социальным вопросам|联合国经济和社会事务部|إدارة الأمم المتحدة للشؤون الاقتصادية والاجتماعية|
United Nations Department of Public Information|Département de l’information des Nations Unies|Departamento de Información Pública de las Naciones Unidas|Департамент общественной информации Организации Объединенных Наций|联合国新闻部|إدارة الأمم المتحدة لشؤون الإعلام|UN DPI,DPI
United Nations Development Programme|Programme des Nations Unies pour le développement|Programa de las Naciones Unidas para el Desarrollo|Программа развития Организации Объединенных Наций|联合国开发计划署|برنامج الأمم المتحدة الإنمائي|UNDP,PNUD,ПРООН
United Nations Environment Programme|Programme des Nations Unies pour l’environnement|Programa de las Naciones Unidas para el Medio Ambiente|Программа Организации Объединенных Наций по окружающей среде|联合国环境规划署|برنامج الأمم المتحدة للبيئة|UNEP,PNUE,PNUMA,ЮНЕП
United Nations Human Settlements Programme|Programme des Nations Unies pour les établissements humains|Programa de las Naciones Unidas para los Asentamientos Humanos|Программа Организации Объединенных Наций по населенным пунктам|联合国人类住区规划署|برنامج الأمم المتحدة للمستوطنات البشرية|UN-Habitat,ONU-Habitat
United Nations Children's Fund|Fonds des Nations Unies pour l’enfance|Fondo de las Naciones Unidas para la Infancia|Детский фонд Организации Объединенных Наций|联合国儿童基金会|منظمة الأمم المتحدة للطفولة|UNICEF,ЮНИСЕФ
United Nations Population Fund|Fonds des Nations Unies pour la population|Fondo de Población de las Naciones Unidas|Фонд Организации Объединенных Наций в области народонаселения|联合国人口基金|صندوق الأمم المتحدة للسكان|UNFPA,ЮНФПА
United Nations Entity for Gender Equality and the Empowerment of Women|Entité des Nations Unies pour l’égalité des sexes et l’autonomisation des femmes|Entidad de las Naciones Unidas para la Igualdad de Género y el Empoderamiento de las Mujeres|Структура Организации Объединенных Наций по вопросам гендерного равенства и расширения прав и возможностей женщин|联合国促进性别平等和增强妇女权能署|هيئة الأمم المتحدة للمساواة بين الجنسين وتمكين المرأة|UN Women,ONU Femmes,ONU Mujeres
United Nations Educational, Scientific and Cultural Organization|Organisation des Nations Unies pour l’éducation, la science et la culture|Organización de las Naciones Unidas para la Educación, la Ciencia y la Cultura|Организация Объединенных Наций по вопросам образования, науки и культуры|联合国教育、科学及文化组织|منظمة الأمم المتحدة للتربية والعلم والثقافة|UNESCO,ЮНЕСКО
Food and Agriculture Organization of the United Nations|Organisation des Nations Unies pour l’alimentation et l’agriculture|Organización de las Naciones Unidas para la Alimentación y la Agricultura|Продовольственная и сельскохозяйственная организация Объединенных Наций|联合国粮食及农业组织|منظمة الأغذية والزراعة للأمم المتحدة|FAO,ФАО
United Nations Industrial Development Organization|Organisation des Nations Unies pour le développement industriel|Organización de las Naciones Unidas para el Desarrollo Industrial|Организация Объединенных Наций по промышленному развитию|联合国工业发展组织|منظمة الأمم المتحدة للتنمية الصناعية|UNIDO,ONUDI,ЮНИДО
Office of the United Nations High Commissioner for Refugees|Haut-Commissariat des Nations Unies pour les réfugiés|Oficina del Alto Comisionado de las Naciones Unidas para los Refugiados|Управление Верховного комиссара Организации Объединенных Наций по делам беженцев|联合国难民事务高级专员公署|مفوضية الأمم المتحدة لشؤون اللاجئين|UNHCR,HCR,ACNUR,УВКБ
Office of the United Nations High Commissioner for Human Rights|Haut-Commissariat des Nations Unies aux droits de l’homme|Oficina del Alto Comisionado de las Naciones Unidas para los Derechos Humanos|Управление Верховного комиссара Организации Объединенных Наций по правам человека|联合国人权事务高级专员办事处|مفوضية الأمم المتحدة لحقوق الإنسان|OHCHR,HCDH,ACNUDH
United Nations Office at Geneva|Office des Nations Unies à Genève|Oficina de las Naciones Unidas en Ginebra|Отделение Организации Объединенных Наций в Женеве|联合国日内瓦办事处|مكتب الأمم المتحدة في جنيف|UNOG
United Nations Office at Nairobi|Office des Nations Unies à Nairobi|Oficina de las Naciones Unidas en Nairobi|Отделение Организации Объединенных Наций в Найроби|联合国内罗毕办事处|مكتب الأمم المتحدة في نيروبي|UNON
United Nations Office at Vienna|Office des Nations Unies à Vienne|Oficina de las Naciones Unidas en Viena|Отделение Организации Объединенных Наций в Вене|联合国维也纳办事处|مكتب الأمم المتحدة في فيينا|UNOV
United Nations Office on Drugs and Crime|Office des Nations Unies contre la drogue et le crime|Oficina de las Naciones Unidas contra la Droga y el Delito|Управление Организации Объединенных Наций по наркотикам и преступности|联合国毒品和犯罪问题办公室|مكتب الأمم المتحدة المعني بالمخدرات والجريمة|UNODC,ONUDC
United Nations Framework Convention on Climate Change|Convention-cadre des Nations Unies sur les changements climatiques|Convención Marco de las Naciones Unidas sobre el Cambio Climático|Рамочная конвенция Организации Объединенных Наций об изменении климата|联合国气候变化框架公约|اتفاقية الأمم المتحدة الإطارية بشأن تغير المناخ|UNFCCC,CCNUCC,CMNUCC
World Food Programme|Programme alimentaire mondial|Programa Mundial de Alimentos|Всемирная продовольственная программа|世界粮食计划署|برنامج الأغذية العالمي|WFP,PAM,PMA,ВПП
World Health Organization|Organisation mondiale de la Santé|Organización Mundial de la Salud|Всемирная организация здравоохранения|世界卫生组织|منظمة الصحة العالمية|WHO,OMS,ВОЗ
International Labour Organization|Organisation internationale du Travail|Organización Internacional del Trabajo|Международная организация труда|国际劳工组织|منظمة العمل الدولية|ILO,OIT,МОТ
International Organization for Migration|Organisation internationale pour les migrations|Organización Internacional para las Migraciones|Международная организация по миграции|国际移民组织|المنظمة الدولية للهجرة|IOM,OIM,МОМ
United Nations Volunteers programme|Programme des Volontaires des Nations Unies|Programa de Voluntarios de las Naciones Unidas|Программа добровольцев Организации Объединенных Наций|联合国志愿人员方案|برنامج متطوعي الأمم المتحدة|UNV
United Nations Conference on Trade and Development|Conférence des Nations Unies sur le commerce et le développement|Conferencia de las Naciones Unidas sobre Comercio y Desarrollo|Конференция Организации Объединенных Наций по торговле и развитию|联合国贸易和发展会议|مؤتمر الأمم المتحدة للتجارة والتنمية|UNCTAD,CNUCED,ЮНКТАД
United Nations Climate Change Conference|Conférence des Nations Unies sur les changements climatiques|Conferencia de las Naciones Unidas sobre el Cambio Climático|Конференция Организации Объединенных Наций по изменению климата|联合国气候变化大会|مؤتمر الأمم المتحدة لتغير المناخ|
United Nations Youth Delegate Programme|Programme des jeunes délégués des Nations Unies|Programa de jóvenes delegados de las Naciones Unidas|Программа молодежных делегатов Организации Объединенных Наций|联合国青年代表方案|برنامج المندوبين الشباب للأمم المتحدة|
"""


def bodies() -> Iterator[Body]:
    for line in _BODIES.strip().splitlines():
        *names, acronyms = line.split("|")
        yield Body(
            [
                Name(name, language)
                for language, name in zip(LANGUAGES, names, strict=True)
                if name
            ],
            [acronym for acronym in acronyms.split(",") if acronym],
            source=SOURCE,
        )
