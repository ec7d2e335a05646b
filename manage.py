#!/usr/bin/env python
"""The one entrance for commands: ``manage.py serve`` runs everything, ``manage.py help`` lists the rest."""

import gc
import os
import sys

import django
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
    # What is loaded now stays: the collector need look at it neither meanwhile nor later.
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()
    execute_from_command_line(sys.argv)
