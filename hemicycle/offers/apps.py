from django.apps import AppConfig


class Offers(AppConfig):
    name = "hemicycle.offers"
