import django.db.models.deletion
import django.utils.timezone
import people.models.privacy
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # An empty database takes the libraries' steps first: after each of them every model there is yet is built anew, and
    # ours are many.
    dependencies = [
        ("people", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailembeds", "0009_embed_cache_until"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Comparison",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="comparison",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("facts", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "comparación",
                "verbose_name_plural": "comparaciones",
            },
        ),
        migrations.AddField(
            model_name="person",
            name="birth_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="año de nacimiento"),
        ),
        migrations.AddField(
            model_name="person",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="datos borrados"),
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="entrances_ended",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.CreateModel(
            name="ConsentNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "country",
                    models.CharField(
                        choices=[("MX", "México"), ("CO", "Colombia"), ("CL", "Chile")],
                        max_length=2,
                        verbose_name="país",
                    ),
                ),
                ("programme", models.CharField(blank=True, max_length=60, verbose_name="programa")),
                ("version", models.PositiveSmallIntegerField(verbose_name="versión")),
                ("valid_from", models.DateField(verbose_name="vigente desde")),
                ("texts", models.JSONField(verbose_name="textos")),
                ("purposes", models.JSONField(verbose_name="finalidades")),
            ],
            options={
                "verbose_name": "aviso de privacidad",
                "verbose_name_plural": "avisos de privacidad",
                "ordering": ["country", "programme", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("country", "programme", "version"), name="one_notice_per_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("purpose", models.CharField(max_length=24, verbose_name="finalidad")),
                (
                    "decision",
                    models.CharField(
                        choices=[("granted", "Autorizado"), ("refused", "No autorizado"), ("withdrawn", "Retirado")],
                        max_length=10,
                        verbose_name="decisión",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("paper", "En papel"),
                            ("online", "En línea"),
                            ("import", "Lista importada"),
                            ("assisted", "Con ayuda del equipo"),
                        ],
                        max_length=10,
                        verbose_name="medio",
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="comprobante")),
                ("decided_at", models.DateTimeField(verbose_name="fecha")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="anotado")),
                ("guardian_name", models.CharField(blank=True, max_length=160, verbose_name="madre, padre o tutor")),
                (
                    "guardian_relationship",
                    models.CharField(blank=True, max_length=60, verbose_name="parentesco o cargo"),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="people.consentnotice",
                        verbose_name="aviso",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="people.person",
                        verbose_name="persona",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "autorización",
                "verbose_name_plural": "autorizaciones",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["person", "purpose"], name="consent_of_a_person")],
            },
        ),
        migrations.CreateModel(
            name="DataExport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="pedida")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        storage=people.models.privacy.private_storage,
                        upload_to="",
                        verbose_name="archivo",
                    ),
                ),
                ("ready_at", models.DateTimeField(blank=True, null=True, verbose_name="lista")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="cuenta",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="data_exports", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "copia de mis datos",
                "verbose_name_plural": "copias de mis datos",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ready_at", None)), fields=("person",), name="one_export_in_the_making"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ErasureRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        choices=[("MX", "México"), ("CO", "Colombia"), ("CL", "Chile")],
                        max_length=2,
                        verbose_name="país",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="lo que quieres decirnos")),
                ("asked_at", models.DateTimeField(verbose_name="pedida")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("approved", "Aprobada"),
                            ("refused", "Rechazada"),
                            ("withdrawn", "Retirada por la persona"),
                        ],
                        max_length=10,
                        verbose_name="decisión",
                    ),
                ),
                ("decision_reason", models.CharField(blank=True, max_length=400, verbose_name="motivo")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decidida")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="erasure_requests", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "solicitud de borrado",
                "verbose_name_plural": "solicitudes de borrado",
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)), fields=("person",), name="one_open_erasure_request"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decision", "")),
                            models.Q(("decided_at__isnull", False), models.Q(("decision", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="erasure_decision_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "refused"), _negated=True),
                            models.Q(("decision_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="erasure_refusal_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="nombre anterior")),
                ("name_key", models.CharField(db_index=True, editable=False, max_length=160)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_names",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "nombre anterior",
                "verbose_name_plural": "nombres anteriores",
                "ordering": ["-created_at"],
                "constraints": [models.UniqueConstraint(fields=("organisation", "name_key"), name="former_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("map", models.JSONField(default=list)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dropped",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges_away", to="people.person"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="people.person"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "unión de registros",
                "verbose_name_plural": "uniones de registros",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)), fields=("dropped",), name="dropped_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("dropped")), _negated=True), name="merge_of_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NamePair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=24)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="name_pairs", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "clave del nombre",
                "verbose_name_plural": "claves del nombre",
                "constraints": [models.UniqueConstraint(fields=("key", "person"), name="name_filed_once_per_key")],
            },
        ),
        migrations.CreateModel(
            name="PersonAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_names", models.CharField(max_length=80, verbose_name="nombre o nombres")),
                ("surname1", models.CharField(max_length=80, verbose_name="primer apellido")),
                ("surname2", models.CharField(blank=True, max_length=80, verbose_name="segundo apellido")),
                ("name_key", models.CharField(db_index=True, editable=False, max_length=240)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "otro nombre",
                "verbose_name_plural": "otros nombres",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "given_names", "surname1", "surname2"), name="alias_kept_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PotentialDuplicate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.PositiveSmallIntegerField(verbose_name="parecido")),
                ("reasons", models.JSONField(default=list)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Por revisar"),
                            ("not_duplicate", "No es la misma persona"),
                            ("merged", "Unidas"),
                        ],
                        default="open",
                        max_length=14,
                        verbose_name="estado",
                    ),
                ),
                ("found_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "a",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "b",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "posible duplicado",
                "verbose_name_plural": "posibles duplicados",
                "ordering": ["-score", "pk"],
                "indexes": [models.Index(fields=["status", "-score"], name="pairs_to_review")],
                "constraints": [
                    models.UniqueConstraint(fields=("a", "b"), name="pair_suggested_once"),
                    models.CheckConstraint(condition=models.Q(("a__lt", models.F("b"))), name="pair_in_order"),
                ],
            },
        ),
    ]
