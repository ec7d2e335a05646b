from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="territory",
            name="retired_on",
            field=models.DateField(blank=True, null=True, verbose_name="retirado el"),
        ),
        migrations.AddField(
            model_name="territory",
            name="source",
            field=models.CharField(blank=True, max_length=80, verbose_name="fuente"),
        ),
        migrations.AlterField(
            model_name="territory",
            name="code",
            field=models.CharField(max_length=32, verbose_name="clave"),
        ),
        migrations.AlterField(
            model_name="territory",
            name="level",
            field=models.CharField(
                choices=[
                    ("state", "Estado"),
                    ("department", "Departamento"),
                    ("region", "Región"),
                    ("province", "Provincia"),
                    ("municipality", "Municipio"),
                    ("commune", "Comuna (división municipal)"),
                    ("corregimiento", "Corregimiento"),
                    ("locality", "Localidad"),
                    ("neighbourhood_unit", "Unidad vecinal"),
                    ("sector", "Sector"),
                    ("neighbourhood", "Barrio o colonia"),
                ],
                max_length=20,
                verbose_name="nivel",
            ),
        ),
        migrations.AddConstraint(
            model_name="territory",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "level__in",
                        ["commune", "corregimiento", "locality", "neighbourhood_unit", "sector", "neighbourhood"],
                    )
                ),
                fields=("parent", "level", "name_key"),
                name="local_place_once_under_its_parent",
            ),
        ),
    ]
