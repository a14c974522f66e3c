"""What is hidden, unpublished or another's, asked for by every question, in every kind of file.

Pages are asked with filters, orders and words nobody offered, and files are opened: what a workbook
or a PDF says stands packed in it.
"""

import io
import zipfile

import pytest
from pypdf import PdfReader

from forum.accounts.models import ROLES
from tests.attacks.everything import Everything, addresses
from tests.test_permissions import look, person_of

#: Questions to every page: the secret words themselves, and filters that would let them through.
ASKED = (
    "q=Rejtett&words=Rejtett&search=Rejtett&text=Rejtett&title=Rejtett",
    "state=hidden&status=draft&visible=0&hidden=1&waiting=1&show=all&all=1&filter=hidden&sort=id",
    "kind=opinion&q=Titkos&sort=-author_id&order=author&author=1&by=1&person=1&per_page=100",
    "preview=1&draft=1&as=administrator&role=administrator&embed=1&format=json&include=hidden",
    "state=waiting&moderation=before&public=0&private=1&season=2&need=2&conversation=2&page=1",
)


@pytest.fixture
def world(make, people):
    make.city()
    make.category("Helytörténet")
    make.neighbourhood("Avas")
    make.age_band("18-24")
    for role in ROLES[1:]:
        person_of(people, role)
    return Everything(make, people)


def words_of(answer) -> str:
    """Return the words of an answer, whatever they are packed in."""
    content = answer.get_data()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if answer.mimetype == "text/calendar":
        return answer.text.replace("\r\n ", "")
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ["visitor", "resident"])
def test_no_question_and_no_file_brings_it_out(app, world, people, role):
    client, tried = app.test_client(), 0
    if role == "resident":
        client.sign_in(people.ana)
    for question in ASKED:
        for ending in ("csv", "xlsx"):
            kind = {"ideas.kind": ending, "participation.kind": ending}
            for endpoint, _permission, method, path in list(
                addresses(app, {**world.all(), **kind})
            ):
                wanted = ending == "csv" or ".xlsx" in path
                if "pdf" in path and question != ASKED[0]:
                    continue  # slow to draw, and what is asked changes nothing on paper
                if method != "GET" or not wanted or by_code(app, endpoint):
                    continue
                answer = look(client, f"{path}?{question}")
                if answer.status_code < 400:
                    told, tried = words_of(answer), tried + 1
                    found = [secret for secret in world.SECRETS if secret in told]
                    assert found == [], (endpoint, path, question)
    assert tried > 500


def by_code(app, endpoint) -> bool:
    """Whoever has a code or a link reads what it is about."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint]
    return any({"code", "token"} & rule.arguments for rule in rules)
