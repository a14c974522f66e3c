"""Pictures of ideas: drawn anew without place and time, described, at most four, never when hidden."""

import io

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from sqlalchemy import func, select

from forum.core import pictures
from forum.core.db import db
from forum.ideas.models import Idea, IdeaPicture
from forum.ideas.picturing import draw

KEY = "a-key-of-22-letters-xx"


def photograph(kind="JPEG", size=(1200, 900), mode="RGB", **more) -> bytes:
    kept = io.BytesIO()
    Image.new(mode, size, (200, 30, 30, 0)[: len(mode)]).save(kept, kind, **more)
    return kept.getvalue()


def from_a_telephone() -> bytes:
    """A photograph that tells where and when it was taken, and by whose telephone."""
    image = Image.new("RGB", (1200, 900), "red")
    exif = image.getexif()
    exif[Base.Make], exif[Base.Artist], exif[Base.Orientation] = "Titkos", "Kovács Piroska", 6
    exif[Base.DateTime] = "2026:11:22 10:00:00"
    place = exif.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLatitude] = "N", (48.0, 6.0, 12.0)
    place[GPS.GPSLongitudeRef], place[GPS.GPSLongitude] = "E", (20.0, 47.0, 30.0)
    kept = io.BytesIO()
    image.save(kept, "JPEG", exif=exif.tobytes(), comment=b"hidden words", icc_profile=b"x" * 200)
    return kept.getvalue()


@pytest.fixture
def idea(make, people) -> Idea:
    return make.idea(author=people.ana)


def send(client, idea, data=None, words="A könyvtár terme", key=KEY):
    files = {"picture": (io.BytesIO(data or photograph()), "kép.jpg")} if data != b"" else {}
    given = {"submit_key": key, "alternative": words, **files}
    return client.send(f"/ideas/{idea.id}/pictures", given, content_type="multipart/form-data")


def number() -> int:
    return db.session.scalar(select(func.count()).select_from(IdeaPicture))


def test_the_photograph_of_the_test_does_tell_its_place():
    exif = Image.open(io.BytesIO(from_a_telephone())).getexif()
    assert exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] == "N"


def test_place_time_and_name_stay_behind(client, idea, people):
    assert send(client.sign_in(people.ana), idea, from_a_telephone()).status_code == 303
    row = db.session.scalars(select(IdeaPicture)).one()
    for content in (row.content, row.small):
        with Image.open(io.BytesIO(content)) as kept:
            assert dict(kept.getexif()) == {}
            assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
            assert kept.height > kept.width  # upright, as the telephone meant it
        assert b"Exif" not in content
        assert b"Titkos" not in content
        assert b"hidden words" not in content
    assert (row.width, row.height) == (900, 1200)


def test_there_is_a_large_and_a_small_version(client, idea, people):
    send(client.sign_in(people.ana), idea, photograph(size=(3000, 2000)))
    row = db.session.scalars(select(IdeaPicture)).one()
    sizes = [Image.open(io.BytesIO(one)).size for one in (row.content, row.small)]
    assert sizes == [(1600, 1067), (640, 427)]
    large, small = (client.get(f"/ideas/pictures/{row.id}{q}") for q in ("", "?size=small"))
    assert (large.data, small.data) == (row.content, row.small)


def test_pictures_are_served_harmlessly(client, idea, people):
    send(client.sign_in(people.ana), idea)
    row = db.session.scalars(select(IdeaPicture)).one()
    answer = client.get(f"/ideas/pictures/{row.id}")
    assert answer.mimetype == "image/jpeg"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = client.get(
        f"/ideas/pictures/{row.id}", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_these_are_read(kind):
    assert draw(photograph(kind)).large.media_type == "image/jpeg"


def test_one_can_not_see_through_the_kept_picture():
    kept = draw(photograph("PNG", mode="RGBA")).large.content
    assert Image.open(io.BytesIO(kept)).convert("RGB").getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [
        b"<svg onload=alert(1)>",
        b"%PDF-1.7",
        b"GIF89a" + b"\0" * 40,
        photograph()[:500],
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    ],
)
def test_what_is_no_picture_is_refused_kindly(client, idea, people, data):
    answer = send(client.sign_in(people.ana), idea, data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert number() == 0


def test_a_bomb_is_not_opened(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    with pytest.raises(pictures.TooManyPixels):
        pictures.read(photograph("PNG"), 1600)


def test_the_words_are_needed(client, idea, people):
    answer = send(client.sign_in(people.ana), idea, words=" ")
    assert answer.status_code == 422
    assert number() == 0


def test_a_file_is_needed(client, idea, people):
    assert send(client.sign_in(people.ana), idea, b"").status_code == 422


def test_there_are_at_most_four_and_the_same_form_adds_one(client, idea, people):
    client.sign_in(people.ana)
    keys = [f"a-key-of-22-letters-{number:02}" for number in range(5)]
    codes = [send(client, idea, key=key).status_code for key in [*keys[:4], keys[0], keys[4]]]
    assert codes == [303, 303, 303, 303, 303, 409]
    assert number() == 4


def test_one_may_come_with_the_proposal(client):
    data = {
        "title": "Javítókávézó",
        "text": "Javítsuk meg együtt.",
        "submit_key": KEY,
        "picture": (io.BytesIO(from_a_telephone()), "x.jpg"),
        "alternative": "Egy rádió",
    }
    answer = client.send("/ideas/new", data, content_type="multipart/form-data")
    assert answer.status_code == 303
    row = db.session.scalars(select(IdeaPicture)).one()
    assert f'alt="{row.alternative}"' in client.get(f"/ideas/{row.idea_id}").text
    assert f"/ideas/pictures/{row.id}?size=small" in client.get("/ideas").text


@pytest.mark.parametrize(("words", "data"), [("", None), ("Egy rádió", b"nothing")])
def test_a_wrong_picture_sends_nothing(client, words, data):
    given = {
        "title": "Javítókávézó",
        "text": "Javítsuk meg együtt.",
        "submit_key": KEY,
        "picture": (io.BytesIO(data or photograph()), "x.jpg"),
        "alternative": words,
    }
    answer = client.send("/ideas/new", given, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Javítsuk meg együtt." in answer.text
    assert db.session.scalar(select(func.count()).select_from(Idea)) == 0


def test_only_the_author_adds_and_removes(client, app, idea, people, make):
    send(client.sign_in(people.ana), idea)
    row = db.session.scalars(select(IdeaPicture)).one()
    other = app.test_client().sign_in(make.person())
    assert other.get(f"/ideas/{idea.id}/pictures").status_code == 403
    assert send(other, idea).status_code == 403
    assert other.send(f"/ideas/pictures/{row.id}/removal").status_code == 404
    assert client.send(f"/ideas/pictures/{row.id}/removal").status_code == 303
    assert number() == 0


@pytest.mark.parametrize("what", ["idea", "picture"])
def test_what_is_hidden_is_not_served(client, app, idea, people, what):
    send(client.sign_in(people.ana), idea)
    row = db.session.scalars(select(IdeaPicture)).one()
    (idea if what == "idea" else row).hide(people.mira, "personal_data", "Rajta van valaki.")
    db.session.commit()
    visitor = app.test_client()
    assert visitor.get(f"/ideas/pictures/{row.id}").status_code == 404
    assert visitor.get(f"/moderation/idea_picture/{row.id}/report").status_code == 404
    assert client.get(f"/ideas/pictures/{row.id}").status_code == 200
    if what == "picture":
        assert f"/ideas/pictures/{row.id}" not in visitor.get(f"/ideas/{idea.id}").text
