"""One file or folder for each command; what several share: options, settings, exit statuses."""
