"""A whole season in browsers: ideas, a merger, ballots, a plan, a program, and what became of the word.

The city here sends its letters to a real mail server, which keeps them for the last part of the story.
"""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect

from forum import ROOT
from tests.browser.conftest import Site, _free_port, _wait
from tests.browser.test_whole_forum import moment, sql, yes
from tests.notices.conftest import Postman, free_port

PIROSKA, BELA, KATA = "piroska@pelda.hu", "bela@pelda.hu", "kata@pelda.hu"
TITLE = "Éjszakai sakkverseny a könyvtárban"
SAME = ("Sakkverseny este a könyvtárban", "Legyen sakkverseny a könyvtárban éjszaka")
SEASON, BUDGET, CHEAP, DEAR = "Próbaévad", 500_000, 120_000, 900_000
COUNTED = 23
#: A program takes place here on four Thursdays less one.
WEEKS = 4


def zone_of_noon() -> timezone:
    """Return the zone in which it is about noon, so that no letter waits for the morning."""
    return timezone(timedelta(hours=12 - datetime.now(UTC).hour))


@pytest.fixture
def city(site, tmp_path, monkeypatch):
    """The demo city once more, with a mail server; a copy of the one served already."""
    man, mail = Postman(), free_port()
    controller = Controller(man, hostname="127.0.0.1", port=mail)
    controller.start()
    filled, fresh = (sqlite3.connect(folder / "forum.db") for folder in (site.folder, tmp_path))
    with closing(filled), closing(fresh):
        filled.backup(fresh)
    port, hours = _free_port(), 12 - datetime.now(UTC).hour
    sign = "-" if hours >= 0 else "+"  # the names of these zones count westwards
    environment = {
        **os.environ,
        **{"DEMO": "1", "PORT": str(port), "INSTANCE_DIR": str(tmp_path)},
        "SMTP_URL": f"smtp://127.0.0.1:{mail}",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "TIME_ZONE": f"Etc/GMT{sign}{abs(hours)}",
        "FORM_MIN_SECONDS": "0",  # Playwright writes faster than people
    }
    with (tmp_path / "log").open("wb") as log:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
        served = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    address = Site(f"http://127.0.0.1:{port}")
    address.folder, address.man, address.environment = tmp_path, man, environment
    try:
        _wait(address, served, tmp_path / "log")
        man.raw.clear()
        man.recipients.clear()
        yield address
    finally:
        served.send_signal(signal.SIGINT)
        served.wait(30)
        controller.stop()


