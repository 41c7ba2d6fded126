"""Invented conferences, people and bodies in six languages, texts about them, and errors.

Nothing here is of the conference that the check was first written for. A text is made of
parts; an error changes one part, so that a test knows which words a finding must touch.
"""

import string
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from babel.dates import format_date

from hemicycle.lib import countries
from hemicycle.lib.record import (
    Body,
    Edition,
    Figure,
    Name,
    Office,
    Organisation,
    Person,
    Record,
    Session,
    Statement,
)

LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")


def by_language(*texts: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, texts, strict=True))


@dataclass(frozen=True)
class World:
    number: int
    name: dict[str, str]
    theme: dict[str, str]
    city: dict[str, str]
    region: dict[str, str]
    country: str
    first_day: date
    days: int
    chair: tuple[dict[str, str], dict[str, str]]
    mayor: tuple[dict[str, str], dict[str, str]]
    participants: int
    countries: int
    bodies: list[dict[str, str]]
    session: dict[str, str]
    quote: dict[str, str]

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(days=self.days - 1)


WORLDS = [
    World(
        23,
        by_language(
            "World Forum on Coastal Communities",
            "Forum mondial des communautés côtières",
            "Foro Mundial de Comunidades Costeras",
            "Всемирный форум прибрежных общин",
            "世界沿海社区论坛",
            "المنتدى العالمي للمجتمعات الساحلية",
        ),
        by_language(
            "Sharing the Shore, Protecting the Future",
            "Partager le rivage, protéger l’avenir",
            "Compartir la costa, proteger el futuro",
            "Беречь побережье, защищать будущее",
            "共享海岸守护明天",
            "نتشارك الساحل ونحمي المستقبل",
        ),
        by_language(
            "Vancouver", "Vancouver", "Vancouver", "Ванкувер", "温哥华", "فانكوفر"
        ),
        by_language(
            "British Columbia",
            "Colombie-Britannique",
            "Columbia Británica",
            "Британская Колумбия",
            "不列颠哥伦比亚省",
            "كولومبيا البريطانية",
        ),
        "CA",
        date(2021, 6, 14),
        4,
        (
            by_language(
                "Ingunn Thorvaldsen",
                "Ingunn Thorvaldsen",
                "Ingunn Thorvaldsen",
                "Ингунн Торвальдсен",
                "英贡托瓦尔森",
                "إنغون ثورفالدسن",
            ),
            by_language(
                "Chair of the Forum Council",
                "présidente du Conseil du Forum",
                "presidenta del Consejo del Foro",
                "председатель Совета форума",
                "论坛理事会主席",
                "رئيسة مجلس المنتدى",
            ),
        ),
        (
            by_language(
                "Desmond Achterberg",
                "Desmond Achterberg",
                "Desmond Achterberg",
                "Десмонд Ахтерберг",
                "德斯蒙德阿赫特贝格",
                "ديزموند أختربرغ",
            ),
            by_language(
                "Mayor",
                "maire",
                "alcalde",
                "мэр",
                "市长",
                "عمدة",
            ),
        ),
        2418,
        91,
        [
            by_language(
                "Harbour Women Cooperative Network",
                "Réseau coopératif des femmes du port",
                "Red Cooperativa de Mujeres Portuarias",
                "Кооперативная сеть портовых женщин",
                "港口妇女合作网络",
                "الشبكة التعاونية لنساء الموانئ",
            ),
            by_language(
                "Institute for Tidal Agriculture",
                "Institut pour l’agriculture littorale",
                "Instituto para la Agricultura Litoral",
                "Институт приморского земледелия",
                "潮汐农业研究所",
                "معهد الزراعة الساحلية المتجددة",
            ),
        ],
        by_language(
            "Mangrove Nurseries Run by Schools",
            "Pépinières de mangroves tenues par des écoles",
            "Viveros de manglares en las escuelas",
            "Мангровые питомники при школах",
            "学校经营的红树林苗圃",
            "مشاتل المانغروف في المدارس",
        ),
        by_language(
            "Without fishers at the table there will be no coast worth keeping",
            "Sans les pêcheurs à la table aucune côte ne mérite d’être gardée",
            "Sin pescadores en la mesa no habrá costa que valga la pena conservar",
            "Без рыбаков за столом не останется берега который стоит беречь",
            "没有渔民参与就没有值得守护的海岸",
            "من دون الصيادين على الطاولة لن يبقى ساحل يستحق الحماية",
        ),
    ),
    World(
        47,
        by_language(
            "International Conference on Rural Schools",
            "Conférence internationale sur les écoles rurales",
            "Conferencia Internacional sobre Escuelas Rurales",
            "Международная конференция по сельским школам",
            "国际乡村学校大会",
            "المؤتمر الدولي للمدارس الريفية",
        ),
        by_language(
            "Every Village Has a Classroom",
            "Une salle de classe dans chaque village",
            "Un aula abierta en cada aldea",
            "Открытая школа в каждой деревне",
            "每个村庄都有课堂",
            "صف مدرسي مفتوح في كل قرية",
        ),
        by_language("Recife", "Recife", "Recife", "Ресифи", "累西腓", "ريسيفي"),
        by_language(
            "Pernambuco",
            "Pernambouc",
            "Pernambuco",
            "Пернамбуку",
            "伯南布哥州",
            "بيرنامبوكو",
        ),
        "BR",
        date(2022, 10, 3),
        3,
        (
            by_language(
                "Oluwaseun Adebimpe",
                "Oluwaseun Adebimpe",
                "Oluwaseun Adebimpe",
                "Олувасеун Адебимпе",
                "奥卢瓦森阿德宾佩",
                "أولواسيون أديبيمبي",
            ),
            by_language(
                "Executive Director of the Village Learning Fund",
                "directeur exécutif du Fonds pour l’apprentissage villageois",
                "director ejecutivo del Fondo de Aprendizaje Rural",
                "исполнительный директор Фонда сельского обучения",
                "乡村学习基金执行主任",
                "المدير التنفيذي لصندوق التعلم القروي",
            ),
        ),
        (
            by_language(
                "Teresinha Vasconcelos",
                "Teresinha Vasconcelos",
                "Teresinha Vasconcelos",
                "Терезинья Васконселос",
                "特雷津哈瓦斯康塞洛斯",
                "تيريزينيا فاسكونسيلوس",
            ),
            by_language(
                "Governor",
                "gouverneure",
                "gobernadora",
                "губернатор",
                "州长",
                "حاكمة",
            ),
        ),
        1306,
        64,
        [
            by_language(
                "Union of Itinerant Teachers",
                "Union des enseignants itinérants",
                "Unión de Maestros Itinerantes",
                "Союз передвижных учителей",
                "巡回教师工会联合会",
                "اتحاد المعلمين المتنقلين",
            ),
            by_language(
                "Mountain Libraries Foundation",
                "Fondation des bibliothèques de montagne",
                "Fundación de Bibliotecas de Montaña",
                "Фонд горных библиотек имени Тагора",
                "山区图书馆基金会",
                "مؤسسة مكتبات الجبال",
            ),
        ],
        by_language(
            "Teaching Across Three Languages at Once",
            "Enseigner en trois langues à la fois",
            "Enseñar en tres lenguas a la vez",
            "Преподавание сразу на трёх языках",
            "同时用三种语言教学",
            "التدريس بثلاث لغات معا",
        ),
        by_language(
            "A school that closes in autumn empties the village before spring",
            "Une école qui ferme en automne vide le village avant le printemps",
            "Una escuela que cierra en otoño vacía la aldea antes de la primavera",
            "Школа закрытая осенью опустошает деревню ещё до весны",
            "秋天关闭的学校到春天就会让村庄变空",
            "المدرسة التي تغلق في الخريف تفرغ القرية قبل الربيع",
        ),
    ),
]

