"""Names of every kind survive form, database and page (goal R19)."""

import html
import unicodedata

import pytest
from django.test import Client

from hemicycle.delegations.models import Registration
from hemicycle.fields.search import search
from tests.cast import Cast
from tests.conftest import sign_in
from tests.delegations.test_confirm import details
from tests.delegations.test_nominate import CHEN, page, person

# Invented people. One of each script and habit that the sample names of CLDR show.
NAMES = [
    "O",
    "Sinbad",
    "Irene Adler",
    "Dr. María José Núñez-Ó Ceallaigh y Gómez de la Torre III.",
    "Jürgen Weiß",
    "Þórdís Kristjánsdóttir",
    "Łucja Żółć",
    "İbrahim Çağlayan",
    "Nguyễn Thị Ánh Nguyệt",
    "Ngũgĩ Wanjirũ",
    "Adéwálé Ọlátúnjí",
    "ǃXóõ ǁGana",
    "Ольга Ивановна Щербакова",
    "Ѓорѓи Ќосев",
    "Ελένη Παπαδοπούλου",
    "Գոհար Սարգսյան",
    "ნინო გელაშვილი",
    "אברהם בן־דוד",
    "فاطمة الزهراء بنت محمد",
    "محمّد رضا پهلوان‌زاده",
    "نورجہاں بیگم",
    "አበበ በቂላ",
    "ⵎⵓⵃⵎⵎⴷ",
    "अनन्या श्रीवास्तव",
    "ক্ষিতিমোহন সেন",
    "ਗੁਰਪ੍ਰੀਤ ਕੌਰ",
    "தமிழ்ச்செல்வி",
    "తెలుగు లక్ష్మి",
    "ಶ್ರೀಧರ",
    "ശ്രീജിത്ത്",
    "ක්‍රිෂාන්ති",
    "สมชาย ใจดี",
    "ສົມພອນ",
    "မောင်မောင်",
    "សុខា",
    "བཀྲ་ཤིས་སྒྲོལ་མ",
    "王秀英",
    "陳·大文",
    "山田 花子",
    "ヤマダ・ハナコ",
    "김민준",
    "ᠴᠢᠩᠭᠢᠰ",
    "𠮷野 太郎",
    "D’Angelo O'Neil",
    "Jean-Luc d'Arc, Jr.",
    '<b>Robert</b>\'); DROP TABLE "x";--',
    "Anna & Söhne {{ 7 }} {% now %}",
    "=SUM(A1) Ada",
    "e" + "\u0301" * 100,
    "a" * 300,
    "ඩ" * 300,
    "👩‍🚀 Ada",
]
DECEPTIVE = [
    ("Ada \u202eevil\u202c Bo", "Ada evil Bo"),
    ("\u2066Ada\u2069", "Ada"),
    ("A\u200bda\ufeff", "Ada"),
    ("  Ada \t  Bo  ", "Ada Bo"),
    ("Ａda", "Ａda"),  # full width: the owner's own
    ("Zoe\u0308", "Zo\u00eb"),
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_comes_back_as_its_owner_writes_it(
    client: Client, cast: Cast, name: str
) -> None:
    kept = unicodedata.normalize("NFC", name)
    sign_in(client, cast.amina)
    sent = CHEN | {"full_name": name, "email": "lin@example.org"}
    response = client.post(page(cast, "registrations"), sent)
    assert response.status_code == 302, response.content.decode()
    registration = Registration.objects.get()
    assert registration.full_name == kept
    shown = client.get(page(cast)).content.decode()
    assert f'dir="auto">{html.escape(kept)}</a>' in shown
    lin = sign_in(Client(), cast.lin)
    four = dict.fromkeys(("full_name", "id_name", "badge_name", "own_script"), name)
    response = lin.post(person(registration, "confirm"), details(**four))
    assert response.status_code == 302
    registration.refresh_from_db()
    assert (
        registration.full_name,
        registration.id_name,
        registration.badge_name,
        registration.own_script,
    ) == (kept, kept, kept, kept)
    assert list(registration.flags.filter(kind="name")) == []
    found = search(Registration.objects.all(), "search", name)
    assert list(found) == [registration]


@pytest.mark.parametrize(("typed", "kept"), DECEPTIVE, ids=range(len(DECEPTIVE)))
def test_what_could_deceive_is_taken_out(
    client: Client, cast: Cast, typed: str, kept: str
) -> None:
    sign_in(client, cast.amina)
    client.post(page(cast, "registrations"), CHEN | {"full_name": typed})
    assert Registration.objects.get().full_name == kept


@pytest.mark.parametrize("name", ["", "   ", "123", "a" * 301, "\u202e\u202c"])
def test_what_is_no_name_is_said_at_the_field(
    client: Client, cast: Cast, name: str
) -> None:
    sign_in(client, cast.amina)
    response = client.post(page(cast, "registrations"), CHEN | {"full_name": name})
    text = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_full_name_error"' in text or 'aria-invalid="true"' in text
    assert Registration.objects.count() == 0
