"""Pages of pictures: who may see what, nothing small given away, a list behind each picture."""

import re
from datetime import timedelta

import pytest

from forum.core.clock import at
from forum.core.db import db, now
from forum.planning.models import decide
from forum.themes.models import Membership, Verdict
from forum.themes.pictures.heat import heats
from forum.themes.pictures.maps import OpinionMap
from forum.themes.pictures.scope import seen_by
from forum.themes.runs import running as runs

HOSTILE = '"><img src=x onerror=alert(1)><svg onload=alert(1)>'
PAGES = ("pictures", "pictures/who", "pictures/time")
WORDS = dict.fromkeys(("heard_hu", "will_hu", "why_hu"), "Szavak.")


@pytest.fixture
def talk(make):
    return make.conversation()


@pytest.fixture
def benches(make):
    return make.theme("padok", name_en="benches", seeds=["pad"])


@pytest.fixture
def shade(make):
    return make.theme("árnyék", name_en="shade", seeds=["árnyék", "fa"])


@pytest.fixture
def decided(people):
    """Decide on a theme of a conversation, so that it is public."""

    def make_public(talk, theme):
        decide(
            talk,
            theme,
            people.paul,
            "adopt",
            {**WORDS, "heard_en": "", "will_en": "", "why_en": ""},
        )
        db.session.commit()

    return make_public


@pytest.fixture
def analysed(people):
    """Sort a conversation, as the worker would."""

    def analyse(talk):
        analysis = runs.begin(talk, people.paul, queued=False)
        db.session.commit()
        runs.run(analysis.id, lambda done, total: None)
        db.session.expire_all()

    return analyse


@pytest.fixture
def parted(make, talk, benches, shade):
    """Avas says benches, Diósgyőr says shade: fourteen people and fifteen, and two elsewhere."""
    places = [make.neighbourhood(name) for name in ("Avas", "Diósgyőr", "Szirma")]
    for place, theme, people in zip(places, (benches, shade, benches), (24, 25, 2), strict=True):
        for number in range(people):
            opinion = make.opinion(f"{theme.name_hu} {number}", talk, neighbourhood_id=place.id)
            make.membership(opinion, theme)
    return places


def page(browser, talk, name, language="hu"):
    browser.set_cookie("language", language)
    return browser.get(f"/conversations/{talk.id}/{name}")


def told_cells(text):
    """The numbers of people in the first table of a page, row by row."""
    body = text.split("<tbody>")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    cells = r'<td class="heat-(?!all)[^"]*"[^>]*>(.*?)</td>'
    return [[_number(cell) for cell in re.findall(cells, row, re.S)] for row in rows]


def _number(cell):
    found = re.search(r"<small>(?:<a[^>]*>)?(\d+)", cell)
    return int(found.group(1)) if found else None


class TestWhoMaySee:
    def test_before_a_decision_the_office_alone(self, app, people, talk, benches, make):
        make.membership(make.opinion("Padot!", talk), benches)
        for who, status in ((None, 404), ("ana", 404), ("mira", 404), ("paul", 200)):
            browser = app.test_client()
            if who:
                browser.sign_in(getattr(people, who))
            for name in PAGES:
                assert page(browser, talk, name).status_code == status, (who, name)

    def test_after_it_everybody_but_only_that_theme(
        self, client, make, talk, benches, shade, decided, analysed
    ):
        for text in ("Több pad kell!", "Padot kérünk.", "Árnyékot!", "Árnyék kellene fákkal."):
            make.opinion(text, talk)
        analysed(talk)
        decided(talk, benches)
        for name in PAGES:
            answer = page(client, talk, name)
            assert answer.status_code == 200
            assert "árnyék" not in answer.text.lower().replace("árnyékolás", ""), name
        assert "padok" in page(client, talk, "pictures").text

    def test_drafts_have_no_pictures(self, client, make):
        assert page(client, make.conversation("draft"), "pictures").status_code == 404

    def test_the_conversation_leads_there_once_something_is_public(
        self, client, make, talk, benches, decided
    ):
        way = f'href="/conversations/{talk.id}/pictures"'
        make.membership(make.opinion("Padot!", talk), benches)
        assert way not in client.get(f"/conversations/{talk.id}").text
        decided(talk, benches)
        assert way in client.get(f"/conversations/{talk.id}").text

    def test_the_board_leads_there(self, client, people, talk):
        board = client.sign_in(people.paul).get(f"/conversations/{talk.id}/board").text
        assert f'href="/conversations/{talk.id}/pictures"' in board


