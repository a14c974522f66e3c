"""The whole way once in a browser: from a word said without an account to a published summary."""

import io
import re

from playwright.sync_api import expect
from pypdf import PdfReader

WORD = "Jó volna egy ivókút a Népkertbe, a játszótér mellé."
LIST = "text,neighbourhood,age_group,channel\n" + "\n".join(
    f'"{text}",Avas,65+,paper'
    for text in (
        "Ivókutat kérünk a parkba, nyáron nincs hol inni.",
        "Kell egy ivókút a futókör mellé.",
        "Ivókút legyen minden nagyobb téren!",
        "Több pad kellene árnyékban.",
        "A padok deszkái töröttek, javítsák meg őket.",
        "Sötét a park este, lámpákat kérünk.",
    )
)


def test_from_a_word_to_a_summary_and_back(visit, tmp_path):
    # Somebody without an account says an opinion, is shown similar ones, and gets a code.
    neighbour = visit(width=360).open("/")
    page = neighbour.check().page
    page.get_by_role("link", name=re.compile("Mitől lennének jobbak a parkjaink")).first.click()
    neighbour.check()
    page.get_by_role("link", name=re.compile("Mondja el a véleményét")).first.click()
    neighbour.check()
    page.locator("textarea[name=text]").fill(WORD)
    expect(page.locator("[data-similar] a").first).to_be_visible()
    neighbour.check()
    page.locator("form:has(textarea[name=text]) button[type=submit]").first.click()
    code = page.locator(".slip-code").first.inner_text().strip()
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", code)
    neighbour.check()

    # A facilitator finds it, hides it with a reason, and the author reads why.
    mira = visit().become("facilitator")
    number = find(mira, WORD)
    mira.open(f"/moderation/opinion/{number}/hiding").check()
    mira.page.locator("input[name=reason][value=off_topic], select[name=reason]").first.check()
    mira.page.locator("textarea[name=because]").fill("Ez egy másik kérdéshez tartozik.")
    mira.page.locator("main form button[type=submit]").first.click()
    follow(neighbour, code)
    expect(page.locator("main")).to_contain_text("Ez egy másik kérdéshez tartozik.")
    assert visit().open(f"/opinions/{number}").page.locator("main").inner_text().find(WORD) < 0

    # She restores it, and takes in a list of paper slips.
    mira.open(f"/moderation/opinion/{number}/restoring").check()
    mira.page.locator("textarea[name=because]").fill("Mégis ide tartozik.")
    mira.page.locator("main form button[type=submit]").first.click()
    file = tmp_path / "cetlik.csv"
    file.write_text(LIST, encoding="utf-8")
    mira.open("/conversations/2/imports").check()
    mira.page.locator("input[type=file]").set_input_files(file)
    mira.page.locator("main form button[type=submit]").first.click()
    mira.check().page.get_by_role("button", name="A lista beolvasása").click()
    expect(mira.page.get_by_text("6 véleményt olvastunk be.")).to_be_visible(timeout=30_000)
    mira.check()

    # A planner has everything sorted, moves the word to its theme, decides and publishes.
    paul = visit().become("planner")
    paul.open("/conversations/2/board").check()
    paul.page.locator(
        "form[action$='/analysis'] button, form[action$='/analyses'] button"
    ).first.click()
    expect(paul.page.locator(".theme").first).to_be_visible(timeout=60_000)
    theme = put_into_first_theme(paul, number)
    decide(paul, theme)
    publication = publish(paul)

    # Everybody can read it; the PDF holds the words of the decision.
    reader = visit(width=360).open(publication)
    reader.check()
    expect(reader.page.locator("main")).to_contain_text("Ivókutat építünk a Népkertben.")
    pdf = reader.context.request.get(f"{reader.site}{publication}/summary.hu.pdf")
    text = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf.body())).pages)
    assert "Ivókutat építünk a Népkertben." in " ".join(text.split())

    # And with the code, the neighbour sees what became of the word.
    follow(neighbour, code)
    neighbour.check()
    expect(page.locator("main")).to_contain_text("Ivókutat építünk a Népkertben.")
    expect(
        page.locator(f"main a[href='{publication}'], main a[href^='{publication}#']").first
    ).to_be_visible()


def find(somebody, words: str) -> int:
    """Find an opinion by its words; return its number in the address."""
    somebody.open("/search?q=ivokut+nepkertbe")
    link = somebody.page.locator("main a[href^='/opinions/']").first
    return int(re.search(r"/opinions/(\d+)", link.get_attribute("href")).group(1))


def follow(somebody, code: str) -> None:
    """Type the code, carelessly, into the box that asks for it."""
    somebody.open("/follow")
    somebody.page.locator("main input[name=code]").fill(code.lower().replace("-", " "))
    somebody.page.locator("main form:has(input[name=code]) button").click()


def put_into_first_theme(paul, number: int) -> int:
    """Say where the opinion belongs, with one click on the board; return the theme's number."""
    paul.open(f"/conversations/2/board/check/{number}").check()
    button = paul.page.locator("button[name=act][value^='only-']").first
    theme = int(button.get_attribute("value").removeprefix("only-"))
    button.click()
    paul.check()
    return theme


def decide(paul, theme: int) -> None:
    """Record what the city will do, and why."""
    paul.open(f"/conversations/2/themes/{theme}/decision").check()
    page = paul.page
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_visible()
    paul.check()
    page.locator("input[name=choice][value=adopt]").check()
    page.locator("textarea[name=heard_hu]").fill("Ivókutat kérnek a parkokba.")
    page.locator("textarea[name=will_hu]").fill("Ivókutat építünk a Népkertben.")
    page.locator("textarea[name=why_hu]").fill("Mert nyáron nincs hol inni.")
    page.locator("main form.form button[type=submit]").click()
    paul.check()


def publish(paul) -> str:
    """Make the draft, preview it, and publish it; return its address."""
    page = paul.open("/conversations/2/summary").check().page
    page.get_by_role("button", name="Elkészítem a vázlatot").or_(
        page.locator("form[action$='/summary'] button")
    ).first.click()
    paul.check()
    paul.open("/conversations/2/summary/preview").check()
    paul.open("/conversations/2/summary/publication").check()
    page.locator("input[name=looked]").check()
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/summaries/\d+"), timeout=60_000)
    paul.check()
    return re.search(r"/summaries/\d+", page.url).group(0)
