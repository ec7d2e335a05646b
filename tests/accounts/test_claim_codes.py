import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from notices.models import Mail
from people.actions import Refused
from people.claiming.actions import Unknown, look_up, print_codes, use_code
from people.claiming.limits import ALL_WRONG, ONE_WRONG
from people.claiming.rules import code_of, grouped, parse
from people.duplicates.search import ONE_ACCOUNT, known, suggest
from people.models import ClaimCode, Person, PotentialDuplicate, User
from tests.factories import make_cohort, make_coordinator, make_enrolment, make_person, make_trainer, make_user

pytestmark = pytest.mark.django_db

DOOR, WHO, OTHER = "/entrar/codigo/", "/entrar/codigo/eres-tu/", "/entrar/codigo/otra-cuenta/"


@pytest.fixture(autouse=True)
def through_the_outbox(settings):
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    settings.LOGIN_REDIRECT_URL = "/"


@pytest.fixture
def coordinator():
    return make_user()


@pytest.fixture
def maria():
    return make_person("María Luisa", "Soto", "Ñancupil")


def slip_for(person, by, days=30, sheet=None):
    (slip,) = print_codes([person], sheet=sheet or uuid4(), days=days, by=by).slips
    return slip


def account(email):
    user = User.objects.create_user(email)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def typed(client, code):
    return client.post(DOOR, {"code": code})


def words(answer):
    return answer.content.decode()


def wrong_codes():
    """Well formed, and given to nobody."""
    return (code_of(number) for number in range(10**6))


# ------------------------------------------------------------------ printing


def test_only_a_digest_is_kept(maria, coordinator):
    slip = slip_for(maria, coordinator)

    kept = ClaimCode.objects.values().get()
    assert [field for field, value in kept.items() if slip.code in str(value)] == []
    assert len(kept["digest"]) == 64
    assert look_up(slip.code).person == maria


def test_the_same_sheet_twice_is_one_sheet(maria, coordinator):
    sheet = uuid4()
    first = print_codes([maria], sheet=sheet, days=30, by=coordinator)
    second = print_codes([maria], sheet=sheet, days=30, by=coordinator)

    assert (first.slips, second.new, ClaimCode.objects.count()) == (second.slips, (), 1)


def test_printing_anew_stops_the_old_slip_and_its_sheet_does_not_bring_it_back(maria, coordinator):
    sheet = uuid4()
    old = slip_for(maria, coordinator, sheet=sheet)
    new = slip_for(maria, coordinator)

    with pytest.raises(Refused, match="después se imprimió otro"):
        look_up(old.code)
    assert look_up(new.code).person == maria
    assert print_codes([maria], sheet=sheet, days=30, by=coordinator).slips == ()


def test_no_slip_for_who_has_an_account(coordinator):
    assert print_codes([make_person(user=make_user())], sheet=uuid4(), days=30, by=coordinator).slips == ()


@pytest.mark.parametrize("many", [1, 3, 46])
def test_a_sheet_takes_the_same_queries_for_any_number(many, coordinator, django_assert_num_queries):
    people = [make_person() for _number in range(many)]

    with django_assert_num_queries(6):
        sheet = print_codes(people, sheet=uuid4(), days=30, by=coordinator)
    assert len({slip.code for slip in sheet.slips}) == many


# ------------------------------------------------------------------ the sheet of a cohort


@pytest.fixture
def cohort():
    return make_cohort()


def post_sheet(client, cohort, enrolments, sheet=None):
    data = {"days": 30, "people": [each.uuid for each in enrolments], "sheet": sheet or uuid4()}
    return client.post(reverse("cohorts:slips", args=[cohort.uuid]), data)


def test_the_list_to_choose_from_is_in_the_order_people_read(client, cohort):
    for surname in ("Ortiz", "Ñúñez", "Zea", "Álvarez", "Nava"):
        make_enrolment(cohort, make_person("Ana", surname))
    client.force_login(make_coordinator(cohort.programme))

    page = client.get(reverse("cohorts:slips", args=[cohort.uuid]))

    listed = [label.split(",")[0].split()[0] for _key, label in page.context["form"].fields["people"].choices]
    assert listed == ["Álvarez", "Nava", "Ñúñez", "Ortiz", "Zea"]


