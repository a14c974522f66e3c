"""What other rooms add to the page of a community, without this room knowing them.

``add_section``, ``add_tool`` and ``add_stamp`` are as ``events.extensions`` tells; endpoints of
tools take ``community_id``.
"""

from forum.core.extending import ExtendedPage

page = ExtendedPage("community_id")

add_section = page.add_section
add_tool = page.add_tool
add_stamp = page.add_stamp
sections = page.sections
tools = page.tools
stamps = page.stamps
