"""Goal S1: every address of the site, every role, reading and sending.

One row for each address, one sign for each role:

    +  answered, whatever the answer is       s  led to the sign-in page
    .  404: not told that there is such       m  405: not an address for this method
       a thing
    x  403: an insider without this right; or whoever asks for a page that looks at the
       hats first, before it looks for any thing

An address without a row fails the test, and so does a row without an address.
"""

import copy
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.urls import reverse

from hemicycle.conferences.models import CoOrganiser, Hat, Role
from tests.browser.pages import NOT_SHOWN, PAGES
from tests.cast import make_user
from tests.security.world import (
    ROLES,
    Side,
    World,
    client_of,
    close,
    demo_people,
    every_address,
    everything,
    undone,
    watching,
)

pytestmark = pytest.mark.django_db

# Roles, in this order, first to read (GET), then to send (POST):
#   anonymous, eve (belongs nowhere), lin (representative), amina (focal point), bruno
#   (focal point of another organisation), sam (steward), dina (supervisor), paul
#   (press), petra (protocol), rosa, ravi (registrars), clara (chief), olga (chief of
#   another conference). The things are Aurora's and Lin's.
MATRIX = """
root                            + + + + + + + + + + + + +   m m m m m m m m m m m m m
verify-any                      + + + + + + + + + + + + +   m m m m m m m m m m m m m
verify                          + + + + + + + + + + + + +   m m m m m m m m m m m m m
link                            + + + + + + + + + + + + +   m m m m m m m m m m m m m
healthz                         + + + + + + + + + + + + +   m m m m m m m m m m m m m
readyz                          + + + + + + + + + + + + +   m m m m m m m m m m m m m
robots                          + + + + + + + + + + + + +   m m m m m m m m m m m m m
security                        + + + + + + + + + + + + +   m m m m m m m m m m m m m
csp-reports                     m m m m m m m m m m m m m   + + + + + + + + + + + + +
front                           + + + + + + + + + + + + +   m m m m m m m m m m m m m
me                              s + + + + + + + + + + + +   s + + + + + + + + + + + +
held                            s + + + + + + + + + + + +   s + + + + + + + + + + + +
download-held                   s + + + + + + + + + + + +   s m m m m m m m m m m m m

people:sign_in                  + + + + + + + + + + + + +   + + + + + + + + + + + + +
people:sign_in_code             + + + + + + + + + + + + +   + + + + + + + + + + + + +
people:sign_in_passkey          m m m m m m m m m m m m m   + + + + + + + + + + + + +
people:sign_in_options          m m m m m m m m m m m m m   + + + + + + + + + + + + +
people:sign_out                 m m m m m m m m m m m m m   + + + + + + + + + + + + +
people:sign_out_everywhere      s m m m m m m m m m m m m   s + + + + + + + + + + + +
people:link                     + + + + + + + + + + + + +   + + + + + + + + + + + + +
people:fresh                    s + + + + + + + + + + + +   s + + + + + + + + + + + +
people:language                 m m m m m m m m m m m m m   + + + + + + + + + + + + +
people:second_factor            s + + + + + + + + + + + +   s + + + + + + + + + + + +
people:second_factor_options    s m m m m m m m m m m m m   s + + + + + + + + + + + +
people:second_factor_passkey    s m m m m m m m m m m m m   s + + + + + + + + + + + +
people:app                      s + + + + + + + + + + + +   s + + + + + + + + + + + +
people:passkeys                 s + + + + + + + + + + + +   s + + + + + + + + + + + +
people:passkey_options          s m m m m m m m m m m m m   s + + + + + + + + + + + +
people:passkey_add              s m m m m m m m m m m m m   s + + + + + + + + + + + +
people:passkey_remove           s m m m m m m m m m m m m   s . + . . . . . . . . . .
people:recovery_codes           s m m m m m m m m m m m m   s + + + + + + + + + + + +
people:emails                   s + + + + + + + + + + + +   s + + + + + + + + + + + +
people:email                    s . + . . . . . . . . . .   s . + . . . . . . . . . .
people:account                  s + + + + + + + + + + + +   s + + + + + + + + + + + +

files:download                  s . + . . . . . . . . . .   s m m m m m m m m m m m m

roles:mine                      s + + + + + + + + + + + +   s m m m m m m m m m m m m
roles:accept                    s m m m m m m m m m m m m   s . + . . . . . . . . . .
roles:decline                   s m m m m m m m m m m m m   s . + . . . . . . . . . .

ui:gallery                      + + + + + + + + + + + + +   + + + + + + + + + + + + +

new:conference                  s x x x x x x x x x x + +   s x x x x x x x x x x + +
new:first                       + + + + + + + + + + + + +   + + + + + + + + + + + + +

demo:cast                       . . . . . . . . . . . . .   . . . . . . . . . . . . .
demo:step_in                    m m m m m m m m m m m m m   . . . . . . . . . . . . .
demo:mailbox                    . . . . . . . . . . . . .   . . . . . . . . . . . . .
demo:email                      . . . . . . . . . . . . .   . . . . . . . . . . . . .
demo:choose                     . . . . . . . . . . . . .   . . . . . . . . . . . . .

website:home                    + + + + + + + + + + + + +   m m m m m m m m m m m m m
website:programme               + + + + + + + + + + + + +   m m m m m m m m m m m m m
website:figures                 + + + + + + + + + + + + +   m m m m m m m m m m m m m
website:figure_svg              + + + + + + + + + + + + +   m m m m m m m m m m m m m
website:figure_csv              + + + + + + + + + + + + +   m m m m m m m m m m m m m
website:privacy                 + + + + + + + + + + + + +   m m m m m m m m m m m m m
website:contact                 + + + + + + + + + + + + +   + + + + + + + + + + + + +
website:contact_received        + + + + + + + + + + + + +   m m m m m m m m m m m m m
website:enquiry                 s . + . . . . . . . . . .   s m m m m m m m m m m m m
website:write_again             s m m m m m m m m m m m m   s . + . . . . . . . . . .

enquiries:index                 s . . . . x x + x + + + .   s m m m m m m m m m m m m
enquiries:show                  s . . . . x x + x + + + .   s m m m m m m m m m m m m
enquiries:assign                s m m m m m m m m m m m m   s . . . . x x + x + + + .
enquiries:move                  s m m m m m m m m m m m m   s . . . . x x + x + + + .
enquiries:answer                s . . . . x x + x + + + .   s . . . . x x + x + + + .
enquiries:close                 s m m m m m m m m m m m m   s . . . . x x + x + + + .
enquiries:reopen                s m m m m m m m m m m m m   s . . . . x x + x + + + .

desk:today                      s x x x x x x x x x x + x   s x x x x x x x x x x + x

lobby:home                      s + + + + + + + + + + + +   s + + + + + + + + + + + +

conferences:show                s . . . . x + x + + + + .   s . . . . x + x + + + + .
conferences:describe            s . . . . x x x x x x + .   s . . . . x x x x x x + .
conferences:publish             s m m m m m m m m m m m m   s . . . . x x x x x x + .
conferences:unpublish           s . . . . x x x x x x + .   s . . . . x x x x x x + .
conferences:copy                s . . . . x x x x x x + .   s . . . . x x x x x x + .
conferences:notices             s . . . . x x x x x x + .   s . . . . x x x x x x + .
conferences:write-notice        s . . . . x x x x x x + .   s . . . . x x x x x x + .
conferences:publish-notice      s m m m m m m m m m m m m   s . . . . x x x x x x + .
conferences:roles               s . . . . x x x x x x + .   s m m m m m m m m m m m m
conferences:assign-role         s . . . . x x x x x x + .   s . . . . x x x x x x + .
conferences:rights              s . . . . + + + + + + + .   s m m m m m m m m m m m m
conferences:change-role         s . . . . x x x x x x + .   s . . . . x x x x x x + .
conferences:remove-role         s . . . . x x x x x x + .   s . . . . x x x x x x + .
conferences:offer               s . . . . x x x x x x + .   s m m m m m m m m m m m m
conferences:send-offer          s . . . . x x x x x x + .   s . . . . x x x x x x + .
conferences:withdraw-offer      s m m m m m m m m m m m m   s . . . . x x x x x x + .
conferences:second-factors      s x x x x x x x x + + + x   s x x x x x x x x + + + x
conferences:reset               s x x x x x x x x + + + x   s m m m m m m m m m m m m
conferences:approve-reset       s m m m m m m m m m m m m   s x x x x x x x x + + + x
conferences:discard-reset       s m m m m m m m m m m m m   s x x x x x x x x + + + x
conferences:series              s . . . . x x x x x x + .   s . . . . x x x x x x + .
conferences:leave-series        s m m m m m m m m m m m m   s . . . . x x x x x x + .
conferences:remove-edition      s m m m m m m m m m m m m   s . . . . x x x x x x + .
conferences:parts               s . . . . x x x x x x + .   s . . . . x x x x x x + .
conferences:add-part            s . . . . x x x x x x + .   s . . . . x x x x x x + .
conferences:change-part         s . . . . x x x x x x + .   s . . . . x x x x x x + .
conferences:remove-part         s m m m m m m m m m m m m   s . . . . x x x x x x + .

organisations:index             s x x + + x x x + + + + x   s x x + + x x x + + + + x
organisations:new               s x x x x x x x + + + + x   s x x x x x x x + + + + x
organisations:show              s . . + . . . . + + + + .   s . . + . . . . + + + + .
organisations:edit              s . . x . . . . + + + + .   s . . x . . . . + + + + .
organisations:choose_other      s . . x . . . . x + + + .   s m m m m m m m m m m m m
organisations:merge             s . . x . . . . x + + + .   s . . x . . . . x + + + .
organisations:public            + + + + + + + + + + + + +   + + + + + + + + + + + + +
organisations:names             s . . x . . . . + + + + .   s . . x . . . . + + + + .
organisations:remove_name       s m m m m m m m m m m m m   s . . x . . . . + + + + .
organisations:give_standing     s m m m m m m m m m m m m   s . . x . . . . + + + + .
organisations:end_standing      s m m m m m m m m m m m m   s . . x . . . . + + + + .
organisations:name_focal_point  s m m m m m m m m m m m m   s . . x . . . . + + + + .
organisations:end_focal_point   s m m m m m m m m m m m m   s . . x . . . . + + + + .
organisations:add_member        s m m m m m m m m m m m m   s . . x . . . . + + + + .
organisations:end_membership    s m m m m m m m m m m m m   s . . x . . . . + + + + .
organisations:accredit          s m m m m m m m m m m m m   s . . x . . . . x + + + .
organisations:refuse            s m m m m m m m m m m m m   s . . x . . . . x + + + .

delegations:register            s + + + + + + + + + + + +   s + + + + + + + + + + + +
delegations:registration        s . + + . . . . + + + + .   s m m m m m m m m m m m m
delegations:draft               s . . x . . . . x x x x .   s . . x . . . . x x x x .
delegations:confirm             s . + x . . . . x + + + .   s . + x . . . . x + + + .
delegations:details             s . + x . . . . x x x x .   s . + x . . . . x x x x .
delegations:correct             s . x + . . . . x + + + .   s . x + . . . . x + + + .
delegations:withdraw            s m m m m m m m m m m m m   s . + + . . . . x + + + .
delegations:substitute          s . x + . . . . x + + + .   s . x + . . . . x + + + .
delegations:remind              s . x + . . . . x + + + .   s . x + . . . . x + + + .
delegations:admit             s m m m m m m m m m m m m   s . . + . . . . x + + + .
delegations:send_back           s . . + . . . . x + + + .   s . . + . . . . x + + + .
delegations:caps                s x x x x x x x x x x + x   s m m m m m m m m m m m m
delegations:add_cap             s x x x x x x x x x x + x   s x x x x x x x x x x + x
delegations:conference_cap      s m m m m m m m m m m m m   s x x x x x x x x x x + x
delegations:recompute_caps      s m m m m m m m m m m m m   s x x x x x x x x x x + x
delegations:change_cap          s x x x x x x x x x x + x   s x x x x x x x x x x + x
delegations:remove_cap          s m m m m m m m m m m m m   s x x x x x x x x x x + x
delegations:index               s + + + + + + + + + + + +   s m m m m m m m m m m m m
delegations:show                s . . + . . . . + + + + .   s m m m m m m m m m m m m
delegations:nominate            s . . + . . . . x + + + .   s . . + . . . . x + + + .

tables:new_import               s . . + . . . . x + + + .   s . . + . . . . x + + + .
tables:template                 s . . + . . . . x + + + .   s m m m m m m m m m m m m
tables:import                   s . . + . . . . . . . . .   s m m m m m m m m m m m m
tables:import_rows              s m m m m m m m m m m m m   s . . + . . . . . . . . .
tables:import_reading           s m m m m m m m m m m m m   s . . + . . . . . . . . .
tables:import_problems          s . . + . . . . . . . . .   s m m m m m m m m m m m m
tables:discard_import           s m m m m m m m m m m m m   s . . + . . . . . . . . .

invitations:index               s x x + + x x x + + + + x   s m m m m m m m m m m m m
invitations:invite              s x x x x x x x + x x + x   s x x x x x x x + x x + x
invitations:new_sending         s x x x x x x x + x x + x   s x x x x x x x + x x + x
invitations:sending             s . . . . . . . + . . + .   s m m m m m m m m m m m m
invitations:approve_sending     s m m m m m m m m m m m m   s . . . . . . . + . . + .
invitations:discard_sending     s m m m m m m m m m m m m   s . . . . . . . + . . + .
invitations:show                s . . + . . . . + + + + .   s m m m m m m m m m m m m
invitations:edit                s . . x . . . . + x x + .   s . . x . . . . + x x + .
invitations:logo                s . . + . . . . + + + + .   s m m m m m m m m m m m m
invitations:pdf                 s . . + . . . . + + + + .   s m m m m m m m m m m m m
invitations:send                s m m m m m m m m m m m m   s . . x . . . . + x x + .
invitations:withdraw            s m m m m m m m m m m m m   s . . x . . . . + x x + .
invitations:accept              s m m m m m m m m m m m m   s . . + . . . . x x x x .
invitations:decline             s m m m m m m m m m m m m   s . . + . . . . x x x x .

vetting:registrations           s x x x x x x x + + + + x   s m m m m m m m m m m m m
vetting:decide                  s x x x x x x x x + + + x   s x x x x x x x x + + + x
vetting:registration            s . x x . . . . + + + + .   s m m m m m m m m m m m m
vetting:assign                  s m m m m m m m m m m m m   s . x x . . . . x + + + .
vetting:release                 s m m m m m m m m m m m m   s . x x . . . . x + + + .
vetting:raise_flag              s m m m m m m m m m m m m   s . x x . . . . x + + + .
vetting:clear_flag              s m m m m m m m m m m m m   s . x x . . . . x + + + .
vetting:decisions               s x x x x x x x x + + + x   s m m m m m m m m m m m m
vetting:decision                s . . . . . . . . + + + .   s m m m m m m m m m m m m
vetting:approve_decision        s m m m m m m m m m m m m   s . . . . . . . . + + + .
vetting:discard_decision        s m m m m m m m m m m m m   s . . . . . . . . + + + .
vetting:offer                   s . + + . . . . + + + + .   s m m m m m m m m m m m m
vetting:take_offer              s m m m m m m m m m m m m   s . + x . . . . x x x x .
vetting:decline_offer           s m m m m m m m m m m m m   s . + x . . . . x x x x .
vetting:waiting                 s x x x x x x x x + + + x   s m m m m m m m m m m m m
vetting:new_rule                s x x x x x x x x + + + x   s x x x x x x x x + + + x
vetting:rule                    s . . . . . . . . + + + .   s m m m m m m m m m m m m
vetting:approve_rule            s m m m m m m m m m m m m   s . . . . . . . . + + + .
vetting:discard_rule            s m m m m m m m m m m m m   s . . . . . . . . + + + .
vetting:stop_rule               s m m m m m m m m m m m m   s . . . . . . . . + + + .

news:index                      + + + + + + + + + + + + +   m m m m m m m m m m m m m
news:rss                        + + + + + + + + + + + + +   m m m m m m m m m m m m m
news:atom                       + + + + + + + + + + + + +   m m m m m m m m m m m m m
news:article                    + + + + + + + + + + + + +   m m m m m m m m m m m m m
news:version                    + + + + + + + + + + + + +   m m m m m m m m m m m m m
news-in:index                   + + + + + + + + + + + + +   m m m m m m m m m m m m m
news-in:rss                     + + + + + + + + + + + + +   m m m m m m m m m m m m m
news-in:atom                    + + + + + + + + + + + + +   m m m m m m m m m m m m m
news-in:article                 + + + + + + + + + + + + +   m m m m m m m m m m m m m
news-in:version                 + + + + + + + + + + + + +   m m m m m m m m m m m m m
pages:page                      + + + + + + + + + + + + +   m m m m m m m m m m m m m
pages-in:page                   + + + + + + + + + + + + +   m m m m m m m m m m m m m
sitemap                         + + + + + + + + + + + + +   m m m m m m m m m m m m m

statistics:index                s . . . . x x + x x x + .   s m m m m m m m m m m m m
statistics:participants         s . . . . x x + x x x + .   s . . . . x x + x x x + .
statistics:publish              s m m m m m m m m m m m m   s . . . . x x + x x x + .

newsroom:home                   s . . . . x x + x x x + .   s m m m m m m m m m m m m
newsroom:index                  s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:pages                  s . . . . x x + x x x + .   s m m m m m m m m m m m m
newsroom:begin_page             s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:reissue                s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:add                    s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:show                   s . . . . x x + x x x + .   s m m m m m m m m m m m m
newsroom:describe               s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:add_language           s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:submit                 s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:send_back              s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:approve                s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:take_back              s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:plan                   s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:release                s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:correct                s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:notify                 s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:update                 s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:withdraw               s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:discard                s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:people                 s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:add_person             s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:person                 s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:remove_person          s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:add_office             s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:change_office          s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:remove_office          s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:statements             s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:add_statement          s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:statement              s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:remove_statement       s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:write                  s . . . . x x + x x x + .   s . . . . x x + x x x + .
newsroom:check                  s . . . . x x + x x x + .   s m m m m m m m m m m m m
newsroom:repair                 s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:keep                   s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:reopen                 s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:translated             s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:release_language       s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:preview                s . . . . x x + x x x + .   s m m m m m m m m m m m m
newsroom:revisions              s . . . . x x + x x x + .   s m m m m m m m m m m m m
newsroom:restore                s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:comment                s m m m m m m m m m m m m   s . . . . x x + x x x + .
newsroom:resolve                s m m m m m m m m m m m m   s . . . . x x + x x x + .

programme:index                 s . . . . x x x x x x + .   s . . . . x x x x x x + .
programme:add                   s . . . . x x x x x x + .   s . . . . x x x x x x + .
programme:show                  s . . . . x x x x x x + .   s . . . . x x x x x x + .
programme:remove                s m m m m m m m m m m m m   s . . . . x x x x x x + .
programme:add_appearance        s m m m m m m m m m m m m   s . . . . x x x x x x + .
programme:remove_appearance     s m m m m m m m m m m m m   s . . . . x x x x x x + .

tables:save_view                s m m m m m m m m m m m m   s + + + + + + + + + + + +
tables:remove_view              s m m m m m m m m m m m m   s . + . . . . . . . . . .

badges:index                    s x x x x x x x x + + + x   s x x x x x x x x + + + x
badges:print                    s m m m m m m m m m m m m   s x x x x x x x x + + + x
badges:issue                    s m m m m m m m m m m m m   s . + x . . . . x + + + .
badges:show                     s . + + . . . . . + + + .   s . + + . . . . . + + + .
badges:pdf                      s . + + . . . . . + + + .   s . + + . . . . . + + + .
badges:hand_out                 s m m m m m m m m m m m m   s . x x . . . . . + + + .
badges:replace                  s m m m m m m m m m m m m   s . x x . . . . . + + + .
badges:revoke                   s m m m m m m m m m m m m   s . x x . . . . . + + + .

doors:index                     s x x x x + + x x + + + x   s x x x x x + x x x x + x
doors:enrolment                 + + + + + + + + + + + + +   + + + + + + + + + + + + +
doors:show                      s . . . . + + . . + + + .   s . . . . x + . . x x + .
doors:remove                    s . . . . x + . . x x + .   s . . . . x + . . x x + .
doors:enrol                     s m m m m m m m m m m m m   s . . . . x + . . x x + .
doors:end_phone                 s m m m m m m m m m m m m   s . . . . x + . . x x + .
doors:give_shift                s m m m m m m m m m m m m   s . . . . x + . . x x + .
doors:gate                      . . . . . + + . . . . + .   . . . . . + + . . . . + .
doors:start_shift               m m m m m m m m m m m m m   . . . . . . . . . . . . .
doors:end_shift                 m m m m m m m m m m m m m   + + + + + + + + + + + + +

post:index                      s x x x x x x x x + + + x   s x x x x x x x x + + + x
post:show                       s . + . . . . . . + + + .   s . + . . . . . . + + + .
post:delivered                  s m m m m m m m m m m m m   s . x . . . . . . + + + .
post:resend                     s . x . . . . . . + + + .   s . x . . . . . . + + + .

jobs:index                      s + + + + + + + + + + + +   s m m m m m m m m m m m m
jobs:show                       s . . . . . . . . + + + .   s m m m m m m m m m m m m
jobs:progress                   s . . . . . . . . + + + .   s m m m m m m m m m m m m
jobs:stop                       s m m m m m m m m m m m m   s . . . . . . . . + + + .
jobs:resume                     s m m m m m m m m m m m m   s . . . . . . . . + + + .
jobs:result                     s . . . . . . . . x x + .   s m m m m m m m m m m m m
jobs:new_export                 s m m m m m m m m m m m m   s x x x x x x x x + + + x
jobs:export                     s . . . . . . . . x x + .   s m m m m m m m m m m m m
"""

