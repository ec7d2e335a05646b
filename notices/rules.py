"""What a mail server's answer means for one mail."""

import smtplib


def verdict_on(error: Exception) -> str:
    """``"refused"``: never send this mail again. ``"later"``: this mail waits. ``"away"``: the server is the trouble.

    A 5xx to the address or to the content is about this mail. A 5xx to our greeting, our password or our sender's
    address is about how the server is set up, and would sink every mail: it counts as away.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max(code for code, _words in error.recipients.values())
        return "refused" if code >= 500 else "later"
    if isinstance(error, smtplib.SMTPDataError):
        return "refused" if error.smtp_code >= 500 else "later"
    if isinstance(error, (ValueError, UnicodeError)):
        return "refused"
    return "away"


def pause_before(attempt: int) -> int:
    """Seconds to wait after the given failed attempt (1, 2 …): 20 s, doubling, at most 5 minutes.

    Five, because whatever waited while the server was down should be out within ten minutes of its return.
    """
    return min(10 * 2 ** min(attempt, 10), 300)
