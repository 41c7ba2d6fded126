"""`{% url %}` as Django's, which finds each address once for each language.

Every page has a dozen, nearly always the same. A builtin of all templates.
"""

from functools import lru_cache

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parsed
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape
from django.utils.translation import get_language

register = template.Library()


class KeptAddress(URLNode):
    """Of the arguments only the text goes into an address, so it stands for them."""

    def render(self, context: Context) -> str:
        name = self.view_name.resolve(context)
        arguments = tuple(str(each.resolve(context)) for each in self.args)
        try:
            address = _address(name, arguments, get_language())
        except NoReverseMatch:
            if self.asvar is None:
                raise
            address = ""
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    """Django's own node where arguments are named, which is rare."""
    node: URLNode = parsed(parser, token)
    if not node.kwargs:
        node.__class__ = KeptAddress
    return node


@lru_cache(maxsize=2000)
def _address(name: str, arguments: tuple[str, ...], language: str | None) -> str:
    return reverse(name, args=arguments)
