"""After a restore no API token works: one revoked since the backup would be back among them."""

from sqlalchemy import update

from forum.api.models import ApiToken
from forum.core.db import now
from forum.core.keeping import changed
from forum.core.restored import after_restore


@after_restore("API tokens")
def revoke_tokens() -> int:
    """Revoke every token; an administrator issues new ones to whoever asks."""
    working = update(ApiToken).where(ApiToken.revoked_at.is_(None)).values(revoked_at=now())
    return changed(working.execution_options(synchronize_session="fetch"))