WHO_MAY: dict[str, dict[str, dict[str, str]]] = {}
for line in MATRIX.split("\n"):
    if line:
        name, *signs = line.split()
        WHO_MAY[name] = {
            "get": dict(zip(ROLES, signs[: len(ROLES)], strict=True)),
            "post": dict(zip(ROLES, signs[len(ROLES) :], strict=True)),
        }

ADDRESSES = {name: route for name, route, _view in every_address()}
ROOMS = sorted({name.rpartition(":")[0] for name in WHO_MAY})
SIGN_IN = "/account/sign-in/?next="
DEMO_PAGES = {"demo:cast", "demo:mailbox", "demo:email", "demo:choose"}
# Read only to those who may: nothing of these is about a conference or a person.
OPEN_TO_ALL = {
    "root", "verify-any", "verify", "link", "healthz", "readyz", "robots", "security",
    "csp-reports", "front", "people:sign_in", "people:sign_in_code",
    "people:sign_in_passkey", "people:sign_in_options", "people:sign_out",
    "people:link", "people:language", "ui:gallery", "new:first", "website:home",
    "website:programme", "website:figures", "website:figure_csv", "website:figure_svg",
    "website:privacy", "website:contact",
    "website:contact_received", "organisations:public",
    "doors:enrolment", "doors:end_shift", "sitemap", "pages:page", "pages-in:page",
    *(
        f"{where}:{page}"
        for where in ("news", "news-in")
        for page in ("index", "article", "version", "rss", "atom")
    ),
}  # fmt: skip


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert set(ADDRESSES) == set(WHO_MAY)


