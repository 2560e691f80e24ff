"""Addresses of the learn app; the pages themselves are served by Wagtail."""

from django.urls import path

from hipwise.apps.learn import feeds, views

app_name = "learn"
urlpatterns = [
    path("staff/catalogue/", views.catalogue, name="catalogue"),
    path("feed/", feeds.articles, name="feed"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
