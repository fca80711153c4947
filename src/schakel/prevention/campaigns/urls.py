"""The pages of campaigns at the desk."""

from django.urls import path

from schakel.prevention.campaigns.views import campaigns, results

urlpatterns = [
    path("", campaigns.campaigns, name="campaigns"),
    path("nieuw/", campaigns.new, name="campaign_new"),
    path("<uuid:campaign_id>/", campaigns.campaign, name="campaign"),
    path("<uuid:campaign_id>/wijzigen/", campaigns.change, name="campaign_change"),
    path("<uuid:campaign_id>/plaatje/<slug:size>/", campaigns.picture, name="campaign_picture"),
    path("<uuid:campaign_id>/cijfers/", results.enter, name="campaign_result"),
    path("<uuid:campaign_id>/cijfers/<uuid:result_id>/verwijderen/", results.remove, name="campaign_result_remove"),
    path("<uuid:campaign_id>/inlezen/", results.read_in, name="campaign_import"),
    path("<uuid:campaign_id>/inlezen/bewaren/", results.store, name="campaign_import_store"),
]
