"""What other parts and rooms add to the page of a forum, without it knowing them.

Each calls these once, when it opens:

- ``add_section(function, order)``: ``function(person, meeting)`` returns None or a dictionary with
  the name of a ``template`` (included with ``section`` as that dictionary) and whatever the
  template needs.
- ``add_tool(endpoint, label, permission, order)``: a tab on the page for those who have the
  permission; the endpoint takes ``meeting_id``.
- ``add_stamp(function)``: ``function(meeting_id)`` returns what changes when the kept public page
  must be made anew for a reason that ``meeting.changed()`` does not tell.
"""

from forum.core.extending import ExtendedPage

page = ExtendedPage("meeting_id")

add_section = page.add_section
add_tool = page.add_tool
add_stamp = page.add_stamp
sections = page.sections
tools = page.tools
stamps = page.stamps