LEADERS = {
    "en": [("Marguerite Ouedraogo", "Margaret Ouedraogo"), ("Zhao Minghua", "Zhao Minghui"),
           ("Thandeka Mkhize", "Thandiwe Mkhize"), ("Bogdan Ristic", "Bohdan Ristic"),
           ("Ramanathan Iyer", "Ramanatan Iyer"), ("Guo Shulan", "Guo Shuling")],
    "fr": [("Marguerite Ouedraogo", "Margarita Ouedraogo"), ("Zhao Minghua", "Zhao Minghui"),
           ("Fatoumata Sangaré", "Fatouma Sangaré"), ("Bogdan Ristic", "Bohdan Ristic"),
           ("Hoang Thi Lan Phuong", "Hoang Thi Lan Phoung"), ("Guo Shulan", "Guo Shuling")],
    "es": [("Ximena Arancibia", "Jimena Arancibia"), ("Zhao Minghua", "Zhao Minghui"),
           ("Gumersindo Etxeberria", "Gumersindo Echeberria"), ("Bogdan Ristic", "Bohdan Ristic"),
           ("Ramanathan Iyer", "Ramanatan Iyer"), ("Guo Shulan", "Guo Shuling")],
    "ru": [("Чжао Минхуа", "Чжао Минхуэй"), ("Марина Шевелева", "Марианна Шевелева"),
           ("Богдан Ристич", "Бохдан Ристич"), ("Го Шулань", "Го Шулинь"),
           ("Айгерим Сатпаева", "Айгерем Сатпаева"), ("Тимур Галиуллин", "Тимур Галиулин")],
    "zh": [("赵明华", "赵明辉"), ("郭淑兰", "郭淑玲"), ("陈立平", "陈丽平"), ("林国栋", "林国梁"),
           ("孙雪梅", "孙雪莲"), ("何伟民", "何维民")],
    "ar": [("منيرة القحطاني", "منيرا القحطاني"), ("بوغدان ريستيتش", "بوغدان ريستتش"),
           ("عبدالرحيم بوزيان", "عبدالرحمن بوزيان"), ("شولان غوانغ", "شولين غوانغ"),
           ("سميرة الحربي", "سمية الحربي"), ("مينغهوا تشاو", "مينغهوي تشاو")],
}  # fmt: skip

