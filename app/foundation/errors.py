"""Refusals: what the program will not do, in a sentence for the person who asked."""


class Refused(Exception):
    """The sentence says what is wrong and what to do; `field` names the form field it belongs beside."""

    status = 409

    def __init__(self, sentence: str, field: str | None = None):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)


class NotFound(Refused):
    """There is no such thing, or it is not this person's to see: the same answer for both."""

    status = 404


class NotAllowed(Refused):
    """The person is known and may not do this."""

    status = 403


class Unusable(Refused):
    """Input that cannot be read at all: an empty file, an unknown place on the command line."""

    status = 400
