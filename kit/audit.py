"""Lines of the audit log for many things at once: what ``wagtail.log_actions.log`` writes for one, in one INSERT."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import registry as log_registry
from wagtail.models import ModelLogEntry


def log_each(done: Iterable[tuple[Model, dict]], action: str, *, user) -> None:
    """A line for each (saved instance, data). ``ValueError`` for an action that nobody registered."""
    log_registry.scan_for_actions()
    if not log_registry.action_exists(action):
        raise ValueError(f"The log action {action!r} has not been registered.")
    context, moment = get_active_log_context(), timezone.now()
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=ContentType.objects.get_for_model(instance, for_concrete_model=False),
            object_id=str(instance.pk),
            label=str(instance),
            action=action,
            timestamp=moment,
            user=user or context.user,
            uuid=context.uuid,
            data=data,
        )
        for instance, data in done
    )
