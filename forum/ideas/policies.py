"""Who may do what with program ideas."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import facilitator, planner
from forum.core.access import Rule, allow, anyone, signed_in

author = Rule(lambda person, idea: idea is not None and person.id == idea.author_id)
author_of_its_idea = Rule(
    lambda person, picture: picture is not None and person.id == picture.idea.author_id
)
still_there = Rule(lambda person, idea: idea is not None and not idea.is_erased)
shown = Rule(lambda person, idea: idea is not None and idea.visible)

allow("ideas:read", _l("Read program ideas"), anyone)
allow("ideas:propose", _l("Propose a program"), anyone)
allow("ideas:support", _l("Support an idea, offer help, say what speaks for or against it"), shown)
allow("ideas:follow", _l("See what became of an idea, with its code"), anyone)
allow("ideas:edit", _l("Change one's own idea and its pictures"), author & still_there)
allow("ideas:edit_picture", _l("Remove a picture of one's own idea"), author_of_its_idea)
allow("ideas:own", _l("See one's own ideas"), signed_in)
allow("ideas:claim", _l("Take an idea to one's account or device with its code"), anyone)
allow("ideas:desk", _l("Write down ideas and support told on paper or by phone"), facilitator)
allow("ideas:moderate", _l("Hide and restore ideas, comments, replies and pictures"), facilitator)
allow("ideas:import", _l("Take in a list of ideas"), facilitator)
allow("ideas:answer", _l("Answer, merge and split ideas"), planner)
allow("ideas:office", _l("See all ideas and what waits for an answer"), facilitator)
allow("ideas:asked", _l("Say whether one supports the idea another was put under"), anyone)
