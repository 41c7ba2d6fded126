"""Invented names of people and organisations, in the ways the world writes them.

Common given and family names are combined by chance; nobody in particular is meant.
A pool says how a name is built, so that a mononym, a patronymic and a family name first
all occur, with the own script where the Latin spelling is not it.
"""

from dataclasses import dataclass
from functools import cache
from random import Random


@dataclass(frozen=True)
class Pool:
    """Given names of women and of men, and family names; "Latin|own script" each."""

    women: str
    men: str
    family: str
    is_family_first: bool = False
    has_two_families: bool = False
    is_mononym: float = 0.01
    has_second_given: float = 0.06
    joint: str = " "  # between the parts in the own script

    def name(self, chance: Random, gender: str) -> tuple[str, str]:
        """A full name in Latin letters, and in its own script where that differs."""
        given = _pick(chance, self.women if gender == "w" else self.men)
        if chance.random() < self.is_mononym:
            return given[0], given[1]
        parts = [given, _pick(chance, self.family)]
        if not self.is_family_first and chance.random() < self.has_second_given:
            second = _pick(chance, self.women if gender == "w" else self.men)
            if second != given:
                parts.insert(1, second)
        if self.has_two_families:
            parts.append(_pick(chance, self.family))
        if self.is_family_first:
            parts = [parts[1], parts[0]]
        latin = " ".join(part[0] for part in parts)
        if not all(part[1] for part in parts):
            return latin, ""
        return latin, self.joint.join(part[1] for part in parts)


def _pick(chance: Random, names: str) -> tuple[str, str]:
    return chance.choice(_pairs(names))


@cache
def _pairs(names: str) -> list[tuple[str, str]]:
    parts = (name.partition("|") for name in names.split(", "))
    return [(latin, own) for latin, _bar, own in parts]


