"""An official file brings the catalogue up to date; places inside a municipality are added by hand."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from kit.spreadsheet import read_table, write_csv, write_xlsx
from places.actions import NotThere, add_places
from places.loading import BadCatalogue, load_country
from places.matching import match_inside, match_municipality, match_place
from places.models import Territory
from places.official import in_small_letters, read_official
from places.updating import TooManyGone, apply_official, compare
from tests.factories import make_municipality

pytestmark = pytest.mark.django_db

DIVIPOLA = "COD_DPTO,NOM_DPTO,COD_MPIO,NOM_MPIO,TIPO_MUNICIPIO\n"
AGEEML = '"CVEGEO","CVE_ENT","NOM_ENT","NOM_ABR","CVE_MUN","NOM_MUN","CVE_CAB","NOM_CAB","POB_TOTAL"\n'
CUT = (
    "Código Región;Nombre Región;Abreviatura Región;Código Provincia;Nombre Provincia;"
    "Código Comuna 2018;Nombre Comuna 2018\n"
)


def written(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def divipola(path, *, skip=(), rename=None, extra="", encoding="utf-8"):
    """What the table holds, as DANE writes it: in capitals."""
    places = Territory.objects.municipal().filter(country="CO", retired_on=None).select_related("parent")
    named = [(place, (rename or {}).get(place.code, place.name).upper()) for place in places if place.code not in skip]
    lines = [
        f'{place.parent.code},"{place.parent.name.upper()}",{place.code},"{name}",Municipio\n' for place, name in named
    ]
    return written(path, DIVIPOLA + "".join(lines) + extra, encoding)


@pytest.fixture
def colombia():
    load_country("CO")


@pytest.mark.parametrize(
    ("country", "text", "encoding", "codes"),
    [
        ("MX", AGEEML + '"02001","02","Baja California","BC","001","Ensenada","0001","Ensenada","443807"\n', "cp1252",
         [("02", "Baja California"), ("02001", "Ensenada")]),
        ("CO", DIVIPOLA + "05,ANTIOQUIA,05001,MEDELLÍN,Municipio\n", "latin-1",
         [("05", "ANTIOQUIA"), ("05001", "MEDELLÍN")]),
        ("CL", "Código Único Territorial\n\n" + CUT + "04;Coquimbo;COQ;041;Elqui;04102;Coquimbo\n;;;;;;\n", "utf-8-sig",
         [("04", "Coquimbo"), ("041", "Elqui"), ("04102", "Coquimbo")]),
    ],
)  # fmt: skip
def test_each_office_s_file_is_read_in_its_columns_and_encoding(tmp_path, country, text, encoding, codes):
    entries = read_official(country, written(tmp_path / "oficial.csv", text, encoding))

    assert [(entry.code, entry.name) for entry in entries] == codes
    assert [entry.population for entry in entries if entry.population] == ([443807] if country == "MX" else [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("05,ANTIOQUIA,5001,MEDELLÍN,x\n", "oficial.csv:2: municipality code '5001' has not 5 digits; is it 05001?"),
        ('05,ANTIOQUIA,"5,001",MEDELLÍN,x\n', "is it 05001?"),
        ("5,ANTIOQUIA,05001,MEDELLÍN,x\n", "is it 05?"),
        ("05,ANTIOQUIA,08001,BARRANQUILLA,x\n", "does not lie in 05"),
        ("05,ANTIOQUIA,05001,,x\n", "has no name"),
        ("05,ANTIOQUIA,05001,MEDELLÍN,x\n05,ANTIOQUIA,05001,BELLO,x\n", "oficial.csv:3"),
        ("05,ANTIOQUIA,05001,ME\0DELLÍN,x\n", "not text"),
        ("", "no line under it"),
    ],
)
def test_a_careless_file_is_refused_with_its_line_and_a_suggestion(tmp_path, line, said):
    with pytest.raises(BadCatalogue) as error:
        read_official("CO", written(tmp_path / "oficial.csv", DIVIPOLA + line))

    assert said in str(error.value)


def test_a_file_without_the_columns_says_which(tmp_path):
    with pytest.raises(BadCatalogue, match="municipality code"):
        read_official("CO", written(tmp_path / "oficial.csv", "COD_DPTO,NOM_DPTO,algo\n05,ANTIOQUIA,x\n"))


def test_the_dry_run_says_what_would_change_and_writes_nothing(colombia, tmp_path, capsys):
    extra = "05,ANTIOQUIA,05999,SAN JOSÉ DE LA NUEVA,Municipio\n"
    path = divipola(tmp_path / "d.csv", skip={"05002"}, rename={"05004": "Abriaquí Nuevo"}, extra=extra)

    call_command("update_places", "CO", str(path), "--dry-run")

    said = capsys.readouterr().out
    assert "+ 05999 municipality San José de la Nueva" in said
    assert "~ 05004 Abriaquí -> Abriaquí Nuevo" in said
    assert "- 05002 municipality Abejorral" in said
    assert "added 1, renamed 1, gone 1, back 0, same 1152" in said
    assert Territory.objects.filter(country="CO").count() == 1154
    assert not Territory.objects.exclude(source="", retired_on=None).exists()


def test_the_update_adds_renames_and_retires_but_deletes_nothing_and_repeats(colombia, tmp_path):
    extra = "05,ANTIOQUIA,05999,LA NUEVA,Municipio\n"
    path = divipola(tmp_path / "d.csv", skip={"05002"}, rename={"05004": "Abriaquí Nuevo"}, extra=extra)
    pks = dict(Territory.objects.values_list("code", "pk"))

    call_command("update_places", "CO", str(path))
    call_command("update_places", "CO", str(path))

    now = dict(Territory.objects.values_list("code", "pk"))
    assert {code: now[code] for code in pks} == pks
    assert len(now) == 1155
    assert Territory.objects.get(code="05999").full_name == "La Nueva, Antioquia"
    assert Territory.objects.get(code="05004").name_key == "abriaqui nuevo"
    assert [place.code for place in Territory.objects.exclude(retired_on=None)] == ["05002"]
    assert list(Territory.objects.search("CO", "abejorral")) == []
    assert match_municipality("CO", "Abejorral").territory.code == "05002"


def test_what_an_official_file_said_is_not_undone_by_the_catalogue_carried_here(colombia, tmp_path):
    apply_official("CO", read_official("CO", divipola(tmp_path / "d.csv", rename={"05004": "Otra"})), source="d.csv")

    load_country("CO")

    assert Territory.objects.get(code="05004").name == "Otra"


def test_what_comes_back_is_no_longer_retired(colombia, tmp_path):
    whole = read_official("CO", divipola(tmp_path / "whole.csv"))
    apply_official("CO", read_official("CO", divipola(tmp_path / "d.csv", skip={"05002"})), source="d.csv")

    changes = apply_official("CO", whole, source="whole.csv")

    assert [place.code for place in changes.back] == ["05002"]
    assert compare("CO", whole).lines == []


def test_a_file_cut_short_is_refused_unless_it_is_said_to_be_whole(colombia, tmp_path):
    entries = read_official("CO", written(tmp_path / "d.csv", DIVIPOLA + "05,ANTIOQUIA,05001,MEDELLÍN,x\n"))

    with pytest.raises(TooManyGone):
        apply_official("CO", entries, source="d.csv")
    with pytest.raises(CommandError, match="--accept-gone"):
        call_command("update_places", "CO", str(tmp_path / "d.csv"))

    assert Territory.objects.exclude(retired_on=None).count() == 0
    assert len(apply_official("CO", entries, source="d.csv", accept_gone=True).gone) == 1152


def test_capitals_are_written_as_people_write():
    assert in_small_letters("SAN JOSÉ DE LA MONTAÑA") == "San José de la Montaña"
    assert in_small_letters("BOGOTÁ, D.C.") == "Bogotá, D.C."
    assert in_small_letters("El Carmen de Viboral") == "El Carmen de Viboral"


# ------------------------------------------------------------------ inside a municipality


def medellin():
    return make_municipality("Medellín", "05001", "CO", ("05", "Antioquia"))


def test_a_commune_of_medellin_never_collides_with_a_chilean_one():
    city, chile = medellin(), make_municipality("Ovalle", "04301", "CL", ("043", "Limarí"))

    add_places(city, level="commune", places=[("14", "El Poblado")], by=None)
    add_places(chile, level="sector", places=[("14", "El Poblado")], by=None)

    assert [place.code for place in Territory.objects.local()] == ["04301-14", "05001-14"]
    assert Territory.objects.get(code="05001-14").full_name == "El Poblado, Medellín"
    assert match_place("CO", "El Poblado, Medellín").territory.code == "05001-14"
    assert match_place("CO", "05001-14").territory.code == "05001-14"


def test_adding_twice_adds_once_and_numbers_follow():
    city = medellin()

    add_places(city, level="commune", places=[("1", "Popular"), ("", "Santa Cruz")], by=None)
    again = add_places(
        city, level="commune", places=[("", "SANTA  CRÚZ"), ("01", "popular"), ("", "Manrique")], by=None
    )

    assert [place.code for place in again] == ["05001-03"]
    assert list(city.children.values_list("code", "name").order_by("code")) == [
        ("05001-01", "Popular"), ("05001-02", "Santa Cruz"), ("05001-03", "Manrique"),
    ]  # fmt: skip


def test_the_same_name_under_one_parent_is_refused_by_the_table_itself():
    city = medellin()
    add_places(city, level="commune", places=[("1", "Popular")], by=None)
    twin = Territory(country="CO", level="commune", code="05001-77", name="POPULAR", name_key="popular", parent=city)

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_levels_keep_their_order():
    city = medellin()
    (commune,) = add_places(city, level="commune", places=[("14", "El Poblado")], by=None)
    (quarter,) = add_places(commune, level="neighbourhood", places=[("", "Manila")], by=None)

    for parent, level in [(city, "municipality"), (city, "neighbourhood_unit"), (commune, "commune"),
                          (quarter, "sector"), (city.parent, "commune")]:  # fmt: skip
        with pytest.raises(NotThere):
            add_places(parent, level=level, places=[("", "Otro")], by=None)
    assert quarter.code == "05001-14-01"


@pytest.mark.parametrize(
    "places", [[("14", "Otro")], [("", " ")], [("no-vale", "Otro")], [("", f"b{n}") for n in range(501)]]
)
def test_what_cannot_be_added_adds_nothing(places):
    city = medellin()
    add_places(city, level="commune", places=[("14", "El Poblado")], by=None)

    with pytest.raises(NotThere):
        add_places(city, level="commune", places=[("", "Bueno"), *places], by=None)

    assert city.children.count() == 1


@pytest.mark.parametrize(
    "text", ["Comuna 14", "14", "El Poblado", "Comuna 14 - El Poblado", "05001-14", "C. 14 el poblado"]
)
def test_a_commune_is_known_as_people_write_it(text):
    city = medellin()
    add_places(city, level="commune", places=[("4", "Aranjuez"), ("14", "El Poblado")], by=None)

    match = match_inside([(city.pk, text)])[city.pk, text]

    assert (match.territory.code if match.territory else None) == (None if text.startswith("C.") else "05001-14")


@pytest.mark.parametrize("count", [1, 3, 46])
def test_a_list_of_communes_costs_one_query(count, django_assert_num_queries):
    city = medellin()
    add_places(city, level="commune", places=[("", f"Comuna {n} bis") for n in range(count)], by=None)

    with django_assert_num_queries(1):
        match_inside([(city.pk, f"Comuna {n} bis") for n in range(count)])


def test_the_zero_survives_a_spreadsheet_and_the_way_back():
    rows = [["Clave", "Nombre"], [medellin().code, "Medellín"]]

    assert read_table(write_xlsx({"Lugares": rows}), "a.xlsx").rows[0].cells[0] == "05001"
    assert read_table(write_csv(rows), "a.csv").rows[0].cells[0] == "05001"
