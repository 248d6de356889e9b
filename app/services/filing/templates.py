"""Templates: the built-in ones, a person's own, and how often each led to a refund."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.domain.disputes.reasons import ReasonFamily, family_of
from app.domain.errors import InvalidInput
from app.domain.filing.templates import (
    BUILT_IN,
    Template,
    TemplateContext,
    TrackRecord,
    as_body,
    clean_body,
    clean_name,
    own_template,
)
from app.domain.text import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from app.domain.filing.filing import DisputeDraft
    from app.storage.templates import TemplateStore


@dataclass(frozen=True, slots=True)
class TemplateList:
    """All templates there are, the built-in ones first, with what came of each."""

    templates: tuple[Template, ...] = BUILT_IN
    records: Mapping[str, TrackRecord] = field(default_factory=dict)


class TemplateService:
    """Keeps templates on this computer. Touches no network. Raises `StorageFailed` throughout."""

    def __init__(self, store: TemplateStore, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def shelf(self) -> TemplateList:
        """All templates, with what came of each."""
        return TemplateList((*BUILT_IN, *self._store.all()), self._store.track_records())

    def keep(self, name: str, draft: DisputeDraft, known: TemplateContext) -> Template:
        """Keep a draft's message under a name, what belongs to its order made variable.

        Raises `InvalidInput` where nothing of the name or the message is left to keep.
        """
        body = clean_body(as_body(draft.message, draft, known))
        if not body:
            raise InvalidInput
        family = family_of(draft.reason.name) if draft.reason else ReasonFamily.OTHER
        template = own_template(_free_name(name, self._store.all()), family, body)
        self._store.save(template, self._now())
        return template

    def change(self, template: Template, otherwise: str) -> Template:
        """Keep a template, new or not, as a person left it, whatever its text; `otherwise` names
        one without a name.
        """
        others = [each for each in self._store.all() if each.key != template.key]
        name = _free_name(clean_name(template.name) or otherwise, others)
        changed = replace(template, name=name)
        self._store.save(changed, self._now())
        return changed

    def delete(self, key: str) -> None:
        """Take a template away; `undo_delete` brings it back."""
        self._store.delete(key, self._now())

    def undo_delete(self, key: str) -> None:
        """Bring a deleted template back."""
        self._store.undo_delete(key)


def _free_name(name: str, others: tuple[Template, ...] | list[Template]) -> str:
    """The name, with a number where another template has it."""
    wanted = clean_name(name)
    if not wanted:
        raise InvalidInput
    taken = {folded(each.name) for each in others}
    numbered = (f"{wanted[:54]} ({number})" for number in range(2, len(taken) + 3))
    return next(each for each in (wanted, *numbered) if folded(each) not in taken)