POOLS = {
    "arabic": Pool(
        "Amal|أمل, Salma|سلمى, Huda|هدى, Rania|رانيا, Nour|نور, Samira|سميرة, Layla|ليلى, Zeinab|زينب, Mariam|مريم, Dalia|داليا",
        "Karim|كريم, Omar|عمر, Yousef|يوسف, Hassan|حسن, Tarek|طارق, Khaled|خالد, Samir|سمير, Nabil|نبيل, Faisal|فيصل, Idris|إدريس",
        "Haddad|حداد, Mansour|منصور, Khalil|خليل, Najjar|نجار, Saleh|صالح, Darwish|درويش, Amrani|عمراني, Ben Youssef|بن يوسف, Qasim|قاسم, Shami|شامي, Zaki|زكي, Fares|فارس",
    ),
    "persian": Pool(
        "Shirin|شیرین, Parisa|پریسا, Nasrin|نسرین, Laleh|لاله, Mina|مینا, Farida|فریده",
        "Dariush|داریوش, Kaveh|کاوه, Farhad|فرهاد, Reza|رضا, Babak|بابک, Jamshid|جمشید",
        "Rahimi|رحیمی, Karimi|کریمی, Sadeghi|صادقی, Nouri|نوری, Ahmadi|احمدی, Kazemi|کاظمی, Bahrami|بهرامی",
    ),
    "urdu": Pool(
        "Ayesha|عائشہ, Fatima|فاطمہ, Sana|ثنا, Nadia|نادیہ, Hina|حنا, Rabia|رابعہ",
        "Imran|عمران, Bilal|بلال, Usman|عثمان, Tariq|طارق, Asad|اسد, Waqar|وقار",
        "Qureshi|قریشی, Malik|ملک, Siddiqui|صدیقی, Chaudhry|چوہدری, Baig|بیگ, Rizvi|رضوی",
    ),
    "chinese": Pool(
        "Xiulan|秀兰, Chunhua|春华, Guiying|桂英, Xue|雪, Yumei|玉梅, Shulan|淑兰, Jiayi|佳怡, Siyu|思雨, Huifang|慧芳, Rui|蕊, Yun|云, Dandan|丹丹, Lanfen|兰芬, Qiuyue|秋月, Yating|雅婷, Meiling|美玲, Xiaoyan|晓燕, Lihua|丽华, Jing|静, Wenjun|文君, Qian|倩",
        "Jianguo|建国, Guoqing|国庆, Bin|斌, Zihan|子涵, Yifan|一帆, Shaohua|少华, Wenbo|文博, Xinyu|新宇, Chengde|成德, Hongwei|宏伟, Lei|磊, Kun|坤, Peng|鹏, Dewei|德伟, Weidong|卫东, Haoran|浩然, Zhiqiang|志强, Junjie|俊杰, Yong|勇, Ming|明, Tao|涛",
        "Wang|王, Li|李, Yang|杨, Huang|黄, Gao|高, He|何, Guo|郭, Ma|马, Luo|罗, Liang|梁, Song|宋, Zheng|郑, Xie|谢, Han|韩, Tang|唐, Feng|冯, Deng|邓, Cao|曹, Peng|彭, Xiao|萧, Jiang|蒋, Shen|沈, Sima|司马, Zhang|张, Liu|刘, Chen|陈, Zhao|赵, Zhou|周, Wu|吴, Xu|徐, Sun|孙, Ouyang|欧阳, Lin|林",
        is_family_first=True,
        joint="",
    ),
    "japanese": Pool(
        "Yuko|裕子, Sakura|桜, Haruka|遥, Naomi|直美, Aiko|愛子, Misaki|美咲",
        "Kenji|健二, Takeshi|武, Hiroshi|浩, Daichi|大地, Shota|翔太, Makoto|誠",
        "Sato|佐藤, Tanaka|田中, Yamamoto|山本, Kobayashi|小林, Mori|森, Ishikawa|石川, Nakajima|中島",
        is_family_first=True,
    ),
    "korean": Pool(
        "Ji-woo|지우, Seo-yeon|서연, Min-ji|민지, Ha-eun|하은, Su-bin|수빈",
        "Min-jun|민준, Seung-ho|승호, Dong-hyun|동현, Jae-won|재원, Hyun-woo|현우",
        "Kim|김, Lee|이, Park|박, Choi|최, Jung|정, Yoon|윤, Han|한, Shin|신",
        is_family_first=True,
        joint="",
    ),
    "vietnamese": Pool(
        "Thị Minh Châu, Thu Hà, Ngọc Lan, Thị Hồng Nhung, Bích Phượng, Mỹ Duyên",
        "Văn Hùng, Quang Dũng, Đức Thắng, Minh Tuấn, Hữu Phước, Anh Khoa",
        "Nguyễn, Trần, Lê, Phạm, Đặng, Bùi, Võ, Hoàng",
        is_family_first=True,
    ),
    "thai": Pool(
        "Malee|มาลี, Siriporn|ศิริพร, Kanya|กัญญา, Ploy|พลอย",
        "Somchai|สมชาย, Anan|อนันต์, Prasert|ประเสริฐ, Chai|ชัย",
        "Srisai|ศรีใส, Thongdee|ทองดี, Wongsa|วงศา, Boonmee|บุญมี, Saetang|แซ่ตั้ง",
    ),
    "indonesian": Pool(
        "Siti Rahayu, Dewi Lestari, Kartini, Wulandari, Ratna Sari, Ningsih",
        "Sukardi, Budi Santoso, Agus Wijaya, Joko Prasetyo, Suharno, Bambang",
        "Halim, Siregar, Pranoto, Hutapea, Gunawan, Setiawan",
        is_mononym=0.45,
    ),
    "filipino": Pool(
        "Maria Luz, Rosario, Imelda Joy, Corazon, Angelica, Marisol",
        "Jose Ramon, Ferdinand Lito, Andres, Emilio, Danilo, Rodel",
        "Dela Cruz, Santos, Reyes, Bautista, Villanueva, Magsaysay-Ramos, Aquino-Lim",
    ),
    "hindi": Pool(
        "Anjali|अंजलि, Deepa|दीपा, Rekha|रेखा, Neha|नेहा, Pooja|पूजा, Shanti|शांति, Usha|उषा, Geeta|गीता, Priya|प्रिया, Sunita|सुनीता, Kavita|कविता, Meera|मीरा, Lakshmi|लक्ष्मी",
        "Rajesh|राजेश, Anil|अनिल, Deepak|दीपक, Manoj|मनोज, Rahul|राहुल, Sanjay|संजय, Mohan|मोहन, Amit|अमित, Suresh|सुरेश, Vikram|विक्रम, Arjun|अर्जुन, Ravi|रवि",
        "Sharma|शर्मा, Agarwal|अग्रवाल, Chauhan|चौहान, Desai|देसाई, Iyer|अय्यर, Kapoor|कपूर, Mehta|मेहता, Nair|नायर, Pandey|पांडे, Gupta|गुप्ता, Patel|पटेल, Verma|वर्मा, Joshi|जोशी, Singh|सिंह, Rao|राव, Mishra|मिश्रा",
    ),
    "bengali": Pool(
        "Nasreen|নাসরিন, Sharmin|শারমিন, Farzana|ফারজানা, Rokeya|রোকেয়া",
        "Rahim|রহিম, Anwar|আনোয়ার, Shafiq|শফিক, Kamal|কামাল",
        "Hossain|হোসেন, Chowdhury|চৌধুরী, Akter|আক্তার, Rahman|রহমান, Sarker|সরকার",
    ),
    "nepali": Pool(
        "Sita|सीता, Maya|माया, Bimala|बिमला, Gita|गीता",
        "Bishnu|विष्णु, Dipak|दीपक, Hari|हरि, Suman|सुमन",
        "Gurung|गुरुङ, Shrestha|श्रेष्ठ, Tamang|तामाङ, Adhikari|अधिकारी, Thapa|थापा",
    ),
    "sinhala": Pool(
        "Nimali|නිමාලි, Kumari|කුමාරි, Sanduni|සඳුනි",
        "Nimal|නිමල්, Sunil|සුනිල්, Chaminda|චමින්ද",
        "Perera|පෙරේරා, Fernando|ප්‍රනාන්දු, Silva|සිල්වා, Jayasinghe|ජයසිංහ",
    ),
    "english": Pool(
        "Grace, Hannah, Audrey, Brenda, Celeste, Daphne, Esther, Fiona, Gloria, Irene, Judith, Kayla, Lorna, Miriam, Nell, Paige, Rosalind, Tamsin, Una, Vera, Willa, Yvette, Olivia, Ruth, Megan, Claire, Ruby, Joan, Naomi, Eleanor, Faith, Abigail",
        "Peter, Thomas, Alvin, Brendan, Clive, Desmond, Elliot, Floyd, Graham, Hugh, Ivan, Jerome, Keith, Lionel, Miles, Neil, Otis, Philip, Quentin, Rufus, Simon, Tobias, Vernon, Wesley, Daniel, Owen, Samuel, Jack, Henry, Marcus, Isaac, Walter, Caleb, Dean",
        "Whitfield, Harper, Abbott, Barlow, Castle, Dunmore, Ellery, Farrow, Garnett, Hollis, Ingram, Jessop, Kerrigan, Loxley, Merriweather, Norwood, Oakes, Penrose, Quill, Ransome, Stroud, Tillman, Underhill, Vance, Wexford, Yarrow, O’Connor, Bennett, Marsh, Fletcher, McAllister, Rowe, Sutton, Hale, Nakai, Begay, Larsen, Christensen, Okafor-Smith, Thorne, Kimball, Ashworth",
    ),
    "french": Pool(
        "Camille, Élodie, Françoise, Aurélie, Noémie, Chloé, Océane, Hélène",
        "Étienne, Jérôme, Loïc, Benoît, François, Théo, Gaël, Anaïs-Marie",
        "Lefèvre, d’Aubigné, Moreau, Le Guen, Dubois-Martin, Château, Besançon, Noël",
    ),
    "spanish": Pool(
        "Lucía, María José, Inés, Begoña, Ximena, Rocío, Guadalupe, Soledad",
        "José Luis, Andrés, Íñigo, Joaquín, Óscar, Ramón, Sebastián, Ángel",
        "Pérez, Muñoz, Ibáñez, de la Cruz, Quispe, Mamani, Zúñiga, Benítez, Peña, Huamán, Vázquez, Núñez",
        has_two_families=True,
    ),
    "portuguese": Pool(
        "Conceição, Joana, Beatriz, Luísa, Inês, Aparecida",
        "João, Antônio, Tiago, Luís, Simão, Sebastião",
        "Gonçalves, dos Santos, Araújo, da Conceição, Magalhães, Simões, Falcão",
        has_two_families=True,
    ),
    "italian": Pool(
        "Chiara, Giulia, Niccolina, Elisabetta, Lucia",
        "Niccolò, Matteo, Giosuè, Lorenzo, Pietro",
        "D’Angelo, Bianchi, Lo Russo, Cannavò, Ferrari, De Luca",
    ),
    "german": Pool(
        "Jörgine, Käthe, Ursula, Annegret, Sabine, Heike",
        "Jürgen, Björn, Matthias, Günther, Uwe, Stefan",
        "Müller, Weiß, von Ahlefeld, Schröder, Krüger, Großmann, Zgraggen, Bächli",
    ),
    "dutch": Pool(
        "Anneke, Femke, Marijke, Saskia",
        "Joost, Pieter, Ruud, Wouter",
        "van der Berg, de Vries, ’t Hart, van ’t Hoff, IJzerman, ter Braak",
    ),
    "nordic": Pool(
        "Åse, Ingrid, Solveig, Märta, Kirsi, Tuulikki, Åsa",
        "Øystein, Håkon, Søren, Björn, Jukka, Väinö, Mårten",
        "Ødegård, Lindström, Hämäläinen, Sørensen, Åkesson, Bjørnstad, Mäkinen",
    ),
    "icelandic": Pool(
        "Guðrún Ósk, Þórunn, Sigríður, Ásdís Björk",
        "Ólafur Þór, Guðmundur, Þorsteinn, Ægir",
        "Jónsdóttir, Þórðarson, Guðmundsdóttir, Ólafsson, Ægisson",
    ),
    "slavic": Pool(
        "Małgorzata, Zuzana, Željka, Šárka, Jadwiga, Ljiljana",
        "Wojciech, Jiří, Đorđe, Ľubomír, Krzysztof, Saša",
        "Wiśniewska, Dvořák, Jovanović, Šťastný, Żółkiewski, Kovačić, Hruška",
    ),
    "baltic": Pool(
        "Živilė, Ilze, Kristīne, Liina, Rūta",
        "Jānis, Kęstutis, Ģirts, Jüri, Vytautas",
        "Kazlauskas, Bērziņš, Õunapuu, Žukauskaitė, Kalniņa",
    ),
    "cyrillic": Pool(
        "Olena|Олена, Natalia|Наталія, Iryna|Ірина, Svitlana|Світлана, Oksana|Оксана",
        "Dmytro|Дмитро, Andrii|Андрій, Serhii|Сергій, Mykola|Микола",
        "Kovalchuk|Ковальчук, Shevchuk|Шевчук, Bondarenko|Бондаренко, Melnyk|Мельник, Tkachenko|Ткаченко",
    ),
    "russian": Pool(
        "Anna|Анна, Yelena|Елена, Galina|Галина, Aigul|Айгуль, Zarina|Зарина",
        "Igor|Игорь, Nikolai|Николай, Ruslan|Руслан, Bolat|Болат, Timur|Тимур",
        "Orlov|Орлов, Akhmetov|Ахметов, Sokolov|Соколов, Ibraimov|Ибраимов, Zhukov|Жуков, Nurlanuly|Нурланулы",
    ),
    "bulgarian": Pool(
        "Desislava|Десислава, Tsvetana|Цветана, Rumyana|Румяна",
        "Georgi|Георги, Plamen|Пламен, Hristo|Христо",
        "Dimitrova|Димитрова, Petrov|Петров, Angelov|Ангелов, Yordanov|Йорданов",
    ),
    "mongolian": Pool(
        "Oyunchimeg|Оюунчимэг, Sarangerel|Сарангэрэл, Enkhtuya|Энхтуяа",
        "Batbayar|Батбаяр, Ganbold|Ганболд, Tömör|Төмөр",
        "Bat-Erdene|Бат-Эрдэнэ, Dorj|Дорж",
        is_mononym=0.6,
    ),
    "greek": Pool(
        "Eleni|Ελένη, Katerina|Κατερίνα, Vasiliki|Βασιλική",
        "Giorgos|Γιώργος, Nikos|Νίκος, Stavros|Σταύρος",
        "Papadaki|Παπαδάκη, Nikolaou|Νικολάου, Ioannidis|Ιωαννίδης, Georgiou|Γεωργίου",
    ),
    "georgian": Pool(
        "Nino|ნინო, Tamar|თამარ, Ketevan|ქეთევან",
        "Giorgi|გიორგი, Levan|ლევან, Zurab|ზურაბ",
        "Beridze|ბერიძე, Kapanadze|კაპანაძე, Gelashvili|გელაშვილი",
    ),
    "armenian": Pool(
        "Anahit|Անահիտ, Lusine|Լուսինե, Mariam|Մարիամ",
        "Armen|Արմեն, Tigran|Տիգրան, Hayk|Հայկ",
        "Hakobyan|Հակոբյան, Sargsyan|Սարգսյան, Petrosyan|Պետրոսյան",
    ),
    "hebrew": Pool(
        "Noa|נועה, Tamar|תמר, Yael|יעל",
        "Eitan|איתן, Yonatan|יונתן, Uri|אורי",
        "Levi|לוי, Mizrahi|מזרחי, Shalom|שלום, Katz|כץ",
    ),
    "turkish": Pool(
        "Ayşe, Gülçin, Özlem, Şebnem, İpek",
        "Çağrı, Oğuz, Şükrü, İsmail, Ümit",
        "Yıldız, Öztürk, Çelik, Doğan, Güneş, Işık",
    ),
    "azeri": Pool(
        "Gülnarə, Ləman, Sevda",
        "Elçin, Rəşad, Tofiq",
        "Məmmədov, Əliyeva, Hüseynli",
    ),
    "hungarian": Pool(
        "Zsófia, Ágnes, Boglárka",
        "Árpád, György, Lőrinc",
        "Nagy, Szűcs, Kőszegi, Győri",
        is_family_first=True,
    ),
    "romanian": Pool(
        "Ștefania, Ioana, Măriuca",
        "Răzvan, Țucu, Ștefan",
        "Bălan, Țepeș-Marin, Munteanu, Ștefănescu",
    ),
    "albanian": Pool(
        "Teutë, Blerta, Mirë",
        "Agron, Besnik, Gëzim",
        "Hoxhaj, Krasniqi, Gjoni, Çela",
    ),
    "amharic": Pool(
        "Almaz|አልማዝ, Hirut|ሂሩት, Tigist|ትዕግስት, Selamawit|ሰላማዊት",
        "Abebe|አበበ, Dawit|ዳዊት, Tesfaye|ተስፋዬ, Yonas|ዮናስ",
        "Bekele|በቀለ, Tadesse|ታደሰ, Girma|ግርማ, Haile|ኃይሌ, Alemu|ዓለሙ",
    ),
    "swahili": Pool(
        "Wanjiku, Neema, Akinyi, Bahati, Chebet, Eshe, Faith Wambui, Halima, Imani, Jebet, Kanini, Makena, Nakato, Rehema, Subira, Wairimu, Achieng, Amina, Zawadi, Furaha, Uwimana",
        "Kamau, Juma, Barasa, Chege, Daudi, Eliud, Hamisi, Jabali, Kibet, Lwanga, Muthomi, Njoroge, Okello, Rashidi, Simiyu, Tumaini, Otieno, Baraka, Mugisha, Habimana, Mwangi",
        "Mwakio, Odhiambo, Achola, Bukenya, Cheruiyot, Gathoni, Kagame-Lule, Lekasi, Mbogo, Nabirye, Ochieng, Rutere, Shayo, Tenai, Ulimwengu, Wafula, Kiprotich, Nyerere-Moshi, Kato, Ndayisaba, Mutesi, Wekesa",
    ),
    "westafrican": Pool(
        "Ngozi, Adaeze, Amara, Bolanle, Chiamaka, Damilola, Ebele, Folake, Gifty, Ifeoma, Kehinde, Nana Yaa, Oluchi, Ronke, Titilayo, Uzoamaka, Zainab, Yaa, Abena, Temitọpẹ, Fatou, Efua",
        "Chinedu, Kwame, Abiola, Bashir, Chukwuma, Danladi, Ebo, Femi, Gbenga, Ikenna, Kayode, Musa, Nii, Obinna, Segun, Tunde, Uche, Yaw, Ọlábísí, Babajide, Kofi, Lamin, Emeka",
        "Okonkwo, Adéyemí, Abubakar, Boateng, Chukwu, Danso, Eze, Fashola, Gyasi, Ibekwe, Lawal, Nkansah, Obi, Oyelaran, Sesay, Tetteh, Ugwu, Yeboah, Mensah, Owusu, Nwosu, Balogun, Jallow, Kamara, Quansah",
    ),
    "francoafrican": Pool(
        "Fatoumata Binta, Aïssatou, Bintou, Coumba, Djénéba, Espérance, Grâce, Hawa, Kadiatou, Mariétou, Nafissatou, Rokia, Sokhna, Yacine, Mariame, Awa, Ndeye, Chantal, Bénédicte",
        "Mamadou, Ibrahima, Abdoulaye, Boubacar, Cheikh, Drissa, Emmanuel, Félicien, Gervais, Issa, Lamine, Oumar, Sékou, Tidiane, Souleymane, Moussa, Jean-Bosco, Dieudonné, Kouassi",
        "Diallo, Traoré, Bah, Coulibaly, Dembélé, Essomba, Faye, Gueye, Hounkpè, Kaboré, Landry, Mbarga, Ndour, Ondo, Sarr, Tounkara, Yaméogo, Ouédraogo, N’Diaye, Koné, Mbemba, Tchatchouang, Kouamé, Zongo",
    ),
    "southernafrican": Pool(
        "Nomvula, Thandiwe, Lerato, Chipo, Rumbidzai, Naledi",
        "Sipho, Thabo, Tendai, Kagiso, Mandla, Tafadzwa",
        "Dlamini, Moyo, Khumalo, Molefe, Phiri, Banda, van Wyk, Nkosi",
    ),
    "malagasy": Pool(
        "Hasina, Voahangy, Lalao",
        "Rivo, Tiana, Solofo",
        "Rakotomalala, Andrianarivo, Rasoanaivo, Ravalison",
        is_family_first=True,
    ),
    "pacific": Pool(
        "Sina, ’Ofa, Litia, Mele, Kalolaine",
        "Tevita, Sione, Ratu Jone, Iosefa, Manu",
        "Tupou, Fa’alogo, Vakatora, Naisoro, Ma’ilei, Koroi",
    ),
    "caribbean": Pool(
        "Shanice, Keisha, Marva, Yolande, Althea",
        "Delroy, Winston, Jermaine, Anton, Leroy",
        "Baptiste, Campbell, Pierre-Louis, Joseph, St. Hilaire, Ramkissoon",
    ),
    "burmese": Pool(
        "Thida|သီတာ, Khin May|ခင်မေ, Su Su|စုစု",
        "Aung Win|အောင်ဝင်း, Ko Lay|ကိုလေး, Tun Tun|ထွန်းထွန်း",
        "Myint|မြင့်, Htwe|ထွေး",
        is_mononym=0.7,
    ),
    "khmer": Pool(
        "Sophea|សុភា, Chanthou|ចាន់ធូ, Bopha|បុប្ផា",
        "Dara|តារា, Sokha|សុខា, Vuthy|វុទ្ធី",
        "Chea|ជា, Sok|សុខ, Keo|កែវ, Heng|ហេង",
        is_family_first=True,
    ),
}

