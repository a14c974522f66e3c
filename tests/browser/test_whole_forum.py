"""A whole forum in browsers: announced, registered for, held with tables and a hall screen, written up.

Every figure the ledger tells at the end is counted here by hand.
"""

import io
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.door_taps import settle

TITLE = "Próbafórum a játszóterekről"
SEATS, ONLINE, BY_PHONE = 38, 19, 20
CHECKED_IN, COUNTED = 15, 5
SAID = {"hall": 10, "first": 10, "second": 10}
#: A conversation one can speak in: the parks.
TALK = 2


def test_a_forum_from_its_announcement_to_its_approved_minutes(visit, site):
    mira = visit().become("facilitator")
    forum = draft(mira)
    event = event_of(site, forum)
    tables = set_tables(mira, forum)
    announce(mira, forum)

    code = register_alone(visit, event)
    register_many(visit, mira, event)
    mira.open(f"/events/{event}/registrations").check()
    expect(mira.page.locator("main")).to_contain_text("Várólistán")
    assert standing(site, event) == {"held": SEATS, "waiting": 2}

    names = sheet(mira, event)
    assert "Próba Piroska" in names
    time_has_come(site, event)
    let_in(visit, mira, event, code)

    screen = visit().open(f"/forums/{forum}/screen")
    hold(visit, mira, forum, tables, screen)
    assert captured(site, forum) == sum(SAID.values())

    minutes(visit, mira, site, forum)
    ledger(visit, site, event, forum)


def draft(mira) -> int:
    """Draft a planning table for tomorrow; return its number."""
    page = mira.open("/forums/new").check().page
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator(".error-summary")).to_be_visible()
    mira.check()
    page.locator("input[name=type][value=table]").check()
    page.locator("[name=title_hu]").fill(TITLE)
    page.locator("[name=description_hu]").fill("Melyik játszótér legyen az első?")
    page.locator("[name=day]").fill((datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%d"))
    page.locator("[name=begins]").fill("17:00")
    page.locator("[name=ends]").fill("19:00")
    page.locator("[name=place_hu]").fill("Városház tér 1.")
    page.locator("[name=capacity]").fill(str(SEATS))
    page.locator("[name=conversation]").select_option(str(TALK))
    page.locator("[name=facilitator]").select_option(label="Minta Mira")
    page.locator("[name=comment_days]").fill("1")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text(TITLE)
    mira.check()
    return int(re.search(r"/forums/(\d+)", page.url).group(1))


def set_tables(mira, forum: int) -> list[str]:
    """Lay two tables and return the addresses of their pages."""
    page = mira.open(f"/forums/{forum}/tables").page
    page.locator("[name=number]").fill("2")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".table-card")).to_have_count(2)
    mira.check()
    codes = page.locator(".table-card-code").all_inner_texts()
    return [f"/table/{code.strip()}" for code in codes]


def announce(mira, forum: int) -> None:
    """Let residents see the forum."""
    page = mira.open(f"/forums/{forum}").page
    page.locator("form[action$='/announcing'] button").click()
    yes(page)
    expect(page.locator("form[action$='/announcing']")).to_have_count(0)
    mira.check()


def yes(page) -> None:
    """Say yes where the page asks whether one is sure."""
    page.locator("dialog[open] button").last.click()


def register_alone(visit, event: int) -> str:
    """Register as a neighbour on a phone; return the code of the registration."""
    neighbour = visit(width=320).open(f"/events/{event}").check()
    page = neighbour.page
    page.locator(f"main a[href$='/events/{event}/registration']").first.click()
    neighbour.check()
    page.locator("[name=name]").fill("Próba Piroska")
    page.locator("[name=contact]").fill("06 30 123 4567")
    page.locator("[name=consent]").check()
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator(".slip-code")).to_be_visible()
    neighbour.check()
    return page.locator(".slip-code").inner_text().strip()


def register_many(visit, mira, event: int) -> None:
    """Register the others: some online, the rest by telephone."""
    other = visit(width=360, script=False)
    for number in range(ONLINE):
        page = other.open(f"/events/{event}/registration").page
        page.locator("[name=name]").fill(f"Vendég {number}")
        page.locator("[name=consent]").check()
        page.locator("main form.form button[type=submit]").click()
        expect(page.locator(".slip-code")).to_be_visible()
    for number in range(BY_PHONE):
        page = mira.open(f"/events/{event}/registrations").page
        form = page.locator("form", has=page.locator("[name=channel]"))
        form.locator("[name=name]").fill(f"Telefonáló {number}")
        form.locator("[name=consent]").check()
        form.locator("button[type=submit]").click()
        expect(page.locator("main")).to_contain_text("Feljegyeztük")


def sheet(mira, event: int) -> str:
    """Print the attendance sheet and read it."""
    answer = mira.context.request.get(f"{mira.site}/events/{event}/attendance.pdf")
    return text_of(answer.body())


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())


