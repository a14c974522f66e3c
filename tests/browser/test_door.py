"""The door in a real browser: two telephones on bad reception lose nothing and double nothing."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.door_taps import settle

GUESTS = ("Álmos Ágnes", "Bokor Béla", "Csorba Éva", "Dudás Őrs", "Erdei Ödön")
SENT = 20_000


def send(somebody, page: str, path: str, **fields) -> str:
    """Send a form of ``page`` with its token and key; return where the answer leads."""
    request = somebody.context.request
    text = request.get(somebody.site + page).text()
    found = dict.fromkeys(("csrf_token", "submit_key"), "")
    for name in found:
        match = re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)
        found[name] = match.group(1) if match else ""
    answer = request.post(somebody.site + path, form={**found, **fields})
    assert answer.ok, f"{path}: {answer.status} {answer.text()[:400]}"
    return answer.url.removeprefix(somebody.site)


@pytest.fixture
def event(visit) -> int:
    """The number of an event that is on now, for which five people registered."""
    mira = visit().become("facilitator")
    begins = datetime.now(ZoneInfo("Europe/Budapest")) - timedelta(hours=2)
    ends = begins + timedelta(hours=6)  # over midnight where that comes
    day = {"day": begins.date().isoformat(), "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
    told = {"title_hu": "Ajtónyitás", "place_hu": "Avasi Közösségi Ház", "kind": "program"}
    usual = {"languages": "hu", "is_free": "y", "takes_registrations": "y"}
    path = send(mira, "/events/new", "/events/new", **told, **day, **usual)
    number = int(re.search(r"/events/(\d+)", path).group(1))
    page = f"/events/{number}"
    send(mira, page, f"{page}/announcing")
    for name in GUESTS:
        fields = {"name": name, "party": "1", "channel": "phone", "consent": "y"}
        send(mira, f"{page}/registrations", f"{page}/registrations", **fields)
    return number


def arrive(somebody, name: str) -> None:
    """Tap that somebody is here."""
    row = somebody.page.locator("[data-row]", has_text=name)
    row.locator("[data-tap=check_in] button").click()
    expect(row.locator("[data-tap=undo_row]")).to_be_visible()


def count(somebody, times: int = 1, age: int = 0) -> None:
    """Tap an age so many times."""
    for _time in range(times):
        somebody.page.locator(".door-age:not(.door-undo)").nth(age).click()


def total(somebody):
    return somebody.page.locator("[data-door-total]")


def waits(somebody):
    return somebody.page.locator("[data-door-waits]")


def test_two_telephones_without_reception_lose_and_double_nothing(visit, event):
    mira = visit(width=360).become("facilitator").open(f"/events/{event}/door")
    paul = visit(width=360).become("planner").open(f"/events/{event}/door")
    mira.check()
    arrive(mira, "Álmos")
    count(mira)
    expect(total(mira)).to_have_text("2")
    settle(mira)

    for phone in (mira, paul):
        phone.context.set_offline(True)
    arrive(mira, "Bokor")
    arrive(mira, "Csorba")
    count(mira, 3)
    arrive(paul, "Csorba")  # both let the same person in
    arrive(paul, "Dudás")
    count(paul, 2, age=2)
    paul.page.locator("[data-tap=undo]").click()  # and one tap was one too many
    expect(total(mira)).to_have_text("7")
    expect(waits(mira)).to_have_text("5 koppintás vár a hálózatra")
    expect(waits(paul)).to_have_text("5 koppintás vár a hálózatra")

    # Reception comes and goes while they are sent; one page is even closed and opened again.
    mira.context.set_offline(False)
    expect(waits(mira)).to_be_hidden(timeout=SENT)
    paul.context.set_offline(False)
    paul.page.wait_for_timeout(150)
    paul.context.set_offline(True)
    paul.page.wait_for_timeout(400)
    paul.context.set_offline(False)
    paul.page.reload()
    expect(waits(paul)).to_be_hidden(timeout=SENT)
    # Álmos, Bokor, Csorba, Dudás; 4 taps of Mira, 2 - 1 of Paul: counted by hand.
    expect(total(paul)).to_have_text("9", timeout=SENT)
    settle(mira)
    settle(paul)
    mira.problems.clear()  # the browser itself reports the lost connection
    paul.problems.clear()
    for phone in (mira, paul):
        phone.page.reload()
        expect(total(phone)).to_have_text("9")
        expect(phone.page.locator("[data-row][data-in]")).to_have_count(4)
        phone.check()
    mira.open(f"/events/{event}/attendance").check()
    expect(mira.page.locator("#figures")).to_have_text("9 fő vett részt")
    expect(mira.page.locator(".attendance-entries tbody tr")).to_have_count(10)
    expect(mira.page.locator(".taken-back")).to_have_count(1)


def test_taps_survive_being_signed_out(visit, event):
    mira = visit(width=360).become("facilitator").open(f"/events/{event}/door")
    cookies = mira.context.cookies()
    mira.context.clear_cookies()
    count(mira, 2)
    expect(waits(mira)).to_contain_text("Kijelentkezett", timeout=SENT)
    mira.context.add_cookies(cookies)
    expect(waits(mira)).to_be_hidden(timeout=SENT)
    expect(total(mira)).to_have_text("2")


def test_one_finds_people_while_typing(visit, event):
    mira = visit(width=360).become("facilitator").open(f"/events/{event}/door")
    box, shown = mira.page.locator("#door-q"), mira.page.locator("[data-row]:visible")
    expect(shown).to_have_count(len(GUESTS))
    box.fill("ors du")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("Dudás Őrs")
    box.fill("xyz")
    expect(mira.page.get_by_text("Ilyen néven senki sem jelentkezett.")).to_be_visible()
    mira.check()


def test_the_two_most_frequent_acts_need_no_scrolling(visit, event):
    mira = visit(width=360).become("facilitator")
    mira.page.set_viewport_size({"width": 360, "height": 640})
    mira.open(f"/events/{event}/door")
    for target in ("#door-q", ".door-age >> nth=0", ".door-age >> nth=-1"):
        box = mira.page.locator(target).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 640
        assert box["height"] >= 44


def test_the_door_works_without_javascript(visit, event):
    mira = visit(width=320, script=False).become("facilitator").open(f"/events/{event}/door")
    mira.page.locator("[data-row]", has_text="Erdei").locator("button").first.click()
    expect(mira.page.locator("main")).to_contain_text("Erdei Ödön megérkezett.")
    count(mira)
    expect(total(mira)).to_have_text("2")
    mira.page.locator(".door-undo").click()
    expect(total(mira)).to_have_text("1")
    mira.page.locator("summary", has_text="Névvel érkezett").click()
    mira.page.locator(".door-named [name=name]").fill("Váratlan Vera")
    mira.page.locator(".door-named [name=consent]").check()
    mira.page.locator(".door-named button").last.click()
    expect(total(mira)).to_have_text("2")
    mira.problems.clear()


def test_a_signed_sheet_is_keyed_by_keyboard_alone(visit, event, tmp_path):
    scan = tmp_path / "iv.pdf"
    scan.write_bytes(b"%PDF-1.7\nstartxref\n9\n%%EOF\n")
    mira = visit().become("facilitator").open(f"/events/{event}/sheets").check()
    page = mira.page
    page.locator("[name=signatures]").fill("4")
    page.locator("[name=file]").set_input_files(scan)
    page.keyboard.press("Tab")
    page.locator("[name=signatures]").press("Enter")
    expect(page.locator(".differs")).to_contain_text("4")
    mira.check()
    page.locator(f"text={GUESTS[0]}").locator("xpath=ancestor::label//input").press("Space")
    page.locator("[name=lines-0-name]").focus()
    page.keyboard.type("Kis Pál")
    page.keyboard.press("Enter")
    page.keyboard.type("Nagy Pál")
    page.keyboard.press("Tab")
    page.keyboard.type("rossz")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".error-summary")).to_contain_text("2. sor")
    mira.check()
    expect(page.locator("[name=lines-0-name]")).to_have_value("Kis Pál")
    expect(page.locator("[name=signed]").first).to_be_checked()
    page.locator("[name=lines-1-contact]").fill("06 30 765 4321")
    page.locator("[name=consent]").press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("3 főt rögzítettünk.")
    expect(page.locator(".differs")).to_contain_text("1")
    mira.check()
    with page.expect_download() as download:
        page.get_by_role("link", name="A másolat letöltése").click()
    assert download.value.suggested_filename.endswith(".pdf")
