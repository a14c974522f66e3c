"""What the rules have found in a text."""

from forum.core.db import db
from forum.moderation.review.models import ReviewItem


def causes(text):
    db.session.expire_all()
    query = db.select(ReviewItem).where(
        ReviewItem.subject_kind == text.__tablename__, ReviewItem.subject_id == text.id
    )
    item = db.session.scalars(query).first()
    return {cause.kind: cause.weight for cause in item.causes} if item else {}
