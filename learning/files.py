"""Who may open a picture or a document of a private collection: pictures and documents know no lesson of their own."""

from wagtail.models import ReferenceIndex

from courses.models import LessonPage
from learning.reading import Reading, reading_of


def is_private(file) -> bool:
    """Its collection, or one above it, was closed to visitors."""
    return bool(file.collection.get_view_restrictions())


def may_open(user, file) -> bool:
    """Of an open collection, anybody. Of a private one: editors, and who may read a published lesson that uses it."""
    if not is_private(file):
        return True
    if not user.is_authenticated:
        return False
    if user.has_perm("wagtailadmin.access_admin"):
        return True
    used_in = ReferenceIndex.get_references_to(file).values_list("object_id", flat=True)
    lessons = LessonPage.objects.live().filter(pk__in={int(pk) for pk in used_in if pk.isdigit()})
    return any(isinstance(reading_of(user, lesson), Reading) for lesson in lessons)
