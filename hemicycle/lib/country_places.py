"""Where countries and areas are: their region, and the place of their dot on a map.

Source: Countries & Territories Taxonomy of UN OCHA, as in hdx-python-country 4.2.5
(MIT licence): the regions of M49, and the middle of what encloses all that belongs to a
country. Where that lies in the sea or far from most of its people, the dot was moved
by hand: BS, CK, CV, FJ, KI, MP, MY, NZ, PF, PH, PN, PT, SH, SJ, TO, TV, UM, US, VU, WF,
WS.
"""

# ruff: noqa: SIM905  # tables, many on a line

REGIONS: dict[str, frozenset[str]] = {
    "africa": frozenset(
        (
            "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW "
            "IO KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN "
            "SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW"
        ).split()
    ),
    "americas": frozenset(
        (
            "AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK "
            "GD GF GL GP GS GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PM PR PY "
            "SR SV SX TC TT US UY VC VE VG VI"
        ).split()
    ),
    "asia": frozenset(
        (
            "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR "
            "KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TL TM "
            "TR TW UZ VN YE"
        ).split()
    ),
    "europe": frozenset(
        (
            "AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU "
            "IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI "
            "SJ SK SM UA VA XK"
        ).split()
    ),
    "oceania": frozenset(
        (
            "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK "
            "TO TV UM VU WF WS"
        ).split()
    ),
}
"""The regions of M49, in the order of its list, by their codes of countries."""