# Country or area -> pool; the order is how many come from there in the demonstration.
COUNTRIES = {
    "US": "english", "CN": "chinese", "NG": "westafrican", "IN": "hindi", "KE": "swahili",
    "MX": "spanish", "CA": "english", "GB": "english", "FR": "french", "JP": "japanese",
    "BR": "portuguese", "GH": "westafrican", "ZA": "southernafrican", "DE": "german",
    "CM": "francoafrican", "PK": "urdu", "UG": "swahili", "KR": "korean", "ES": "spanish",
    "EG": "arabic", "PH": "filipino", "BD": "bengali", "CO": "spanish", "AR": "spanish",
    "CD": "francoafrican", "TN": "arabic", "NP": "nepali", "MA": "arabic", "IT": "italian",
    "PE": "spanish", "ET": "amharic", "SN": "francoafrican", "TZ": "swahili",
    "ID": "indonesian", "VN": "vietnamese", "UA": "cyrillic", "AU": "english",
    "RW": "swahili", "CH": "german", "NL": "dutch", "SE": "nordic", "NO": "nordic",
    "TR": "turkish", "JO": "arabic", "LB": "arabic", "CL": "spanish", "EC": "spanish",
    "GT": "spanish", "BJ": "francoafrican", "TG": "francoafrican", "BF": "francoafrican",
    "ML": "francoafrican", "CI": "francoafrican", "GN": "francoafrican",
    "SL": "westafrican", "LR": "westafrican", "GM": "westafrican", "ZM": "southernafrican",
    "ZW": "southernafrican", "MW": "southernafrican", "BW": "southernafrican",
    "NA": "southernafrican", "LS": "southernafrican", "SZ": "southernafrican",
    "MZ": "portuguese", "AO": "portuguese", "CV": "portuguese", "GW": "portuguese",
    "ST": "portuguese", "MG": "malagasy", "BI": "swahili", "SS": "swahili",
    "SD": "arabic", "DZ": "arabic", "LY": "arabic", "MR": "arabic", "IQ": "arabic",
    "SY": "arabic", "PS": "arabic", "SA": "arabic", "AE": "arabic", "QA": "arabic",
    "KW": "arabic", "OM": "arabic", "BH": "arabic", "YE": "arabic", "IR": "persian",
    "AF": "persian", "TJ": "russian", "KZ": "russian", "KG": "russian", "UZ": "russian",
    "RU": "russian", "BY": "russian", "MD": "romanian", "RO": "romanian",
    "BG": "bulgarian", "MK": "bulgarian", "RS": "slavic", "HR": "slavic", "BA": "slavic",
    "SI": "slavic", "SK": "slavic", "CZ": "slavic", "PL": "slavic", "HU": "hungarian",
    "AT": "german", "BE": "dutch", "LU": "french", "IE": "english", "PT": "portuguese",
    "GR": "greek", "CY": "greek", "MT": "italian", "AL": "albanian", "GE": "georgian",
    "AM": "armenian", "AZ": "azeri", "IL": "hebrew", "IS": "icelandic", "FI": "nordic",
    "DK": "nordic", "EE": "baltic", "LV": "baltic", "LT": "baltic", "MN": "mongolian",
    "TH": "thai", "KH": "khmer", "MM": "burmese", "LK": "sinhala", "MY": "indonesian",
    "SG": "chinese", "NZ": "pacific", "FJ": "pacific", "WS": "pacific", "TO": "pacific",
    "PG": "pacific", "VU": "pacific", "SB": "pacific", "HT": "caribbean",
    "JM": "caribbean", "TT": "caribbean", "BB": "caribbean", "LC": "caribbean",
    "GY": "caribbean", "BS": "caribbean", "CU": "spanish", "DO": "spanish",
    "CR": "spanish", "PA": "spanish", "HN": "spanish", "SV": "spanish", "NI": "spanish",
    "BO": "spanish", "PY": "spanish", "UY": "spanish", "VE": "spanish",
    "GA": "francoafrican", "CG": "francoafrican", "TD": "francoafrican",
    "NE": "francoafrican", "CF": "francoafrican", "SO": "arabic", "DJ": "arabic",
    "ER": "amharic", "MU": "francoafrican", "SC": "francoafrican", "KM": "arabic",
}  # fmt: skip

