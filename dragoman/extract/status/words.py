"""The words that a sentence is read by: auxiliaries, forms of verbs, what ends a clause.

Cue words are not here but in `rules/status.yml`: these only tell verbs from nouns and one
clause from the next. All in lower case, with straight apostrophes.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BE = _words("is are am was were be been being 's 're isn't aren't wasn't weren't")
MODALS = _words(
    "will shall 'll won't would 'd wouldn't can cannot can't could couldn't may might must should"
)
HAVE = _words("has have had having hasn't haven't hadn't 've")
DO = _words("do does did don't doesn't didn't")
NOT = _words("not never neither nor")
AUXILIARIES = BE | MODALS | HAVE | DO | NOT | {"to"}
WEEKDAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
ADVERBS = WEEKDAYS | _words(
    "also later then now again soon just only already still once ever twice thrice first last "
    "together both here there today tomorrow yesterday earlier each all even so yet next instead "
    "thus long afterwards afterward longer no morning afternoon evening night back respectively"
)
DETERMINERS = _words(
    "the a an his her its their this that these those our my your both any no another each every "
    "some several two three four five six seven eight nine ten one 's"
)
PREPOSITIONS = _words(
    "of in on at for to with by from after before during since until till ahead following amid "
    "despite about over upon through between via under into without within toward towards as per "
    "around along against among near prior"
)
OBJECT_PREPOSITIONS = _words("of on to for with from")
"""Between a verb and the noun that it governs: "planning for a call", "agreed on a visit"."""

STOPS = _words("; : — – | but while whereas although though because unless ( )")
RELATIVES = _words("who whom which where when that whose if as")
PRONOUNS = _words("i you he she it we they")
PAST = _words(
    "met held had went came took made gave sent left flew spoke told said saw sat began brought "
    "found led rang wrote broke won lost got paid put read ran rose drew fell felt kept knew shook "
    "stood thought understood became cut set hit drove swore threw withdrew undertook arose"
)
PARTICIPLES = _words(
    "met held had gone come taken made given sent left flown spoken told said seen sat begun "
    "brought found led written broken won paid put been done shaken drawn withdrawn known kept"
)
PRESENT = _words(
    "meets holds has goes comes takes makes gives sends leaves flies speaks tells says sees sits "
    "begins brings leads writes breaks pays visits calls receives hosts arrives travels attends "
    "discusses signs welcomes greets concludes ends opens starts continues follows heads lands "
    "wraps kicks delivers hands donates conveys presents summons expels recalls invites thanks "
    "congratulates urges announces confirms joins addresses departs pledges offers provides agrees "
    "exchanges issues adopts phones cuts severs condemns warns marks plans wants hopes expects "
    "seeks intends skips cancels postpones denies rejects becomes stays does is are was were am"
)
NOT_VERBS = _words(
    "united unprecedented so-called red need speed indeed exceed proceed succeed based detailed "
    "armed unified sacred hundred limited advanced joined-up related widespread long-standing"
)
EITHER = _words(
    "visit visits meeting talks talk call calls tour tours exchange exchanges support travel "
    "phone telephone stop stay deal host hosts contact sanction letter aid gift trip drill patrol "
    "protest protests statement message summons address reply"
)
"""Words that are a verb in one sentence and a noun in the next."""

NOUNS = _words(
    "summit summits dialogue dialogues negotiation negotiations consultations conference "
    "conferences session sessions conversation conversations meetings trips"
)
BARE_VERBS = _words(
    "meet visit call speak talk host receive travel attend hold pay send sign deliver donate "
    "provide welcome greet discuss arrive go come make fly see summon expel recall bring convey "
    "hand give join tour stop lead open start begin conclude take invite announce present "
    "exchange issue"
)
