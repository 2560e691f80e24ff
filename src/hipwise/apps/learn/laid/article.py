"""The article: hips and stress."""

from __future__ import annotations

from hipwise.apps.learn.laid.blocks import SAFETY, Block, invitations, listed, paragraphs_of, passage, said, way

FIELDS = {
    "title": "Hips and stress",
    "slug": "hips-and-stress",
    "lede": "Many people feel that their hips hold on to hard times. We believe the feeling. Here is what is known "
    "about it today, what is not, and what you can do.",
    "search_description": "Do hips store stress and feelings? What holds up, what does not, and three ways to ease a "
    "sore hip. Every line says how sure it is and names its study.",
}


def body() -> list[Block]:
    """The blocks of the article, from top to bottom."""
    return [
        passage(
            "",
            "Some people call it an ache. Others say it pulls, feels tight, or is sore to touch. It may be deep in the "
            "groin, at the side, or in the seat. It may come after a long day of sitting, or after a quarrel. No two "
            "hips are the same, and neither are two lives.",
            "Next to each line about health you see <b>how sure</b> we can be. The small numbers lead to the studies "
            "at the end of the page, so that you can check.",
        ),
        *_inside(),
        _weighing(),
        *_both(),
        ("ways", {"heading": "Three ways to ease a hip", "ways": ways()}),
        *_journal(),
        SAFETY,
        invitations("Where to go from here", "book", "write", "chat", "journal", "days"),
    ]


def _inside() -> list[Block]:
    return [
        (
            "story",
            {
                "heading": "What is in there",
                "lede": "A ball in a cup, and a deep muscle that runs across it.",
                "text": paragraphs_of(
                    "Stand up and lift one knee. The muscle that starts that move is the psoas. You can’t see it, and "
                    "it is hard to touch, because it lies behind your belly, close to the spine. Perhaps that is why "
                    "so many stories are told about it."
                ),
                "statements": [said("c04_anatomy")],
                "picture": {
                    "picture": "anatomy_front",
                    "caption": "From the front: spine, pelvis and hip joint. The psoas joins your spine to your thigh.",
                },
            },
        ),
        (
            "story",
            {
                "heading": "The same muscle from the side",
                "lede": "When you sit it is short. When you stand up it lengthens again.",
                "text": "",
                "statements": [
                    said(
                        "c03_tension",
                        words="A scare or anger can also tense muscles for a short time, in many parts of the body at "
                        "once. Nobody has shown that feelings keep the psoas tight for long.",
                    ),
                    said("c06_walking_stairs"),
                ],
                "picture": {
                    "picture": "anatomy_side",
                    "caption": "From the side: the psoas bends over the front of the hip, like a rope over a pulley.",
                },
            },
        ),
    ]


def _weighing() -> Block:
    return (
        "weighing",
        {
            "heading": "Stress and hips: what holds up?",
            "holds": [
                said(
                    "c02_stress_pain",
                    words="Stress, low mood and hard past times go together with long-lasting pain, in both "
                    "directions. A link like this does not mean that your pain is not physical.",
                ),
                said(
                    "c02_stress_pain",
                    "edwards2016",
                    "plinsinga2018",
                    words="In people with pain at the side of the hip, worse pain went with more worry and low mood, "
                    "and not with weaker muscles.",
                )
                | {"grade": "moderate"},
                said("c15_fatigue_headache"),
            ],
            "does_not": [
                said(
                    "c01_storage",
                    words="That the hips are a store for feelings or memories. We looked for a study that tested "
                    "it, and found opinions only. What is well supported is that stress can raise pain through the "
                    "brain and the nerves.",
                ),
                said(
                    "c01_storage",
                    "hips_search_null",
                    "vandervelde2001",
                    words="That tears in a stretch mean something has been let go. Tears may come, and that is all "
                    "right. You can pause, or stop.",
                ),
                said(
                    "c05_pelvic_tilt",
                    words="That tight hips tip the pelvis and spoil your posture. Most people without any pain stand "
                    "with the pelvis tipped forward. It is not a fault.",
                ),
            ],
        },
    )


def _both() -> list[Block]:
    return [
        passage(
            "You don’t have to choose",
            "People with sore hips are sometimes told that it is all in the joint, or that it is all in the head. You "
            "don’t have to choose. A sore hip on a hard day is a real sore hip. So it makes sense to look after both: "
            "the hip, and the days around it.",
        )
    ]


def ways() -> list[dict[str, object]]:
    """Move, be treated, feel."""
    return [
        way(
            "Move",
            "figure_bridge",
            "A light walk, yoga, a swim, or ten quiet minutes of gentle stretching. Choose the time of day that suits "
            "you. Make it smaller on a sore day.",
            said("c07_exercise"),
            said("c08_stretching"),
        ),
        way(
            "Be treated",
            "anatomy_joint",
            "A physiotherapist hears your story, tests how you move and says what seems to be going on. Ask what "
            "would change their mind.",
            said("c09_assessment"),
            said("c10_manual"),
            said("c11_posture_correction"),
        ),
        way(
            "Feel",
            "figure_sit",
            "Talk to somebody you trust. If worry, low mood or hard memories are part of it, a mental-health "
            "professional can go with you.",
            said("c12_therapist"),
            said("c14_breathing"),
        ),
    ]


def _journal() -> list[Block]:
    return [
        passage(
            "A small journal",
            "You can’t see a pattern in one bad day. A short note on each of some weeks of days can show one, or "
            "show that there is none. These are good things to note:",
            listed(
                "what you did: a walk, a long sit, a stretch, a quarrel, a rest",
                "how you slept, how tense the day was, how you felt",
                "how the hip was, if you want to. You can leave it out",
            ),
        ),
        (
            "statement",
            said(
                "c13_journal",
                words="A short journal can show patterns to talk about. After a new injury, scoring pain every day may "
                "slow recovery. So you may leave the pain score out, and breaks are welcome.",
            ),
        ),
        passage(
            "What moves your own pain?",
            "No study can tell you that. Your own days might. When you keep the journal here, you see which things go "
            "with more pain or less, how sure that is, and how many days it rests on. When your days can’t tell, we "
            "say so. There are no streaks, and nobody is graded.",
        ),
    ]
