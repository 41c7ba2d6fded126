from django.apps import AppConfig


class Website(AppConfig):
    name = "hemicycle.website"