def test_every_page_has_its_picture_or_says_why_not() -> None:
    """Pictures are what axe reads, in both languages, at every width."""
    read = {name for name, methods in WHO_MAY.items() if "+" in methods["get"].values()}
    shown = {look.page for look in PAGES if look.page not in ("", *DEMO_PAGES)}
    assert shown & set(NOT_SHOWN) == set()
    assert shown | set(NOT_SHOWN) == read


def test_a_stranger_is_answered_only_where_this_list_says() -> None:
    answered = {
        name
        for name, methods in WHO_MAY.items()
        if "+" in (methods["get"]["anonymous"], methods["post"]["anonymous"])
    }
    assert answered == OPEN_TO_ALL


@pytest.mark.parametrize("room", ROOMS)
def test_who_may_read_and_send(world: World, room: str) -> None:
    names = [name for name in WHO_MAY if name.rpartition(":")[0] == room]
    assert wrong(world, world.ours, names, ROLES) == []


def test_what_is_anothers_is_theirs_alone(world: World) -> None:
    """Borealis: Bruno stands where Amina stood, Amina and Lin where others do."""
    stands_for = {"lin": "eve", "amina": "bruno", "bruno": "amina"}
    names = [name for name in world.theirs.things if not name.startswith("demo:")]
    assert wrong(world, world.theirs, names, stands_for, stands_for, "ar") == []


