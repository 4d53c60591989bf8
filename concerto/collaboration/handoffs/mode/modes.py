"""The four ways in which departments work on a matter together. Pure.

            received by                         directed by                      a dispute is decided by
parallel    whoever of the department takes it  whoever took it                  the head of the receiving department
vertical    the head, who gives it to somebody  the head, who also delivers it   whoever that head reports to
matrix      whoever of the department takes it  and by the record's owner        the first above both of them
project     the head, who names who leads it    whoever leads it                 whoever the giver reports to, as its sponsor

An offer reaches the receiving department, vertically and in projects its head alone, in a matrix the record's owner as well. What comes
back reaches the giver and who directs it, vertically also the head of the giving department; in a matrix either of them confirms it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import models
from django.utils.translation import pgettext_lazy as pgettext


class Mode(models.TextChoices):
    PARALLEL = "parallel", pgettext("co-operation", "Parallel")
    VERTICAL = "vertical", pgettext("co-operation", "Vertical")
    MATRIX = "matrix", pgettext("co-operation", "Matrix")
    PROJECT = "project", pgettext("co-operation", "Project")


GIVER, RECEIVER, DIRECTOR, DECIDER = "giver", "receiver", "director", "decider"

# Whose a step is, where a mode has it otherwise than all others.
OTHERWISE: Mapping[str, Mapping[str, Sequence[str]]] = {
    Mode.VERTICAL: {"accept": [DIRECTOR], "return": [DIRECTOR], "deliver": [DIRECTOR], "pass-on": [DIRECTOR]},
    Mode.MATRIX: {"pass-on": [RECEIVER, DIRECTOR], "confirm": [GIVER, DIRECTOR], "send-back": [GIVER, DIRECTOR]},
    Mode.PROJECT: {"accept": [DIRECTOR], "return": [DIRECTOR], "deliver": [DIRECTOR], "pass-on": [DIRECTOR]},
}
