import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User

MAX_POST = 10_000


class Board(models.Model):
    """A place to talk, open to every signed-in member."""

    name = models.CharField(_("nombre"), max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    purpose = models.CharField(_("para qué es"), max_length=240, blank=True)

    class Meta:
        verbose_name = _("foro")
        verbose_name_plural = _("foros")

    def __str__(self):
        return self.name


class TopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The boards are open to whoever signed in."""
        return self if user.is_authenticated else self.none()

    def for_lists(self):
        """With who opened it and ``reply_count``, in one query whatever their number."""
        posts = Post.objects.filter(topic=models.OuterRef("pk")).order_by().values("topic")
        counted = models.Subquery(posts.annotate(number=models.Count("pk")).values("number"))
        return self.select_related("opened_by__person").annotate(reply_count=counted - 1)


class Topic(models.Model):
    """A conversation: its first post opens it, replies follow in order."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="topics")
    title = models.CharField(_("tema"), max_length=140)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    # Derived, kept for the order of the board: moved by each reply in its own transaction.
    last_post_at = models.DateTimeField(db_index=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("tema")
        verbose_name_plural = _("temas")
        ordering = ["-last_post_at"]

    def __str__(self):
        return self.title


class Post(models.Model):
    """What somebody said. The source stays as typed; the HTML has passed the one door."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="posts")
    source = models.TextField(_("mensaje"), max_length=MAX_POST)
    html = models.TextField(editable=False)
    # Made by the form: the same form sent twice is one post.
    client_uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    posted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mensaje")
        verbose_name_plural = _("mensajes")
        ordering = ["posted_at", "pk"]

    def __str__(self):
        return self.source[:40]
