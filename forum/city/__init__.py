"""The city’s own words, and the pages where administrators keep them."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.core.navigation import add_group, add_navigation


def init_app(app: Flask) -> None:
    """Open the room, and tell every page of which city and grant it speaks."""
    from forum.city import models, policies, queries  # noqa: F401 - tables and permissions
    from forum.city.views import bp

    app.register_blueprint(bp)
    add_group("site_work", _l("Settings"), place="staff", order=90)
    add_navigation("city.manage", _l("City and grant"), "city:manage", "site_work", 10)

    @app.context_processor
    def about_the_city() -> dict[str, Any]:
        city, project = queries.city_and_project()
        return {"city": city, "project": project, "city_name": city.name if city else ""}
