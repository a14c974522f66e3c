"""What candidates and decisions are tied to: parts of the city, ages, needs and ideas."""

from sqlalchemy import Column, ForeignKey, Integer, Table

from forum.core.db import db

candidate_neighbourhood = Table(
    "candidate_neighbourhood",
    db.metadata,
    Column("candidate_id", Integer, ForeignKey("candidate.id"), primary_key=True),
    Column("neighbourhood_id", Integer, ForeignKey("neighbourhood.id"), primary_key=True),
)
candidate_age_band = Table(
    "candidate_age_band",
    db.metadata,
    Column("candidate_id", Integer, ForeignKey("candidate.id"), primary_key=True),
    Column("age_band_id", Integer, ForeignKey("age_band.id"), primary_key=True),
)
#: The needs and the ideas a candidate would answer.
candidate_need = Table(
    "candidate_need",
    db.metadata,
    Column("candidate_id", Integer, ForeignKey("candidate.id"), primary_key=True),
    Column("need_id", Integer, ForeignKey("need.id"), primary_key=True),
)
candidate_idea = Table(
    "candidate_idea",
    db.metadata,
    Column("candidate_id", Integer, ForeignKey("candidate.id"), primary_key=True),
    Column("idea_id", Integer, ForeignKey("idea.id"), primary_key=True),
)

#: The needs and the ideas that the reason for a decision cites, beside its themes.
plan_item_need = Table(
    "plan_item_need",
    db.metadata,
    Column("item_id", Integer, ForeignKey("plan_item.id"), primary_key=True),
    Column("need_id", Integer, ForeignKey("need.id"), primary_key=True),
)
plan_item_idea = Table(
    "plan_item_idea",
    db.metadata,
    Column("item_id", Integer, ForeignKey("plan_item.id"), primary_key=True),
    Column("idea_id", Integer, ForeignKey("idea.id"), primary_key=True),
)