def test_what_is_another_conferences_is_its_chiefs_alone(world: World) -> None:
    """There Olga is chief, and nobody of this cast is anybody."""
    names = [
        name
        for name, route in ADDRESSES.items()
        if "<slug:conference>" in route
        or (name in world.elsewhere.things and not name.startswith("demo:"))
    ]
    stands_for = dict.fromkeys(
        ("lin", "amina", "sam", "dina", "paul", "petra", "rosa", "clara"), "eve"
    ) | {"anonymous": "anonymous", "olga": "clara"}
    assert wrong(world, world.elsewhere, names, stands_for, stands_for) == []


Part = Callable[[World], dict[str, Any]]


def whole(world: World) -> dict[str, Any]:
    return {}


# Hats that nobody of the cast wears, and hats for a part of the conference, where the
# things are (Mele, Boris) and where they are not (Gus, Denise): what they may beyond
# the press officer.
BESIDES: dict[str, tuple[Hat, Part, str]] = {
    "hana": (
        Hat.HELP_DESK,
        whole,
        """
        get:  organisations:index organisations:show vetting:registrations
              vetting:registration vetting:offer delegations:registration
              delegations:confirm delegations:correct delegations:remind
              delegations:substitute delegations:send_back delegations:show
              delegations:nominate tables:new_import tables:template
              badges:index badges:show badges:pdf enquiries:index enquiries:show
              enquiries:answer
        post: enquiries:assign enquiries:move enquiries:answer enquiries:close
              enquiries:reopen
              organisations:index organisations:show delegations:confirm
              delegations:correct delegations:withdraw delegations:substitute
              delegations:remind delegations:admit delegations:send_back
              delegations:nominate tables:new_import badges:index badges:print
              jobs:new_export
              badges:issue badges:show badges:pdf badges:hand_out badges:replace
        """,
    ),
    "pia": (
        Hat.PROGRAMME,
        whole,
        """
        get:  conferences:show programme:index programme:add programme:show
        post: conferences:show programme:index programme:add programme:show
              programme:remove programme:add_appearance programme:remove_appearance
        """,
    ),
    "mele": (
        Hat.REGISTRAR,
        lambda world: {"category": world.cast.representative},
        """
        get:  vetting:registrations vetting:registration vetting:offer vetting:decide
              vetting:decisions vetting:decision delegations:registration
              delegations:confirm delegations:correct delegations:substitute
              delegations:remind delegations:send_back badges:index badges:show
              badges:pdf
        post: vetting:decide vetting:assign vetting:release vetting:raise_flag
              vetting:clear_flag vetting:approve_decision vetting:discard_decision
              jobs:new_export delegations:confirm
              delegations:correct delegations:withdraw delegations:substitute
              delegations:remind delegations:admit delegations:send_back
              badges:index badges:print badges:issue badges:show badges:pdf
              badges:hand_out badges:replace badges:revoke
        """,
    ),
    "gus": (
        Hat.REGISTRAR,
        lambda world: {"category": world.cast.guest},
        """
        get:  vetting:registrations vetting:decide vetting:decisions badges:index
        post: vetting:decide badges:index badges:print jobs:new_export
        """,
    ),
    "boris": (
        Hat.PROTOCOL,
        lambda world: {"co_organiser": world.cast.signatory.co_organiser},
        """
        get:  invitations:index invitations:invite invitations:new_sending
              invitations:sending invitations:show invitations:edit invitations:logo
              invitations:pdf vetting:registrations vetting:registration vetting:offer
              delegations:registration delegations:show
        post: invitations:invite invitations:new_sending invitations:approve_sending
              invitations:discard_sending invitations:edit invitations:send
              invitations:withdraw
        """,
    ),
    "denise": (
        Hat.PROTOCOL,
        lambda world: {
            "co_organiser": CoOrganiser.objects.create(
                conference=world.cast.conference, name={"en": "Host city"}
            )
        },
        """
        get:  invitations:index invitations:invite invitations:new_sending
              vetting:registrations
        post: invitations:invite invitations:new_sending
        """,
    ),
}


