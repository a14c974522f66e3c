"""The baseline: a bare Flask + Jinja page of the same size as ours, and nothing else."""

import os

from flask import Flask, render_template_string

SIZE = int(os.environ.get("PAGE_SIZE", "20000"))
ROWS = 20
app = Flask(__name__)

PAGE = """<!doctype html><html lang="hu"><title>{{ title }}</title><h1>{{ title }}</h1>
<ol>{% for row in rows %}<li><a href="/{{ row.id }}">{{ row.title }}</a><p>{{ row.text }}</p></li>
{% endfor %}</ol></html>"""


@app.get("/")
def page() -> str:
    """Show rows of the size asked for."""
    text = "szó " * (SIZE // ROWS // 4 - 15)
    rows = [{"id": number, "title": f"Cím {number}", "text": text} for number in range(ROWS)]
    return render_template_string(PAGE, title="Alap", rows=rows)
