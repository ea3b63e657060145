"""The settings of the page benchmark: those of the site, with a database of its own and two bare views."""

import os

os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY="only-for-measuring-and-long-enough-to-satisfy-every-check-there-is",
    LOCAL="on",
    DEBUG="off",
    LOG_LEVEL="ERROR",
)

from neuroquiz.settings import *  # noqa: F403 (the settings of the site, but for what follows)
from neuroquiz.settings import ALLOWED_HOSTS, STORAGES

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
ROOT_URLCONF = "benchmarks.urls"
# No manifest: pages are measured without collecting files first.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
