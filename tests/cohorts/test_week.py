"""The week of a coordination: from Monday to Sunday in each hall, with the state of every list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cohorts.models import Register
from cohorts.week import week_of
from kit.clock import local, today
from tests.factories import make_cohort, make_coordinator, make_register, make_trainer

pytestmark = pytest.mark.django_db
ZONE = "America/Mexico_City"


def in_week(days):
    """Noon of Monday and so many days, in Mexico City."""
    here = today(ZONE)
    return local(timezone.now(), ZONE).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(
        days=days - here.weekday()
    )


def test_the_week_holds_monday_to_sunday_in_the_hall_and_nothing_else(client):
    cohort = make_cohort()
    for title, days in (("Antes", -1), ("Lunes", 0), ("Domingo", 6), ("Después", 7)):
        make_register(cohort, title=title, starts_at=in_week(days))
    # Sunday at 23:00 in Tijuana is Monday already in Mexico City.
    night = local(in_week(6), "America/Tijuana").replace(hour=23)
    make_register(cohort, title="Noche", starts_at=night, hours=1, time_zone="America/Tijuana")
    make_register(cohort, title="Suspendida", starts_at=in_week(0), cancelled_at=timezone.now(), cancelled_reason="Luz")
    make_register(make_cohort(), title="Ajena", starts_at=in_week(0))
    coordinator = make_coordinator(cohort.programme)

    titles = [register.session.title for _day, registers in week_of(coordinator).days for register in registers]

    assert titles == ["Lunes", "Suspendida", "Domingo", "Noche"]
    assert week_of(make_trainer(cohort)).days == []
    client.force_login(coordinator)
    words = client.get(reverse("home")).content.decode()
    assert "Esta semana" in words and "Noche" in words and "Cancelada" in words and "Después" not in words


@pytest.mark.parametrize("sessions", [1, 3, 46])
def test_the_week_is_one_query_and_says_what_it_does_not_show(sessions):
    cohort = make_cohort()
    for _each in range(sessions):
        make_register(cohort, starts_at=in_week(0))
    Register.objects.update(status="submitted")
    coordinator = make_coordinator(cohort.programme)

    with CaptureQueriesContext(connection) as queries:
        week = week_of(coordinator)

    assert (len(queries), week.more, week.open) == (1, max(0, sessions - 40), 0)
