"""The lines of a list that need a correction, as rows of a spreadsheet: their reason first, then all they said."""

from django.utils.translation import gettext as _

from cohorts.actions.roster import list_of, read_draft
from cohorts.models import RosterDraft
from cohorts.roster.words import verdict_words


def sheet_of_wrong(draft: RosterDraft) -> list[list]:
    """Before it is enrolled: what cannot be read. The sentences are in the reader's language."""
    wrong = {row.number: row.problems for some in read_draft(draft) for row in some if row.problems}
    return _sheet(draft, {number: " ".join(problems) for number, problems in wrong.items()})


def sheet_of_left(draft: RosterDraft) -> list[list]:
    """Afterwards: every line that stayed out. Only the header for a list of which nothing did."""
    words = verdict_words()
    left = {line["number"]: " ".join(line["problems"]) or words[line["verdict"]][0] for line in draft.outcome["left"]}
    return _sheet(draft, left)


def _sheet(draft: RosterDraft, why: dict[int, str]) -> list[list]:
    titles = [_("Línea"), _("Motivo")]
    if "header" not in draft.content:
        return [titles]
    table = list_of(draft)
    return [
        [*titles, *table.header],
        *([row.number, why[row.number], *row.cells] for row in table.rows if row.number in why),
    ]
