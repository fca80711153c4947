"""Signing in, and one's own account."""

from django.urls import path

from schakel.signin.views import account, entry, factors, locks, proof, providers

urlpatterns = [
    path("aanmelden/", entry.enter, name="account_login"),
    path("aanmelden/stap-2/", entry.second_step, name="second_step"),
    path("aanmelden/herstel/", entry.recover, name="recover"),
    path("aanmelden/sleutel/", entry.passkey_enter, name="passkey_enter"),
    path("aanmelden/sleutel/vraag/", entry.passkey_question, name="passkey_question"),
    path("aanmelden/organisatie/<slug:provider_id>/", providers.start, name="provider_start"),
    path("aanmelden/organisatie/<slug:provider_id>/terug/", providers.back, name="provider_return"),
    path("aanmelden/afmelden/", entry.leave, name="account_logout"),
    path("aanmelden/gesloten/", entry.inactive, name="account_inactive"),
    path("aanmelden/bevestigen/", proof.prove, name="prove"),
    path("mijn-account/", account.mine, name="my_account"),
    path("mijn-account/wachtwoord/", account.change_password, name="change_password"),
    path("mijn-account/sessies/", account.my_sessions, name="my_sessions"),
    path("mijn-account/sessies/andere/", account.end_other_sessions, name="end_other_sessions"),
    path("mijn-account/sessies/<uuid:session_id>/", account.end_session, name="end_session"),
    path("mijn-account/tweede-stap/", factors.overview, name="second_factor"),
    path("mijn-account/tweede-stap/app/", factors.code_app, name="code_app"),
    path("mijn-account/tweede-stap/app/weg/", factors.remove_code_app, name="remove_code_app"),
    path("mijn-account/tweede-stap/sleutel/", factors.add_passkey, name="add_passkey"),
    path("mijn-account/tweede-stap/sleutel/vraag/", factors.passkey_to_make, name="passkey_to_make"),
    path("mijn-account/tweede-stap/sleutel/<uuid:passkey_id>/weg/", factors.remove_passkey, name="remove_passkey"),
    path("mijn-account/tweede-stap/herstelcodes/", factors.new_recovery_codes, name="new_recovery_codes"),
    path("mijn-account/organisatie/<slug:provider_id>/", providers.link, name="provider_link"),
    path("beheer/vergrendeld/", locks.locked, name="locked_accounts"),
    path("beheer/vergrendeld/<uuid:account_id>/", locks.lift, name="lift_lock"),
]