_PLACES = (
    "AD:42.6:1.6 AE:23.9:54.4 AF:33.8:66 AG:17.1:-61.8 AI:18.2:-63.1 AL:41.1:20.1 "
    "AM:40.3:44.9 AO:-12.4:17.6 AQ:-80.5:21.4 AR:-35:-65.1 AS:-14.3:-170.7 "
    "AT:47.6:14.1 AU:-25.4:134.2 AW:12.5:-70 AX:60.2:19.9 AZ:40.4:47.8 BA:44.2:17.8 "
    "BB:13.2:-59.6 BD:23.9:90.2 BE:50.6:4.7 BF:12.3:-1.7 BG:42.8:25.2 BH:26.1:50.5 "
    "BI:-3.4:29.9 BJ:9.6:2.3 BL:17.9:-62.8 BM:32.3:-64.7 BN:4.4:114.4 "
    "BO:-16.7:-64.7 BQ:12.2:-68.2 BR:-10.8:-53.1 BS:24.7:-78 BT:27.4:90.4 "
    "BV:-54.4:3.4 BW:-22.2:23.8 BY:53.5:28 BZ:17.2:-88.7 CA:61.4:-98.2 "
    "CC:-12.2:96.8 CD:-2.9:23.7 CF:6.6:20.5 CG:-0.8:15.2 CH:46.8:8.2 CI:7.6:-5.6 "
    "CK:-21.2:-159.8 CL:-37.7:-71.3 CM:5.7:12.7 CN:36.7:103.9 CO:3.9:-73.1 "
    "CR:10:-84.2 CU:21.6:-78.9 CV:15.1:-23.6 CW:12.2:-69 CX:-10.4:105.7 CY:35:33.2 "
    "CZ:49.7:15.3 DE:51.1:10.4 DJ:11.7:42.6 DK:56.1:9.9 DM:15.4:-61.4 DO:18.9:-70.5 "
    "DZ:28.2:2.6 EC:-1.5:-78.1 EE:58.7:26.2 EG:26.6:29.8 EH:24.7:-13.1 ER:15.4:38.8 "
    "ES:40.3:-3.6 ET:8.6:39.6 FI:64.5:26.3 FJ:-17.8:178 FK:-51.8:-55.8 FM:6.9:158.2 "
    "FO:61.6:-6.5 FR:46.7:2.4 GA:-0.6:11.8 GB:53.8:-2.1 GD:12.1:-61.7 GE:42.2:43.5 "
    "GF:3.9:-53.2 GG:49.5:-2.6 GH:8:-1.2 GI:36.1:-5.3 GL:74.7:-41.4 GM:13.4:-15.4 "
    "GN:10.4:-11 GP:16.4:-61.8 GQ:1.4:10.6 GR:40:22.2 GS:-54.4:-36.5 GT:15.7:-90.4 "
    "GU:13.5:144.8 GW:12.1:-14.9 GY:4.8:-59 HK:22.4:114.2 HM:-53.1:73.5 "
    "HN:14.8:-86.6 HR:45.2:16.4 HT:18.9:-72.7 HU:47.2:19.4 ID:-2.2:117.3 "
    "IE:53.2:-8.2 IL:31.3:35 IM:54.2:-4.5 IN:22.4:79.3 IO:-7.3:72.4 IQ:33:43.8 "
    "IR:32.6:54.3 IS:65:-18.6 IT:43.8:11.7 JE:49.2:-2.1 JM:18.2:-77.3 JO:31.3:36.8 "
    "JP:37.6:138.1 KE:0.5:37.9 KG:41.5:74.6 KH:12.7:104.9 KI:1.4:173 KM:-11.4:42.8 "
    "KN:17.3:-62.8 KP:40.1:127.2 KR:36.5:127.9 KW:29.3:47.5 KY:19.3:-81.2 "
    "KZ:48.2:67.3 LA:18.5:103.8 LB:33.9:35.9 LC:13.9:-61 LI:47.2:9.6 LK:7.6:80.7 "
    "LR:6.4:-9.3 LS:-29.6:28.2 LT:55.3:23.9 LU:49.8:6.1 LV:56.9:24.9 LY:27:18 "
    "MA:31.9:-6.3 MC:43.7:7.4 MD:47.2:28.5 ME:42.8:19.3 MF:18.1:-63.1 MG:-19.4:46.7 "
    "MH:9.5:169.1 MK:41.6:21.7 ML:17.3:-3.5 MM:21.2:96.5 MN:46.8:103.1 "
    "MO:22.2:113.5 MP:15.2:145.7 MQ:14.7:-61 MR:20.3:-10.3 MS:16.7:-62.2 "
    "MT:35.9:14.4 MU:-20.3:57.6 MV:5.1:73.3 MW:-13.2:34.3 MX:23.9:-102.5 MY:4:102.2 "
    "MZ:-17.3:35.6 NA:-22.1:17.2 NC:-21.3:165.3 NE:17.4:9.4 NF:-29:168 NG:9.6:8.1 "
    "NI:12.8:-85 NL:52.3:5.7 NO:64.4:14.1 NP:28.3:83.9 NR:-0.5:166.9 "
    "NU:-19.1:-169.9 NZ:-41.8:172.8 OM:20.5:56.1 PA:8.5:-80.1 PE:-9.2:-74.4 "
    "PF:-17.7:-149.4 PG:-6.8:143 PH:12.9:122.9 PK:29.4:68.8 PL:52.1:19.4 "
    "PM:46.8:-56.2 PN:-25.1:-130.1 PR:18.2:-66.5 PS:32:35.3 PT:39.6:-8 PW:7.5:134.6 "
    "PY:-23.2:-58.4 QA:25.3:51.2 RE:-21.1:55.6 RO:45.8:25 RS:44:20.8 RU:62:96.7 "
    "RW:-2:29.9 SA:24.1:44.5 SB:-8.8:159.7 SC:-4.7:55.5 SD:16:30 SE:62.9:16.7 "
    "SG:1.3:103.8 SH:-16:-5.7 SI:46.1:14.8 SJ:78.6:16.5 SK:48.7:19.5 SL:8.6:-11.8 "
    "SM:43.9:12.5 SN:14.4:-14.5 SO:6.1:45.9 SR:4.1:-55.9 SS:7.3:30.3 ST:0.2:6.6 "
    "SV:13.7:-88.9 SX:18:-63.1 SY:35:38.5 SZ:-26.6:31.5 TC:21.8:-71.8 TD:15.4:18.7 "
    "TF:-49.3:69.5 TG:8.5:1 TH:15.2:101 TJ:38.5:71 TK:-9.2:-171.9 TL:-8.8:126 "
    "TM:39.1:59.4 TN:34.1:9.6 TO:-21.2:-175.2 TR:38.9:35.7 TT:10.4:-61.3 "
    "TV:-8.5:179.2 TW:23.7:121 TZ:-6.3:34.8 UA:49:31.4 UG:1.3:32.4 UM:19.3:166.6 "
    "US:39.8:-98.6 UY:-32.8:-56 UZ:41.7:63.2 VA:41.9:12.5 VC:13.3:-61.2 "
    "VE:7.1:-66.2 VG:18.3:-65.1 VI:17.4:-64.7 VN:16.6:106.3 VU:-16.2:167.7 "
    "WF:-13.8:-177.2 WS:-13.8:-172.1 XK:42.6:20.9 YE:16:47.5 YT:-12.8:45.1 "
    "ZA:-29:25.1 ZM:-13.5:27.8 ZW:-19:29.9 "
)
PLACES: dict[str, tuple[float, float]] = {
    code: (float(latitude), float(longitude))
    for code, latitude, longitude in (place.split(":") for place in _PLACES.split())
}
"""Code of a country or area -> latitude and longitude of its dot, in degrees."""

_REGION = {code: region for region, codes in REGIONS.items() for code in codes}


def region_of(code: str) -> str:
    """The key of a country's region; "" for what M49 puts in none."""
    return _REGION.get(code, "")
