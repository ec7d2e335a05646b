"""The demo's doors: one account for each role, one password for all. Only a site with ``DEMO`` on ever has them."""

from django.utils.translation import gettext_noop

PASSWORD = "paralelo-demo"  # noqa: S105 - printed at every start; no real site has these accounts

EDITOR = "editora@demo.example"
PROGRAMME_COORDINATOR = "coordinacion@demo.example"
REGION_COORDINATOR = "region@demo.example"
TRAINER = "facilitadora@demo.example"
TRAINEE = "participante@demo.example"
FUNDER_VIEWER = "financiador@demo.example"
SUPERUSER = "administracion@demo.example"

ACCOUNTS = [
    (gettext_noop("Editora de cursos"), EDITOR),
    (gettext_noop("Coordinadora nacional"), PROGRAMME_COORDINATOR),
    (gettext_noop("Coordinadora regional"), REGION_COORDINATOR),
    (gettext_noop("Facilitadora"), TRAINER),
    (gettext_noop("Participante"), TRAINEE),
    (gettext_noop("Mirada del financiador"), FUNDER_VIEWER),
    (gettext_noop("Administración"), SUPERUSER),
]