def test_a_coordinator_prints_slips_for_those_chosen(client, cohort, settings):
    settings.SITE_URL = "https://paralelo.example"
    client.force_login(make_coordinator(cohort.programme))
    chosen, other = make_enrolment(cohort, make_person("María", "Soto")), make_enrolment(cohort)
    make_enrolment(cohort, make_person(user=make_user()))
    page = client.get(reverse("cohorts:slips", args=[cohort.uuid]))
    assert [label for _key, label in page.context["form"].fields["people"].choices] == [
        other.person.list_name,
        "Soto, María",
    ]

    printed = post_sheet(client, cohort, [chosen])

    codes = re.findall(r'class="slip__code">([A-Z0-9]{5}-[A-Z0-9]{5})<', words(printed))
    assert (printed.status_code, len(codes)) == (200, 1)
    assert look_up(parse(codes[0])).person == chosen.person
    assert "paralelo.example/entrar/codigo/" in words(printed)
    assert printed["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    entry = ModelLogEntry.objects.get(action="cohorts.print_codes")
    assert entry.data == {"people": [chosen.person_id], "days": 30}


def test_sending_the_form_twice_prints_one_sheet(client, cohort):
    client.force_login(make_coordinator(cohort.programme))
    enrolment, sheet = make_enrolment(cohort), uuid4()
    answers = [post_sheet(client, cohort, [enrolment], sheet) for _time in range(2)]

    codes = [re.findall(r'slip__code">([^<]+)<', words(answer)) for answer in answers]
    assert (codes[0] == codes[1], len(codes[0])) == (True, 1)
    assert ModelLogEntry.objects.filter(action="cohorts.print_codes").count() == 1


def test_nobody_chosen_or_somebody_of_another_cohort_is_said_beside_the_field(client, cohort):
    client.force_login(make_coordinator(cohort.programme))
    make_enrolment(cohort)

    nobody = post_sheet(client, cohort, [])
    stranger = post_sheet(client, cohort, [make_enrolment()])

    assert (nobody.status_code, "Marca al menos a una persona." in words(nobody)) == (422, True)
    assert (stranger.status_code, ClaimCode.objects.count()) == (422, 0)


def test_who_only_teaches_the_cohort_prints_no_codes(client, cohort):
    client.force_login(make_trainer(cohort))

    assert client.get(reverse("cohorts:slips", args=[cohort.uuid])).status_code == 404


@pytest.mark.parametrize("many", [1, 3, 46])
def test_the_sheet_of_a_cohort_takes_the_same_queries_for_any_number(client, cohort, many, django_assert_num_queries):
    client.force_login(make_coordinator(cohort.programme))
    enrolments = [make_enrolment(cohort) for _number in range(many)]
    post_sheet(client, cohort, enrolments[:1])

    with django_assert_num_queries(16):
        answer = post_sheet(client, cohort, enrolments)
    assert words(answer).count("slip__code") == many


# ------------------------------------------------------------------ the door


def test_from_the_slip_to_her_own_account_by_mail(client, maria, coordinator):
    slip = slip_for(maria, coordinator)
    from_qr = client.get(f"{DOOR}{grouped(slip.code)}/")
    assert (from_qr.status_code, grouped(slip.code) in words(from_qr)) == (200, True)

    assert typed(client, grouped(slip.code).lower())["Location"] == WHO
    page = words(client.get(WHO))
    assert ("María Luisa S." in page, "Soto" in page, "Ñancupil" in page) == (True, False, False)

    sent = client.post(WHO, {"email": "Maria@Example.org"})
    code = re.search(r"^(\d{3}-\d{3}-\d{3})$", Mail.objects.get(to="maria@example.org").text, re.M)[1]
    entered = client.post(sent["Location"], {"code": code})
    assert entered["Location"] == WHO
    assert "lo unimos a tu cuenta, maria@example.org" in words(client.get(WHO))
    client.post(WHO)

    maria.refresh_from_db()
    kept = ClaimCode.objects.get()
    assert (maria.user.email, kept.used_by, kept.used_at is not None) == ("maria@example.org", maria.user, True)
    assert EmailAddress.objects.get(user=maria.user).verified
    entry = ModelLogEntry.objects.get(action="people.use_code")
    assert (entry.user, entry.data) == (maria.user, {"code": kept.pk})


def test_whoever_has_an_account_enters_with_it(client, maria, coordinator):
    typed(client, slip_for(maria, coordinator).code)
    page = words(client.get(WHO))
    assert f"{reverse('account_login')}?next=%2Fentrar%2Fcodigo%2Feres-tu%2F" in page

    mine = account("luisa@example.org")
    client.force_login(mine)
    typed(client, slip_for(maria, coordinator).code)
    client.post(WHO)

    maria.refresh_from_db()
    assert maria.user == mine


def test_two_people_behind_one_telephone_each_come_to_their_own(client, maria, coordinator):
    pedro = make_person("Pedro", "Soto")
    hers, his = slip_for(maria, coordinator), slip_for(pedro, coordinator)
    first = account("maria@example.org")
    client.force_login(first)
    typed(client, hers.code)
    client.post(WHO)

    typed(client, his.code)
    page = words(client.get(WHO))
    assert ("Pedro S." in page, "María Luisa Soto Ñancupil" in page) == (True, True)
    assert client.post(OTHER)["Location"] == WHO
    assert client.session.get("_auth_user_id") is None
    sent = client.post(WHO, {"email": "pedro@example.org"})
    code = re.search(r"^(\d{3}-\d{3}-\d{3})$", Mail.objects.get(to="pedro@example.org").text, re.M)[1]
    client.post(sent["Location"], {"code": code})
    client.post(WHO)

    maria.refresh_from_db()
    pedro.refresh_from_db()
    assert (maria.user, pedro.user.email) == (first, "pedro@example.org")


def test_an_account_is_one_person_and_the_two_go_to_the_inbox(client, maria, coordinator):
    mine = account("ana@example.org")
    ana = make_person("Ana", "Quispe", user=mine)
    slip = slip_for(maria, coordinator)
    client.force_login(mine)
    typed(client, slip.code)
    answers = [client.post(WHO) for _time in range(2)]

    assert [(answer.status_code, "una cuenta es de una sola" in words(answer)) for answer in answers] == [
        (409, True)
    ] * 2
    pair = PotentialDuplicate.objects.get()
    assert ({pair.a, pair.b}, pair.reasons, pair.status) == ({ana, maria}, [ONE_ACCOUNT], "open")
    maria.refresh_from_db()
    assert (maria.user, ClaimCode.objects.get().used_at) == (None, None)
    assert look_up(slip.code).person == maria


def test_the_night_leaves_that_suggestion_until_it_is_answered(maria, coordinator):
    ana = make_person("Ana", "Quispe", user=account("ana@example.org"))
    with pytest.raises(Refused):
        use_code(look_up(slip_for(maria, coordinator).code), user=ana.user)

    suggest(known(Person.objects.filter(pk__in=[ana.pk, maria.pk])).values())

    assert PotentialDuplicate.objects.get().reasons == [ONE_ACCOUNT]


def test_using_it_twice_is_using_it_once_and_somebody_else_reads_why_not(client, maria, coordinator):
    slip, mine = slip_for(maria, coordinator), account("maria@example.org")
    code = look_up(slip.code)
    assert use_code(code, user=mine) == use_code(code, user=mine) == maria

    with pytest.raises(Refused, match="ya se usó"):
        use_code(code, user=account("else@example.org"))
    answer = typed(client, slip.code)
    assert (answer.status_code, "cada uno sirve una sola vez" in words(answer)) == (422, True)
    assert ModelLogEntry.objects.filter(action="people.use_code").count() == 1


def test_an_expired_slip_says_so(client, maria, coordinator):
    slip = slip_for(maria, coordinator)
    ClaimCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    answer = typed(client, slip.code)

    assert (answer.status_code, "Ese código venció." in words(answer)) == (422, True)


def test_what_ends_while_she_reads_the_page_is_told_without_a_name(client, maria, coordinator):
    typed(client, slip_for(maria, coordinator).code)
    slip_for(maria, coordinator)

    page = words(client.get(WHO))

    assert ("se imprimió otro" in page, "María" in page) == (True, False)


def test_the_slip_of_a_register_that_was_united_leads_to_the_one_kept(maria, coordinator):
    slip, kept = slip_for(maria, coordinator), make_person("María L.", "Soto")
    Person.objects.filter(pk=maria.pk).update(merged_into=kept)
    mine = account("maria@example.org")

    assert use_code(look_up(slip.code), user=mine) == kept


def test_without_a_slip_there_is_nobody_to_see(client):
    assert client.get(WHO)["Location"] == DOOR
    assert client.post(WHO, {"email": "x@example.org"})["Location"] == DOOR
    assert client.post(OTHER)["Location"] == DOOR
    assert (Mail.objects.count(), User.objects.count()) == (0, 0)


def test_a_code_given_before_the_sites_key_changed_still_serves(maria, coordinator, settings):
    slip = slip_for(maria, coordinator)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert look_up(slip.code).person == maria


# ------------------------------------------------------------------ guessing


def test_a_code_nobody_was_given_says_so_and_keeps_what_was_typed(client):
    answer = typed(client, code_of(5))

    assert (answer.status_code, "No conocemos ese código." in words(answer), code_of(5) in words(answer)) == (
        422,
        True,
        True,
    )


def test_a_slip_of_the_pen_costs_no_try(client, maria, coordinator):
    slip = slip_for(maria, coordinator)
    worse = slip.code[:-1] + ("2" if slip.code[-1] != "2" else "3")
    for _time in range(ONE_WRONG * 2):
        assert typed(client, worse).status_code == 422

    assert typed(client, slip.code).status_code == 302


def test_guessing_from_one_entrance_is_stopped_and_the_neighbour_goes_on(client, maria, coordinator, client_factory):
    slip, guesses = slip_for(maria, coordinator), wrong_codes()
    answers = [typed(client, next(guesses)).status_code for _time in range(ONE_WRONG)]
    stopped = typed(client, slip.code)

    assert answers == [422] * ONE_WRONG
    assert (stopped.status_code, "Se probaron demasiados códigos." in words(stopped)) == (429, True)
    assert 0 < int(stopped["Retry-After"]) <= 15 * 60
    assert typed(client_factory(), slip.code).status_code == 302


@pytest.mark.slow
@pytest.mark.postgres  # where all processes of a server count in one place: with Redis
def test_guessing_from_a_thousand_entrances_shuts_the_door_without_a_look(
    maria, coordinator, client_factory, django_assert_num_queries
):
    slip, guesses = slip_for(maria, coordinator), wrong_codes()
    answers = [typed(client_factory(), next(guesses)).status_code for _time in range(1000)]

    assert (answers.count(422), answers.count(429)) == (ALL_WRONG, 1000 - ALL_WRONG)
    with django_assert_num_queries(0):
        stopped = typed(client_factory(), slip.code)
    assert (stopped.status_code, 0 < int(stopped["Retry-After"]) <= 600) == (429, True)
    cache.clear()
    assert typed(client_factory(), slip.code).status_code == 302


def test_right_codes_of_a_whole_workshop_shut_nothing(coordinator, client_factory):
    people = [make_person() for _number in range(ALL_WRONG + 10)]
    slips = print_codes(people, sheet=uuid4(), days=30, by=coordinator).slips

    assert {typed(client_factory(), slip.code).status_code for slip in slips} == {302}


def test_nobody_was_given_what_nobody_printed():
    with pytest.raises(Unknown):
        look_up(code_of(1))
