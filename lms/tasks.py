"""What the roof does by itself, once a night."""

import logging

from celery import shared_task

from lms import cleaning

logger = logging.getLogger(__name__)


@shared_task
def clean() -> None:
    """Apply the rules of ``lms.cleaning``. Missed for a week, the next night does it all."""
    for rule, count in cleaning.clean():
        logger.info("Cleaned %s: %s", rule.name, count)
