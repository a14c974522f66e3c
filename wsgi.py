"""The application, for a WSGI server and for `flask --app wsgi`."""

import gc

gc.disable()  # nothing is thrown away while the house is put together: it stands up much sooner

from forum import create_app  # noqa: E402

app = create_app()

gc.freeze()  # and what stands is never looked through again for rubbish
gc.enable()
