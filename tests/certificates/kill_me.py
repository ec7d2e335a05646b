"""A worker of its own: ``kill_me.py DATABASE JOB FOLDER`` does one job in that database, with its files in FOLDER."""

import gc
import os
import sys

import django
from django.conf import settings

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings"
    database, job, folder = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = database
    settings.STORAGES["private"]["OPTIONS"]["location"] = folder
    gc.disable()
    django.setup()
    gc.enable()
    from certificates import tasks  # noqa: F401 – only after setup
    from jobs.actions import run

    run(int(job))
