from django.apps import AppConfig


class Newsroom(AppConfig):
    name = "hemicycle.newsroom"