_WHAT = (
    "Harbour, Lantern, Baobab, River, Open Door, Green Roof, Commons, Bridge, Lighthouse, "
    "Cedar, Rooftop, Seedling, New Street, Clear Water, Footpath, Mosaic, Compass, Well, "
    "Terrace, Neighbour, Horizon, Market Square, Olive Tree, Playground, Rainwater, "
    "Kitchen Garden, Night Bus, Corner Shop, Bicycle, Library, Village Pump, Old Town"
).split(", ")
_FOR = (
    "Communities, Cities, Youth, Women, Housing, Climate Action, Education, Peace, Health, "
    "Disability Rights, Migrants, Elders, Fair Work, Clean Air, Local Democracy, "
    "Public Space, Food, Water, Culture, Volunteers, Small Enterprises, Indigenous Rights"
).split(", ")
_KINDS = {
    "ngo": [
        "{what} {aim} Network", "{what} Alliance for {aim}", "{what} Initiative {aim}",
        "Friends of the {what}: {aim}", "{what} {aim} Forum", "{what} Union for {aim}",
    ],
    "academic": ["{what} University, School of {aim}", "{what} College of {aim}"],
    "foundation": ["{what} Foundation for {aim}", "{what} Fund for {aim}"],
    "chamber": ["{what} Chamber of Commerce", "{what} Chamber: {aim}"],
    "government": ["City of {what}, Office of {aim}"],
    "media": ["{what} Daily", "Radio {what}"],
}  # fmt: skip
_OWN = {
    "spanish": ["Red {n} de Barrios Vivos", "Fundación Calle Abierta {n}"],
    "french": ["Réseau Villes Vertes {n}", "Collectif Quartiers Solidaires {n}"],
    "francoafrican": ["Femmes et Territoires {n}", "Association Eau Claire {n}"],
    "portuguese": ["Instituto Praça Viva {n}", "Rede Bairros Justos {n}"],
    "german": ["Bündnis Offene Stadt {n}", "Verein Grüne Höfe {n}"],
    "arabic": ["جمعية المدينة الخضراء {n}", "شبكة الأحياء الحية {n}"],
    "chinese": ["绿色社区促进会 {n}", "开放城市发展中心 {n}"],
    "russian": ["Фонд «Открытый город» {n}"],
    "cyrillic": ["Місто без бар’єрів {n}"],
    "japanese": ["みどりのまちづくりネットワーク {n}"],
    "hindi": ["स्वच्छ नगर मंच {n}"],
}


def organisation(chance: Random, kind: str, number: int) -> str:
    """An invented name; `number` keeps two of the same words apart."""
    what, aim = chance.choice(_WHAT), chance.choice(_FOR)
    name = chance.choice(_KINDS[kind]).format(what=what, aim=aim)
    return f"{name} {number}" if number else name


def own_name(chance: Random, country: str, number: int) -> tuple[str, str]:
    """An organisation's name in its own language, and that language's pool."""
    pool = COUNTRIES[country]
    if pool not in _OWN:
        return "", ""
    return chance.choice(_OWN[pool]).format(n=number), pool


def person(chance: Random, country: str, gender: str) -> tuple[str, str]:
    """A person's full name in Latin letters, and in own script where that differs."""
    return POOLS[COUNTRIES[country]].name(chance, gender)
