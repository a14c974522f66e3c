"""Publications as JSON."""

from typing import Any

from forum.core.languages import of
from forum.core.mail import site_url
from forum.reports.models import Publication, PublicationFile


def publication_json(publication: Publication) -> dict[str, Any]:
    """Return what everybody may know of a publication; of a withdrawn one, that it was."""
    withdrawn = publication.takedown
    return {
        "number": publication.number,
        "url": site_url(publication.path),
        "title": of(publication, "title") if withdrawn is None else {"hu": "", "en": ""},
        "conversation": publication.conversation_id,
        "published_at": publication.at.isoformat(timespec="seconds"),
        "counts": {
            "opinions": publication.opinions_count,
            "people": publication.people_count,
        },
        "checksum": publication.checksum,
        "withdrawn_at": withdrawn.at.isoformat(timespec="seconds") if withdrawn else None,
        "files": [] if withdrawn else [_file(publication, each) for each in publication.files],
    }


def _file(publication: Publication, file: PublicationFile) -> dict[str, Any]:
    return {
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "url": site_url(f"{publication.path}/{file.name}"),
    }