@pytest.mark.parametrize("role", list(BESIDES))
def test_the_other_hats_open_what_is_theirs(world: World, role: str) -> None:
    """What is not theirs is refused, whether it is seen (403) or not (404)."""
    hat, part, words = BESIDES[role]
    get, _colon, post = words.partition("post:")
    more = {"get": set(get.split()), "post": set(post.split())}
    conference = world.cast.conference
    user = make_user(role.title())
    Role.objects.create(conference=conference, user=user, hat=hat, **part(world))
    world.clients[role] = client_of(user)
    before, found = everything(), []
    for name, methods in WHO_MAY.items():
        if name.startswith("demo:"):
            continue
        for method in METHODS:
            # The press officer's own rooms are no one else's.
            is_of_press = name.startswith(("newsroom:", "enquiries:", "statistics:"))
            plain = methods[method]["paul"] == "+" and not is_of_press
            answered = plain or name in more[method]
            path = address_of(name, world.ours)
            sign, tables = ask(world, role, method, path, before)
            if (sign == "+") != answered or tables:
                found.append(f"{name}: {method} {sign} {tables}")
    assert found == []


def test_the_demonstrations_pages_are_for_everybody_in_a_demonstration(
    world: World, settings: Any
) -> None:
    settings.IS_DEMO = True
    demo_people()
    world.clients["anonymous"].cookies.clear()
    for name in (name for name in WHO_MAY if name.startswith("demo:")):
        for role in ROLES:
            path = address_of(name, world.ours)
            expected = "m" if name == "demo:step_in" else "+"
            assert ask(world, role, "get", path) == (expected, []), (name, role)
    for role in ROLES:
        path = reverse("demo:step_in", args=["amina"])
        assert ask(world, role, "post", path)[0] == "+"
        for name in ("demo:step_in", "demo:choose", "demo:mailbox"):
            assert ask(world, role, "post", reverse(name, args=["x"])) == (".", [])


