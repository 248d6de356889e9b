"""An account that has just signed in."""

from __future__ import annotations

from app.domain.account.tokens import Tokens
from app.services.account.session import Session


def give_tokens(session: Session, tokens: Tokens) -> None:
    """Keep these where a sign-in does, and have the session take them from there."""
    session._credentials.save(session._account_id, tokens)
    session.reload()
