from django.urls import path

from hemicycle.website.views import enquiries

app_name = "enquiries"
ENQUIRY = "<str:id>/"
urlpatterns = [
    path("", enquiries.index, name="index"),
    path(ENQUIRY, enquiries.show, name="show"),
    path(f"{ENQUIRY}assignment/", enquiries.assign, name="assign"),
    path(f"{ENQUIRY}subject/", enquiries.move, name="move"),
    path(f"{ENQUIRY}answer/", enquiries.answer, name="answer"),
    path(f"{ENQUIRY}closure/", enquiries.close, name="close"),
    path(f"{ENQUIRY}closure/end/", enquiries.reopen, name="reopen"),
]