WRONG_CITY = {
    "en": ["Denver", "Nairobi", "Geneva", "Barcelona"],
    "fr": ["Denver", "Nairobi", "Genève", "Barcelone"],
    "es": ["Denver", "Nairobi", "Ginebra", "Barcelona"],
    "ru": ["Женеве", "Найроби", "Париже", "Денвере"],
    "zh": ["日内瓦", "内罗毕", "巴黎", "丹佛"],
    "ar": ["جنيف", "نيروبي", "باريس", "دنفر"],
}
WRONG_REGION = {
    "en": ["Normandy", "Judaea", "Nevada", "Silesia"],
    "fr": ["Normandie", "Judée", "Nevada", "Silésie"],
    "es": ["Normandía", "Judea", "Nevada", "Silesia"],
    "ru": ["Нормандия", "Иудея", "Невада", "Силезия"],
    "zh": ["诺曼底州", "犹太州", "内华达州", "西里西亚省"],
    "ar": ["نورماندي", "يهودا", "نيفادا", "سيليزيا"],
}
WRONG_COUNTRY = ("KE", "FR", "JP", "EG")
OTHER_WORDS = {
    "en": ["Digital", "Urban", "Northern", "Creative", "Lunar"],
    "fr": ["numériques", "urbaines", "boréales", "créatives"],
    "es": ["Digitales", "Urbanas", "Boreales", "Creativas"],
    "ru": ["цифровых", "городских", "северных", "творческих"],
    "zh": ["数字", "城市", "北方", "创意"],
    "ar": ["الرقمية", "الحضرية", "الشمالية", "الإبداعية"],
}
WRONG_OFFICE = {
    "en": ["Ambassador", "Treasurer", "Prime Minister", "Senator"],
    "fr": ["ambassadeur", "trésorier", "Premier ministre", "sénateur"],
    "es": ["embajador", "tesorero", "primer ministro", "senador"],
    "ru": ["посол", "казначей", "премьер-министр", "сенатор"],
    "zh": ["大使", "总理", "参议员", "发言人"],
    "ar": ["سفير", "وزير", "مقرر", "مفوض"],
}
CLAIMS = {
    "en": ["It was the largest meeting of its kind.", "It was the first time that villages took part.",
           "No other forum has an unprecedented reach like this."],
    "fr": ["C’était la plus grande réunion de ce genre.", "C’était la première fois que des villages participaient.",
           "Un succès sans précédent."],
    "es": ["Fue la reunión más grande de su género.", "Fue la primera vez que participaron aldeas.",
           "Un éxito sin precedentes."],
    "ru": ["Это была крупнейшая встреча такого рода.", "Деревни приняли участие впервые.",
           "Успех оказался беспрецедентным."],
    "zh": ["这是世界上最大的同类会议。", "这是村庄首次参与。", "这一成果前所未有。"],
    "ar": ["كان هذا أكبر اجتماع من نوعه.", "شاركت القرى لأول مرة.", "كان نجاحا غير مسبوق."],
}  # fmt: skip

