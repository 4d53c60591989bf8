"""Working time: calendars with hours and days off, and how promises are counted on them."""
