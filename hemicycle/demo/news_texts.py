"""What the news of the demonstration says. Invented, but for names and dates that the
conference itself has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hemicycle.demo.moments import local


@dataclass(frozen=True)
class Words:
    title: str
    summary: str
    body: str


@dataclass(frozen=True)
class News:
    """An article: when it is released, and how far it has come before that.

    `ahead` is its state until then; "guest" stays a draft. `behind` and `in_work` are
    translations that are not up to date.
    """

    kind: str
    at: datetime
    words: Mapping[str, Words]
    source: str = ""
    ahead: str = "scheduled"
    is_embargoed: bool = False
    is_invented: bool = True
    behind: tuple[str, ...] = ()
    in_work: tuple[str, ...] = field(default=())
    place: str = ""  # of a page of the site


NEWS = (
    News(
        "news",
        local("2019-03-04 09:00"),
        {
            "en": Words(
                "Invitations to civil society go out",
                "Organisations receive a letter that anyone can verify by its code.",
                "The secretariat has begun to invite organisations. Each letter names "
                "how many people a delegation may have, and by when to answer.\n\n"
                "## How to answer\n\n"
                "The link in the e-mail leads to a sign-in code; no password is "
                "needed. The focal point of an organisation then nominates its "
                "delegation.\n\n"
                "A letter can be checked by its code, at the foot of every page.",
            ),
            "fr": Words(
                "Les invitations à la société civile sont envoyées",
                "Chaque organisation reçoit une lettre vérifiable par son code.",
                "Le secrétariat a commencé à inviter les organisations. Chaque lettre "
                "indique le nombre de places d’une délégation et la date limite de "
                "réponse.\n\n## Comment répondre\n\nLe lien du courriel mène à un code "
                "de connexion ; aucun mot de passe n’est nécessaire.",
            ),
            "ar": Words(
                "بدء إرسال الدعوات إلى المجتمع المدني",
                "تتلقى كل منظمة رسالة يمكن لأي شخص التحقق منها برمزها.",
                "بدأت الأمانة دعوة المنظمات. وتذكر كل رسالة عدد أعضاء الوفد وموعد "
                "الرد.\n\n## كيفية الرد\n\nيقود الرابط في البريد الإلكتروني إلى رمز "
                "لتسجيل الدخول، ولا حاجة إلى كلمة سر.",
            ),
            "es": Words(
                "Se envían las invitaciones a la sociedad civil",
                "Cada organización recibe una carta verificable por su código.",
                "La secretaría ha comenzado a invitar a las organizaciones. Cada carta "
                "indica cuántas personas puede tener una delegación y hasta cuándo "
                "responder.",
            ),
        },
    ),
    News(
        "press-release",
        local("2019-04-15 15:00"),
        {
            "en": Words(
                "Cities and communities: the theme in six questions",
                "What the sessions of the conference will ask.",
                "The theme of the conference is cities and communities that include "
                "everyone. Its sessions ask six questions, from housing to peace in "
                "the neighbourhood.\n\n"
                "> A city is a promise that strangers make to one another.\n\n"
                "The programme is published as it becomes known; what is not known "
                "yet stays blank.",
            ),
            "zh": Words(
                "城市与社区：六个问题看主题",
                "大会各场会议将讨论的问题。",
                "大会的主题是包容所有人的城市与社区。各场会议将讨论六个问题，从住房到邻里和平。\n\n"
                "> 城市是陌生人彼此许下的诺言。\n\n日程一经确定即予公布。",
            ),
            "ru": Words(
                "Города и сообщества: тема в шести вопросах",
                "О чём пойдёт речь на заседаниях конференции.",
                "Тема конференции — города и сообщества для всех. Заседания посвящены "
                "шести вопросам: от жилья до мира в квартале.",
            ),
        },
        behind=("ru",),
    ),
    News(
        "news",
        local("2019-05-10 10:00"),
        {
            "en": Words(
                "Workshops: how proposals are read",
                "Two readers see each proposal, and neither sees the other’s mark.",
                "Each proposal for a workshop is read by two people who do not know "
                "what the other thinks of it. Where they differ by much, a third "
                "reads.\n\n1. Is the question clear?\n2. Who speaks, and for whom?\n"
                "3. What can participants take home?",
            ),
            "ar": Words(
                "حلقات العمل: كيف تُقرأ المقترحات",
                "يطلع قارئان على كل مقترح، ولا يرى أحدهما تقييم الآخر.",
                "يقرأ كل مقترح شخصان لا يعرف أحدهما رأي الآخر. وإذا اختلفا كثيرا قرأه "
                "ثالث.",
            ),
        },
    ),
    News(
        "statement",
        local("2019-06-20 12:00"),
        {
            "zh": Words(
                "小企业商会：为什么我们派代表团参会",
                "会员企业在城市里创造就业，也承担责任。",
                "小企业商会将派代表团参加大会。我们的会员多在居民区经营，熟悉街道和邻里。\n\n"
                "我们希望在大会上讨论三件事：\n\n- 青年就业\n- 可负担的店铺租金\n- 社区安全",
            ),
            "en": Words(
                "Chamber of Small Enterprises: why we send a delegation",
                "Members create work in the city, and share its duties.",
                "The Chamber of Small Enterprises sends a delegation to the "
                "conference. Most of its members work where people live.\n\n"
                "It wants to speak about three things:\n\n- work for young people\n"
                "- shops that can pay their rent\n- safe streets",
            ),
        },
        source="Chamber of Small Enterprises",
    ),
    News(
        "advisory",
        local("2019-08-19 09:00"),
        {
            "en": Words(
                "Media advisory: where to work, and when we brief",
                "The press desk opens one day before the conference.",
                "The press desk opens on Sunday 25 August at 10:00 (MDT) in the "
                "foyer.\n\n| day | briefing |\n|---|---|\n| Monday | 12:15 |\n"
                "| Tuesday | 12:15 |\n| Wednesday | 17:30 |\n\n"
                "Interviews are arranged at the desk. Badges are needed from Monday.",
            ),
            "fr": Words(
                "Avis aux médias : où travailler, quand nous informons",
                "Le bureau de presse ouvre la veille de la conférence.",
                "Le bureau de presse ouvre le dimanche 25 août à 10 heures (MDT) dans "
                "le foyer.\n\n| jour | point de presse |\n|---|---|\n| lundi | 12 h 15 "
                "|\n| mardi | 12 h 15 |\n| mercredi | 17 h 30 |",
            ),
        },
    ),
    News(
        "news",
        local("2019-08-22 16:00"),
        {
            "en": Words(
                "How to reach the venue",
                "By light rail, by bicycle, and without steps.",
                "The light rail stops in front of the venue. All entrances can be "
                "reached without steps; the nearest one is on the north side.\n\n"
                "Bicycles can be left at the west entrance at no cost.",
            ),
            "ar": Words(
                "كيفية الوصول إلى مكان الانعقاد",
                "بالقطار الخفيف وبالدراجة ومن دون أدراج.",
                "يقف القطار الخفيف أمام مكان الانعقاد. ويمكن الوصول إلى جميع المداخل من "
                "دون أدراج، وأقربها في الجهة الشمالية.",
            ),
            "es": Words(
                "Cómo llegar a la sede",
                "En tren ligero, en bicicleta y sin escalones.",
                "El tren ligero para delante de la sede. Se puede llegar a todas las "
                "entradas sin escalones; la más cercana está en el lado norte.",
            ),
            "fr": Words(
                "Comment se rendre sur place",
                "En métro léger, à vélo et sans marches.",
                "Le métro léger s’arrête devant le centre. Toutes les entrées sont "
                "accessibles sans marches ; la plus proche est au nord.",
            ),
        },
    ),
    News(
        "news",
        local("2019-08-25 18:00"),
        {
            "en": Words(
                "The doors open on Monday at 07:00",
                "Bring the identity document you registered with.",
                "Doors open on Monday at 07:00 (MDT). Have your badge at hand; if you "
                "have none yet, bring the identity document you registered with to "
                "the help desk.\n\nThe opening plenary starts on time.",
            ),
            "ar": Words(
                "تفتح الأبواب يوم الاثنين الساعة 07:00",
                "أحضروا وثيقة الهوية التي سجلتم بها.",
                "تفتح الأبواب يوم الاثنين الساعة 07:00 بتوقيت المؤتمر. احملوا شارتكم، "
                "ومن ليست لديه شارة فليحضر وثيقة هويته إلى مكتب المساعدة.",
            ),
            "fr": Words(
                "Ouverture des portes lundi à 7 heures",
                "Munissez-vous de la pièce d’identité de votre inscription.",
                "Les portes ouvrent lundi à 7 heures (MDT). Gardez votre badge à "
                "portée de main.",
            ),
        },
        behind=("fr",),
    ),
    News(
        "press-release",
        local("2019-08-26 11:00"),
        {
            "en": Words(
                "Conference opens with a call for open cities",
                "Speakers of the opening plenary agree on one thing: listen first.",
                "The opening plenary has ended. Its speakers agreed that a city is "
                "planned with those who live in it.\n\nThe round tables continue in "
                "the afternoon.",
            ),
            "es": Words(
                "La conferencia se abre con un llamamiento a ciudades abiertas",
                "Los oradores coinciden: primero, escuchar.",
                "La sesión plenaria de apertura ha terminado. Una ciudad se planifica "
                "con quienes viven en ella.",
            ),
            "ar": Words(
                "افتتاح المؤتمر بدعوة إلى مدن منفتحة",
                "اتفق المتحدثون على أمر واحد: الإصغاء أولا.",
                "انتهت الجلسة العامة الافتتاحية. واتفق المتحدثون على أن المدينة تُخطط "
                "مع سكانها.",
            ),
        },
        is_embargoed=True,
    ),
    News(
        "news",
        local("2019-08-26 17:00"),
        {
            "en": Words(
                "First day: what the round tables asked for",
                "Seven requests, from shade in the streets to a seat for the young.",
                "The round tables of the first day ended with seven requests. They go "
                "to the drafting committee tonight.",
            ),
            "ru": Words("Первый день: о чём просили круглые столы", "", ""),
        },
        ahead="in-review",
        in_work=("ru",),
    ),
    News(
        "statement",
        local("2019-08-27 10:00"),
        {
            "en": Words(
                "A word from young participants",
                "They ask to be counted as experts of their own streets.",
                "Young participants hand over a statement on Tuesday morning.",
            ),
        },
        source="Youth participants",
        ahead="draft",
    ),
    News(
        "press-release",
        local("2019-08-28 14:30"),
        {
            "en": Words(
                "Outcome document adopted",
                "By acclamation, after three days of comments.",
                "The conference has adopted its outcome document. It names what "
                "participants undertake, and what they ask of others.\n\n"
                "The text follows in six languages.",
            ),
            "fr": Words(
                "Le document final est adopté",
                "Par acclamation, après trois jours de commentaires.",
                "La conférence a adopté son document final.",
            ),
        },
        ahead="draft",
        is_embargoed=True,
    ),
    News(
        "news",
        local("2019-08-28 18:00"),
        {
            "en": Words(
                "Thank you, and what happens next",
                "Certificates, recordings and the final report.",
                "The conference is over. Those who were scanned at a door can ask for "
                "a certificate; recordings follow within two weeks.",
            ),
        },
        ahead="draft",
    ),
    # A delegation's own news item of 2019, in our words but for the short phrases that
    # the record does not agree with.
    News(
        "statement",
        local("2019-08-28 12:00"),
        {
            "en": Words(
                "Wang Yanguo led a delegation to the United Nations Conference of "
                "Civil Organizations",
                "A chamber of commerce on its way to Salt Lake City, Judaea.",
                "On 26 August 2019 the heads of several private enterprises, led by "
                "Wang Yanrong, are in Salt Lake City, Judaea, USA, for the 68th United "
                "Nations Conference of Civil Organizations. The chamber calls it the "
                "largest annual meeting of NGOs, with 5,700 representatives from more "
                "than 800 NGOs from 135 countries, and gives its theme as “Building "
                "Inclusive and Sustainable Urban Communities”.\n\n"
                "The chamber says that the delegation was personally invited by Bruce "
                "F. Knotts, the president of the 68th United Nations Conference on "
                "Civil Organizations, that it is the first delegation of a large "
                "national chamber, and that it will work with the United Nations "
                "Committee on Civil Organizations.\n\n"
                "United Nations Secretary-General Guterres speaks to the participants "
                "by video. He said that well-planned and well-managed cities can lead "
                "us to inclusive growth.",
            ),
        },
        source="CICCPS, a chamber of commerce (guest text, 6 September 2019)",
        ahead="guest",
        is_invented=False,
    ),
)

CORRECTED_TITLE = "How to reach the venue"
CORRECTED_BODY = (
    "The light rail stops in front of the venue. All entrances can be reached without "
    "steps; the nearest one is on the **south** side.\n\n"
    "Bicycles can be left at the west entrance at no cost."
)
CORRECTION = {
    "en": "The nearest entrance without steps is on the south side. An earlier version "
    "of this text said the north side.",
    "fr": "L’entrée la plus proche est au sud. Une version précédente indiquait le nord.",
    "es": "La entrada más cercana está en el lado sur. Una versión anterior decía norte.",
    "ar": "أقرب مدخل في الجهة الجنوبية. وذكرت صيغة سابقة من هذا النص الجهة الشمالية.",
}
CORRECTED_AT = local("2019-08-23 09:15")