TEXTS: dict[str, list[str]] = {
    "en": [
        "The {ordinal} {name} was held in {city}, {region}, {country}, from {dates}. "
        "Its theme was “{theme}”. {mayor_title} {mayor} welcomed {participants} participants from {countries} countries. "
        "{chair}, {chair_title}, opened the first day. {body1} and {body2} showed their work. "
        "The workshop “{session}” took place on {session_day} at {time}. "
        "{chair} said: “{quote}”. A delegation led by {leader} visited two schools. "
        "Later {leader2} thanked the volunteers.",
        "{participants} participants and 12 choirs came to the {ordinal} {name}, which took place in {city} ({region}, {country}) "
        "on {dates}, under the theme “{theme}”. According to {chair}, {chair_title}, much remains to be done. "
        "Partners such as {body1} had prepared exhibits; {body2} ran the library. In “{session}”, on {session_day} at {time}, "
        "teachers compared notes. {chair} said: “{quote}”. {mayor_title} {mayor} closed the last evening. "
        "{leader} led a group of drummers, and {leader2} taught the audience. In all, {countries} countries were represented.",
    ],
    "fr": [
        "Le {ordinal} {name} s’est tenu à {city} ({region}, {country}) du {dates}. Son thème était « {theme} ». "
        "Le {mayor_title} {mayor} a accueilli {participants} participants de {countries} pays. "
        "{chair}, {chair_title}, a ouvert la journée. {body1} et {body2} ont montré leurs travaux. "
        "L’atelier « {session} » a eu lieu le {session_day} à {time}. {chair} a déclaré : « {quote} ». "
        "Une délégation conduite par {leader} a visité deux écoles. Plus tard, {leader2} a remercié les bénévoles.",
    ],
    "es": [
        "El {ordinal} {name} se celebró en {city}, {region}, {country}, del {dates}. Su tema fue «{theme}». "
        "El {mayor_title} {mayor} recibió a {participants} participantes de {countries} países. "
        "{chair}, {chair_title}, abrió la jornada. {body1} y {body2} mostraron su trabajo. "
        "El taller «{session}» tuvo lugar el {session_day} a las {time}. {chair} dijo: «{quote}». "
        "Una delegación encabezada por {leader} visitó dos escuelas. Más tarde, {leader2} dio las gracias a los voluntarios.",
    ],
    "ru": [
        "{ordinal} {name} проходил в городе {city}, {region}, {country}, с {dates}. Его тема: «{theme}». "
        "{mayor_title} {mayor} приветствовал {participants} участников из {countries} стран. "
        "{chair}, {chair_title}, открыла заседание. {body1} и {body2} показали свою работу. "
        "Семинар «{session}» прошёл {session_day} в {time}. {chair} заявила: «{quote}». "
        "Делегацию возглавляет {leader}. Позже {leader2} благодарит волонтёров.",
    ],
    "zh": [
        "第{ordinal}届{name}于{dates}在{country}{region}{city}举行。本届主题为“{theme}”。"
        "{mayor_title}{mayor}欢迎来自{countries}个国家的{participants}名代表。"
        "{chair_title}{chair}主持了开场。{body1}和{body2}展示了工作。"
        "工作坊“{session}”于{session_day}{time}进行。{chair}说：“{quote}”。"
        "代表团由{leader}带领参观了两所学校。随后{leader2}先生感谢志愿者。",
    ],
    "ar": [
        "عقد {name} {ordinal} في {city}، {region}، {country}، {dates}. وكان شعاره «{theme}». "
        "ورحب {mayor_title} المدينة {mayor} بحضور {participants} مشارك من {countries} بلدا. "
        "وافتتحت الجلسة {chair}، {chair_title}. وعرضت {body1} عملها كما عرضت {body2} عملها. "
        "وأقيمت ورشة «{session}» يوم {session_day} الساعة {time}. وقالت {chair}: «{quote}». "
        "وزار وفد برئاسة {leader} مدرستين. ثم شكر السيد {leader2} المتطوعين.",
    ],
}


