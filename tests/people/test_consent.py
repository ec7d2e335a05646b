"""What people were told and what they said."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kit.clock import now
from people.actions import Refused
from people.models import ConsentNotice, ConsentRecord
from people.privacy.consent import (
    Guardian,
    Statement,
    answers_of,
    decide,
    lay_notices,
    may_use,
    notice_for,
    notices_of,
    unanswered,
)
from people.privacy.rules import deadline, is_minor
from tests.factories import make_cohort, make_enrolment, make_person, make_programme, make_user

pytestmark = pytest.mark.django_db
NECESSARY = ["training", "attendance", "certificate", "statistics"]
VOLUNTARY = ["photos", "directory", "whatsapp", "followup"]
MEXICAN = [*VOLUNTARY, "diversity"]
SENSITIVE = {"MX": ["diversity"], "CO": ["organisation", "diversity"], "CL": ["diversity"]}


@pytest.fixture
def mexico():
    lay_notices()
    return notice_for("MX")


def say(person, notice, at=None, guardian=None, **choices):
    statement = Statement(choices, "online", at=at)
    return decide(person, notice, statement, by=None, **({"guardian": guardian} if guardian else {}))


def decisions(person):
    return list(person.consents.order_by("pk").values_list("purpose", "decision"))


def newer(notice):
    facts = {"country": notice.country, "valid_from": notice.valid_from, "texts": notice.texts}
    return ConsentNotice.objects.create(version=notice.version + 1, purposes=notice.purposes, **facts)


def test_three_countries_are_laid_once():
    assert [lay_notices(), lay_notices()] == [3, 0]
    assert {each.country for each in ConsentNotice.objects.all()} == {"MX", "CO", "CL"}


def test_every_country_separates_what_is_necessary_in_both_languages():
    lay_notices()
    for notice in ConsentNotice.objects.all():
        extra = SENSITIVE[notice.country]
        for language in ("es", "en"):
            with translation.override(language):
                listed = notice.listed()
                assert [each.code for each in listed if each.necessary] == NECESSARY
                assert [each.code for each in listed if not each.necessary] == VOLUNTARY + extra
                assert all(notice.said(part) and each.title for part in ("title", "short", "full") for each in listed)
        assert [each.code for each in notice.listed() if each.sensitive] == extra


def test_a_yes_a_no_and_a_change_of_mind_are_all_kept(mexico):
    person = make_person()

    say(person, mexico, photos=True, directory=False)
    say(person, mexico, photos=False)

    assert decisions(person) == [("photos", "granted"), ("directory", "refused"), ("photos", "withdrawn")]
    assert may_use([person.pk], "photos") == set()


def test_saying_the_same_twice_is_saying_it_once(mexico):
    person = make_person()

    first = say(person, mexico, photos=True)
    second = say(person, mexico, photos=True)

    assert (len(first), second, decisions(person)) == (1, [], [("photos", "granted")])
    assert may_use([person.pk], "photos") == {person.pk}


def test_nothing_is_allowed_that_was_not_asked(mexico):
    assert may_use([make_person().pk], "directory") == set()


def test_a_paper_found_late_goes_into_its_place_and_only_once(mexico):
    person = make_person()
    say(person, mexico, photos=False)

    march = now() - timedelta(days=3)
    for _again in range(2):
        say(person, mexico, at=march, photos=True)

    assert len(decisions(person)) == 2
    assert may_use([person.pk], "photos") == set()


def test_an_unknown_purpose_and_a_moment_to_come_are_refused(mexico):
    person = make_person()

    with pytest.raises(Refused):
        say(person, mexico, advertising=True)
    with pytest.raises(Refused):
        say(person, mexico, at=now() + timedelta(days=1), photos=True)

    assert decisions(person) == []


def test_a_minor_says_no_alone_and_yes_with_a_guardian(mexico):
    person = make_person(birth_date=timezone.localdate() - timedelta(days=15 * 365))

    with pytest.raises(Refused):
        say(person, mexico, photos=True)
    say(person, mexico, photos=False)
    say(person, mexico, photos=True, guardian=Guardian("Rosa Luz", "madre"))

    record = person.consents.order_by("pk").last()
    assert (record.decision, record.guardian_name, record.guardian_relationship) == ("granted", "Rosa Luz", "madre")


def test_eighteen_is_counted_to_the_day():
    assert is_minor(date(2008, 3, 7), date(2026, 3, 6)) is True
    assert is_minor(date(2008, 3, 6), date(2026, 3, 6)) is False
    assert is_minor(date(2008, 2, 29), date(2026, 2, 28)) is True
    assert is_minor(None, date(2026, 3, 6)) is False


def test_each_country_has_its_term():
    friday = date(2026, 11, 20)

    assert deadline("MX", friday) == date(2026, 12, 10)
    assert deadline("CO", friday) == date(2026, 12, 11)
    assert deadline("CL", friday) == date(2026, 12, 20)
    assert deadline("", friday) == date(2026, 12, 5)


def test_a_new_text_is_asked_again(mexico):
    person = make_enrolment().person
    say(person, mexico, **dict.fromkeys(NECESSARY + MEXICAN, True))
    assert unanswered(person) == ([], True)

    second = newer(mexico)

    assert unanswered(person) == ([second], True)
    assert [each.record for each in answers_of(person, second)] == [None] * 9
    assert may_use([person.pk], "photos") == set()


def test_a_programme_may_have_its_own_text(mexico):
    programme = make_programme()
    own = ConsentNotice.objects.create(
        country="MX", programme=programme.slug, version=1, valid_from=date(2026, 1, 1), texts={}, purposes=[]
    )

    here, elsewhere = make_enrolment(make_cohort(programme)).person, make_enrolment().person

    assert (notices_of(here), notices_of(elsewhere)) == ([own], [mexico])


def test_a_text_to_come_does_not_hold_yet(mexico):
    ConsentNotice.objects.filter(pk=newer(mexico).pk).update(valid_from=timezone.localdate() + timedelta(days=1))

    assert notice_for("MX") == mexico


@pytest.fixture
def member(client, mexico):
    person = make_enrolment(person=make_person(user=make_user())).person
    client.force_login(person.user)
    return person


def sent(notice, **said):
    voluntary = dict.fromkeys(MEXICAN, "no") | said
    return {"notice": notice.pk} | {f"n{notice.pk}-{name}": value for name, value in voluntary.items()}


def test_the_page_shows_no_by_default_and_keeps_what_is_chosen(client, member, mexico):
    assert client.get(reverse("privacy:mine")).content.decode().count('value="no" id=') == 5

    answer = client.post(reverse("privacy:mine"), sent(mexico, necessary="on", photos="yes"))

    assert answer.status_code == 302
    assert dict(decisions(member)) == dict.fromkeys(NECESSARY + ["photos"], "granted") | dict.fromkeys(
        ["directory", "whatsapp", "followup", "diversity"], "refused"
    )
    assert {each.channel for each in member.consents.all()} == {"online"}
    assert "Autorizado" in client.get(reverse("privacy:mine")).content.decode()


def test_a_minor_is_told_who_has_to_authorise(client, member, mexico):
    member.birth_date = timezone.localdate() - timedelta(days=16 * 365)
    member.save()

    refused = client.post(reverse("privacy:mine"), sent(mexico, photos="yes", guardian_relationship="tía"))
    page = refused.content.decode()
    client.post(
        reverse("privacy:mine"), sent(mexico, photos="yes", guardian_name="Luz", guardian_relationship="tía abuela")
    )

    assert ("Tienes menos de 18" in page, 'value="tía"' in page) == (True, True)
    assert member.consents.get(purpose="photos").guardian_name == "Luz"


def test_what_is_asked_is_announced_and_blocks_nothing(client, member, mexico):
    assert "Falta que nos digas" in client.get(reverse("learning:progress")).content.decode()
    client.post(reverse("privacy:mine"), sent(mexico, necessary="on"))
    assert "Revisar mis permisos" not in client.get(reverse("learning:progress")).content.decode()
    newer(mexico)
    assert "Cambió el aviso" in client.get(reverse("learning:progress")).content.decode()


def test_an_account_without_a_person_is_told_so(client):
    client.force_login(make_user())

    assert "todavía no corresponde" in client.get(reverse("privacy:mine")).content.decode()


@pytest.mark.parametrize("records", [1, 3, 46])
def test_the_page_asks_the_same_number_of_questions_whatever_the_history(
    client, member, mexico, records, django_assert_num_queries
):
    moment = datetime(2026, 11, 2, tzinfo=timezone.get_current_timezone())
    ConsentRecord.objects.bulk_create(
        ConsentRecord(person=member, notice=mexico, purpose="photos", decision="granted", decided_at=moment)
        for _number in range(records)
    )
    client.get(reverse("privacy:mine"))

    with django_assert_num_queries(10):
        client.get(reverse("privacy:mine"))


def test_the_public_page_is_drawn_from_the_file_for_anybody(client, mexico):
    page = client.get(reverse("privacy")).content.decode()

    assert "Aviso de privacidad simplificado" in page
    assert "Huella" not in page
    assert "90 días después de vencer" in page