def let_in(visit, mira, event: int, code: str) -> None:
    """Check people in: one by the QR code, some by tap, and count walk-ins by age."""
    page = mira.open(f"/registrations/{code}").check().page
    page.locator("form[action$='/check-ins'] button").click()
    page = mira.open(f"/events/{event}/door").check().page
    total = page.locator("[data-door-total]")
    expect(total).to_have_text("1")
    for _number in range(CHECKED_IN - 1):
        page.locator("[data-tap=check_in]:visible button").first.click()
    for _number in range(COUNTED):
        page.locator(".door-age").first.click()
    expect(total).to_have_text(str(CHECKED_IN + COUNTED))
    settle(mira)
    mira.check()


def hold(visit, mira, forum: int, tables: list[str], screen) -> None:
    """Lead the forum through its agenda; the screen and the tables follow by themselves."""
    console = mira.open(f"/forums/{forum}/console").check().page
    console.locator("form[action$='/start'] button").click()
    expect(console.locator("[data-capture]")).to_be_visible()
    expect(screen.page.locator("[data-part=head]")).to_be_visible()
    screen.check()
    go_to_the_tables(console)
    at_tables = [visit(width=360).open(address) for address in tables]
    for name, table in zip(("first", "second"), at_tables, strict=True):
        expect(table.page.locator("[data-table]")).to_be_visible()
        for number in range(SAID[name]):
            thought = f"{name} asztal, {number}. gondolat a hintákról"
            field = table.page.locator("[data-table] textarea[name=text]")
            field.fill(thought)
            table.page.locator("[data-table] button[type=submit]").click()
            expect(field).to_have_value("")
        expect(table.page.locator("[data-entries] li")).to_have_count(SAID[name])
        table.check()
    for number in range(SAID["hall"]):
        write(console, f"a teremből a {number}. szó a homokozóról")
    expect(screen.page.locator("[data-part=main]")).to_contain_text("homokozóról")
    poll_and_decide(console, screen)
    take_back(visit, forum, console)
    mira.check()
    screen.check()
    end(console)
    expect(screen.page.locator("[data-part=over]")).to_be_visible()


def end(console) -> None:
    """End the forum; news from the hall may draw the agenda anew, and closed, in between."""
    button = console.locator("form[action$='/end'] button")
    for _try in range(10):
        console.locator(".console-agenda").evaluate("details => details.open = true")
        if button.is_visible():
            button.click()
            break
        console.wait_for_timeout(200)
    yes(console)


def go_to_the_tables(console) -> None:
    """Step through the agenda until the tables are at work."""
    for _step in range(8):
        if console.locator("#now", has_text="Az asztaloknál dolgoznak").count():
            return
        seen = console.locator("#now").get_attribute("data-current")
        console.locator(".console-steps form").last.locator("button").click()
        expect(console.locator("#now")).not_to_have_attribute("data-current", seen)
    raise AssertionError("no item of the agenda is worked on at tables")


def write(console, words: str) -> None:
    """Type what was said and send it by keyboard."""
    field = console.locator("[data-capture] textarea[name=text]")
    field.fill(words)
    field.press("Enter")
    expect(field).to_have_value("")


def poll_and_decide(console, screen) -> None:
    """Ask the hall, count hands, decide, give a task."""
    ask = console.locator("#panel-poll details form")
    console.locator("#panel-poll details").evaluate("details => details.open = true")
    ask.locator("[name=question]").fill("Melyik legyen az első?")
    ask.locator("[name=option_1]").fill("A hinta")
    ask.locator("[name=option_2]").fill("A homokozó")
    ask.locator("button[type=submit]").click()
    expect(screen.page.locator("[data-part=main]")).to_contain_text("Melyik legyen az első?")
    hands = console.locator(".poll input[name^=hands]")
    hands.first.fill("12")
    hands.last.fill("7")
    console.locator(".poll form[action$='/hands'] button").click()
    expect(screen.page.locator("[data-part=main]")).to_contain_text("12")
    console.locator(".poll form[action$='/closing'] button").click()
    decide(console, "Ezt a döntést visszavonjuk.")
    form = console.locator("#panel-task form").first
    form.locator("[name=what]").fill("Új hinta rendelése")
    form.locator("[name=who]").fill("Parkfenntartás")
    form.locator("button[type=submit]").click()
    expect(console.locator("#panel-task [data-now]")).to_contain_text("Új hinta rendelése")


def decide(console, words: str) -> None:
    """Write down a decision of the forum."""
    form = console.locator("#panel-decision form").first
    form.locator("[name=decision]").fill(words)
    form.locator("[name=votes_for]").fill("17")
    form.locator("button[type=submit]").click()
    expect(console.locator("#panel-decision [data-now]")).to_contain_text(words)