@dataclass(frozen=True)
class Article:
    language: str
    text: str
    wrong: tuple[int, int] | None
    """Start and end of the words that an error changed."""


def record_of(world: World, rng: Random) -> Record:
    """The record of one world, with other people and bodies about which no text speaks."""
    session_day = world.first_day + timedelta(days=1)
    starts = datetime(session_day.year, session_day.month, session_day.day, 10, 30)
    terms = [
        Edition(
            world.number,
            [Name(text, code) for code, text in world.name.items()],
            True,
            theme=world.theme,
            first_day=world.first_day,
            last_day=world.last_day,
            city=world.city,
            region=world.region,
            country=world.country,
            source="set-up",
        ),
        *(
            Person(
                list(dict.fromkeys(names.values())),
                offices=[Office(titles, date(2018, 1, 1), source="letter")],
                source="people",
            )
            for names, titles in (world.chair, world.mayor)
        ),
        *(
            Organisation(
                [Name(text, code) for code, text in body.items()], source="list"
            )
            for body in world.bodies
        ),
        Session(
            world.session,
            session_day,
            starts,
            starts + timedelta(minutes=75),
            "",
            "programme",
        ),
        Figure(
            "participants",
            world.participants,
            "statistics",
            is_final=True,
            source="figures",
        ),
        Figure(
            "countries", world.countries, "statistics", is_final=True, source="figures"
        ),
        *(
            Statement(world.chair[0][code], text, code, "message")
            for code, text in world.quote.items()
        ),
        *_others(rng),
    ]
    return Record(terms)


def _others(rng: Random) -> list[Person | Organisation | Body]:
    """Names that are on record and in no text."""

    def word() -> str:
        return "".join(
            rng.choice("bdfgklmnprstvz") + rng.choice("aeiou")
            for _ in range(rng.randint(2, 4))
        ).capitalize()

    kinds = [
        "Association",
        "Foundation",
        "Alliance",
        "Council",
        "Trust",
        "League",
        "Initiative",
    ]
    return [
        *(Person([f"{word()} {word()}"], source="registrations") for _ in range(300)),
        *(
            Organisation(
                [Name(f"{word()} {word()} {rng.choice(kinds)}", "en")], source="list"
            )
            for _ in range(300)
        ),
    ]


