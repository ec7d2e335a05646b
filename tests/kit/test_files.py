import io
import os
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from kit.files import DOCUMENTS, IMAGES, BadFile, check_upload, reencode_image, safe_name


def picture(kind="JPEG", size=(60, 40), mode="RGB", **options) -> bytes:
    image = Image.new(mode, size)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1]), fill=1 if mode in {"P", "L"} else "red")
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def taken_at_home() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x013B] = "Autora Secreta"
    exif.get_ifd(0x8825).update({1: "N", 2: (19.0, 25.0, 42.0), 3: "W", 4: (99.0, 7.0, 39.0)})
    return picture(exif=exif, comment=b"calle secreta", xmp=b"<x>secreta</x>")


def archive(**entries) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in entries.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), data)
    return out.getvalue()


def kind_of(data, kinds=IMAGES | DOCUMENTS, max_bytes=1024 * 1024) -> str:
    return check_upload(io.BytesIO(data), kinds=kinds, max_bytes=max_bytes).kind


def refusal(call, *args, **kwargs) -> str:
    with pytest.raises(BadFile) as error:
        call(*args, **kwargs)
    assert str(error.value).endswith(".") and "%(" not in str(error.value)
    return error.value.code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture("JPEG"), "jpg"), (picture("PNG"), "png"), (picture("GIF"), "gif"), (picture("WEBP"), "webp"),
        (b"%PDF-1.7\n", "pdf"), ("ñandú; a < b\n".encode(), "txt"), ("a,b\n".encode("utf-16"), "txt"),
        (archive(word__document_xml="<x/>"), "docx"), (archive(xl__workbook_xml="<x/>"), "xlsx"),
        (archive(ppt__presentation_xml="<x/>"), "pptx"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_content_says(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"a" * (1024 * 1024 + 1), "too_big"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "svg"),
        (b'<?xml version="1.0"?><!-- x --><svg onload="x()"/>', "svg"),
        (b"<!doctype html><script>x()</script>", "wrong_kind"),
        (b"  hola <script>x()</script>", "wrong_kind"),
        (b"MZ\x90\x00" + b"\0" * 100, "wrong_kind"),
        (archive(evil="x"), "wrong_kind"),
        (archive(word__document_xml="x", word__vbaProject_bin="x"), "macros"),
        (b"PK\x03\x04" + os.urandom(200), "wrong_kind"),
        (archive(mimetype="text/html"), "wrong_kind"),
    ],
)
def test_what_is_not_wanted_is_refused_with_a_sentence(data, code):
    assert refusal(kind_of, data) == code


@pytest.mark.parametrize("packed", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_damaged_anywhere_is_refused_and_breaks_nothing(packed):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as file:
        file.writestr("mimetype", "text/html; what no office writes" * 3)
    whole = out.getvalue()
    for place in range(len(whole)):
        for byte in (0, 0x5A, 0xFF):
            damaged = whole[:place] + bytes([byte]) + whole[place + 1 :]
            assert refusal(kind_of, damaged) == "wrong_kind"


def test_only_the_kinds_asked_for_pass():
    assert refusal(kind_of, picture(), kinds={"pdf"}) == "wrong_kind"
    assert kind_of(b"a,b\n", kinds={"csv"}) == "csv"


def test_a_photograph_keeps_nothing_but_its_pixels_upright():
    data, kind = reencode_image(taken_at_home())
    image = Image.open(io.BytesIO(data))

    assert (kind, image.format, image.size) == ("jpg", "JPEG", (40, 60))
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert b"secreta" not in data.lower() and b"Exif" not in data


@pytest.mark.parametrize(
    ("data", "kind", "mode"),
    [
        (picture("PNG"), "png", "RGB"), (picture("PNG", mode="RGBA"), "png", "RGBA"),
        (picture("GIF", mode="P"), "png", "RGB"), (picture("WEBP"), "jpg", "RGB"),
        (picture("WEBP", mode="RGBA", lossless=True), "png", "RGBA"), (picture("JPEG", mode="L"), "jpg", "RGB"),
        (picture("JPEG", mode="CMYK"), "jpg", "RGB"), (picture("PNG", mode="P", transparency=0), "png", "RGBA"),
        (picture("JPEG", icc_profile=b"not a profile"), "jpg", "RGB"),
    ],
)  # fmt: skip
def test_every_kind_of_picture_becomes_jpg_or_png(data, kind, mode):
    clean, extension = reencode_image(data)

    assert (extension, Image.open(io.BytesIO(clean)).mode) == (kind, mode)


def test_a_picture_that_is_also_a_page_loses_the_page():
    for data in (picture("JPEG"), picture("PNG"), picture("GIF")):
        clean, _kind = reencode_image(data + b"<script>alert(1)</script>")

        assert b"script" not in clean


def test_large_pictures_are_made_smaller_and_small_ones_left():
    assert Image.open(io.BytesIO(reencode_image(picture(size=(300, 150)), max_side=100)[0])).size == (100, 50)
    assert Image.open(io.BytesIO(reencode_image(picture(size=(30, 15)), max_side=100)[0])).size == (30, 15)


@pytest.mark.parametrize(
    "data",
    [b"GIF89a/*<script>alert(1)</script>*/=1;", picture()[:-200], picture("PNG")[:60], b"\xff\xd8\xff\xe0", b"",
     picture("BMP"), picture("GIF")[:20], b"<svg/>"],
)  # fmt: skip
def test_broken_and_false_pictures_are_refused(data):
    assert refusal(reencode_image, data) == "broken_image"


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [6_400, 13_000, 60_000])
def test_a_flood_of_pixels_is_refused_before_it_is_decoded(side):
    small = bytearray(picture("GIF", size=(1, 1)))
    small[6:10] = side.to_bytes(2, "little") * 2

    assert refusal(reencode_image, bytes(small)) == "too_many_pixels"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.data())
def test_a_damaged_picture_is_drawn_or_refused_and_never_more(kind, data):
    damaged = bytearray(picture(kind))
    for _n in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        reencode_image(bytes(damaged))
    except BadFile as error:
        assert error.code in {"broken_image", "too_many_pixels"}


@given(st.text(max_size=300))
def test_a_stored_name_is_plain_and_short(name):
    safe = safe_name(name, "pdf")

    assert safe.isascii() and len(safe) <= 80 and safe.endswith(".pdf") and "/" not in safe and ".." not in safe


def test_a_name_cannot_lie():
    assert safe_name("..\\..\\Acta N\u00b0 5 \u202efdp.exe", "pdf") == "acta-n-5-fdp.pdf"
