"""The front page."""

from __future__ import annotations

from hipwise.apps.learn.laid.blocks import SAFETY, Block, invitations, paragraphs_of, said, way

FIELDS = {
    "title": "Hip pain, body and mind",
    "slug": "home",
    "eyebrow": "For sore hips, and the people they belong to",
    "headline": "Sore hip, full life. We look at",
    "turn": "both.",
    "lede": "Your hip, and the life around it: how you move, rest, sleep and feel. We look at your own days with you. "
    "And we say so when we can’t tell yet.",
    "search_description": "A calm place to start when your hip hurts: what is known about hips, stress and pain, "
    "three ways to ease a hip, and a journal that looks at your own days.",
}


def body() -> list[Block]:
    """The blocks of the page, from top to bottom."""
    return [
        (
            "story",
            {
                "heading": "Do hips hold on to feelings?",
                "lede": "Many people tell us it feels that way, and we believe the feeling.",
                "text": paragraphs_of(
                    "The psoas lies so deep that it is hard to see or touch. Here is what is known today, and what "
                    "is not. <b>How sure</b> stands next to every line, and each small number leads to a study."
                ),
                "statements": [
                    said(
                        "c04_anatomy",
                        words="The psoas is a deep muscle. It runs from the lower spine to the thigh bone and "
                        "bends the hip when you walk or climb stairs.",
                    )
                ],
                "picture": {
                    "picture": "anatomy_side",
                    "caption": "From the side: the psoas bends over the front of the hip, like a rope over a pulley.",
                },
            },
        ),
        (
            "weighing",
            {
                "heading": "",
                "holds": [
                    said(
                        "c02_stress_pain",
                        "edwards2016",
                        "bussieres2023",
                        words="Stress, low mood and hard past times go together with long-lasting pain, in both "
                        "directions. That does not make your pain less physical.",
                    ),
                    said(
                        "c07_exercise",
                        "fransen2014",
                        "hip_oa_cumulative",
                        words="Regular exercise helps worn hips a little on average, and some people a lot. The best "
                        "kind is the one you keep doing.",
                    ),
                    said(
                        "c03_tension",
                        words="A scare or anger can tense muscles for a short time, in many parts of the body.",
                    ),
                ],
                "does_not": [
                    said(
                        "c01_storage",
                        "hips_search_null",
                        "gentsch2022",
                        words="That hips store memories or feelings. We searched, and found opinions but no study "
                        "that tested it.",
                    ),
                    said(
                        "c01_storage",
                        "hips_search_null",
                        "vandervelde2001",
                        words="That tears in a stretch mean something has been let go. If they come, it is all "
                        "right. You can pause.",
                    ),
                    said(
                        "c05_pelvic_tilt",
                        "herrington2011",
                        "laird2014",
                        words="That a tipped pelvis is a fault. Most people without any pain stand that way.",
                    ),
                ],
            },
        ),
        ("ways", {"heading": "Three ways to ease a hip", "ways": ways()}),
        (
            "own_days",
            {
                "heading": "Your days, not the average person’s",
                "text": paragraphs_of(
                    "No study can tell you what moves <i>your</i> pain. A few weeks of your own days might. A check-in "
                    "takes 20 seconds. After some weeks you see which things go with more pain or less, how sure "
                    "that is, and how many days it rests on.",
                    "If your days can’t tell, we say so. There are no streaks, and you can pause at any time.",
                ),
            },
        ),
        invitations("Start where it feels easy", "book", "write", "chat", "journal", "days"),
        SAFETY,
    ]


def ways() -> list[dict[str, object]]:
    """Move, be treated, feel."""
    return [
        way(
            "Move",
            "figure_bridge",
            "Ten quiet minutes, in the morning or before bed. Walks, water and yoga count as well.",
            said(
                "c08_stretching",
                words="Stretching can make a hip feel freer for a while. Good studies on hip pain are missing.",
            ),
        ),
        way(
            "Be treated",
            "anatomy_joint",
            "A physiotherapist listens, tests and names a working cause, which may change.",
            said(
                "c10_manual",
                words="Hands-on work can be an extra. Guidelines support it, but one good trial did not. It should "
                "not be the only thing.",
            ),
        ),
        way(
            "Feel",
            "figure_sit",
            "Talk to somebody trained for it, breathe slowly, or write three words a day.",
            said(
                "c12_therapist",
                "ashar2022",
                "yarns2024",
                "lumley2017",
                words="Talking treatments have helped many people with other long-lasting pain, though not in "
                "every study.",
            ),
        ),
    ]
