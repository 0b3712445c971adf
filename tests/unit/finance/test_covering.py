"""Parts of a picture: what may be covered, and which pixels that is."""

import pytest

from app.finance.covering import Box, check_boxes
from app.foundation.errors import Refused


def test_a_box_in_thousandths_becomes_pixels_rounded_outwards():
    assert Box(333, 100, 334, 50).on(100, 210) == (33, 21, 67, 32)


@pytest.mark.parametrize(
    ("boxes", "says"),
    [
        ([], "al menos una parte"),
        ([Box(0, 0, 100, 100)] * 13, "hasta 12 partes"),
        ([Box(0, 0, 100, 100), Box(10, 10, 3, 100)], "La parte 2 es demasiado pequeña"),
        ([Box(950, 0, 100, 100)], "La parte 1 se sale de la imagen"),
        ([Box(-1, 0, 100, 100)], "La parte 1 se sale de la imagen"),
    ],
)
def test_what_covers_nothing_or_leaves_the_picture_is_refused(boxes, says):
    with pytest.raises(Refused, match=says):
        check_boxes(boxes)


def test_the_whole_picture_may_be_covered():
    check_boxes([Box(0, 0, 1000, 1000)])
