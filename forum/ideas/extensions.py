"""What other rooms add to the page of an idea, without this room knowing them.

``add_section``, ``add_tool`` and ``add_stamp`` are as ``events.extensions`` tells; endpoints of
tools take ``idea_id``.
"""

from forum.core.extending import ExtendedPage

page = ExtendedPage("idea_id")

add_section = page.add_section
add_tool = page.add_tool
add_stamp = page.add_stamp
sections = page.sections
tools = page.tools
stamps = page.stamps
