from django.urls import path

from hemicycle.newsroom.views import articles, checks, pages, people, texts

app_name = "newsroom"
ARTICLE = "articles/<str:id>/"
TEXT = f"{ARTICLE}texts/<str:language>/"
PERSON = "people/<str:id>/"
OFFICE = f"{PERSON}offices/<int:office>/"
urlpatterns = [
    path("people/", people.index, name="people"),
    path("people/new/", people.add, name="add_person"),
    path(PERSON, people.show, name="person"),
    path(f"{PERSON}remove/", people.remove, name="remove_person"),
    path(f"{PERSON}offices/", people.add_office, name="add_office"),
    path(OFFICE, people.change_office, name="change_office"),
    path(f"{OFFICE}remove/", people.remove_office, name="remove_office"),
    path("statements/", people.statements, name="statements"),
    path("statements/new/", people.add_statement, name="add_statement"),
    path("statements/<str:id>/", people.statement, name="statement"),
    path(
        "statements/<str:id>/remove/", people.remove_statement, name="remove_statement"
    ),
    path("", articles.home, name="home"),
    path("pages/", pages.index, name="pages"),
    path("pages/<place:place>/", pages.begin, name="begin_page"),
    path("articles/", articles.index, name="index"),
    path("articles/new/", articles.add, name="add"),
    path(ARTICLE, articles.show, name="show"),
    path(f"{ARTICLE}description/", articles.describe, name="describe"),
    path(f"{ARTICLE}languages/", articles.add_language, name="add_language"),
    path(f"{ARTICLE}submit/", articles.submit, name="submit"),
    path(f"{ARTICLE}return/", articles.send_back, name="send_back"),
    path(f"{ARTICLE}approval/", articles.approve, name="approve"),
    path(f"{ARTICLE}approval/end/", articles.take_back, name="take_back"),
    path(f"{ARTICLE}plan/", articles.plan, name="plan"),
    path(f"{ARTICLE}release/", articles.release, name="release"),
    path(f"{ARTICLE}correct/", articles.correct, name="correct"),
    path(f"{ARTICLE}release-again/", pages.reissue, name="reissue"),
    path(f"{ARTICLE}notice/", articles.notify, name="notify"),
    path(f"{ARTICLE}update/", articles.update, name="update"),
    path(f"{ARTICLE}withdraw/", articles.withdraw, name="withdraw"),
    path(f"{ARTICLE}discard/", articles.discard, name="discard"),
    path(TEXT, texts.write, name="write"),
    path(f"{TEXT}check/", checks.check, name="check"),
    path(f"{TEXT}check/repair/", checks.repair, name="repair"),
    path(f"{TEXT}check/keep/", checks.keep, name="keep"),
    path(f"{TEXT}check/reopen/", checks.reopen, name="reopen"),
    path(f"{TEXT}translated/", texts.translated, name="translated"),
    path(f"{TEXT}release/", articles.release_language, name="release_language"),
    path(f"{TEXT}preview/", texts.preview, name="preview"),
    path(f"{TEXT}revisions/", texts.revisions, name="revisions"),
    path(f"{TEXT}revisions/<int:number>/restore/", texts.restore, name="restore"),
    path(f"{TEXT}comments/", texts.comment, name="comment"),
    path(f"{TEXT}comments/<str:comment>/resolve/", texts.resolve, name="resolve"),
]
