"""What people type in a sheet or a form, understood: dates, phones, CURP, names and a handful of words.

Pure: text comes in, values go out. Blank text is None; text that means nothing raises `NotUnderstood`,
whose caller decides whether that refuses a row or is kept as typed and flagged.
"""
