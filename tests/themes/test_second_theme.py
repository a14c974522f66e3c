"""A second theme of an opinion carries no percentage, because the percentage is not about it."""


def test_the_second_theme_is_told_without_a_number(client, make, people):
    talk = make.conversation()
    opinion = make.opinion("Padot és lámpát kérünk a térre.", talk)
    benches, lamps = make.theme("padok"), make.theme("lámpák")
    make.membership(opinion, benches, confidence=0.9)
    make.membership(opinion, lamps, confidence=0.01)
    client.sign_in(people.paul)
    board = f"/conversations/{talk.id}/board/themes"
    client.get("/language/en")
    assert "program, 90%" in client.get(f"{board}/{benches.id}").text
    second = client.get(f"{board}/{lamps.id}").text
    assert "program, as a second theme" in second
    assert "program, 1%" not in second
