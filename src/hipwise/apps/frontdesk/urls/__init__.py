"""Addresses of the front desk, one file a room."""

from hipwise.apps.frontdesk.urls import chat, embed, files, inbox, safety, tools, write

app_name = "frontdesk"
urlpatterns = [
    *write.urlpatterns,
    *chat.urlpatterns,
    *files.urlpatterns,
    *embed.urlpatterns,
    *inbox.urlpatterns,
    *safety.urlpatterns,
    *tools.urlpatterns,
]
