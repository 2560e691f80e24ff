"""Addresses of saved replies, hours, search, offers."""

from django.urls import path

from hipwise.apps.frontdesk.views.tools import desk, linking, offers, replies, search

urlpatterns = [
    path("offer/<str:token>/", offers.offer, name="offer"),
    path("staff/desk/", desk.settings, name="desk"),
    path("staff/desk/here/", desk.here, name="here"),
    path("staff/desk/replies/", replies.replies, name="replies"),
    path("staff/desk/replies/new/", replies.edit, name="new_reply"),
    path("staff/desk/replies/<int:number>/", replies.edit, name="reply"),
    path("staff/desk/replies/<int:number>/remove/", replies.remove, name="remove_reply"),
    path("staff/desk/replies/<int:number>/used/", replies.used, name="reply_used"),
    path("staff/inbox/search/", search.page, name="search"),
    path("staff/inbox/<int:number>/reply/", replies.put, name="put_reply"),
    path("staff/inbox/<int:number>/offer/", offers.make, name="make_offer"),
    path("staff/inbox/<int:number>/offer/<int:message>/back/", offers.back, name="take_back"),
    path("staff/inbox/<int:number>/patient/", linking.patient, name="link"),
]
