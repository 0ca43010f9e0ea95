"""Kivy, and only drawing."""
