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
    """Where, as the person's own left and right."""

    LOWER_BELLY = "lower_belly", "Lower belly"
    FRONT_HIP_RIGHT = "front_hip_right", "Front of hip, right"
    FRONT_HIP_LEFT = "front_hip_left", "Front of hip, left"
    GROIN_RIGHT = "groin_right", "Groin, right"
    GROIN_LEFT = "groin_left", "Groin, left"
    OUTER_HIP_RIGHT = "outer_hip_right", "Outer hip, right"
    OUTER_HIP_LEFT = "outer_hip_left", "Outer hip, left"
    FRONT_THIGH_RIGHT = "front_thigh_right", "Front of thigh, right"
    FRONT_THIGH_LEFT = "front_thigh_left", "Front of thigh, left"
    INNER_THIGH_RIGHT = "inner_thigh_right", "Inner thigh, right"
    INNER_THIGH_LEFT = "inner_thigh_left", "Inner thigh, left"
    LOW_BACK = "low_back", "Low back"
    BACK_PELVIS_RIGHT = "back_pelvis_right", "Back of pelvis, right"
    BACK_PELVIS_LEFT = "back_pelvis_left", "Back of pelvis, left"
    BUTTOCK_RIGHT = "buttock_right", "Buttock, right"
    BUTTOCK_LEFT = "buttock_left", "Buttock, left"
    SIT_BONE_RIGHT = "sit_bone_right", "Sit bone, right"
    SIT_BONE_LEFT = "sit_bone_left", "Sit bone, left"
    BACK_THIGH_RIGHT = "back_thigh_right", "Back of thigh, right"
    BACK_THIGH_LEFT = "back_thigh_left", "Back of thigh, left"


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
    """The wheel: six families, each with two words of its own."""

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
    EXTREME = 4, "Extreme"


class HowGood(models.IntegerChoices):
    """Mood, and how the night was."""

    VERY_BAD = 0, "Very bad"
    BAD = 1, "Bad"
    IN_BETWEEN = 2, "In between"
    GOOD = 3, "Good"
    VERY_GOOD = 4, "Very good"
