"""The figures read out again: statistics, tables, exports, what staff may see."""
