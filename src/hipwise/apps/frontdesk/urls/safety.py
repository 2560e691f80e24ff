"""Addresses of what keeps people safe: the list of words, why a conversation is raised, erasing one's own."""

from django.urls import path

from hipwise.apps.frontdesk.views.safety import erasing, words

urlpatterns = [
    path("chat/erase/", erasing.erase, name="erase"),
    path("chat/erased/", erasing.erased, name="erased"),
    path("staff/desk/words/", words.words, name="words"),
    path("staff/inbox/<int:number>/why/", words.why, name="why"),
]
