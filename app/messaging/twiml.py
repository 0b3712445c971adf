"""What Twilio is told to say and to listen for, as its markup (TwiML). Pure: words in, XML out."""

from xml.etree.ElementTree import Element, SubElement, tostring

VOICE = {"language": "es-MX", "voice": "Polly.Mia"}
SECONDS_FOR_A_KEY = "6"


def call(words: str, again: str, last: str, answer_to: str | None = None) -> str:
    """Says `words`, then `again` and `words` once more, then `last`. With `answer_to`, an address of ours, a key
    pressed at any moment ends the talking and is posted there."""
    response = Element("Response")
    for said in (words, f"{again} {words}"):
        _say(_listening(response, answer_to) if answer_to else response, said)
        if not answer_to:
            SubElement(response, "Pause", length="1")
    _say(response, last)
    return _markup(response)


def asked_again(words: str, last: str, answer_to: str) -> str:
    """Asks for a key once more, then takes leave."""
    response = Element("Response")
    _say(_listening(response, answer_to), words)
    _say(response, last)
    return _markup(response)


def farewell(words: str) -> str:
    """Says `words` and hangs up."""
    response = Element("Response")
    _say(response, words)
    return _markup(response)


def nothing() -> str:
    """Hangs up without a word: this is no call of ours."""
    response = Element("Response")
    SubElement(response, "Hangup")
    return _markup(response)


def _listening(response: Element, answer_to: str) -> Element:
    return SubElement(
        response, "Gather", input="dtmf", numDigits="1", timeout=SECONDS_FOR_A_KEY, action=answer_to, method="POST"
    )


def _say(parent: Element, words: str) -> None:
    SubElement(parent, "Say", VOICE).text = words


def _markup(response: Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>' + tostring(response, encoding="unicode")
