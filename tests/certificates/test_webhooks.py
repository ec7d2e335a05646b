import base64
import hashlib
import hmac
import json
import socket
import ssl
import time
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.actions import issue_many, replace, revoke
from certificates.models import WebhookDelivery, WebhookEndpoint
from certificates.webhooks import client as sender
from certificates.webhooks.actions import add_endpoint, resend
from certificates.webhooks.announcing import EVENTS, ISSUED, REPLACED, REVOKED, announce
from certificates.webhooks.client import Unreachable, post
from certificates.webhooks.outbox import send_due
from certificates.webhooks.rules import fault_of_url, is_public
from tests.certificates.receiver import receiver
from tests.factories import make_coordinator, make_programme, make_settled_cohort

pytestmark = pytest.mark.django_db
FAR = "https://registro.example/avisos"


@pytest.fixture(autouse=True)
def to_this_machine(settings):
    settings.WEBHOOKS_TO_LOOPBACK = True


def listening(url=FAR, people=1, events=EVENTS):
    """(cohort whose certificates are ready to be given, endpoint of its programme, its secret)."""
    cohort = make_settled_cohort(people=people, sessions=1, attended=1)
    return cohort, *add_endpoint(cohort.programme, url=url, events=[*events], by=None)


def give(cohort):
    return issue_many(cohort, list(cohort.enrolments.values_list("pk", flat=True)), by=None)


def told():
    return [(each.event, json.loads(each.body)["data"]) for each in WebhookDelivery.objects.order_by("pk")]


def ripen():
    WebhookDelivery.objects.exclude(not_before=None).update(not_before=F("created_at"))


def test_each_act_writes_what_others_shall_hear_in_its_own_transaction_and_no_name():
    cohort, _endpoint, _secret = listening(people=2)
    add_endpoint(make_programme(), url=FAR, events=[*EVENTS], by=None)
    first, second = give(cohort)
    new = replace(first, printed_name="Otro Nombre", by=None)
    for _again in range(2):
        revoke(second, reason="Error", by=None)
        announce([second], REVOKED)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        revoke(new, reason="Error", by=None)
        _ = 1 / 0

    assert [(event, data["folio"], data["status"]) for event, data in told()] == [
        (ISSUED, first.folio, "valid"),
        (ISSUED, second.folio, "valid"),
        (REPLACED, first.folio, "replaced"),
        (REVOKED, second.folio, "revoked"),
    ]
    assert told()[2][1]["replaced_by"] == {"folio": new.folio, "url": new.snapshot["url"]}
    words = " ".join(WebhookDelivery.objects.values_list("body", flat=True))
    assert [each.snapshot["text"]["name"] in words for each in (first, second, new)] == [False] * 3


def test_it_costs_the_same_however_many_are_given():
    def cost(people):
        cohort, _endpoint, _secret = listening(people=people)
        given = give(cohort)
        WebhookDelivery.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            announce(given, ISSUED)
        assert WebhookDelivery.objects.count() == people
        return len([each for each in asked if "SAVEPOINT" not in each["sql"]])

    assert [cost(1), cost(3), cost(46)] == [2, 2, 2]


def test_it_arrives_signed_once_and_the_receiver_can_tell():
    with receiver() as received:
        cohort, _endpoint, secret = listening(received.url)
        give(cohort)
        assert [send_due(), send_due()] == [1, 0]

    ((path, headers, body),) = received.requests
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mark = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert path == "/avisos?de=paralelo"
    assert headers["webhook-signature"] == f"v1,{mark}"
    assert json.loads(body)["id"] == headers["webhook-id"] == str(WebhookDelivery.objects.get().event_id)
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60


def test_five_refusals_end_it_and_a_person_sends_the_same_once_more():
    with receiver() as received:
        received.answers = [500] * 5 + [200]
        cohort, _endpoint, _secret = listening(received.url)
        give(cohort)
        waits = []
        for _attempt in range(6):
            send_due()
            delivery = WebhookDelivery.objects.get()
            waits.append(round((delivery.not_before - timezone.now()).total_seconds() / 60))
            ripen()
        assert (waits[:4], delivery.attempts, delivery.answered, delivery.error) == ([1, 10, 60, 240], 5, 500, "status")
        assert (delivery.failed_at is not None, len(received.requests)) == (True, 5)

        assert resend(WebhookDelivery.objects.all(), by=None) == 1
        assert (send_due(), resend(WebhookDelivery.objects.none(), by=None)) == (1, 0)

    assert len({body for _path, _headers, body in received.requests}) == 1


def test_a_server_that_is_away_is_asked_once_a_round_and_a_dead_worker_is_followed_by_the_next():
    with receiver() as received:
        cohort, _endpoint, _secret = listening(received.url, people=3)
    give(cohort)
    # A worker claimed the first and died.
    WebhookDelivery.objects.filter(pk=WebhookDelivery.objects.first().pk).update(
        lease=1, leased_until=timezone.now() - timedelta(seconds=1)
    )
    assert send_due() == 0
    assert sorted(WebhookDelivery.objects.values_list("attempts", "error")) == [(0, ""), (0, ""), (1, "no_connection")]
    assert send_due() == 0
    assert WebhookDelivery.objects.due().count() == 0
    WebhookDelivery.objects.update(not_before=None, created_at=timezone.now() - timedelta(days=4))
    send_due()
    assert set(WebhookDelivery.objects.values_list("error", flat=True)) == {"too_old"}


