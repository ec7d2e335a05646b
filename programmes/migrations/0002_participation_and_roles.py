import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_consent_privacy_merging"),
        ("programmes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgrammeOrganisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("participant", "Participante"),
                            ("partner", "Aliada"),
                            ("host", "Anfitriona"),
                            ("funder", "Financiadora"),
                        ],
                        default="participant",
                        max_length=12,
                        verbose_name="papel",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("invited", "Invitada"),
                            ("agreed", "Aceptó"),
                            ("active", "Activa"),
                            ("completed", "Completó"),
                            ("withdrawn", "Se retiró"),
                        ],
                        default="active",
                        max_length=12,
                        verbose_name="estado",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "organización del programa",
                "verbose_name_plural": "organizaciones del programa",
            },
        ),
        migrations.RemoveConstraint(
            model_name="teamrole",
            name="programme_role_held_once",
        ),
        migrations.AddField(
            model_name="teamrole",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="representatives",
                to="people.organisation",
            ),
        ),
        migrations.AddField(
            model_name="teamrole",
            name="revoked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="teamrole",
            name="role",
            field=models.CharField(
                choices=[
                    ("programme_coordinator", "Coordinación del programa"),
                    ("regional_coordinator", "Coordinación regional"),
                    ("data_officer", "Protección de datos"),
                    ("organisation_representative", "Representante de una organización"),
                    ("editor", "Edición: escribe y envía a revisión"),
                    ("reviewer", "Revisión: publica los contenidos"),
                    ("moderator", "Moderación de las conversaciones"),
                    ("funder_viewer", "Mirada del financiador"),
                ],
                max_length=32,
                verbose_name="papel",
            ),
        ),
        migrations.AddConstraint(
            model_name="teamrole",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation", None), ("region", None), ("revoked_at", None)),
                fields=("person", "programme", "role"),
                name="programme_role_held_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="teamrole",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)),
                fields=("person", "programme", "role", "organisation"),
                name="organisation_role_held_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="teamrole",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "organisation_representative"), _negated=True),
                    ("organisation__isnull", False),
                    _connector="OR",
                ),
                name="representative_has_an_organisation",
            ),
        ),
        migrations.AddField(
            model_name="programmeorganisation",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="participations", to="people.organisation"
            ),
        ),
        migrations.AddField(
            model_name="programmeorganisation",
            name="posts",
            field=models.ManyToManyField(blank=True, related_name="participations", to="people.membership"),
        ),
        migrations.AddField(
            model_name="programmeorganisation",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="participations", to="programmes.programme"
            ),
        ),
        migrations.AddField(
            model_name="programmeorganisation",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participations",
                to="programmes.region",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeorganisation",
            constraint=models.UniqueConstraint(
                fields=("programme", "organisation", "role"), name="organisation_role_once"
            ),
        ),
    ]
