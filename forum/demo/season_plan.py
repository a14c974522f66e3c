"""The demo city plans: needs, the present season from candidates to programs, the next one's ballot."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from forum.accounts.models import Person
from forum.city.models import Neighbourhood
from forum.communities.models import Community
from forum.core.clock import at
from forum.core.days import begin_of, day_of, end_of
from forum.core.db import db, now
from forum.demo import content
from forum.demo.ideas import Ideas
from forum.demo.season_programs import Programs
from forum.demo.talks import Talks
from forum.planning.ballots.giving import give_ballot
from forum.planning.ballots.voting import open_voting
from forum.planning.models_candidates import Candidate
from forum.planning.needs import life as needs
from forum.planning.needs.attaching import Source, attach
from forum.planning.needs.models import Need
from forum.planning.seasons.approving import approve
from forum.planning.seasons.candidates import add_candidate
from forum.planning.seasons.deciding import citable_themes, decide
from forum.planning.seasons.making import make_program
from forum.planning.seasons.models import Plan
from forum.planning.seasons.publishing import publish
from forum.planning.seasons.versions import new_plan
from forum.programs import seasons
from forum.programs.models import Season
from forum.themes.models import Theme

SEED = 2027
#: Days from today: when the present season began and ends, and the next one; when things were done.
PRESENT, NEXT = (-58, 44), (60, 200)
NEEDED, ASKED, PLANNED, PUBLISHED = 74, 72, 64, 60
#: When residents mark the candidates of the next season, in days from today.
VOTING = (-4, 16)
#: People who marked candidates, for the present season and so far for the next.
VOTERS, VOTERS_NOW = 140, 57
WORDS = ("title_hu", "title_en", "description_hu", "description_en")
CHANNELS = ("web", "web", "web", "paper", "table", "forum")


class SeasonPlan:
    """Plans two seasons by the usual verbs."""

    def __init__(
        self, talks: Talks, ideas: Ideas, communities: dict[str, Community], people: Any
    ) -> None:
        self.talks, self.ideas, self.communities = talks, ideas, communities
        self.city, self.paul, self.mira = talks.city, people["paul"], people["mira"]
        self.told = content.toml("planning")
        self.needs: dict[str, Need] = {}
        self._random = random.Random(SEED)  # noqa: S311 - a story, not a secret

    def fill(self) -> None:
        """Write the needs, plan and publish the present season, ask about the next one."""
        with at(now() - timedelta(days=NEEDED)):
            for row in self.told["needs"]:
                self.needs[row["key"]] = self._need(row)
        present = self._season(PRESENT)
        rows = {self._candidate(present, row, ASKED).id: row for row in self.told["candidates"]}
        db.session.commit()
        self._vote(present, VOTERS, ASKED - 1, ASKED - PLANNED - 1)
        plan = self._plan(present, rows)
        Programs(self.city, self.mira).fill(plan, rows)
        upcoming = self._season(NEXT)
        for row in self.told["next"]:
            self._candidate(upcoming, row, 6)
        self._vote(upcoming, VOTERS_NOW, -VOTING[0], VOTING[1] - VOTING[0])
        db.session.commit()

    def _need(self, row: dict[str, Any]) -> Need:
        kept = ("title_hu", "title_en", "text_hu", "text_en", "concerns_hu", "concerns_en")
        values = {name: row[name] for name in kept} | {"importance": row["importance"]}
        need = needs.write(self.paul, f"demo-need-{row['key']}", values | self._for_whom(row))
        talk = self.talks.conversations["programs"]
        for name in row["themes"]:
            theme = db.session.scalars(db.select(Theme).filter_by(name_hu=name)).one()
            attach(need, self.paul, Source("theme", theme.id, talk.id))
        for key in row["ideas"]:
            idea = self.ideas.made[key]
            attach(need, self.paul, Source("idea", idea.id))
        needs.publish(need, self.paul)
        return need

    def _for_whom(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the kind, parts of the city and ages of a row of the file, as models keep them."""
        places: list[Neighbourhood] = [
            self.city["neighbourhoods"][name] for name in row["neighbourhoods"]
        ]
        return {
            "category_id": self.city["categories"][row["category"]].id,
            "neighbourhoods": sorted(places, key=lambda place: place.id),
            "age_bands": [self.city["age_bands"][code] for code in row.get("ages", ())],
            "project_id": self.city["project"].id,
        }

    def _season(self, days: tuple[int, int]) -> Season:
        first, last = (day_of(now()) + timedelta(days=offset) for offset in days)
        names = season_names(first, last)
        values = {**names, "starts_on": first, "ends_on": last}
        with at(now() - timedelta(days=NEEDED + 1)):
            return seasons.set_up(self.paul, values | {"project_id": self.city["project"].id})

    def _candidate(self, season: Season, row: dict[str, Any], days_ago: int) -> Candidate:
        community = self.communities.get(row.get("community", ""))
        values = {name: row[name] for name in (*WORDS, "cost", "expected")} | self._for_whom(row)
        del values["project_id"]
        values["community_id"] = community.id if community else None
        values["needs"] = [self.needs[key] for key in row["needs"]]
        values["ideas"] = [self.ideas.made[key] for key in row["ideas"]]
        key = f"demo-candidate-{season.id}-{row['title_hu']}"[:64]
        with at(now() - timedelta(days=days_ago)):
            return add_candidate(season, self.paul, key, values)

    def _vote(self, season: Season, voters: int, opened_ago: int, lasts: int) -> None:
        """Ask residents which candidates they would like; each marks what suits where they live."""
        opens = begin_of(day_of(now()) - timedelta(days=opened_ago))
        closes = end_of(day_of(opens) + timedelta(days=lasts))
        key = "budget" if lasts < VOTING[1] - VOTING[0] else "next_budget"
        with at(opens):
            open_voting(season, self.paul, opens, closes, self.told[key])
        rows = db.session.scalars(db.select(Candidate).filter_by(season_id=season.id)).unique()
        candidates = list(rows)
        until = min(closes, now())
        for number in range(voters):
            with at(opens + (until - opens) * (number + 1) / (voters + 2)):
                self._ballot(season, candidates, number)
        db.session.commit()

    def _ballot(self, season: Season, candidates: Iterable[Candidate], number: int) -> None:
        person = Person(role="visitor")
        db.session.add(person)
        db.session.flush()
        home = self._random.choice(list(dict.fromkeys(self.city["neighbourhoods"].values())))
        band = self._random.choice(list(self.city["age_bands"].values()))
        liked = [one.id for one in candidates if self._random.random() < self._taste(one, home)]
        channel = CHANNELS[number % len(CHANNELS)]
        desk = None if channel == "web" else self.mira
        key = f"demo-ballot-{season.id}-{number}"
        marks = liked or [next(iter(candidates)).id]
        give_ballot(season, person, marks, key, channel, None, home.id, band.id, entered_by=desk)

    def _taste(self, candidate: Candidate, home: Neighbourhood) -> float:
        """How likely somebody is to mark it: what is at one's own door, more often."""
        return 0.6 if home in candidate.neighbourhoods else 0.22

    def _plan(self, season: Season, rows: dict[int, dict[str, Any]]) -> Plan:
        with at(now() - timedelta(days=PLANNED)):
            key = f"demo-plan-{season.id}"
            plan = new_plan(season, self.paul, key, self.told["budget"], "Első változat")
            for item in plan.items:
                row, candidate = rows[item.candidate_id], item.candidate
                words = {"reason_hu": row["reason_hu"], "reason_en": row["reason_en"]}
                words |= {name: row.get(name, "") for name in ("change_hu", "change_en")}
                themes = [(t.conversation_id, t.theme_id) for t in citable_themes(candidate)]
                ideas = [idea.id for idea in candidate.ideas]
                told = (row["choice"], words, themes, candidate.cost, candidate.expected)
                decide(item, self.paul, *told, ideas=ideas)
            approve(plan, self.paul)
        db.session.commit()
        with at(now() - timedelta(days=PUBLISHED)):
            for item in plan.items:
                if item.is_in:
                    make_program(item, self.paul)
            publish(plan, self.paul)
        db.session.commit()
        return plan


def season_names(first: date, last: date) -> dict[str, str]:
    """Name a season after the part of the year most of it lies in."""
    middle = first + (last - first) / 2
    winter = middle.month in {12, 1, 2}
    hu = ("téli", "tavaszi", "nyári", "őszi")[middle.month % 12 // 3]
    en = ("Winter", "Spring", "Summer", "Autumn")[middle.month % 12 // 3]
    year = middle.year + (winter and middle.month == 12)
    return {"name_hu": f"{year}. {hu} évad", "name_en": f"{en} {year}"}
