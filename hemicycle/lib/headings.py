"""How the columns of names are headed, in the languages tables come in."""

PARTS_OF_NAMES = (
    # English, French, Spanish, Portuguese, Italian, German, Dutch
    "first name", "firstname", "given name", "given names", "forename", "forenames",
    "first names", "middle name", "middle names", "last name", "lastname", "surname",
    "surnames", "family name", "family names", "second name", "maiden name",
    "prénom", "prénoms", "nom de famille", "nom patronymique", "nom de naissance",
    "nombre de pila", "apellido", "apellidos", "primer apellido", "segundo apellido",
    "primer nombre", "segundo nombre", "nome próprio", "sobrenome", "apelido",
    "cognome", "vorname", "vornamen", "nachname", "familienname", "zuname",
    "voornaam", "voornamen", "achternaam", "tussenvoegsel",
    # Swedish, Norwegian, Danish, Finnish, Polish, Czech, Hungarian, Romanian, Turkish
    "förnamn", "efternamn", "fornavn", "etternavn", "efternavn", "etunimi",
    "sukunimi", "imię", "imiona", "nazwisko", "příjmení", "keresztnév",
    "utónév", "vezetéknév", "családnév", "prenume", "nume de familie", "adı", "soyad",
    "soyadı",    "prezime",
    # Greek, Russian, Ukrainian, Arabic, Persian, Hebrew, Hindi
    "όνομα", "επώνυμο", "επίθετο", "фамилия", "отчество", "прізвище", "ім’я",
    "по батькові", "الاسم الأول", "الاسم الشخصي", "اسم الأب", "اسم العائلة", "اللقب",
    "الكنية", "الاسم العائلي", "نام خانوادگی", "שם פרטי", "שם משפחה",
    "उपनाम",
    # Chinese, Japanese, Korean, Vietnamese, Indonesian, Swahili
    "姓", "姓氏", "名", "氏", "성", "họ", "nama depan",
    "nama belakang", "jina la kwanza", "jina la ukoo",
)  # fmt: skip
WHOLE_OR_PART = (
    "name", "names", "nom", "noms", "nombre", "nombres", "nome", "naam", "namn",
    "navn", "nimi", "név", "nume", "имя", "имена", "الاسم", "이름", "שם", "नाम",
    "nama", "jina", "isim", "ad", "ime", "jméno", "نام", "名字", "tên",
)  # fmt: skip
"""The whole name, unless another column holds a part."""
FULL_NAME = (
    *WHOLE_OR_PART, "full name", "fullname", "complete name", "participant",
    "name of participant", "name of the participant", "nom complet", "nom et prénom",
    "nom et prénoms", "nom prénom", "nom, prénom", "prénom et nom", "prénom nom",
    "nombre completo", "nombre y apellidos", "nombre y apellido", "apellidos y nombre",
    "nome completo", "nome e cognome", "cognome e nome", "nome e sobrenome",
    "vor- und nachname", "vollständiger name", "volledige naam", "imię i nazwisko",
    "nazwisko i imię", "jméno a příjmení", "ad soyad", "adı soyadı", "ονοματεπώνυμο",
    "фио", "ф.и.о.", "полное имя", "имя и фамилия", "фамилия и имя",
    "фамилия, имя", "фамилия имя отчество", "піб", "الاسم الكامل", "الاسم واللقب",
    "الاسم بالكامل", "الاسم الثلاثي", "الاسم الرباعي", "الاسم والنسب",
    "نام و نام خانوادگی", "שם מלא", "姓名", "全名", "氏名", "성명", "họ và tên",
    "nama lengkap", "jina kamili",
)  # fmt: skip
EMAIL = (
    "e-mail", "email", "mail", "e-mail address", "email address", "mail address",
    "address e-mail", "courriel", "adresse e-mail", "adresse mail", "adresse email",
    "adresse électronique", "adresse de courriel", "mél", "correo",
    "correo electrónico",
    "dirección de correo electrónico", "correio eletrónico", "correio eletrônico",
    "posta elettronica", "indirizzo e-mail", "e-mail-adresse", "e-mailadres", "e-post",
    "sähköposti", "adres e-mail", "e-posta", "email cím", "ηλεκτρονική διεύθυνση",
    "почта", "эл. почта", "электронная почта", "адрес электронной почты", "имейл",
    "البريد", "البريد الإلكتروني", "عنوان البريد الإلكتروني", "بريد إلكتروني",
    "الإيميل", "ایمیل", "דוא\"ל", "ईमेल", "电子邮件", "电子邮箱", "邮箱", "邮件",
    "電子郵件", "メール", "メールアドレス", "이메일", "surel", "barua pepe",
)  # fmt: skip
