"""The table of transitions as the state machine's docstring prints it."""

from __future__ import annotations

from app.domain.filing import flow as filing_flow
from app.domain.filing.events import On
from app.domain.filing.flow import Phase

LETTERS = dict(zip("EWRCPSQODX", Phase, strict=True))


def read_table() -> dict[tuple[On, Phase], str]:
    """Each cell by its event and phase: letters, a dot or a dash."""
    lines = (filing_flow.__doc__ or "").splitlines()
    head = next(n for n, line in enumerate(lines) if line.split() == list(LETTERS))
    rows = [line.split() for line in lines[head + 1 :] if line]
    return {
        (On[name], phase): cell
        for name, *cells in rows
        for phase, cell in zip(Phase, cells, strict=True)
    }


TABLE = read_table()


def leads_to(on: On, phase: Phase) -> set[Phase]:
    """Where an event may lead by the table."""
    cell = TABLE[on, phase]
    return {phase} if cell == "." else {LETTERS[each] for each in cell.strip("-")}
