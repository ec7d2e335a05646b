"""Celery is the bell, the database is the queue (see ``jobs``)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")

app = Celery("paralelo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
