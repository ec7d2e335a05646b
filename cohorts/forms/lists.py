"""A list from a spreadsheet, pasted or in a file: read, looked at, and never lost."""

import csv
import io

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from kit.spreadsheet import MAX_BYTES, MAX_ROWS, BadTable, Table, read_pasted, read_table
from kit.spreadsheet_words import sentence


class ListForm(forms.Form):
    """``table`` and ``source`` once it is valid. What was pasted is never lost, nor what a file said.

    Who inherits says in ``complaint(table)`` what the list lacks, and in ``arranged(table)`` how else it is to be read:
    a list of its own demands nothing. ``most`` rows are read; more are refused with a sentence that says so.
    """

    most = MAX_ROWS

    text = forms.CharField(
        label=_("Pega aquí tu lista"),
        help_text=_("Copia las celdas de tu hoja de cálculo, con su encabezado. Hasta %(rows)s filas."),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        required=False,
        strip=False,
    )
    file = forms.FileField(
        label=_("O sube el archivo"),
        help_text=_("CSV o XLSX, hasta 5 MB y %(rows)s filas. Leemos la primera hoja."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv"}),
        required=False,
        allow_empty_file=True,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.table: Table | None = None
        self.source = ""
        # NUL and length are told by the reader of tables, with the line where they stand.
        self.fields["text"].validators = []
        for field in (self.fields["text"], self.fields["file"]):
            field.help_text = field.help_text % {"rows": number_format(self.most, force_grouping=True)}

    def clean(self):
        text, file = self.cleaned_data.get("text") or "", self.cleaned_data.get("file")
        if self.errors:
            return
        if file and text.strip():
            self.add_error("file", _("Elige una sola: la lista pegada o el archivo."))
        elif not file and not text.strip():
            self.add_error("text", _("Pega tu lista o elige un archivo."))
        else:
            self._read(text, file)

    def _read(self, text, file):
        place = "file" if file else "text"
        try:
            read = self._table(text, file)
        except BadTable as error:
            self.add_error(place, sentence(error))
            return
        table = self.arranged(read)
        if complaint := self.complaint(table):
            self.add_error(place, complaint)
            if file:
                self._keep(read)
            return
        self.table, self.source = table, file.name if file else str(_("lista pegada"))

    def arranged(self, table: Table) -> Table:
        return table

    def complaint(self, table: Table) -> str:
        return ""

    def _table(self, text, file):
        if not file:
            return read_pasted(text, most=self.most)
        if file.size > MAX_BYTES:
            raise BadTable("too_big", size=file.size, limit=MAX_BYTES)
        return read_table(file.read(), file.name, most=self.most)

    def _keep(self, table: Table):
        """A browser forgets the file; what it said stays in the box, ready to be corrected."""
        out = io.StringIO(newline="")
        lines = [table.header, *(row.cells for row in table.rows)]
        csv.writer(out, delimiter="\t", lineterminator="\n").writerows(lines)
        self.data = {**self.data, "text": out.getvalue()}
