"""The notice about 112, wherever one may tell of crime or danger."""

import pytest


def emergency_pages(make) -> dict[str, str]:
    talk, idea = make.conversation(), make.idea()
    community, meeting = make.community(), make.meeting()
    opinion = make.opinion(conversation=talk)
    return {
        "speak": f"/conversations/{talk.id}/speak",
        "propose": "/ideas/new",
        "comment": f"/ideas/{idea.id}/comments/new",
        "support": f"/ideas/{idea.id}/support",
        "found": "/communities/new",
        "join": f"/communities/{community.id}/joining",
        "question": f"/forums/{meeting.id}/live",
        "report": f"/moderation/opinion/{opinion.id}/report",
        "register": f"/events/{meeting.event_id}/registration",
        "code": "/follow",
    }


@pytest.mark.parametrize(
    "name",
    [
        *("speak", "propose", "comment", "support", "found", "join", "question", "report"),
        *("register", "code"),
    ],
)
def test_where_danger_may_be_told_one_reads_to_call_112(make, client, name):
    page = client.get(emergency_pages(make)[name], follow_redirects=True)
    assert page.status_code == 200, page.request.path
    assert 'href="tel:112"' in page.text


def test_beside_a_picture_it_stands_too(make, people, client):
    idea = make.idea(author=people.ana)
    page = client.sign_in(people.ana).get(f"/ideas/{idea.id}/pictures")
    assert 'href="tel:112"' in page.text


def test_in_a_topic_of_safety_it_stands_out(make, client):
    calm, unsafe = make.conversation(), make.conversation(safety=True)
    assert "emergency-prominent" not in client.get(f"/conversations/{calm.id}/speak").text
    assert "emergency-prominent" in client.get(f"/conversations/{unsafe.id}/speak").text
