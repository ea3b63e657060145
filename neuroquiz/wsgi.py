"""The WSGI application; `manage.py serve` is the usual way to run it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neuroquiz.settings")

application = get_wsgi_application()
