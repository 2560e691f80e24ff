"""Addresses of the people app, all under ``/you/``; their names begin with ``people:``.

A person's own: ``you``, ``name``, ``second_factor``, ``agree``, ``agreements``, ``who_looked``.
The owner's: ``clinic``, ``staff``, ``end_seat``, ``take_back``, ``log``. By letter: ``invitation``.
Sign-in, sign-up, e-mail, password, second factor and passkeys are allauth's, under ``/account/``;
downloading and erasing are the privacy app's, under ``/you/data/``.
"""

from django.urls import path

from hipwise.apps.people.views import clinic, invitation, you

app_name = "people"
urlpatterns = [
    path("", you.you, name="you"),
    path("name/", you.name, name="name"),
    path("second-factor/", you.second_factor, name="second_factor"),
    path("agree/", you.agree, name="agree"),
    path("agreements/", you.agreements, name="agreements"),
    path("agreements/<slug:kind>/", you.change_agreement, name="change_agreement"),
    path("who-looked/", you.who_looked, name="who_looked"),
    path("clinic/", clinic.clinic, name="clinic"),
    path("clinic/staff/", clinic.staff, name="staff"),
    path("clinic/staff/<int:seat_id>/end/", clinic.end_seat, name="end_seat"),
    path("clinic/invitations/<int:invitation_id>/take-back/", clinic.take_back, name="take_back"),
    path("clinic/log/", clinic.log, name="log"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
]
