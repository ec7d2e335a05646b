"""The site starts: its checks pass and no migration is missing."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site


def test_the_system_checks_find_nothing():
    call_command("check", fail_level="WARNING")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


@pytest.mark.django_db
def test_an_empty_test_site_has_its_roots():
    assert [site.is_default_site for site in Site.objects.all()] == [True]
    assert Page.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_roots_are_there_for_tests_that_commit():
    assert Page.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_roots_come_back_after_the_tables_were_emptied():
    assert Page.objects.count() == 2
