"""Addresses of the journal app."""

from django.urls import path

from hipwise.apps.journal import views

app_name = "journal"
urlpatterns = [
    path("", views.timeline, name="timeline"),
    path("new/", views.new, name="new"),
    path("review/", views.review, name="review"),
    path("<int:number>/edit/", views.edit, name="edit"),
    path("<int:number>/history/", views.history, name="history"),
    path("<int:number>/remove/", views.remove, name="remove"),
]
