"""The lane of papers: drawn, sent and watched until they are printed."""
