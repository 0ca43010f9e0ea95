"""A CPS that behaves: files, counters, tearing. Imported by ``__main__`` and tests only."""
