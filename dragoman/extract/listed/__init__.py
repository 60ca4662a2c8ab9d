"""Pages that are no running prose: diaries of offices, and lists of those whom somebody met.

"10.00 am: Meeting with Mr Safadi, Minister of Foreign Affairs of Jordan" has no verb, and names
one party; the other is whose diary it is. "On the margins of the Assembly the Minister met with:"
says on one line what the next lines only name somebody for. Such lines are read by their layout
and their first words; a parser finds little in them.
"""

from dragoman.extract.listed.items import Items, find_items, planned

__all__ = ["Items", "find_items", "planned"]
