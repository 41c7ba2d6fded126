from django.apps import AppConfig


class Doors(AppConfig):
    name = "hemicycle.doors"
