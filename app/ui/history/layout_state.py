"""Several saved states in one, marked with a version, for the settings."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QDataStream, QIODevice


def packed(version: int, *states: QByteArray) -> QByteArray:
    """The states, one after the other."""
    result = QByteArray()
    stream = QDataStream(result, QIODevice.OpenModeFlag.WriteOnly)
    stream.writeUInt32(version)
    for state in states:
        stream << state
    return result


def unpacked(packed_states: QByteArray, version: int, count: int) -> tuple[QByteArray, ...]:
    """So many states as they were packed; none where they are of another version, or broken."""
    stream = QDataStream(packed_states)
    if stream.readUInt32() != version:
        return ()
    states = []
    for _ in range(count):
        state = QByteArray()
        stream >> state
        states.append(state)
    return tuple(states) if stream.status() is QDataStream.Status.Ok else ()
