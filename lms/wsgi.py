import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")

application = get_wsgi_application()

# What was loaded until here stays for good: the collector need not look through it again at every few requests, and
# the workers forked from here go on sharing it.
gc.collect()
gc.freeze()
