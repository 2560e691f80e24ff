"""The words a check-in offers: values are stored and exported, labels are shown."""

from __future__ import annotations

from django.db import models


class Quality(models.TextChoices):
    """What the hip feels like."""

    PAIN = "pain", "Pain"
    TIGHT = "tight", "Tight"
    TENDER = "tender", "Tender"
    PULLING = "pulling", "Pulling"


class Place(models.TextChoices):
    """Where, as the person's own left and right; the body map draws the same places."""

    LOWER_BELLY = "lower_belly", "Lower belly"
    RIGHT_FRONT_HIP = "right_front_hip", "Front of hip, right"
    LEFT_FRONT_HIP = "left_front_hip", "Front of hip, left"
    RIGHT_GROIN = "right_groin", "Groin, right"
    LEFT_GROIN = "left_groin", "Groin, left"
    RIGHT_OUTER_HIP = "right_outer_hip", "Outer hip, right"
    LEFT_OUTER_HIP = "left_outer_hip", "Outer hip, left"
    RIGHT_THIGH_FRONT = "right_thigh_front", "Front of thigh, right"
    LEFT_THIGH_FRONT = "left_thigh_front", "Front of thigh, left"
    RIGHT_THIGH_INNER = "right_thigh_inner", "Inner thigh, right"
    LEFT_THIGH_INNER = "left_thigh_inner", "Inner thigh, left"
    LOWER_BACK = "lower_back", "Low back"
    RIGHT_BACK_PELVIS = "right_back_pelvis", "Back of pelvis, right"
    LEFT_BACK_PELVIS = "left_back_pelvis", "Back of pelvis, left"
    RIGHT_BUTTOCK = "right_buttock", "Buttock, right"
    LEFT_BUTTOCK = "left_buttock", "Buttock, left"
    RIGHT_OUTER_HIP_BACK = "right_outer_hip_back", "Outer hip, behind, right"
    LEFT_OUTER_HIP_BACK = "left_outer_hip_back", "Outer hip, behind, left"
    RIGHT_SIT_BONE = "right_sit_bone", "Sit bone, right"
    LEFT_SIT_BONE = "left_sit_bone", "Sit bone, left"
    RIGHT_THIGH_BACK = "right_thigh_back", "Back of thigh, right"
    LEFT_THIGH_BACK = "left_thigh_back", "Back of thigh, left"


class Activity(models.TextChoices):
    """What happened, or what the person did."""

    WALK = "walk", "Walk"
    STRETCH = "stretch", "Stretch"
    YOGA = "yoga", "Yoga"
    SWIM = "swim", "Swim"
    SAT_LONG = "sat_long", "Sat long"
    WORK = "work", "Work"
    CONFLICT = "conflict", "Argument"
    REST = "rest", "Rest"


class Emotion(models.TextChoices):
    """The feelings of the wheel: six kinds, each with two words of its own."""

    JOY = "joy", "Joy"
    GLAD = "glad", "Glad"
    THANKFUL = "thankful", "Thankful"
    CALM = "calm", "Calm"
    RESTED = "rested", "Rested"
    AT_EASE = "at_ease", "At ease"
    SAD = "sad", "Sad"
    LOW = "low", "Low"
    LONELY = "lonely", "Lonely"
    FEAR = "fear", "Fear"
    WORRIED = "worried", "Worried"
    ON_EDGE = "on_edge", "On edge"
    ANGER = "anger", "Anger"
    CROSS = "cross", "Cross"
    FED_UP = "fed_up", "Fed up"
    HURT = "hurt", "Hurt"
    GUILTY = "guilty", "Guilty"
    LET_DOWN = "let_down", "Let down"


class Strength(models.IntegerChoices):
    """How strong an emotion is."""

    A_LITTLE = 1, "a little"
    SOME = 2, "some"
    A_LOT = 3, "a lot"


class HowMuch(models.IntegerChoices):
    """Stress, tiredness, headache."""

    NONE = 0, "None"
    A_LITTLE = 1, "A little"
    SOME = 2, "Some"
    A_LOT = 3, "A lot"
    VERY_MUCH = 4, "Very much"


class HowGood(models.IntegerChoices):
    """Mood, and how the night was."""

    VERY_BAD = 0, "Very bad"
    BAD = 1, "Bad"
    FAIR = 2, "Fair"
    GOOD = 3, "Good"
    VERY_GOOD = 4, "Very good"
