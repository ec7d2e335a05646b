"""What each kind of certificate says of its holder, in whole pieces."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.models import Certificate
from courses.models import CoursePage
from kit.text import words_of

Kind = Certificate.Kind
COMPLETION = Kind.COMPLETION.value
ACHIEVED = {
    "completion": {
        "course": gettext_lazy("acreditó el curso"),
        "diploma": gettext_lazy("acreditó el diplomado"),
        "workshop": gettext_lazy("acreditó el taller"),
        "seminar": gettext_lazy("acreditó el seminario"),
    },
    "attendance": {
        "course": gettext_lazy("participó en el curso"),
        "diploma": gettext_lazy("participó en el diplomado"),
        "workshop": gettext_lazy("participó en el taller"),
        "seminar": gettext_lazy("participó en el seminario"),
    },
    "facilitation": {
        "course": gettext_lazy("facilitó el curso"),
        "diploma": gettext_lazy("facilitó el diplomado"),
        "workshop": gettext_lazy("facilitó el taller"),
        "seminar": gettext_lazy("facilitó el seminario"),
    },
    "organisation": {
        "course": gettext_lazy("participó como organización en el curso"),
        "diploma": gettext_lazy("participó como organización en el diplomado"),
        "workshop": gettext_lazy("participó como organización en el taller"),
        "seminar": gettext_lazy("participó como organización en el seminario"),
    },
}
# For a course whose own title begins with what it is: "acreditó el" / "Seminario de…".
AS_TITLED = {
    "completion": gettext_lazy("acreditó el"),
    "attendance": gettext_lazy("participó en el"),
    "facilitation": gettext_lazy("facilitó el"),
    "organisation": gettext_lazy("participó como organización en el"),
}
TITLES = {
    "completion": gettext_lazy("%(certificate)s de acreditación"),
    "attendance": gettext_lazy("%(certificate)s de participación"),
    "facilitation": gettext_lazy("%(certificate)s de facilitación"),
    "organisation": gettext_lazy("%(certificate)s de participación"),
}


def title_of(kind: str, certificate: str) -> str:
    """``certificate`` is what the programme calls the paper."""
    return TITLES[kind] % {"certificate": certificate}


def because_of(kind: str, course_kind: str, title: str) -> str:
    """What stands between the name and the title of the course. What it is is not said twice."""
    words = ACHIEVED[kind]
    course = CoursePage.Kind(course_kind) if course_kind in words else CoursePage.Kind.COURSE
    titled = words_of(title)[:1] == words_of(str(course.label))
    return str(AS_TITLED[kind] if titled else words[course])


def time_led(minutes: int) -> str:
    """Hours and minutes as they are printed."""
    whole = {"hours": minutes // 60, "minutes": minutes % 60}
    return (_("%(hours)d h %(minutes)d min") if whole["minutes"] else _("%(hours)d h")) % whole
