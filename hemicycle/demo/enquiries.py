"""Enquiries of the demonstration, asked and answered by the room's own verbs. Senders
and texts are invented, and every page says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from hemicycle.conferences.models import Conference
from hemicycle.demo.cast import BY_KEY
from hemicycle.demo.moments import local
from hemicycle.demo.stable import stable_id
from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.website import wording
from hemicycle.website.actions import enquiries
from hemicycle.website.models import Enquiry

R = TypeVar("R")


@dataclass(frozen=True)
class Asked:
    """What somebody asked, and what became of it. A sender of the cast has its key for
    an address."""

    at: datetime
    name: str
    email: str
    language: str
    subject: str
    words: str
    by: str = ""  # who works on it
    answer: str = ""
    answered_after: timedelta = timedelta(hours=5)
    again: str = ""  # the sender goes on
    is_closed: bool = False


ASKED = (
    Asked(
        local("2019-06-04 10:20"), "Marguerite Dubois", "m.dubois@demo.example", "fr",
        "visa",
        "Bonjour, notre trésorière a besoin d’un visa. À qui l’ambassade peut-elle "
        "demander si la lettre d’invitation est authentique ?",
        by="rosa",
        answer="Toute personne peut vérifier la lettre avec le code imprimé au bas de "
        "la page, sur le lien « Verify a letter » de ce site.",
        is_closed=True,
    ),
    Asked(
        local("2019-07-22 16:05"), "Tomás Herrera", "t.herrera@demo.example", "es",
        "registration",
        "Una persona de nuestra delegación no puede viajar. ¿Podemos nombrar a otra?",
        by="hilde",
        answer="Sí. En la página de su delegación, elija «Substitute» junto a la "
        "persona que no puede viajar.",
        is_closed=True,
    ),
    Asked(
        local("2019-08-19 09:40"), "Chau Nguyen", "chau", "en", "access",
        "I use a wheelchair. Which entrance is without steps, and is there a place for "
        "me in the plenary hall?",
        by="rosa",
        answer="Thank you for telling us. We have noted that you need a place without "
        "steps in the plenary hall. The help desk will show you the way; please "
        "ask for it when you collect your badge.",
    ),
    Asked(
        local("2019-08-22 11:15"), "Ngozi Okafor", "n.okafor@demo.example", "en",
        "press",
        "I write for a weekly paper. When does the press centre open on the first day, "
        "and can I record interviews there?",
        by="paul",
        answer="The press centre is open to everyone with a press badge. The hours are "
        "announced with the programme. Interviews may be recorded there.",
        again="Thank you. May I bring a camera operator who has not registered?",
    ),
    Asked(
        local("2019-08-23 08:30"), "هدى المنصوري", "h.almansouri@demo.example", "ar",
        "visa",
        "لم تصلنا رسالة الدعوة على الورق بعد. هل تكفي الرسالة الإلكترونية "
        "عند التقدم بطلب التأشيرة؟",
    ),
    Asked(
        local("2019-08-24 14:00"), "Андрей Волков", "a.volkov@demo.example", "ru",
        "other",
        "Будут ли опубликованы записи пленарных заседаний?",
    ),
    Asked(
        local("2019-08-25 17:45"), "Julien Moreau", "j.moreau@demo.example", "fr",
        "press",
        "Pourriez-vous nous transmettre le nombre de pays représentés, et sa source ?",
    ),
    Asked(
        local("2019-08-25 21:10"), "林美玲", "lin.meiling@demo.example", "zh",
        "registration",
        "我的胸卡上名字拼写有误，请问在哪里更正？",
        by="hilde",
    ),
)  # fmt: skip


def write(conference: Conference, now: datetime) -> None:
    """What was asked by now, and how far each has come."""
    for asked in ASKED:
        if asked.at <= now:
            _Thread(conference, now, asked).write()


class _Thread:
    def __init__(self, conference: Conference, now: datetime, asked: Asked) -> None:
        self.conference, self.now, self.asked = conference, now, asked

    def write(self) -> None:
        asked = self.asked
        member = BY_KEY.get(asked.email)
        sender = _user(asked.email) if member else None
        enquiry = self._at(
            asked.at,
            lambda: enquiries.ask(
                self.conference, name=asked.name,
                email=member.email if member else asked.email,
                language=asked.language, subject=asked.subject, words=asked.words,
                actor=sender,
            ),
        )  # fmt: skip
        Enquiry.objects.filter(pk=enquiry.pk).update(is_invented=True)
        enquiry.refresh_from_db()
        if asked.by:
            self._work(enquiry, _user(asked.by))

    def _work(self, enquiry: Enquiry, colleague: User) -> None:
        asked = self.asked
        self._at(
            asked.at + timedelta(hours=1),
            lambda: enquiries.assign(enquiry, to=colleague, actor=colleague),
        )
        answered_at = asked.at + asked.answered_after
        if not asked.answer or answered_at > self.now:
            return
        enquiry = Enquiry.objects.with_people().get(pk=enquiry.pk)
        seen = wording.answered(enquiry, asked.answer).fingerprint
        self._at(
            answered_at,
            lambda: enquiries.answer(
                enquiry, words=asked.answer, seen=seen, actor=colleague
            ),
        )
        if asked.again:
            self._at(
                answered_at + timedelta(days=1),
                lambda: enquiries.write_again(
                    enquiry, words=asked.again, actor=colleague
                ),
            )
        if asked.is_closed:
            self._at(
                answered_at + timedelta(days=2),
                lambda: enquiries.close(enquiry, actor=colleague),
            )

    def _at(self, moment: datetime, act: Callable[[], R]) -> R:
        """Do it at that moment of the conference's clock, but not after now."""
        with clock.frozen(min(moment, self.now)):
            return act()


def _user(key: str) -> User:
    return User.objects.get(pk=stable_id("cast", key))
