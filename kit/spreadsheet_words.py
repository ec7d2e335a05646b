"""What a person is told about a table that could not be read."""

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit.spreadsheet import MAX_COUNTED, BadTable


def sentence(error: BadTable) -> str:
    """The error in the reader's language, with its figures and what to do next."""
    facts = dict(error.facts)
    if error.code == "too_big":
        facts = {"size": filesizeformat(facts["size"]), "limit": filesizeformat(facts["limit"])}
    elif error.code == "duplicate_header":
        names = ", ".join(f"«{title[:60]}»" for title in dict.fromkeys(facts["headers"][:8]))
        return ngettext(
            "El encabezado %(names)s está repetido. Deja una sola columna con ese nombre.",
            "Los encabezados %(names)s están repetidos. Deja una sola columna con cada nombre.",
            len({title.casefold() for title in facts["headers"]}),
        ) % {"names": names}
    elif error.code == "zip_bomb":
        facts = {"limit": filesizeformat(facts["limit"])}
    elif error.code == "not_a_table" and "expected" not in facts:
        return _(
            "No pudimos leer una tabla a partir de la línea %(line)s. Revisa que las comillas estén cerradas y que el"
            " archivo sea CSV o XLSX."
        ) % {"line": number_format(facts["line"], force_grouping=True)}
    elif error.code == "too_many_rows" and facts["rows"] >= MAX_COUNTED:
        return _("La lista tiene más de %(rows)s filas y el máximo es %(limit)s. Divídela en partes.") % {
            name: number_format(value, force_grouping=True) for name, value in facts.items()
        }
    else:
        facts = {name: number_format(value, force_grouping=True) for name, value in facts.items()}
    return _sentences()[error.code] % facts


def _sentences() -> dict[str, str]:
    return {
        "empty": _("La lista está vacía. La primera línea lleva los nombres de las columnas."),
        "too_big": _("El archivo pesa %(size)s y el máximo es %(limit)s. Divídelo en partes."),
        "too_many_rows": _("La lista tiene %(rows)s filas y el máximo es %(limit)s. Divídela en partes."),
        "too_many_columns": _(
            "La lista tiene %(columns)s columnas o más y el máximo es %(limit)s. Quita las que sobran."
        ),
        "too_long_cell": _(
            "En la línea %(line)s hay una celda con %(length)s caracteres y el máximo es %(limit)s. Acórtala."
        ),
        "broken_xlsx": _(
            "No pudimos abrir el archivo de Excel: está dañado. Ábrelo, guárdalo de nuevo como XLSX o CSV."
        ),
        "old_excel": _("Este archivo tiene el formato antiguo de Excel (.xls). Guárdalo como XLSX o CSV."),
        "zip_bomb": _("El archivo ocupa más de %(limit)s al abrirse. Copia solo la lista a un archivo nuevo."),
        "not_a_table": _(
            "La línea %(line)s tiene %(columns)s columnas y el encabezado %(expected)s. Revisa los separadores y las"
            " comillas."
        ),
        "nul": _("La línea %(line)s tiene caracteres que no son texto. Guarda la lista de nuevo como CSV en UTF-8."),
    }
