"""Practice mode: a stateful stand-in for CJ that speaks real HTTP on the loopback interface.

It is the demo for a newcomer, the default of `dev.py run` and the server of the tests. It imports
nothing from the rest of the program, so a bug of the client cannot hide in it.
"""

from app.practice.record import Record, RecordedRequest, read_record
from app.practice.scenarios import SCENARIO_NAMES, Scenarios
from app.practice.server import PracticeServer
from app.practice.state import World

__all__ = [
    "SCENARIO_NAMES",
    "PracticeServer",
    "Record",
    "RecordedRequest",
    "Scenarios",
    "World",
    "read_record",
]