@pytest.fixture
def enter(chromium, city):
    """Open a fresh browser at that city."""
    from tests.browser.conftest import Visitor

    contexts = []

    def visitor(width=1280, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale="hu-HU",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Visitor(context, city)

    yield visitor
    for context in contexts:
        context.close()


def test_from_an_idea_to_what_became_of_it(enter, city):
    piroska = enter(width=320)
    first, code = propose(piroska, TITLE, PIROSKA)
    confirm(enter, city, PIROSKA)
    others = [propose_the_same(enter(width=360), title) for title in SAME]
    instead(enter(width=360), first)
    confirm(enter, city, BELA)

    paul = enter().become("planner")
    for other in others:
        merge(paul, other, first)
    answer(paul, first)
    expect(piroska.open(f"/ideas/{first}").check().page.locator("main")).to_contain_text("Elfogad")

    season = set_up(paul)
    cheap = candidate(paul, season, first)
    dear = candidate(paul, season, None)
    ask(paul, season)
    for marks in ([cheap], [cheap, dear], [cheap]):
        vote(enter(width=320), season, marks)
    close(paul, season)
    plan(paul, season, first)

    program = make(paul, season)
    event = schedule(paul, program, city)
    enrol(enter(width=320), event)
    hold(paul, city, event)
    rate(enter(width=320), event)
    read_the_end(enter(width=360), season, code)
    letters(city, first)


def propose(visitor, title: str, contact: str) -> tuple[int, str]:
    """Propose a program on a phone without an account; return its number and its code."""
    page = visitor.open("/ideas/new").check().page
    page.locator("main form button[name=look], main form .form-actions button").last.click()
    visitor.check()
    page.locator("[name=title]").fill(title)
    page.locator("[name=text]").fill("Éjfélig játszanánk a könyvtár nagytermében, teával.")
    page.locator("[name=contact]").fill(contact)
    agree(page)
    send(page)
    if page.locator("button[name=different]").count():
        page.locator("button[name=different]").click()
    expect(page.locator(".slip-code")).to_be_visible()
    visitor.check()
    code = page.locator(".slip-code").inner_text().strip()
    return int(re.search(r"/ideas/(\d+)", page.url).group(1)), code


def send(page) -> None:
    page.locator("main form .form-actions button[type=submit]").last.click()


def agree(page) -> None:
    """Agree to the privacy notice, as whoever gives a name or a contact has to."""
    page.locator("main form [name=consent]").check()


def propose_the_same(visitor, title: str) -> int:
    """Propose much the same: the first idea is shown, and one sends one's own all the same."""
    page = visitor.open("/ideas/new").page
    page.locator("[name=title]").fill(title)
    page.locator("[name=text]").fill("Este sakkoznánk a könyvtárban.")
    page.locator("button[name=look]").click()
    expect(page.locator("main")).to_contain_text(TITLE)
    visitor.check()
    expect(page.locator("[name=title]")).to_have_value(title)
    send(page)
    expect(page.locator(".slip-code")).to_be_visible()
    return int(re.search(r"/ideas/(\d+)", page.url).group(1))


def instead(visitor, first: int) -> None:
    """Begin to propose, and support the first idea instead."""
    page = visitor.open("/ideas/new").page
    page.locator("[name=title]").fill("Sakkverseny a könyvtárban, éjszakai")
    page.locator("[name=text]").fill("Szeretnék sakkozni a könyvtárban.")
    page.locator("button[name=look]").click()
    page.locator(f"button[name=instead][value='{first}']").click()
    visitor.check()
    page.locator("details:has([name=contact]) summary").click()
    page.locator("[name=contact]").fill(BELA)
    agree(page)
    send(page)
    expect(page.locator("main")).to_contain_text(TITLE)
    visitor.check()


def confirm(enter, city, address: str) -> None:
    """Say yes to the letter that asks whether the address is one's own."""
    link = re.search(r"http://127[^\s]+/reach/[^\s]+", wait_for_letter(city, address))
    visitor = enter(width=360)
    page = visitor.page
    page.goto(link.group(0))
    visitor.check()
    page.locator("main form button[type=submit]").first.click()
    visitor.check()


def wait_for_letter(city, address: str) -> str:
    """Return the text of the last letter to somebody, waiting for it a little."""
    for _try in range(150):
        if mine := to(city, address):
            return body(mine[-1])
        time.sleep(0.1)
    raise AssertionError(f"no letter came to {address}")


def merge(paul, other: int, first: int) -> None:
    """Put one idea under the first, counting the people of both, and say why."""
    page = paul.open(f"/ideas/{other}/merging?into={first}").check().page
    page.locator("[name=leads][value=under]").check()
    page.locator("[name=counting][value=count]").check()
    page.locator("[name=because]").fill("Ugyanazt a sakkversenyt kérik.")
    send(page)
    expect(page).not_to_have_url(re.compile("into="), timeout=30_000)
    expect(page.locator("main")).to_contain_text(TITLE)
    paul.check()


def answer(paul, first: int) -> None:
    """Accept the idea, with a reason."""
    page = paul.open(f"/ideas/{first}/answer").check().page
    page.locator("[name=state][value=accepted]").check()
    page.locator("[name=reason_hu]").fill("Jó ötlet, a könyvtár is szívesen látja.")
    send(page)
    expect(page.locator("main")).to_contain_text("a könyvtár is szívesen látja")
    paul.check()


def set_up(paul) -> int:
    """Set up a season that has begun; return its number."""
    page = paul.open("/seasons/office/new").check().page
    page.locator("[name=name_hu]").fill(SEASON)
    page.locator("[name=starts_on]").fill(day(-2))
    page.locator("[name=ends_on]").fill(day(60))
    send(page)
    href = page.locator("a", has_text=SEASON).first.get_attribute("href")
    return int(re.search(r"/(\d+)$", href).group(1))


def day(offset: int) -> str:
    return (datetime.now(zone_of_noon()) + timedelta(days=offset)).strftime("%Y-%m-%d")


def candidate(paul, season: int, idea: int | None) -> int:
    """Add a candidate, made of the idea or of nothing; return its number."""
    way = f"?idea={idea}" if idea else ""
    page = paul.open(f"/seasons/{season}/candidates/new{way}").check().page
    title, cost = (TITLE, CHEAP) if idea else ("Óriási koncert", DEAR)
    page.locator("[name=title_hu]").fill(title)
    page.locator("[name=cost]").fill(str(cost))
    page.locator("[name=expected]").fill("40")
    send(page)
    expect(page.locator("main")).to_contain_text(title)
    paul.check()
    link = page.locator("main a[href*='/candidates/']", has_text=title).first
    return int(re.search(r"/candidates/(\d+)", link.get_attribute("href")).group(1))


def ask(paul, season: int) -> None:
    """Open the voting."""
    page = paul.open(f"/seasons/{season}/voting").check().page
    page.locator("[name=first]").fill(day(0))
    page.locator("[name=last]").fill(day(5))
    page.locator("[name=budget]").fill(str(BUDGET))
    send(page)
    expect(page.locator("#count")).to_be_visible(timeout=30_000)
    paul.check()


def vote(visitor, season: int, marks: list[int]) -> None:
    """Mark candidates on a phone."""
    page = visitor.open(f"/seasons/{season}").check().page
    page.locator(f"main a[href$='/seasons/{season}/ballot']").first.click()
    visitor.check()
    for one in marks:
        page.locator(f"[name=marks][value='{one}']").check()
    page.locator("main form .form-actions button[type=submit]").click()
    expect(page).to_have_url(re.compile("thanks"))
    visitor.check()


def close(paul, season: int) -> None:
    """Close the voting and read the advice."""
    page = paul.open(f"/seasons/{season}/voting").page
    page.locator("form[action$='/closing'] button").click()
    yes(page)
    expect(page.locator("form[action$='/closing']")).to_have_count(0)
    paul.open(f"/seasons/{season}/advice").check()
    expect(page.locator("main")).to_contain_text(TITLE)
    expect(page.locator("main")).to_contain_text("40 000 Ft")  # three paid for it


def plan(paul, season: int, idea: int) -> None:
    """Decide, approve and publish."""
    page = paul.open(f"/seasons/{season}/plans/new").check().page
    page.locator("[name=budget]").fill(str(BUDGET))
    send(page)
    paul.check()
    for _item in range(2):
        page.locator("a[href*='/plans/items/']").first.click()
        paul.check()
        wanted = TITLE in page.locator("h1").inner_text()
        page.locator(f"[name=choice][value={'adopt' if wanted else 'decline'}]").check()
        page.locator("[name=reason_hu]").fill("Mert sokan kérték." if wanted else "Nem fér bele.")
        if wanted:
            page.locator(f"[name=ideas][value='{idea}']").check()
        else:
            page.locator("[name=uncited_because]").fill("Senki nem kérte, mi vetettük fel.")
        page.locator("main form button[type=submit]:not([name])").last.click()
        expect(page).to_have_url(re.compile(r"/plans/\d+(#|$)"), timeout=30_000)
        paul.check()
        undecided = page.locator(".plan-item-undecided a[href*='/plans/items/']")
        if undecided.count():
            undecided.first.evaluate("link => link.closest('ol').prepend(link.closest('li'))")
    page.locator("a[href$='/approval']").click()
    paul.check()
    send(page)
    page.locator("a[href$='/publication']").click()
    paul.check()
    send(page)
    expect(page).not_to_have_url(re.compile("/publication"), timeout=30_000)
    paul.open(f"/seasons/{season}").check()
    expect(page.locator("main")).to_contain_text("Mert sokan kérték.")
    expect(page.locator("main")).to_contain_text("Nem fér bele.")


def make(paul, season: int) -> int:
    """Make the program of the adopted candidate; return its number."""
    page = paul.open(f"/seasons/{season}/plans").page
    page.locator("main table a[href*='/plans/']").first.click()
    page.locator("form[action$='/program'] button").first.click()
    expect(page.locator(".messages .message")).to_be_visible(timeout=30_000)
    paul.check()
    if "/programs/" not in page.url:
        page.locator("a[href*='/programs/']", has_text=re.compile(".")).last.click()
    return int(re.search(r"/programs/(\d+)", page.url).group(1))


def schedule(paul, program: int, city) -> int:
    """Put down a weekly series with one exception, and announce it; return the first event."""
    page = paul.open(f"/programs/{program}/series").check().page
    page.locator("[name=rhythm][value=week]").check()
    page.locator("[name=day]").fill(day(3))
    page.locator("[name=last_day]").fill(day(3 + 7 * (WEEKS - 1)))
    page.locator("details:has([name=days_off]) summary").click()
    page.locator("[name=days_off]").fill(f"{day(10)} a könyvtár zárva")
    page.locator("[name=begins]").fill("18:00")
    page.locator("[name=ends]").fill("20:00")
    page.locator("[name=place_hu]").fill("Városi könyvtár")
    send(page)
    expect(page.locator(".program-preview li")).to_have_count(WEEKS - 1)
    expect(page.locator("main")).to_contain_text("a könyvtár zárva")
    paul.check()
    page.locator(".notice button[type=submit]").click()
    paul.check()
    page.locator("form[action$='/announcing'] button").click()
    yes(page)
    expect(page.locator("form[action$='/announcing']")).to_have_count(0)
    paul.check()
    with closing(sqlite3.connect(city.folder / "forum.db", timeout=15)) as db:
        query = "SELECT event_id FROM program_session WHERE program_id = ? ORDER BY id"
        sessions = db.execute(query, (program,)).fetchall()
    assert len(sessions) == WEEKS - 1
    return int(sessions[0][0])


def enrol(visitor, event: int) -> None:
    """Register for the first session."""
    page = visitor.open(f"/events/{event}/registration").check().page
    page.locator("[name=name]").fill("Kata")
    page.locator("[name=contact]").fill(KATA)
    agree(page)
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator(".slip-code")).to_be_visible()


