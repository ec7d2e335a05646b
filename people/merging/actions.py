"""Two registers of one person become one, and can be parted again for thirty days."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.actions import Refused
from people.merging.choices import DROP, KEEP, groups
from people.merging.journal import CannotUndo, Journal, undo
from people.merging.rooms import Union, rooms
from people.models import Merge, Person, PotentialDuplicate


def merge(keep: Person, drop: Person, *, fields: Mapping[str, str] | None = None, account: str = "", by) -> Merge:
    """Make ``drop`` part of ``keep``: all that hangs from it moves over; its row stays and leads to the one kept.

    ``fields`` says by the name of the choice (``people.merging.choices``) whose word stands, "keep" unless "drop".
    ``account`` ("keep" or "drop") is needed when both have one: the other stays without a person. All or nothing.
    The same two again return the same merge, whichever way round. ``Refused`` for one person twice, one that is
    united already, somebody outside ``by``'s work, or when a room of the house objects.
    """
    try:
        with transaction.atomic():
            return _merge(keep, drop, fields or {}, account, by)
    except IntegrityError:
        raise Refused(_("Algo cambió mientras unías los registros. No se guardó nada; vuelve a intentarlo.")) from None


def undo_merge(done: Merge, *, by) -> Merge:
    """Part what was united: both are as they were. What came in since stays with the person kept.

    Undoing twice is undoing once. ``Refused`` to whoever could not have united them, after thirty days, before a later
    merge of the same people is undone, and (``CannotUndo``, saying which) when a row to put back was changed in a way
    that belongs to nobody alone, or has no place any more: a seat that somebody else took since.
    """
    try:
        with transaction.atomic():
            return _undo(done, by)
    except IntegrityError:
        sentence = _("No se puede deshacer: lo que habría que devolver ocupa hoy el lugar de otro registro.")
        raise CannotUndo(sentence) from None


@transaction.atomic
def say_not_duplicate(pair: PotentialDuplicate, *, by) -> PotentialDuplicate:
    """These are two people: the pair is never suggested again. Said twice, the first answer stands."""
    status = PotentialDuplicate.Status
    answered = PotentialDuplicate.objects.filter(pk=pair.pk, status=status.OPEN).update(
        status=status.NOT_DUPLICATE, decided_at=timezone.now(), decided_by=by
    )
    pair.refresh_from_db()
    if answered:
        log(instance=pair.a, action="people.not_duplicate", user=by, data={"other": pair.b_id})
    return pair


def both_locked(one: Person, other: Person) -> tuple[Person, Person]:
    """The two rows, locked in the order of their numbers: two who come at once take turns and never block for ever."""
    rows = Person.objects.select_for_update().filter(pk__in=[one.pk, other.pk]).order_by("pk")
    found = {person.pk: person for person in rows}
    return found[one.pk], found[other.pk]


def _merge(keep: Person, drop: Person, fields: Mapping[str, str], account: str, by) -> Merge:
    if keep.pk == drop.pk:
        raise Refused(_("Es el mismo registro: elige dos distintos."))
    keep, drop = both_locked(keep, drop)
    done = _already(keep, drop)
    if done:
        return done
    _require_scope(keep, drop, by, _("Solo puedes unir a personas inscritas donde coordinas."))
    union = _union(keep, drop, account, by)
    for room in rooms():
        if sentence := room.refusal(union):
            raise Refused(sentence)
    journal = Journal()
    _join_rows(union, fields, journal)
    for room in rooms():
        room.move(union, journal)
    done = Merge.objects.create(kept=keep, dropped=drop, map=journal.entries, at=union.at, by=by)
    log(instance=keep, action="people.merge", user=by, data={"merge": done.pk, "dropped": drop.pk})
    return done


def _already(keep: Person, drop: Person) -> Merge | None:
    if not keep.merged_into_id and not drop.merged_into_id:
        return None
    same = Merge.objects.filter(Q(kept=keep, dropped=drop) | Q(kept=drop, dropped=keep), undone_at=None).first()
    if same:
        return same
    raise Refused(_("Uno de los dos registros ya está unido a otro. Abre el que quedó."))


def _require_scope(keep: Person, drop: Person, by, sentence: str) -> None:
    if by is not None and Person.objects.coordinated_by(by).filter(pk__in=[keep.pk, drop.pk]).count() < 2:
        raise Refused(sentence)


def _union(keep: Person, drop: Person, account: str, by) -> Union:
    held = {KEEP: keep.user_id, DROP: drop.user_id}
    if all(held.values()) and account not in held:
        raise Refused(_("Los dos registros tienen cuenta. Elige con cuál entrará esta persona."))
    stays = account if all(held.values()) else (DROP if drop.user_id else KEEP)
    left = held[KEEP if stays == DROP else DROP]
    names = tuple((p.given_names, p.surname1, p.surname2, p.name_key) for p in (keep, drop))
    return Union(keep=keep, drop=drop, account=held[stays], left=left, by=by, at=timezone.now(), names=names)


def _join_rows(union: Union, fields: Mapping[str, str], journal: Journal) -> None:
    """The row dropped points to the one kept and lets its account go; the one kept says what was chosen."""
    keep, drop = union.keep, union.drop
    taken = {field: getattr(drop, field) for name, own in groups().items() for field in own if fields.get(name) == DROP}
    journal.change(drop, merged_into=keep, user=None)
    if keep.user_id != union.account:
        taken["user_id"] = union.account
    if taken:
        journal.change(keep, **taken)


def _undo(done: Merge, by) -> Merge:
    done = Merge.objects.select_for_update().get(pk=done.pk)
    if done.undone_at:
        return done
    if not done.can_be_undone:
        raise Refused(_("Ya pasaron los 30 días en que una unión se puede deshacer."))
    for room in rooms():
        if sentence := room.parting(done.map):
            raise CannotUndo(sentence)
    keep, drop = both_locked(done.kept, done.dropped)
    _require_last(done)
    undo(done.map)
    # Asked of the two as they are again: where each is enrolled is what decides who may unite them.
    _require_scope(keep, drop, by, _("Solo puede deshacerla quien coordina donde están inscritos los dos registros."))
    # The journal repeats what both registers said: it is kept no longer than it is needed.
    done.map, done.undone_at, done.undone_by = [], timezone.now(), by
    done.save(update_fields=["map", "undone_at", "undone_by"])
    keep.refresh_from_db()
    log(instance=keep, action="people.undo_merge", user=by, data={"merge": done.pk, "dropped": drop.pk})
    return done


def _require_last(done: Merge) -> None:
    people = [done.kept_id, done.dropped_id]
    later = Merge.objects.filter(Q(kept__in=people) | Q(dropped__in=people), pk__gt=done.pk, undone_at=None)
    last = later.select_related("dropped").first()
    if last:
        sentence = _("Después se unió también a %(name)s. Deshaz primero esa unión.")
        raise CannotUndo(sentence % {"name": last.dropped.full_name})
