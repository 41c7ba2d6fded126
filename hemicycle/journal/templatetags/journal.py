from django import template
from django.core.signing import Signer
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hemicycle.journal.receipts import FIELD, TYPED_BY, TYPED_BY_SALT, new_key

register = template.Library()

HIDDEN = '<input type="hidden" name="{}" value="{}">'


@register.simple_tag(takes_context=True)
def submission(context: Context) -> SafeString:
    """A hidden field that makes the form be stored once. The view carries `@once`.

    And who was signed in when the form was shown: what they typed is given back to
    nobody else, should their session end meanwhile.
    """
    key = format_html(HIDDEN, FIELD, new_key())
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return key
    owner = Signer(salt=TYPED_BY_SALT).sign(str(user.pk))
    return key + format_html(HIDDEN, TYPED_BY, owner)
