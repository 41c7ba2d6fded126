"""What the web server calls."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from hemicycle.lib.front import Front

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemicycle.settings")

application = get_wsgi_application()
# Few threads: each has a connection to the database, and two cores feed no more.
front = Front(application, threads=2, longest_body=settings.LARGEST_REQUEST)
