"""One stylesheet, one script and two lists of words, put together without a build tool.

`script/assemble` writes them; a test fails when they fall behind their sources.
Why the result is checked in: docs/decisions/css.md.
"""

import json
import re
from pathlib import Path

from hemicycle.lib import countries, zones
from hemicycle.ui.synonyms import LANGUAGES, synonyms

HERE = Path(__file__).resolve().parent
HOUSE = HERE.parent

LAYERS = "@layer reset, tokens, base, components, rooms, utilities;\n"
STYLESHEET = HERE / "static" / "ui" / "hemicycle.css"
SCRIPT = HERE / "static" / "ui" / "hemicycle.js"
ZONES = HERE / "static" / "ui" / "zones.json"
COUNTRIES = HERE / "static" / "ui" / "countries.json"


def stylesheet() -> str:
    """All styles in the order of their layers. A room's own lie in its `css` folder."""
    css = HERE / "css"
    sources = [
        css / "reset.css",
        css / "tokens.css",
        css / "base.css",
        *sorted((css / "components").glob("*.css")),
        *sorted(p for p in HOUSE.glob("*/css/*.css") if p.parent != css),
        css / "utilities.css",
    ]
    return LAYERS + "".join(_without_comments(path.read_text()) for path in sources)


def script() -> str:
    """All modules of `js/`, each in a scope of its own."""
    return "".join(
        "{\n" + re.sub(r"(?m)^\s*//.*\n", "", path.read_text()) + "}\n"
        for path in sorted((HERE / "js").glob("*.js"))
    )


def country_words() -> str:
    """Code -> all other names, for the search in country fields."""
    words = {code: "|".join(synonyms(code)) for code in countries.CODES}
    return json.dumps(words, ensure_ascii=False, indent=0) + "\n"


def zone_words() -> str:
    """Zone -> other words for its search: cities beside its own with an @ in front, its
    country in all languages, and its name in the IANA database."""
    words = {
        zone: "|".join(
            [
                *(f"@{city}" for city in zones.CITIES.get(zone, ())),
                *dict.fromkeys(countries.name(code, each) for each in LANGUAGES),
                zone.replace("_", " "),
            ]
        )
        for zone, code in sorted(zones.countries().items())
    }
    return json.dumps(words, ensure_ascii=False, indent=0) + "\n"


def write() -> None:
    ZONES.write_text(zone_words())
    COUNTRIES.write_text(country_words())
    STYLESHEET.write_text(stylesheet())
    SCRIPT.write_text(script())


def _without_comments(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", css).strip() + "\n"


if __name__ == "__main__":
    write()
