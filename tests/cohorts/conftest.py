"""The scene most of these tests begin with: a cohort, who coordinates it, two people on one list, who teaches them."""

import pytest

from tests.factories import make_cohort, make_coordinator, make_enrolment, make_person, make_register, make_trainer


@pytest.fixture
def cohort():
    return make_cohort()


@pytest.fixture
def coordinator(cohort, client):
    """Signed in."""
    user = make_coordinator(cohort.programme)
    client.force_login(user)
    return user


@pytest.fixture
def ana(cohort):
    return make_enrolment(cohort, make_person("Ana", "Árbol"))


@pytest.fixture
def eva(ana):
    return make_enrolment(ana.cohort, make_person("Eva", "Zapata"))


@pytest.fixture
def register(ana):
    return make_register(ana.cohort)


@pytest.fixture
def trainer(client, register):
    """Signed in."""
    user = make_trainer(register.cohort)
    client.force_login(user)
    return user
