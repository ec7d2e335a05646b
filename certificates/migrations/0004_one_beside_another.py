import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0003_initial"),
        ("cohorts", "0004_charges_moves_organisations"),
        ("people", "0002_consent_privacy_merging"),
        ("programmes", "0002_participation_and_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="certificate",
            name="one_valid_certificate_per_enrolment_and_kind",
        ),
        migrations.AddField(
            model_name="certificate",
            name="beside",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="companions",
                to="certificates.certificate",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("beside", None), ("replaced_by", None), ("revoked_at", None)),
                fields=("enrolment", "kind"),
                name="one_valid_certificate_per_enrolment_and_kind",
            ),
        ),
    ]
