"""How far the worker is with many texts that are decided as one."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act
from forum.moderation.pages import bp
from forum.moderation.review.entries import told_items
from forum.moderation.review.joint.models import JointDecision
from forum.moderation.review.joint.queries import told, visible_joint


@bp.get("/together/<int:joint_id>")
@permit("moderation:review", visible_joint)
def together(joint: JointDecision) -> str:
    """Show how many of the texts are decided, and which were left as they are."""
    left = told_items(joint.left_out())
    return render_template(
        "moderation/together.html",
        joint=joint,
        counts=joint.counts(),
        left=left,
        told=told(joint) if joint.finished_at else None,
    )


@bp.get("/together/<int:joint_id>/progress")
@permit("moderation:review", visible_joint)
def together_progress(joint: JointDecision) -> dict[str, Any]:
    """Tell the same as data."""
    counts = joint.counts()
    done = counts["done"] + counts["left"]
    over = joint.finished_at is not None or joint.has_failed
    return {"done": done, "total": counts["all"], "over": over}


@bp.post("/together/<int:joint_id>/going-on")
@permit("moderation:review", visible_joint)
def going_on(joint: JointDecision) -> Any:
    """Have the worker go on where it stopped."""
    target = url_for("moderation.together", joint_id=joint.id)
    return act(lambda: joint.go_on(current_person()), _("It goes on."), target)
