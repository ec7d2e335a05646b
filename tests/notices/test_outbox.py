import smtplib
import socket
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMultiAlternatives
from django.db.models.functions import Now
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as some

from notices import outbox
from notices.actions import one_line, post_templated, write
from notices.models import Mail
from notices.rules import pause_before, verdict_on
from notices.smtp import message_of, settings_from
from notices.tasks import send_due

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def through_the_outbox(settings):
    """The test runner puts its own mail back end in; ours is what is tested."""
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"


class Server:
    """A real mail server on loopback that can be told what to answer."""

    def __init__(self):
        self.letters, self.answers = [], {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
        return "250 OK"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def server(settings):
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{controller.port}"
    yield handler
    controller.stop()


def post(number=1, **changes):
    facts = {"key": f"m:{number}", "to": f"p{number}@example.org", "subject": "Hola", "text": "Qué tal"}
    return write(**facts | changes)


def test_the_same_key_is_written_once():
    first = post(1)
    second = post(1, subject="Otra vez", to="else@example.org")

    assert first == second
    assert (second.subject, second.to) == ("Hola", "p1@example.org")


def test_what_is_due_is_delivered_once(server):
    mail = post(1, html="<p>Qué tal</p>")
    post(2, not_before=Mail.objects.values_list(Now() + timedelta(hours=1), flat=True)[0])

    send_due()
    send_due()

    assert [to for to, _letter in server.letters] == [["p1@example.org"]]
    letter = server.letters[0][1]
    assert (letter["Subject"], letter["Message-ID"], letter["Auto-Submitted"]) == (
        "Hola",
        mail.message_id,
        "auto-generated",
    )
    assert letter.get_body(("plain",)).get_content().strip() == "Qué tal"
    assert letter.get_body(("html",)).get_content().strip() == "<p>Qué tal</p>"
    mail.refresh_from_db()
    assert (mail.sent_at is not None, mail.attempts, mail.leased_until) == (True, 1, None)


def test_one_bad_address_stops_nobody_else(server):
    server.answers["p7@example.org"] = "550 no such mailbox"
    for number in range(46):
        post(number)

    send_due()

    assert len(server.letters) == 45
    assert list(Mail.objects.exclude(failed_at=None).values_list("to", flat=True)) == ["p7@example.org"]


def test_an_address_that_asks_for_patience_gets_the_same_message_later(server):
    mail = post(1)
    post(2)
    server.answers["p1@example.org"] = "451 greylisted"

    send_due()
    mail.refresh_from_db()
    assert (len(server.letters), mail.attempts, mail.failed_at, mail.not_before is not None) == (1, 1, None, True)

    server.answers.clear()
    Mail.objects.filter(pk=mail.pk).update(not_before=Now() - timedelta(seconds=1))
    send_due()
    assert [letter["Message-ID"] for to, letter in server.letters if to == ["p1@example.org"]] == [mail.message_id]


def test_with_the_server_away_mails_wait_and_all_arrive_once_it_is_back(settings, server):
    there = settings.EMAIL_URL
    settings.EMAIL_URL = f"smtp://127.0.0.1:{free_port()}"
    for number in range(30):
        post(number)
    send_due()
    assert (Mail.objects.waiting().count(), Mail.objects.filter(attempts=0).count()) == (30, 29)

    settings.EMAIL_URL = there
    Mail.objects.exclude(not_before=None).update(not_before=Now() - timedelta(seconds=1))
    send_due()
    assert (Mail.objects.waiting().count(), len(server.letters)) == (0, 30)


def test_a_mail_in_another_workers_hands_is_left_alone(server):
    Mail.objects.filter(pk=post(1).pk).update(leased_until=Now() + timedelta(seconds=60), lease=1)

    send_due()

    assert server.letters == []


def test_a_late_worker_does_not_write_over_the_next_one():
    mail = post(1)
    late = outbox._claim(mail.pk)
    Mail.objects.filter(pk=mail.pk).update(lease=late.lease + 1)

    assert outbox._settle(late, sent_at=Now()) == 0
    mail.refresh_from_db()
    assert mail.sent_at is None


def test_an_impossible_address_is_kept_as_given_up(server):
    mail = post(1, to="no es un correo")
    send_due()

    assert (mail.failed_at is not None, mail.last_error) == (True, "La dirección de correo no es válida.")
    assert server.letters == []


def test_a_mail_three_days_old_is_given_up(server):
    Mail.objects.filter(pk=post(1).pk).update(created_at=Now() - timedelta(days=4))
    send_due()

    assert (server.letters, Mail.objects.get().failed_at is not None) == ([], True)


def test_in_the_demo_nothing_leaves(settings):
    settings.EMAIL_URL = ""
    mail = post(1)
    send_due()
    mail.refresh_from_db()

    assert (mail.attempts, mail.sent_at) == (0, None)


def test_any_librarys_mail_becomes_one_row_for_each_reader():
    message = EmailMultiAlternatives("Asunto", "Texto", None, ["a@example.org", "b@example.org"], bcc=["c@example.org"])
    message.attach_alternative("<b>Texto</b>", "text/html")
    message.send()
    message.send()

    assert sorted(Mail.objects.values_list("to", "subject", "html")) == [
        (address, "Asunto", "<b>Texto</b>") for address in ("a@example.org", "b@example.org", "c@example.org")
    ]


def test_an_attachment_is_refused():
    message = EmailMultiAlternatives("Asunto", "Texto", None, ["a@example.org"])
    message.attach("lista.csv", "a,b", "text/csv")

    with pytest.raises(ValueError, match="attachments"):
        message.send()


@pytest.mark.sqlite  # asks no database: once is enough
@budget(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=some.text(max_size=60)
    | some.sampled_from(["a\r\nBcc: x@example.net", "a\nSubject: b", "a\x0b\x85\u2028Bcc: b"]),
    break_=some.sampled_from(["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\x00", ""]),
)
def test_no_input_adds_a_header(words, break_):
    hostile = f"{words}{break_}Bcc: victim@example.net"
    mail = Mail(
        to="p@example.org",
        subject=one_line(hostile)[:250],
        text="x",
        message_id=one_line(f"<{hostile}>")[:255],
        headers={"List-Id": one_line(hostile)},
    )
    raw = message_of(mail).message().as_bytes()
    names = [name.lower() for name in message_from_bytes(raw, policy=default)]

    assert "bcc" not in names and names.count("subject") == 1


@pytest.mark.parametrize("hostile", ["a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "a@b\r\n"])
def test_an_address_that_carries_more_than_an_address_is_given_up(hostile):
    assert post(1, to=hostile).failed_at is not None


@pytest.fixture
def a_letter(settings, tmp_path):
    folder = tmp_path / "notices"
    folder.mkdir()
    (folder / "greeting.txt").write_text(
        "{% if what %}Hola, {{ name }}{% endif %}\n\n\n\nVen a {{ what }}.\n\n\n\n{{ url }}\n"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    return folder


def test_a_template_reads_well_alone(a_letter):
    context = {"what": "Casa d'Art", "name": "Ana <b>", "url": "http://x.example/?a=1&b=2"}
    (a_letter / "rich.txt").write_text("Hola\n\nTexto")
    (a_letter / "rich.html").write_text("<p>{{ name }}</p>")

    plain = post_templated(key="t", to="ana@example.org", template="greeting", context=context)
    again = post_templated(key="t", to="ana@example.org", template="rich", context=context)
    rich = post_templated(key="r", to="ana@example.org", template="rich", context=context)

    assert (plain.subject, plain.text, plain.html) == (
        "Hola, Ana <b>",
        "Ven a Casa d'Art.\n\nhttp://x.example/?a=1&b=2\n",
        "",
    )
    assert again == plain
    assert rich.html == "<p>Ana &lt;b&gt;</p>"


def test_verdicts_and_pauses():
    refused, later, away = smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPAuthenticationError
    assert [
        verdict_on(refused({"a": (550, b"")})),
        verdict_on(refused({"a": (450, b"")})),
        verdict_on(later(554, b"spam")),
        verdict_on(later(451, b"later")),
        verdict_on(away(535, b"who")),
        verdict_on(smtplib.SMTPSenderRefused(550, b"", "x")),
        verdict_on(ConnectionRefusedError()),
        verdict_on(TimeoutError()),
    ] == ["refused", "later", "refused", "later", "away", "away", "away", "away"]
    assert [pause_before(attempt) for attempt in (1, 2, 4, 5, 99)] == [20, 40, 160, 300, 300]


def test_an_address_of_a_server_is_read_in_full():
    assert settings_from("smtp://ana%40example.org:p%3Aw@mail.example:2525?tls=1") == {
        "host": "mail.example",
        "port": 2525,
        "username": "ana@example.org",
        "password": "p:w",
        "use_tls": True,
        "use_ssl": False,
        "timeout": 20,
    }
    assert (settings_from("smtp+tls://h")["port"], settings_from("smtp+tls://h")["use_tls"]) == (587, True)
    assert (settings_from("smtps://h")["port"], settings_from("smtps://h")["use_ssl"]) == (465, True)
    with pytest.raises(ValueError, match="EMAIL_URL"):
        settings_from("mail.example")


def test_the_demo_mailbox_shows_mails_with_their_links(client, settings):
    settings.DEMO = True
    mail = post(1, subject="Tu <código>", text="Abre http://x.example/t y listo")

    listed = client.get(reverse("notices:mailbox")).content.decode()
    shown = client.get(reverse("notices:mail", args=[mail.uuid])).content.decode()

    assert "Tu &lt;código&gt;" in listed
    assert '<a href="http://x.example/t" rel="nofollow">http://x.example/t</a>' in shown


def test_there_is_no_mailbox_outside_the_demo(client, settings):
    settings.DEMO = False
    mail = post(1)

    assert client.get(reverse("notices:mailbox")).status_code == 404
    assert client.get(reverse("notices:mail", args=[mail.uuid])).status_code == 404


@pytest.mark.parametrize("number", [1, 3, 46])
def test_the_mailbox_asks_the_same_questions_however_full(client, settings, number, django_assert_num_queries):
    settings.DEMO = True
    for each in range(number):
        post(each)
    client.get(reverse("notices:mailbox"))

    with django_assert_num_queries(1):
        client.get(reverse("notices:mailbox"))
