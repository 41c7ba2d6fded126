"""Fields for what people are asked again and again: a name, a day, a country."""

from hemicycle.ui.fields.countries import CountryField, CountrySelect
from hemicycle.ui.fields.dates import DateField3, DateWidget, MomentWidget, TimeField
from hemicycle.ui.fields.texts import CodeField, EmailField, NameField
from hemicycle.ui.fields.translated import TranslatedFormField, TranslatedWidget
from hemicycle.ui.fields.zones import ZoneField, ZoneSelect

__all__ = [
    "CodeField",
    "CountryField",
    "CountrySelect",
    "DateField3",
    "DateWidget",
    "EmailField",
    "MomentWidget",
    "NameField",
    "TimeField",
    "TranslatedFormField",
    "TranslatedWidget",
    "ZoneField",
    "ZoneSelect",
]
