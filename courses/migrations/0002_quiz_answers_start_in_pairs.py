import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="lessonpage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 0),
                    ("paragraph", 1),
                    ("picture", 5),
                    ("video", 10),
                    ("download", 13),
                    ("quote", 16),
                    ("quiz", 27),
                ],
                block_lookup={
                    0: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "icon": "title",
                            "label": "Subtítulo",
                            "max_length": 160,
                            "template": "pages/blocks/heading.html",
                        },
                    ),
                    1: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {
                            "features": ["bold", "italic", "ol", "ul", "link", "document-link", "hr"],
                            "icon": "pilcrow",
                            "label": "Texto",
                        },
                    ),
                    2: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Imagen"}),
                    3: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Para quien no puede ver la imagen. Describe lo que importa, en una frase.",
                            "label": "Qué se ve (texto alternativo)",
                            "max_length": 200,
                        },
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Pie de imagen", "max_length": 240, "required": False},
                    ),
                    5: ("wagtail.blocks.StructBlock", [[("image", 2), ("alt", 3), ("caption", 4)]], {}),
                    6: ("wagtail.blocks.CharBlock", (), {"label": "Título", "max_length": 160}),
                    7: ("wagtail.blocks.URLBlock", (), {"label": "Dirección del video"}),
                    8: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"label": "Duración (minutos)", "max_value": 600, "min_value": 1, "required": False},
                    ),
                    9: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "ul", "ol"], "label": "Transcripción o resumen"},
                    ),
                    10: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 6), ("url", 7), ("minutes", 8), ("transcript", 9)]],
                        {},
                    ),
                    11: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "Documento"}),
                    12: ("wagtail.blocks.CharBlock", (), {"label": "Qué es", "max_length": 160}),
                    13: ("wagtail.blocks.StructBlock", [[("document", 11), ("label", 12)]], {}),
                    14: ("wagtail.blocks.TextBlock", (), {"label": "Cita", "max_length": 600}),
                    15: ("wagtail.blocks.CharBlock", (), {"label": "De quién", "max_length": 160, "required": False}),
                    16: ("wagtail.blocks.StructBlock", [[("text", 14), ("source", 15)]], {}),
                    17: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "Indicaciones", "max_length": 400, "required": False},
                    ),
                    18: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {
                            "help_text": "Su calificación cuenta para acreditar el curso. Las demás son para practicar.",
                            "label": "Es la evaluación final",
                            "required": False,
                        },
                    ),
                    19: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 400}),
                    20: ("wagtail.blocks.CharBlock", (), {"label": "Respuesta", "max_length": 300}),
                    21: ("wagtail.blocks.BooleanBlock", (), {"label": "Es correcta", "required": False}),
                    22: ("wagtail.blocks.StructBlock", [[("text", 20), ("correct", 21)]], {}),
                    23: (
                        "wagtail.blocks.ListBlock",
                        (22,),
                        {
                            "default": [{"correct": False, "text": ""}, {"correct": False, "text": ""}],
                            "label": "Respuestas",
                            "max_num": 8,
                            "min_num": 2,
                        },
                    ),
                    24: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "Explicación", "max_length": 600, "required": False},
                    ),
                    25: ("wagtail.blocks.StructBlock", [[("text", 19), ("choices", 23), ("explanation", 24)]], {}),
                    26: ("wagtail.blocks.ListBlock", (25,), {"label": "Preguntas", "max_num": 50, "min_num": 1}),
                    27: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 6), ("intro", 17), ("final", 18), ("questions", 26)]],
                        {},
                    ),
                },
                verbose_name="contenido",
            ),
        ),
    ]