def take_back(visit, forum: int, console) -> None:
    """Take a decision back; while the page asks whether one is sure, a colleague writes another."""
    rows = console.locator("#panel-decision [data-now] li")
    rows.first.locator("button").click()
    expect(console.locator("dialog[open]")).to_be_visible()
    colleague = visit().become("facilitator").open(f"/forums/{forum}/console").page
    decide(colleague, "Elsőként a hintát cseréljük ki.")
    expect(rows).to_have_count(2)
    yes(console)
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Elsőként a hintát cseréljük ki.")


def minutes(visit, mira, site, forum: int) -> None:
    """Send the minutes for comment, answer one, and approve them when the days are over."""
    page = mira.open(f"/forums/{forum}/minutes/draft").check().page
    page.locator("textarea").first.fill("Köszönjük, hogy eljöttek.")
    page.locator("main form.draft button[type=submit]").first.click()
    mira.open(f"/forums/{forum}/minutes/preview").check()
    page.locator("form[action$='/minutes/opening'] button").click()
    mira.check()
    reader = visit(width=320).open(f"/forums/{forum}/minutes").check()
    expect(reader.page.locator("main")).to_contain_text("Elsőként a hintát cseréljük ki.")
    reader.open(f"/forums/{forum}/minutes/comment").check()
    reader.page.locator("textarea[name=text]").fill("A homokozó is elhangzott.")
    reader.page.locator("main form.form button[type=submit]").click()
    reader.check()
    sql(
        site,
        "UPDATE minutes SET comments_until = ? WHERE meeting_id = ?",
        (moment(timedelta(seconds=-1)), forum),
    )
    comment = rows(site, "SELECT id FROM minutes_comment WHERE meeting_id = ?", (forum,))[0][0]
    mira.open(f"/forums/comments/{comment}/answer").check()
    page.locator("textarea[name=answer]").fill("Igen, a pontok között áll.")
    page.locator("main form.form button[type=submit]").click()
    mira.open(f"/forums/{forum}/minutes/preview").check()
    page.locator("[name=looked]").check()
    page.locator("form[action$='/minutes/approval'] button").click()
    expect(page.locator("main")).to_contain_text("Igen, a pontok között áll.")
    pdf = reader.context.request.get(f"{reader.site}/forums/{forum}/minutes/2.pdf?language=hu")
    text = text_of(pdf.body())
    for words in (TITLE, "Elsőként a hintát cseréljük ki.", "Új hinta rendelése", "homokozóról"):
        assert words in text
    reader.open(f"/forums/{forum}/minutes").check()
    reader.open("/tasks").check()
    expect(reader.page.locator("main")).to_contain_text("Új hinta rendelése")


def ledger(visit, site, event: int, forum: int) -> None:
    """The ledger tells what was counted here by hand, and its page agrees."""
    paul = visit().become("planner")
    page = paul.open("/participation/ledger").check().page
    page.locator("form[action$='/booking'] button").first.click()
    expect(page.locator(".messages .message")).to_be_visible(timeout=30_000)
    paul.check()
    told = dict(
        rows(
            site,
            "SELECT kind, sum(count) FROM ledger_line WHERE activity = 'event' AND activity_id = ?"
            " GROUP BY kind",
            (event,),
        )
    )
    assert told == {"registered": 1 + ONLINE + BY_PHONE, "attended": CHECKED_IN + COUNTED}
    spoken = rows(
        site,
        "SELECT sum(count) FROM ledger_line JOIN opinion ON opinion.id = source_id"
        " JOIN capture ON capture.opinion_id = opinion.id"
        " WHERE kind = 'spoken' AND meeting_id = ?",
        (forum,),
    )
    assert spoken == [(sum(SAID.values()),)]
    visit(width=320).open("/participation").check()


def event_of(site, forum: int) -> int:
    return rows(site, "SELECT event_id FROM meeting WHERE id = ?", (forum,))[0][0]


def standing(site, event: int) -> dict[str, int]:
    found = dict(
        rows(
            site,
            "SELECT waiting, sum(party) FROM registration WHERE event_id = ? GROUP BY 1",
            (event,),
        )
    )
    return {"held": found.get(0, 0), "waiting": found.get(1, 0)}


def captured(site, forum: int) -> int:
    return rows(site, "SELECT count(*) FROM capture WHERE meeting_id = ?", (forum,))[0][0]


def time_has_come(site, event: int) -> None:
    """Let the day of the event be today."""
    begin, end = moment(timedelta(minutes=-10)), moment(timedelta(hours=2))
    sql(
        site,
        "UPDATE event SET starts_at = ?, ends_at = ?, tick = tick + 1 WHERE id = ?",
        (begin, end, event),
    )


def moment(offset: timedelta) -> str:
    return (datetime.now(UTC) + offset).strftime("%Y-%m-%d %H:%M:%S.%f")


def sql(site, statement: str, values: tuple) -> None:
    with closing(sqlite3.connect(site.folder / "forum.db", timeout=15)) as db, db:
        db.execute(statement, values)


def rows(site, query: str, values: tuple) -> list[tuple]:
    with closing(sqlite3.connect(site.folder / "forum.db", timeout=15)) as db:
        return db.execute(query, values).fetchall()
