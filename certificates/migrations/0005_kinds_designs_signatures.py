import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.utils.timezone
import kit.sealing
import people.models.privacy
import uuid
from django.conf import settings
from django.db import migrations, models


def name_the_cohort(apps, schema_editor):
    """What was given so far came of a passage; its cohort was only to be found by it."""
    Certificate = apps.get_model("certificates", "Certificate")
    of_passage = apps.get_model("cohorts", "Enrolment").objects.filter(pk=models.OuterRef("enrolment"))
    Certificate.objects.filter(cohort=None).update(cohort=models.Subquery(of_passage.values("cohort")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0004_one_beside_another"),
        ("cohorts", "0009_life_meetings_imports"),
        ("people", "0005_claim_codes"),
        ("programmes", "0004_logos"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IssuerKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(unique=True)),
                ("public", models.CharField(max_length=64, unique=True)),
                ("private", kit.sealing.SealedField(editable=False)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("compromised_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "llave de insignias",
                "verbose_name_plural": "llaves de insignias",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="TemplateChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("attendance", "Participación"),
                            ("completion", "Acreditación"),
                            ("facilitation", "Facilitación"),
                            ("organisation", "Organización"),
                        ],
                        max_length=12,
                    ),
                ),
            ],
            options={
                "verbose_name": "diseño elegido",
                "verbose_name_plural": "diseños elegidos",
            },
        ),
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("published_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "versión de un diseño",
                "verbose_name_plural": "versiones de un diseño",
                "ordering": ["template", "number"],
            },
        ),
        migrations.CreateModel(
            name="Upheld",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record", models.CharField(max_length=200, verbose_name="lo que decía el registro")),
                ("reason", models.CharField(max_length=400, verbose_name="motivo")),
                ("decided_at", models.DateTimeField(verbose_name="fecha")),
            ],
            options={
                "verbose_name": "constancia que se mantiene",
                "verbose_name_plural": "constancias que se mantienen",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("attendance", "Participación"), ("completion", "Acreditación")],
                        default="completion",
                        max_length=12,
                        verbose_name="tipo",
                    ),
                ),
                ("reason", models.CharField(max_length=400, verbose_name="motivo")),
                ("given_at", models.DateTimeField(verbose_name="fecha")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="retirada")),
                ("lifted_reason", models.CharField(blank=True, max_length=400, verbose_name="por qué se retiró")),
            ],
            options={
                "verbose_name": "dispensa",
                "verbose_name_plural": "dispensas",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("event", models.CharField(max_length=40, verbose_name="aviso")),
                ("body", models.TextField(editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="escrito"
                    ),
                ),
                ("not_before", models.DateTimeField(blank=True, null=True, verbose_name="no antes de")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="intentos")),
                ("lease", models.PositiveIntegerField(default=0, verbose_name="número de turno")),
                ("leased_until", models.DateTimeField(blank=True, null=True, verbose_name="en turno hasta")),
                ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="entregado")),
                ("failed_at", models.DateTimeField(blank=True, null=True, verbose_name="abandonado")),
                ("answered", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="respuesta")),
                ("error", models.CharField(blank=True, max_length=20, verbose_name="último error")),
            ],
            options={
                "verbose_name": "aviso a otro sistema",
                "verbose_name_plural": "avisos a otros sistemas",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="WebhookEndpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.CharField(max_length=500, verbose_name="dirección")),
                ("events", models.JSONField(default=list, verbose_name="qué avisar")),
                ("secret", kit.sealing.SealedField(editable=False, verbose_name="secreto")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="agregada")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "dirección de avisos",
                "verbose_name_plural": "direcciones de avisos",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="certificate",
            name="cohort",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="certificates", to="cohorts.cohort"
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="people.organisation",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="signed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="firmada"),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="enrolment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="cohorts.enrolment",
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="kind",
            field=models.CharField(
                choices=[
                    ("attendance", "Participación"),
                    ("completion", "Acreditación"),
                    ("facilitation", "Facilitación"),
                    ("organisation", "Organización"),
                ],
                default="completion",
                max_length=12,
                verbose_name="tipo",
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="pdf_sha256",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="people.person",
            ),
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="para qué")),
                ("prefix", models.CharField(editable=False, max_length=15)),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="hecha")),
                ("expires_at", models.DateTimeField(verbose_name="vence")),
                ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="último uso")),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_tokens",
                        to="programmes.programme",
                    ),
                ),
                (
                    "revoked_by",
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
                "verbose_name": "llave de la API",
                "verbose_name_plural": "llaves de la API",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="CertificateTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("attendance", "Participación"),
                            ("completion", "Acreditación"),
                            ("facilitation", "Facilitación"),
                            ("organisation", "Organización"),
                        ],
                        default="completion",
                        max_length=12,
                        verbose_name="sirve para",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nombre")),
                ("draft", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificate_templates",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "diseño de constancia",
                "verbose_name_plural": "diseños de constancias",
                "ordering": ["kind", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BadgeCredential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="badge", to="certificates.certificate"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credentials",
                        to="certificates.issuerkey",
                    ),
                ),
            ],
            options={
                "verbose_name": "insignia digital",
                "verbose_name_plural": "insignias digitales",
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("completion", models.BooleanField(default=True, verbose_name="de acreditación")),
                ("attendance", models.BooleanField(default=False, verbose_name="de participación")),
                ("facilitation", models.BooleanField(default=False, verbose_name="de facilitación")),
                ("organisation", models.BooleanField(default=False, verbose_name="para organizaciones")),
                ("both", models.BooleanField(default=False, verbose_name="participación también a quien acredita")),
                ("nightly", models.BooleanField(default=False, verbose_name="emitir cada noche")),
                (
                    "cohort",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificate_offer",
                        to="cohorts.cohort",
                    ),
                ),
            ],
            options={
                "verbose_name": "qué documentos da un grupo",
                "verbose_name_plural": "qué documentos dan los grupos",
            },
        ),
        migrations.CreateModel(
            name="Pack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "format",
                    models.CharField(
                        choices=[("pdf", "Un solo PDF para imprimir"), ("zip", "Un ZIP con cada PDF")],
                        max_length=3,
                        verbose_name="formato",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="pedido")),
                ("sheets", models.PositiveIntegerField(default=0, verbose_name="hojas")),
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
                ("ready_at", models.DateTimeField(blank=True, null=True, verbose_name="listo")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packs", to="cohorts.cohort"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "paquete de constancias",
                "verbose_name_plural": "paquetes de constancias",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(editable=False, max_length=64, unique=True, verbose_name="huella")),
                ("holder", models.CharField(max_length=200, verbose_name="a nombre de")),
                ("certificate", models.TextField(verbose_name="certificado público")),
                ("private_key", kit.sealing.SealedField(blank=True, editable=False, verbose_name="llave privada")),
                ("self_made", models.BooleanField(default=False, verbose_name="hecha por la plataforma")),
                ("valid_from", models.DateTimeField(verbose_name="vale desde")),
                ("valid_until", models.DateTimeField(verbose_name="vale hasta")),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="retirada")),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_keys",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "llave de firma",
                "verbose_name_plural": "llaves de firma",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="FormerSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(db_index=True, editable=False, max_length=64)),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_sheets",
                        to="certificates.certificate",
                    ),
                ),
                (
                    "signed_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certificates.signingkey",
                    ),
                ),
            ],
            options={
                "verbose_name": "hoja anterior",
                "verbose_name_plural": "hojas anteriores",
            },
        ),
        migrations.AddField(
            model_name="certificate",
            name="signed_with",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="certificates.signingkey",
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                condition=models.Q(("revoked_at__isnull", False)), fields=["revoked_at"], name="certificate_taken_back"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("beside", None), ("enrolment", None), ("replaced_by", None), ("revoked_at", None)),
                fields=("cohort", "person"),
                name="one_valid_certificate_per_trainer",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("beside", None), ("replaced_by", None), ("revoked_at", None)),
                fields=("cohort", "organisation"),
                name="one_valid_certificate_per_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("enrolment__isnull", False),
                        ("kind__in", ["attendance", "completion"]),
                        ("organisation", None),
                        ("person__isnull", False),
                    ),
                    models.Q(
                        ("enrolment", None), ("kind", "facilitation"), ("organisation", None), ("person__isnull", False)
                    ),
                    models.Q(
                        ("enrolment", None), ("kind", "organisation"), ("organisation__isnull", False), ("person", None)
                    ),
                    _connector="OR",
                ),
                name="certificate_has_the_subject_of_its_kind",
            ),
        ),
        migrations.AddField(
            model_name="templatechoice",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="template_choices", to="programmes.programme"
            ),
        ),
        migrations.AddField(
            model_name="templatechoice",
            name="template",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="choices",
                to="certificates.certificatetemplate",
            ),
        ),
        migrations.AddField(
            model_name="templateversion",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="templateversion",
            name="template",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="certificates.certificatetemplate",
            ),
        ),
        migrations.AddField(
            model_name="upheld",
            name="certificate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="upheld", to="certificates.certificate"
            ),
        ),
        migrations.AddField(
            model_name="upheld",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="enrolment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="waivers", to="cohorts.enrolment"
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="given_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="certificate",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="certificates.certificate",
            ),
        ),
        migrations.AddField(
            model_name="webhookendpoint",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="webhookendpoint",
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
            model_name="webhookendpoint",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="webhooks", to="programmes.programme"
            ),
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="endpoint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="certificates.webhookendpoint",
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)), fields=("programme", "name"), name="one_api_token_of_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("both", False), models.Q(("attendance", True), ("completion", True)), _connector="OR"
                ),
                name="both_kinds_are_given",
                violation_error_message="Para dar las dos, elige también la de acreditación y la de participación.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("completion", True),
                    ("attendance", True),
                    ("facilitation", True),
                    ("organisation", True),
                    _connector="OR",
                ),
                name="something_is_given",
                violation_error_message="Elige al menos un tipo de documento.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pack",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation", None), ("ready_at", None)),
                fields=("asked_by", "cohort", "format"),
                name="one_pack_of_a_cohort_in_the_making",
            ),
        ),
        migrations.AddConstraint(
            model_name="pack",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ready_at", None)),
                fields=("asked_by", "cohort", "format", "organisation"),
                name="one_pack_of_an_organisation_in_the_making",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingkey",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Coalesce(models.F("programme"), models.Value(0)),
                condition=models.Q(("retired_at", None)),
                name="one_standing_signing_key_per_programme_and_one_of_the_site",
            ),
        ),
        migrations.AddConstraint(
            model_name="formersheet",
            constraint=models.UniqueConstraint(fields=("certificate", "sha256"), name="a_former_sheet_is_kept_once"),
        ),
        migrations.AddConstraint(
            model_name="templatechoice",
            constraint=models.UniqueConstraint(
                fields=("programme", "kind"), name="one_template_per_programme_and_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="templateversion",
            constraint=models.UniqueConstraint(fields=("template", "number"), name="template_version_once"),
        ),
        migrations.AddConstraint(
            model_name="upheld",
            constraint=models.UniqueConstraint(fields=("certificate", "record"), name="upheld_once_per_record"),
        ),
        migrations.AddConstraint(
            model_name="upheld",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="upheld_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)),
                fields=("enrolment", "kind"),
                name="one_standing_waiver_per_enrolment_and_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="waiver_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lifted_at", None), models.Q(("lifted_reason", ""), _negated=True), _connector="OR"
                ),
                name="lifted_waiver_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookendpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("programme", "url"), name="one_webhook_a_url"
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("delivered_at", None), ("failed_at", None)),
                fields=["created_at"],
                name="webhook_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.UniqueConstraint(fields=("endpoint", "event_id"), name="one_delivery_an_event"),
        ),
        migrations.RunPython(name_the_cohort, migrations.RunPython.noop),
    ]
