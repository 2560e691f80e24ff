"""What was wrong with a file, said plainly."""

from __future__ import annotations

from hipwise.domain.formats.slips import Note, Problem, Unusable

SHOWN = 40
"""So many letters of what stood in a file are shown."""

_PROBLEMS = {
    "encoding": "{text} line(s) from here on are not UTF-8 text; they were read as Windows-1252",
    "quote_open": "a quotation mark is opened and never closed; the row is left out",
    "row_short": "the row has {text} cells, fewer than there are names in the first row; it is left out",
    "row_long": "the row has {text} cells, more than there are names in the first row; it is left out",
    "time_empty": "the row has no time; it is left out",
    "time_unreadable": "{text} is not a time such as 2026-05-31 or 2026-05-31T08:30; the row is left out",
    "time_absurd": "the year in {text} can’t be right; the row is left out",
    "time_far": "{text} is more than 30 years away from the middle of the journal; the row is left out",
    "time_twice": "this time stands in an earlier row too, with another number in {column}; the later row counts",
    "not_a_number": "{text} in {column} is not a number; the cell is taken as empty",
    "number_infinite": "{text} in {column} is not a finite number; the cell is taken as empty",
    "number_absurd": "the number {text} in {column} is too large to be true; the cell is taken as empty",
    "decimals_mixed": "{column} holds both 1,5 and 1.5 as decimals; both are read as one and a half",
    "name_twice": "two columns are called {column}; the first counts",
}
_NOTES = {
    "text_column": "the column {column} holds words; it is left out",
    "unnamed_column": "column {count} has no name; it is left out",
    "zones_differ": "times carry different zones; each counts by the clock on the wall where it was written",
    "zone_utc": "all times are in UTC, so days are cut at midnight UTC",
    "days_merged": "{count} entries share their day with a later one; each day counts once, by its latest notes",
}
_UNUSABLE = {
    "file_missing": "there is no such file or folder",
    "file_folder": "this is a folder",
    "file_unreadable": "the file can’t be opened ({text})",
    "file_too_large": "the file is larger than {text} MB, too large for one person’s journal; it was not read",
    "folder_empty": "the folder holds no .csv or .tsv file",
    "crashed": "something went wrong inside hipwise while reading this file ({text}); please report it",
    "empty": "the file is empty",
    "archive": "this is a spreadsheet or a packed file; save it as CSV first",
    "binary": "this is not a text file; save the journal as CSV first",
    "too_many_rows": "the file has more than {text} rows, too many for one person’s journal",
    "too_many_columns": "the file has {text} columns, more than can be looked at",
    "no_time_column": "no column is called time, date, datetime or timestamp",
    "no_number_column": "no column holds numbers beside the time",
    "no_rows": "there are names in the first row, but nothing below",
    "no_good_rows": "not one row could be read",
    "no_default_outcome": "no column is called pain, hip_pain or nprs; choose one with --outcome",
    "no_such_outcome": "no column is called {text}; choose another with --outcome",
    "outcome_ignored": "{text} can’t be both the outcome and ignored",
    "outcome_text": "{text} can’t be the outcome, for it holds words",
    "outcome_empty": "nothing is written in {text}, so there is nothing to compare",
    "no_such_suspect": "{text} can’t be a suspect, for it is none of the columns compared with the outcome",
    "began_outside": "the day after --began must lie within the journal, later than its first day ({text})",
    "not_strict": "with --strict, no row may be wrong",
}


def safe(text: str, longest: int = SHOWN) -> str:
    """What stood in a file, fit for any screen: no control characters, not too long."""
    clean = "".join(letter if letter.isprintable() else "�" for letter in text)
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"


def problem(slip: Problem) -> str:
    """Why a row or a cell was left out."""
    text = slip.text if slip.text.isdigit() and slip.code in _COUNTED else f"“{safe(slip.text)}”"
    return _PROBLEMS[slip.code].format(text=text, column=f"“{safe(slip.column)}”")


def note(remark: Note) -> str:
    """A remark on a file."""
    return _NOTES[remark.code].format(column=f"“{safe(remark.column)}”", count=f"{remark.count:,}")


def unusable(refusal: Unusable) -> str:
    """Why a file gave nothing, with its columns where that helps."""
    text = f"“{safe(refusal.text)}”" if refusal.why in _QUOTED else safe(refusal.text, 4 * SHOWN)
    reason = _UNUSABLE[refusal.why].format(text=text)
    return f"{reason}. Its columns: {', '.join(safe(name) for name in refusal.names)}" if refusal.names else reason


_COUNTED = frozenset({"encoding", "row_short", "row_long"})
_QUOTED = frozenset({"no_such_outcome", "outcome_ignored", "outcome_text", "outcome_empty", "no_such_suspect"})
