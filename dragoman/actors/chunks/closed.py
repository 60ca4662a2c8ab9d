"""Small closed lists of words that the chunks share."""

DETERMINERS = frozenset({"the", "a", "an", "his", "her", "their", "its", "our"})
NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
SHORT = frozenset({"st:rus", "st:kaz", "st:arm"})
"""States that two letters may mean: "RF", "RK", "RA"."""
HOME = "?home"
"""The polity of "our country", which is clear once it is known whose account it is."""
