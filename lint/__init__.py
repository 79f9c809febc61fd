"""What in a content's source will answer badly, and what to write instead."""
