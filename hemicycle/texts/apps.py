from django.apps import AppConfig


class Texts(AppConfig):
    name = "hemicycle.texts"
