"""What Twilio is told to say, element by element."""

from xml.etree import ElementTree

from app.messaging import twiml

ANSWER_TO = "https://acompana.example/hooks/twilio/voice-answer/7"


def said(markup):
    return [element.text for element in ElementTree.fromstring(markup).iter("Say")]


def test_a_call_says_it_twice_and_takes_leave():
    assert said(twiml.call("Hola.", "Repito.", "Adiós.")) == ["Hola.", "Repito. Hola.", "Adiós."]


def test_it_speaks_mexican_spanish():
    voices = [
        element.attrib for element in ElementTree.fromstring(twiml.call("Hola.", "Repito.", "Adiós.")).iter("Say")
    ]
    assert voices == [{"language": "es-MX", "voice": "Polly.Mia"}] * 3


def test_it_listens_for_one_key_both_times_it_asks():
    keys = list(ElementTree.fromstring(twiml.call("¿Va?", "Repito.", "Adiós.", ANSWER_TO)).iter("Gather"))
    assert [(key.get("numDigits"), key.get("action"), key.get("input")) for key in keys] == [
        ("1", ANSWER_TO, "dtmf")
    ] * 2


def test_without_a_question_it_listens_for_nothing():
    assert "Gather" not in twiml.call("Hola.", "Repito.", "Adiós.")


def test_words_are_no_markup():
    assert said(twiml.farewell("A & B <Dial>")) == ["A & B <Dial>"]


def test_a_call_that_is_not_ours_is_hung_up():
    assert [element.tag for element in ElementTree.fromstring(twiml.nothing())] == ["Hangup"]
