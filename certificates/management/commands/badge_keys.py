"""The keys that sign badges: what they are, a new one, one that is not to be trusted any more."""

from django.core.management.base import BaseCommand, CommandError

from certificates.badges.keys import current_key, distrust, reseal, rotate
from certificates.models import IssuerKey


class Command(BaseCommand):
    help = "Show the keys that sign badges; with an option, change them first."

    def add_arguments(self, parser):
        one = parser.add_mutually_exclusive_group()
        one.add_argument(
            "--rotate", action="store_true", help="sign with a new key from now on; older badges stay good"
        )
        one.add_argument("--distrust", type=int, metavar="NUMBER", help="revoke everything that key NUMBER signed")
        one.add_argument("--reseal", action="store_true", help="after a change of FIELD_KEYS: seal private keys anew")

    def handle(self, *args, **options):
        current_key()
        if options["rotate"]:
            rotate()
        elif options["distrust"] is not None:
            distrust(self._key(options["distrust"]))
        elif options["reseal"]:
            reseal()
        closed = [self._shown(key) for key in IssuerKey.objects.all() if not key.private]
        for key in IssuerKey.objects.all():
            self.stdout.write(self._shown(key))
        if closed:
            raise CommandError(f"{len(closed)} that no key of FIELD_KEYS opens.")

    def _key(self, number: int) -> IssuerKey:
        try:
            return IssuerKey.objects.get(number=number)
        except IssuerKey.DoesNotExist as error:
            raise CommandError(f"There is no key {number}.") from error

    def _shown(self, key: IssuerKey) -> str:
        until = f"{key.until:%Y-%m-%d %H:%M}" if key.until else "signs now"
        state = "  distrusted" if key.compromised_at else ""
        return f"{key.number}  {key.since:%Y-%m-%d %H:%M} – {until}{state}  {key.did}"
