from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "En espera"),
                    ("running", "En curso"),
                    ("paused", "En pausa"),
                    ("done", "Terminado"),
                    ("failed", "No se pudo terminar"),
                ],
                default="queued",
                max_length=10,
                verbose_name="estado",
            ),
        ),
    ]
