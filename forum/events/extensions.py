"""What other rooms add to the page of an event, without this room knowing them.

A room calls these once, when it opens (``init_app``):

- ``add_section(function, order)``: ``function(person, event)`` returns None or a dictionary with
  the name of a ``template`` (included with ``section`` as that dictionary) and whatever the
  template needs.
- ``add_tool(endpoint, label, permission, order)``: a tab on the page for those who have the
  permission; the endpoint takes ``event_id``.
- ``add_stamp(function)``: ``function(event_id)`` returns what changes when the kept public page
  must be made anew for a reason that ``event.touch()`` does not tell.
"""

from forum.core.extending import ExtendedPage

page = ExtendedPage("event_id")

add_section = page.add_section
add_tool = page.add_tool
add_stamp = page.add_stamp
sections = page.sections
tools = page.tools
stamps = page.stamps
