"""What the reasons of a plan are tied to: needs and ideas."""

from forum.core.db import link_table

#: The needs and the ideas that the reason for a decision cites, beside its themes.
plan_item_need = link_table("plan_item_need", item_id="plan_item", need_id="need")
plan_item_idea = link_table("plan_item_idea", item_id="plan_item", idea_id="idea")
