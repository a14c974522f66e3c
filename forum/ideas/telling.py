"""What authors and supporters of ideas are told when the office does something with them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from forum.accounts.models import STAFF_ROLES, Person
from forum.core import news
from forum.core.db import db
from forum.core.news import Details, News
from forum.ideas.life import Answer, Merger
from forum.ideas.models import Idea, Support


def about(idea: Idea) -> Details:
    """Return what the words of news say of an idea."""
    return {"reference": idea.reference, "title": idea.title}


def authors(idea_ids: Iterable[int]) -> set[int]:
    """Return who proposed these ideas."""
    return set(db.session.scalars(select(Idea.author_id).where(Idea.id.in_(list(idea_ids)))))


def followers(idea_ids: Iterable[int], all_accounts: bool = False) -> set[int]:
    """Return the supporters who asked to be told; with ``all_accounts``, also who has an account."""
    query = select(Support.person_id).where(
        Support.idea_id.in_(list(idea_ids)), Support.withdrawn_at.is_(None)
    )
    wanted = Support.wants_news
    if all_accounts:
        query = query.join(Person, Person.id == Support.person_id)
        wanted = or_(wanted, Person.role != "visitor")
    return set(db.session.scalars(query.where(wanted)))


def news_of(kind: str, key: str, idea: Idea, path: str = "", **details: Any) -> News:
    """Make news about an idea, with its own page behind it unless ``path`` says another."""
    topic = ("idea", idea.id)
    return News(f"idea_{kind}", key, topic, path or f"/ideas/{idea.id}", about(idea) | details)


def tell_answer(answer: Answer, idea_ids: Iterable[int], by_planning: bool = False) -> None:
    """Tell the answer to authors, to supporters who want it and to who follows the idea.

    What planning marks by itself, authors and supporters hear with the plan or the program: once.
    """
    ids, idea = list(idea_ids), answer.idea
    told = news_of(
        "answered",
        f"answer-{answer.id}",
        idea,
        state=answer.state,
        reason_hu=answer.reason_hu,
        reason_en=answer.reason_en,
        office=answer.office,
        office_contact=answer.office_contact,
    )
    behind = authors(ids) | followers(ids)
    if not by_planning:
        news.tell(told, behind)
    news.tell_followers(told, but=behind if by_planning else ())


def tell_merger(merger: Merger, ids: Iterable[int]) -> None:
    """Tell that one idea was put under another; supporters are asked, where that was decided."""
    below, idea, lead = list(ids), merger.idea, merger.into
    key, more = f"merger-{merger.id}", {"lead": lead.reference, "lead_title": lead.title}
    writers = authors([*below, lead.id])
    readers = followers([*below, lead.id], all_accounts=True) - writers
    asked = followers(below, all_accounts=True) if merger.counting == "ask" else set()
    asked -= _supporters(lead.id) | writers
    if asked:
        path = f"/ideas/mergers/{merger.id}/answer"
        news.tell(news_of("merge_asked", key, idea, path, **more), asked)
    told = news_of("merged", key, idea, because=merger.because, **more)
    news.tell(told, (writers | readers) - asked)
    news.tell_followers(told, but=asked)


def _supporters(idea_id: int) -> set[int]:
    query = select(Support.person_id)
    query = query.where(Support.idea_id == idea_id, Support.withdrawn_at.is_(None))
    return set(db.session.scalars(query))


def tell_undone(merger: Merger, ids: Iterable[int]) -> None:
    """Tell that an idea stands alone again, to everybody who was told that it did not."""
    below, idea, lead = list(ids), merger.idea, merger.into
    told = news_of(
        "unmerged", f"merger-{merger.id}", idea, lead=lead.reference, lead_title=lead.title
    )
    here = [*below, lead.id]
    news.tell(told, authors(here) | followers(here, all_accounts=True))
    news.tell_followers(told)


def tell_split(part: Idea, original: Idea, because: str) -> None:
    """Tell that a part became an idea of its own; supporters may support it too."""
    told = news_of(
        "split",
        f"split-{part.id}",
        part,
        original=original.reference,
        original_title=original.title,
        because=because,
    )
    news.tell(told, {original.author_id} | followers([original.id], all_accounts=True))


def tell_waiting(week: str, count: int, late: int, days: int) -> None:
    """Tell planners, once in a week, that ideas wait for an answer."""
    query = select(Person.id).where(Person.role.in_(STAFF_ROLES[1:]), Person.disabled_at.is_(None))
    details = {"count": count, "late": late, "days": days}
    told = News("ideas_waiting", week, ("ideas", 0), "/ideas/office", details)
    news.tell(told, db.session.scalars(query).all())
