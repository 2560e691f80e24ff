"""Addresses of the set-up, below ``/staff/setup/``."""

from django.urls import path

from hipwise.apps.booking.views.setup import days, hours, overview, people, places, services

urlpatterns = [
    path("", overview.overview, name="setup"),
    path("from-clinic/", overview.from_clinic, name="setup_from_clinic"),
    path("seats/<int:seat_id>/", overview.seat, name="setup_seat"),
    path("seats/me/", overview.seat_myself, name="setup_seat_myself"),
    path("places/new/", places.new_place, name="setup_new_place"),
    path("places/<int:number>/", places.place, name="setup_place"),
    path("places/<int:number>/holidays/", places.open_holiday, name="setup_holiday"),
    path("places/<int:number>/remove/", places.remove_place, name="setup_remove_place"),
    path("rooms/new/", places.new_room, name="setup_new_room"),
    path("rooms/<int:number>/", places.room, name="setup_room"),
    path("rooms/<int:number>/remove/", places.remove_room, name="setup_remove_room"),
    path("services/new/", services.new_service, name="setup_new_service"),
    path("services/<int:number>/", services.service, name="setup_service"),
    path("services/<int:number>/move/", services.move_service, name="setup_move_service"),
    path("services/<int:number>/remove/", services.remove_service, name="setup_remove_service"),
    path("practitioners/<int:number>/", people.practitioner, name="setup_practitioner"),
    path("practitioners/<int:number>/hours/", hours.hours, name="setup_hours"),
    path("practitioners/<int:number>/days/", people.days, name="setup_days"),
    path("extra-hours/<int:number>/remove/", people.remove_extra, name="setup_remove_extra"),
    path("time-off/<int:number>/remove/", people.remove_time_off, name="setup_remove_time_off"),
    path("closed-days/", days.closures, name="setup_closures"),
    path("closed-days/<int:number>/remove/", days.remove_closure, name="setup_remove_closure"),
]
