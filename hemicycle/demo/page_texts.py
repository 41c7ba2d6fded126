"""What the pages of the site say in the demonstration. Invented, but for
names, dates and places on record; what is not on record is said to be unknown."""

from hemicycle.demo.moments import local
from hemicycle.demo.news_texts import News, Words

RELEASED = local("2019-04-02 09:00")

PAGES = (
    News(
        "page",
        RELEASED,
        {
            "en": Words(
                "About the conference",
                "What the conference is, who organises it, and who takes part.",
                "The 68th United Nations Civil Society Conference meets in Salt Lake "
                "City from 26 to 28 August 2019. Its theme is *Building Inclusive and "
                "Sustainable Cities and Communities*.\n\n"
                "## Who organises it\n\n"
                "The United Nations Department of Global Communications, Salt Lake "
                "City and the NGO/DPI Executive Committee organise it together.\n\n"
                "## Who takes part\n\n"
                "Organisations of civil society, invited or registered, each with a "
                "delegation; academic institutions, exhibitors, volunteers and the "
                "press. There is no fee.",
            ),
            "fr": Words(
                "À propos de la conférence",
                "Ce qu’est la conférence, qui l’organise et qui y participe.",
                "La conférence se réunit à Salt Lake City du 26 au 28 août 2019. "
                "Son thème : *Construire des villes et des communautés inclusives et "
                "durables*.\n\n"
                "## Qui l’organise\n\n"
                "Le Département de la communication globale des Nations Unies, la "
                "ville de Salt Lake City et le Comité exécutif ONG/DPI l’organisent "
                "ensemble.\n\n"
                "## Qui participe\n\n"
                "Les organisations de la société civile, les établissements "
                "universitaires, les exposants, les bénévoles et la presse. La "
                "participation est gratuite.",
            ),
            "ar": Words(
                "عن المؤتمر",
                "ما هو المؤتمر ومن ينظمه ومن يشارك فيه.",
                "يُعقد المؤتمر في سولت ليك سيتي من 26 إلى 28 آب/أغسطس 2019، وموضوعه "
                "«بناء مدن ومجتمعات محلية شاملة ومستدامة».\n\n"
                "## من ينظمه\n\n"
                "تنظمه معا إدارة الأمم المتحدة للتواصل العالمي ومدينة سولت ليك سيتي "
                "واللجنة التنفيذية للمنظمات غير الحكومية.\n\n"
                "## من يشارك فيه\n\n"
                "منظمات المجتمع المدني والمؤسسات الأكاديمية والعارضون والمتطوعون "
                "والصحافة. والمشاركة بلا رسوم.",
            ),
        },
        place="about",
    ),
    News(
        "page",
        RELEASED,
        {
            "en": Words(
                "Venue",
                "Where the conference meets, and what is not known yet.",
                "All sessions take place in the Salt Palace Convention Center, 100 "
                "South and West Temple, Salt Lake City.\n\n"
                "## In the building\n\n"
                "Your badge names the zones that you may enter; the halls of each "
                "session are in the programme. The hall of the plenary sessions is not "
                "known yet.\n\n"
                "## On the first morning\n\n"
                "Bring the document whose name you gave, and your badge on the phone "
                "or on paper. The help desk is in front of the doors.",
            ),
            "fr": Words(
                "Lieu",
                "Où se réunit la conférence, et ce qui n’est pas encore connu.",
                "Toutes les séances ont lieu au Salt Palace Convention Center, 100 "
                "South and West Temple, Salt Lake City.\n\n"
                "## Dans le bâtiment\n\n"
                "Votre badge indique les zones où vous pouvez entrer ; le programme "
                "indique la salle de chaque séance. La salle des séances plénières "
                "n’est pas encore connue.",
            ),
            "ar": Words(
                "مكان الانعقاد",
                "أين يُعقد المؤتمر، وما لم يُعرف بعد.",
                "تُعقد الجلسات كلها في مركز سولت بالاس للمؤتمرات في سولت ليك سيتي.\n\n"
                "## في المبنى\n\n"
                "تبين شارتكم المناطق التي يحق لكم دخولها، ويبين البرنامج قاعة كل جلسة. "
                "ولم تُعرف بعد قاعة الجلسات العامة.",
            ),
        },
        place="venue",
    ),
    News(
        "page",
        RELEASED,
        {
            "en": Words(
                "Visas",
                "What the secretariat can do for your visa, and what it cannot.",
                "Whether you need a visa for the United States is said by its embassy "
                "or consulate where you live. Ask early: the secretariat can neither "
                "speed up an application nor decide on it.\n\n"
                "## What you get from us\n\n"
                "The letter of invitation of your organisation. It has a code, and the "
                "embassy can verify it on the page *Verify a letter*.\n\n"
                "## If the visa comes too late\n\n"
                "Tell your focal point, who can name another person in your place.",
            ),
            "ar": Words(
                "التأشيرات",
                "ما يمكن للأمانة أن تفعله لتأشيرتكم وما لا يمكنها.",
                "تخبركم سفارة الولايات المتحدة أو قنصليتها في بلد إقامتكم إن كنتم "
                "تحتاجون إلى تأشيرة. اسألوا مبكرا، فالأمانة لا تستطيع تسريع الطلب ولا "
                "البت فيه.\n\n"
                "## ما تحصلون عليه منا\n\n"
                "رسالة الدعوة الموجهة إلى منظمتكم، وعليها رمز يمكن للسفارة التحقق منه "
                "في صفحة «التحقق من رسالة».",
            ),
        },
        behind=("ar",),
        place="visa",
    ),
    News(
        "page",
        local("2019-08-28 09:00"),
        {
            "en": Words(
                "Accessibility",
                "What the building and the sessions offer, and how to ask for more.",
                "Write to us on *Contact us*, subject *Accessibility*, and say what "
                "you need. The secretariat is collecting what the venue offers; this "
                "page is released when it is confirmed.",
            ),
        },
        ahead="in-review",
        place="access",
    ),
    News(
        "page",
        RELEASED,
        {
            "en": Words(
                "Practical information",
                "Badges, times, languages and the phone in your pocket.",
                "## Times\n\n"
                "All times on this site are those of Salt Lake City, six hours behind "
                "UTC during the conference.\n\n"
                "## Badges\n\n"
                "Your badge is on your page. It opens the doors as long as your "
                "registration is approved.\n\n"
                "## Without a connection\n\n"
                "Keep a picture of your badge: the doors also read it from there.",
            ),
            "ar": Words(
                "معلومات عملية",
                "الشارات والأوقات واللغات والهاتف في جيبكم.",
                "## الأوقات\n\n"
                "جميع الأوقات في هذا الموقع بتوقيت سولت ليك سيتي، وهو متأخر ست ساعات "
                "عن التوقيت العالمي خلال المؤتمر.\n\n"
                "## الشارات\n\n"
                "شارتكم في صفحتكم، وتفتح الأبواب ما دام تسجيلكم مقبولا.",
            ),
        },
        place="practical",
    ),
)