class TestMap:
    def test_every_dot_leads_to_its_opinion_and_the_keyboard_to_the_list(
        self, client, people, make, talk, benches, shade, analysed
    ):
        ids = [
            make.opinion(text, talk).id
            for text in ("Több pad kell!", "Padot kérünk.", "Árnyékot fákkal!", "Egészen más.")
        ]
        analysed(talk)
        text = page(client.sign_in(people.paul), talk, "pictures").text
        picture = text.split('<svg class="map-dots"')[1].split("</svg>")[0]
        links = re.findall(r'<a href="([^"]+)"([^>]*)>', picture)
        assert {f"/opinions/{number}" for number in ids} <= {url for url, _rest in links}
        assert all('tabindex="-1"' in rest for _url, rest in links)
        rest = text.split('class="map-legend"')[1]
        assert f'href="/conversations/{talk.id}/board/themes/{benches.id}"' in rest
        ground = text.split('<svg class="map-ground"')[1].split("</svg>")[0]
        assert 'role="img"' in ground
        assert "<title" in ground
        assert "<desc" in ground

    def test_hidden_opinions_leave_the_map(self, client, people, make, talk, benches, analysed):
        opinions = [make.opinion(text, talk) for text in ("Több pad kell!", "Padot kérünk.")]
        analysed(talk)
        opinions[0].hide(by=people.mira, reason="abuse", because="Sértő.")
        db.session.commit()
        text = page(client.sign_in(people.paul), talk, "pictures").text
        assert f"/opinions/{opinions[0].id}" not in text
        assert f"/opinions/{opinions[1].id}" in text

    def test_a_moved_opinion_moves_at_once(
        self, client, people, make, talk, benches, shade, analysed
    ):
        opinion = make.opinion("Több pad kell!", talk)
        make.opinion("Árnyékot fákkal!", talk)
        analysed(talk)
        db.session.query(Membership).filter_by(opinion_id=opinion.id).delete()
        make.membership(opinion, shade, by_staff=True)
        text = page(client.sign_in(people.paul), talk, "pictures").text
        assert f"theme-{shade.id}" in text
        assert f"theme-{benches.id}" not in text

    def test_the_audience_is_drawn_only_where_nothing_is_asked_for(
        self, client, people, make, talk, benches, analysed
    ):
        old = make.theme("idősek", facet="whom", seeds=["idős"])
        both, alone = make.opinion("Pad az időseknek!", talk), make.opinion("Idősek.", talk)
        analysed(talk)
        db.session.query(Membership).delete()
        for opinion, theme in ((both, benches), (both, old), (alone, old)):
            make.membership(opinion, theme, confidence=0.9)
        text = page(client.sign_in(people.paul), talk, "pictures").text
        fields = text.split('<svg class="map-dots"')[1].split('href="#theme-')
        (first,) = [part for part in fields[1:] if part.startswith(f'{benches.id}"')]
        assert f"/opinions/{both.id}" in first
        assert f"/opinions/{alone.id}" not in first

    def test_nothing_sorted_nothing_drawn(self, client, people, make, talk):
        make.opinion("Padot!", talk)
        assert page(client.sign_in(people.paul), talk, "pictures").status_code == 200

    def test_the_map_is_kept_and_lies_as_it_lay(self, make, talk, benches, shade, analysed):
        for text in ("Több pad kell!", "Padot kérünk.", "Árnyékot fákkal!", "Fákat, árnyékot."):
            make.opinion(text, talk)
        analysed(talk)
        before = db.session.get(OpinionMap, talk.id).likeness()
        make.opinion("Még egy pad!", talk)
        analysed(talk)
        after = db.session.get(OpinionMap, talk.id).likeness()
        assert len(after.spots) == 5
        for theme, (x, _y) in before.themes.items():
            assert (after.themes[theme][0] >= 0) == (x >= 0)

    def test_hostile_words_are_only_words(self, client, people, make, talk, analysed):
        theme = make.theme(HOSTILE[:110], seeds=["pad"])
        make.membership(make.opinion(f"pad {HOSTILE}", talk), theme)
        analysed(talk)
        browser = client.sign_in(people.paul)
        for name in PAGES:
            text = page(browser, talk, name).text
            assert "<img src=x" not in text
            assert "<svg onload" not in text
            assert not re.search(r"\sstyle=", text)


