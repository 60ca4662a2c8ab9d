"""What belongs to an act beside its parties and its day.

Where it took place, the level of a visit, the purpose of a letter, the mechanism that it was a
session of, for the how-manieth time, how much of what was given, and the topics of the words
around it. All but the topics is read from the tree: what a word hangs on decides, not what
stands near. Words and their examples are data: `rules/details.yml`, `rules/topics.yml`.
"""
