"""Disclosures and consent of a case, the page for a client, and the rules."""

from django.urls import path

from schakel.sharing.comensha import views as comensha
from schakel.sharing.referral import views as referral
from schakel.sharing.views import case, consents, disclosures

_SHARED = "casussen/<uuid:case_id>/verstrekkingen/"
_ONE = f"{_SHARED}<uuid:disclosure_id>/"
_REGISTERED = f"{_SHARED}comensha/<uuid:registration_id>/"
_ASKED = f"{_SHARED}doorverwijzing/<uuid:referral_id>/"
urlpatterns = [
    path("verstrekkingen/regels/", case.rule_book, name="sharing_rules"),
    path(_SHARED, case.show, name="disclosures"),
    path(f"{_SHARED}nieuw/", disclosures.new, name="disclosure_new"),
    path(f"{_SHARED}toestemming/", consents.new, name="consent_new"),
    path(f"{_SHARED}toestemming/<uuid:consent_id>/intrekken/", consents.withdraw, name="consent_withdraw"),
    path(f"{_SHARED}overzicht/<uuid:involvement_id>/", case.client, name="client_page"),
    path(f"{_SHARED}comensha/", comensha.new, name="comensha_new"),
    path(_REGISTERED, comensha.show, name="comensha"),
    path(f"{_REGISTERED}invullen/", comensha.change, name="comensha_change"),
    path(f"{_REGISTERED}verstuurd/", comensha.send, name="comensha_send"),
    path(f"{_REGISTERED}bevestigd/", comensha.confirm, name="comensha_confirm"),
    path(f"{_REGISTERED}vervallen/", comensha.drop, name="comensha_drop"),
    path(f"{_REGISTERED}document/", comensha.take, name="comensha_take"),
    path(f"{_SHARED}doorverwijzing/", referral.new, name="referral_new"),
    path(_ASKED, referral.show, name="referral"),
    path(f"{_ASKED}wijzigen/", referral.change, name="referral_change"),
    path(f"{_ASKED}herinnerd/", referral.remind, name="referral_remind"),
    path(f"{_ASKED}verstrekking/", referral.go_with, name="referral_go_with"),
    path(f"{_ASKED}mail/", referral.mail, name="referral_mail"),
    path(f"{_ASKED}antwoord/", referral.answer, name="referral_answer"),
    path(f"{_ASKED}ontvangen/", referral.receive, name="referral_receive"),
    path(f"{_ASKED}intrekken/", referral.withdraw, name="referral_withdraw"),
    path(f"{_ASKED}bewijs/", referral.take, name="referral_receipt"),
    path(_ONE, disclosures.show, name="disclosure"),
    path(f"{_ONE}wijzigen/", disclosures.change, name="disclosure_change"),
    path(f"{_ONE}voorleggen/", disclosures.submit, name="disclosure_submit"),
    path(f"{_ONE}akkoord/", disclosures.approve, name="disclosure_approve"),
    path(f"{_ONE}terugsturen/", disclosures.send_back, name="disclosure_send_back"),
    path(f"{_ONE}verstrekken/", disclosures.give, name="disclosure_give"),
    path(f"{_ONE}document/", disclosures.take, name="disclosure_take"),
    path(f"{_ONE}intrekken/", disclosures.recall, name="disclosure_recall"),
    path(f"{_ONE}vervallen/", disclosures.drop, name="disclosure_drop"),
]