class TestDifferences:
    def test_a_difference_is_told_in_words_and_marked(self, client, people, talk, parted):
        browser = client.sign_in(people.paul)
        text = page(browser, talk, "pictures/who", "hu").text
        assert "gyakrabban említik ezt: „padok”, mint máshol." in text
        assert text.count('class="heat-mark" aria-hidden="true">▲') == 2
        assert text.count('class="heat-mark" aria-hidden="true">▼') == 2
        english = page(browser, talk, "pictures/who", "en").text
        assert "“benches” is said more often than elsewhere." in english

    def test_small_cells_are_exact_for_the_office_alone(
        self, client, app, people, talk, parted, benches, shade, decided
    ):
        decided(talk, benches)
        decided(talk, shade)
        office = told_cells(page(client.sign_in(people.paul), talk, "pictures/who").text)
        public = told_cells(page(app.test_client(), talk, "pictures/who").text)
        assert office == [[24, None, 2], [None, 25, None]]
        # In steps, and of Szirma, where two said it, nothing at all.
        assert public == [[20], [None]]
        assert 2 not in public[0]
        assert 24 not in public[0]

    def test_no_claim_gives_away_a_number_that_is_not_told(
        self, app, talk, parted, benches, shade, decided, make
    ):
        decided(talk, benches)
        decided(talk, shade)
        visitor = make.person("visitor")
        with app.test_request_context():
            shown = heats(seen_by(visitor, talk.id))
        assert shown
        for heat in shown:
            claims = [
                square.difference
                for row in heat.rows
                for square in row.squares
                if square.difference and square.difference.verdict != "open"
            ]
            assert all(claim.people >= 5 or claim.people == 0 for claim in claims)
            assert len(heat.told) + heat.more_told == len(claims)

    def test_without_a_difference_the_page_says_so(self, client, people, make, talk, benches):
        for name in ("Avas", "Diósgyőr"):
            place = make.neighbourhood(name)
            for number in range(6):
                opinion = make.opinion(f"Pad {number}", talk, neighbourhood_id=place.id)
                make.membership(opinion, benches)
        text = page(client.sign_in(people.paul), talk, "pictures/who", "en").text
        assert "No part of the city speaks of a theme clearly more" in text
        assert "heat-mark" not in text


class TestTime:
    @pytest.mark.parametrize(
        ("days", "unit"),
        [(0, "nap"), (20, "nap"), (60, "Hét"), (300, "Hónap"), (1500, "Negyedév"), (4000, "Év")],
    )
    def test_the_stretch_fits_the_span(self, client, people, make, talk, benches, days, unit):
        for ago in {days, 0}:
            with at(now() - timedelta(days=ago)):
                opinion = make.opinion("Pad", talk)
            opinion.created_at = now() - timedelta(days=ago)
            db.session.commit()
            make.membership(opinion, benches)
        text = page(client.sign_in(people.paul), talk, "pictures/time").text
        assert unit.lower() in text.lower()
        assert 'class="course"' in text

    def test_months_begin_at_midnight_in_the_city(self, make, talk, benches):
        from datetime import UTC, datetime

        from forum.themes.pictures import tallies

        for moment in ((2026, 5, 31, 22, 30), (2026, 5, 31, 21, 30), (2026, 1, 15, 12, 0)):
            opinion = make.opinion("Pad", talk)
            opinion.created_at = datetime(*moment, tzinfo=UTC)
            make.membership(opinion, benches)
        db.session.commit()
        found = tallies.stretches(talk)
        counted = tallies.count(talk, tallies.by_time(found))
        named = {found[part].first.isoformat(): n.opinions for part, n in counted.whole.items()}
        assert {found[0].unit} <= {"week", "month"}
        months = {"2026-06": 0, "2026-05": 0}
        for first, number in named.items():
            if first[:7] in months:
                months[first[:7]] += number
        assert sum(months.values()) == 2

    def test_a_peak_is_told(self, client, people, make, talk, benches, shade):
        for theme, ago, number in ((benches, 40, 22), (shade, 40, 2), (shade, 2, 24)):
            for each in range(number):
                opinion = make.opinion(f"{theme.name_hu} {each}", talk)
                opinion.created_at = now() - timedelta(days=ago)
                make.membership(opinion, theme)
        db.session.commit()
        text = page(client.sign_in(people.paul), talk, "pictures/time").text
        assert "gyakrabban említették ezt: „padok”, mint máskor" in text


class TestCost:
    def test_the_number_of_queries_does_not_grow(
        self, client, people, make, talk, analysed, count_queries
    ):
        browser = client.sign_in(people.paul)

        def spent():
            found = []
            for name in PAGES:
                db.session.expire_all()
                with count_queries() as log:
                    assert page(browser, talk, name).status_code == 200
                found.append(len(log))
            return found

        def fill(count):
            for number in range(count):
                place = make.neighbourhood(f"hely {count} {number}")
                theme = make.theme(f"téma {count} {number}")
                for each in range(3):
                    text = f"Szó {number} {each}"
                    opinion = make.opinion(text, talk, neighbourhood_id=place.id)
                    make.membership(opinion, theme)
                    make.save(Verdict(opinion_id=opinion.id, theme_id=theme.id, belongs=True))

        fill(2)
        analysed(talk)
        few = spent()
        fill(6)
        analysed(talk)
        assert spent() == few
        assert max(few) <= 24
