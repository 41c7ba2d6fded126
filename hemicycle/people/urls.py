from django.urls import path

from hemicycle.people import views

app_name = "people"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.sign_in_code, name="sign_in_code"),
    path("sign-in/passkey/", views.sign_in_passkey, name="sign_in_passkey"),
    path("sign-in/passkey/options/", views.sign_in_options, name="sign_in_options"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("sign-out/everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("link/<str:token>/", views.show_link, name="link"),
    path("fresh-code/", views.fresh, name="fresh"),
    path("language/", views.language, name="language"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path(
        "second-factor/options/",
        views.second_factor_options,
        name="second_factor_options",
    ),
    path(
        "second-factor/passkey/",
        views.second_factor_passkey,
        name="second_factor_passkey",
    ),
    path("app/", views.app, name="app"),
    path("passkeys/", views.passkeys, name="passkeys"),
    path("passkeys/options/", views.passkey_options, name="passkey_options"),
    path("passkeys/add/", views.passkey_add, name="passkey_add"),
    path("passkeys/<str:id>/remove/", views.passkey_remove, name="passkey_remove"),
    path("recovery-codes/", views.recovery_codes, name="recovery_codes"),
    path("emails/", views.emails, name="emails"),
    path("emails/<str:id>/", views.email, name="email"),
    path("settings/", views.account, name="account"),
]
