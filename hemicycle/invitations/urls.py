from django.urls import URLPattern, path

from hemicycle.invitations.views import answers, invitations, sendings

app_name = "invitations"
urlpatterns: list[URLPattern] = [
    path("", invitations.index, name="index"),
    path("new/", invitations.invite, name="invite"),
    path("send/", sendings.new_sending, name="new_sending"),
    path("sendings/<str:id>/", sendings.sending, name="sending"),
    path(
        "sendings/<str:id>/approve/", sendings.approve_sending, name="approve_sending"
    ),
    path(
        "sendings/<str:id>/discard/", sendings.discard_sending, name="discard_sending"
    ),
    # An invitation's identifier stands where the words above stand.
    path("<str:id>/", invitations.show, name="show"),
    path("<str:id>/edit/", invitations.edit, name="edit"),
    path("<str:id>/letter.pdf", invitations.pdf, name="pdf"),
    path("<str:id>/logos/<str:checksum>/", invitations.logo, name="logo"),
    path("<str:id>/send/", invitations.send, name="send"),
    path("<str:id>/withdraw/", invitations.withdraw, name="withdraw"),
    path("<str:id>/accept/", answers.accept, name="accept"),
    path("<str:id>/decline/", answers.decline, name="decline"),
]
