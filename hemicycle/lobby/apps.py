from django.apps import AppConfig


class Lobby(AppConfig):
    name = "hemicycle.lobby"