def test_no_redirect_is_followed_no_long_answer_read_and_no_slow_one_waited_for(monkeypatch):
    with receiver() as received:
        received.answers, received.size = [302, 200], 50_000_000
        started = time.monotonic()
        assert [post(received.url, b"{}", {}, loopback=True) for _time in range(2)] == [302, 200]
        assert {path for path, _headers, _body in received.requests} == {"/avisos?de=paralelo"}
        assert time.monotonic() - started < 1

        monkeypatch.setattr(sender, "SECONDS", 0.15)
        received.dripping, started = 0.02, time.monotonic()
        with pytest.raises(Unreachable, match="no_answer"):
            post(received.url, b"{}", {}, loopback=True)
        assert time.monotonic() - started < 0.6


def test_nothing_leaves_for_an_address_inside_whatever_name_or_form_it_has(monkeypatch):
    with receiver() as received:
        port = received.url.split(":")[2].split("/")[0]
        for host in ("localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"):
            with pytest.raises(Unreachable, match="refused_address|no_address"):
                post(f"https://{host}:{port}/", b"{}", {}, loopback=False)
        # A name with a good address and a bad one, and one that changes its mind after it was judged.
        answers = iter([["93.184.215.14", "10.0.0.1"], ["127.0.0.1"], ["169.254.169.254"]])
        asked = []

        def resolved(host, port, *_args, **_named):
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in next(answers)]

        monkeypatch.setattr(socket, "getaddrinfo", resolved)
        with pytest.raises(Unreachable, match="refused_address"):
            post("https://registro.example/", b"{}", {}, loopback=False)
        assert (asked, received.requests) == (["registro.example"], [])
        # Connecting asks for no name: the address is an address, and the name stays in the header.
        monkeypatch.setattr(socket, "create_connection", connect_without_names)
        with pytest.raises(Unreachable, match="refused_address"):
            post(f"http://registro.example:{port}/", b"{}", {}, loopback=True)
        assert post(f"http://localhost:{port}/", b"{}", {}, loopback=True) == 204
        assert received.requests[0][1]["host"] == f"localhost:{port}"


def connect_without_names(address, timeout):
    assert address[0] == "127.0.0.1"
    sock = socket.socket()
    sock.settimeout(timeout)
    sock.connect(address)
    return sock


def test_addresses_and_urls_that_are_refused():
    inside = [
        "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "169.254.169.254", "172.16.0.1",
        "192.0.0.1", "192.0.2.1", "192.168.0.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "168.63.129.16", "192.88.99.1", "::", "::1", "::ffff:8.8.8.8", "::ffff:10.0.0.1",
        "::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:a00:1::1",
        "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    ]  # fmt: skip
    assert [each for each in inside if is_public(each)] == []
    assert [is_public(each) for each in ("8.8.8.8", "93.184.215.14", "2606:4700:4700::1111")] == [True] * 3

    urls = {
        "http://registro.example/": "not_https", "https://": "not_a_url", "ftp://registro.example/": "not_a_url",
        "https://a:b@registro.example/": "with_password", "https://registro.example/#x": "not_a_url",
        "https://127.0.0.1/": "inside", "https://[::1]/": "inside", "https://[::1/": "not_a_url",
        "https://registro.example:99999/": "not_a_url", "https://registro.example/\r\nHost: x": "not_a_url",
        "https://registró.example/": "not_a_url", "https://registro.example\\@x/": "not_a_url",
        "javascript:alert(1)": "not_a_url", "http://127.0.0.1/": "not_https", FAR: "",
    }  # fmt: skip
    assert {url: fault_of_url(url, loopback=False) for url in urls} == urls


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path, tls_of_nobody):
    with receiver(tls_of_nobody) as received:
        with pytest.raises(Unreachable, match="tls"):
            post(received.url, b"{}", {}, loopback=True)
        assert received.requests == []


def test_a_coordinator_adds_tries_and_removes_an_address(client):
    with receiver() as received:
        programme = make_programme()
        client.force_login(make_coordinator(programme))
        path = reverse("certificates:webhooks", args=[programme.slug])
        bad = client.post(path, {"url": "https://10.0.0.1/", "events": [ISSUED]}).content.decode()
        shown = client.post(path, {"url": received.url, "events": [ISSUED]}).content.decode()
        endpoint = WebhookEndpoint.objects.get()
        one = reverse("certificates:webhook", args=[programme.slug, endpoint.pk])
        client.post(one + "probar/")
        client.post(one + "probar/")
        send_due()
        page = client.get(one).content.decode()

        assert "Esa dirección es de una red interna" in bad and 'value="https://10.0.0.1/"' in bad
        assert (endpoint.secret in shown, endpoint.secret in client.get(path).content.decode()) == (True, False)
        assert (len(received.requests), "Entregado" in page) == (1, True)
        client.post(one + "quitar/")
        assert client.post(one + "probar/", follow=True).content.decode().count("Esa dirección ya se quitó.") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM certificates_webhookendpoint")
        ((sealed,),) = cursor.fetchall()
    assert endpoint.secret not in sealed


@pytest.fixture
def tls_of_nobody(tmp_path):
    """A server's side of TLS with a certificate that it made itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "registro.example")])
    now = timezone.now()
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = tmp_path / "tls.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem.write_bytes(private + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context
