"""The server that listens: waitress, with a lane of workers for each client."""
