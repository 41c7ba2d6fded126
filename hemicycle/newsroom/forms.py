"""The forms of the newsroom. They check shape; the verbs refuse."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.fields import MomentField
from hemicycle.conferences.models import Conference
from hemicycle.journal.versions import Versioned
from hemicycle.newsroom.models import Article
from hemicycle.texts.models import LANGUAGES
from hemicycle.ui.fields.translated import TranslatedFormField
from hemicycle.ui.formats import ENDONYMS
from hemicycle.ui.forms import OneLines

LONGEST_NOTE = 2000
KINDS = [each for each in Article.Kind.choices if each[0] != Article.Kind.PAGE]
"""What can be chosen; a page of the site is begun at its place."""


def named(languages: Sequence[str]) -> list[tuple[str, str]]:
    return [(code, ENDONYMS.get(code, code)) for code in languages]


def content_languages(conference: Conference) -> list[str]:
    """Those of the conference first, then all others in which content may be."""
    chosen = [code for code in conference.languages if code in LANGUAGES]
    return chosen + [code for code in LANGUAGES if code not in chosen]


def choose_language(form: forms.Form, conference: Conference) -> None:
    """The field `language`: those of the conference first."""
    language = form.fields["language"]
    assert isinstance(language, forms.ChoiceField)
    codes = content_languages(conference)
    language.choices, language.initial = named(codes), codes[0]


class BeginForm(OneLines, forms.Form):
    """A headline, and in which language it is written. All else comes later."""

    title = forms.CharField(label=_("Headline"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, initial=Article.Kind.NEWS)
    language = forms.ChoiceField(
        label=_("Source language"),
        help_text=_("The language it is written in first, and translated from."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        required=False,
        help_text=_("Who says this. Empty: the conference secretariat."),
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_language(self, conference)


class DescribeForm(Versioned, OneLines, forms.ModelForm[Article]):
    class Meta:
        model = Article
        fields = ("kind", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = KINDS


class BeginPageForm(OneLines, forms.Form):
    """The title of a page of the site, and in which language it is written."""

    title = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(
        label=_("Source language"),
        help_text=_("The language it is written in first, and translated from."),
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_language(self, conference)


class ReissueForm(forms.Form):
    """The languages of a page whose text replaces the public one."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, changed: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["languages"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices, field.initial = named(changed), list(changed)


class LanguageForm(forms.Form):
    """A language that the article does not have yet."""

    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has = {wording.language for wording in article.wordings}
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        codes = content_languages(article.conference)
        language.choices = named([code for code in codes if code not in has])


class TogetherForm(forms.Form):
    """The languages that become public together. All, to begin with."""

    together = forms.MultipleChoiceField(
        label=_("Languages that become public together"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Others can be released later, one by one."),
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        together = self.fields["together"]
        assert isinstance(together, forms.MultipleChoiceField)
        codes = [wording.language for wording in article.wordings]
        together.choices = named(codes)
        together.initial = codes


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your colleagues read it."),
    )


class PlanForm(Versioned, forms.Form):
    """Release time, in the conference's zone, and embargo."""

    is_embargoed = forms.BooleanField(
        label=_("The press has this text under embargo"),
        required=False,
        help_text=_("It may not be used before the release."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed when a release time changes. The time before is kept."),
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        self.edited = article
        kwargs["initial"] = {
            "release_at": article.release_at,
            "is_embargoed": article.is_embargoed,
        }
        super().__init__(*args, **kwargs)
        self.fields["release_at"] = MomentField(
            zone=article.conference.zone,
            label=_("Release time"),
            required=False,
            help_text=_("In the time of the conference: %(zone)s. Empty: by hand.")
            % {"zone": article.conference.zone_in_words},
        )
        self.order_fields(["release_at", "is_embargoed", "reason"])


def words_field(languages: Sequence[str], **kwargs: Any) -> TranslatedFormField:
    return TranslatedFormField(
        languages=list(languages), max_length=LONGEST_NOTE, **kwargs
    )


class NoticeForm(forms.Form):
    """What the public reads beside the article, in the languages it is public in."""

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = words_field(languages, label=_("Notice"))


class CorrectForm(forms.Form):
    """What was wrong and what is right, and the languages whose text it replaces."""

    languages = forms.MultipleChoiceField(
        label=_("Languages that are corrected"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        languages: Sequence[str],
        changed: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = words_field(
            languages,
            label=_("Correction"),
            help_text=_("What is right, and what was said. It is public and stays."),
        )
        field = self.fields["languages"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices, field.initial = named(changed), list(changed)


class WithdrawForm(ReasonForm):
    """The public reason, and the one for colleagues."""

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = words_field(
            languages,
            label=_("What the public reads instead"),
            help_text=_("Why it is withdrawn, and where to look instead."),
        )
        self.order_fields(["words", "reason"])


class CommentForm(forms.Form):
    words = forms.CharField(
        label=_("Comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class KeepForm(forms.Form):
    """Why words stay that the record contradicts or cannot confirm."""

    reason = forms.CharField(
        label=_("Keep these words, because"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The colleague who approves the article reads it."),
    )
