"""The blocks that editors compose pages of. Courses add the quiz to them."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

RICH_TEXT = ["bold", "italic", "ol", "ul", "link", "document-link", "hr"]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Imagen"))
    alt = blocks.CharBlock(
        label=_("Qué se ve (texto alternativo)"),
        max_length=200,
        help_text=_("Para quien no puede ver la imagen. Describe lo que importa, en una frase."),
    )
    caption = blocks.CharBlock(label=_("Pie de imagen"), required=False, max_length=240)

    class Meta:
        icon = "image"
        label = _("Imagen")
        template = "pages/blocks/picture.html"


class VideoLinkBlock(blocks.StructBlock):
    """A link, not an embed: nothing is fetched from other sites until a person decides to go there."""

    title = blocks.CharBlock(label=_("Título"), max_length=160)
    url = blocks.URLBlock(label=_("Dirección del video"))
    minutes = blocks.IntegerBlock(label=_("Duración (minutos)"), required=False, min_value=1, max_value=600)
    transcript = blocks.RichTextBlock(label=_("Transcripción o resumen"), features=["bold", "italic", "ul", "ol"])

    class Meta:
        icon = "media"
        label = _("Video (enlace)")
        template = "pages/blocks/video_link.html"


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Documento"))
    label = blocks.CharBlock(label=_("Qué es"), max_length=160)

    class Meta:
        icon = "download"
        label = _("Descarga")
        template = "pages/blocks/download.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Cita"), max_length=600)
    source = blocks.CharBlock(label=_("De quién"), required=False, max_length=160)

    class Meta:
        icon = "openquote"
        label = _("Cita")
        template = "pages/blocks/quote.html"


class ContentBlocks(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("Subtítulo"), icon="title", max_length=160, template="pages/blocks/heading.html")
    paragraph = blocks.RichTextBlock(label=_("Texto"), icon="pilcrow", features=RICH_TEXT)
    picture = PictureBlock()
    video = VideoLinkBlock()
    download = DownloadBlock()
    quote = QuoteBlock()
