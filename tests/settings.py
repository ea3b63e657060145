"""The settings of the tests: those of the site, in an environment that needs nothing from the machine."""

import os

os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY="only-for-tests-and-long-enough-to-satisfy-every-check-there-is",
    LOCAL="on",
    DEBUG="off",
    LOG_LEVEL="ERROR",
)

from neuroquiz.settings import *  # noqa: F403 (the settings of the site, but for what follows)
from neuroquiz.settings import ALLOWED_HOSTS, STORAGES

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
# No manifest: a template is tested without collecting files first.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# No test starts a process that works on the real database.
WEIGH_IN_BACKGROUND = False
