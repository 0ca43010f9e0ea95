"""What can happen in any state: readers change, time passes, the long reading ends."""
