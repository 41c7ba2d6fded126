"""Time zones as the IANA database names places: one list for every form."""

import importlib.resources
import zoneinfo
from collections.abc import Mapping
from functools import cache
from pathlib import Path

UTC = "UTC"

CITIES: Mapping[str, tuple[str, ...]] = {
    "Africa/Algiers": ("Oran",),
    "Africa/Cairo": ("Alexandria", "Giza", "Sharm el-Sheikh"),
    "Africa/Casablanca": ("Fez", "Marrakesh", "Rabat", "Tangier"),
    "Africa/Dar_es_Salaam": ("Arusha", "Dodoma", "Zanzibar"),
    "Africa/Johannesburg": ("Cape Town", "Durban", "Pretoria"),
    "Africa/Lagos": ("Abuja", "Kano"),
    "Africa/Nairobi": ("Mombasa",),
    "America/Argentina/Buenos_Aires": ("La Plata", "Rosario"),
    "America/Bogota": ("Cali", "Cartagena", "Medellín"),
    "America/Chicago": ("Austin", "Dallas", "Houston", "Minneapolis", "New Orleans"),
    "America/Denver": ("Albuquerque", "Salt Lake City", "Santa Fe"),
    "America/Guayaquil": ("Quito",),
    "America/Halifax": ("Fredericton",),
    "America/La_Paz": ("Cochabamba", "Santa Cruz de la Sierra", "Sucre"),
    "America/Los_Angeles": ("Las Vegas", "Portland", "San Diego", "San Francisco",
                            "Seattle"),
    "America/Mexico_City": ("Guadalajara", "Oaxaca", "Puebla"),
    "America/New_York": ("Atlanta", "Boston", "Miami", "Philadelphia",
                         "Washington, D.C."),
    "America/Sao_Paulo": ("Brasília", "Porto Alegre", "Rio de Janeiro"),
    "America/Toronto": ("Montréal", "Ottawa", "Québec"),
    "America/Vancouver": ("Victoria",),
    "Asia/Almaty": ("Astana",),
    "Asia/Dubai": ("Abu Dhabi", "Sharjah"),
    "Asia/Ho_Chi_Minh": ("Hanoi",),
    "Asia/Jerusalem": ("Tel Aviv",),
    "Asia/Karachi": ("Islamabad", "Lahore"),
    "Asia/Kolkata": ("Bengaluru", "Chennai", "Hyderabad", "Mumbai", "New Delhi"),
    "Asia/Riyadh": ("Jeddah", "Mecca", "Medina"),
    "Asia/Seoul": ("Busan", "Gyeongju", "Incheon"),
    "Asia/Shanghai": ("Beijing", "Guangzhou", "Shenzhen"),
    "Asia/Tokyo": ("Hiroshima", "Kyoto", "Osaka", "Sendai"),
    "Asia/Bangkok": ("Chiang Mai",),
    "Asia/Jakarta": ("Bandung",),
    "Asia/Makassar": ("Bali", "Denpasar"),
    "Australia/Sydney": ("Canberra",),
    "Europe/Berlin": ("Bonn", "Cologne", "Frankfurt", "Hamburg", "Munich"),
    "Europe/Istanbul": ("Ankara", "Antalya", "İzmir"),
    "Europe/London": ("Cardiff", "Edinburgh", "Glasgow", "Manchester"),
    "Europe/Madrid": ("Barcelona", "Seville", "Valencia"),
    "Europe/Moscow": ("Saint Petersburg",),
    "Europe/Paris": ("Lyon", "Marseille", "Strasbourg", "Toulouse"),
    "Europe/Rome": ("Florence", "Milan", "Naples", "Venice"),
    "Europe/Zurich": ("Basel", "Bern", "Geneva", "Lausanne"),
    "Europe/Amsterdam": ("Rotterdam", "The Hague"),
    "Europe/Brussels": ("Antwerp", "Ghent"),
    "Europe/Kyiv": ("Kharkiv", "Lviv", "Odesa"),
    "Europe/Lisbon": ("Porto",),
    "Europe/Stockholm": ("Gothenburg", "Malmö"),
    "Europe/Warsaw": ("Gdańsk", "Katowice", "Kraków"),
    "Pacific/Auckland": ("Christchurch", "Wellington"),
}  # fmt: skip
"""Large cities, and those where conferences meet, that no zone is called after."""


@cache
def names() -> tuple[str, ...]:
    """UTC, then the zones of places in order. Aliases and plain offsets are left out.

    From zone.tab of the system, else of the tzdata package: one line a place.
    """
    return (UTC, *sorted(countries().keys() & zoneinfo.available_timezones()))


@cache
def countries() -> Mapping[str, str]:
    """Zone -> the two letters of the country that its place is in."""
    lines = (line.split("\t") for line in _table().splitlines() if line[:1] != "#")
    return {parts[2].strip(): parts[0] for parts in lines if len(parts) > 2}


def has_city(zone: str, city: str) -> bool:
    """Whether this is one of the cities beside the one the zone is called after."""
    return city.casefold() in (each.casefold() for each in CITIES.get(zone, ()))


def is_known(name: str) -> bool:
    """Whether the IANA database has it, aliases such as Asia/Calcutta included."""
    return name in zoneinfo.available_timezones()


def _table() -> str:
    for folder in zoneinfo.TZPATH:
        path = Path(folder) / "zone.tab"
        if path.exists():
            return path.read_text(encoding="utf-8")
    table = importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab"
    return table.read_text(encoding="utf-8")
