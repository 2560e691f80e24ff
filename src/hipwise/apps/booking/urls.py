"""Booking's addresses."""

from django.urls import URLPattern, URLResolver, path

from hipwise.apps.booking.views import waiting

app_name = "booking"
urlpatterns: list[URLPattern | URLResolver] = [
    path("book/wait/<slug:slug>/", waiting.wait, name="wait"),
    path("book/wait/<slug:slug>/asked/", waiting.asked, name="wait_asked"),
    path("wait/<str:token>/", waiting.wish, name="wish"),
    path("staff/waiting/", waiting.waiting_list, name="waiting"),
    path("staff/waiting/add/<slug:slug>/", waiting.add_wish, name="add_wish"),
    path("staff/waiting/<int:number>/remove/", waiting.remove_wish, name="remove_wish"),
]