def _slots(world: World, language: str, rng: Random) -> dict[str, str]:
    session_day = world.first_day + timedelta(days=1)
    leader, _ = rng.choice(LEADERS[language])
    return {
        "ordinal": ordinal(world.number, language),
        "name": world.name[language],
        "theme": world.theme[language],
        "city": world.city[language],
        "region": world.region[language],
        "country": countries.name(world.country, language),
        "dates": days_in_words(world.first_day, world.last_day, language),
        "chair": world.chair[0][language],
        "chair_title": world.chair[1][language],
        "mayor": world.mayor[0][language],
        "mayor_title": _capital(world.mayor[1][language])
        if language in ("en", "ru")
        else world.mayor[1][language],
        "participants": number(world.participants, language),
        "countries": str(world.countries),
        "body1": world.bodies[0][language],
        "body2": world.bodies[1][language],
        "session": world.session[language],
        "session_day": day_in_words(session_day, language),
        "time": {"zh": "10时30分", "fr": "10 h 30"}.get(language, "10:30"),
        "quote": world.quote[language],
        "leader": leader,
        "leader2": leader,
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def ordinal(n: int, language: str) -> str:
    ending = (
        {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th") if not 10 < n % 100 < 14 else "th"
    )
    return {
        "en": f"{n}{ending}", "fr": f"{n}e", "es": f"{n}.º", "ru": f"{n}-й", "zh": str(n), "ar": f"الـ{n}",
    }[language]  # fmt: skip


def number(n: int, language: str) -> str:
    separator = {"en": ",", "fr": "\u202f", "es": ".", "ru": "\u00a0"}.get(language, "")
    return f"{n:,}".replace(",", separator)


def day_in_words(day: date, language: str) -> str:
    return format_date(day, "long", locale=language).replace(" г.", " года")


def days_in_words(first: date, last: date, language: str) -> str:
    whole = day_in_words(last, language)
    if language == "zh":
        return f"{first.year}年{first.month}月{first.day}日至{last.day}日"
    return {
        "en": f"{first.day} to {last.day} {format_date(last, 'MMMM y', locale='en')}",
        "fr": f"{first.day} au {whole}",
        "es": f"{first.day} al {whole}",
        "ru": f"{first.day} по {whole}",
        "ar": f"من {first.day} إلى {whole}",
    }[language]


# -- Errors ----------------------------------------------------------------------------

Slots = dict[str, str]


def _number(slots: Slots, world: World, language: str, rng: Random) -> str:
    other = world.number + rng.choice([-2, -1, 1, 2, 10])
    slots["ordinal"] = ordinal(other, language)
    return "ordinal"


def _swap_word(text: str, language: str, rng: Random) -> str:
    """One of the words that say something, replaced by another that does not belong."""
    other = rng.choice(OTHER_WORDS[language])
    if language == "zh":
        position = rng.choice(list(range(0, len(text) - 3)))
        return text[:position] + other + text[position + 2 :]
    words = text.split(" ")
    long = [n for n, word in enumerate(words) if len(word) > 4]
    words[rng.choice(long)] = other
    return " ".join(words)


def _name(slots: Slots, world: World, language: str, rng: Random) -> str:
    text = world.name[language]
    if language == "zh":
        slots["name"] = text[:2] + rng.choice(OTHER_WORDS["zh"]) + text[4:]
        return "name"
    head = {"en": -1, "fr": -1, "es": -1, "ru": -1, "ar": -1}[language]
    words = text.split(" ")
    words[head] = rng.choice(OTHER_WORDS[language])
    slots["name"] = " ".join(words)
    return "name"


def _slip(word: str, rng: Random) -> str:
    """A letter dropped, doubled, swapped or replaced inside a word."""
    position = rng.randrange(1, len(word) - 2)
    match rng.randrange(3):
        case 0:
            return word[:position] + word[position + 1 :]
        case 1 if word[position] != word[position + 1]:
            return (
                word[:position]
                + word[position + 1]
                + word[position]
                + word[position + 2 :]
            )
        case _:
            letters = {"а": "абвгдежзиклмнопрст", "ا": "بتجدرسعفقلمن"}
            alphabet = next(
                (
                    signs
                    for sign, signs in letters.items()
                    if ord(word[0]) >> 8 == ord(sign) >> 8
                ),
                string.ascii_lowercase,
            )
            letter = rng.choice([sign for sign in alphabet if sign != word[position]])
            return word[:position] + letter + word[position + 1 :]


def _person(slots: Slots, world: World, language: str, rng: Random) -> str:
    slot = rng.choice(["chair", "mayor"])
    name = slots[slot]
    if language == "zh":
        position = rng.randrange(1, len(name))
        other = rng.choice([sign for sign in "兰平海山文" if sign != name[position]])
        slots[slot] = name[:position] + other + name[position + 1 :]
        return slot
    words = name.split(" ")
    which = rng.randrange(len(words))
    words[which] = _slip(words[which], rng)
    slots[slot] = " ".join(words)
    return slot


def _two_spellings(slots: Slots, world: World, language: str, rng: Random) -> str:
    slots["leader"], slots["leader2"] = rng.choice(LEADERS[language])
    return "leader2"


def _office(slots: Slots, world: World, language: str, rng: Random) -> str:
    slot = rng.choice(["chair_title", "mayor_title"])
    other = rng.choice(WRONG_OFFICE[language])
    slots[slot] = other
    return slot


def _body(slots: Slots, world: World, language: str, rng: Random) -> str:
    slot = rng.choice(["body1", "body2"])
    text = slots[slot]
    if language == "zh":
        position = rng.randrange(1, len(text) - 3)
        slots[slot] = text[:position] + rng.choice("海山文丽") + text[position + 1 :]
        return slot
    words = text.split(" ")
    which = rng.choice([n for n, word in enumerate(words) if len(word) > 5])
    words[which] = _slip(words[which], rng)
    slots[slot] = " ".join(words)
    return slot


def _theme(slots: Slots, world: World, language: str, rng: Random) -> str:
    slots["theme"] = _swap_word(slots["theme"], language, rng)
    return "theme"


def _session(slots: Slots, world: World, language: str, rng: Random) -> str:
    slots["session"] = _swap_word(slots["session"], language, rng)
    return "session"


def _dates(slots: Slots, world: World, language: str, rng: Random) -> str:
    shift = timedelta(days=rng.choice([-3, -1, 1, 2, 31]))
    if rng.random() < 0.3:
        first = world.first_day.replace(year=world.first_day.year - 1)
        last = world.last_day.replace(year=world.last_day.year - 1)
    else:
        first, last = world.first_day, world.last_day + shift
        if last.month != first.month or last <= first:
            last = world.last_day + timedelta(days=2)
    slots["dates"] = days_in_words(first, last, language)
    return "dates"


def _session_day(slots: Slots, world: World, language: str, rng: Random) -> str:
    day = world.first_day + timedelta(days=rng.choice([0, 2]))
    slots["session_day"] = day_in_words(day, language)
    return "session_day"


def _time(slots: Slots, world: World, language: str, rng: Random) -> str:
    hour = rng.choice([9, 12, 14, 16])
    slots["time"] = {"zh": f"{hour}时30分", "fr": f"{hour} h 30"}.get(
        language, f"{hour}:30"
    )
    return "time"


def _city(slots: Slots, world: World, language: str, rng: Random) -> str:
    slots["city"] = rng.choice(WRONG_CITY[language])
    return "city"


def _region(slots: Slots, world: World, language: str, rng: Random) -> str:
    slots["region"] = rng.choice(WRONG_REGION[language])
    return "region"


def _country(slots: Slots, world: World, language: str, rng: Random) -> str:
    slots["country"] = countries.name(rng.choice(WRONG_COUNTRY), language)
    return "country"


def _figure(slots: Slots, world: World, language: str, rng: Random) -> str:
    slot = rng.choice(["participants", "countries"])
    value = world.participants if slot == "participants" else world.countries
    value += rng.choice([-1, 1]) * rng.randrange(value // 8, value // 3)
    slots[slot] = number(value, language)
    return slot


def _quote(slots: Slots, world: World, language: str, rng: Random) -> str:
    slots["quote"] = _swap_word(slots["quote"], language, rng)
    return "quote"


def _claim(slots: Slots, world: World, language: str, rng: Random) -> str:
    return "claim"


ERRORS: dict[str, Callable[[Slots, World, str, Random], str]] = {
    "number": _number,
    "name": _name,
    "theme": _theme,
    "dates": _dates,
    "city": _city,
    "region": _region,
    "country": _country,
    "person": _person,
    "two spellings": _two_spellings,
    "office": _office,
    "body": _body,
    "session": _session,
    "session day": _session_day,
    "time": _time,
    "figure": _figure,
    "quote": _quote,
    "claim": _claim,
}


def article(world: World, language: str, error: str | None, rng: Random) -> Article:
    """A text about this world, right but for one error, if one is asked for."""
    slots = _slots(world, language, rng)
    template = rng.choice(TEXTS[language])
    slot = ERRORS[error](slots, world, language, rng) if error else None
    text = ""
    wrong: tuple[int, int] | None = None
    for literal, name, _spec, _conversion in string.Formatter().parse(template):
        text += literal
        if name:
            if name == slot and wrong is None:
                wrong = (len(text), len(text) + len(slots[name]))
            text += slots[name]
    if slot == "claim":
        claim = rng.choice(CLAIMS[language])
        wrong = (len(text) + 1, len(text) + 1 + len(claim))
        text += f" {claim}"
    return Article(language, text, wrong)
