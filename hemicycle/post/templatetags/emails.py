"""What the text of an e-mail is written with."""

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context

register = template.Library()


class Line(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        return " ".join(self.nodelist.render(context).split())


@register.tag
def line(parser: Parser, token: Token) -> Line:
    """One line of an e-mail, however its template is wrapped: the breaks and the indent
    between `{% line %}` and `{% endline %}` are single spaces."""
    nodelist = parser.parse(("endline",))
    parser.delete_first_token()
    return Line(nodelist)
