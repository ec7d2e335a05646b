import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    # Apart from the one before: PostgreSQL changes no table in the transaction that filled it.
    dependencies = [("certificates", "0005_kinds_designs_signatures")]

    operations = [
        migrations.AlterField(
            model_name="certificate",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="certificates", to="cohorts.cohort"
            ),
        ),
    ]
