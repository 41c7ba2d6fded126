"""What the web server calls."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from hemicycle.lib.front import Front

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemicycle.settings")
django.setup(set_prefix=False)

from hemicycle.ui.limits import RequestInUtf8  # noqa: E402  # needs the settings


class Handler(WSGIHandler):
    request_class = RequestInUtf8


application = Handler()
# Few threads: each has a connection to the database, and two cores feed no more.
front = Front(application, threads=2, longest_body=settings.LARGEST_REQUEST)