METHODS = ("get", "post")


def wrong(
    world: World,
    side: Side,
    names: Iterable[str],
    roles: Iterable[str],
    stands_for: dict[str, str] | None = None,
    language: str = "en",
) -> list[str]:
    """Where the site answers otherwise than the table: what it does, what it should.

    And where somebody who was refused changed anything at all.
    """
    before = everything()
    found = []
    for name in names:
        path = address_of(name, side, language)
        for method in METHODS:
            row = WHO_MAY[name][method]
            for role in roles:
                expected = row[(stands_for or {}).get(role, role)]
                sign, tables = ask(world, role, method, path, before)
                if sign != expected:
                    found.append(f"{name}: {role} {method} {sign} not {expected}")
                if tables:
                    found.append(f"{name}: {role} {method} changed {tables}")
    return found


def address_of(name: str, side: Side, language: str = "en") -> str:
    arguments = side.arguments(name, ADDRESSES[name])
    query = arguments.pop("?", "")
    path = reverse(name, kwargs=arguments)
    if path.startswith("/en/"):
        path = f"/{language}{path[3:]}"
    return f"{path}?{query}" if query else path


def ask(
    world: World,
    role: str,
    method: str,
    path: str,
    before: dict[str, list[Any]] | None = None,
) -> tuple[str, list[str]]:
    """The sign of the answer; and the tables that a refused request changed."""
    client = world.clients[role]
    cookies = copy.deepcopy(client.cookies)
    changed: list[str] = []
    with undone():
        with watching() as writes:
            response = getattr(client, method)(path)
            close(response)
        sign = sign_of(response)
        if writes.tables and before is not None and sign != "+":
            after = everything()
            changed = [table for table in before if before[table] != after[table]]
    client.cookies = cookies
    return sign, changed


def sign_of(response: Any) -> str:
    status = response.status_code
    if status == 302:
        return "s" if SIGN_IN in response["Location"] else "+"
    return {403: "x", 404: ".", 405: "m"}.get(status, "+")
