import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0003_initial"),
        ("places", "0002_lower_levels_and_retired"),
        ("programmes", "0002_participation_and_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="facilitation",
            name="assigned_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="facilitation",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="facilitation",
            name="role",
            field=models.CharField(
                choices=[("trainer", "Facilita"), ("roll_helper", "Ayuda a pasar lista")],
                default="trainer",
                max_length=12,
                verbose_name="papel",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="moved_from",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="antes empezaba"),
        ),
        migrations.AddField(
            model_name="session",
            name="version",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="attendancemark",
            name="method",
            field=models.CharField(
                choices=[
                    ("roll_call", "Pase de lista"),
                    ("paper", "Lista en papel"),
                    ("import", "Archivo"),
                    ("walk_in", "En la puerta"),
                    ("merge", "Unión de registros"),
                ],
                default="roll_call",
                max_length=10,
                verbose_name="cómo se tomó",
            ),
        ),
        migrations.CreateModel(
            name="OrganisationDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("content", models.JSONField()),
                ("register", models.CharField(max_length=20, verbose_name="registro")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("committed_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.JSONField(blank=True, default=dict)),
                (
                    "city",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.territory",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="organisation_drafts",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "lista de organizaciones",
                "verbose_name_plural": "listas de organizaciones",
            },
        ),
    ]