def hold(paul, city, event: int) -> None:
    """Let the first session be now, and count who came."""
    begin, end = moment(timedelta(hours=-2)), moment(timedelta(minutes=-5))
    what = "UPDATE event SET starts_at = ?, ends_at = ?, tick = tick + 1 WHERE id = ?"
    sql(city, what, (begin, end, event))
    page = paul.open(f"/events/{event}/door").page
    page.locator("#tally-count").fill(str(COUNTED))
    page.locator(".door-age-unknown").click()
    expect(page.locator("[data-door-said]")).not_to_be_empty()
    page.wait_for_load_state("networkidle")
    expect(paul.open(f"/events/{event}/attendance").page.locator("main")).to_contain_text(
        str(COUNTED)
    )


def rate(visitor, event: int) -> None:
    """Say how it was, by the link on the wall."""
    page = visitor.open(f"/events/{event}/feedback").check().page
    page.locator("label.face-choice-5").click()
    page.locator("[name=good]").fill("Hajnalig maradtam volna.")
    send(page)
    expect(page.locator(".slip-code")).to_be_visible()
    visitor.check()


def read_the_end(visitor, season: int, code: str) -> None:
    """Read what became of it: the story of the season, and the whole chain by the code."""
    page = visitor.open(f"/you-said/seasons/{season}").check().page
    expect(page.locator("main")).to_contain_text(TITLE)
    expect(page.locator("main")).to_contain_text(f"{COUNTED} részvétel")
    page = visitor.open("/follow").page
    page.locator("main [name=code]").fill(code)
    page.locator("main form button[type=submit]").click()
    visitor.check()
    story = page.locator(".chain").first.inner_text()
    for words in ("Támogatás", "Elfogadva", SEASON, "Program", f"{COUNTED} részvétel"):
        assert words in story, (words, story)
    assert all(title in story for title in SAME)


