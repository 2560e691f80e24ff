"""Telling people from programs, for whoever has no account.

``tokens``   a check: signed, for one browser and one purpose, good for half an hour
``sums``     its question, such as "10 + 5 ="
``work``     its other answer: a proof of work (altcha), by which a browser with script spares its reader the sum
``human``    the verdict on what came back
``spending`` a check is good once
``spam``     what makes a message look unwanted
"""
