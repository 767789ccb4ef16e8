"""Stories: how well `link` groups the articles of one event."""