def letters(city, first: int) -> None:
    """Read the letters: who got which, how many, and in which words."""
    bring_letters(city)
    bring_letters(city)  # more than three a day wait for the next one
    got = {name: subjects(city, name) for name in (PIROSKA, BELA, KATA)}
    behind = [
        "Írhatunk Önnek?",
        "2 dolog történt – Kaláka Miskolc",
        "A város válaszolt egy ötletre",
        f"Elkészült az évadterv: {SEASON}",
        f"Mert Ön is kérte: {TITLE}",
    ]
    assert sorted(got[PIROSKA]) == sorted(behind)
    assert sorted(got[BELA]) == sorted(behind)
    assert got[KATA] == [f"Van helye: {TITLE}"]
    assert set(city.man.recipients) <= {PIROSKA, BELA, KATA, *staff(city)}
    text = "\n".join(body(one) for one in to(city, PIROSKA))
    for words in (
        "Jó ötlet, a könyvtár is szívesen látja.",
        "Ugyanazt a sakkversenyt kérik.",
        f"{TITLE}: Megvalósítjuk.",
        "Semmi sem veszett el",
        *SAME,
        f"/ideas/{first}",
    ):
        assert words in text, (words, text)
    for one in to(city, PIROSKA)[1:]:
        assert one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert one.get_body(("html",)) is not None
        assert "Nem kérek több ilyen levelet:" in body(one)


def to(city, address: str) -> list:
    return [letter for letter in city.man.letters if letter["To"] == address]


def subjects(city, address: str) -> list[str]:
    return [" ".join(letter["Subject"].split()) for letter in to(city, address)]


def body(letter) -> str:
    return letter.get_body(("plain",)).get_content()


def bring_letters(city) -> None:
    """Let the next morning come: what waits for the daily letter goes out."""
    sql(city, "UPDATE outbox_message SET created_at = datetime(created_at, '-1 day')", ())
    due = "UPDATE notice SET letter_due_at = ? WHERE letter_due_at > ?"
    sql(city, due, (moment(timedelta(0)),) * 2)
    work = (
        "from forum import create_app\n"
        "app = create_app()\n"
        "with app.app_context():\n"
        "    from forum.core.delivery import deliver\n"
        "    from forum.notices.letters import write_due_letters\n"
        "    write_due_letters(); deliver()\n"
    )
    subprocess.run([sys.executable, "-c", work], cwd=ROOT, env=city.environment, check=True)
    time.sleep(1)


def staff(city) -> set[str]:
    with closing(sqlite3.connect(city.folder / "forum.db", timeout=15)) as db:
        return {row[0] for row in db.execute("SELECT email FROM person WHERE email IS NOT NULL")}
